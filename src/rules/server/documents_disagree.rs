//! OAuth and OpenID metadata of one issuer disagree.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::plain;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    id: "server/documents-disagree",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "OAuth and OpenID metadata of one issuer disagree",
    why: "Which of the two a client reads depends on the client, so one signs in and another does not.",
    fix: "Make both documents from one source: same issuer, endpoints and PKCE methods.",
    cites: &[
        cite::RFC8414_COMPATIBILITY,
        cite::MCP_SERVER_METADATA_DISCOVERY,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://auth.example.com/token"}
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://auth.example.com/v2/token"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://auth.example.com/token"}
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://auth.example.com/token"}
        "#
    ],
    check,
    ..Rule::BASE
};

const COMPARED: [&str; 4] = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "code_challenge_methods_supported",
];

fn check(reading: &Reading) -> Verdict {
    let mut first: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    let mut looked = false;
    let mut facts = Vec::new();
    for (one, document) in reading.server_documents() {
        looked = true;
        let of_issuer = first.entry(place(&one.expected_issuer)).or_default();
        if !of_issuer.iter().any(|(kind, _)| *kind == one.kind) {
            of_issuer.push((one.kind, document));
        }
        let Some((_, other)) = of_issuer.iter().find(|(kind, _)| *kind != one.kind) else {
            continue;
        };
        for member in COMPARED {
            if let (Some(first), Some(second)) = (
                other.view.members.get(member),
                document.view.members.get(member),
            ) && first != second
            {
                facts.push(
                    Fact::at(one.index, format!("The two documents differ in `{member}`"))
                        .member(member)
                        .expected(plain::text(first))
                        .received(plain::text(second)),
                );
            }
        }
    }
    Verdict::of(looked, facts)
}
