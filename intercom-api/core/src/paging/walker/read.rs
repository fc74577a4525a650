//! Decodes a page and reads its paging metadata.

use std::future::poll_fn;

use bytes::Bytes;

use super::{DecodedPage, List};
use crate::call::Background;
use crate::data::mend;
use crate::error::Error;
use crate::format::Outline;
use crate::paging::head::Head;
use crate::paging::outline;
use crate::response::RawResponse;

/// A page that was read.
pub(super) struct ReadPage {
    pub(super) head: Head,
    /// The text in which the items stand, if that had to be mended.
    pub(super) mended: Option<Bytes>,
    /// The page itself. An error waits until it is known whether the page is given.
    pub(super) page: DecodedPage,
}

impl List {
    /// Reads a page; a large one on a blocking thread.
    pub(super) async fn read_page(
        &self,
        raw: RawResponse,
    ) -> Result<(RawResponse, ReadPage), Error> {
        let (decode, key, keeps_json) = (self.decode, self.key, self.keeps_json);
        let type_name = self.type_name;
        let read = move |raw: &RawResponse| {
            let mut outline = Outline::new(key);
            let page = decode(raw, &mut outline);
            let head = match &page {
                Ok(_) => outline::head(raw.body(), &outline, keeps_json),
                Err(_) => None,
            };
            let (head, mended) = match head {
                Some(head) => (head, None),
                None => head_of(raw, key, keeps_json, type_name)?,
            };
            Ok(ReadPage { head, mended, page })
        };
        match Background::start(raw, read) {
            Ok(mut background) => poll_fn(|cx| background.poll(cx)).await,
            Err(raw) => {
                let page = read(&raw)?;
                Ok((raw, page))
            }
        }
    }
}

/// Reads the head of a page from the whole of it.
#[cold]
fn head_of(
    raw: &RawResponse,
    key: &'static str,
    keeps_json: bool,
    type_name: &'static str,
) -> Result<(Head, Option<Bytes>), Error> {
    let body = raw.body();
    let mut mended = None;
    let head = Head::read(body, key, keeps_json).or_else(|error| {
        mend::read(body, error, |text| {
            let head = Head::read(text.as_bytes(), key, keeps_json)?;
            mended = keeps_json.then(|| Bytes::copy_from_slice(text.as_bytes()));
            Ok(head)
        })
    });
    let head = head.map_err(|error| Error::json(raw, error, type_name))?;
    Ok((head, mended))
}
