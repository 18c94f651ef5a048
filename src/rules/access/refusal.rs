//! Why a request with a token was refused: the tree of "token obtained but still refused".

use super::{expired, intended, token_refused};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::header;
use crate::evidence::step::McpRequest;
use crate::reasons::answers::{self, Sign};
use crate::rule::{Fact, Party, Verdict, Ways};
use crate::rules::token::{self, no_refresh_token};
use crate::rules::words;
use crate::stage::Stage;
use crate::wire::jwt::Claims;

/// The rule that says why this request was refused; `None` where it was not refused for its token.
#[must_use]
pub fn of(reading: &Reading, one: &McpRequest) -> Option<&'static str> {
    let status = one.exchange.status();
    let credential = one.credential.as_ref()?;
    let told = status == 0 && reading.error(one.index).code.is_some();
    let refused = (told || matches!(status, 400 | 401 | 403)) && !one.exchange.is_page();
    if !refused || reading.goes_through_later(one.index) {
        return None;
    }
    let claims = credential.claims.as_ref();
    let by = |holds: &dyn Fn(&Claims) -> bool| claims.is_some_and(holds);
    let challenge = one.challenge();
    let answer = reading.error(one.index).answer(status);
    answers::reason(Stage::Access, &answer, |sign| match sign {
        Sign::LacksScope => {
            challenge.is_some_and(|one| one.param("error") == Some("insufficient_scope"))
        }
        Sign::ScopeNamed => challenge.is_some_and(|one| one.scopes().is_some()),
        Sign::NotYetValid => by(&|claims| is_early(reading, one, claims)),
        Sign::Expired => by(&|claims| is_over(reading, one, claims)),
        Sign::Opaque => claims.is_none() && credential.scheme == "bearer",
        Sign::ForeignAudience => by(&|claims| intended::foreign(reading, claims).is_some()),
        Sign::ForeignIssuer => by(&|claims| foreign_issuer(reading, claims).is_some()),
        Sign::WithoutAudience => by(&|claims| claims.aud.is_empty()),
        Sign::Challenge => one.challenges.value().is_some(),
        Sign::NoToken => !matches!(credential.scheme.as_str(), "bearer" | "dpop"),
        Sign::Brought => is_brought(reading, one),
        Sign::ByThisTool => reading.is_of_this_tool(),
        Sign::AsWithoutToken => is_unseen_by_server(reading, one),
        _ => false,
    })
}

/// A fact about a token, which is the person's to replace where they gave it to this tool: no sign-in that is seen issued it.
pub fn of_token(reading: &Reading, one: &McpRequest, fact: Fact, fix: &str) -> Fact {
    match reading.is_of_this_tool() && is_brought(reading, one) {
        true => fact
            .party(Party::User)
            .ways(Ways::first(&[ActionKind::SignIn]))
            .fix(fix),
        false => fact,
    }
}

fn is_brought(reading: &Reading, one: &McpRequest) -> bool {
    let issued_by = one.credential.as_ref().map(|one| &one.issued_by);
    issued_by.is_some_and(Option::is_none)
        && !reading.tokens.iter().any(|one| one.exchange.is_success())
}

/// What the request was sent with, as a sentence names it.
#[must_use]
pub fn kind(one: &McpRequest) -> String {
    let Some(credential) = &one.credential else {
        return "no credential".to_owned();
    };
    match credential.scheme.as_str() {
        "bearer" | "dpop" => "a token".to_owned(),
        "basic" => "user name and password".to_owned(),
        "" => format!("a key in {}", credential.header),
        _ => "a credential".to_owned(),
    }
}

/// A fact for each request that was refused for the reason of one rule.
pub fn facts(reading: &Reading, rule: &str, fact: &dyn Fn(&McpRequest) -> Fact) -> Verdict {
    let facts = reading
        .authenticated()
        .filter(|one| of(reading, one) == Some(rule))
        .filter(|one| !no_refresh_token::accounts_for(reading, one.index))
        .filter(|one| !is_for_want_of_renewal(reading, one, rule))
        .map(|one| {
            let fact = fact(one);
            match fact.received {
                Some(_) => fact,
                None => fact.received(words::answered(one.exchange, reading.error(one.index))),
            }
        });
    Verdict::of(reading.authenticated().next().is_some(), facts)
}

/// Whether a token is refused that was accepted before, because its renewal was refused: that is the cause.
fn is_for_want_of_renewal(reading: &Reading, refused: &McpRequest, rule: &str) -> bool {
    let token = |one: &McpRequest| one.exchange.request.headers.get("authorization");
    let mut earlier = reading
        .authenticated()
        .take_while(|one| one.index < refused.index);
    let worked = earlier.find(|one| one.exchange.is_success() && token(one) == token(refused));
    let lost = [expired::RULE.id, token_refused::RULE.id];
    lost.contains(&rule)
        && worked.is_some_and(|worked| {
            let mut renewals = (reading.tokens.iter().rev())
                .take_while(|one| one.index > worked.index)
                .filter(|one| one.grant() == Some("refresh_token"));
            let last = renewals.next();
            last.is_some_and(|one| token::refusal::of(reading, one).is_some())
        })
}

/// The issuer in the token, where it is none that the metadata names.
#[must_use]
pub fn foreign_issuer(reading: &Reading, claims: &Claims) -> Option<String> {
    let issuer = claims.iss.as_deref()?;
    let named = reading
        .resource_documents()
        .filter_map(|(_, document)| document.view.authorization_servers.clone())
        .flatten();
    let own = reading
        .server_documents()
        .filter_map(|(_, document)| document.view.issuer.clone());
    let known: Vec<String> = named.chain(own).collect();
    let familiar = known.iter().any(|known| place(known) == place(issuer));
    (!known.is_empty() && !familiar).then(|| issuer.to_owned())
}

/// The answer to the same request without a credential looks the same: the server saw none, or says nothing of it (RFC 6750 §3.1).
#[must_use]
pub fn is_unseen_by_server(reading: &Reading, one: &McpRequest) -> bool {
    let list = one.challenges.value().map_or(&[][..], |all| &all.list);
    let is_seen = one.challenges.value().is_some() || one.challenges.is_absent();
    let silent = is_seen
        && list
            .iter()
            .all(|challenge| challenge.param("error").is_none());
    silent
        && reading
            .unauthorized()
            .any(|other| other.challenges == one.challenges)
}

/// The answer's clock, else the capture's, in seconds.
fn server_time(reading: &Reading, one: &McpRequest) -> Option<f64> {
    let date = header(one.exchange, "date")
        .value()
        .and_then(|date| http_date(date));
    date.or_else(|| Some(one.exchange.started_at.or(reading.evidence.now)? / 1000.0))
}

fn is_over(reading: &Reading, one: &McpRequest, claims: &Claims) -> bool {
    let now = server_time(reading, one);
    claims.exp.zip(now).is_some_and(|(end, now)| end < now)
}

/// More than a minute in the future (RFC 7519 §4.1.4 allows a small leeway).
fn is_early(reading: &Reading, one: &McpRequest, claims: &Claims) -> bool {
    let now = server_time(reading, one);
    [claims.nbf, claims.iat]
        .into_iter()
        .flatten()
        .any(|start| now.is_some_and(|now| start > now + 60.0))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` in seconds since the epoch (RFC 9110 §5.6.7).
#[must_use]
pub fn http_date(text: &str) -> Option<f64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut parts = text.split_once(", ")?.1.split(' ');
    let day = number(parts.next()?, 1, 31)?;
    let month = i64::try_from(MONTHS.find(parts.next()?)? / 3 + 1).ok()?;
    let year = number(parts.next()?, 1970, 9999)?;
    let mut clock = parts.next()?.split(':').map(|part| number(part, 0, 60));
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    // Days since the epoch, by the civil calendar counted from March.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day
        - 1
        - 719_468;
    #[allow(clippy::cast_precision_loss)] // seconds since the epoch are far below 2^52
    Some((days * 86_400 + hour * 3_600 + minute * 60 + second) as f64)
}

fn number(text: &str, least: i64, most: i64) -> Option<i64> {
    text.parse()
        .ok()
        .filter(|value| (least..=most).contains(value))
}

#[cfg(test)]
mod tests {
    use super::http_date;

    #[test]
    fn a_date_header_is_read() {
        assert_eq!(
            http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(784_111_777.0)
        );
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0.0));
        assert_eq!(http_date("yesterday"), None);
        assert_eq!(
            http_date("Sun, 06 Nov 9223372036854775807 08:49:37 GMT"),
            None
        );
    }
}
