//! A scope that was asked for is refused.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/scope-refused",
    severity: Severity::Error,
    party: Party::Server,
    title: "A scope that was asked for is refused",
    why: "Clients ask for the scopes that the challenge or the resource metadata names. If the \
        authorization server does not know one of them, or does not give it to this client, the whole \
        sign-in fails.",
    fix: "List in the challenge and in `scopes_supported` only scopes that the authorization server grants \
        to such clients, or define the scope there.",
    cites: &[
        cite::RFC6749_AUTHORIZATION_ERROR,
        cite::MCP_SCOPE_SELECTION,
        cite::RFC6749_SCOPE,
    ],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > GET https://auth.example.com/authorize?client_id=c&scope=read+introspection
            < 302
            < Location: http://127.0.0.1/cb?error=invalid_scope&state=s
        "
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?client_id=c&scope=read
            < 302
            < Location: http://127.0.0.1/cb?code=c&state=s
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let sent = one.parameter("scope");
        let unknown = sent.map(|sent| unknown(reading, sent)).unwrap_or_default();
        let title = match (unknown.is_empty(), sent) {
            (false, _) => format!(
                "The authorization server does not list the scope {}",
                words::list(&unknown)
            ),
            (true, Some(sent)) => format!("The authorization server refuses the scopes {sent}"),
            (true, None) => "The authorization server refuses a scope".to_owned(),
        };
        let listed = known(reading);
        Fact::at(one.index, title)
            .member("scope")
            .expected_if((!listed.is_empty()).then(|| words::list(&listed)))
            .party(who(reading, sent.unwrap_or_default()))
    })
}

/// Who asked for the scopes: the server that names them in its challenge or its metadata, else the client by itself.
fn who(reading: &Reading, sent: &str) -> Party {
    let challenged = reading
        .mcp
        .iter()
        .filter_map(|one| one.challenge()?.scopes());
    let listed = reading
        .resource_documents()
        .filter_map(|(_, document)| document.view.scopes_supported.clone());
    let named: Vec<String> = challenged.chain(listed).flatten().collect();
    let by_server = sent
        .split_whitespace()
        .all(|one| named.iter().any(|name| name == one));
    match (named.is_empty(), by_server) {
        (false, true) => Party::Server,
        _ => Party::Client,
    }
}

/// The scopes that the authorization server's metadata lists.
fn known(reading: &Reading) -> Vec<String> {
    reading
        .server_documents()
        .filter_map(|(_, document)| document.view.scopes_supported.clone())
        .flatten()
        .collect()
}

fn unknown(reading: &Reading, sent: &str) -> Vec<String> {
    let known = known(reading);
    sent.split_whitespace()
        .filter(|scope| !known.is_empty() && !known.iter().any(|one| one == scope))
        .map(str::to_owned)
        .collect()
}
