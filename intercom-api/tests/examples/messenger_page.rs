//! The example `messenger_page`: a browser reads the identity from the token in the page.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use intercom_api::SecretString;

#[path = "../../examples/messenger_page.rs"]
#[allow(dead_code, reason = "the entry point of the example")]
mod messenger_page;

const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome-headless-shell",
];

/// How long a browser may take: the first start on a slow machine takes long.
const PATIENCE: Duration = Duration::from_secs(60);

fn browser() -> Option<PathBuf> {
    if let Some(browser) = std::env::var_os("CHROMIUM") {
        return Some(browser.into());
    }
    let path = std::env::var_os("PATH")?;
    let mut folders = std::env::split_paths(&path);
    folders.find_map(|folder| {
        let browsers = BROWSERS.iter().map(|name| folder.join(name));
        browsers.into_iter().find(|browser| browser.is_file())
    })
}

#[test]
fn page_contains_a_valid_token_and_no_secret() {
    let secret = SecretString::from("s3cret-messenger");
    let jwt = messenger_page::sign(&secret).unwrap();
    let page = messenger_page::page("abc123", &jwt).unwrap();
    assert!(page.contains(&format!("intercom_user_jwt: \"{jwt}\"")));
    assert!(page.contains("https://widget.intercom.io/widget/abc123"));
    for private in ["s3cret", "zoe@example.com", "9001"] {
        assert!(!page.contains(private), "{private}");
    }
    assert!(messenger_page::page("\"</script>", &jwt).is_err());
}

#[test]
fn browser_reads_the_identity_from_the_page() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium in `PATH` or `CHROMIUM`");
        return;
    };
    let folder = std::env::temp_dir().join(format!("messenger-page-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("page.html");
    let jwt = messenger_page::sign(&SecretString::from("s3cret-messenger")).unwrap();
    std::fs::write(&file, messenger_page::page("abc123", &jwt).unwrap()).unwrap();
    let dumped = folder.join("dom.html");
    let mut running = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        // The page of the Messenger is not needed, and the test makes no connection.
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run"])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!("file://{}", file.display()))
        .stdout(std::fs::File::create(&dumped).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let status = loop {
        if let Some(status) = running.try_wait().unwrap() {
            break Some(status);
        }
        if started.elapsed() > PATIENCE {
            running.kill().unwrap();
            running.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let dom = std::fs::read_to_string(&dumped).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(status.is_some_and(|status| status.success()), "{status:?}");
    assert!(dom.contains(r#"<b id="user">Zoë Ångström</b>"#), "{dom}");
    assert!(dom.contains(r#"<b id="plan">pro</b>"#), "{dom}");
    assert!(dom.contains(r#"<time id="expires">20"#), "{dom}");
}
