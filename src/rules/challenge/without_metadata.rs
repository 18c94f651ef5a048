//! A Bearer challenge that names no metadata.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "challenge/without-metadata",
    severity: Severity::Error,
    severities: &[(Revision::V2025_11_25, Severity::Warning)],
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The challenge has no resource_metadata",
    why: "Up to revision 2025-06-18 this parameter is the only way to the metadata. Newer clients may try the \
        well-known locations too, but some do not.",
    fix: "Add resource_metadata=\"<URL of the resource metadata>\" to the Bearer challenge of every 401.",
    cites: &[
        cite::RFC9728_CHALLENGE,
        cite::MCP_RESOURCE_METADATA_DISCOVERY,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer realm="OAuth", error="invalid_token"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in reading.unauthorized() {
        let Some(challenge) = one.challenge() else {
            continue;
        };
        looked = true;
        if challenge.param("resource_metadata").is_none() {
            return Verdict::Fail(vec![
                Fact::at(one.index, "")
                    .member("WWW-Authenticate")
                    .expected("Bearer resource_metadata=\"...\"")
                    .received(
                        challenge
                            .params
                            .iter()
                            .fold(challenge.scheme.clone(), |all, (name, value)| {
                                format!("{all} {name}=\"{value}\"")
                            }),
                    ),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
