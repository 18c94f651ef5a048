//! Walks each client through the evidence: step by step, up to where it stops.

use super::{
    ALL, Comparison, Demand, Does, Ends, Fact, IssuerComparison, Profile, Reach, Row, Stage, Way,
    WithoutMetadata,
};
use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::seen::{Document, is_decided};
use crate::evidence::step::{McpRequest, ServerMetadataRequest};
use crate::flow::authorize::signed;
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

/// One client with this evidence.
#[must_use]
pub fn one(profile: &'static Profile, evidence: &Evidence) -> Row {
    row(profile, &Reading::new(evidence, revision_of(evidence)))
}

/// Which of the clients that are known stop at what a rule found, and which go on, in a sentence; `None` where none is known to stop.
#[must_use]
pub fn who_stops(rule: &str, reading: &Reading<'_>) -> Option<String> {
    const JUDGED: [&str; 8] = [
        "resource metadata",
        "resource",
        "issuer",
        "pkce",
        "registration",
        "client authentication",
        "demands",
        "token",
    ];
    if !JUDGED.iter().any(|step| stands_for(step).contains(&rule)) {
        return None;
    }
    let here = |profile: &'static Profile| {
        let row = row(profile, reading);
        let mut steps = row.steps.into_iter();
        let step = steps.find(|step| step.stands_for.contains(&rule))?;
        Some((profile.name, step.does))
    };
    let all: Vec<(&str, Does)> = ALL.iter().filter_map(here).collect();
    let that = |does: Does| -> Vec<&str> {
        let all = all.iter().filter(|(_, one)| *one == does);
        all.map(|(name, _)| *name).collect()
    };
    let (stop, go_on) = (that(Does::Stops), that(Does::GoesOn));
    let verb = |list: &[&str], one: &'static str, many: &'static str| match list.len() {
        1 => one,
        _ => many,
    };
    if stop.is_empty() {
        return None;
    }
    let stops = format!("{} {} here", some_of(&stop), verb(&stop, "stops", "stop"));
    Some(match go_on.is_empty() {
        true => format!("{stops}."),
        false => format!(
            "{stops}; {} {} on.",
            some_of(&go_on),
            verb(&go_on, "goes", "go")
        ),
    })
}

/// At most three names, and how many more there are.
fn some_of(names: &[&str]) -> String {
    const NAMED: usize = 3;
    let named = names.get(..NAMED.min(names.len())).unwrap_or_default();
    match (names.len() - named.len(), named) {
        (0, [rest @ .., last]) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        (0, _) => named.join(", "),
        (1, _) => format!("{} and 1 other", named.join(", ")),
        (more, _) => format!("{} and {more} others", named.join(", ")),
    }
}

/// The rules that a step of a client stands for: what these find is judged by what the client itself does there.
fn stands_for(step: &str) -> &'static [&'static str] {
    match step {
        "resource metadata" => &[
            "resource/metadata-missing",
            "resource/metadata-not-at-path",
            "resource/metadata-not-at-root",
        ],
        "resource" => &[
            "resource/resource-mismatch",
            "resource/resource-ancestor",
            "resource/resource-slash",
            "resource/resource-spelling",
        ],
        "issuer" => &["server/issuer-mismatch", "server/issuer-slash"],
        "pkce" => &["server/pkce-not-advertised", "server/pkce-without-s256"],
        "registration" => &[
            "registration/not-offered",
            "server/only-dynamic-registration",
        ],
        "client authentication" => &["server/client-authentication"],
        "demands" => &[
            "server/demands",
            "server/signed-requests-only",
            "resource/dpop-required",
        ],
        "token" => &["token/not-json"],
        _ => &[],
    }
}

fn row(profile: &'static Profile, reading: &Reading<'_>) -> Row {
    let walk: [fn(&Profile, &Reading<'_>) -> Stage; 10] = [
        contact,
        resource_metadata,
        resource_comparison,
        issuer,
        pkce,
        registration,
        client_authentication,
        demands,
        token_answer,
        refresh,
    ];
    let needs_sign_in = !reading.is_public();
    let mut steps = Vec::new();
    for step in walk.into_iter().take(if needs_sign_in { 10 } else { 1 }) {
        let stage = step(profile, reading);
        let ended = stage.does == Does::Stops;
        steps.push(stage);
        if ended {
            break;
        }
    }
    let stops = steps.iter().find(|stage| stage.does == Does::Stops);
    Row {
        client: profile.id,
        name: profile.name,
        as_of: profile.as_of(),
        sources: profile.sources.iter().map(|source| source.url).collect(),
        redirect_uris: profile.redirect_uris,
        client_id_goes: profile.client_id_goes,
        ends: ends(&steps),
        stops_at: stops.map(|stage| stage.step),
        steps,
    }
}

/// What decides whether a client gets an id that it can use: its registration, and how it authenticates afterwards.
pub(super) fn client(profile: &Profile, reading: &Reading<'_>) -> [Stage; 2] {
    [
        registration(profile, reading),
        client_authentication(profile, reading),
    ]
}

fn ends(steps: &[Stage]) -> Ends {
    let any = |does| steps.iter().any(|stage| stage.does == does);
    // Whether the server is reached and the answer can be read is not what decides between clients.
    let beside = ["contact", "client authentication", "token", "refresh"];
    let open = |stage: &Stage| {
        matches!(stage.does, Does::NotModelled | Does::NotSeen) && !beside.contains(&stage.step)
    };
    if any(Does::Stops) {
        Ends::Stops
    } else if steps.iter().any(open) {
        Ends::Unknown
    } else if any(Does::Asks) {
        Ends::Asks
    } else {
        Ends::GetsIn
    }
}

fn stage(step: &'static str, does: Does, why: impl Into<String>) -> Stage {
    Stage {
        step,
        does,
        why: why.into(),
        source: None,
        stands_for: stands_for(step),
    }
}

/// The same, with the page that tells what this client does here.
fn by(profile: &Profile, fact: Fact, stage: Stage) -> Stage {
    let told = matches!(stage.does, Does::Stops | Does::Asks) || fact == Fact::Registration;
    Stage {
        source: profile.source_of(fact).filter(|_| told),
        ..stage
    }
}

fn contact(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "contact";
    let server = reading.server.as_deref().map(Address::parse);
    let private = server.is_some_and(|one| one.is_ok_and(|address| address.is_private()));
    let stage = match profile.reach {
        Some(Reach::LocalOnly) => stage(
            STEP,
            Does::Stops,
            "It connects only to servers that it starts itself; put mcp-remote in between.",
        ),
        Some(Reach::FromCloud) if private => stage(
            STEP,
            Does::Stops,
            "It connects from its vendor's cloud, and this address is in a private network.",
        ),
        _ if !reading.mcp.iter().any(|one| one.exchange.status() > 0) => {
            stage(STEP, Does::NotSeen, "")
        }
        _ if reading.is_public() => stage(STEP, Does::GoesOn, "The server asks nobody to sign in."),
        _ => stage(STEP, Does::GoesOn, "The server answers."),
    };
    by(profile, Fact::Reach, stage)
}

fn resource_metadata(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "resource metadata";
    let is_path = |one: &McpRequest<'_>| {
        let challenge = one.challenge();
        let url = challenge.and_then(|one| one.param("resource_metadata").map(str::to_owned));
        url.is_some_and(|url| url.starts_with('/'))
    };
    if profile.wants_metadata_url == Some(true) && reading.unauthorized().any(is_path) {
        let why = "The challenge's resource_metadata is a path, and it needs a URL.";
        return by(profile, Fact::MetadataUrl, stage(STEP, Does::Stops, why));
    }
    if reading.resource_documents().next().is_some() {
        return stage(STEP, Does::GoesOn, "It is there.");
    }
    if !has_no_metadata(reading) {
        return stage(STEP, Does::NotSeen, "");
    }
    let stage = match profile.without_metadata {
        Some(WithoutMetadata::OwnOrigin) => stage(
            STEP,
            Does::GoesOn,
            "It uses the server's own origin as the authorization server.",
        ),
        Some(WithoutMetadata::Stops) => {
            stage(STEP, Does::Stops, "There is none, and it doesn't guess.")
        }
        None => stage(STEP, Does::NotModelled, ""),
    };
    by(profile, Fact::WithoutMetadata, stage)
}

/// Whether answers tell that there is no resource metadata.
pub(super) fn has_no_metadata(reading: &Reading<'_>) -> bool {
    let mut asked = reading.resource_metadata.iter();
    reading.resource_documents().next().is_none() && asked.any(|one| is_decided(one.exchange))
}

/// Whether there is no resource metadata, and the client takes the server's own origin instead.
fn guesses(profile: &Profile, reading: &Reading<'_>) -> bool {
    has_no_metadata(reading) && profile.without_metadata == Some(WithoutMetadata::OwnOrigin)
}

fn resource_comparison(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "resource";
    let named = reading
        .resource_documents()
        .find_map(|(_, document)| document.view.resource.as_deref());
    if guesses(profile, reading) {
        return stage(STEP, Does::GoesOn, "There is nothing to compare.");
    }
    let (Some(named), Some(server)) = (named, reading.server.as_deref()) else {
        return stage(STEP, Does::NotSeen, "");
    };
    let found = resource::compare(server, Found::ByChallenge, named);
    let stage = match (profile.resource, found) {
        (_, Match::Exact)
        | (Some(Comparison::None), _)
        | (Some(Comparison::Prefix), Match::Compatible | Match::SameRequest) => {
            stage(STEP, Does::GoesOn, "It takes this resource.")
        }
        (None, _) => stage(STEP, Does::NotModelled, ""),
        (Some(_), Match::SameRequest) => stage(
            STEP,
            Does::Stops,
            format!("{named} and {server} differ only in the slash, and it compares the text."),
        ),
        (Some(_), Match::Compatible | Match::Other) => {
            stage(STEP, Does::Stops, format!("{named} is not {server}."))
        }
    };
    by(profile, Fact::Resource, stage)
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
    let asked = request.expected_issuer.as_str();
    let is_slash = |issuer: &str| {
        let without = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
        without(issuer) == without(asked)
    };
    let tolerated = |issuer: &str| match profile.issuer {
        Some(IssuerComparison::ExactWhereNamed) => guesses(profile, reading) && is_slash(issuer),
        Some(IssuerComparison::ButForSlash) => {
            asked.strip_suffix('/') == Some(issuer)
                || (guesses(profile, reading) && is_slash(issuer))
        }
        _ => false,
    };
    let stage = match (document.view.issuer.as_deref(), profile.issuer) {
        (Some(issuer), _) if issuer == asked => {
            stage(STEP, Does::GoesOn, "It is the one that was asked for.")
        }
        (None, _) if !document.lacks("issuer") => stage(STEP, Does::NotSeen, ""),
        (_, Some(IssuerComparison::None)) => {
            stage(STEP, Does::GoesOn, "It doesn't compare issuer.")
        }
        (_, None) => stage(STEP, Does::NotModelled, ""),
        (Some(issuer), Some(_)) if tolerated(issuer) => stage(
            STEP,
            Does::GoesOn,
            "It differs only in the trailing slash, which it accepts.",
        ),
        (issuer, Some(_)) => stage(
            STEP,
            Does::Stops,
            format!("{} is not {asked}.", issuer.unwrap_or("nothing")),
        ),
    };
    by(profile, Fact::Issuer, stage)
}

fn pkce(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "pkce";
    let Some((_, document)) = metadata(reading) else {
        return stage(STEP, Does::NotSeen, "");
    };
    let stage = match (
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
            "PKCE isn't advertised, and it requires that.",
        ),
        (None, Some(false)) => stage(
            STEP,
            Does::GoesOn,
            "PKCE isn't advertised; it sends S256 anyway.",
        ),
        (None, None) => stage(STEP, Does::NotModelled, ""),
    };
    by(profile, Fact::Pkce, stage)
}

fn registration(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "registration";
    let Some((request, document)) = metadata(reading) else {
        return stage(STEP, Does::NotSeen, "");
    };
    if profile.registration.is_empty() {
        return stage(STEP, Does::NotModelled, "");
    }
    let aside = document_left_aside(profile, document);
    let aside = aside.map_or(String::new(), |method| {
        format!(" It uses its client ID metadata document only where {method} is among token_endpoint_auth_methods_supported.")
    });
    let stage = match way(profile, document) {
        Some(Way::Document) => stage(STEP, Does::GoesOn, "By its client ID metadata document."),
        Some(Way::Dynamic) => stage(
            STEP,
            Does::GoesOn,
            format!("By dynamic registration.{aside}"),
        ),
        _ if !document.whole => return stage(STEP, Does::NotSeen, ""),
        Some(Way::DocumentOfProgram) => stage(
            STEP,
            Does::Asks,
            "It needs a client ID metadata document: the program that uses it may have one.",
        ),
        Some(Way::Configured) => {
            let provider = providers::by_issuer(&request.expected_issuer);
            let what = to_register(profile, provider);
            stage(
                STEP,
                Does::Asks,
                format!("It needs a configured client id{what}{aside}"),
            )
        }
        None => stage(
            STEP,
            Does::Stops,
            format!("None of its ways to a client id is offered.{aside}"),
        ),
    };
    by(profile, Fact::Registration, stage)
}

/// The way that a client takes to its id, in its own order; a configured id is what is left.
pub(super) fn way(profile: &Profile, document: &Document<ServerMetadata>) -> Option<Way> {
    let offered = |way: &Way| match way {
        Way::Document => {
            document.view.takes_client_id_metadata_documents()
                && document_left_aside(profile, document).is_none()
        }
        Way::DocumentOfProgram => {
            document.view.takes_client_id_metadata_documents()
                && document.view.registration_endpoint.is_none()
        }
        Way::Dynamic => document.view.registration_endpoint.is_some(),
        Way::Configured => false,
    };
    let taken = profile.registration.iter().copied().find(offered);
    taken.or_else(|| {
        profile
            .registration
            .contains(&Way::Configured)
            .then_some(Way::Configured)
    })
}

/// The method that has to be listed, where the client doesn't use its document because it is not.
fn document_left_aside(
    profile: &Profile,
    document: &Document<ServerMetadata>,
) -> Option<&'static str> {
    let wanted = profile.document?.only_where_listed?;
    let announced = document.view.takes_client_id_metadata_documents();
    (announced && !listed(document).any(|method| method == wanted)).then_some(wanted)
}

fn listed(document: &Document<ServerMetadata>) -> impl Iterator<Item = &str> {
    let methods = document
        .view
        .token_endpoint_auth_methods_supported
        .as_deref();
    methods.unwrap_or_default().iter().map(String::as_str)
}

/// How the client authenticates at the token endpoint: by what its document names, or by what it can do with a registered client.
fn client_authentication(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "client authentication";
    let Some((_, document)) = metadata(reading) else {
        return stage(STEP, Does::NotSeen, "");
    };
    let (can, fact) = match (way(profile, document), profile.document) {
        (Some(Way::Document), Some(own)) => (own.methods, Fact::Document),
        (Some(Way::Document), None) | (Some(Way::DocumentOfProgram), _) => {
            (&[][..], Fact::Document)
        }
        _ => (profile.authentication, Fact::Authentication),
    };
    if can.is_empty() {
        return stage(STEP, Does::NotModelled, "");
    }
    let Some(offered) = &document.view.token_endpoint_auth_methods_supported else {
        return stage(
            STEP,
            Does::GoesOn,
            "The metadata lists no methods, so it can't compare them.",
        );
    };
    let stage = match can
        .iter()
        .find(|method| offered.iter().any(|one| one == *method))
    {
        Some(method) => stage(STEP, Does::GoesOn, format!("By {method}.")),
        None => stage(
            STEP,
            Does::Stops,
            format!(
                "It can authenticate by {}, and the authorization server lists {}.",
                can.join(" or "),
                if offered.is_empty() {
                    "nothing".to_owned()
                } else {
                    offered.join(", ")
                }
            ),
        ),
    };
    by(profile, fact, stage)
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
        let concrete = uri.replace("<port>", "1").replace(['<', '>'], "");
        let loopback = Address::parse(&concrete).is_ok_and(|address| {
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
    let stage = match (encoding, profile.reads_form_answers) {
        (None, _) => stage(STEP, Does::NotSeen, ""),
        (Some(Encoding::Json), _) | (_, Some(true)) => {
            stage(STEP, Does::GoesOn, "It can read the answer.")
        }
        (Some(Encoding::Form), Some(false)) => stage(
            STEP,
            Does::Stops,
            "The answer is form-encoded, and it reads only JSON.",
        ),
        (Some(Encoding::Form), None) => stage(STEP, Does::NotModelled, ""),
    };
    by(profile, Fact::TokenAnswer, stage)
}

/// What is demanded beyond an ordinary request, and whether the client does that.
fn demands(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "demands";
    let Some((_, document)) = metadata(reading) else {
        return stage(STEP, Does::NotSeen, "");
    };
    let bound = reading
        .resource_documents()
        .any(|(_, document)| document.view.dpop_bound_access_tokens_required == Some(true));
    let pushed = document.view.require_pushed_authorization_requests == Some(true);
    let all = [
        (
            pushed,
            Demand::PushedRequests,
            "pushed authorization requests",
        ),
        (
            signed::is_required(&document.view),
            Demand::SignedRequests,
            "signed request objects",
        ),
        (bound, Demand::Dpop, "tokens that are bound to a key (DPoP)"),
    ];
    let demanded = || all.iter().filter(|(demanded, ..)| *demanded);
    let stage = match profile.meets {
        _ if demanded().next().is_none() => {
            stage(STEP, Does::GoesOn, "An ordinary request is enough.")
        }
        None => stage(STEP, Does::NotModelled, ""),
        Some(can) => match demanded().find(|(_, demand, _)| !can.contains(demand)) {
            Some((_, _, what)) => stage(
                STEP,
                Does::Stops,
                format!("{what} are required, and it doesn't do that."),
            ),
            None => stage(STEP, Does::GoesOn, "It does what is required."),
        },
    };
    by(profile, Fact::Demands, stage)
}

/// What happens when the token expires.
fn refresh(profile: &Profile, reading: &Reading<'_>) -> Stage {
    const STEP: &str = "refresh";
    let granted = metadata(reading).and_then(|(_, document)| {
        let grants = document.view.grant_types_supported.as_deref()?;
        Some(grants.iter().any(|grant| grant == "refresh_token"))
    });
    let stage = match (granted, profile.renews) {
        (Some(false), _) => stage(
            STEP,
            Does::GoesOn,
            "The authorization server offers no refresh, so you sign in again when the token expires.",
        ),
        (_, Some(true)) => stage(STEP, Does::GoesOn, "It renews the token by itself."),
        (_, Some(false)) => stage(
            STEP,
            Does::GoesOn,
            "It doesn't renew the token: you sign in again when it expires.",
        ),
        (_, None) => stage(
            STEP,
            Does::NotModelled,
            "Whether it renews the token when it expires is not known.",
        ),
    };
    by(profile, Fact::Refresh, stage)
}

#[cfg(test)]
mod tests;
