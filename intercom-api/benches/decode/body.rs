//! Responses as Intercom writes them: its order of keys, many nulls, small lists with their `url`.

/// One contact. Its number makes its texts differ.
pub fn contact(number: usize) -> String {
    let list = |name: &str, data: &str, count: usize| {
        format!(
            r#""{name}":{{"type":"list","data":[{data}],"url":"/contacts/65a00000000000000000{number:04}/{name}","total_count":{count},"has_more":false}}"#
        )
    };
    let tag = |id: usize| format!(r#"{{"id":"{id}","type":"tag","url":"/tags/{id}"}}"#);
    let tags = list("tags", &[tag(701 + number), tag(902)].join(","), 2);
    let company = r#"{"id":"6700c2f2a4b2c00013000000","type":"company","url":"/companies/6700c2f2a4b2c00013000000"}"#;
    let companies = list("companies", company, 1);
    let notes = list("notes", "", 0);
    let opted_out = list("opted_out_subscription_types", "", 0);
    let opted_in = list("opted_in_subscription_types", "", 0);
    let seconds = 1_700_000_000 + number * 61;
    format!(
        r#"{{"type":"contact","id":"65a00000000000000000{number:04}","workspace_id":"ecahpwf5","external_id":"customer-{number}","role":"user","email":"ann.lee{number}@example.com","phone":"+1206555{number:04}","name":"Ann Lee the {number}th","avatar":{{"type":"avatar","image_url":"https://static.example.com/avatars/{number}.png"}},"owner_id":{owner},"social_profiles":{{"type":"list","data":[{{"type":"social_profile","name":"Twitter","url":"http://twitter.example.com/ann{number}"}}]}},"has_hard_bounced":false,"marked_email_as_spam":false,"unsubscribed_from_emails":false,"created_at":{seconds},"updated_at":{seconds},"signed_up_at":{seconds},"last_seen_at":{seconds},"last_replied_at":null,"last_contacted_at":{seconds},"last_email_opened_at":null,"last_email_clicked_at":null,"language_override":null,"browser":"chrome","browser_version":"121.0.0.0","browser_language":"en","os":"OS X 10.15.7","location":{{"type":"location","country":"Ireland","region":"Leinster","city":"Dublin","country_code":"IRL","continent_code":"EU"}},"android_app_name":null,"android_app_version":null,"android_device":null,"android_os_version":null,"android_sdk_version":null,"android_last_seen_at":null,"ios_app_name":null,"ios_app_version":null,"ios_device":null,"ios_os_version":null,"ios_sdk_version":null,"ios_last_seen_at":null,"custom_attributes":{{"plan":"pro","seats":{number},"paid":true,"note":"a \"quoted\" word"}},{tags},{notes},{companies},{opted_out},{opted_in},"utm_campaign":null,"utm_content":null,"utm_medium":null,"utm_source":null,"utm_term":null,"referrer":"https://example.com/pricing","sms_consent":false,"unsubscribed_from_sms":false,"enabled_push_messaging":null}}"#,
        owner = 1000 + number,
    )
}

/// A page of contacts.
pub fn page(count: usize) -> String {
    let contacts: Vec<String> = (0..count).map(contact).collect();
    format!(
        r#"{{"type":"list","data":[{}],"total_count":{count},"pages":{{"type":"pages","page":1,"next":{{"per_page":{count},"starting_after":"WzE3MDAwMDAwMDBd"}},"per_page":{count},"total_pages":9}}}}"#,
        contacts.join(",")
    )
}
