//! Replays recorded exchanges: a loopback server returns the recorded response to the typed call.

mod arrival;
mod cassette;
mod recorder;

use std::io::{self, BufRead};
use std::time::Duration;

use intercom_api::{Client, Error, ErrorKind, Retries};
use serde_json::Value;

use self::arrival::compare;
use self::recorder::Recorder;
use crate::case::Case;
use crate::decoded::{Encoded, Leaves};
use crate::dispatch::{PlainArguments, Reply, Row};
use crate::report::{Check, Outcome};

/// How long a call may take; the response is from the same process.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Replays every line of a case file or of a cassette, and passes on the result of each.
///
/// A line that is not a case is a failed outcome; an empty one is skipped. Of a cassette, lines are
/// skipped that are incomplete, that are not with the API, or whose bodies are not text.
///
/// # Errors
///
/// When the file cannot be read, or no loopback server or client can be made.
pub async fn replay(cases: impl BufRead, mut each: impl FnMut(Outcome)) -> io::Result<()> {
    let recorder = Recorder::start().await?;
    let client = Client::builder()
        .token("recorded")
        .base_url(&recorder.base_url)
        .timeout(TIMEOUT)
        .retries(Retries::none())
        .build()
        .map_err(io::Error::other)?;
    let mut is_cassette = false;
    for (index, line) in cases.split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        if index == 0 && cassette::is_header(&line).map_err(io::Error::other)? {
            is_cassette = true;
            continue;
        }
        if let Some(reason) = cassette::skipped(&line).filter(|_| is_cassette) {
            each(Outcome {
                line: index + 1,
                skipped: Some(reason),
                ..Outcome::default()
            });
            continue;
        }
        let mut outcome = match Case::parse(&line) {
            Ok(case) => replay_one(&client, &recorder, case).await,
            Err(problem) => {
                let mut outcome = Outcome::default();
                outcome.fail(Check::Case, problem);
                outcome
            }
        };
        outcome.line = index + 1;
        each(outcome);
    }
    Ok(())
}

async fn replay_one(client: &Client, recorder: &Recorder, case: Case) -> Outcome {
    let mut outcome = Outcome {
        id: case.id.clone(),
        title: case.title(),
        status: case.status,
        ..Outcome::default()
    };
    let Some(row) = case.row() else {
        outcome.fail(Check::Case, "the client has no such operation");
        return outcome;
    };
    outcome.operation = Some(row.info.to_string());
    let path = match case.path_values(row) {
        Ok(path) => path,
        Err(problem) => {
            outcome.fail(Check::Case, problem);
            return outcome;
        }
    };
    let body = case.request_body.clone();
    let mut given = PlainArguments::new(row.operation(), path, case.query(), body);
    let sending = match (row.call)(client, &mut given) {
        Ok(sending) => sending,
        Err(refusal) => {
            outcome.fail(Check::Request, refusal);
            decode_only(row, &case, &mut outcome);
            return outcome;
        }
    };
    if let Some(sent) = &given.sent {
        outcome.body = Leaves::follow(&case.request_body, sent);
    }
    recorder.set(case.status, case.response_body.clone(), row.redirects());
    let result = sending.await;
    match recorder.arrived() {
        Some(arrived) => {
            let mut difference = compare(case.recorded(), &arrived);
            if case.request_body.is_null() && given.sent.is_some() {
                // A recording of a response alone does not show the body that the operation needs.
                let was = difference.problems.len();
                difference
                    .problems
                    .retain(|problem| !problem.starts_with("body"));
                if difference.problems.len() < was {
                    outcome
                        .remarks
                        .push("no body was recorded, one was sent".to_owned());
                }
            }
            for problem in difference.problems {
                outcome.fail(Check::Request, problem);
            }
            outcome.other_type = difference.other_type;
        }
        None => match &result {
            Err(error) => outcome.fail(Check::Request, error),
            Ok(_) => outcome.fail(Check::Request, "nothing arrived"),
        },
    }
    if case.status > 0 {
        check_answer(row, &case, result, &mut outcome);
    }
    outcome
}

/// Checks the result of the recorded response.
fn check_answer(row: &Row, case: &Case, result: Result<Reply, Error>, outcome: &mut Outcome) {
    let is_success = match case.status {
        200..=299 => true,
        301 | 302 | 303 | 307 | 308 => row.redirects(),
        _ => false,
    };
    match result {
        Ok(reply) if is_success => {
            if reply.status != case.status {
                outcome.fail(Check::Decode, format!("status {} arrived", reply.status));
            }
            if !row.redirects() {
                outcome.follow(Leaves::follow(&original(case, &reply.value), &reply.value));
            }
        }
        Ok(_) => outcome.fail(Check::Error, "an error became a success"),
        Err(error) if is_success => outcome.fail(Check::Decode, error),
        Err(error) => check_error(&error, case, outcome),
    }
}

/// Checks a success whose request cannot be made.
fn decode_only(row: &Row, case: &Case, outcome: &mut Outcome) {
    if !(200..300).contains(&case.status) || case.response_body.is_null() {
        return;
    }
    let body = match &case.response_body {
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    match row.decode(body.as_bytes()) {
        Ok(value) => outcome.follow(Leaves::follow(&original(case, &value), &value)),
        Err(error) => outcome.fail(Check::Decode, error),
    }
}

/// Returns the recorded body in the form of the response's type: all of it as text where the type
/// is text.
fn original(case: &Case, value: &Encoded) -> Value {
    match (&case.response_body, value) {
        (Value::String(text), _) if text.is_empty() => Value::Null,
        // Nothing in an envelope, for an operation that returns nothing.
        (Value::Object(object), Encoded::Scalar(Value::Null)) if object.is_empty() => Value::Null,
        (body @ (Value::Object(_) | Value::Array(_)), Encoded::Scalar(Value::String(_))) => {
            body.to_string().into()
        }
        (body, _) => body.clone(),
    }
}

/// Checks that an error has the contents of the recorded response.
fn check_error(error: &Error, case: &Case, outcome: &mut Outcome) {
    if !matches!(error.kind(), ErrorKind::Api | ErrorKind::Redirect) {
        outcome.fail(Check::Error, format!("another kind of error: {error}"));
    }
    if error.status().map(|status| status.as_u16()) != Some(case.status) {
        outcome.fail(Check::Error, "the status is lost");
    }
    let body = &case.response_body;
    if let Some(code) = code(body)
        && !error.has_code(&*code)
    {
        outcome.fail(Check::Error, "the code is lost");
    }
    if let Some(id) = text(&body["request_id"])
        && error.request_id() != Some(&*id)
    {
        outcome.fail(Check::Error, "the request id is lost");
    }
}

/// The first code that an error body holds.
fn code(body: &Value) -> Option<String> {
    match &body["errors"] {
        Value::Array(errors) => errors.iter().find_map(|error| text(&error["code"])),
        _ => text(&body["error"]["code"]).or_else(|| text(&body["code"])),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
