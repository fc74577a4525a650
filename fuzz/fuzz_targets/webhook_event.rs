//! Decodes bytes as a notification, and its item as that of every topic.
#![no_main]

use intercom_api::webhooks::{Event, Notification};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intercom_fuzz::decode::<Notification>(bytes);
    if let Ok(notification) = serde_json::from_slice::<Notification>(bytes) {
        let item = notification.data.item.clone().unwrap_or_default();
        let _ = notification.into_event();
        for (topic, _) in Event::TOPICS {
            let event = Event::from_parts(topic, item.clone());
            serde_json::to_string(&event).expect("an event has a JSON form");
        }
    }
});
