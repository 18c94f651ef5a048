//! The client authenticates in a way that the token endpoint refuses.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::evidence::step::{ClientAuthentication, TokenRequest};
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::rules::server::client_authentication::advertised;
use crate::rules::words;
use crate::spec::cite;
use crate::stage::Stage;
use crate::wire::address::same_origin;

pub static RULE: Rule = Rule {
    id: "token/client-authentication",
    severity: Severity::Error,
    party: Party::Client,
    title: "The client authenticates in a way that the token endpoint refuses",
    why: "A secret in the header instead of the body or the reverse, two methods at once, or none: the code \
        is lost and the sign-in fails at its last step.",
    fix: "Use one method that `token_endpoint_auth_methods_supported` lists and that the registration gave: the \
        secret if there is one, else `client_id` alone in the body. In Basic, encode id and secret each before \
        joining them. The operator must list what the endpoint really accepts.",
    cites: &[
        cite::RFC6749_CLIENT_AUTHENTICATION,
        cite::RFC6749_CLIENT_PASSWORD,
        cite::RFC6749_TOKEN_ERROR,
        cite::RFC8414_METADATA,
    ],
    conformance: &["token-endpoint-auth-method"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > Authorization: Basic eDp5
            > grant_type=authorization_code&code=c
            < 401
            < {"error":"invalid_client"}
        "#,
        r#"
            symptom: token exchange failed
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint_auth_methods_supported":["client_secret_post"]}
            > POST https://auth.example.com/token
            > Authorization: Basic eDp5
            > grant_type=authorization_code&code=c
            < 0
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 400
            < {"error":"invalid_request","error_description":"The request has no secret"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 400
            < {"error":"invalid_request","error_description":"client_assertion is not accepted here"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > Authorization: Basic eDp5
            > grant_type=authorization_code&code=c&client_id=x&client_secret=y
            < 400
            < {"error":"invalid_request"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 401
            < {"error":"access_denied"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ways,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.tokens.iter().filter_map(|one| {
        let used = one.authentication.map(name);
        let with_method = |fact: Fact| match used {
            Some(used) => fact.member(used),
            None => fact,
        };
        if refusal::of(reading, one) == Some(RULE.id) {
            let title = format!(
                "The token endpoint refuses the client's authentication{}",
                used.map(|used| format!(" by `{used}`")).unwrap_or_default()
            );
            let fact = Fact::at(one.index, title).received(refusal::said(reading, one));
            let fact = with_method(fact)
                .expected_if(advertised(reading).map(words::list))
                .party(who(reading, one));
            return Some(match is_own_secret_wrong(reading, used) {
                true => fact.ways(Ways::first(Ways::CLIENT)),
                false => fact,
            });
        }
        unanswered(reading, one).map(with_method)
    });
    Verdict::of(!reading.tokens.is_empty(), facts)
}

/// Who is at fault: a server that refuses the method that it gave the client when it registered, or, where it gave a secret and named
/// none, Basic, the default way to send it (RFC 7591 §2).
fn who(reading: &Reading, one: &TokenRequest) -> Party {
    let used = one.authentication.map(name);
    let given = reading
        .registration_before(one.index)
        .is_some_and(|registered| {
            let view = registered.answer.view();
            view.is_some_and(|view| match view.token_endpoint_auth_method.as_deref() {
                Some(method) => Some(method) == used,
                None => view.client_secret.is_some() && used == Some("client_secret_basic"),
            })
        });
    let url = &one.exchange.request.url;
    let own = reading
        .server
        .as_deref()
        .is_some_and(|server| same_origin(server, url));
    match (given, own) {
        (true, true) => Party::Server,
        (true, false) => Party::AuthorizationServer,
        (false, _) => Party::Client,
    }
}

/// Whether a client that nobody registered here proves itself in a way that is not known to be wrong: then its id or its secret is.
fn is_own_secret_wrong(reading: &Reading, used: Option<&str>) -> bool {
    let is_listed =
        |used| advertised(reading).is_none_or(|list| list.iter().any(|one| one == used));
    reading.registrations.is_empty() && used.is_some_and(is_listed)
}

/// The answer was not seen, a client says that the exchange failed, and its method is not advertised or not known to be right.
fn unanswered(reading: &Reading, one: &TokenRequest) -> Option<Fact> {
    let failed = one.exchange.status() == 0 && reading.claimed_at(Stage::Token);
    let used = name(one.authentication.filter(|_| failed)?);
    let title = format!("The client authenticates by `{used}`, and the exchange failed");
    let fact = Fact::at(one.index, title).received(used).inferred();
    match advertised(reading) {
        Some(list) if list.iter().any(|one| one == used) => None,
        Some(list) => Some(fact.expected(words::list(list))),
        None => (used == "client_secret_basic").then_some(fact),
    }
}

fn name(method: ClientAuthentication) -> &'static str {
    match method {
        ClientAuthentication::Basic => "client_secret_basic",
        ClientAuthentication::Post => "client_secret_post",
        ClientAuthentication::Assertion => "private_key_jwt",
        ClientAuthentication::None => "none",
        ClientAuthentication::Both => "two methods at once",
    }
}

/// A message may say that the id or the secret is wrong, and not how it was sent.
fn ways(situation: &Situation<'_>) -> Ways {
    let reading = situation.reading;
    let last = reading.tokens.last().map(|one| reading.error(one.index));
    let is_wrong = last.is_some_and(|error| error.speaks_of(Subject::WrongSecret));
    match is_wrong {
        true => Ways::first(Ways::CLIENT),
        false => Ways::NONE,
    }
}
