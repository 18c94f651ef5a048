//! A login page answers instead of a challenge.

use crate::evidence::absolute;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::http::Exchange;
use crate::reasons::answers::{self, Subject};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/login-page",
    severity: Severity::Error,
    party: Party::Server,
    title: "A login page answers instead of a 401 with a challenge",
    why: "A single sign-on or access proxy in front of the server sends browsers to its login. An MCP client \
        cannot fill in that page; it needs a 401 with WWW-Authenticate to start signing in.",
    fix: "Exempt the MCP endpoint and /.well-known/ from the login middleware, and answer 401 with \
        WWW-Authenticate: Bearer resource_metadata=\"...\". Access proxies have a mode for that (Cloudflare \
        Access: Managed OAuth).",
    cites: &[cite::MCP_ERROR_HANDLING, cite::RFC9110_UNAUTHORIZED],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 302
            < Location: https://login.example.com/sso?next=/mcp
        ",
        r#"
            > POST https://mcp.example.com/mcp
            < 200
            < Content-Type: text/html
            < <html><form action="/login"></form></html>
        "#,
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        ",
        "
            > POST https://mcp.example.com/mcp
            < 302
            < Location: https://mcp.example.com/mcp/
        ",
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    for one in &reading.mcp {
        let title = if leads_to_login(one.exchange) {
            let to = one
                .exchange
                .response
                .as_ref()
                .and_then(|one| one.headers.get("location"));
            let to = to.map_or_else(|| "a login".to_owned(), |to| format!("the login at {to}"));
            format!(
                "{} redirects to {to} instead of answering 401",
                one.exchange.request.url
            )
        } else if answers_page(reading, one.exchange) {
            format!(
                "{} answers a web page with status 200 instead of 401",
                one.exchange.request.url
            )
        } else {
            continue;
        };
        facts.push(Fact::at(one.index, title).expected("401 with WWW-Authenticate: Bearer"));
    }
    Verdict::of(!reading.mcp.is_empty(), facts)
}

fn answers_page(reading: &Reading, exchange: &Exchange) -> bool {
    let Some(response) = &exchange.response else {
        return false;
    };
    // A person's browser, which asks for HTML, may well get a page.
    let accept = exchange.request.headers.get("accept").unwrap_or_default();
    let by_client = exchange.request.method == "POST" || !accept.contains("text/html");
    // Where POST isn't taken at all, the page is what the address is for.
    let is_login = says_login(exchange);
    response.is_success() && exchange.is_page() && is_login && by_client && !posts_refused(reading)
}

/// Bytes of a page that are looked at.
const SEARCHED: usize = 20_000;

/// Whether a page speaks of a login; one whose text was not seen may.
#[must_use]
pub fn says_login(exchange: &Exchange) -> bool {
    let Some(body) = exchange.body().filter(|body| !body.trim().is_empty()) else {
        return true;
    };
    let begins = body
        .get(..body.floor_char_boundary(SEARCHED))
        .unwrap_or(body);
    answers::speaks_of(
        &answers::said(&begins.to_ascii_lowercase()),
        Subject::LoginPage,
    )
}

fn posts_refused(reading: &Reading) -> bool {
    let mut posts = reading
        .mcp
        .iter()
        .filter(|one| one.exchange.request.method == "POST");
    posts.any(|one| matches!(one.exchange.status(), 404 | 405 | 410 | 501))
}

/// Whether a redirect leads to a login: 302 or 303 to another place, or an address that says so.
#[must_use]
pub fn leads_to_login(exchange: &Exchange) -> bool {
    const WORDS: [&str; 10] = [
        "login",
        "signin",
        "sign-in",
        "sign_in",
        "/sso",
        "saml",
        "/oauth",
        "/authorize",
        "/auth",
        "cdn-cgi/access",
    ];
    let Some(response) = exchange.response.as_ref().filter(|one| one.is_redirect()) else {
        return false;
    };
    let Some(to) = response.headers.get("location") else {
        return matches!(response.status, 302 | 303);
    };
    let from = place(&exchange.request.url);
    let to = absolute(from, &to).to_ascii_lowercase();
    // An endpoint that moved keeps its name; a login has another one.
    let ends_alike = |one: &str, other: &str| one.rsplit('/').next() == other.rsplit('/').next();
    let already = from.to_ascii_lowercase();
    WORDS
        .iter()
        .any(|word| to.contains(word) && !already.contains(word))
        || (matches!(response.status, 302 | 303) && !ends_alike(place(&to), &already))
}
