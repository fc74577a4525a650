//! A hundred thousand contacts in flat memory; alone in its process, whose memory is measured.

use intercom_api::Client;
use intercom_simulator::{Seed, Workspace};

/// The memory of this process that is in use, in bytes; `None` where the system does not report it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[tokio::test]
async fn a_hundred_thousand_contacts_are_walked_in_flat_memory() {
    const COUNT: usize = 100_000;
    let builder = Workspace::builder()
        .seed(Seed::contacts(COUNT))
        .forget_requests();
    let workspace = builder.start().await.unwrap();
    let client = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()
        .unwrap();
    let mut items = client.contacts().list().per_page(150).items().prefetch(2);
    let mut count = 0;
    let mut after_a_tenth = None;
    while let Some(contact) = items.next().await {
        let contact = contact.unwrap();
        let name = contact.name.unwrap_or_default();
        assert_eq!(
            name.strip_prefix("Contact "),
            Some(count.to_string().as_str())
        );
        count += 1;
        if count == COUNT / 10 {
            after_a_tenth = memory();
        }
    }
    assert_eq!((count, items.total_count()), (COUNT, Some(COUNT as u64)));
    if let (Some(before), Some(after)) = (after_a_tenth, memory()) {
        // All of them would take some hundred megabytes.
        let growth = after.saturating_sub(before) / (1024 * 1024);
        assert!(growth < 16, "{growth} MiB more for nine tenths of the list");
    }
}
