//! The resource metadata is not where the endpoint's path says.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::Answer;
use crate::evidence::step::{LocationForm, ResourceMetadataRequest, Step};
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-not-at-path",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The resource metadata is not where the endpoint's path says",
    why: "A client that got no URL from a challenge asks the location with the endpoint's path first. Some \
        clients ask no other one, so they find nothing although a document may exist at the root.",
    fix: "Serve the same document at `/.well-known/oauth-protected-resource` followed by the path of the \
        MCP endpoint too, with `resource` set to the exact address of the endpoint.",
    cites: &[cite::MCP_RESOURCE_METADATA_DISCOVERY, cite::RFC9728_REQUEST],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#,
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 401
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#,
        "
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
        ",
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::in_place),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let of_form = |form: LocationForm| {
        reading
            .resource_metadata
            .iter()
            .filter(move |one| one.form == form)
    };
    let mut at_path = of_form(LocationForm::Inserted);
    let root = of_form(LocationForm::Root).find(|one| one.answer.is_there(one.exchange));
    let Some(refused) = at_path.find(|one| match one.answer {
        Answer::Refused(404 | 405 | 410) => true,
        // Behind a login without another location, it is the login that has to go.
        Answer::Refused(401 | 403) => root.is_some(),
        _ => false,
    }) else {
        return Verdict::of(of_form(LocationForm::Inserted).next().is_some(), Vec::new());
    };
    let announced = reading
        .resource_metadata
        .iter()
        .any(|one| one.announced_by.is_some());
    if announced || of_form(LocationForm::Inserted).any(|one| one.answer.document().is_some()) {
        return Verdict::Pass;
    }
    // Who wants no sign-in has nothing to publish.
    if reading.is_public() {
        return Verdict::NotApplicable;
    }
    // Who went on to an authorization server was not stopped here.
    let went_on = reading
        .of_step(Step::ServerMetadata)
        .any(|(_, one)| one.is_success());
    let status = refused.exchange.status();
    let (instead, severity) = match root {
        // After a 404 clients go on to the root; a login ends the search of some.
        Some(root) if went_on || !matches!(status, 401 | 403) => {
            (ROOT_ONLY, severity_beside_root(root))
        }
        Some(_) => (ROOT_ONLY, Severity::Error),
        None if of_form(LocationForm::Root).next().is_some() => return Verdict::Pass,
        None if went_on => (ROOT_NOT_ASKED, Severity::Warning),
        None => (ROOT_NOT_ASKED, Severity::Error),
    };
    let url = &refused.exchange.request.url;
    let fact = Fact::at(refused.index, format!("{url} answers {status}{instead}"))
        .expected("200 with a JSON document")
        .received(status.to_string())
        .severity(severity);
    Verdict::Fail(vec![match root {
        Some(_) => fact,
        None => fact.inferred(),
    }])
}

const ROOT_ONLY: &str = "; only the root location has a document";
const ROOT_NOT_ASKED: &str = ", and the root location was not asked";

/// The root document alone is allowed where it describes the whole origin (MCP, protected resource metadata discovery).
fn severity_beside_root(root: &ResourceMetadataRequest) -> Severity {
    let resource = root.answer.view().and_then(|view| view.resource.as_deref());
    match (resource, root.of.as_deref()) {
        (Some(resource), Some(origin)) if place(resource) == place(origin) => Severity::Info,
        _ => Severity::Warning,
    }
}
