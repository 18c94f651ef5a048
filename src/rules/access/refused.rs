//! Why a request with a token was refused: the tree of "token obtained but still refused".

use super::intended;
use crate::evidence::error_text::ErrorText;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::header;
use crate::evidence::step::McpRequest;
use crate::http::Response;
use crate::rule::{Fact, Verdict};
use crate::rules::token::no_refresh_token;
use crate::rules::words;
use crate::wire::jwt::Claims;

/// The branch of the tree that a refusal belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Branch {
    /// A DPoP proof or nonce is missing or wrong.
    Dpop,
    /// The token has ended, or is not valid yet by the clock of the server.
    Clock,
    /// The token has ended.
    Expired,
    /// A scope is missing, and the challenge says which.
    Scope,
    /// A scope is missing, and the challenge doesn't say which.
    ScopeUnnamed,
    /// The token is for another audience.
    Audience,
    /// The token was issued by another issuer.
    Issuer,
    /// The server wants a JWT and got an opaque token.
    Opaque,
    /// The server answers as if no token had been sent.
    NotSeen,
    /// 403 without a reason.
    Forbidden,
    /// 401 with a token, for no reason that can be seen.
    Rejected,
}

/// The branch of one request; `None` where it was not refused for its token.
#[must_use]
pub fn branch(reading: &Reading, one: &McpRequest) -> Option<Branch> {
    let status = one.exchange.status();
    let credential = one.credential.as_ref()?;
    if !matches!(status, 400 | 401 | 403) || is_page(one) || reading.goes_through_later(one.index) {
        return None;
    }
    let error = reading.error(one.index);
    let said = |phrases: &[&str]| error.says_any(phrases);
    if said(&["use_dpop_nonce", "invalid_dpop_proof", "dpop proof"]) {
        return Some(Branch::Dpop);
    }
    if lacks_scope(one, &error) {
        let named = one
            .challenge()
            .is_some_and(|challenge| challenge.scopes().is_some());
        return Some(if named {
            Branch::Scope
        } else {
            Branch::ScopeUnnamed
        });
    }
    if status == 400 {
        return None;
    }
    let claims = credential.claims.as_ref();
    if claims.is_some_and(|claims| is_early(reading, one, claims))
        || said(&[
            "not yet valid",
            "used before",
            "nbf",
            "issued in the future",
        ])
    {
        return Some(Branch::Clock);
    }
    if claims.is_some_and(|claims| is_over(reading, one, claims)) || says_expired(&error) {
        return Some(Branch::Expired);
    }
    if said(&AUDIENCE_REFUSED) || error.says_any(&AUDIENCE) {
        return Some(Branch::Audience);
    }
    if error.says_any(&["issuer", "'iss'", "iss claim"]) {
        return Some(Branch::Issuer);
    }
    let jwt_wanted = said(&["jws", "jwt", "malformed token", "segments", "token format"]);
    if jwt_wanted && claims.is_none() && credential.scheme == "bearer" {
        return Some(Branch::Opaque);
    }
    if claims.is_some_and(|claims| intended::foreign(reading, claims).is_some()) {
        return Some(Branch::Audience);
    }
    if claims.is_some_and(|claims| foreign_issuer(reading, claims).is_some()) {
        return Some(Branch::Issuer);
    }
    if status == 401 && claims.is_some_and(|claims| claims.aud.is_empty()) {
        return Some(Branch::Audience);
    }
    match status {
        403 => Some(Branch::Forbidden),
        _ if is_unseen_by_server(reading, one) => Some(Branch::NotSeen),
        _ => Some(Branch::Rejected),
    }
}

/// Of what an answer says to a token, any of these is about its audience.
const AUDIENCE: [&str; 10] = [
    "audience",
    "'aud'",
    "\"aud\"",
    "aud claim",
    "different resource",
    "another resource",
    "wrong resource",
    "not intended for",
    "not issued for",
    "not valid for this resource",
];

/// A message may name the audience for other reasons; these say that it is refused.
const AUDIENCE_REFUSED: [&str; 8] = [
    "invalidaudience",
    "invalid audience",
    "wrong audience",
    "audience validation failed",
    "audience mismatch",
    "audience does not match",
    "audience doesn't match",
    "audience is invalid",
];

/// A fact for each request of one branch.
pub fn facts(reading: &Reading, wanted: Branch, fact: &dyn Fn(&McpRequest) -> Fact) -> Verdict {
    let facts = reading
        .authenticated()
        .filter(|one| branch(reading, one) == Some(wanted))
        .filter(|one| !no_refresh_token::accounts_for(reading, one.index))
        .map(|one| {
            let fact = fact(one);
            match fact.received {
                Some(_) => fact,
                None => fact.received(words::answered(one.exchange, &reading.error(one.index))),
            }
        });
    Verdict::of(reading.authenticated().next().is_some(), facts)
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

/// A message that counts up what may be wrong with a token says nothing of its end.
fn says_expired(error: &ErrorText) -> bool {
    const ONE_OF_SEVERAL: [&str; 6] = [
        "invalid, expired",
        "expired, or",
        "expired or",
        "or expired",
        "or has expired",
        "or is expired",
    ];
    error.says("expired") && !error.says_any(&ONE_OF_SEVERAL)
}

fn lacks_scope(one: &McpRequest, error: &ErrorText) -> bool {
    let told = one
        .challenge()
        .is_some_and(|challenge| challenge.param("error") == Some("insufficient_scope"));
    told || error.says_any(&[
        "insufficient_scope",
        "insufficient scope",
        "missing scope",
        "missing required scope",
    ])
}

/// The answer to the same request without a token looks the same: the server saw no token (RFC 6750 §3.1).
fn is_unseen_by_server(reading: &Reading, one: &McpRequest) -> bool {
    let Some(with_token) = one.challenges.value() else {
        return false;
    };
    let silent = with_token
        .list
        .iter()
        .all(|challenge| challenge.param("error").is_none());
    silent
        && reading
            .unauthorized()
            .any(|other| other.challenges.value() == Some(with_token))
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

fn is_page(one: &McpRequest) -> bool {
    one.exchange
        .response
        .as_ref()
        .is_some_and(Response::is_html)
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
