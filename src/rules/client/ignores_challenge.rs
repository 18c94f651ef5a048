//! The client does not use what the challenge says.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::stage::Stage;
use crate::wire::address::Address;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    id: "client/ignores-challenge",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Resource),
    title: "The client does not use what the challenge says",
    why: "The challenge is the first source: resource_metadata says where the document is, scope which scopes this \
        request needs. A client that guesses instead asks at the wrong place or for too little.",
    fix: "Update the client: use resource_metadata and scope from WWW-Authenticate first.",
    cites: &[
        cite::MCP_RESOURCE_METADATA_DISCOVERY,
        cite::MCP_SCOPE_SELECTION,
        cite::RFC9728_CHALLENGE,
    ],
    conformance: &["prm-priority-order", "scope-from-www-authenticate"],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta/resource"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 404
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="files:read files:write", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=openid
            < 302
            < Location: http://127.0.0.1:1/cb?error=invalid_scope&state=s
        "#,
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="files:read", resource_metadata="https://mcp.example.com/meta/resource"
            > GET https://mcp.example.com/meta/resource
            < 200
            < {"resource":"https://mcp.example.com/mcp"}
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=files:read
            < 302
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    let mut named = BTreeSet::new();
    for one in reading.unauthorized() {
        let Some(challenge) = one.challenge() else {
            continue;
        };
        looked = true;
        if let Some(url) = challenge.param("resource_metadata")
            && named.insert(url.to_owned())
        {
            facts.extend(elsewhere(reading, one.index, url));
        }
        if let Some(scopes) = challenge.scopes() {
            facts.extend(other_scopes(reading, one.index, &scopes));
        }
    }
    Verdict::of(looked, facts)
}

/// The named document was never asked for, and the guessed places have none.
fn elsewhere(reading: &Reading, index: usize, url: &str) -> Option<Fact> {
    let resource = reading.resource_metadata.iter();
    let server = reading.server_metadata.iter();
    let mut later: Vec<(usize, bool)> = resource
        .map(|one| (one.index, one.answer.document().is_some()))
        .chain(server.map(|one| (one.index, one.answer.document().is_some())))
        .filter(|(at, _)| *at > index)
        .collect();
    later.sort_unstable();
    let address = |at: usize| reading.exchange(at).map(|one| one.request.url.as_str());
    let asked = later.iter().any(|(at, _)| address(*at) == Some(url));
    let found = later.iter().any(|(_, found)| *found);
    let first = later
        .first()
        .filter(|_| !asked && !found && Address::parse(url).is_ok())?
        .0;
    let received = address(first)?;
    Some(
        Fact::at(
            first,
            format!("The client asks {received} although the challenge names {url}"),
        )
        .expected(url.to_owned())
        .received(received),
    )
}

/// An authorization request that has none of the scopes of the challenge.
fn other_scopes(reading: &Reading, index: usize, wanted: &[String]) -> Option<Fact> {
    let request = reading
        .authorizations
        .iter()
        .find(|one| one.index > index && one.parameter("client_id").is_some())?;
    let asked = request.parameter("scope").unwrap_or_default();
    let any = asked
        .split(' ')
        .any(|scope| wanted.iter().any(|one| one == scope));
    (!any).then(|| {
        Fact::at(
            request.index,
            "The client asks for none of the scopes that the challenge names",
        )
        .member("scope")
        .expected(wanted.join(" "))
        .received(asked.to_owned())
    })
}
