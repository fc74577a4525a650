//! Responses as Intercom writes them: its order of keys, many nulls, small lists with their `url`.

use bytes::Bytes;

/// One contact. Its number makes its texts differ.
pub fn contact(number: usize) -> String {
    let list = |name: &str, data: &str, count: usize| {
        format!(
            r#""{name}":{{"type":"list","data":[{data}],"url":"/contacts/65a3f0c1b2d4e5f6a7b8{number:04}/{name}","total_count":{count},"has_more":false}}"#
        )
    };
    let tag = |id: usize| format!(r#"{{"id":"{id}","type":"tag","url":"/tags/{id}"}}"#);
    let tags = list("tags", &[tag(701 + number), tag(902)].join(","), 2);
    let company = r#"{"id":"6700c2f2a4b2c0d0137f9e2b","type":"company","url":"/companies/6700c2f2a4b2c0d0137f9e2b"}"#;
    let companies = list("companies", company, 1);
    let notes = list("notes", "", 0);
    let opted_out = list("opted_out_subscription_types", "", 0);
    let opted_in = list("opted_in_subscription_types", "", 0);
    let seconds = 1_700_000_000 + number * 61;
    format!(
        r#"{{"type":"contact","id":"65a3f0c1b2d4e5f6a7b8{number:04}","workspace_id":"ecahpwf5","external_id":"customer-{number}","role":"user","email":"ann.lee{number}@example.com","phone":"+1206555{number:04}","name":"Ann Lee the {number}th","avatar":{{"type":"avatar","image_url":"https://static.example.com/avatars/{number}.png"}},"owner_id":{owner},"social_profiles":{{"type":"list","data":[{{"type":"social_profile","name":"Twitter","url":"http://twitter.example.com/ann{number}"}}]}},"has_hard_bounced":false,"marked_email_as_spam":false,"unsubscribed_from_emails":false,"created_at":{seconds},"updated_at":{seconds},"signed_up_at":{seconds},"last_seen_at":{seconds},"last_replied_at":null,"last_contacted_at":{seconds},"last_email_opened_at":null,"last_email_clicked_at":null,"language_override":null,"browser":"chrome","browser_version":"121.0.0.0","browser_language":"en","os":"OS X 10.15.7","location":{{"type":"location","country":"Ireland","region":"Leinster","city":"Dublin","country_code":"IRL","continent_code":"EU"}},"android_app_name":null,"android_app_version":null,"android_device":null,"android_os_version":null,"android_sdk_version":null,"android_last_seen_at":null,"ios_app_name":null,"ios_app_version":null,"ios_device":null,"ios_os_version":null,"ios_sdk_version":null,"ios_last_seen_at":null,"custom_attributes":{{"plan":"pro","seats":{number},"paid":true,"note":"a \"quoted\" word"}},{tags},{notes},{companies},{opted_out},{opted_in},"utm_campaign":null,"utm_content":null,"utm_medium":null,"utm_source":null,"utm_term":null,"referrer":"https://example.com/pricing","sms_consent":false,"unsubscribed_from_sms":false,"enabled_push_messaging":null}}"#,
        owner = 1000 + number,
    )
}

/// Returns a page of contacts, numbered from `first`, that names the cursor of the next one.
pub fn page(first: usize, count: usize, cursor: Option<usize>) -> String {
    let contacts: Vec<String> = (first..first + count).map(contact).collect();
    let next = cursor.map_or_else(
        || "null".to_owned(),
        |cursor| format!(r#"{{"per_page":{count},"starting_after":"{cursor}"}}"#),
    );
    format!(
        r#"{{"type":"list","data":[{}],"total_count":1350,"pages":{{"type":"pages","page":1,"next":{next},"per_page":{count},"total_pages":9}}}}"#,
        contacts.join(",")
    )
}

/// The contacts on each of several pages.
pub const PER_PAGE: usize = 150;

/// Returns pages of contacts that name each other.
pub fn pages(count: usize) -> Vec<Bytes> {
    let page = |number: usize| {
        let next = (number + 1 < count).then_some(number + 1);
        Bytes::from(page(number * PER_PAGE, PER_PAGE, next))
    };
    (0..count).map(page).collect()
}

/// Returns a conversation with so many parts: replies, and every fifth an assignment without a body.
pub fn conversation(parts: usize) -> String {
    let author = |id: usize| {
        if id.is_multiple_of(2) {
            format!(
                r#"{{"id":"65a3f0c1b2d4e5f6a7b8{id:04}","type":"user","name":"Ann Lee the {id}th","email":"ann.lee{id}@example.com"}}"#
            )
        } else {
            format!(
                r#"{{"id":"{id}","type":"admin","name":"Joe Example","email":"joe@example.com","from_ai_agent":false,"is_ai_answer":false}}"#
            )
        }
    };
    let part = |number: usize| {
        let (kind, body, assigned) = if number.is_multiple_of(5) {
            (
                "assignment",
                "null".to_owned(),
                r#"{"type":"admin","id":"1001"}"#,
            )
        } else {
            let body = format!(
                r#""<p>Hello, the order {number} arrived damaged &amp; the box was open.</p>\n<p>Can you send a <b>new one</b>? The photo is attached.</p>""#
            );
            ("comment", body, "null")
        };
        let attachments = if number.is_multiple_of(7) {
            format!(
                r#"{{"type":"upload","name":"photo-{number}.jpg","url":"https://downloads.example.com/i/o/{number}/photo.jpg?expires=1700000000&signature=0123456789abcdef","content_type":"image/jpeg","filesize":48213,"width":1024,"height":768}}"#
            )
        } else {
            String::new()
        };
        let time = 1_700_000_000 + number * 61;
        format!(
            r#"{{"type":"conversation_part","id":"{id}","part_type":"{kind}","body":{body},"created_at":{time},"updated_at":{time},"notified_at":{time},"assigned_to":{assigned},"author":{author},"attachments":[{attachments}],"external_id":null,"redacted":false,"email_message_metadata":null,"state":"open","tags":[],"event_details":null,"app_package_code":null}}"#,
            id = 20_000 + number,
            author = author(number),
        )
    };
    let list: Vec<String> = (0..parts).map(part).collect();
    format!(
        r#"{{"type":"conversation","id":"215468","created_at":1700000000,"updated_at":1700009000,"waiting_since":null,"snoozed_until":null,"source":{{"type":"conversation","id":"403918","delivered_as":"customer_initiated","subject":"","body":"<p>My order arrived damaged</p>","author":{author},"attachments":[],"url":"https://example.com/orders","redacted":false}},"contacts":{{"type":"contact.list","contacts":[{{"type":"contact","id":"65a3f0c1b2d4e5f6a7b80002","external_id":"customer-2"}}]}},"first_contact_reply":{{"created_at":1700000000,"type":"conversation","url":"https://example.com/orders"}},"admin_assignee_id":1001,"team_assignee_id":5017691,"open":true,"state":"open","read":true,"tags":{{"type":"tag.list","tags":[{{"type":"tag","id":"701","name":"damaged","applied_at":1700000100,"applied_by":{{"type":"admin","id":"1001"}}}}]}},"priority":"not_priority","sla_applied":null,"statistics":{{"type":"conversation_statistics","time_to_assignment":120,"time_to_admin_reply":300,"time_to_first_close":null,"time_to_last_close":null,"median_time_to_reply":240,"first_contact_reply_at":1700000000,"first_assignment_at":1700000120,"first_admin_reply_at":1700000300,"first_close_at":null,"last_assignment_at":1700000120,"last_assignment_admin_reply_at":1700000300,"last_contact_reply_at":1700008000,"last_admin_reply_at":1700009000,"last_close_at":null,"last_closed_by_id":null,"count_reopens":0,"count_assignments":1,"count_conversation_parts":{parts}}},"conversation_rating":null,"teammates":{{"type":"admin.list","teammates":[{{"type":"admin","id":"1001"}}]}},"title":"Damaged order","custom_attributes":{{"order":"10045","refund":false,"value":129.5}},"topics":{{"type":"topic.list","topics":[],"total_count":0}},"ticket":null,"linked_objects":{{"type":"list","data":[],"total_count":0,"has_more":false}},"ai_agent":null,"ai_agent_participated":false,"conversation_parts":{{"type":"conversation_part.list","conversation_parts":[{}],"total_count":{parts}}}}}"#,
        list.join(","),
        author = author(2),
    )
}

/// Returns an article in ten languages.
pub fn article() -> String {
    let locales = [
        "ar", "bg", "cs", "da", "de", "en", "es", "fr", "pt-BR", "zh-CN",
    ];
    let content = |locale: &str| {
        let paragraph = format!(
            r#"<p class=\"no-margin\">Each order ({locale}) can be sent back within 30 days — überall.</p>"#
        );
        format!(
            r#"{{"type":"article_content","title":"Return an order ({locale})","description":"How to send an order back","body":"{}","author_id":1001,"state":"published","created_at":1700000000,"updated_at":1700000061,"url":"https://help.example.com/{locale}/articles/6871119-return-an-order"}}"#,
            paragraph.repeat(6)
        )
    };
    let translations: Vec<String> = locales
        .iter()
        .map(|locale| format!(r#""{locale}":{}"#, content(locale)))
        .collect();
    format!(
        r#"{{"id":"6871119","type":"article","workspace_id":"ecahpwf5","parent_id":18,"parent_type":"collection","parent_ids":[18,19],"tags":{{"type":"tag.list","tags":[]}},"title":"Return an order","description":"How to send an order back","body":"<p>Each order can be sent back within 30 days.</p>","author_id":1001,"state":"published","created_at":1700000000,"updated_at":1700000061,"url":"https://help.example.com/en/articles/6871119-return-an-order","default_locale":"en","translated_content":{{"type":"article_translated_content",{}}},"statistics":{{"type":"article_statistics","views":812,"conversions":3,"reactions":40,"happy_reaction_percentage":72.5,"neutral_reaction_percentage":15.0,"sad_reaction_percentage":12.5}}}}"#,
        translations.join(",")
    )
}
