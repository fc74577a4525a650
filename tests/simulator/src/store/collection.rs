//! The collections of a workspace: their names, the schemas of their objects and their ids.

use super::table::{Ids, Table};

/// What a collection holds and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// The name in seeds and in [`Workspace::stored`](crate::Workspace::stored).
    pub(crate) name: &'static str,
    /// The schema of its objects.
    pub(crate) component: &'static str,
    /// What an error calls one of them.
    pub(crate) label: &'static str,
    ids: Ids,
    indexed: &'static [&'static str],
}

macro_rules! collections {
    ($($variant:ident: $name:literal, $component:literal, $label:literal, $ids:expr, [$($indexed:literal),*];)*) => {
        /// A collection of a workspace.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Collection { $($variant),* }

        impl Collection {
            /// Every collection.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, schema and ids.
            pub(crate) const fn layout(self) -> Layout {
                match self {
                    $(Self::$variant => Layout {
                        name: $name, component: $component, label: $label, ids: $ids, indexed: &[$($indexed),*],
                    },)*
                }
            }
        }
    };
}

collections! {
    ActivityLogs: "activity_logs", "activity_log", "Activity Log", Ids::Hex("fca05814"), [];
    Admins: "admins", "admin", "Admin", Ids::From(991_268_363), ["email"];
    ArchivedContacts: "archived_contacts", "contact", "User", Ids::Hex("6657add4"), ["email", "external_id"];
    Articles: "articles", "article", "Article", Ids::From(100), [];
    Calls: "calls", "call", "Call", Ids::From(5_001), ["conversation_id"];
    Collections: "collections", "collection", "Collection", Ids::From(145), [];
    Companies: "companies", "company", "Company", Ids::Hex("6762f094"), ["company_id", "name"];
    Contacts: "contacts", "contact", "User", Ids::Hex("6657add4"), ["email", "external_id"];
    ContentImportSources: "content_import_sources", "content_import_source", "Source", Ids::From(33), [];
    Conversations: "conversations", "conversation", "Conversation", Ids::From(409), [];
    CustomObjects: "custom_object_instances", "custom_object_instance", "Object", Ids::From(22), ["_key"];
    DataAttributes: "data_attributes", "data_attribute", "Data Attribute", Ids::From(34), ["_key"];
    Events: "events", "data_event", "Event", Ids::Hex("6762f0aa"), ["_contact"];
    Exports: "exports", "data_export", "Job", Ids::Hex("6762f0ee"), [];
    ExternalPages: "external_pages", "external_page", "Page", Ids::From(21), ["_key"];
    HelpCenters: "help_centers", "help_center", "Help Center", Ids::From(79), [];
    InternalArticles: "internal_articles", "internal_article", "Internal Article", Ids::From(200), [];
    Jobs: "jobs", "jobs", "Job", Ids::From(13), [];
    Messages: "messages", "message", "Message", Ids::From(403_918), [];
    NewsItems: "news_items", "news_item", "News Item", Ids::From(29), [];
    Newsfeeds: "newsfeeds", "newsfeed", "Newsfeed", Ids::From(68), [];
    Notes: "notes", "note", "Note", Ids::From(17), ["_contact"];
    ReportingExports: "reporting_exports", "", "Job", Ids::From(9_001), [];
    Segments: "segments", "segment", "Segment", Ids::Hex("6762f0bb"), [];
    SubscriptionTypes: "subscription_types", "subscription_type", "Subscription Type", Ids::From(93), [];
    Tags: "tags", "tag_basic", "Tag", Ids::From(74), ["name"];
    Teams: "teams", "team", "Team", Ids::From(814_860), [];
    TicketStates: "ticket_states", "ticket_state_detailed", "Ticket State", Ids::From(7_493), [];
    TicketTypes: "ticket_types", "ticket_type", "Ticket Type", Ids::From(53), [];
    Tickets: "tickets", "ticket", "Ticket", Ids::From(631), [];
    Visitors: "visitors", "visitor", "Visitor", Ids::Hex("6762f30c"), ["user_id", "email"];
}

impl Collection {
    /// The id that the row inserted as number `number` (from 0) gets.
    pub(crate) fn nth_id(self, number: usize) -> String {
        self.layout().ids.at(number)
    }
}

impl Layout {
    /// A table for the collection, still empty.
    pub(crate) fn table(self) -> Table {
        Table::new(self.ids, self.indexed)
    }
}
