//! Decoding, by the way of a response's body, against derive fed by bytes and by text.

use std::hint::black_box;

use intercom_api::types;
use intercom_core::codegen::decode_body;
use intercom_core::codegen::field::Field;
use serde::de::DeserializeOwned;

use super::Work;
use crate::bodies;
use crate::derived::{articles, contacts, conversations};

pub fn works() -> Vec<Work> {
    vec![
        Work::new("page/client", || client::<types::ContactList>(page())),
        Work::new("page/derive", || derive::<contacts::ContactList>(page())),
        Work::new("page/derive-str", || text::<contacts::ContactList>(page())),
        Work::new("contact/client", || client::<types::Contact>(contact())),
        Work::new("contact/derive", || derive::<contacts::Contact>(contact())),
        Work::new(
            "contact/derive-str",
            || text::<contacts::Contact>(contact()),
        ),
        Work::new("conversation/client", || {
            client::<types::Conversation>(bodies::conversation(50))
        }),
        Work::new("conversation/derive", || {
            derive::<conversations::Conversation>(bodies::conversation(50))
        }),
        Work::new("conversation/derive-str", || {
            text::<conversations::Conversation>(bodies::conversation(50))
        }),
        Work::new("article/client", || {
            client::<types::Article>(bodies::article())
        }),
        Work::new("article/derive", || {
            derive::<articles::Article>(bodies::article())
        }),
        Work::new("article/derive-str", || {
            text::<articles::Article>(bodies::article())
        }),
    ]
}

fn page() -> String {
    bodies::page(0, 150, Some(1))
}

fn contact() -> String {
    bodies::contact(1)
}

fn client<T: Field + 'static>(body: String) -> Box<dyn FnMut()> {
    Box::new(move || drop(decode_body::<T>(black_box(body.as_bytes())).unwrap()))
}

fn derive<T: DeserializeOwned>(body: String) -> Box<dyn FnMut()> {
    Box::new(move || drop(serde_json::from_slice::<T>(black_box(body.as_bytes())).unwrap()))
}

fn text<T: DeserializeOwned>(body: String) -> Box<dyn FnMut()> {
    Box::new(move || {
        let text = std::str::from_utf8(black_box(body.as_bytes())).unwrap();
        drop(serde_json::from_str::<T>(text).unwrap());
    })
}
