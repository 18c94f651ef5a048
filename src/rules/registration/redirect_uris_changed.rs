//! The registered redirect URIs are not those that were asked for.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Document;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;
use crate::wire::client::ClientInformation;

pub static RULE: Rule = Rule {
    id: "registration/redirect-uris-changed",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registered redirect URIs are not those that were asked for",
    why: "What the answer says is what counts. If the client's redirect URI is not in it, the \
        authorization request will be refused.",
    fix: "Register the redirect URIs exactly as they were sent and return them, or refuse the registration with \
        `invalid_redirect_uri`.",
    cites: &[cite::RFC7591_RESPONSE, cite::RFC9700_REDIRECT_MATCHING],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1:8080/cb"]}
            < 201
            < {"client_id":"c","redirect_uris":["http://127.0.0.1/"]}
        "#,
        r#"
            symptom: 1 validation error for OAuthClientInformationFull redirect_uris List should have at least 1 item
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1:8080/cb"]}
            < 201
            < {"redirect_uris":[]}
        "#,
        r#"
            > POST https://auth.example.com/register
            < 201
            < {"client_id":"c","client_secret":"s"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1:8080/cb"]}
            < 201
            < {"client_id":"c","redirect_uris":["http://127.0.0.1:8080/cb"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.registrations.iter().filter_map(|one| {
        let document = one.answer.document()?;
        if document.view.error.is_some() {
            return None;
        }
        let Some(granted) = document.view.redirect_uris.as_deref() else {
            return absent(one.index, document);
        };
        let asked = one.asked.as_ref()?.redirect_uris.as_deref()?;
        let lost: Vec<&String> = asked.iter().filter(|uri| !granted.contains(uri)).collect();
        (!lost.is_empty()).then(|| {
            Fact::at(
                one.index,
                format!("The answer lacks the redirect URI {}", words::list(&lost)),
            )
            .member("redirect_uris")
            .expected(words::list(asked))
            .received(words::list(granted))
        })
    });
    Verdict::of(!reading.registrations.is_empty(), facts)
}

/// Clients made with the official TypeScript SDK refuse such an answer; others take what they asked for.
fn absent(index: usize, document: &Document<ClientInformation>) -> Option<Fact> {
    let registered = document.view.client_id.is_some() && document.lacks("redirect_uris");
    registered.then(|| {
        Fact::at(
            index,
            "The answer does not say which redirect URIs are registered",
        )
        .member("redirect_uris")
        .received("missing")
    })
}
