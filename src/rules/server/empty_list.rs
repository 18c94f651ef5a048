//! A list of the metadata is empty.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::json::DeviationKind;

pub static RULE: Rule = Rule {
    id: "server/empty-list",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "A list of the metadata is empty",
    why: "An empty list says that nothing is supported, while the default of an absent one says otherwise. Clients \
        interpret it differently.",
    fix: "Leave the member out, or add values to it.",
    cites: &[cite::RFC8414_RESPONSE],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","scopes_supported":[]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","scopes_supported":["mcp"]}
        "#
    ],
    check,
    patch: Some(patch::retyped_server),
    ..Rule::BASE
};

/// Their own rules judge these.
const ELSEWHERE: [&str; 2] = [
    "code_challenge_methods_supported",
    "response_types_supported",
];

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    for (one, document) in reading.server_documents() {
        let empty = document
            .view
            .deviations
            .iter()
            .filter(|odd| odd.kind == DeviationKind::EmptyArray)
            .filter(|odd| !ELSEWHERE.contains(&odd.member.as_str()));
        facts.extend(empty.map(|odd| {
            Fact::at(one.index, format!("`{}` is an empty list", odd.member))
                .member(&odd.member)
                .received("[]")
        }));
    }
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
