//! Which ways fit which cause: one table, and what follows from who must fix it.

use super::known::Known;
use crate::providers::{Pkce, Registration};
use crate::report::{ActionKind, Finding, Overall};
use crate::rule::{Nature, Party};
use crate::rules;
use ActionKind::{
    AddScopes, AllowAtEdge, AllowDeviation, ApiKeyHeader, Basic, CaptureMore,
    ClientMetadataDocument, FreePort, OwnApp, PatchAuthorizationServer, PatchServer,
    PersonalAccessToken, RegisterAgain, ReportToClient, RetryLater, SignIn, UseOtherAddress,
};

/// Ways around a server whose OAuth doesn't work, for somebody who wants to use it today.
const AROUND: &[ActionKind] = &[PersonalAccessToken, Basic, ApiKeyHeader];
/// Ways to get a client id.
const CLIENT: &[ActionKind] = &[ClientMetadataDocument, OwnApp];

/// The best ways for a rule; a rule that isn't here is answered by the one who must fix it.
const BY_RULE: &[(&str, &[ActionKind])] = &[
    ("edge/blocked", &[AllowAtEdge]),
    ("client/port", &[FreePort]),
    ("server/outage", &[RetryLater]),
    ("address/wrong", &[UseOtherAddress]),
];

/// Every kind worth trying, in the order of preference.
pub fn for_report(
    known: &Known<'_>,
    verdict: Overall,
    leading: Option<&Finding>,
) -> Vec<ActionKind> {
    let Some(finding) = leading else {
        return match verdict {
            Overall::Ok | Overall::Degraded => vec![SignIn],
            Overall::Blocked | Overall::Undetermined => vec![CaptureMore],
        };
    };
    let mut kinds = Vec::new();
    kinds.extend_from_slice(special(known, finding));
    kinds.extend_from_slice(by_rule(&finding.rule));
    kinds.push(report_to(finding.party));
    if verdict == Overall::Degraded {
        kinds.push(SignIn);
    }
    if helps_with_a_client(&finding.step) {
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
        Party::User => CaptureMore,
    }
}

/// Whether a rule says that something is not offered which a sign-in needs.
pub fn is_capability(rule: &str) -> bool {
    rules::by_id(rule).is_some_and(|rule| rule.nature == Nature::Capability)
}

fn by_rule(rule: &str) -> &'static [ActionKind] {
    BY_RULE
        .iter()
        .find(|(id, _)| *id == rule)
        .map_or(&[], |(_, kinds)| kinds)
}

/// What the provider or the evidence changes about the order.
fn special(known: &Known<'_>, finding: &Finding) -> &'static [ActionKind] {
    let kinds = by_rule(&finding.rule);
    let Some(provider) = known.provider else {
        return &[];
    };
    let registers = |way| provider.registration.contains(&way);
    if kinds.first() == Some(&RegisterAgain)
        && !registers(Registration::Dynamic)
        && registers(Registration::OwnApp)
    {
        return CLIENT;
    }
    if kinds.contains(&AllowDeviation) && provider.pkce == Pkce::SupportedOnly {
        return &[AllowDeviation];
    }
    if kinds.first() == Some(&AddScopes) && !provider.refresh.parameters.is_empty() {
        return &[ReportToClient];
    }
    &[]
}

fn helps_with_a_client(step: &str) -> bool {
    matches!(step, "registration" | "authorization" | "authorize")
}

fn helps_with_a_token(step: &str) -> bool {
    !matches!(step, "transport" | "cors" | "address" | "edge" | "client")
}
