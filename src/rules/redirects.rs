//! Where a redirect of metadata leads.

use crate::evidence::reading::Reading;
use crate::http::{Exchange, Response};
use crate::limits;
use url::Url;

/// What a redirect asks of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// To go on within the origin.
    Within,
    /// To go where metadata must not lead unchecked: to another origin, or to what is not http.
    Leaves,
    /// To go on for ever: it was followed as often as a client does.
    Endless,
}

/// What the redirect of an exchange asks, and whether anybody went there; `None` where it is none.
#[must_use]
pub fn of(reading: &Reading, index: usize) -> Option<(Redirect, bool)> {
    let exchange = reading.exchange(index)?;
    let redirects = exchange
        .response
        .as_ref()
        .is_some_and(Response::is_redirect);
    if !redirects {
        return None;
    }
    let Some(target) = target(exchange) else {
        return Some((Redirect::Within, false));
    };
    let from = Url::parse(&exchange.request.url).ok()?;
    let all = || reading.evidence.exchanges.iter();
    let followed = all()
        .skip(index + 1)
        .any(|one| is_at(&one.request.url, &target));
    let kind = if target.origin() != from.origin() || !target.origin().is_tuple() {
        Redirect::Leaves
    } else if hops(reading, index) >= limits::REDIRECTS {
        Redirect::Endless
    } else {
        Redirect::Within
    };
    Some((kind, followed))
}

/// How many redirects led to an exchange.
fn hops(reading: &Reading, index: usize) -> usize {
    let mut hops = 0;
    let mut at = index;
    while let Some(url) = reading.exchange(at).map(|one| &one.request.url) {
        let earlier = reading.evidence.exchanges.get(..at).unwrap_or_default();
        let near = earlier.len().saturating_sub(limits::LOOK_BACK);
        let before = earlier.iter().enumerate().skip(near).rev();
        let leads_here = |one: &Exchange| target(one).is_some_and(|target| is_at(url, &target));
        let mut leading = before.filter(|(_, one)| leads_here(one));
        match leading.next() {
            Some((found, _)) if hops < limits::REDIRECTS => (at, hops) = (found, hops + 1),
            _ => break,
        }
    }
    hops
}

/// Whether a URL is where a redirect leads. The query is left out: a report withholds its values.
fn is_at(url: &str, target: &Url) -> bool {
    let bare = |text: &str| text.split(['?', '#']).next().map(str::to_owned);
    bare(url) == bare(target.as_str())
}

fn target(exchange: &Exchange) -> Option<Url> {
    let response = exchange.response.as_ref().filter(|one| one.is_redirect())?;
    let location = response.headers.get("location")?;
    Url::parse(&exchange.request.url).ok()?.join(&location).ok()
}

/// Whether a redirect of metadata leads to a page where a person signs in, as its address says.
#[must_use]
pub fn leads_to_login(exchange: &Exchange) -> bool {
    let to = exchange
        .response
        .as_ref()
        .and_then(|one| one.headers.get("location"));
    let to = to.unwrap_or_default().to_ascii_lowercase();
    [
        "login",
        "signin",
        "sign-in",
        "/sso",
        "saml",
        "cdn-cgi/access",
    ]
    .iter()
    .any(|word| to.contains(word))
}
