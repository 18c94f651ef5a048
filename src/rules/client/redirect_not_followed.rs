//! The client stops at a redirect of the metadata.

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::redirects::{self, Redirect};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "client/redirect-not-followed",
    severity: Severity::Error,
    party: Party::Client,
    title: "The client does not follow a redirect of the metadata",
    why: "The metadata URL redirects, and the client treats that as \"not found\": it goes on without the document, \
        so without its scopes and authorization server.",
    fix: "The client's author: follow redirects of metadata within the same origin, a few at most. The operator: \
        answer 200 directly.",
    cites: &[cite::RFC9728_RESPONSE, cite::RFC9110_REDIRECTION],
    fails: examples![
        "
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 302
            < Location: https://mcp.example.com/.well-known/oauth-protected-resource
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 404
        "
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 302
            < Location: /.well-known/oauth-protected-resource
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for (index, exchange) in reading.evidence.exchanges.iter().enumerate() {
        let step = reading.steps.get(index).copied().unwrap_or(Step::Other);
        let metadata = matches!(step, Step::ResourceMetadata | Step::ServerMetadata);
        let Some((redirect, followed)) = redirects::of(reading, index).filter(|_| metadata) else {
            continue;
        };
        looked = true;
        // Where it leads elsewhere or never ends, no client should go on.
        let may_follow = redirect == Redirect::Within && !followed;
        // A login in front of the metadata is the server's affair.
        if !may_follow || went_on(reading, step, index) || redirects::leads_to_login(exchange) {
            continue;
        }
        let title = format!(
            "{} answers {}, and the client does not go there",
            exchange.request.url,
            exchange.status()
        );
        return Verdict::Fail(vec![Fact::at(index, title).member("Location")]);
    }
    Verdict::of(looked, Vec::new())
}

/// A later request of the same kind got its document: by the redirect, or at another location.
fn went_on(reading: &Reading, step: Step, index: usize) -> bool {
    reading
        .of_step(step)
        .any(|(later, exchange)| later > index && exchange.is_success())
}
