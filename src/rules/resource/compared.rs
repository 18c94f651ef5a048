//! How `resource` relates to the address that it should be (RFC 9728 §3.3, §6).

use super::allowed;
use crate::evidence::reading::Reading;
use crate::evidence::step::{LocationForm, ResourceMetadataRequest};
use crate::rule::{Fact, Verdict};
use crate::wire::relation::{Relation, relation};

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
    title: &dyn Fn(&Compared) -> String,
) -> Verdict {
    let compared = all(reading);
    // A client that is strict stops at each; a sign-in of ours goes on with a person's yes where the resource is still the server's.
    let needs_yes = allowed::deviates(reading);
    let facts = compared
        .iter()
        .filter(|one| wanted.contains(&one.relation))
        .map(|one| {
            Fact::at(one.index, title(one))
                .member("resource")
                .expected(&one.expected)
                .received(one.received)
                .needs_person_if(needs_yes)
        });
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
