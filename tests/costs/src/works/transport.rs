//! A client whose responses come from a transport of the program.

use bytes::Bytes;
use intercom_api::{Client, TransportBody, TransportError};
use tokio::runtime::Runtime;

/// Returns a client that gets the JSON that `respond` returns, and a runtime for its calls.
pub fn client<R>(respond: R) -> (Client, Runtime)
where
    R: Fn(&http::Request<Bytes>) -> Bytes + Send + Sync + 'static,
{
    let transport = move |request: http::Request<Bytes>| {
        let body = respond(&request);
        async move {
            let response = http::Response::builder()
                .header("content-type", "application/json; charset=utf-8")
                .body(TransportBody::from(body));
            Ok::<_, TransportError>(response.unwrap())
        }
    };
    let client = Client::builder().token("dG9rOmJlbmNobWFyaw==");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    (
        client.transport(transport).build().unwrap(),
        runtime.unwrap(),
    )
}
