//! Secrets in what people have: told of, and shown nowhere.

use super::{import, kinds};
use crate::evidence::import::Kind;

#[test]
fn a_jwt_is_looked_into_and_never_shown() {
    let token =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FzIiwiYXVkIjoiYXBpIiwic2NvcGUiOiJyZWFkIn0.c2ln";
    let import = import(&format!("Authorization: Bearer {token}"));
    assert_eq!(kinds(&import), [Kind::Jwt]);
    assert!(!format!("{:?}", import.recognised).contains(token));
    assert!(
        import.recognised[0]
            .parts
            .iter()
            .any(|part| part.name == "aud" && part.value.as_deref() == Some("api"))
    );
}

#[test]
fn a_capture_with_secrets_comes_with_a_warning_and_a_clean_one_without() {
    let har = |value: &str| {
        format!(
            r#"{{"log":{{"version":"1.2","entries":[{{"request":{{"method":"GET","url":"https://mcp.example/mcp","headers":[{{"name":"Authorization","value":"Bearer {value}"}}]}},"response":{{"status":200,"headers":[]}}}}]}}}}"#
        )
    };
    let notes = |value: &str| import(&har(value)).recognised[0].notes.join(" ");
    let warned = notes("a-token-of-somebody-0123456789");
    assert!(warned.contains("1 secret"), "{warned}");
    assert!(!warned.contains("somebody"));
    assert!(!notes("[redacted]").contains("secret"));
}

#[test]
fn an_opaque_token_is_thrown_away() {
    let import = import("ghp_0123456789abcdefghij0123456789abcdef");
    assert_eq!(kinds(&import), [Kind::Secret]);
    assert!(!serde_json::to_string(&import).unwrap().contains("ghp_0123"));
}
