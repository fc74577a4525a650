//! Runs every example of the gallery, without an account.

use std::error::Error;

use intercom_api::Client;
use intercom_simulator::Workspace;

type Outcome = Result<(), Box<dyn Error>>;

/// Declares examples with a test for each, which calls what `main` calls.
macro_rules! examples {
    ($($path:literal $name:ident($($workspace:ident)?);)*) => {$(
        #[path = $path]
        #[allow(dead_code, reason = "the entry point of the example")]
        mod $name;
    )*
        mod runs {
            use super::*;

            $(
                #[tokio::test]
                async fn $name() -> Outcome {
                    examples!(@ $name $($workspace)?)
                }
            )*
        }
    };
    (@ $name:ident workspace) => {{
        let workspace = Workspace::builder().start().await?;
        super::$name::run(&client(&workspace)?).await
    }};
    (@ $name:ident) => {
        super::$name::run().await
    };
}

fn client(workspace: &Workspace) -> Result<Client, intercom_api::Error> {
    let client = Client::builder().token(workspace.token());
    client.base_url(workspace.base_url()).build()
}

examples! {
    "../examples/company_scroll.rs" company_scroll(workspace);
    "../examples/create_or_update.rs" create_or_update(workspace);
    "../examples/custom_objects.rs" custom_objects(workspace);
    "../examples/download.rs" download(workspace);
    "../examples/error_handling.rs" error_handling(workspace);
    "../examples/events.rs" events(workspace);
    "../examples/metrics.rs" metrics();
    "../examples/nested_search.rs" nested_search(workspace);
    "../examples/oauth_callback.rs" oauth_callback();
    "../examples/opentelemetry.rs" opentelemetry();
    "../examples/reply_assign_close.rs" reply_assign_close(workspace);
    "../examples/resume_list.rs" resume_list(workspace);
    "../examples/search.rs" search(workspace);
    "../examples/simulated_workspace.rs" simulated_workspace();
    "../examples/ticket_lifecycle.rs" ticket_lifecycle(workspace);
    "../examples/translated_articles.rs" translated_articles(workspace);
    "../examples/two_regions.rs" two_regions();
}

#[path = "../examples/quickstart.rs"]
#[allow(dead_code, reason = "the entry point of the example")]
mod quickstart;

#[tokio::test]
async fn quickstart_converts_the_visitor() -> Outcome {
    let workspace = Workspace::builder().start().await?;
    let visitors = workspace.count("visitors");
    let visitor = "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3";
    quickstart::tour(&client(&workspace)?, Some(visitor)).await?;
    assert_eq!(workspace.count("visitors"), visitors - 1);
    Ok(())
}

#[cfg(feature = "record")]
#[path = "../examples/record_replay.rs"]
#[allow(dead_code, reason = "the entry point of the example")]
mod record_replay;

#[cfg(feature = "record")]
#[tokio::test]
async fn record_replay_runs() -> Outcome {
    record_replay::run().await
}
