//! The server publishes no protected resource metadata.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::LocationForm;
use crate::flow::discover::well_known;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-missing",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The server publishes no protected resource metadata",
    why: "Without this document a client cannot learn which authorization server the MCP server trusts. \
        All that is left is to try endpoints on the MCP server's own host, where most servers have none.",
    fix: "Publish `/.well-known/oauth-protected-resource` followed by the path of the MCP endpoint, as \
        JSON with `resource` (the exact address of the endpoint) and `authorization_servers`, and name \
        that URL in the 401's `WWW-Authenticate: Bearer resource_metadata=\"…\"`.",
    cites: &[
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
        cite::MCP_RESOURCE_METADATA_DISCOVERY,
        cite::RFC9728_REQUEST,
    ],
    fails: examples![
        "
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 404
        "
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let Some(first) = reading.resource_metadata.first() else {
        return Verdict::NotApplicable;
    };
    if !is_everywhere(reading) {
        return Verdict::Pass;
    }
    // Who wants no sign-in has nothing to publish.
    if reading.owes_no_metadata() {
        return Verdict::NotApplicable;
    }
    let asked = reading.resource_metadata.iter();
    let tried: Vec<String> = asked
        .map(|one| format!("{} → {}", one.exchange.request.url, one.exchange.status()))
        .collect();
    let server = reading.server.as_deref().unwrap_or("the server");
    let title =
        format!("{server} publishes no protected resource metadata at any well-known location");
    Verdict::Fail(vec![
        Fact::at(first.index, title)
            .expected("200 with a JSON document at one of the locations")
            .received(tried.join("; ")),
    ])
}

/// Whether all locations that a client guesses were asked, and none has it; where a challenge names one, none is guessed.
#[must_use]
pub fn is_everywhere(reading: &Reading) -> bool {
    let asked = || reading.resource_metadata.iter();
    let all_refused = asked().all(|one| matches!(one.answer, Answer::Refused(_)));
    let public = asked().any(|one| !matches!(one.answer, Answer::Refused(401 | 403)));
    let announced = asked().any(|one| one.announced_by.is_some());
    all_refused && !announced && public && root_was_asked(reading)
}

/// The root is the last location that a client asks; without it nothing is said about all of them.
fn root_was_asked(reading: &Reading) -> bool {
    reading
        .resource_metadata
        .iter()
        .any(|one| one.form == LocationForm::Root)
}

fn corrected(reading: &Reading<'_>, _: &Spot<'_>) -> Option<Patch> {
    let own = patch::own(reading)?;
    let url = well_known::of_resource(&own)?;
    Some(patch::described(reading, &url, own))
}
