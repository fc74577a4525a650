//! Encoding, by the way of a request's body and by serde, against derive.

use std::hint::black_box;

use intercom_api::types::{AdminReplyConversation, Contact};
use intercom_core::codegen::encode_body;
use intercom_core::codegen::field::Field;
use serde::Serialize;

use super::Work;
use crate::bodies;
use crate::derived::{contacts, replies};

pub fn works() -> Vec<Work> {
    vec![
        Work::new("encode-contact/client", || {
            encode(serde_json::from_str::<Contact>(&bodies::contact(1)).unwrap())
        }),
        Work::new("encode-contact/serde", || {
            serde(serde_json::from_str::<Contact>(&bodies::contact(1)).unwrap())
        }),
        Work::new("encode-contact/derive", || {
            serde(serde_json::from_str::<contacts::Contact>(&bodies::contact(1)).unwrap())
        }),
        Work::new("encode-reply/client", || {
            let reply = AdminReplyConversation::comment_by("1001").body(BODY);
            encode(reply.attachment_urls(["https://example.com/photo.jpg"]))
        }),
        Work::new("encode-reply/serde", || {
            let reply = AdminReplyConversation::comment_by("1001").body(BODY);
            serde(reply.attachment_urls(["https://example.com/photo.jpg"]))
        }),
        Work::new("encode-reply/derive", || {
            serde(replies::Reply {
                kind: "admin".to_owned(),
                message_type: "comment".to_owned(),
                body: Some(BODY.to_owned()),
                admin_id: "1001".to_owned(),
                attachment_urls: Some(vec!["https://example.com/photo.jpg".to_owned()]),
                ..replies::Reply::default()
            })
        }),
    ]
}

const BODY: &str = "<p>Thank you for writing. A new one is on its way, and arrives on Friday.</p>";

fn encode<T: Field + 'static>(value: T) -> Box<dyn FnMut()> {
    Box::new(move || drop(black_box(encode_body(black_box(&value)).unwrap())))
}

fn serde<T: Serialize + 'static>(value: T) -> Box<dyn FnMut()> {
    Box::new(move || drop(black_box(serde_json::to_vec(black_box(&value)).unwrap())))
}
