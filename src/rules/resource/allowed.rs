//! What a sign-in goes on with where it was told to.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::flow::discover::resource::{self, Found, Match};
use crate::rule::{Situation, Ways};

/// The ways out of a `resource` that is not exactly the server's address.
pub fn ways(situation: &Situation<'_>) -> Ways {
    match deviates(situation.reading) {
        true => Ways::first(&[ActionKind::AllowDeviation]),
        false => Ways::NONE,
    }
}

/// Whether a sign-in goes on with the `resource` of the metadata only where it was told to.
pub fn deviates(reading: &Reading<'_>) -> bool {
    let server = reading.server.as_deref().unwrap_or_default();
    let compared = reading.resource_documents().find_map(|(one, document)| {
        let found = match one.announced_by {
            Some(_) => Found::ByChallenge,
            None => Found::At(&one.exchange.request.url),
        };
        let named = document.view.resource.as_deref()?;
        Some(resource::compare(server, found, named))
    });
    compared == Some(Match::Compatible)
}
