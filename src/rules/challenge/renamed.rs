//! A gateway renames the challenge.

use crate::evidence::reading::Reading;
use crate::http::Exchange;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "challenge/renamed",
    severity: Severity::Warning,
    severities: &[(Revision::V2025_06_18, Severity::Error)],
    party: Party::Server,
    title: "A gateway renames the WWW-Authenticate header",
    why: "Some gateways keep WWW-Authenticate for themselves and pass the application's own under another name, \
        which no client reads.",
    fix: "Configure the gateway to restore the header (AWS API Gateway: a gateway response that maps it back), or \
        put the 401 into the gateway itself.",
    cites: &[cite::RFC9110_UNAUTHORIZED, cite::RFC9110_WWW_AUTHENTICATE],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < x-amzn-remapped-www-authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"
        "#
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer
        "
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in reading
        .mcp
        .iter()
        .filter(|one| one.exchange.status() == 401)
    {
        looked = true;
        if let Some((name, value)) =
            header_of(one.exchange).filter(|_| one.challenges.value().is_none())
        {
            return Verdict::Fail(vec![
                Fact::at(
                    one.index,
                    format!("The challenge arrives as {name}, not as WWW-Authenticate"),
                )
                .member(name.clone())
                .expected(format!("WWW-Authenticate: {value}"))
                .received(format!("{name}: {value}")),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}

/// A header whose name only ends like the challenge's.
#[must_use]
pub fn header_of(exchange: &Exchange) -> Option<(String, String)> {
    let response = exchange.response.as_ref()?;
    let renamed = response.headers.iter().find(|(name, _)| {
        let name = name.to_ascii_lowercase();
        name != "www-authenticate" && name.contains("www-authenticate")
    })?;
    Some((renamed.0.to_owned(), renamed.1.to_owned()))
}
