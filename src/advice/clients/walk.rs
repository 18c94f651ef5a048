//! Walks each client through the evidence: step by step, up to where it stops.

use super::{ALL, Comparison, Does, Profile, Row, Stage, Way, WithoutMetadata};
use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::seen::Document;
use crate::evidence::step::ServerMetadataRequest;
use crate::flow::discover::resource::{self, Found, Match};
use crate::providers::{self, Provider, Redirects};
use crate::wire::address::Address;
use crate::wire::server::ServerMetadata;
use crate::wire::token::Encoding;

/// Every client with this evidence.
#[must_use]
pub fn matrix(evidence: &Evidence) -> Vec<Row> {
    let reading = Reading::new(evidence, revision_of(evidence));
    ALL.iter().map(|profile| row(profile, &reading)).collect()
}

fn row(profile: &'static Profile, reading: &Reading<'_>) -> Row {
    let walk: [fn(&Profile, &Reading<'_>) -> Stage; 6] = [
        resource_metadata,
        resource_comparison,
        issuer,
        pkce,
        registration,
        token_answer,
    ];
    let mut steps = Vec::new();
    let mut stops_at = None;
    for step in walk {
        let stage = step(profile, reading);
        if stage.does == Does::Stops {
            stops_at = Some(stage.step);
        }
        steps.push(stage);
        if stops_at.is_some() {
            break;
        }
    }
    Row {
        client: profile.id,
        name: profile.name,
        as_of: profile.as_of,
        sources: profile.sources,
        steps,
        stops_at,
    }
}

fn stage(step: &'static str, does: Does, why: impl Into<String>) -> Stage {
    Stage {
        step,
        does,
        why: why.into(),
    }
}

fn resource_metadata(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "resource metadata";
    if reading.resource_documents().next().is_some() {
        return stage(STEP, Does::GoesOn, "It is there.");
    }
    if reading.resource_metadata.is_empty() {
        return stage(STEP, Does::NotSeen, "");
    }
    match profile.without_metadata {
        Some(WithoutMetadata::OwnOrigin) => stage(
            STEP,
            Does::GoesOn,
            "It takes the server's own origin for the authorization server.",
        ),
        Some(WithoutMetadata::Stops) => {
            stage(STEP, Does::Stops, "There is none, and it doesn't guess.")
        }
        None => stage(STEP, Does::NotModelled, ""),
    }
}

fn resource_comparison(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "resource";
    let named = reading
        .resource_documents()
        .find_map(|(_, document)| document.view.resource.as_deref());
    let (Some(named), Some(server)) = (named, reading.server.as_deref()) else {
        return stage(STEP, Does::NotSeen, "");
    };
    let found = resource::compare(server, Found::ByChallenge, named);
    match (profile.resource, found) {
        (_, Match::Exact)
        | (Some(Comparison::None), _)
        | (Some(Comparison::Prefix), Match::Compatible | Match::SameRequest) => {
            stage(STEP, Does::GoesOn, "It takes this resource.")
        }
        (None, _) => stage(STEP, Does::NotModelled, ""),
        (Some(_), Match::SameRequest) => stage(
            STEP,
            Does::Stops,
            format!("{named} and {server} differ in the slash only, and it compares the text."),
        ),
        (Some(_), Match::Compatible | Match::Other) => {
            stage(STEP, Does::Stops, format!("{named} is not {server}."))
        }
    }
}

/// The metadata of the authorization server that was read last.
fn metadata<'r>(
    reading: &'r Reading<'_>,
) -> Option<(&'r ServerMetadataRequest<'r>, &'r Document<ServerMetadata>)> {
    reading.server_documents().last()
}

fn issuer(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "issuer";
    let Some((request, document)) = metadata(reading) else {
        return stage(STEP, Does::NotSeen, "");
    };
    match (document.view.issuer.as_deref(), profile.checks_issuer) {
        (Some(issuer), _) if issuer == request.expected_issuer => {
            stage(STEP, Does::GoesOn, "It is the one that was asked for.")
        }
        (None, _) if !document.lacks("issuer") => stage(STEP, Does::NotSeen, ""),
        (_, Some(false)) => stage(STEP, Does::GoesOn, "It doesn't compare issuer."),
        (_, None) => stage(STEP, Does::NotModelled, ""),
        (issuer, Some(true)) => stage(
            STEP,
            Does::Stops,
            format!(
                "{} is not {}.",
                issuer.unwrap_or("nothing"),
                request.expected_issuer
            ),
        ),
    }
}

fn pkce(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "pkce";
    let Some((_, document)) = metadata(reading) else {
        return stage(STEP, Does::NotSeen, "");
    };
    match (
        document.view.advertises_s256(),
        profile.wants_advertised_pkce,
    ) {
        (Some(true), _) => stage(STEP, Does::GoesOn, "S256 is advertised."),
        (Some(false), _) => stage(
            STEP,
            Does::Stops,
            "Methods are advertised, and S256 is not among them.",
        ),
        (None, _) if !document.lacks("code_challenge_methods_supported") => {
            stage(STEP, Does::NotSeen, "")
        }
        (None, Some(true)) => stage(
            STEP,
            Does::Stops,
            "PKCE isn't advertised, and it wants that.",
        ),
        (None, Some(false)) => stage(
            STEP,
            Does::GoesOn,
            "PKCE isn't advertised; it sends S256 all the same.",
        ),
        (None, None) => stage(STEP, Does::NotModelled, ""),
    }
}

fn registration(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "registration";
    let Some((request, document)) = metadata(reading) else {
        return stage(STEP, Does::NotSeen, "");
    };
    if profile.registration.is_empty() {
        return stage(STEP, Does::NotModelled, "");
    }
    let has = |way| profile.registration.contains(&way);
    if has(Way::Document) && document.view.takes_client_id_metadata_documents() {
        return stage(STEP, Does::GoesOn, "By its client ID metadata document.");
    }
    if has(Way::Dynamic) && document.view.registration_endpoint.is_some() {
        return stage(STEP, Does::GoesOn, "By dynamic registration.");
    }
    if !document.whole {
        return stage(STEP, Does::NotSeen, "");
    }
    if !has(Way::Configured) {
        return stage(
            STEP,
            Does::Stops,
            "None of its ways to a client id is offered.",
        );
    }
    let provider = providers::by_issuer(&request.expected_issuer);
    stage(
        STEP,
        Does::Asks,
        format!(
            "It needs a configured client id{}",
            to_register(profile, provider)
        ),
    )
}

/// The redirect URIs to register for a client, and those that the provider can't take.
fn to_register(profile: &Profile, provider: Option<&Provider>) -> String {
    if profile.redirect_uris.is_empty() {
        return ".".to_owned();
    }
    let rules = provider.map_or(Redirects::UNKNOWN, |pack| pack.redirects);
    let fits = |uri: &&str| {
        let scheme = uri.split(':').next().unwrap_or_default();
        let private = !matches!(scheme, "http" | "https");
        let moving =
            uri.contains("<port>") && !rules.port_free.iter().any(|name| uri.contains(name));
        let loopback = Address::parse(&uri.replace("<port>", "1")).is_ok_and(|address| {
            address.is_loopback() && !rules.loopback.contains(&address.hostname().as_str())
        });
        let refused = private && rules.schemes == Some(false);
        !refused && !moving && !loopback
    };
    let good: Vec<&str> = profile
        .redirect_uris
        .iter()
        .copied()
        .filter(|uri| fits(uri))
        .collect();
    if good.is_empty() {
        return format!(
            "; its redirect URI {} can't be registered where ports are compared: set a fixed port.",
            profile.redirect_uris.join(", ")
        );
    }
    format!("; register {}.", good.join(", "))
}

fn token_answer(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "token";
    let encoding = reading
        .tokens
        .iter()
        .find_map(|one| one.answer.view())
        .map(|view| view.encoding);
    match (encoding, profile.reads_form_answers) {
        (None, _) => stage(STEP, Does::NotSeen, ""),
        (Some(Encoding::Json), _) | (_, Some(true)) => {
            stage(STEP, Does::GoesOn, "It can read the answer.")
        }
        (Some(Encoding::Form), Some(false)) => stage(
            STEP,
            Does::Stops,
            "The answer is form-encoded, and it reads JSON only.",
        ),
        (Some(Encoding::Form), None) => stage(STEP, Does::NotModelled, ""),
    }
}

#[cfg(test)]
mod tests;
