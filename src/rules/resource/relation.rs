//! How `resource` relates to the address that it should be (RFC 9728 §3.3, §6).

use crate::evidence::reading::Reading;
use crate::evidence::step::{LocationForm, ResourceMetadataRequest};
use crate::rule::{Fact, Verdict};
use crate::wire::address::Address;

/// The relation of two identifiers, from equal to foreign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same text, or two spellings of a bare origin.
    Same,
    /// They differ in a slash at the end.
    Slash,
    /// The same after normalisation: case, default port, percent-encoding.
    Spelling,
    /// `resource` is the origin or a parent path of the address.
    Ancestor,
    /// They differ in http or https, and perhaps in the port.
    Scheme,
    /// Another path of the same origin.
    OtherPath,
    /// Another origin.
    OtherOrigin,
    /// One of the two is no address.
    Unusable,
}

/// A document's `resource`, what it should be, and how the two relate.
pub struct Compared<'a> {
    /// Index of the exchange.
    pub index: usize,
    /// What it should be.
    pub expected: String,
    /// What it is.
    pub received: &'a str,
    /// How they relate.
    pub relation: Relation,
}

/// Compares every `resource` that was seen.
#[must_use]
pub fn all<'a>(reading: &'a Reading) -> Vec<Compared<'a>> {
    reading
        .resource_documents()
        .filter_map(|(one, document)| {
            let received = document.view.resource.as_deref()?;
            let (expected, relation) = closest(reading, one, received)?;
            Some(Compared {
                index: one.index,
                expected,
                received,
                relation,
            })
        })
        .collect()
}

/// The facts of those with one relation.
pub fn facts(
    reading: &Reading,
    wanted: &[Relation],
    title: impl Fn(&Compared) -> String,
) -> Verdict {
    let compared = all(reading);
    let facts = compared
        .iter()
        .filter(|one| wanted.contains(&one.relation))
        .map(|one| {
            Fact::at(one.index, title(one))
                .member("resource")
                .expected(&one.expected)
                .received(one.received)
        })
        .collect();
    Verdict::of(!compared.is_empty(), facts)
}

/// The server's address where it is known, else the identifier that the document's location was made of.
fn closest(
    reading: &Reading,
    one: &ResourceMetadataRequest,
    received: &str,
) -> Option<(String, Relation)> {
    let address_is_known = reading.evidence.server.is_some() || !reading.mcp.is_empty();
    let server = reading.server.clone().filter(|_| address_is_known);
    if let Some(server) = server {
        let relation = relation(&server, received);
        return Some((server, relation));
    }
    let of = one.of.clone()?;
    let to_location = relation(&of, received);
    // A root document may describe a path of its origin; which one is unknown without the server's address.
    if one.form == LocationForm::Root && to_location == Relation::OtherPath {
        return None;
    }
    Some((of, to_location))
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
