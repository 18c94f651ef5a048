//! Messages that say too little for a cause: what they mean, and the one thing to look at next.

/// A message of that kind is short; in a longer text the other lines count.
const LONGEST: usize = 400;

/// Phrases in lower case, any of which is enough, and what the message means.
type Row = (&'static [&'static str], &'static str);

const ROWS: &[Row] = &[
    (
        &["enoent"],
        "A program that the client was to start was not found: install it, or give its full path. This is not a sign-in failure.",
    ),
    (
        &[
            "session not found",
            "no valid session id",
            "session has expired",
        ],
        "The server no longer knows the session, and the client has to begin a new one (`initialize`). This is not a sign-in failure.",
    ),
    (
        &["econnreset", "socket hang up", "other side closed"],
        "The connection broke before the answer was complete. A proxy, a firewall or a restart of the server does that. Ask the server by its address.",
    ),
    (
        &["connection closed", "-32000"],
        "The connection ended before an answer came. A local server's program has stopped: read what it printed. A remote server: ask it by its address.",
    ),
    (
        &["timed out", "timeout", "-32001"],
        "No answer came in time. It can be the network, the server, or a sign-in that nobody finished in the browser. Ask the server by its address.",
    ),
    (
        &["fetch failed"],
        "Node.js says “fetch failed” for every network error. The reason is in the lines below it (`cause`, such as ENOTFOUND or CERT_HAS_EXPIRED): paste them too.",
    ),
    (
        &[
            "failed to fetch",
            "networkerror when attempting",
            "load failed",
        ],
        "Browsers say this for everything that they keep from a page: no network, TLS, or missing CORS headers. Ask the server from a terminal, which sees the reason.",
    ),
    (
        &["not authenticated"],
        "The request had no credential that the server knows. The status (401 or 403) and the `WWW-Authenticate` header decide what a client does next: paste them too, or ask the server by its address.",
    ),
    (
        &["401", "unauthorized"],
        "The server wants a credential. What came with the 401 decides what a client does next: ask the server by its address.",
    ),
    (
        &["403", "forbidden"],
        "The server, or something in front of it, refuses the request. Whether it refuses the client, the person or the token shows in the answer: ask the server by its address.",
    ),
    (
        &["404", "not found"],
        "Nothing was found at an address. Which one it was decides: ask the server by its address.",
    ),
];

/// What a message means that says little; nothing for one that is not known, or is long.
#[must_use]
pub fn meaning(message: &str) -> Option<&'static str> {
    if message.len() > LONGEST {
        return None;
    }
    let lower = message.to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    ROWS.iter()
        .find(|(phrases, _)| says(phrases))
        .map(|(_, meaning)| *meaning)
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
        ] {
            let meaning = meaning(message).unwrap_or_default();
            assert!(meaning.contains(says), "{message}: {meaning}");
        }
    }

    #[test]
    fn of_other_texts_nothing_is_said() {
        assert_eq!(meaning("the quick brown fox"), None);
        assert_eq!(meaning(&"connection closed ".repeat(40)), None);
    }

    #[test]
    fn each_row_is_reached_by_each_of_its_phrases() {
        for (at, (phrases, _)) in ROWS.iter().enumerate() {
            for phrase in *phrases {
                let first = ROWS
                    .iter()
                    .position(|(other, _)| other.iter().any(|one| phrase.contains(one)));
                assert_eq!(first, Some(at), "{phrase}");
            }
        }
    }
}
