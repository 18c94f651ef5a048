//! The authorization server demands what few clients do.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::server::ServerMetadata;

pub static RULE: Rule = Rule {
    id: "server/demands",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The authorization server demands what few MCP clients do",
    why: "Pushed authorization requests and client certificates are for profiles of high security. A client \
        that does not know them sends an ordinary request, and is refused at the authorization or token endpoint.",
    fix: "Demand these of the clients that need them, not of all: MCP clients are public, prove themselves by PKCE, \
        and cannot have a certificate. This tool sends pushed requests; few clients do.",
    cites: &[
        cite::RFC9126_METADATA,
        cite::RFC8705_METADATA,
        cite::MCP_PROTOCOL_REQUIREMENTS,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint_auth_methods_supported":["tls_client_auth","self_signed_tls_client_auth"]}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","require_pushed_authorization_requests":true}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint_auth_methods_supported":["tls_client_auth","none"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.server_documents().flat_map(|(one, document)| {
        demands(&document.view)
            .into_iter()
            .map(|(member, what, known)| {
                // Pushed requests are known to some clients; a certificate to none.
                let severity = if known {
                    Severity::Info
                } else {
                    Severity::Warning
                };
                Fact::at(one.index, what).member(member).severity(severity)
            })
    });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}

/// The member, what it demands, and whether some clients of MCP do it.
fn demands(view: &ServerMetadata) -> Vec<(&'static str, &'static str, bool)> {
    let methods = view
        .token_endpoint_auth_methods_supported
        .as_deref()
        .unwrap_or_default();
    let by_certificate = |method: &String| method.ends_with("tls_client_auth");
    let mut found = Vec::new();
    if view.require_pushed_authorization_requests == Some(true) {
        found.push((
            "require_pushed_authorization_requests",
            "Authorization requests must be pushed first",
            true,
        ));
    }
    if !methods.is_empty() && methods.iter().all(by_certificate) {
        found.push((
            "token_endpoint_auth_methods_supported",
            "Clients must authenticate with a certificate",
            false,
        ));
    }
    found
}
