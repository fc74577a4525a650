//! Hands the spans of calls to OpenTelemetry.
//!
//! ```text
//! cargo run -p intercom-api --example opentelemetry
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_simulator::{Fault, Workspace};
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use tracing_subscriber::layer::SubscriberExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await
}

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    // A program takes an OTLP exporter, and `init` instead of `set_default`.
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("example"));
    let subscriber = tracing_subscriber::registry().with(layer);
    let guard = tracing::subscriber::set_default(subscriber);

    let workspace = Workspace::builder().start().await?;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .opentelemetry_spans()
        .build()?;
    workspace.inject(Fault::status(503).times(1));
    intercom.contacts().list().await?;
    drop(guard);

    let spans = exporter.get_finished_spans()?;
    let call = spans.iter().find(|span| span.name == "GET /contacts");
    let call = call.ok_or("the call has no span")?;
    println!("{} is a {:?} span", call.name, call.span_kind);
    for attribute in &call.attributes {
        println!("  {} = {}", attribute.key, attribute.value);
    }
    Ok(())
}
