//! Who runs the place that an exchange went to.

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::rule::{Party, Verdict};
use crate::wire::address::same_origin;

/// The operator to turn to: the MCP server's, unless the exchange went to an authorization server at another origin.
#[must_use]
pub fn of(reading: &Reading, index: usize) -> Party {
    let preflights = &reading.preflights;
    let preflight = preflights.binary_search_by_key(&index, |one| one.index);
    let step = preflight.ok().and_then(|at| preflights.get(at));
    let step = step.map(|one| &one.for_step);
    let step = step.or_else(|| reading.steps.get(index));
    let is_authorization_server = step.is_some_and(|step| {
        !matches!(
            step,
            Step::Mcp | Step::ResourceMetadata | Step::Preflight | Step::Other
        )
    });
    let url = reading.exchange(index).map(|one| one.request.url.as_str());
    let server = reading.server.as_deref().unwrap_or_default();
    let own = url.is_some_and(|url| same_origin(url, server));
    match is_authorization_server && !own {
        true => Party::AuthorizationServer,
        false => Party::Server,
    }
}

/// The verdict with the operator of each exchange as the one who must fix it.
#[must_use]
pub fn names(reading: &Reading, verdict: Verdict) -> Verdict {
    let Verdict::Fail(facts) = verdict else {
        return verdict;
    };
    let facts = facts.into_iter().map(|fact| match fact.exchange {
        Some(at) => fact.party(of(reading, at)),
        None => fact,
    });
    Verdict::Fail(facts.collect())
}
