//! Refused token requests (RFC 6749 §5.2), and the rule that says why.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::Answer;
use crate::evidence::step::{ClientAuthentication, TokenRequest};
use crate::reasons::answers::{self, Sign};
use crate::rule::{Fact, Verdict};
use crate::rules::words;
use crate::stage::Stage;
use crate::wire::json::Unreadable;

/// The rule that says why this request did not succeed; `None` where it did, or where that was not seen.
#[must_use]
pub fn of(reading: &Reading, one: &TokenRequest) -> Option<&'static str> {
    let status = one.exchange.status();
    let error = reading.error(one.index);
    let refused = status >= 300 || error.code.is_some();
    if !refused {
        return None;
    }
    answers::reason(Stage::Token, &error.answer(status), |sign| match sign {
        Sign::Code => error.code.is_some(),
        Sign::Refresh => one.grant() == Some("refresh_token"),
        Sign::WithSecret => matches!(
            one.authentication,
            Some(ClientAuthentication::Basic | ClientAuthentication::Post)
        ),
        Sign::SameRedirectUri => {
            let asked = reading.authorization_before(one.index);
            let asked = asked.and_then(|request| request.parameter("redirect_uri"));
            // Our own flow sends the same one, and its report begins after the browser.
            let is_ours = reading.evidence.refusal.is_some();
            is_ours || asked.is_some() && asked == one.parameter("redirect_uri")
        }
        Sign::TwoMethods => one.authentication == Some(ClientAuthentication::Both),
        Sign::Unreadable => {
            matches!(&one.answer, Answer::Unreadable(kind) if *kind != Unreadable::Empty)
        }
        _ => false,
    })
}

/// A fact for each request that was refused for the reason of one rule.
#[must_use]
pub fn facts(reading: &Reading, rule: &str, title: &str) -> Verdict {
    let facts = reading
        .tokens
        .iter()
        .filter(|one| of(reading, one) == Some(rule))
        .map(|one| {
            let url = place(&one.exchange.request.url);
            Fact::at(one.index, format!("{url} {title}")).received(said(reading, one))
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}

/// Status and text of the answer, for `received`.
#[must_use]
pub fn said(reading: &Reading, one: &TokenRequest) -> String {
    words::answered(one.exchange, reading.error(one.index))
}
