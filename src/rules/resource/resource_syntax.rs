//! `resource` is not a valid URL for this server.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "resource/resource-syntax",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "`resource` is not a valid URL for this server",
    why: "A resource identifier is an absolute URL without a fragment. Anything else can neither be \
        compared nor sent to the authorization server.",
    fix: "Set `resource` to the absolute https address of the MCP endpoint, without fragment and without \
        user information.",
    cites: &[
        cite::RFC9728_IDENTIFIER,
        cite::RFC8707_RESOURCE,
        cite::MCP_CANONICAL_URI,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::own_resource),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.resource_documents().filter_map(|(one, document)| {
        let resource = document.view.resource.as_deref()?;
        let flaw = match Address::parse(resource) {
            Err(_) => "is not an absolute URL",
            Ok(address) if address.fragment.is_some() => "has a fragment",
            Ok(address) if address.userinfo.is_some() => "has user information",
            Ok(_) => return None,
        };
        Some(
            Fact::at(one.index, format!("`resource` {resource} {flaw}"))
                .member("resource")
                .expected("an absolute https URL without a fragment")
                .received(resource),
        )
    });
    Verdict::of(reading.resource_documents().next().is_some(), facts)
}
