//! What a decoded page takes in memory.

use intercom_api::types::ContactList;
use intercom_core::codegen::decode_body;

use crate::bodies;
use crate::works::calls::resident;

/// Pages held at a time, so that what the allocator keeps in reserve does not count.
const PAGES: usize = 64;

/// Returns the resident memory of a page of 150 contacts, against its bytes on the wire.
pub fn page() -> f64 {
    let body = bodies::page(0, 150, Some(1));
    let decode = || decode_body::<ContactList>(body.as_bytes()).unwrap();
    // What the first ones leave behind is used again.
    drop((0..2).map(|_| decode()).collect::<Vec<_>>());
    let before = resident();
    let pages: Vec<_> = (0..PAGES).map(|_| decode()).collect();
    let held = resident().saturating_sub(before);
    drop(pages);
    let bytes = PAGES * body.len();
    // Hundredths are exact enough.
    let hundredths = held * 102_400 / u64::try_from(bytes).unwrap();
    f64::from(u32::try_from(hundredths).unwrap()) / 100.0
}
