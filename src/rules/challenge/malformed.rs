//! A challenge that cannot be read.

use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "challenge/malformed",
    severity: Severity::Warning,
    party: Party::Server,
    title: "The challenge is malformed",
    why: "Clients parse it differently: an unquoted URL, a missing comma, typographic quotes or a relative URL works \
        in one client and not in another.",
    fix: "Write every value as a quoted-string with plain quotes, separate parameters by commas, each once, and \
        give resource_metadata as an absolute URL.",
    cites: &[
        cite::RFC9110_CHALLENGE,
        cite::RFC6750_CHALLENGE,
        cite::RFC9728_CHALLENGE,
    ],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata=https://mcp.example.com/.well-known/oauth-protected-resource
        ",
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="/.well-known/oauth-protected-resource"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="a" resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"
        "#,
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="a b", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"
        "#
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in &reading.mcp {
        let Some(all) = one.challenges.value() else {
            continue;
        };
        looked = true;
        let whole = header(one.exchange, "www-authenticate")
            .value()
            .cloned()
            .unwrap_or_default();
        let fact = |title: String, severity| {
            Fact::at(one.index, title)
                .member("WWW-Authenticate")
                .received(whole.clone())
                .severity(severity)
        };
        if let Some(at) = all.malformed_at {
            let severity = if all
                .acted_on()
                .is_some_and(|one| one.param("resource_metadata").is_some())
            {
                Severity::Warning
            } else {
                Severity::Error
            };
            return Verdict::Fail(vec![fact(
                format!("The challenge stops being readable at character {}", at + 1),
                severity,
            )]);
        }
        for challenge in &all.list {
            let url = challenge
                .param("resource_metadata")
                .filter(|url| !url.contains("://") && url.contains('/'));
            if let Some(url) = url {
                return Verdict::Fail(vec![fact(
                    format!("resource_metadata is a relative URL: {url}"),
                    // Clients take it as absent, and ask at the well-known places.
                    Severity::Warning,
                )]);
            }
            if let Some(name) = challenge.lenient.first() {
                return Verdict::Fail(vec![fact(
                    format!("The value of {name} is not a quoted-string"),
                    Severity::Warning,
                )]);
            }
            if let Some(name) = challenge.unseparated.first() {
                return Verdict::Fail(vec![fact(
                    format!("The comma after the value of {name} is missing"),
                    Severity::Warning,
                )]);
            }
            if let Some(name) = challenge.duplicate.first() {
                return Verdict::Fail(vec![fact(
                    format!("{name} occurs more than once in one challenge"),
                    Severity::Warning,
                )]);
            }
        }
    }
    Verdict::of(looked, Vec::new())
}
