//! Pages by cursor in query and body, and by number with URLs.

use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, get, ok, send};

async fn contacts(count: usize) -> Workspace {
    Workspace::builder()
        .seed(Seed::contacts(count))
        .start()
        .await
        .expect("a workspace")
}

/// Reads all pages of contacts, and returns the names in order.
async fn read_all(workspace: &Workspace, per_page: usize) -> Vec<Value> {
    let mut names = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/contacts?per_page={per_page}{cursor}");
        let page = ok(workspace, "GET", &path, Value::Null).await;
        names.extend(
            page["data"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|contact| contact["name"].clone()),
        );
        match page["pages"]["next"]["starting_after"].as_str() {
            Some(next) => cursor = format!("&starting_after={next}"),
            None => return names,
        }
    }
}

#[tokio::test]
async fn contacts_have_ten_per_page_by_default() {
    let workspace = contacts(25).await;
    let first = get(&workspace, "/contacts").await.body;
    assert_eq!(first["data"].as_array().map(Vec::len), Some(10));
    assert_eq!(first["total_count"], 25);
    let pages = &first["pages"];
    assert_eq!(
        (&pages["type"], &pages["page"]),
        (&json!("pages"), &json!(1))
    );
    assert_eq!(
        (&pages["per_page"], &pages["total_pages"]),
        (&json!(10), &json!(3))
    );
    let next = pages["next"]["starting_after"].as_str().expect("a cursor");
    let second = get(&workspace, &format!("/contacts?starting_after={next}"))
        .await
        .body;
    assert_eq!(
        (&second["data"][0]["name"], &second["pages"]["page"]),
        (&json!("Contact 10"), &json!(2))
    );
    assert_eq!(
        get(&workspace, "/contacts?per_page=150").await.body["data"]
            .as_array()
            .map(Vec::len),
        Some(25)
    );
    for wrong in ["per_page=151", "per_page=0", "starting_after=nonsense"] {
        let reply = get(&workspace, &format!("/contacts?{wrong}")).await;
        assert_eq!(
            (reply.status, reply.code()),
            (400, "parameter_invalid"),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn every_contact_is_read_once() {
    let workspace = contacts(47).await;
    let names = read_all(&workspace, 10).await;
    let expected: Vec<_> = (0..47)
        .map(|number| json!(format!("Contact {number}")))
        .collect();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn contacts_that_are_changed_or_deleted_on_the_way_disturb_no_cursor() {
    let workspace = contacts(30).await;
    let first = get(&workspace, "/contacts").await.body;
    let next = first["pages"]["next"]["starting_after"]
        .as_str()
        .expect("a cursor")
        .to_owned();
    let id = |index: usize| {
        first["data"][index]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    ok(
        &workspace,
        "DELETE",
        &format!("/contacts/{}", id(0)),
        Value::Null,
    )
    .await;
    ok(
        &workspace,
        "PUT",
        &format!("/contacts/{}", id(1)),
        json!({ "name": "Changed" }),
    )
    .await;
    let second = get(&workspace, &format!("/contacts?starting_after={next}"))
        .await
        .body;
    assert_eq!(second["data"][0]["name"], "Contact 10");
    assert_eq!(second["total_count"], 29);
    let again = get(&workspace, "/contacts").await.body;
    assert_eq!(again["data"][0]["name"], "Changed");
}

#[tokio::test]
async fn a_search_is_paged_by_a_cursor_in_its_body() {
    let workspace = contacts(60).await;
    let mut body = json!({
        "query": { "field": "email", "operator": "~", "value": "example.com" }, "pagination": { "per_page": 25 },
    });
    let mut sizes = Vec::new();
    loop {
        let page = ok(&workspace, "POST", "/contacts/search", body.clone()).await;
        sizes.push(page["data"].as_array().map(Vec::len).unwrap_or_default());
        assert_eq!(page["total_count"], 60);
        let next = &page["pages"]["next"]["starting_after"];
        if next.is_null() {
            break;
        }
        body["pagination"]["starting_after"] = next.clone();
    }
    assert_eq!(sizes, [25, 25, 10]);
}

#[tokio::test]
async fn numbered_pages_name_the_next_one_by_url() {
    let workspace = Workspace::builder()
        .seed(Seed::companies(40))
        .start()
        .await
        .expect("a workspace");
    let first = ok(
        &workspace,
        "POST",
        "/companies/list?order=desc",
        Value::Null,
    )
    .await;
    assert_eq!(first["data"].as_array().map(Vec::len), Some(15));
    assert_eq!(
        (&first["pages"]["page"], &first["pages"]["total_pages"]),
        (&json!(1), &json!(3))
    );
    let next = first["pages"]["next"].as_str().expect("a URL");
    assert_eq!(
        next,
        format!(
            "{}/companies/list?order=desc&page=2&per_page=15",
            workspace.base_url()
        )
    );
    let last = ok(&workspace, "POST", "/companies/list?page=3", Value::Null).await;
    assert_eq!(last["data"].as_array().map(Vec::len), Some(10));
    assert_eq!(last["pages"]["next"], Value::Null);
    let beyond = ok(&workspace, "POST", "/companies/list?page=4", Value::Null).await;
    assert_eq!(beyond["data"], json!([]));
    assert_eq!(
        get(&workspace, "/companies?page=0").await.code(),
        "parameter_invalid"
    );
}

#[tokio::test]
async fn pages_reach_ten_thousand_companies() {
    let workspace = Workspace::builder()
        .seed(Seed::companies(10_050))
        .start()
        .await
        .expect("a workspace");
    let list = async |page: u32| {
        call(
            &workspace,
            "POST",
            &format!("/companies/list?per_page=100&page={page}"),
            Value::Null,
        )
        .await
    };
    assert_eq!(list(100).await.body["data"][99]["name"], "Company 9999");
    let beyond = list(101).await;
    assert_eq!((beyond.status, beyond.code()), (400, "parameter_invalid"));
}

#[tokio::test]
async fn notes_of_a_contact_are_paged_by_number_with_its_path_in_the_url() {
    let workspace = contacts(1).await;
    let id = workspace.stored("contacts")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for number in 0..3 {
        ok(
            &workspace,
            "POST",
            &format!("/contacts/{id}/notes"),
            json!({ "body": number.to_string() }),
        )
        .await;
    }
    let page = get(&workspace, &format!("/contacts/{id}/notes?per_page=2"))
        .await
        .body;
    let next = page["pages"]["next"].as_str().expect("a URL");
    let path = next.strip_prefix(workspace.base_url()).expect("this host");
    assert_eq!(get(&workspace, path).await.body["data"][0]["body"], "2");
}

#[tokio::test]
async fn a_page_in_the_middle_can_be_empty() {
    let workspace = contacts(30).await;
    workspace.inject(Fault::empty_page().on("GET /contacts").skip(1).times(1));
    let names = read_all(&workspace, 10).await;
    assert_eq!(names.len(), 20);
    assert_eq!(names[10], "Contact 20");
}

#[tokio::test]
async fn a_cursor_can_be_repeated() {
    let workspace = contacts(30).await;
    workspace.inject(Fault::repeated_cursor().on("GET /contacts"));
    let first = get(&workspace, "/contacts").await.body;
    let next = first["pages"]["next"]["starting_after"]
        .as_str()
        .expect("a cursor")
        .to_owned();
    let second = get(&workspace, &format!("/contacts?starting_after={next}"))
        .await
        .body;
    assert_eq!(second["pages"]["next"]["starting_after"], next.as_str());
}

#[tokio::test]
async fn a_hundred_thousand_contacts_are_served_by_paging() {
    let workspace = contacts(100_000).await;
    let mut path = "/contacts?per_page=150".to_owned();
    let (mut count, mut pages) = (0, 0);
    loop {
        // Reading the whole JSON would take longer than making it.
        let response = send(&workspace, "GET", &path, Value::Null).await;
        let text = response.expect("an answer").text().await.expect("a page");
        count += text.matches(r#""type":"contact""#).count();
        pages += 1;
        let Some((_, next)) = text.split_once(r#""starting_after":""#) else {
            break;
        };
        let cursor = next.split('"').next().expect("a cursor");
        path = format!("/contacts?per_page=150&starting_after={cursor}");
    }
    assert_eq!((count, pages), (100_000, 667));
    // Those far behind are found at once, too.
    let last = get(&workspace, "/contacts/find_by_external_id/user-99999")
        .await
        .body;
    assert_eq!(last["email"], "contact-99999@example.com");
    let body = json!({ "email": "contact-54321@example.com" });
    assert_eq!(
        call(&workspace, "POST", "/contacts", body).await.status,
        409
    );
}
