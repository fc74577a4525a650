//! The signed requests of Canvas Kit.

use intercom_core::codegen::record;
use intercom_core::{Attributes, Extra, Region};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Canvas, CanvasContext};
use crate::types::{Admin, Contact, Conversation};

/// A signed request of Canvas Kit, which [`Verifier::verify`](super::Verifier::verify) returns.
///
/// Implemented by the requests of this module; not meant for other types.
pub trait CanvasRequest: DeserializeOwned + sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

/// Defines a request: the fields that every request has, and its own.
macro_rules! request {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$field_doc:meta])* $key:literal => $field:ident: $ty:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct $name {
            /// Id of the workspace; see [`workspace`](Self::workspace).
            pub workspace_id: Option<String>,
            /// Id of the workspace, as versions of Canvas Kit up to 1.2 name it.
            pub app_id: Option<String>,
            /// Where the workspace is hosted, such as `US`; see [`region`](Self::region).
            pub workspace_region: Option<String>,
            /// The teammate who uses the app.
            pub admin: Option<Admin>,
            /// Where the app is shown.
            pub context: Option<CanvasContext>,
            /// The conversation that the app is shown in.
            pub conversation: Option<Conversation>,
            /// The person who sees the app, or whom the conversation is with.
            pub contact: Option<Contact>,
            /// The same person as a user.
            pub user: Option<Contact>,
            /// The same person, as older versions of Canvas Kit name it.
            pub customer: Option<Contact>,
            $($(#[$field_doc])* pub $field: $ty,)*
            /// Fields that this type does not have.
            pub extra: Extra,
        }

        record!($name {
            "workspace_id" => workspace_id,
            "app_id" => app_id,
            "workspace_region" => workspace_region,
            "admin" => admin,
            "context" => context,
            "conversation" => conversation,
            "contact" => contact,
            "user" => user,
            "customer" => customer,
            $($key => $field,)*
        });

        impl $name {
            /// Returns the id of the workspace, which each version of Canvas Kit sends.
            pub fn workspace(&self) -> Option<&str> {
                let id = self.workspace_id.as_ref().or(self.app_id.as_ref());
                id.map(String::as_str)
            }

            /// Returns the person who sees the app, or whom the conversation is with:
            /// [`contact`](field@Self::contact), [`user`](field@Self::user) or
            /// [`customer`](field@Self::customer).
            pub fn person(&self) -> Option<&Contact> {
                let person = self.contact.as_ref().or(self.user.as_ref());
                person.or(self.customer.as_ref())
            }

            /// Returns the region that [`workspace_region`](field@Self::workspace_region) names.
            pub fn region(&self) -> Option<Region> {
                let region = self.workspace_region.as_ref()?;
                region.to_ascii_lowercase().parse().ok()
            }
        }

        impl sealed::Sealed for $name {}
        impl CanvasRequest for $name {}
    };
}

request! {
    /// An admin adds the app, for example to the home of the Messenger, and configures it.
    ///
    /// The first request has no [`component_id`](field@Self::component_id). The response shows
    /// components until [`CanvasResponse::results`](super::CanvasResponse::results) ends the
    /// configuration.
    ConfigureRequest {
        /// Id of the component that was used. `None` in the first request.
        "component_id" => component_id: Option<String>,
        /// The canvas that is shown.
        "current_canvas" => current_canvas: Option<Canvas>,
        /// Values of the components by their ids.
        "input_values" => input_values: Option<Attributes>,
    }
}

request! {
    /// The app is shown for the first time.
    InitializeRequest {
        /// The results of the configuration.
        "card_creation_options" => card_creation_options: Option<Attributes>,
    }
}

request! {
    /// A component with the action [`Action::submit`](super::Action::submit) is used.
    SubmitRequest {
        /// Id of the component that was used.
        "component_id" => component_id: Option<String>,
        /// The canvas that is shown.
        "current_canvas" => current_canvas: Option<Canvas>,
        /// Values of the components by their ids.
        "input_values" => input_values: Option<Attributes>,
    }
}

request! {
    /// The components of a live canvas are loaded from its `content_url`.
    LiveCanvasRequest {
        /// The canvas with this `content_url`.
        "canvas" => canvas: Option<Canvas>,
    }
}

request! {
    /// A sheet is closed with values to submit.
    SheetSubmitRequest {
        /// Id of the component that opened the sheet.
        "component_id" => component_id: Option<String>,
        /// The canvas that is shown.
        "current_canvas" => current_canvas: Option<Canvas>,
        /// Values that the page of the sheet submits, as it chooses.
        "sheet_values" => sheet_values: Option<Attributes>,
    }
}

/// Reads what was entered, of the requests that have input values.
macro_rules! inputs {
    ($($name:ident)*) => {$(
        impl $name {
            /// Returns the text that was entered into a component, or the id of its selected
            /// option.
            pub fn input(&self, component_id: &str) -> Option<&str> {
                self.input_values.as_ref()?.text(component_id)
            }

            /// Returns the ids of the options that are selected in a component.
            pub fn selected(&self, component_id: &str) -> Vec<&str> {
                let values = self.input_values.as_ref();
                match values.and_then(|values| values.get(component_id)) {
                    Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
                    Some(Value::String(id)) => vec![id],
                    _ => Vec::new(),
                }
            }
        }
    )*};
}

inputs!(ConfigureRequest SubmitRequest);
