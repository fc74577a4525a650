//! What a program can see of its calls: hooks, curl commands, and never a secret.

use std::sync::{Arc, Mutex};

use intercom_api::types::CreateContact;
use intercom_api::{ErrorKind, Region};
use intercom_simulator::Fault;

use crate::support::{JumpingClock, builder, client, workspace};

#[tokio::test]
async fn hooks_observe_each_attempt() {
    let workspace = workspace().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    let client = builder(&workspace)
        .clock(JumpingClock::new())
        .on_response(move |info| {
            told.lock().unwrap().push((
                info.operation.unwrap().to_string(),
                info.attempt,
                info.status.map(|status| status.as_u16()),
                info.request_id.is_some() && info.rate_limit.is_some(),
                info.error.map(intercom_api::Error::kind),
                info.retry_in.is_some(),
            ));
        })
        .build()
        .unwrap();
    workspace.inject(Fault::status(502).times(1));
    client.tags().list().await.unwrap();
    let name = || "tags.list".to_owned();
    assert_eq!(
        *heard.lock().unwrap(),
        [
            (name(), 1, Some(502), true, Some(ErrorKind::Api), true),
            (name(), 2, Some(200), true, None, false),
        ]
    );
}

#[tokio::test]
async fn a_curl_command_does_what_the_call_does() {
    let workspace = workspace().await;
    let (client, _) = client(&workspace);
    let contact = CreateContact::new()
        .email("joe@example.com")
        .name("Joe's $HOME `x` \\ \n\u{e9}".to_owned());
    let call = client.contacts().create(contact).with_query("a b", "c'd");
    let command = call.to_curl().unwrap();
    assert!(!command.contains(workspace.token()));
    assert!(command.contains("Bearer $INTERCOM_ACCESS_TOKEN"));
    let output = tokio::process::Command::new("sh")
        .args(["-c", &format!("{command} --silent --fail")])
        .env("INTERCOM_ACCESS_TOKEN", workspace.token())
        .output()
        .await
        .unwrap();
    if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("not found") {
        return; // There is no curl on this machine.
    }
    let by_curl = workspace.last_request().unwrap();
    workspace.clear_requests();
    drop(call.await);
    let by_call = workspace.last_request().unwrap();
    assert_eq!(by_curl.method, by_call.method);
    assert_eq!((by_curl.path, by_curl.query), (by_call.path, by_call.query));
    assert_eq!(by_curl.body, by_call.body);
    for name in [
        "authorization",
        "intercom-version",
        "accept",
        "content-type",
    ] {
        let find = |headers: &[(String, String)]| {
            let found = headers.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        };
        assert_eq!(find(&by_curl.headers), find(&by_call.headers), "{name}");
    }
    let broken = client.contacts().get("").to_curl().unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn the_region_of_the_workspace_is_detected() {
    let workspace = workspace().await;
    let (client, _) = client(&workspace);
    for (text, region) in [
        ("US", Region::Us),
        ("Europe", Region::Eu),
        ("AU", Region::Au),
    ] {
        workspace.clear_faults();
        workspace.inject(Fault::set_field("app.region", text.into()).on("GET /me"));
        let found = client.detect_region().await.unwrap();
        assert_eq!((found.workspace, found.client), (region, None));
        assert!(!found.is_own_host());
    }
    workspace.clear_faults();
    workspace.inject(Fault::set_field("app.region", "Mars".into()).on("GET /me"));
    let error = client.detect_region().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}
