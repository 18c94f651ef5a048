//! The client builds the wrong metadata URL.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::Answer;
use crate::evidence::step::{LocationForm, MetadataKind, ServerMetadataRequest};
use crate::flow::discover::well_known;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::server::candidates;
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "client/metadata-url",
    severity: Severity::Error,
    party: Party::Client,
    title: "The client asks for metadata at the wrong place",
    why: "The well-known segment stands between host and path (RFC 8414, RFC 9728). A client that drops the path, or \
        appends the segment, finds nothing, or somebody else's document.",
    fix: "The client's author: insert /.well-known/<name> before the path of the issuer, or of the MCP endpoint. \
        Until then the server's operator may serve the document there too.",
    cites: &[
        cite::RFC8414_REQUEST,
        cite::RFC9728_REQUEST,
        cite::MCP_SERVER_METADATA_DISCOVERY,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com/tenant"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#,
        "
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/mcp/.well-known/oauth-protected-resource
            < 404
        ",
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com/"]}
            > GET https://auth.example.com//.well-known/oauth-authorization-server
            < 404
        "#,
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com/tenant"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server/tenant
            < 200
            < {"issuer":"https://auth.example.com/tenant"}
            > GET https://auth.example.com/tenant/.well-known/oauth-authorization-server
            < 404
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    facts.extend(for_issuer(reading));
    facts.extend(for_resource(reading));
    let looked = !reading.server_metadata.is_empty() || !reading.resource_metadata.is_empty();
    Verdict::of(looked, facts)
}

/// An issuer's host asked, but never at a location of that issuer.
fn for_issuer(reading: &Reading) -> Option<Fact> {
    let issuers = reading
        .resource_documents()
        .filter_map(|(_, document)| document.view.authorization_servers.as_ref());
    for issuer in issuers.flatten() {
        let Ok(address) = Address::parse(issuer) else {
            continue;
        };
        let asked: Vec<&ServerMetadataRequest> = reading
            .server_metadata
            .iter()
            .filter(|one| {
                Address::parse(&one.exchange.request.url)
                    .is_ok_and(|asked| asked.same_origin(&address))
            })
            .collect();
        let right = asked
            .iter()
            .filter(|one| !candidates::is_doubled(one))
            .any(|one| place(&one.expected_issuer) == place(issuer) && is_specified(one));
        // Without a path, only the resource's path can have gone in; a document at such a place stops nobody.
        let misled = |one: &&&ServerMetadataRequest| {
            let elsewhere =
                place(&one.expected_issuer) != place(issuer) || candidates::is_doubled(one);
            let refused = matches!(one.answer, Answer::Refused(404 | 405 | 410));
            !right && (address.path.len() > 1 || elsewhere && refused)
        };
        let wrong = asked.first().filter(misled)?;
        return Some(
            Fact::at(
                wrong.index,
                format!(
                    "The client asks {} for the metadata of {issuer}",
                    wrong.exchange.request.url
                ),
            )
            .expected_if(well_known::of_issuer(issuer))
            .received(wrong.exchange.request.url.clone()),
        );
    }
    None
}

fn is_specified(one: &ServerMetadataRequest) -> bool {
    one.kind == MetadataKind::OpenId || one.form != LocationForm::Appended
}

/// The segment appended to the endpoint, found missing there, and no specified location asked.
fn for_resource(reading: &Reading) -> Option<Fact> {
    let specified = reading
        .resource_metadata
        .iter()
        .any(|one| one.form != LocationForm::Appended);
    let wrong = reading.resource_metadata.iter().find(|one| {
        one.form == LocationForm::Appended
            && one.announced_by.is_none()
            && matches!(one.answer, Answer::Refused(404 | 405 | 410))
    })?;
    let of = wrong.of.as_deref()?;
    (!specified).then(|| {
        let title = format!("The client appends the well-known segment to {of}");
        Fact::at(wrong.index, title)
            .expected_if(well_known::of_resource(of))
            .received(&wrong.exchange.request.url)
    })
}
