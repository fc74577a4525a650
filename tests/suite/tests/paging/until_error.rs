//! What a walk gives before it fails.

use intercom_api::Error;
use intercom_api::paging::{Items, PagedOperation};
use serde::Serialize;

use crate::support::id;

/// The ids up to the first error, and that error.
pub(crate) async fn until_error<O>(items: &mut Items<O>) -> (Vec<String>, Error)
where
    O: PagedOperation<Item: Serialize>,
{
    let mut ids = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(item)) => ids.push(id(&item)),
            Some(Err(error)) => return (ids, error),
            None => panic!("the walk ended without an error"),
        }
    }
}
