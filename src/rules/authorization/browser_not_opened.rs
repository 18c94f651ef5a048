//! The browser did not open.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "authorization/browser-not-opened",
    rows: &[94],
    severity: Severity::Error,
    party: Party::User,
    title: "The browser did not open",
    why: "The client could not start a browser: there is none, it runs on a remote machine or in a \
        container, or the system refuses. The sign-in has not begun.",
    fix: "Copy the sign-in address that the client prints and open it in a browser. On a remote machine \
        forward the callback's port, or paste the address at which the browser ends back into the \
        client.",
    cites: &[
        cite::MCP_BEST_PRACTICE_AUTHORIZATION_URL,
        cite::RFC8252_LOOPBACK,
    ],
    fails: &["
            symptom: Error: could not open browser: xdg-open ENOENT
        "],
    passes: &["
            symptom: Error: could not open browser: xdg-open ENOENT
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "],
    check,
    ..Rule::BASE
};

const SAID: [&str; 9] = [
    "open browser",
    "open the browser",
    "open a browser",
    "opening browser",
    "launch browser",
    "browser did not open",
    "browser doesn't open",
    "browser does not open",
    "xdg-open",
];
const FAILED: [&str; 8] = [
    "could not",
    "couldn't",
    "failed",
    "unable",
    "cannot",
    "error",
    "not open",
    "n't open",
];

fn check(reading: &Reading) -> Verdict {
    if !reading.symptom_says(&SAID) || !reading.symptom_says(&FAILED) {
        return Verdict::NotApplicable;
    }
    if !reading.callbacks.is_empty() {
        return Verdict::Pass;
    }
    Verdict::Fail(vec![Fact::default().inferred()])
}
