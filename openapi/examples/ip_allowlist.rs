//! Examples of `ip_allowlist`: the body of each function is the example of the method of its name.

async fn update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::IpAllowlist;

    // Replaces the whole list. Without the address of this machine, later calls are refused.
    let list = IpAllowlist::new()
        .enabled(true)
        .ip_allowlist(["192.0.2.0/24", "198.51.100.17"]);
    let list = intercom.ip_allowlist().update(list).await?;
    println!("{:?}", list.ip_allowlist);
    Ok(())
}
