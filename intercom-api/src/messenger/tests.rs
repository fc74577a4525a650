use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{Identity, IdentityError, email_hash};
use intercom_core::Timestamp;

fn secret() -> SecretString {
    SecretString::from("s3cret")
}

fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// An identity with the claims of a vector.
fn identity(vector: &Value) -> Identity {
    let secret = SecretString::from(vector["secret"].as_str().unwrap());
    let claims = vector["claims"].as_object().unwrap();
    let mut identity = Identity::new(secret, claims["user_id"].as_str().unwrap());
    for (name, value) in claims {
        identity = match name.as_str() {
            "user_id" => identity,
            "email" => identity.email(value.as_str().unwrap()),
            "name" => identity.name(value.as_str().unwrap()),
            "created_at" => identity.created_at(value.as_i64().unwrap()),
            "exp" => identity.expires_at(value.as_i64().unwrap()),
            name => identity.attribute(name, value),
        };
    }
    identity
}

#[test]
fn vectors_of_other_implementations_are_reproduced() {
    let vectors = include_str!("../../tests/vectors/messenger.json");
    let vectors: Vec<Value> = serde_json::from_str(vectors).unwrap();
    assert!(vectors.len() >= 6);
    for vector in &vectors {
        let identity = identity(vector);
        let token = identity.jwt().unwrap();
        assert_eq!(token, vector["jsonwebtoken"], "{}", vector["name"]);
        // Python escapes what is not ASCII, so that there only the claims are the same.
        let pyjwt = vector["pyjwt"].as_str().unwrap();
        if vector["claims"].to_string().is_ascii() {
            assert_eq!(token, pyjwt, "{}", vector["name"]);
        }
        assert_eq!(claims(&token), claims(pyjwt));
        assert_eq!(claims(&token), vector["claims"]);
        assert_eq!(identity.user_hash().unwrap(), vector["openssl_user_hash"]);
        if let Some(email) = vector["claims"]["email"].as_str() {
            let secret = SecretString::from(vector["secret"].as_str().unwrap());
            assert_eq!(
                email_hash(&secret, email).unwrap(),
                vector["openssl_email_hash"]
            );
        }
    }
}

#[test]
fn empty_values_are_refused() {
    for blank in ["", " ", "\t\n"] {
        let identity = Identity::new(secret(), blank).email("ada@example.com");
        assert_eq!(identity.jwt(), Err(IdentityError::EmptyUserId));
        assert_eq!(identity.user_hash(), Err(IdentityError::EmptyUserId));
        let identity = Identity::new(secret(), "1").email(blank);
        assert_eq!(identity.jwt(), Err(IdentityError::EmptyEmail));
        assert_eq!(email_hash(secret(), blank), Err(IdentityError::EmptyEmail));
    }
    let identity = Identity::new(SecretString::from(""), "1");
    assert_eq!(identity.jwt(), Err(IdentityError::EmptySecret));
    assert_eq!(identity.user_hash(), Err(IdentityError::EmptySecret));
}

#[test]
fn expiry_must_be_in_the_future() {
    let now = Timestamp::from_seconds(1_700_000_000);
    let identity = Identity::new(secret(), "1");
    for (expiring, expected) in [
        (
            identity.clone().expires_in(Duration::ZERO),
            IdentityError::Expired,
        ),
        (
            identity.clone().expires_in(Duration::from_millis(999)),
            IdentityError::Expired,
        ),
        (identity.clone().expires_at(now), IdentityError::Expired),
        (identity.clone().expires_at(-1), IdentityError::Expired),
        (
            identity.clone().expires_at(i64::MIN),
            IdentityError::Expired,
        ),
        (
            identity.clone().expires_in(Duration::MAX),
            IdentityError::ExpiryOutOfRange,
        ),
        (
            identity.clone().expires_at(i64::MAX),
            IdentityError::ExpiryOutOfRange,
        ),
    ] {
        assert_eq!(expiring.jwt_at(now), Err(expected));
    }
    let hour = identity.expires_in(Duration::from_secs(3_600));
    let token = hour.jwt_at(now).unwrap();
    assert_eq!(
        claims(&token),
        json!({"user_id": "1", "exp": 1_700_003_600})
    );
}

#[test]
fn identity_without_expiry_has_no_exp_claim() {
    let token = Identity::new(secret(), "1").jwt().unwrap();
    assert_eq!(claims(&token), json!({"user_id": "1"}));
}

#[test]
fn reserved_attribute_is_refused() {
    for name in ["user_id", "exp"] {
        let identity = Identity::new(secret(), "1").attribute(name, "2");
        assert_eq!(identity.jwt(), Err(IdentityError::ReservedAttribute));
    }
}

#[test]
fn maybe_sets_a_value_that_is_there() {
    let identity = Identity::new(secret(), "1")
        .maybe(Some("Ada"), Identity::name)
        .maybe(None::<&str>, Identity::email);
    let token = identity.jwt().unwrap();
    assert_eq!(claims(&token), json!({"user_id": "1", "name": "Ada"}));
}

#[test]
fn nothing_printed_contains_secret_or_value() {
    let identity = Identity::new(secret(), "person-1")
        .email("person-1@example.com")
        .attribute("plan", "person-1")
        .attribute("exp", "person-1")
        .expires_in(Duration::ZERO);
    let error = identity.jwt().unwrap_err();
    let printed = format!("{identity:?} {error:?} {error}");
    assert!(printed.contains("plan"), "{printed}");
    assert!(
        !printed.contains("s3cret") && !printed.contains("person-1"),
        "{printed}"
    );
}
