//! Examples of `data_exports`: the body of each function is the example of the method of its name.

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Timestamp;
    use intercom_api::types::CreateDataExport;
    use std::time::Duration;

    let week = Duration::from_secs(7 * 24 * 60 * 60);
    let period = CreateDataExport::after(Timestamp::ago(week)).before(Timestamp::now());
    let exports = intercom.data_exports();
    let job = exports.create(period).await?;
    let id = job.job_identifier.ok_or("the job has no identifier")?;
    let job = exports.wait(&id).await?;
    println!("{id}: {:?}", job.status);
    Ok(())
}

async fn download(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let file = std::env::temp_dir().join("messages.csv.gz");
    let download = intercom.data_exports().download("6762f0ee0000000000000000");
    let bytes = download.stream().write_to(&file).await?;
    println!("{bytes} bytes in {}", file.display());
    Ok(())
}

async fn get(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let job = intercom
        .data_exports()
        .get("6762f0ee0000000000000000")
        .await?;
    println!("{:?}: {:?}", job.job_identifier, job.status);
    Ok(())
}
