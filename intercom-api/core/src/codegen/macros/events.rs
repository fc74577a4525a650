//! The table of the topics of webhooks, from which their items are read and written.

/// Maps topics to variants and the types of their items.
///
/// ```text
/// events!(Event {
///     #[cfg(feature = "contacts")]
///     "contact.user.created" => ContactUserCreated: Contact;
///     "ticket.closed" => TicketClosed: Ticket in "ticket";
///     "ping" => Ping: any;
/// });
/// ```
///
/// `in` names the key of an object that may stand around the item. `any` is JSON without a type.
#[doc(hidden)]
#[macro_export]
macro_rules! __events {
    ($name:ident { $(
        $(#[$condition:meta])*
        $topic:literal => $variant:ident: $item:ident $(in $key:literal)?;
    )* }) => {
        impl $name {
            /// The topics that have a variant, each with the name of the type of its item.
            ///
            /// An item without a type of its own is any JSON.
            pub const TOPICS: &'static [(&'static str, Option<&'static str>)] = &[$(
                $(#[$condition])*
                ($topic, $crate::codegen::event_item!(name $item)),
            )*];

            /// Reads the item of a topic.
            ///
            /// Never fails: what does not fit is an [`Other`](Self::Other).
            pub fn from_parts(
                topic: &str,
                item: impl $crate::codegen::IntoArgument<$crate::codegen::serde_json::Value>,
            ) -> Self {
                let item = item.into_argument();
                match topic {
                    $(
                        $(#[$condition])*
                        $topic => $crate::codegen::event_item!(
                            read $item [$($key)?] $topic, item, $name $variant
                        ),
                    )*
                    _ => Self::Other { topic: topic.to_owned(), item },
                }
            }

            /// Returns the topic.
            pub fn topic(&self) -> &str {
                match self {
                    $(
                        $(#[$condition])*
                        Self::$variant(_) => $topic,
                    )*
                    Self::Other { topic, .. } => topic,
                }
            }

            /// Returns the name of the type of the item, such as `Contact`; `None` for any JSON.
            pub fn item_type(&self) -> Option<&'static str> {
                match self {
                    $(
                        $(#[$condition])*
                        Self::$variant(_) => $crate::codegen::event_item!(name $item),
                    )*
                    Self::Other { .. } => None,
                }
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(
                        $(#[$condition])*
                        Self::$variant(item) => item.serialize(output),
                    )*
                    Self::Other { item, .. } => item.serialize(output),
                }
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!(concat!(
            "expected `Event { \"topic\" => Variant: Item; .. }`, where `Item` may be `any` or be ",
            "followed by `in \"key\"`, and every row ends with a semicolon",
        ));
    };
}

/// Expands to the name of an item type, or to the code that reads the item.
#[doc(hidden)]
#[macro_export]
macro_rules! __event_item {
    (name any) => {
        None
    };
    (name $item:ident) => {
        Some(stringify!($item))
    };
    (read any [] $topic:literal, $value:ident, $name:ident $variant:ident) => {
        $name::$variant($value)
    };
    (read $item:ident [] $topic:literal, $value:ident, $name:ident $variant:ident) => {
        match $crate::codegen::read_item::<$item>(&$value) {
            Some(item) => $name::$variant(Box::new(item)),
            None => $name::Other {
                topic: $topic.to_owned(),
                item: $value,
            },
        }
    };
    (read $item:ident [$key:literal] $topic:literal, $value:ident, $name:ident $variant:ident) => {
        match $crate::codegen::Wrapped::<$item>::read($key, &$value) {
            Some(item) => $name::$variant(Box::new(item)),
            None => $name::Other {
                topic: $topic.to_owned(),
                item: $value,
            },
        }
    };
}
