//! A web page may not use the authorization server.

use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::evidence::step::{Preflight, Step};
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::cors;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/cors",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "A web page may not use the authorization server",
    why: "Without CORS headers a browser withholds metadata, registration and token answers, so clients \
        that run in a page fail. Clients outside the browser are not affected.",
    fix: "Send `Access-Control-Allow-Origin` with the metadata and with the answers of the registration \
        and token endpoints, errors too, and answer their preflights with 204 before any authentication, \
        allowing `content-type` and `authorization`.",
    cites: &[
        cite::FETCH_CORS,
        cite::FETCH_PREFLIGHT,
        cite::OIDC_DISCOVERY_RESPONSE,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            > Origin: https://inspector.example
            < 200
            < {"issuer":"https://auth.example.com"}
        "#,
        "
            > OPTIONS https://auth.example.com/oauth/register
            > Origin: https://inspector.example
            < 405
        ",
    ],
    passes: examples![
        "
            > OPTIONS https://auth.example.com/oauth/token
            > Origin: https://inspector.example
            > Access-Control-Request-Headers: content-type
            < 204
            < Access-Control-Allow-Origin: https://inspector.example
        "
    ],
    check,
    patch: Some(patch::seen_server),
    ..Rule::BASE
};

const STEPS: [Step; 4] = [
    Step::ServerMetadata,
    Step::Registration,
    Step::Token,
    Step::Revocation,
];

fn check(reading: &Reading) -> Verdict {
    let answers = cors::verdict(reading, &STEPS);
    let preflights: Vec<&Preflight> = reading
        .preflights
        .iter()
        .filter(|one| STEPS.contains(&one.for_step))
        .collect();
    let refused = preflights.iter().filter_map(|one| refused(one));
    match answers {
        Verdict::Fail(mut facts) => {
            facts.extend(refused);
            Verdict::Fail(facts)
        }
        other => Verdict::of(!preflights.is_empty() || other == Verdict::Pass, refused),
    }
}

/// A preflight succeeds with a 2xx and a matching origin (Fetch, CORS-preflight fetch).
fn refused(one: &Preflight) -> Option<Fact> {
    let status = one.exchange.status();
    let url = &one.exchange.request.url;
    if status != 0 && !one.exchange.is_success() {
        return Some(
            Fact::at(
                one.index,
                format!("The preflight of {url} is answered {status}"),
            )
            .expected("204")
            .received(status.to_string()),
        );
    }
    header(one.exchange, "access-control-allow-origin")
        .is_absent()
        .then(|| {
            Fact::at(
                one.index,
                format!("The preflight of {url} has no Access-Control-Allow-Origin"),
            )
            .member("Access-Control-Allow-Origin")
        })
}
