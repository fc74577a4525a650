//! A page that shows the Messenger for a logged-in user: `cargo run -p intercom-api --example
//! messenger_page --features messenger`.
//!
//! It writes the page to a file with a freshly signed token. `INTERCOM_APP_ID` and
//! `INTERCOM_MESSENGER_SECRET` in the environment are those of a workspace; without them the page
//! shows the identity and no Messenger.

use std::path::PathBuf;
use std::time::Duration;

use intercom_api::SecretString;
use intercom_api::messenger::{Identity, IdentityError};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = std::env::var("INTERCOM_MESSENGER_SECRET");
    let secret =
        SecretString::from(secret.unwrap_or_else(|_| "a secret of this example".to_owned()));
    let app_id = std::env::var("INTERCOM_APP_ID").unwrap_or_else(|_| "abc123".to_owned());
    let file: PathBuf = match std::env::args_os().nth(1) {
        Some(file) => file.into(),
        None => std::env::temp_dir().join("messenger.html"),
    };
    std::fs::write(&file, page(&app_id, &sign(&secret)?)?)?;
    println!("open {}", file.display());
    Ok(())
}

/// Signs the user of the session, on the server.
pub(crate) fn sign(secret: &SecretString) -> Result<String, IdentityError> {
    Identity::new(secret, "9001")
        .name("Zoë Ångström")
        .email("zoe@example.com")
        .attribute("plan", "pro")
        .expires_in(Duration::from_secs(60 * 60))
        .jwt()
}

/// Returns the page. It contains the token, and nothing else of the user.
pub(crate) fn page(app_id: &str, jwt: &str) -> Result<String, &'static str> {
    // What is put into a script must not be able to end it.
    if !app_id.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err("the app id consists of letters and digits");
    }
    Ok(PAGE.replace("APP_ID", app_id).replace("USER_JWT", jwt))
}

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Messenger</title>
<p>Logged in as <b id="user"></b>, plan <b id="plan"></b>, until <time id="expires"></time>.</p>
<script>
  window.intercomSettings = {
    app_id: "APP_ID",
    intercom_user_jwt: "USER_JWT"
  };

  // Shows what the Messenger will read from the token.
  const part = window.intercomSettings.intercom_user_jwt.split(".")[1];
  const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes));
  document.getElementById("user").textContent = claims.name;
  document.getElementById("plan").textContent = claims.plan;
  document.getElementById("expires").textContent = new Date(claims.exp * 1000).toISOString();
</script>
<script async src="https://widget.intercom.io/widget/APP_ID"></script>
</html>
"#;
