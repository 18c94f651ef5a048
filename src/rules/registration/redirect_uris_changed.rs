//! The registered redirect URIs are not those that were asked for.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "registration/redirect-uris-changed",
    rows: &[82],
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    explains: &["authorization/redirect-uri-mismatch"],
    title: "The registered redirect URIs are not those that were asked for",
    why: text!(
        "What the answer says is what counts. If the client's redirect URI is not in it, the \
        authorization request will be refused."
    ),
    fix: text!(
        "Register the redirect URIs exactly as they were sent, or refuse the registration with \
        `invalid_redirect_uri`."
    ),
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
        let asked = one.asked.as_ref()?.redirect_uris.as_deref()?;
        let view = one.answer.view().filter(|view| view.error.is_none())?;
        let granted = view.redirect_uris.as_deref()?;
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
