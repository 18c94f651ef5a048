//! Which ways fit which cause: those of its rule, and what follows from who must fix it and how far the flow has come.

use super::known::Known;
use super::offer::host;
use crate::action::ActionKind;
use crate::finding::{Finding, Overall};
use crate::rule::{Party, Severity, Situation, Ways};
use crate::rules;
use crate::rules::challenge::api_key;
use ActionKind::{
    AddScopes, AllowDeviation, ApiKeyHeader, Basic, CaptureMore, ChangeSetting, OwnApp,
    PatchAuthorizationServer, PatchServer, PersonalAccessToken, ReportToClient, SignIn,
};

/// Every kind worth trying, in the order of preference.
pub fn for_report(
    known: &Known<'_>,
    verdict: Overall,
    leading: Option<&Finding>,
) -> Vec<ActionKind> {
    let works = verdict == Overall::Ok;
    let sign_in: &[ActionKind] = match works && !known.reading.is_let_in() {
        true => &[SignIn],
        false => &[],
    };
    let Some(finding) = leading else {
        return match works {
            true => reaching(known, sign_in),
            false => vec![CaptureMore],
        };
    };
    let stopped = !matches!(verdict, Overall::Ok | Overall::Needs);
    let ways = ways_of(known, finding, stopped);
    let mut kinds = Vec::new();
    if known.is_without_oauth(finding) {
        kinds.push(made_by_hand(known));
    }
    if host::lets_read(known, Some(finding)).is_some() {
        kinds.push(ChangeSetting);
    }
    kinds.extend_from_slice(ways.first);
    if kinds.is_empty() {
        kinds.extend_from_slice(sign_in);
    }
    // You bring something by another way: there is no setting to change.
    let brings =
        finding.party == Party::User && !kinds.is_empty() && finding.step != "configuration";
    if !brings {
        kinds.push(who(known, finding));
    }
    kinds.extend_from_slice(ways.then);
    kinds.extend_from_slice(sign_in);
    if matches!(finding.step.as_str(), "registration" | "authorization") {
        kinds.extend_from_slice(Ways::CLIENT);
    }
    if helps_with_a_token(&finding.step) {
        kinds.extend_from_slice(Ways::AROUND);
    }
    reaching(known, &kinds)
}

/// The ways with what a sign-in would stop at in its place: a button that ends in the next report is none.
fn reaching(known: &Known<'_>, kinds: &[ActionKind]) -> Vec<ActionKind> {
    let before = known.before_sign_in().unwrap_or(&[SignIn]);
    let each = kinds.iter().flat_map(|kind| match kind {
        SignIn => before,
        kind => std::slice::from_ref(kind),
    });
    each.copied().collect()
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

/// Whether a sign-in that nobody has tried needs something of the person first: a client of their own, a yes to a deviation, scopes.
pub fn is_in_the_way(known: &Known<'_>, finding: &Finding) -> bool {
    let ways = ways_of(known, finding, false);
    let asks = |kind: &ActionKind| matches!(kind, AllowDeviation | OwnApp | AddScopes);
    finding.severity > Severity::Info && ways.first.iter().any(asks)
}

/// The credential that a server asks for which has no OAuth.
fn made_by_hand(known: &Known<'_>) -> ActionKind {
    let mut schemes = known.challenges.iter().map(|one| one.scheme.as_str());
    let asks_for_key = schemes.any(api_key::is_scheme);
    match known.challenges_with("bearer") {
        false if known.challenges_with("basic") => Basic,
        false if asks_for_key => ApiKeyHeader,
        _ => PersonalAccessToken,
    }
}

/// Who must hear of it; an authorization server at the MCP server's own origin has the same operator.
fn who(known: &Known<'_>, finding: &Finding) -> ActionKind {
    // A refused token shows at the MCP server, no matter who issued it.
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

/// What helps with a finding, as its fact says, else as its rule says in this situation.
fn ways_of(known: &Known<'_>, finding: &Finding, stopped: bool) -> Ways {
    let situation = Situation {
        reading: known.reading,
        provider: known.provider,
        stopped,
    };
    let of_rule = || rules::by_id(&finding.rule).map(|rule| (rule.ways)(&situation));
    finding.ways.or_else(of_rule).unwrap_or(Ways::NONE)
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
