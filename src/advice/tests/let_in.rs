//! Who needs no sign-in.

use super::whole::{METADATA, judged};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::transcript;
use crate::spec::Revision;

fn let_in(text: &str) -> bool {
    Reading::new(&transcript::read(text).unwrap(), Revision::NEWEST).is_let_in()
}

#[test]
fn who_was_let_in_is_not_sent_to_sign_in_and_who_was_refused_later_is() {
    const CALL: &str = "> POST https://h.example/mcp
        > Authorization: Bearer t
        > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    let taken = format!(
        "server: https://h.example/mcp
        {CALL}
        < 200
        < Content-Type: application/json
        < {{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{\"tools\":[]}}}}"
    );
    let no_session = "> DELETE https://h.example/mcp
        > Authorization: Bearer t
        < 405";
    assert_eq!(judged(&taken), []);
    let refused = "> POST https://h.example/mcp
        < 401
        < WWW-Authenticate: Bearer
        ";
    let by_key = taken
        .replace("Authorization: Bearer t", "X-Service-Key: k")
        .replacen("> POST", &format!("{refused}> POST"), 1);
    assert_eq!(judged(&by_key), []);
    assert_eq!(judged(&format!("{taken}\n        {no_session}")), []);
    let refused_later = format!("{taken}\n        {CALL}\n        < 401");
    assert_ne!(judged(&refused_later), []);
    assert_eq!((let_in(&taken), let_in(&refused_later)), (true, false));
}

#[test]
fn a_server_that_asks_for_no_credential_needs_no_sign_in_unless_it_names_a_resource() {
    let open = "server: https://h.example/mcp
        > POST https://h.example/mcp
        > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
        < 200
        < Content-Type: application/json
        < {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\"}}
        > GET https://h.example/.well-known/oauth-protected-resource/mcp";
    let public = format!("{open}\n        < 404");
    let for_some_calls = format!(
        "{open}
        < 200
        < Content-Type: application/json
        < {{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"]}}
        {METADATA}"
    );
    assert_eq!(judged(&public), []);
    assert_eq!((let_in(&public), let_in(&for_some_calls)), (true, false));
    assert!(judged(&for_some_calls).contains(&ActionKind::OwnApp));
}
