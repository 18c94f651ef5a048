//! How an identifier relates to the one that was expected (RFC 8414 §4, RFC 9728 §6): explained, never relaxed.

use super::address::Address;

/// The relation of two identifiers, from equal to foreign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same text, or two spellings of a bare origin.
    Same,
    /// They differ in a slash at the end.
    Slash,
    /// The same after normalisation: case, default port, percent-encoding.
    Spelling,
    /// It is the origin or a parent path of what was expected.
    Ancestor,
    /// They differ in http or https, and perhaps in the port.
    Scheme,
    /// Another path of the same origin.
    OtherPath,
    /// Another origin.
    OtherOrigin,
    /// One of the two is not an address.
    Unusable,
}

/// The relation of what was received to what was expected.
#[must_use]
pub fn relation(expected: &str, received: &str) -> Relation {
    if expected == received {
        return Relation::Same;
    }
    let (Ok(wanted), Ok(found)) = (Address::parse(expected), Address::parse(received)) else {
        return Relation::Unusable;
    };
    let is_bare = |one: &Address| matches!(one.path, "" | "/") && one.query.is_none();
    if wanted.origin() == found.origin() && is_bare(&wanted) && is_bare(&found) {
        return Relation::Same;
    }
    if expected.trim_end_matches('/') == received.trim_end_matches('/') {
        return Relation::Slash;
    }
    if !wanted.same_origin(&found) {
        let same_host = wanted.hostname() == found.hostname();
        return if same_host && !wanted.scheme.eq_ignore_ascii_case(found.scheme) {
            Relation::Scheme
        } else {
            Relation::OtherOrigin
        };
    }
    let parsed = |text: &str| url::Url::parse(text).ok();
    let (Some(wanted), Some(found)) = (parsed(expected), parsed(received)) else {
        return Relation::Unusable;
    };
    if wanted == found {
        return Relation::Spelling;
    }
    if is_ancestor(found.path(), wanted.path()) && found.query().is_none() {
        Relation::Ancestor
    } else {
        Relation::OtherPath
    }
}

/// Whether one path is a parent of another, or the same, counted in whole segments.
fn is_ancestor(parent: &str, path: &str) -> bool {
    let parent = parent.trim_end_matches('/');
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{Relation, relation};

    #[test]
    fn two_identifiers_are_told_apart_by_how_they_differ() {
        for (expected, received, wanted) in [
            ("https://h/mcp", "https://h/mcp", Relation::Same),
            ("https://h", "https://h/", Relation::Same),
            ("https://h/mcp", "https://h/mcp/", Relation::Slash),
            ("https://h/mcp", "https://H:443/mcp", Relation::Spelling),
            ("https://h/a/mcp", "https://h/a", Relation::Ancestor),
            ("https://h/mcp?x=1", "https://h/mcp", Relation::Ancestor),
            ("https://h/mcp", "http://h:8080/mcp", Relation::Scheme),
            ("https://h/mcp", "https://h/mc", Relation::OtherPath),
            ("https://h/mcp", "https://h/mcp/x", Relation::OtherPath),
            ("https://h/mcp", "https://a.h/mcp", Relation::OtherOrigin),
            ("https://h/mcp", "mcp", Relation::Unusable),
        ] {
            assert_eq!(
                relation(expected, received),
                wanted,
                "{expected} {received}"
            );
        }
    }
}
