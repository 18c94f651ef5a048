//! What goes to the MCP server's own origin although an authorization server elsewhere is named.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::{ResourceMetadataRequest, Step};
use crate::limits;
use crate::rule::Fact;
use crate::wire::address::Address;

/// A request at the MCP server's own origin, although the named authorization server was read and offers another endpoint for it, which
/// is not asked.
#[must_use]
pub fn asked_instead(
    reading: &Reading,
    metadata: &ResourceMetadataRequest,
    named: &Address,
) -> Option<Fact> {
    let home = Address::parse(&metadata.exchange.request.url).ok()?;
    let mut documents = reading.server_documents().take(limits::LOOK_BACK);
    documents.find_map(|(_, document)| {
        let view = &document.view;
        let endpoints = [
            (&view.registration_endpoint, Step::Registration),
            (&view.authorization_endpoint, Step::Authorization),
            (&view.token_endpoint, Step::Token),
        ];
        let mut offers = endpoints
            .into_iter()
            .filter_map(|(endpoint, step)| Some((endpoint.as_ref()?, step)));
        offers.find_map(|(offered, step)| instead_of(reading, offered, step, &home, named))
    })
}

fn instead_of(
    reading: &Reading,
    offered: &str,
    step: Step,
    home: &Address,
    named: &Address,
) -> Option<Fact> {
    let address = Address::parse(offered).ok()?;
    let is_away = address.same_origin(named) && !address.same_origin(home);
    let asked = || {
        reading
            .of_step(step)
            .map(|(index, one)| (index, &one.request.url))
    };
    if !is_away || asked().any(|(_, url)| place(url) == place(offered)) {
        return None;
    }
    let (index, url) =
        asked().find(|(_, url)| Address::parse(url).is_ok_and(|one| one.same_origin(home)))?;
    let title = format!(
        "The client asks {} although the metadata offers {offered}",
        place(url)
    );
    Some(Fact::at(index, title).expected(offered).received(url))
}

/// The step of the flow that went to the MCP server's own origin after its metadata.
#[must_use]
pub fn asked_next<'r>(
    reading: &'r Reading,
    metadata: &ResourceMetadataRequest,
) -> Option<(usize, &'r str)> {
    let home = Address::parse(&metadata.exchange.request.url).ok()?;
    let steps = [Step::ServerMetadata, Step::Authorization, Step::Token];
    let flow = reading.evidence.exchanges.iter().enumerate();
    flow.skip(metadata.index + 1).find_map(|(index, one)| {
        let is_flow = reading
            .steps
            .get(index)
            .is_some_and(|step| steps.contains(step));
        let asked = Address::parse(&one.request.url).ok()?;
        (is_flow && asked.same_origin(&home)).then_some((index, one.request.url.as_str()))
    })
}

/// The first named issuer, where none of the named ones lives at the MCP server's own origin.
#[must_use]
pub fn foreign_issuer<'r, 'a>(
    reading: &'r Reading<'a>,
) -> Option<(&'r ResourceMetadataRequest<'a>, String)> {
    let (metadata, document) = reading.resource_documents().next()?;
    let home = Address::parse(&metadata.exchange.request.url).ok()?;
    let issuers = document.view.authorization_servers.as_ref()?;
    let foreign = issuers
        .iter()
        .all(|one| Address::parse(one).is_ok_and(|one| !one.same_origin(&home)));
    issuers
        .first()
        .filter(|_| foreign)
        .map(|issuer| (metadata, issuer.clone()))
}
