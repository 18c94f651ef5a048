//! Sentence 1: what the same client overcame later did not stop it.

use super::Found;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::McpRequest;
use crate::ledger::{Ledger, Mark};
use crate::rule::Severity;
use crate::rules::redirects::{self, Redirect};
use crate::spec::Revision;
use crate::stage::Stage;
use crate::wire::address::same_origin;
use crate::wire::rpc::Reply;
use std::collections::BTreeSet;

/// Marks what was overcome, and lowers errors among it to warnings: they may stop others.
pub fn mark(reading: &Reading, ledger: &Ledger, found: &mut [Found]) {
    let unclean: BTreeSet<(usize, Stage)> = found
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .filter_map(|one| Some((one.fact.exchange?, one.stage)))
        .collect();
    for one in found.iter_mut() {
        one.overcome = is_overcome(reading, ledger, one, &unclean);
        if one.overcome && one.severity == Severity::Error {
            one.severity = Severity::Warning;
        }
    }
}

fn is_overcome(
    reading: &Reading,
    ledger: &Ledger,
    one: &Found,
    unclean: &BTreeSet<(usize, Stage)>,
) -> bool {
    let Some(at) = one.fact.exchange else {
        return false;
    };
    let own = ledger.attempt_of(at);
    let later = ledger.attempts.iter().enumerate().skip(own);
    let passes = later
        .filter(|(attempt, _)| ledger.follows(own, *attempt))
        .flat_map(|(_, attempt)| attempt.passes());
    let is_clean = |pass: &Mark| !unclean.contains(&(pass.exchange, pass.stage));
    // A document that was read and is wrong is not made right by what another location answers.
    let was_read = ledger.attempts.get(own).is_some_and(|attempt| {
        attempt
            .passes()
            .any(|pass| pass.exchange == at && pass.stage == one.stage)
    });
    let counts = |pass: &&Mark| {
        !is_refused_handshake(reading, at) || is_other_than_call(reading, pass.exchange)
    };
    passes.filter(counts).any(|pass| match pass.stage {
        Stage::Access => pass.exchange > at,
        _ if !pass.stage.is_discovery() => {
            pass.exchange > at && pass.stage >= one.stage && !pass.guessed
        }
        // Only a challenge leads to the metadata in 2025-06-18 (Authorization Server Location).
        _ if one.stage == Stage::Challenge && reading.revision == Revision::V2025_06_18 => false,
        // A location that did not answer, where another one did.
        _ if one.stage.is_discovery() && !was_read => {
            is_clean(pass)
                && pass.exchange != at
                && !is_where_it_leaves_to(reading, at, pass.exchange)
                && may_go_on(reading, one, at, pass)
        }
        _ => false,
    })
}

/// Whether a server answers the handshake with an error of its own: what it does with other calls, which no client makes before, does not
/// undo that.
fn is_refused_handshake(reading: &Reading, at: usize) -> bool {
    reading.mcp_at(at).is_some_and(|one| {
        let reply = one.reply();
        let is_error = matches!(reply, Reply::Error { .. }) && !reply.is_of_another_revision();
        one.is_handshake() && one.exchange.status() != 401 && is_error
    })
}

fn is_other_than_call(reading: &Reading, at: usize) -> bool {
    reading.mcp_at(at).is_none_or(McpRequest::is_handshake)
}

/// Whether a document is at another origin, and what was asked redirects away from its own: that is not another location, and who does not
/// leave the origin does not come there.
fn is_where_it_leaves_to(reading: &Reading, at: usize, document: usize) -> bool {
    let url = |index| reading.exchange(index).map(|one| one.request.url.as_str());
    let leaves = matches!(redirects::of(reading, at), Some((Redirect::Leaves, _)));
    leaves && (url(at).zip(url(document))).is_some_and(|(from, to)| !same_origin(from, to))
}

/// Whether a client goes on in discovery where this stopped it, as the specification lets it: at another location of the same stage, or
/// at a later stage. Documents at other addresses say nothing of an endpoint that does not answer. The metadata that a challenge names is
/// the one to use, and only where there is none does a client ask the server's own origin instead (MCP 2025-03-26).
fn may_go_on(reading: &Reading, one: &Found, at: usize, pass: &Mark) -> bool {
    let mut all = reading.resource_metadata.iter();
    let asked = all.find(|each| each.index == at);
    let named = asked.is_some_and(|each| each.announced_by.is_some());
    if named || pass.stage == one.stage {
        return !named;
    }
    let is_absent = || asked.is_none_or(|each| matches!(each.answer, Answer::Refused(400..=499)));
    pass.exchange > at
        && pass.stage > one.stage
        && match one.stage {
            Stage::Contact => false,
            Stage::Resource => is_absent(),
            _ => true,
        }
}
