//! Uses of changed items are found in programs, with place and mend.

#![cfg(test)]

use expect_test::expect_file;
use intercom_gen::uses::{Behavior, Certainty, Source, affected};

const OLD: &str = include_str!("old.txt");
const NEW: &str = include_str!("new.txt");

fn found(text: &str) -> Vec<String> {
    let source = Source {
        file: "main.rs",
        text,
    };
    let affected = affected(&[source], "intercom_api", OLD, NEW, &[]).unwrap();
    let brief = |found: &intercom_gen::uses::Affected| {
        let mark = if found.certainty == Certainty::Certain {
            ""
        } else {
            "?"
        };
        format!("{}: {}{mark}", found.line, found.item)
    };
    affected.iter().map(brief).collect()
}

#[test]
fn report_names_place_change_and_mend() {
    let sources = [("src/main.rs", include_str!("program.rs.txt"))];
    let sources = sources.map(|(file, text)| Source { file, text });
    let affected = affected(&sources, "intercom_api", OLD, NEW, &[]).unwrap();
    let lines: Vec<_> = affected.iter().map(ToString::to_string).collect();
    let text = lines.join("\n") + "\n";
    expect_file!["program.expected.txt"].assert_eq(&text);
}

#[test]
fn fields_are_found_through_calls_options_and_loops() {
    let text = "use intercom_api::Client;\n\
        async fn run(client: &Client) -> Result<(), intercom_api::Error> {\n\
        let page = client.contacts().list().per_page(3).await?;\n\
        for contact in &page.data { println!(\"{:?}\", contact.phone); }\n\
        let first = page.data.iter().find(|contact| contact.phone.is_some()).cloned();\n\
        if let Some(contact) = first { drop(contact.phone); }\n\
        let mut items = client.contacts().list().items();\n\
        while let Some(contact) = items.next().await { drop(contact?.phone); }\n\
        let phones: Vec<_> = page.data.into_iter().map(|contact| contact.phone).collect();\n\
        Ok(()) }\n";
    let lines = ["4", "5", "6", "8", "9"].map(|line| format!("{line}: Contact::phone"));
    assert_eq!(found(text), lines);
}

#[test]
fn types_of_the_program_hold_types_of_the_client() {
    let text = "use intercom_api as ic;\n\
        struct App { client: ic::Client, last: Option<ic::types::Contact> }\n\
        impl App {\n\
        async fn fetch(&self) -> Result<ic::types::Contact, ic::Error> { self.client.contacts().get(1).await }\n\
        async fn run(&mut self) {\n\
        let contact = self.fetch().await.unwrap();\n\
        drop(contact.phone);\n\
        drop(self.last.as_ref().map(|last| last.phone.clone()));\n\
        } }\n";
    assert_eq!(found(text), ["7: Contact::phone", "8: Contact::phone"]);
}

#[test]
fn variants_methods_and_imports_are_found() {
    let text = "use intercom_api::types::{ContactRole, Gone, UpdateContact as Update};\n\
        fn run(role: &ContactRole) -> Update {\n\
        match role { ContactRole::Guest => {} _ => {} }\n\
        Update::new().email(\"a\").pager(\"b\")\n\
        }\n";
    assert_eq!(
        found(text),
        [
            "1: Gone",
            "3: ContactRole::Guest",
            "4: UpdateContact::pager()"
        ]
    );
}

#[test]
fn same_names_of_other_types_are_not_uses() {
    let text = "struct Contact { phone: Option<String> }\n\
        fn run(contact: Contact) { drop(contact.phone); }\n\
        mod other { use intercom_api::types::UpdateContact;\n\
        fn run() -> UpdateContact { UpdateContact::new().email(\"a\") } }\n";
    assert_eq!(found(text), Vec::<String>::new());
}

#[test]
fn name_of_a_changed_item_on_an_unknown_type_is_possible() {
    let text = "fn run(thing: impl Into<String>) { other(thing).pager(1); }\n";
    assert_eq!(found(text), ["1: UpdateContact::pager()?"]);
}

#[test]
fn file_that_is_not_rust_is_an_error_with_its_place() {
    let source = Source {
        file: "src/main.rs",
        text: "fn main() {\n    let = 1;\n}\n",
    };
    let error = affected(&[source], "intercom_api", OLD, NEW, &[]).unwrap_err();
    assert_eq!(
        (error.file.as_str(), error.place.as_str()),
        ("src/main.rs", "2:9")
    );
}

#[test]
fn same_version_affects_nothing() {
    let source = Source {
        file: "main.rs",
        text: include_str!("program.rs.txt"),
    };
    assert_eq!(
        affected(&[source], "intercom_api", OLD, OLD, &[]).unwrap(),
        []
    );
}

#[test]
fn behavior_that_changes_is_listed_where_its_operation_is_used() {
    let text = "fn run(client: intercom_api::Client) { drop(client.contacts().list()); }\n";
    let source = Source {
        file: "main.rs",
        text,
    };
    let behavior = Behavior {
        item: "contacts::Contacts::list()".to_owned(),
        verdict: "degrades",
        what: "GET /contacts: default of `per_page` 50 → 20".to_owned(),
    };
    let affected = affected(&[source], "intercom_api", OLD, OLD, &[behavior]).unwrap();
    let lines: Vec<_> = affected.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "main.rs:1:63: degrades: GET /contacts: default of `per_page` 50 → 20\n  help: check that the \
             program does not depend on it"
        ]
    );
}
