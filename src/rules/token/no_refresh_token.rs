//! No refresh token was issued.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::rules::access::{expired, refusal, token_refused};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/no-refresh-token",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    title: "No refresh token was issued",
    why: "When the access token expires, the person must sign in again.",
    fix: "Issue refresh tokens to this client. A client should ask for `offline_access` where the \
        authorization server lists it, and be registered with the grant `refresh_token`.",
    cites: &[
        cite::MCP_REFRESH_TOKENS,
        cite::RFC6749_TOKEN_RESPONSE,
        cite::SEP_2207,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","expires_in":3600}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","refresh_token":"r"}
        "#
    ],
    check,
    ways,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut issued = reading
        .issued()
        .filter(|one| matches!(one.grant(), Some("authorization_code") | None));
    let without = issued.find(|one| {
        let document = one.answer.document();
        document.is_some_and(|document| document.lacks("refresh_token"))
    });
    let fact = without.map(|one| {
        party(
            reading,
            match end(reading, one.index) {
                Some(end) => Fact::at(
                    end,
                    "The token has expired, and there is no refresh token to renew it",
                )
                .severity(Severity::Error),
                None => Fact::at(one.index, "").member("refresh_token"),
            },
        )
    });
    Verdict::of(reading.issued().next().is_some(), fact)
}

/// Who could have got one: a client that did not ask for `offline_access` although it is offered (OpenID Connect Core §11).
fn party(reading: &Reading, fact: Fact) -> Fact {
    let is_it = |scope: &str| scope == "offline_access";
    let offered = reading.server_documents().any(|(_, document)| {
        let scopes = document.view.scopes_supported.as_ref();
        scopes.is_some_and(|scopes| scopes.iter().any(|one| is_it(one)))
    });
    let asked = reading.authorizations.iter().any(|one| {
        one.parameter("scope")
            .unwrap_or_default()
            .split(' ')
            .any(is_it)
    });
    match offered && !asked && !reading.authorizations.is_empty() {
        true => fact.party(Party::Client),
        false => fact,
    }
}

/// Whether the refusal of a token is its expiry, and no refresh token was issued to prevent it.
#[must_use]
pub fn accounts_for(reading: &Reading, refused: usize) -> bool {
    let last = reading.authenticated().last().map(|one| one.index);
    let mut issued = reading
        .issued()
        .filter(|one| matches!(one.grant(), Some("authorization_code") | None));
    last == Some(refused)
        && issued.any(|one| {
            let document = one.answer.document();
            document.is_some_and(|document| document.lacks("refresh_token"))
                && end(reading, one.index) == Some(refused)
        })
}

/// Where the server no longer accepted the token that it accepted before.
fn end(reading: &Reading, issued: usize) -> Option<usize> {
    let mut later = reading.authenticated().skip_while(|one| one.index < issued);
    later.find(|one| one.exchange.is_success())?;
    let last = later.last()?;
    let refused = refusal::of(reading, last);
    let lost = [expired::RULE.id, token_refused::RULE.id];
    refused
        .is_some_and(|rule| lost.contains(&rule))
        .then_some(last.index)
}

/// More scopes, unless the provider is known to want a parameter, which only the client can send.
pub fn ways(situation: &Situation<'_>) -> Ways {
    const SCOPES: &[ActionKind] = &[ActionKind::AddScopes];
    let provider = situation.provider;
    match provider.is_some_and(|provider| !provider.refresh.parameters.is_empty()) {
        true => Ways::first(&[ActionKind::ReportToClient]).then(SCOPES),
        false => Ways::first(SCOPES),
    }
}
