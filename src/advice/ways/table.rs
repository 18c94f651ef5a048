//! Which ways help with which rule's finding.

use crate::action::ActionKind::{
    self, AddScopes, AllowAtEdge, AllowDeviation, ApiKeyHeader, Basic, CaptureMore, ChangeSetting,
    ClientMetadataDocument, FreePort, OpenByHand, OwnApp, PatchServer, PersonalAccessToken,
    RegisterAgain, RetryLater, SignIn, UseOtherAddress,
};

/// Ways around a server whose OAuth doesn't work, for somebody who wants to use it today.
pub const AROUND: &[ActionKind] = &[PersonalAccessToken, Basic, ApiKeyHeader];
/// Ways to get a client id.
pub const CLIENT: &[ActionKind] = &[ClientMetadataDocument, OwnApp];
const EDGE: &[ActionKind] = &[AllowAtEdge];
const BY_HAND: &[ActionKind] = &[OpenByHand];
const AGAIN: &[ActionKind] = &[SignIn];
/// To take a named deviation.
pub const ALLOW: &[ActionKind] = &[AllowDeviation];
/// To use another address.
pub const ADDRESS: &[ActionKind] = &[UseOtherAddress];
const LATER: &[ActionKind] = &[RetryLater];
/// To ask for more scopes.
pub const SCOPES: &[ActionKind] = &[AddScopes];
/// To register again.
pub const NEW_CLIENT: &[ActionKind] = &[RegisterAgain];

/// What helps before anybody has mended anything.
const FIRST: &[(&str, &[ActionKind])] = &[
    ("edge/blocked", EDGE),
    ("edge/user-agent", EDGE),
    ("contact/forbidden", EDGE),
    ("access/forbidden", EDGE),
    ("edge/rate-limited", LATER),
    ("contact/unreachable", &[ChangeSetting, RetryLater]),
    ("authorization/server-error", LATER),
    ("contact/not-found", ADDRESS),
    ("contact/insecure-address", ADDRESS),
    ("browser/blocked", &[CaptureMore]),
    ("client/port-in-use", &[FreePort]),
    ("client/browser-not-opened", BY_HAND),
    ("callback/never-came", BY_HAND),
    ("registration/not-offered", CLIENT),
    ("registration/guessed", CLIENT),
    ("registration/client-not-admitted", CLIENT),
    ("registration/authentication-required", CLIENT),
    ("registration/limited", CLIENT),
    ("authorization/client-unknown", NEW_CLIENT),
    ("token/client-unknown", NEW_CLIENT),
    ("access/insufficient-scope", SCOPES),
    ("token/no-refresh-token", SCOPES),
    ("authorization/offline-access-not-asked", SCOPES),
    ("token/refresh-refused", AGAIN),
    ("access/expired", AGAIN),
    ("authorization/denied", AGAIN),
    ("token/refresh-error-code", AGAIN),
    ("client/registration-lost", NEW_CLIENT),
    (
        "authorization/redirect-uri-mismatch",
        &[RegisterAgain, OwnApp],
    ),
];

/// What helps besides, once the one who must mend it was told.
const AFTER: &[(&str, &[ActionKind])] = &[
    ("resource/resource-mismatch", ALLOW),
    ("resource/resource-ancestor", ALLOW),
    ("resource/resource-slash", ALLOW),
    ("resource/resource-spelling", ALLOW),
    ("server/pkce-not-advertised", ALLOW),
    ("client/resource-comparison", &[PatchServer, AllowDeviation]),
    ("contact/redirect", ADDRESS),
    ("edge/blocked", ADDRESS),
    ("contact/error-in-success", AROUND),
    ("authorization/resource-refused", ADDRESS),
    ("authorization/scope-missing", SCOPES),
    ("server/metadata-failing", LATER),
    ("token/endpoint-failing", LATER),
    ("access/token-refused", &[RegisterAgain, SignIn]),
    (
        "access/authorization-server-changed",
        &[RegisterAgain, OwnApp],
    ),
    ("callback/state-mismatch", AGAIN),
    ("callback/elsewhere", AGAIN),
];

/// What helps with a rule's finding before anybody has mended anything.
#[must_use]
pub fn before(rule: &str) -> &'static [ActionKind] {
    look_up(FIRST, rule)
}

/// What helps besides, once the one who must mend it was told.
#[must_use]
pub fn after(rule: &str) -> &'static [ActionKind] {
    look_up(AFTER, rule)
}

fn look_up(table: &[(&str, &'static [ActionKind])], rule: &str) -> &'static [ActionKind] {
    let found = table.iter().find(|(id, _)| *id == rule);
    found.map_or(&[], |(_, kinds)| kinds)
}

#[cfg(test)]
mod tests {
    use super::{AFTER, FIRST};
    use crate::rules;

    #[test]
    fn every_rule_of_the_tables_exists() {
        for (id, _) in FIRST.iter().chain(AFTER) {
            assert!(rules::by_id(id).is_some(), "{id}");
        }
    }
}
