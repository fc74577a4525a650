//! Calls every operation once on a server.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use intercom_api::{Client, Error, Retries};
use intercom_simulator::contract::{Operation, operations};
use serde_json::{Map, Value};
use tokio::sync::Semaphore;

use crate::decoded::Leaves;
use crate::dispatch::{PlainArguments, Row, rows};
use crate::report::{Check, Outcome};

/// How many operations are called at a time: each works on objects of its own.
const AT_A_TIME: usize = 16;

/// Parts of names of headers by which validating servers report what they found.
const REPORTS: [&str; 3] = ["violation", "unknown-keys", "validation"];

/// Parameters that the contract leaves out on the word of a correction, but that a server made
/// from the upstream description insists on.
const INSISTED: [&str; 2] = ["app_id", "client_id"];

/// Calls every operation once, and passes on the result of each, in the order of the description.
///
/// `timeout` is how long a response may take, from the start of the call to its last byte.
///
/// # Errors
///
/// When the URL or the token cannot be used.
pub async fn call_server(
    url: &str,
    token: &str,
    timeout: Duration,
    mut each: impl FnMut(Outcome),
) -> Result<(), Error> {
    let client = Client::builder()
        .base_url(url)
        .token(token)
        .timeout(timeout)
        .retries(Retries::none())
        .build()?;
    let free = Arc::new(Semaphore::new(AT_A_TIME));
    let calls = operations().iter().map(|operation| {
        let (client, free) = (client.clone(), free.clone());
        tokio::spawn(async move {
            // The semaphore is never closed, so there is always a permit to wait for.
            let _permit = free.acquire().await;
            call(&client, operation, timeout).await
        })
    });
    for call in calls.collect::<Vec<_>>() {
        each(call.await.unwrap_or_else(|failure| {
            let mut outcome = Outcome::default();
            outcome.fail(Check::Call, failure);
            outcome
        }));
    }
    Ok(())
}

async fn call(client: &Client, operation: &'static Operation, timeout: Duration) -> Outcome {
    let mut outcome = Outcome {
        title: format!("{} {}", operation.method, operation.path),
        ..Outcome::default()
    };
    let mut rows = rows().iter();
    let is_it = |known: &'static Operation| std::ptr::eq(known, operation);
    match rows.find(|row| row.operation().is_some_and(is_it)) {
        Some(row) => call_row(client, row, operation, timeout, &mut outcome).await,
        None => outcome.fail(Check::Case, "the client has no such operation"),
    }
    outcome
}

async fn call_row(
    client: &Client,
    row: &Row,
    operation: &'static Operation,
    timeout: Duration,
    outcome: &mut Outcome,
) {
    outcome.operation = Some(row.info.to_string());
    let arguments = operation.arguments();
    let mut query: Map<String, Value> = arguments
        .query
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect();
    for parameter in &operation.parameters {
        if INSISTED.contains(&parameter.name.as_str()) {
            query.entry(&parameter.name).or_insert("1295".into());
        }
    }
    let path = arguments.path.into_iter().map(|(_, value)| value).collect();
    let mut given = PlainArguments::new(
        Some(operation),
        path,
        &query,
        arguments.body.unwrap_or_default(),
    );
    let sending = match (row.call)(client, &mut given) {
        Ok(sending) => sending,
        Err(refusal) => return outcome.fail(Check::Request, refusal),
    };
    // The client's own limit comes first; this one is for a client that does not keep it.
    match tokio::time::timeout(timeout * 2, sending).await {
        Err(_) => outcome.fail(
            Check::Call,
            "no response, and the time limit did not end the call",
        ),
        Ok(Err(error)) => {
            outcome.status = error.status().map_or(0, |status| status.as_u16());
            if row.redirects() && outcome.status / 100 == 3 {
                // A mock that was made from a description has the status, but no headers.
                outcome
                    .remarks
                    .push("a redirect without a location".to_owned());
                return;
            }
            let check = if error.kind() == intercom_api::ErrorKind::Decode {
                Check::Decode
            } else {
                Check::Call
            };
            outcome.fail(check, error);
        }
        Ok(Ok(reply)) => {
            outcome.status = reply.status;
            outcome.remarks = reports(&reply.headers);
            // Only a response in JSON has leaves that the typed value could lose.
            if let Ok(original @ (Value::Object(_) | Value::Array(_))) =
                serde_json::from_slice(&reply.body)
                && !reply.value.is_plain()
            {
                outcome.follow(Leaves::follow(&original, &reply.value));
            }
        }
    }
}

/// What a validating server reports in headers.
fn reports(headers: &HeaderMap) -> Vec<String> {
    let reports = headers
        .iter()
        .filter(|(name, _)| REPORTS.iter().any(|report| name.as_str().contains(report)));
    reports
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect()
}
