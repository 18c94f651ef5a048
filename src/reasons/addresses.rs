//! What the addresses in a message tell: how the second differs from the first.

use crate::wire::address::Address;
use crate::wire::relation::{Relation, relation};

/// How the first two addresses of a message that differ relate, in words that the table of wordings can name.
#[must_use]
pub fn relation_in_words(text: &str) -> &'static str {
    let found = addresses(text);
    let [first, second, ..] = found.as_slice() else {
        return "";
    };
    match relation(second, first) {
        Relation::Scheme => "addresses differ in scheme",
        Relation::Slash | Relation::Spelling => "addresses differ in spelling",
        Relation::Ancestor => "the first address covers the second",
        Relation::OtherPath => "addresses differ in path",
        Relation::OtherOrigin => "addresses differ in origin",
        Relation::Same | Relation::Unusable => "",
    }
}

/// Whether the message says that the MCP server's own address, with its path, was expected.
#[must_use]
pub fn expected_in_words(text: &str, server: &str) -> &'static str {
    const EXPECTS: [&str; 4] = ["expected", "does not match", "!=", "built from issuer"];
    let text = text.to_ascii_lowercase();
    let server = server.trim_end_matches('/').to_ascii_lowercase();
    let has_path = Address::parse(&server).is_ok_and(|one| one.path.len() > 1);
    let is_expected = |word: &&str| {
        let mut behind = text.split(*word).skip(1);
        behind.any(|rest| {
            rest.trim_start_matches([' ', ':', '"', '\'', '`'])
                .starts_with(&server)
        })
    };
    match has_path && EXPECTS.iter().any(is_expected) {
        true => "the server itself is expected",
        false => "",
    }
}

/// The first http or https address of a message.
#[must_use]
pub fn first_address(text: &str) -> Option<&str> {
    addresses(text).first().copied()
}

/// The http and https addresses of a text, each as it stands there, without the punctuation around it.
fn addresses(text: &str) -> Vec<&str> {
    let ends = |one: char| one.is_whitespace() || "\"'`<>()[]{},;\u{201c}\u{201d}".contains(one);
    let mut found: Vec<&str> = text
        .split(ends)
        .map(|one| one.trim_end_matches(['.', ':', '!', '?']))
        .filter(|one| one.starts_with("https://") || one.starts_with("http://"))
        .collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::relation_in_words;

    #[test]
    fn a_message_with_two_addresses_tells_how_they_differ() {
        for (message, wanted) in [
            (
                "http://a.example/mcp does not match https://a.example/mcp.",
                "scheme",
            ),
            (
                "\"https://a.example/mcp\" is not \"https://a.example/mcp/\"",
                "spelling",
            ),
            (
                "https://a.example does not match https://a.example/mcp (or origin)",
                "covers",
            ),
            (
                "https://b.example/mcp does not match https://a.example/mcp",
                "origin",
            ),
        ] {
            assert!(relation_in_words(message).contains(wanted), "{message}");
        }
        assert_eq!(relation_in_words("https://a.example refuses"), "");
    }
}
