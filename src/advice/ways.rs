//! Which ways fit which cause: two tables, and what follows from who must fix it.

mod table;

use super::known::Known;
use crate::action::ActionKind;
use crate::finding::{Certainty, Finding, Overall};
use crate::providers::{Pkce, Registration};
use crate::rule::{Nature, Party};
use crate::rules;
use ActionKind::{
    Basic, CaptureMore, ChangeSetting, PatchAuthorizationServer, PatchServer, PersonalAccessToken,
    ReportToClient, SignIn,
};
use table::{ADDRESS, ALLOW, AROUND, CLIENT, NEW_CLIENT, SCOPES};

/// Every kind worth trying, in the order of preference.
pub fn for_report(
    known: &Known<'_>,
    verdict: Overall,
    leading: Option<&Finding>,
) -> Vec<ActionKind> {
    let works = matches!(verdict, Overall::Ok | Overall::Degraded);
    let sign_in = (works && !known.reading.is_let_in()).then_some(SignIn);
    let Some(finding) = leading else {
        return match works {
            true => sign_in.into_iter().collect(),
            false => vec![CaptureMore],
        };
    };
    let mut kinds = Vec::new();
    kinds.extend_from_slice(special(known, verdict, finding));
    kinds.extend_from_slice(table::before(&finding.rule));
    if kinds.is_empty() {
        kinds.extend(sign_in);
    }
    kinds.push(who(known, finding));
    kinds.extend_from_slice(table::after(&finding.rule));
    kinds.extend(sign_in);
    if matches!(finding.step.as_str(), "registration" | "authorization") {
        kinds.extend_from_slice(CLIENT);
    }
    if helps_with_a_token(&finding.step) {
        kinds.extend_from_slice(AROUND);
    }
    kinds
}

/// Who must hear of it.
pub fn report_to(party: Party) -> ActionKind {
    match party {
        Party::Server => PatchServer,
        Party::AuthorizationServer => PatchAuthorizationServer,
        Party::Client => ReportToClient,
        Party::User => ChangeSetting,
    }
}

/// Whether a rule says that something is not offered which a sign-in needs.
pub fn is_capability(rule: &str) -> bool {
    rules::by_id(rule).is_some_and(|rule| rule.nature == Nature::Capability)
}

/// Whether a rule says how `resource` deviates, and a sign-in can be told to take it.
pub fn may_be_allowed(rule: &str) -> bool {
    rule.starts_with("resource/") && table::after(rule) == ALLOW
}

/// Who must hear of it; an authorization server at the MCP server's own origin has the same operator.
fn who(known: &Known<'_>, finding: &Finding) -> ActionKind {
    // A refused token shows at the MCP server, whoever issued it.
    let url = match finding.step.as_str() {
        "access" => known.token_endpoint(),
        _ => finding
            .r#where
            .as_ref()
            .and_then(|place| place.url.as_deref()),
    };
    match report_to(finding.party) {
        PatchAuthorizationServer if url.is_some_and(|url| known.is_own_origin(url)) => PatchServer,
        kind => kind,
    }
}

/// What the provider, or the rest of the evidence, changes about the order.
fn special(known: &Known<'_>, verdict: Overall, finding: &Finding) -> &'static [ActionKind] {
    let rule = finding.rule.as_str();
    let kinds = table::before(rule);
    if known.is_without_oauth(finding) {
        return match known.challenges_with("basic") && !known.challenges_with("bearer") {
            true => &[Basic],
            false => &[PersonalAccessToken],
        };
    }
    // Without `resource` some authorization servers issue tokens that only they can read, and sending it is the client's part
    // (MCP, resource parameter implementation).
    if rule == "access/opaque-token" && !sent_resource(known) {
        return &[ReportToClient];
    }
    if rule == "edge/blocked" && is_nothing_seen(known) {
        return ADDRESS;
    }
    if rule == "token/client-authentication"
        && (is_own_secret_wrong(known, finding) || says_secret_is_wrong(known))
    {
        return CLIENT;
    }
    if rule == "authorization/redirect-uri-mismatch" && was_registered(known) {
        return &[PatchAuthorizationServer];
    }
    if rule == "registration/metadata-refused" && has_unknown_member(known) {
        return &[ReportToClient];
    }
    // No server is at fault alone where only a sign-in of ours refuses what the official SDKs take.
    if rule == "resource/resource-mismatch" && known.deviates_in_resource() {
        return ALLOW;
    }
    let deviates = rule == "server/pkce-not-advertised" || may_be_allowed(rule);
    if deviates && verdict == Overall::Degraded {
        return ALLOW;
    }
    let Some(provider) = known.provider else {
        return &[];
    };
    let registers = |way| provider.registration.contains(&way);
    if kinds == NEW_CLIENT && !registers(Registration::Dynamic) && registers(Registration::OwnApp) {
        return CLIENT;
    }
    if rule == "server/pkce-not-advertised" && provider.pkce == Pkce::SupportedOnly {
        return ALLOW;
    }
    // What a client only says is not offered, although the provider is known to offer it, the client has lost.
    if rule == "registration/not-offered"
        && finding.certainty == Certainty::Inferred
        && (registers(Registration::Dynamic) || registers(Registration::Document))
    {
        return &[ReportToClient];
    }
    let refreshes = kinds == SCOPES && rule != "access/insufficient-scope";
    if refreshes && !provider.refresh.parameters.is_empty() {
        return &[ReportToClient];
    }
    &[]
}

/// Whether a client that nobody registered here proves itself in a way that is not known to be wrong: then its id or its secret is wrong.
fn is_own_secret_wrong(known: &Known<'_>, finding: &Finding) -> bool {
    let used = finding
        .r#where
        .as_ref()
        .and_then(|place| place.member.as_deref());
    let is_listed = |used: &str| {
        let listed = finding.expected.as_deref();
        listed.is_none_or(|listed| listed.contains(used))
    };
    known.reading.registrations.is_empty()
        && finding.certainty == Certainty::Observed
        && used.is_some_and(is_listed)
}

/// Whether a message says that the id or the secret is wrong, and not how it was sent.
fn says_secret_is_wrong(known: &Known<'_>) -> bool {
    known.reading.symptom_says(&[
        "incorrect_client_credentials",
        "bad_client_secret",
        "invalid client secret",
        "invalid client credentials",
        "aadsts7000215",
    ])
}

/// Whether any authorization or token request was seen with `resource`.
fn sent_resource(known: &Known<'_>) -> bool {
    let reading = known.reading;
    let asked = reading
        .authorizations
        .iter()
        .any(|one| one.parameter("resource").is_some());
    asked
        || reading
            .tokens
            .iter()
            .any(|one| one.parameter("resource").is_some())
}

/// Whether nothing at all shows that this is an MCP server: no MCP request was seen, and every other one was refused alike.
fn is_nothing_seen(known: &Known<'_>) -> bool {
    let exchanges = &known.reading.evidence.exchanges;
    let refused = |status: u16| status == 0 || status == 403 || status == 404;
    !exchanges.is_empty()
        && known.reading.mcp.is_empty()
        && exchanges.iter().all(|one| refused(one.status()))
}

/// Whether the registration is refused for a member that the server doesn't know: the client can leave it out.
fn has_unknown_member(known: &Known<'_>) -> bool {
    const SAYS: [&str; 4] = [
        "unrecognized field",
        "unknown field",
        "unexpected field",
        "unknown property",
    ];
    let last = known.reading.registrations.last();
    last.is_some_and(|one| known.reading.error(one.index).says_any(&SAYS))
}

/// Whether the redirect URI of the last authorization request was accepted at registration before.
fn was_registered(known: &Known<'_>) -> bool {
    let asked = known.reading.authorizations.last();
    let Some((asked, uri)) =
        asked.and_then(|one| Some((one.index, one.parameter("redirect_uri")?)))
    else {
        return false;
    };
    let registered = known.reading.registration_before(asked);
    registered.is_some_and(|one| {
        let uris = one
            .asked
            .as_ref()
            .and_then(|asked| asked.redirect_uris.as_ref());
        matches!(one.exchange.status(), 200 | 201)
            && uris.is_some_and(|uris| uris.iter().any(|one| one == uri))
    })
}

/// A token made by hand helps where the way to a token is blocked, not where every request is.
fn helps_with_a_token(step: &str) -> bool {
    matches!(
        step,
        "challenge"
            | "resource"
            | "server"
            | "registration"
            | "authorization"
            | "callback"
            | "token"
            | "client"
    )
}
