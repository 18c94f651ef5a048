//! The provider refuses a login inside an embedded browser.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/embedded-browser",
    severity: Severity::Error,
    party: Party::Client,
    title: "The provider refuses a login in an embedded browser",
    why: "An app that shows the login page in its own window could read the password, so providers such as Google \
        refuse it, and RFC 8252 does not let native apps do it.",
    fix: "The client must open the login page in the system browser. Until then copy the URL into your browser, and paste \
        the address that it ends at back into the client where that is possible.",
    cites: &[cite::RFC8252_EMBEDDED],
    fails: examples![
        "
            > GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=a
            < 403
            < Content-Type: text/html
            < <html>Error 403: disallowed_useragent</html>
        "
    ],
    passes: examples![
        "
            > GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=a
            < 200
            < Content-Type: text/html
            < <html>Sign in</html>
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(one.index, "").member("User-Agent")
    })
}
