//! The token endpoint does not know the client id.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/client-unknown",
    severity: Severity::Error,
    party: Party::Client,
    title: "The token endpoint does not know the client id",
    why: "The client id was deleted, belongs to another tenant, or was never registered at this \
        authorization server.",
    fix: "Let the client forget the stored registration and register again, or enter the client id that \
        the provider shows for this app.",
    cites: &[
        cite::RFC6749_TOKEN_ERROR,
        cite::RFC6749_CLIENT_IDENTIFIER,
        cite::MCP_AUTHORIZATION_SERVER_BINDING,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 401
            < {"error":"invalid_client","error_description":"Client not found"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 400
            < {"error":"unauthorized_client","error_description":"AADSTS700016: Application with identifier 'x' was not found in the directory 'Example'."}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::RegisterAgain]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "does not know the client")
}
