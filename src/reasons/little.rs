//! Messages that say too little for a cause: what they mean, and the one thing to look at next.

/// A message of that kind is short; in a longer text the other lines count.
const LONGEST: usize = 400;

/// What a message means that says too little for a cause.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// What it means, and the one thing to look at next.
    pub text: &'static str,
    /// Whether a sign-in that fails may be behind it.
    pub may_be_sign_in: bool,
}

/// Phrases in lower case, any of which is enough, what the message means, and whether a sign-in may be behind it.
type Row = (&'static [&'static str], &'static str, bool);

const ROWS: &[Row] = &[
    (
        &["enoent"],
        "A program that the client was to start was not found: install it, or give its full path. This is not a sign-in failure.",
        false,
    ),
    (
        &[
            "session not found",
            "no valid session id",
            "session has expired",
        ],
        "The server no longer knows the session, and the client has to begin a new one (`initialize`). This is not a sign-in failure.",
        false,
    ),
    (
        &["econnreset", "socket hang up", "other side closed"],
        "The connection broke before the answer was complete. A proxy, a firewall or a restart of the server does that. Ask the server by its address.",
        true,
    ),
    (
        &["connection closed", "-32000"],
        "The connection ended before an answer came. A local server's program has stopped: read what it printed. A remote server: ask it by its address.",
        true,
    ),
    (
        &[
            "bad gateway",
            "service unavailable",
            "gateway time-out",
            "gateway timeout",
        ],
        "Something in front of the server got no answer from it: a proxy, a gateway, a load balancer. Which address it was decides: ask the server by its address.",
        true,
    ),
    (
        &["timed out", "timeout", "-32001"],
        "No answer came in time. It can be the network, the server, or a sign-in that nobody finished in the browser. Ask the server by its address.",
        true,
    ),
    (
        &["fetch failed"],
        "Node.js says “fetch failed” for every network error. The reason is in the lines below it (`cause`, such as ENOTFOUND or CERT_HAS_EXPIRED): paste them too.",
        true,
    ),
    (
        &[
            "failed to fetch",
            "networkerror when attempting",
            "load failed",
        ],
        "Browsers say this for everything that they keep from a page: no network, TLS, or missing CORS headers. Ask the server from a terminal, which sees the reason.",
        true,
    ),
    (
        &[
            "not authenticated",
            "invalid authentication credentials",
            "could not validate credentials",
        ],
        "The request had no credential that the server knows. The status (401 or 403) and the `WWW-Authenticate` header decide what a client does next: paste them too, or ask the server by its address.",
        true,
    ),
    (
        &["not logged in", "no stored token", "needs authentication"],
        "The client has no token for this server. Run its own sign-in, and paste what that shows; or ask the server by its address.",
        true,
    ),
    (
        &["401", "unauthorized"],
        "The server wants a credential. What came with the 401 decides what a client does next: ask the server by its address.",
        true,
    ),
    (
        &["403", "forbidden"],
        "The server, or something in front of it, refuses the request. Whether it refuses the client, the person or the token shows in the answer: ask the server by its address.",
        true,
    ),
    (
        &["404", "not found"],
        "Nothing was found at an address. Which one it was decides: ask the server by its address.",
        true,
    ),
];

/// What a message means that says little; nothing for one that is not known, or is long.
#[must_use]
pub fn meaning(message: &str) -> Option<Meaning> {
    if message.len() > LONGEST {
        return None;
    }
    let lower = message.to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let (_, text, may_be_sign_in) = ROWS.iter().find(|(phrases, ..)| says(phrases))?;
    Some(Meaning {
        text,
        may_be_sign_in: *may_be_sign_in,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_that_clients_show_most_are_explained() {
        for (message, says) in [
            ("MCP error -32000: Connection closed", "has stopped"),
            ("TypeError: fetch failed", "Node.js"),
            ("Failed to fetch", "Browsers"),
            ("spawn npx ENOENT", "not a sign-in failure"),
            ("MCP error -32001: Request timed out", "in time"),
            (r#"{"detail":"Not authenticated"}"#, "WWW-Authenticate"),
            ("HTTP 404: Session not found", "not a sign-in failure"),
            ("Error: HTTP 401 Unauthorized", "wants a credential"),
            ("The acme MCP server is not logged in", "no token"),
        ] {
            let meaning = meaning(message).map_or("", |one| one.text);
            assert!(meaning.contains(says), "{message}: {meaning}");
        }
    }

    #[test]
    fn of_other_texts_nothing_is_said() {
        assert!(meaning("the quick brown fox").is_none());
        assert!(meaning(&"connection closed ".repeat(40)).is_none());
    }

    #[test]
    fn each_row_is_reached_by_each_of_its_phrases() {
        for (at, (phrases, ..)) in ROWS.iter().enumerate() {
            for phrase in *phrases {
                let first = ROWS
                    .iter()
                    .position(|(other, ..)| other.iter().any(|one| phrase.contains(one)));
                assert_eq!(first, Some(at), "{phrase}");
            }
        }
    }
}
