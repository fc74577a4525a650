//! Records real exchanges, without the data of customers.
//!
//! [`Recorder`] is a transport around another one. It writes each finished exchange to a cassette: a
//! file with one JSON object per line, which `intercom-simulator` replays and the conformance tool
//! reads. Start at [`Recorder::builder`].
//!
//! # What is stored
//!
//! The default is to replace. A string is stored unchanged only if its place and its form show that it
//! cannot be about a person:
//!
//! | stored | condition |
//! |---|---|
//! | IDs of Intercom | under `id`, `…_id`, `…_ids` or `…_identifier`, or in a path: digits, 24 hexadecimal digits, or a UUID |
//! | times | moments of ISO 8601; dates under keys of the API; digits under `…_at` and the like |
//! | short numbers in strings | up to 6 digits under keys of the API, up to 3 under others |
//! | words of the API | in the list of property names, enumeration values and path segments of the contract |
//! | page cursors | if they consist of digits, IDs and short marks, also in Base64 |
//! | numbers | unless they are longer than 9 digits and neither an ID nor a time |
//! | Booleans, nulls, keys, types of values, lengths of lists | always; a key must have the form of an identifier |
//!
//! These are replaced wherever they are, even if they have such a form: custom attributes and the
//! metadata of events; emails, names, phones, titles, messages, places, IP addresses, websites;
//! `external_id` and `user_id`; tokens, passwords, hashes. In messages of errors, each word that is
//! neither English of error messages nor of the API is replaced.
//!
//! Of the headers, only those that describe a message are stored. `Authorization`, `Cookie` and
//! `Set-Cookie` never are.
//!
//! # Stand-ins
//!
//! A stand-in depends on the value and on the key of the recorder alone: the same value has the same
//! stand-in in paths, queries, headers and bodies, of requests and responses. It keeps the form:
//!
//! | value | stand-in |
//! |---|---|
//! | email | `person-0a1b2c3d4e5f@example.com`; letter case does not matter |
//! | phone number, other digits | the same characters with other digits |
//! | URL | the same scheme: `https://host-0a1b2c3d4e5f.example/6a7b8c9d0e1f` |
//! | URL of the API | `https://api.intercom.io`, the path and the query scrubbed like those of a request |
//! | IP address | an address in `10.0.0.0/8` or `2001:db8::/32` |
//! | UUID, 24 hexadecimal digits | another one |
//! | number | another number with as many digits |
//! | HTML | `<p>text-0a1b2c3d4e5f</p>` |
//! | other text | `text-0a1b2c3d4e5f` |
//!
//! It is made with HMAC-SHA256. Without the key, nobody can test a guess; the key is random and is not
//! stored, unless the program sets it.
//!
//! # Limits
//!
//! - Keys of objects that look like identifiers are stored. So are names of custom attributes that
//!   consist of plain words.
//! - The number and the order of exchanges, and the size of objects and lists, are visible.
//! - Bodies above 16 MiB are not stored. Bytes that are not text cannot be scrubbed; see
//!   [`RecorderBuilder::binary_bodies`].
//! - A path in the base URL, such as that of a proxy, is part of the recorded paths.
//! - An exchange that fails, or whose response the program does not read to its end, is not recorded.

mod body;
mod builder;
mod cassette;
mod exchange;
mod recorder;
mod scrub;
mod tee;

pub use self::builder::RecorderBuilder;
pub use self::recorder::Recorder;
pub use self::scrub::Rule;
