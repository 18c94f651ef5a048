//! Refused authorization requests: on the server's own page, in the callback, or in the answer to a pushed request.

use crate::evidence::error_text::ErrorText;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::{AuthorizationRequest, CallbackSeen};
use crate::http::Exchange;
use crate::limits;
use crate::rule::{Fact, Verdict};
use crate::rules::wording;
use crate::wire::address::Address;

/// One refusal.
pub struct Refusal<'a, 'b> {
    /// Index of the exchange that shows it.
    pub index: usize,
    /// What it says.
    pub error: ErrorText,
    /// The request that was refused, if it was seen.
    pub request: Option<&'b AuthorizationRequest<'a>>,
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The redirect URI.
    RedirectUri,
    /// `resource` was needed and not sent.
    ResourceNeeded,
    /// `resource` was sent and is not taken.
    Resource,
    /// A scope was needed and not sent.
    ScopeNeeded,
    /// A scope is not taken.
    Scope,
    /// PKCE.
    Pkce,
    /// The client id.
    Client,
    /// The person or an administrator has not consented.
    Consent,
    /// The client may not use this flow.
    Flow,
    /// The browser is one that an app embeds.
    EmbeddedBrowser,
    /// The server failed.
    Server,
    /// Something else.
    Other,
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

/// A fact for each refusal about one thing.
pub fn facts(reading: &Reading, about: About, fact: &dyn Fn(&Refusal) -> Fact) -> Verdict {
    let looked = !reading.authorizations.is_empty()
        || !reading.callbacks.is_empty()
        || !reading.pushed.is_empty();
    let refusals = all(reading);
    let facts = refusals
        .iter()
        .filter(|one| one.about(reading) == about)
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
    /// What it is about, the most telling sign first.
    #[must_use]
    pub fn about(&self, reading: &Reading) -> About {
        const CONSENT: [&str; 6] = [
            "access_denied",
            "aadsts65001",
            "aadsts90094",
            "consent",
            "user denied",
            "login_required",
        ];
        let error = &self.error;
        let status = reading.exchange(self.index).map_or(0, Exchange::status);
        if error.says_any(&["disallowed_useragent", "use secure browsers"]) {
            return About::EmbeddedBrowser;
        }
        if wording::redirect_uri(error) {
            return About::RedirectUri;
        }
        if wording::resource_needed(error) {
            return About::ResourceNeeded;
        }
        if wording::resource(error) {
            return About::Resource;
        }
        if wording::pkce(error) {
            return About::Pkce;
        }
        if wording::scope_needed(error) {
            return About::ScopeNeeded;
        }
        if wording::scope(error) {
            return About::Scope;
        }
        if status >= 500 || error.says_any(&["server_error", "temporarily_unavailable"]) {
            return About::Server;
        }
        if error.says_any(&CONSENT) {
            return About::Consent;
        }
        if error.is("invalid_client") || wording::unknown_client(error) {
            return About::Client;
        }
        if error.is("unauthorized_client") || error.is("unsupported_response_type") {
            return About::Flow;
        }
        // What is said with the client's own id is said of the client.
        let id = self.parameter("client_id").unwrap_or_default();
        if id.len() > 3 && error.says(&id.to_ascii_lowercase()) {
            return About::Client;
        }
        if self.passes_with_resource(reading) {
            return About::ResourceNeeded;
        }
        About::Other
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
    const WORDS: [&str; 16] = [
        "invalid",
        "error",
        "aadsts",
        "does not match",
        "doesn't match",
        "mismatch",
        "not registered",
        "must be",
        "missing_",
        "missing required",
        "unknown client",
        "not found",
        "denied",
        "not valid",
        "not a valid",
        "did not match",
    ];
    const SIGN_IN: [&str; 5] = ["sign in", "log in", "login", "password", "email"];
    let error = reading.error(one.index);
    let status = one.exchange.status();
    // A page of 200 may say it too, but a sign-in page with the word "error" in a script may not be taken for one.
    let said = matches!(status, 0 | 300..=399) && error.says_any(&WORDS);
    let form = error.says_any(&SIGN_IN) && !error.says("aadsts");
    let short = status == 200 && error.text.len() < 400 && !form && error.says_any(&WORDS);
    status >= 400 || error.code.is_some() || said || short
}
