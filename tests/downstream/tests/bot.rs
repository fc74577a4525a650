use downstream::bot;
use intercom_api::Client;
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::json;

type Failure = Box<dyn std::error::Error>;

async fn workspace() -> Result<Workspace, Failure> {
    let question =
        json!({ "id": "7", "source": { "body": "<p>What are your opening hours?</p>" } });
    let other = json!({ "id": "8", "source": { "body": "<p>Hello</p>" } });
    let seed = Seed::value("conversations", json!([question, other]));
    Ok(Workspace::builder().seed(seed).start().await?)
}

#[tokio::test]
async fn questions_about_hours_are_closed_with_a_reply() -> Result<(), Failure> {
    let workspace = workspace().await?;
    let intercom: Client = workspace.client()?;

    assert_eq!(bot::run(&intercom).await?, 1);
    let question = workspace.stored_by_id("conversations", "7").ok_or("gone")?;
    assert_eq!(question["state"], "closed");
    let parts =
        question["conversation_parts"]["conversation_parts"].as_array().ok_or("no parts")?;
    assert_eq!(parts[0]["body"], "<p>We are open from 9 to 5.</p>");
    let other = workspace.stored_by_id("conversations", "8").ok_or("gone")?;
    assert_eq!(other["state"], "open");

    // Nothing is left for the next run.
    assert_eq!(bot::run(&intercom).await?, 0);
    Ok(())
}

#[tokio::test]
async fn failed_reply_is_an_error_and_leaves_the_question_open() -> Result<(), Failure> {
    let workspace = workspace().await?;
    let intercom: Client = workspace.client()?;
    workspace.inject(Fault::status(403).on("POST /conversations/{id}/reply").times(1));

    assert!(bot::run(&intercom).await.is_err());
    let question = workspace.stored_by_id("conversations", "7").ok_or("gone")?;
    assert_eq!(question["state"], "open");

    // The next run makes up for it.
    assert_eq!(bot::run(&intercom).await?, 1);
    Ok(())
}
