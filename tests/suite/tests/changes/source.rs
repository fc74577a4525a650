//! Changes of any resource, by id and time.

use std::task::{Context, Poll};

use futures_util::StreamExt;
use intercom_api::changes::{
    Change, ChangeCursor, ChangeOperation, DetailOperation, DetailedChanges, RawChanges,
};
use intercom_api::{Client, Error};
use serde_json::Value;

/// What a change reports.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Received {
    Upsert { id: String, updated_at: i64 },
    Gone { id: String },
}

/// Changes of any resource.
pub(crate) trait Source {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Received, Error>>>;
    fn cursor(&self) -> ChangeCursor;
}

fn read(json: &str) -> Received {
    let object: Value = serde_json::from_str(json).unwrap();
    Received::Upsert {
        id: object["id"].as_str().unwrap().to_owned(),
        updated_at: object["updated_at"].as_i64().unwrap(),
    }
}

impl<O: ChangeOperation> Source for RawChanges<O> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Received, Error>>> {
        let read = |change| match change {
            Change::Upsert(item) => read(intercom_api::paging::RawItem::json_text(&item).unwrap()),
            Change::Gone(id) => Received::Gone { id: id.to_string() },
        };
        self.poll_next_unpin(cx)
            .map(|polled| polled.map(|change| change.map(read)))
    }

    fn cursor(&self) -> ChangeCursor {
        RawChanges::cursor(self)
    }
}

impl<O: DetailOperation> Source for DetailedChanges<O> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Received, Error>>> {
        let read = |change| match change {
            Change::Upsert(item) => {
                read(intercom_api::changes::Detailed::json_text(&item).unwrap())
            }
            Change::Gone(id) => Received::Gone { id: id.to_string() },
        };
        self.poll_next_unpin(cx)
            .map(|polled| polled.map(|change| change.map(read)))
    }

    fn cursor(&self) -> ChangeCursor {
        DetailedChanges::cursor(self)
    }
}

/// A resource whose changes are received.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Resource {
    Contacts,
    Conversations,
    Tickets,
    Companies,
}

impl Resource {
    /// The name of its collection in the workspace.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Conversations => "conversations",
            Self::Tickets => "tickets",
            Self::Companies => "companies",
        }
    }

    /// Its changes since a cursor, with details where it has some.
    pub(crate) fn open(
        self,
        client: &Client,
        cursor: ChangeCursor,
        (per_page, details): (u32, usize),
        lookback: std::time::Duration,
    ) -> Box<dyn Source> {
        macro_rules! changes {
            ($resource:ident) => {
                client
                    .$resource()
                    .changes(cursor)
                    .per_page(per_page)
                    .lookback(lookback)
            };
        }
        match self {
            Self::Contacts if details > 0 => Box::new(changes!(contacts).with_details(details)),
            Self::Contacts => Box::new(changes!(contacts).raw()),
            Self::Conversations if details > 0 => {
                Box::new(changes!(conversations).with_details(details))
            }
            Self::Conversations => Box::new(changes!(conversations).raw()),
            Self::Tickets => Box::new(changes!(tickets).raw()),
            Self::Companies => Box::new(changes!(companies).raw()),
        }
    }
}
