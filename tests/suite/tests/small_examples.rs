//! The examples that the generator makes of a description without any values for them compile.

extern crate intercom_small as intercom_api;

use std::error::Error;
use std::pin::Pin;

use intercom_api::Client;

// Generated, and laid out as in the documentation.
#[rustfmt::skip]
#[path = "../../../intercom-gen/tests/generate/examples.rs"]
mod generated;

type Outcome = Result<(), Box<dyn Error>>;

/// The example of an operation.
struct Example {
    operation: &'static str,
    operation_id: &'static str,
    run: for<'a> fn(&'a Client) -> Pin<Box<dyn Future<Output = Outcome> + 'a>>,
}

#[tokio::test]
async fn every_example_fails_only_by_its_connection() {
    let client = Client::builder()
        .token("s3cret")
        .base_url("http://127.0.0.1:9")
        .retries(intercom_api::Retries::none());
    let client = client.build().expect("the settings are valid");
    for example in generated::EXAMPLES {
        let Example {
            operation,
            operation_id,
            run,
        } = example;
        let error = run(&client).await.expect_err("nothing listens there");
        let error = error.downcast::<intercom_api::Error>();
        let error = error.expect("an error of the client");
        assert!(error.is_connect(), "{operation} ({operation_id}): {error}");
    }
}
