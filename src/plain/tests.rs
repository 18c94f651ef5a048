use super::read;
use crate::evidence::Evidence;
use crate::flow::options::SignInOptions;
use serde_json::{Value, json};

fn wrong(value: Value) -> String {
    match read::<SignInOptions>(value) {
        Ok(options) => panic!("{options:?}"),
        Err(flaw) => flaw.to_string(),
    }
}

#[test]
fn the_member_that_is_wrong_is_named_by_its_way() {
    let options =
        json!({ "server": "https://mcp.example", "client": { "clientId": 1 }, "scopes": [] });
    assert_eq!(
        wrong(options),
        "at client.clientId: expected a string, received a number"
    );
    assert_eq!(
        wrong(json!({ "scopes": ["a", null] })),
        "at scopes.1: expected a string, received null"
    );
}

#[test]
fn what_may_stand_there_and_what_was_given_are_told_apart() {
    let flaw = |value: Value| read::<SignInOptions>(value).expect_err("a flaw");
    let unknown = flaw(json!({ "probe": "loud" }));
    assert_eq!(unknown.expected(), "one of polite, eager");
    assert_eq!(unknown.received(), "another value");
    let key = flaw(json!({ "client": { "clientId": "c", "privateKeyPem": "none" } }));
    assert_eq!(key.member(), "client.privateKeyPem");
    assert_eq!(key.expected(), "a PEM of PKCS #8 (BEGIN PRIVATE KEY)");
    assert_eq!(key.received(), "something else");
}

#[test]
fn a_list_is_no_object() {
    assert!(wrong(json!(["https://mcp.example"])).ends_with("received an array"));
}

#[test]
fn a_value_that_is_wrong_is_never_shown() {
    let secret = "canary-4711";
    let shown = wrong(json!({ "scopes": secret, "server": "https://mcp.example" }));
    assert!(!shown.contains(secret), "{shown}");
    let shown = wrong(json!({ "probe": secret }));
    assert!(!shown.contains(secret), "{shown}");
    assert!(shown.contains("polite, eager"), "{shown}");
}

#[test]
fn what_was_written_is_read_again() {
    let evidence: Evidence = read(json!({
        "server": "https://mcp.example",
        "exchanges": [{
            "request": { "method": "POST", "url": "https://mcp.example", "headers": [["Accept", "*/*"]] },
            "response": { "status": 401, "headers": [], "body": "no" },
            "startedAt": 1_764_200_000_123.5,
        }],
    }))
    .expect("evidence");
    let written = serde_json::to_value(&evidence).expect("plain data");
    assert_eq!(read::<Evidence>(written), Ok(evidence));
}

#[test]
fn a_number_from_javascript_is_whole_or_refused() {
    let exchange = |status: Value| json!({ "exchanges": [{ "response": { "status": status } }] });
    assert!(read::<Evidence>(exchange(json!(401.0))).is_ok());
    for status in [json!(401.5), json!(-1), json!(70_000), json!("401")] {
        assert!(
            read::<Evidence>(exchange(status.clone())).is_err(),
            "{status}"
        );
    }
}
