//! Examples of `admins`: the body of each function is the example of the method of its name.

async fn list_activity_logs(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::Timestamp;
    use std::time::Duration;

    let week = Duration::from_secs(7 * 24 * 60 * 60);
    let since = Timestamp::ago(week);
    let mut logs = intercom.admins().list_activity_logs(since).items();
    while let Some(log) = logs.next().await {
        let log = log?;
        println!("{:?}: {:?}", log.created_at, log.activity_description);
    }
    Ok(())
}

async fn me(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let me = intercom.admins().me().await?;
    let app = me.app.ok_or("the response has no workspace")?;
    println!("{:?} in {:?}, region {:?}", me.name, app.name, app.region);
    Ok(())
}

async fn set_away(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::SetAwayAdmin;

    // New replies to this teammate's conversations go to the team.
    let away = SetAwayAdmin::away_mode_enabled(true).away_mode_reassign(true);
    let admin = intercom.admins().set_away("991268363", away).await?;
    println!("{}: {:?}", admin.id, admin.away_mode_enabled);
    Ok(())
}
