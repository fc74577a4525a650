//! Creates or updates a contact, whichever is needed.

use intercom_core::BoxFuture;

use crate::contacts::Contacts;
use crate::search::{Query, field};
use crate::types::{Contact, ContactRole, CreateContact, UpdateContact};
use crate::{Error, Id};

/// What [`Contacts::upsert`] did, with the contact as it is now.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Upsert {
    /// No contact had the identifiers: one was created.
    Created(Contact),
    /// A contact had one of the identifiers, and was updated.
    Updated(Contact),
    /// An archived contact had one of the identifiers. It was unarchived, then updated.
    Unarchived(Contact),
}

impl Upsert {
    /// Returns the contact.
    pub fn contact(&self) -> &Contact {
        match self {
            Self::Created(contact) | Self::Updated(contact) | Self::Unarchived(contact) => contact,
        }
    }

    /// Returns the contact, by value.
    pub fn into_contact(self) -> Contact {
        match self {
            Self::Created(contact) | Self::Updated(contact) | Self::Unarchived(contact) => contact,
        }
    }

    /// Returns whether the contact is new.
    pub fn is_created(&self) -> bool {
        matches!(self, Self::Created(_))
    }
}

impl Contacts {
    /// Creates a contact, or updates the one that has the same `external_id` or `email`.
    ///
    /// The body needs at least one of the two identifiers. Otherwise the call fails before anything
    /// is sent. Fields that the body does not set stay as they are on an existing contact.
    ///
    /// ```no_run
    /// use intercom_api::types::CreateContact;
    /// use intercom_api::verbs::Upsert;
    ///
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let joe = CreateContact::new().external_id("7").email("joe@example.com").name("Joe");
    /// match intercom.contacts().upsert(joe).await? {
    ///     Upsert::Created(contact) => println!("{} is new", contact.id),
    ///     Upsert::Updated(contact) => println!("{} was there", contact.id),
    ///     Upsert::Unarchived(contact) => println!("{} is back", contact.id),
    ///     other => println!("{}", other.contact().id),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # How it decides
    ///
    /// The contact is created first: Intercom refuses a duplicate with `409` and names the existing
    /// contact. Searching first would miss contacts of the last minutes, which search does not find
    /// yet. The existing contact is then updated; an archived one is unarchived before.
    ///
    /// Intercom accepts several leads with one email address. A lead with an email address and
    /// without an `external_id` is therefore searched for first, and the most recently updated one
    /// wins. A lead that another program created in the last minutes can be missed.
    ///
    /// # Guarantees
    ///
    /// - A contact that disappears meanwhile, because it is deleted or merged, makes the whole start
    ///   once more. The second time, the error is returned.
    /// - When the response to the creation is lost, it is sent once more: the first request either
    ///   did nothing, or Intercom refuses the second one and names the contact of the first, which
    ///   is then [`Updated`](Upsert::Updated). For leads without `external_id` the error is returned
    ///   instead.
    /// - A contact with the same email address and a different `external_id` is another person. It
    ///   stays unchanged and the call fails with the conflict; see
    ///   [`Error::conflicting_id`](crate::Error::conflicting_id).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when the body has neither identifier;
    /// [`Error::is_conflict`] when the identifiers belong to different contacts; what creating,
    /// updating and unarchiving can fail with.
    pub fn upsert(
        &self,
        body: impl Into<CreateContact>,
    ) -> BoxFuture<'static, Result<Upsert, Error>> {
        let upserting = Upserting {
            contacts: self.clone(),
            body: body.into(),
        };
        Box::pin(upserting.run())
    }
}

struct Upserting {
    contacts: Contacts,
    body: CreateContact,
}

/// The outcome of an attempt to create the contact.
enum Attempt {
    Done(Box<Upsert>),
    /// The contact that the creation conflicts with has disappeared.
    Gone(Error),
    /// The contact may have been created.
    Unclear(Error),
}

impl Upserting {
    #[inline]
    async fn run(self) -> Result<Upsert, Error> {
        let has_email = self.body.email.as_ref().is_some_and(|it| !it.is_empty());
        if self.external_id().is_none() && !has_email {
            let problem = "the body of an upsert needs `email` or `external_id`";
            let call = self.contacts.create(self.body);
            return call
                .checked(Err(problem.to_owned()))
                .await
                .map(Upsert::Created);
        }
        let is_unique = self.external_id().is_some() || self.body.role != Some(ContactRole::Lead);
        if !is_unique
            && let Some(id) = self.find_by_email().await?
            && let Ok(Some(upsert)) = self.take_existing(&id, false).await?
        {
            return Ok(upsert);
        }
        match self.create().await? {
            Attempt::Done(upsert) => return Ok(*upsert),
            Attempt::Unclear(error) if !is_unique => return Err(error),
            Attempt::Gone(_) | Attempt::Unclear(_) => {}
        }
        match self.create().await? {
            Attempt::Done(upsert) => Ok(*upsert),
            Attempt::Gone(error) | Attempt::Unclear(error) => Err(error),
        }
    }

    #[inline]
    async fn create(&self) -> Result<Attempt, Error> {
        let error = match self.contacts.create(self.body.clone()).await {
            Ok(contact) => return Ok(Attempt::Done(Box::new(Upsert::Created(contact)))),
            Err(error) => error,
        };
        if !error.is_conflict() {
            if is_unclear(&error) {
                return Ok(Attempt::Unclear(error));
            }
            return Err(error);
        }
        let id = match error.conflicting_id() {
            Some(id) => Some(Id::from(id)),
            None => self.find().await?,
        };
        let Some(id) = id else { return Err(error) };
        match self.take_existing(&id, names_archived(&error)).await? {
            Ok(Some(upsert)) => Ok(Attempt::Done(Box::new(upsert))),
            Ok(None) => Ok(Attempt::Gone(error)),
            Err(OtherPerson) => Err(error),
        }
    }

    /// Updates the contact that is there, and unarchives it before if needed. Returns `None` when it
    /// is gone.
    #[inline]
    async fn take_existing(
        &self,
        id: &Id,
        is_archived: bool,
    ) -> Result<Result<Option<Upsert>, OtherPerson>, Error> {
        if !is_archived {
            if self.is_other_person(id).await? {
                return Ok(Err(OtherPerson));
            }
            if let Some(contact) = self.update(id).await? {
                return Ok(Ok(Some(Upsert::Updated(contact))));
            }
        }
        let Some(unarchived) = if_found(self.contacts.unarchive(id).await)? else {
            // Another program has unarchived it, or it is gone.
            let contact = self.update(id).await?;
            return Ok(Ok(contact.map(Upsert::Updated)));
        };
        if self.differs(unarchived.external_id.as_ref()) {
            if_found(self.contacts.archive(id).await)?;
            return Ok(Err(OtherPerson));
        }
        let contact = self.update(id).await?;
        Ok(Ok(contact.map(Upsert::Unarchived)))
    }

    /// Updates the contact. Returns `None` when there is none under this ID, or none that is not
    /// archived.
    #[inline]
    async fn update(&self, id: &Id) -> Result<Option<Contact>, Error> {
        let body = UpdateContact::from(self.body.clone());
        if_found(self.contacts.update(id, body).await)
    }

    fn external_id(&self) -> Option<&Id> {
        let id = self.body.external_id.as_ref()?;
        Some(id).filter(|id| !id.is_empty())
    }

    /// Returns whether a contact that has one of the identifiers has another external ID. Only a
    /// body with both identifiers can meet such a contact.
    #[inline]
    async fn is_other_person(&self, id: &Id) -> Result<bool, Error> {
        if self.external_id().is_none() || self.body.email.is_none() {
            return Ok(false);
        }
        let found = if_found(self.contacts.get(id).await)?;
        Ok(found.is_some_and(|found| self.differs(found.external_id.as_ref())))
    }

    fn differs(&self, found: Option<&Id>) -> bool {
        let found = found.filter(|id| !id.is_empty());
        matches!((self.external_id(), found), (Some(own), Some(found)) if own != found)
    }

    /// Finds the contact that a conflict does not name.
    #[inline]
    async fn find(&self) -> Result<Option<Id>, Error> {
        if let Some(external_id) = self.external_id() {
            let call = self.contacts.get_by_external_id(external_id);
            if let Some(contact) = if_found(call.await)? {
                return Ok(Some(contact.id));
            }
        }
        self.find_by_email().await
    }

    /// Finds the contact of this role with the email address; of several, the one that was updated
    /// last.
    #[inline]
    async fn find_by_email(&self) -> Result<Option<Id>, Error> {
        let Some(email) = &self.body.email else {
            return Ok(None);
        };
        let role = match &self.body.role {
            Some(role) => role.as_str(),
            None => "user",
        };
        let query = Query::and([
            field("email").equals(email.as_str()),
            field("role").equals(role),
        ]);
        let page = self.contacts.search(query).await?;
        let newest = page
            .data
            .into_iter()
            .max_by_key(|contact| contact.updated_at);
        Ok(newest.map(|contact| contact.id))
    }
}

/// The identifiers of the body belong to different contacts.
struct OtherPerson;

/// Returns whether a creation that failed may have happened.
fn is_unclear(error: &Error) -> bool {
    let is_answered = error
        .status()
        .is_some_and(|status| !status.is_server_error() && status.as_u16() != 408);
    error.may_have_been_sent() && !is_answered
}

/// Returns whether a conflict is with an archived contact.
fn names_archived(error: &Error) -> bool {
    let mut messages = error.errors().iter().filter_map(|error| error.message());
    messages.any(|message| message.to_ascii_lowercase().contains("archived"))
}

/// Turns `404` into `None`.
fn if_found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
