//! Examples of `reporting_data_exports`: the body of each function is the example of the method of its
//! name.

async fn enqueue(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Timestamp;
    use intercom_api::types::EnqueueReportingDataExport;
    use std::time::Duration;

    let week = Duration::from_secs(7 * 24 * 60 * 60);
    let export = EnqueueReportingDataExport::dataset("conversation")
        .attributes(["conversation_id", "conversation_started_at"])
        .from(Timestamp::ago(week))
        .to(Timestamp::now());
    let job = intercom.reporting_data_exports().enqueue(export).await?;
    println!("{:?}: {:?}", job.job_identifier, job.status);
    Ok(())
}
