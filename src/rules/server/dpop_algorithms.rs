//! The list of algorithms for DPoP proofs names what no proof may use.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/dpop-algorithms",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The list of DPoP algorithms is empty or names unsafe ones",
    why: "A proof is signed with the client's own key. With `none` there is no signature, and a symmetric algorithm needs a secret that both \
        sides know, so that whoever reads the token can make the proof. An empty list says that no proof is accepted.",
    fix: "List asymmetric algorithms only, such as `ES256`, `EdDSA` and `PS256`; leave the member out where DPoP is not supported.",
    cites: &[cite::RFC9449_METADATA, cite::RFC9449_PROOF_CHECKS],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","dpop_signing_alg_values_supported":["ES256","none"]}
        "#,
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","dpop_signing_alg_values_supported":[]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","dpop_signing_alg_values_supported":["ES256"]}
        "#
    ],
    check,
    ..Rule::BASE
};

const MEMBER: &str = "dpop_signing_alg_values_supported";

fn check(reading: &Reading) -> Verdict {
    let of_servers = reading.server_documents().filter_map(|(one, document)| {
        let list = document.view.dpop_signing_alg_values_supported.as_deref()?;
        Some((one.index, Party::AuthorizationServer, list))
    });
    let of_resources = reading.resource_documents().filter_map(|(one, document)| {
        let list = document.view.dpop_signing_alg_values_supported.as_deref()?;
        Some((one.index, Party::Server, list))
    });
    let lists: Vec<_> = of_servers.chain(of_resources).collect();
    let facts = lists.iter().filter_map(|(index, party, list)| {
        let wrong: Vec<String> = list
            .iter()
            .filter(|one| is_no_proof(one))
            .cloned()
            .collect();
        let title = match (list.is_empty(), wrong.is_empty()) {
            (true, _) => format!("`{MEMBER}` is empty"),
            (_, true) => return None,
            _ => format!("`{MEMBER}` lists {}", words::list(&wrong)),
        };
        Some(
            Fact::at(*index, title)
                .member(MEMBER)
                .received(words::list(list))
                .party(*party),
        )
    });
    Verdict::of(!lists.is_empty(), facts)
}

/// `none`, or a MAC with a shared secret (RFC 7518 §3.1).
fn is_no_proof(algorithm: &str) -> bool {
    algorithm.eq_ignore_ascii_case("none") || algorithm.starts_with("HS")
}
