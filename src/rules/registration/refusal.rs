//! Refused registrations (RFC 7591 §3.2.2), and the rule that says why.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::{RegistrationRequest, Source};
use crate::reasons::answers::{self, Sign};
use crate::rule::{Fact, Verdict};
use crate::rules::contact::login_page::leads_to_login;
use crate::rules::words;
use crate::stage::Stage;
use crate::wire::address::Address;

/// The rule that says why this registration did not succeed; `None` where it did, or where that was not seen.
#[must_use]
pub fn of(reading: &Reading, one: &RegistrationRequest) -> Option<&'static str> {
    let status = one.exchange.status();
    let error = reading.error(one.index);
    let failed = status >= 300 || (status == 0 && error.code.is_some());
    if !failed {
        return None;
    }
    answers::reason(
        Stage::Registration,
        &error.answer(status),
        |sign| match sign {
            Sign::Code => error.code.is_some(),
            Sign::Page => one.exchange.is_page(),
            Sign::Guessed => is_guess(reading, one),
            Sign::ToLogin => leads_to_login(one.exchange),
            Sign::Challenge => has_challenge(one),
            _ => false,
        },
    )
}

/// A fact for each registration that was refused for the reason of one rule.
#[must_use]
pub fn facts(reading: &Reading, rule: &str, title: &str) -> Verdict {
    let facts = reading
        .registrations
        .iter()
        .filter(|one| of(reading, one) == Some(rule))
        .map(|one| {
            let url = place(&one.exchange.request.url);
            Fact::at(one.index, format!("{url} {title}")).received(said(reading, one))
        });
    Verdict::of(!reading.registrations.is_empty(), facts)
}

/// Status and text of the answer, for `received`.
#[must_use]
pub fn said(reading: &Reading, one: &RegistrationRequest) -> String {
    words::answered(one.exchange, reading.error(one.index))
}

/// Whether the client made the endpoint up: no metadata has it, or it is the habitual `/register` on a host that isn't known to be
/// an authorization server.
fn is_guess(reading: &Reading, one: &RegistrationRequest) -> bool {
    match one.source {
        Source::Advertised(_) => false,
        Source::Guessed => true,
        // Clients say so where the metadata, of which not all was captured, names no endpoint.
        Source::Unknown => {
            reading.claimed("registration/not-offered")
                || is_habitual(reading, &one.exchange.request.url)
        }
    }
}

fn is_habitual(reading: &Reading, url: &str) -> bool {
    let Ok(asked) = Address::parse(url) else {
        return false;
    };
    let same = |other: &str| Address::parse(other).is_ok_and(|other| other.same_origin(&asked));
    let issuers: Vec<&String> = reading
        .resource_documents()
        .filter_map(|(_, document)| document.view.authorization_servers.as_ref())
        .flatten()
        .collect();
    let described = reading
        .server_documents()
        .any(|(_, document)| document.view.issuer.as_deref().is_some_and(same));
    let named = issuers.iter().any(|issuer| same(issuer));
    let on_the_server = reading.server.as_deref().is_some_and(same);
    asked.path == "/register" && !described && !named && (on_the_server || !issuers.is_empty())
}

fn has_challenge(one: &RegistrationRequest) -> bool {
    one.exchange
        .response
        .as_ref()
        .is_some_and(|response| response.headers.has("www-authenticate"))
}
