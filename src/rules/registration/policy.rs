//! A policy of the authorization server refuses the registration.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/policy",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "A policy of the authorization server refuses the registration",
    why: "The server has registration, but a rule of its administrator, such as trusted hosts or allowed \
        scopes, forbids this one.",
    fix: "Change the policy that the answer names, or leave out of the registration what it forbids, such \
        as a scope. Users can ask the administrator to register the client by hand.",
    cites: &[cite::RFC7591_ERROR, cite::MCP_DYNAMIC_REGISTRATION],
    fails: examples![
        r#"
            > POST https://auth.example.com/clients-registrations/openid-connect
            > {"redirect_uris":["https://app.example/cb"]}
            < 403
            < {"error":"insufficient_scope","error_description":"Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted."}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "refuses the registration by a policy")
}
