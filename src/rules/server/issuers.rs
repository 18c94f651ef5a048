//! `issuer` as it is and as it was asked for (RFC 8414 §3.3).

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Verdict};

/// A fact for each document whose `issuer` differs from the expected one in a certain way.
pub fn facts(reading: &Reading, differs: &dyn Fn(&str, &str) -> bool) -> Verdict {
    let facts = reading.server_documents().filter_map(|(one, document)| {
        let (expected, found) = (&one.expected_issuer, document.view.issuer.as_deref()?);
        let party = match one.named_by {
            Some(_) => Party::Server,
            None => Party::AuthorizationServer,
        };
        differs(expected, found).then(|| {
            let url = &one.exchange.request.url;
            Fact::at(
                one.index,
                format!("{url} says its issuer is {found}, it was asked for {expected}"),
            )
            .member("issuer")
            .expected(expected)
            .received(found)
            .party(party)
        })
    });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}

/// Whether an issuer is written for several tenants: with a placeholder, or behind a shared endpoint.
#[must_use]
pub fn is_template(expected: &str, found: &str) -> bool {
    const SHARED: [&str; 4] = ["common", "organizations", "consumers", "{tenantid}"];
    let placeholder = found.contains(['{', '<']) || found.to_ascii_lowercase().contains("%7b");
    placeholder || expected.split('/').any(|part| SHARED.contains(&part))
}
