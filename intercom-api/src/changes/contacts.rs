//! Changes of contacts, and what they have beyond the first ten.

use std::sync::Arc;

use bytes::Bytes;
use intercom_core::codegen::{ClientHandle, DetailOperation, Reading};
use intercom_core::paging::RawItem;

use super::Detailed;
use super::methods::{changes, windows};
use crate::client::Client;
use crate::contacts::{Contacts, Search};
use crate::types::{
    Addressable, CompanyData, ConsentType, Contact, ContactSubscriptionTypes, SearchRequest,
    SubscriptionType,
};
use crate::{Error, Id};

changes!(Contacts, Search, Contact, Days, "contacts", |this| {
    this.search(SearchRequest::default())
});
windows!(Contacts, Search, "contacts");

impl DetailOperation for Search {
    type Detail = Contact;

    // Compiled where changes are followed: it reads lists of six types.
    #[inline]
    fn details(client: &ClientHandle, item: RawItem<Contact>) -> Reading<Contact> {
        if !Missing::of(&item.value).is_any() {
            return Reading::Complete(Detailed::new(item.value, item.json, false));
        }
        let client = Client::new(client.clone());
        let contact = Arc::new(item.value);
        Reading::Read(Box::new(move || {
            let contact = Contact::clone(&contact);
            Box::pin(complete(client.clone(), contact, item.json.clone()))
        }))
    }
}

/// Which lists of a contact have more items than its JSON includes.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each list is missing or not, whatever the others are"
)]
struct Missing {
    tags: bool,
    companies: bool,
    notes: bool,
    subscriptions: bool,
}

impl Missing {
    #[inline]
    fn of(contact: &Contact) -> Self {
        macro_rules! is_missing {
            ($list:ident) => {
                contact.$list.as_ref().is_some_and(|list| {
                    let count = i64::try_from(list.data.len()).unwrap_or(i64::MAX);
                    list.has_more == Some(true) || list.total_count.is_some_and(|all| all > count)
                })
            };
        }
        Self {
            tags: is_missing!(tags),
            companies: is_missing!(companies),
            // Notes belong to a resource of their own, which can be switched off.
            notes: cfg!(feature = "notes") && is_missing!(notes),
            subscriptions: is_missing!(opted_in_subscription_types)
                || is_missing!(opted_out_subscription_types),
        }
    }

    #[inline]
    fn is_any(self) -> bool {
        self.tags || self.companies || self.notes || self.subscriptions
    }
}

/// Sets a list of references to the objects with these ids.
macro_rules! set {
    ($contact:ident.$list:ident, $kind:literal, $path:literal, $reference:ident, $ids:expr) => {
        if let Some(list) = &mut $contact.$list {
            for id in $ids {
                if !list.data.iter().any(|known| known.id == id) {
                    list.data.push($reference {
                        url: Some(format!(concat!("/", $path, "/{}"), id)),
                        kind: Some($kind.into()),
                        id,
                        ..$reference::default()
                    });
                }
            }
            list.has_more = Some(false);
        }
    };
}

/// Reads the lists that a contact has more of.
#[inline]
async fn complete(
    client: Client,
    mut contact: Contact,
    json: Option<Bytes>,
) -> Result<Detailed<Contact>, Error> {
    let missing = Missing::of(&contact);
    let contacts = client.contacts();
    let id: Id = contact.id.clone();
    if missing.tags {
        let tags = contacts.list_tags(id.clone()).await?;
        set!(
            contact.tags,
            "tag",
            "tags",
            Addressable,
            tags.data.into_iter().map(|tag| tag.id)
        );
    }
    if missing.companies {
        let mut companies = contacts.list_companies(id.clone()).per_page(150).items();
        let mut ids = Vec::new();
        while let Some(company) = companies.next().await {
            ids.push(company?.id);
        }
        set!(contact.companies, "company", "companies", CompanyData, ids);
    }
    #[cfg(feature = "notes")]
    if missing.notes {
        let mut notes = client.notes().list(id.clone()).per_page(150).items();
        let mut ids = Vec::new();
        while let Some(note) = notes.next().await {
            ids.push(note?.id);
        }
        set!(contact.notes, "note", "notes", Addressable, ids);
    }
    if missing.subscriptions {
        let subscriptions = contacts.list_subscriptions(id).await?.data;
        let is_in = |list: &Option<_>, id: &Id| {
            let list: Option<&ContactSubscriptionTypes> = Option::as_deref(list);
            list.is_some_and(|list| list.data.iter().any(|known| known.id == *id))
        };
        let (is_out, is_opted_in) = (
            |one: &SubscriptionType| is_in(&contact.opted_out_subscription_types, &one.id),
            |one: &SubscriptionType| is_in(&contact.opted_in_subscription_types, &one.id),
        );
        // The first ten of each list are known. Intercom returns a type with `opt_in` where the
        // contact opted in to it, and one with `opt_out` where the contact opted out of it.
        let (opted_in, opted_out): (Vec<_>, Vec<_>) = subscriptions.into_iter().partition(|one| {
            is_opted_in(one) || !is_out(one) && one.consent_type == Some(ConsentType::OptIn)
        });
        let ids = |list: Vec<SubscriptionType>| list.into_iter().map(|one| one.id);
        let (opted_in, opted_out) = (ids(opted_in), ids(opted_out));
        set!(
            contact.opted_in_subscription_types,
            "subscription",
            "subscriptions",
            Addressable,
            opted_in
        );
        set!(
            contact.opted_out_subscription_types,
            "subscription",
            "subscriptions",
            Addressable,
            opted_out
        );
    }
    Ok(Detailed::new(contact, json, false))
}
