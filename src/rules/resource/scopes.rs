//! `scopes_supported` is missing, empty or far too wide.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/scopes",
    severity: Severity::Info,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "`scopes_supported` is missing, empty or far too wide",
    why: "Clients ask for the scopes that the challenge or this list names. Without a list they ask for \
        nothing and may get a token that can do nothing; with a huge one they ask for everything, and \
        the person refuses.",
    fix: "List the few scopes that a first sign-in needs, and ask for more in a challenge when they are \
        needed.",
    cites: &[
        cite::MCP_SCOPE_SELECTION,
        cite::RFC9728_METADATA,
        cite::MCP_BEST_PRACTICE_SCOPES,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"]}
        "#,
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"],"scopes_supported":["*"]}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"],"scopes_supported":["mcp:read"]}
        "#
    ],
    check,
    ..Rule::BASE
};

/// More scopes than this are not a baseline.
const MANY: usize = 40;

fn check(reading: &Reading) -> Verdict {
    let facts = reading.resource_documents().filter_map(|(one, document)| {
        let fact = |title: &str| Fact::at(one.index, title).member("scopes_supported");
        let Some(scopes) = document.view.scopes_supported.as_deref() else {
            return document
                .lacks("scopes_supported")
                .then(|| fact("The metadata has no `scopes_supported`"));
        };
        if scopes.is_empty() {
            let fact = fact("`scopes_supported` is an empty list").received("[]");
            return Some(fact.severity(Severity::Warning));
        }
        let wild = scopes.iter().find(|scope| is_wild(scope));
        let title = match wild {
            Some(scope) => format!("`scopes_supported` has the wildcard `{scope}`"),
            None if scopes.len() > MANY => {
                format!("`scopes_supported` lists {} scopes", scopes.len())
            }
            None => return None,
        };
        Some(
            fact(&title)
                .received(words::list(scopes))
                .severity(Severity::Warning),
        )
    });
    Verdict::of(reading.resource_documents().next().is_some(), facts)
}

fn is_wild(scope: &str) -> bool {
    scope == "*" || scope.ends_with(":*") || scope.ends_with(".*")
}
