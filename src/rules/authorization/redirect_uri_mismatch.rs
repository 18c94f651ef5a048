//! The redirect URI is not one that is registered for the client.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/redirect-uri-mismatch",
    severity: Severity::Error,
    party: Party::Client,
    title: "The redirect URI is not one that is registered for the client",
    why: "An authorization server redirects only to addresses it knows, so it shows an error page and the browser \
        never comes back to the client. Another port, `localhost` for `127.0.0.1`, another path or a trailing slash \
        is enough.",
    fix: "Register exactly the redirect URI that the client sends. Where the provider compares the port \
        too, give the client one fixed port.",
    cites: &[cite::RFC6749_INVALID_ENDPOINT, cite::RFC9700_REDIRECT_MATCHING, cite::RFC8252_LOOPBACK, cite::MCP_OPEN_REDIRECTION],
    fails: examples![r#"
            > GET https://auth.example.com/authorize?client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb
            < 400
            < {"error":"invalid_request","error_description":"Redirect URI 'http://127.0.0.1:5000/cb' does not match allowed patterns."}
        "#, "
            > GET https://id.example.com/error?error=unauthorized_client&error_description=redirect_uri%20is%20not%20registered%20for%20client
            < 200
        "],
    passes: examples!["
            > GET https://auth.example.com/authorize?client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb
            < 302
            < Location: http://127.0.0.1:5000/cb?code=x&state=s
        "],
    check,
    ways,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let sent = one.parameter("redirect_uri");
        let title = match sent {
            Some(sent) => format!("The authorization server refuses the redirect URI {sent}"),
            None => "The authorization server refuses the redirect URI".to_owned(),
        };
        Fact::at(one.index, title)
            .member("redirect_uri")
            .received_if(sent)
            .expected_if(registered(reading, one.index).map(words::list))
            .party(match was_accepted(reading) {
                true => Party::AuthorizationServer,
                false => Party::Client,
            })
    })
}

/// What a registration that was seen has registered.
fn registered<'a>(reading: &'a Reading, before: usize) -> Option<&'a [String]> {
    let registration = reading.registration_before(before)?;
    let granted = registration
        .answer
        .view()
        .and_then(|view| view.redirect_uris.as_deref());
    let asked = registration
        .asked
        .as_ref()
        .and_then(|asked| asked.redirect_uris.as_deref());
    granted.or(asked)
}

/// A redirect URI that the registration has accepted is the authorization server's to accept.
fn ways(situation: &Situation<'_>) -> Ways {
    const CLIENT: &[ActionKind] = &[ActionKind::RegisterAgain, ActionKind::OwnApp];
    match was_accepted(situation.reading) {
        true => Ways::first(&[ActionKind::PatchAuthorizationServer]).then(CLIENT),
        false => Ways::first(CLIENT),
    }
}

/// Whether the redirect URI of the last authorization request was accepted at registration before.
fn was_accepted(reading: &Reading<'_>) -> bool {
    let asked = reading.authorizations.last();
    let Some((asked, uri)) =
        asked.and_then(|one| Some((one.index, one.parameter("redirect_uri")?)))
    else {
        return false;
    };
    let registered = reading.registration_before(asked);
    registered.is_some_and(|one| {
        let uris = one
            .asked
            .as_ref()
            .and_then(|asked| asked.redirect_uris.as_ref());
        matches!(one.exchange.status(), 200 | 201)
            && uris.is_some_and(|uris| uris.iter().any(|one| one == uri))
    })
}
