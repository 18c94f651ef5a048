//! The token's lifetime is missing or not valid.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/lifetime",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The token's lifetime is missing or not valid",
    why: "Strict clients refuse the whole answer when `expires_in` is a string; without a lifetime a client finds \
        out only from a 401 that the token has expired.",
    fix: "Send `expires_in` as a JSON number of seconds above 0, without quotes.",
    cites: &[cite::RFC6749_TOKEN_RESPONSE],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","expires_in":"3600"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","expires_in":3600}
        "#
    ],
    check,
    ..Rule::BASE
};

/// Ten years, in seconds.
const ABSURD: f64 = 315_360_000.0;

fn check(reading: &Reading) -> Verdict {
    let facts = reading.issued().filter_map(|one| {
        let document = one.answer.document()?;
        let fact = |title: &str| {
            Fact::at(one.index, title)
                .member("expires_in")
                .expected("a number of seconds")
        };
        let clash = document
            .deviations_of("expires_in")
            .find_map(|odd| words::type_clash(&odd.kind));
        if let Some((_, received)) = clash {
            return Some(fact(&format!("`expires_in` is {received}")).received(received));
        }
        match document.view.expires_in {
            None if document.lacks("expires_in") => {
                Some(fact("The token answer has no `expires_in`").severity(Severity::Info))
            }
            Some(seconds) if seconds <= 0.0 || seconds > ABSURD => {
                let seconds = seconds as i64;
                Some(fact(&format!("`expires_in` is {seconds}")).received(seconds.to_string()))
            }
            _ => None,
        }
    });
    Verdict::of(reading.issued().next().is_some(), facts)
}
