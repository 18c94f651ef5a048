//! Refused authorization requests: on the server's own page, in the callback, or in the answer to a pushed request.

use crate::evidence::error_text::ErrorText;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::{AuthorizationRequest, CallbackSeen};
use crate::http::Exchange;
use crate::limits;
use crate::reasons::answers::{self, Sign, Subject};
use crate::rule::{Fact, Verdict};
use crate::stage::Stage;
use crate::wire::address::Address;

/// One refusal.
pub struct Refusal<'a, 'b> {
    /// Index of the exchange that shows it.
    pub index: usize,
    /// What it says.
    pub error: &'b ErrorText,
    /// The request that was refused, if it was seen.
    pub request: Option<&'b AuthorizationRequest<'a>>,
}

/// Every refusal that was seen.
#[must_use]
pub fn all<'a, 'b>(reading: &'b Reading<'a>) -> Vec<Refusal<'a, 'b>> {
    let shown = reading
        .authorizations
        .iter()
        .chain(&reading.pushed)
        .chain(&reading.devices)
        .filter(|one| is_refused(reading, one) && !is_without_client(reading, one))
        .map(|one| Refusal {
            index: one.index,
            error: reading.error(one.index),
            request: Some(one),
        });
    let failed = (reading.pages.iter())
        .filter(|(_, page)| page.status() >= 500)
        .map(|(index, _)| Refusal {
            index: *index,
            error: reading.error(*index),
            request: reading.authorization_before(*index),
        });
    let told = reading
        .callbacks
        .iter()
        .filter(|one| one.callback.error.is_some() || fails_on_the_way_back(reading, one))
        .map(|one| Refusal {
            index: one.index,
            error: reading.error(one.index),
            request: reading
                .authorizations
                .iter()
                .find(|request| Some(request.index) == one.answers),
        });
    let mut refusals: Vec<Refusal> = shown.chain(failed).chain(told).collect();
    // A redirect that carries the error is both: the request's answer and the callback.
    refusals.dedup_by_key(|one| one.index);
    refusals
}

/// A callback of the server's own, behind which another sign-in lies, and which fails. A client's page is not meant.
fn fails_on_the_way_back(reading: &Reading, one: &CallbackSeen) -> bool {
    let Ok(page) = Address::parse(&one.exchange.request.url) else {
        return false;
    };
    let asked = reading.authorizations.iter();
    let mut servers = asked
        .map(|one| one.exchange.request.url.as_str())
        .chain(reading.server.as_deref());
    one.exchange.status() >= 500
        && !page.is_loopback()
        && servers.any(|url| Address::parse(url).is_ok_and(|server| server.same_origin(&page)))
}

/// A fact for each refusal for the reason of one rule.
pub fn facts(reading: &Reading, rule: &str, fact: &dyn Fn(&Refusal) -> Fact) -> Verdict {
    let looked = !reading.authorizations.is_empty()
        || !reading.callbacks.is_empty()
        || !reading.pushed.is_empty();
    let refusals = all(reading);
    let facts = refusals
        .iter()
        .filter(|one| one.reason(reading) == Some(rule))
        .map(|one| {
            let fact = fact(one);
            match fact.received {
                Some(_) => fact,
                None => fact.received(one.error.shown()),
            }
        });
    Verdict::of(looked, facts)
}

impl Refusal<'_, '_> {
    /// The rule that says why.
    #[must_use]
    pub fn reason(&self, reading: &Reading) -> Option<&'static str> {
        let status = reading.exchange(self.index).map_or(0, Exchange::status);
        let answer = self.error.answer(status);
        answers::reason(Stage::Authorization, &answer, |sign| match sign {
            Sign::NamesClientId => {
                let id = self.parameter("client_id").unwrap_or_default();
                id.len() > 3 && self.error.says(&id.to_ascii_lowercase())
            }
            Sign::SendsResource => self
                .request
                .is_some_and(|one| one.parameter("resource").is_some()),
            Sign::PassesWithResource => self.passes_with_resource(reading),
            _ => false,
        })
    }

    /// Whether the same endpoint took another request, which had `resource` where this one had none.
    fn passes_with_resource(&self, reading: &Reading) -> bool {
        let Some(request) = self
            .request
            .filter(|one| one.parameter("resource").is_none())
        else {
            return false;
        };
        let url = place(&request.exchange.request.url);
        let mut others = reading.authorizations.iter().rev().take(limits::LOOK_BACK);
        others.any(|one| {
            place(&one.exchange.request.url) == url
                && one.parameter("resource").is_some()
                && matches!(one.exchange.status(), 200..=399)
                && !is_refused(reading, one)
        })
    }

    /// A parameter of the request that was refused, if that was seen.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.request?.parameter(name)
    }
}

/// Whether the client goes on without an id after its registration was refused: that is the refusal to look at.
fn is_without_client(reading: &Reading, one: &AuthorizationRequest) -> bool {
    let registration = reading.registration_before(one.index);
    registration.is_some_and(|one| one.exchange.status() >= 400)
        && one.parameter("client_id").unwrap_or_default().is_empty()
}

fn is_refused(reading: &Reading, one: &AuthorizationRequest) -> bool {
    let error = reading.error(one.index);
    let status = one.exchange.status();
    // A page of 200 may say it too, but a sign-in page with the word "error" in a script must not count as one.
    let said = matches!(status, 0 | 300..=399) && error.speaks_of(Subject::Failure);
    let form = error.speaks_of(Subject::SignInForm);
    let short =
        status == 200 && error.text.len() < 400 && !form && error.speaks_of(Subject::Failure);
    status >= 400 || error.code.is_some() || said || short
}
