//! What the evidence itself names.

use super::{absolute, challenges};
use crate::evidence::Evidence;
use crate::evidence::recognise::{self, Known, place};
use crate::evidence::seen::{Answer, answer};
use crate::evidence::step::Step;
use crate::flow::moved;
use crate::http::Exchange;
use crate::limits;
use crate::wire::server;

/// Servers, metadata locations and endpoints that the evidence names, each once and not too many.
#[must_use]
pub fn known(evidence: &Evidence) -> Known {
    let mut known = Known::default();
    known.servers.extend(evidence.server.clone());
    for exchange in &evidence.exchanges {
        let Some(response) = &exchange.response else {
            continue;
        };
        for challenge in challenges(exchange)
            .value()
            .map_or(&[][..], |all| &all.list)
        {
            known.announced.extend(
                challenge
                    .param("resource_metadata")
                    .filter(|url| url.contains("://"))
                    .map(str::to_owned),
            );
        }
        if recognise::server_metadata_form(&exchange.request.url).is_some()
            && let Answer::Document(document) = answer(exchange, true, server::read)
        {
            let view = document.view;
            let endpoints = [
                (Step::Authorization, view.authorization_endpoint),
                (Step::Token, view.token_endpoint),
                (Step::Registration, view.registration_endpoint),
                (Step::Revocation, view.revocation_endpoint),
                (
                    Step::DeviceAuthorization,
                    view.device_authorization_endpoint,
                ),
                (
                    Step::PushedAuthorization,
                    view.pushed_authorization_request_endpoint,
                ),
            ];
            known.endpoints.extend(
                endpoints
                    .into_iter()
                    .filter_map(|(step, url)| Some((step, url?))),
            );
        }
        let to = response
            .headers
            .get("location")
            .filter(|_| response.is_redirect());
        if let Some(to) = to {
            redirected(&mut known, exchange, &to);
        }
        if known.announced.len()
            + known.endpoints.len()
            + known.servers.len()
            + known.redirected.len()
            > 4 * limits::KNOWN_ADDRESSES
        {
            known.keep_few();
        }
    }
    known.keep_few();
    known
}

/// What redirects is the same thing where it leads.
fn redirected(known: &mut Known, exchange: &Exchange, to: &str) {
    let from = &exchange.request.url;
    let to = absolute(from, to);
    if known.servers.iter().any(|one| place(one) == place(from)) {
        known.servers.push(to.clone());
    }
    let Some(step) = recognise::by_address(from, known) else {
        return;
    };
    let is_metadata = matches!(step, Step::ResourceMetadata | Step::ServerMetadata);
    if is_metadata && exchange.request.method == "GET" {
        known.redirected.push((step, to));
    } else if moved::sent_on(exchange).is_some() && exchange.request.method == "POST" {
        known.endpoints.push((step, to));
    }
}
