//! Ways out of what a rule finds.

use crate::action::ActionKind::{
    self, ApiKeyHeader, Basic, ClientMetadataDocument, OwnApp, PersonalAccessToken,
};
use crate::evidence::reading::Reading;
use crate::providers::Provider;

/// Ways out of what a rule finds, the best first. Who must fix it hears of it between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// What helps before anybody has fixed anything.
    pub first: &'static [ActionKind],
    /// What helps besides, once the one who must fix it was told.
    pub then: &'static [ActionKind],
}

/// What a rule's ways out depend on besides the rule.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// The evidence, recognised.
    pub reading: &'a Reading<'a>,
    /// The provider of the authorization server, where it is one that we know.
    pub provider: Option<&'static Provider>,
    /// Whether what was found stopped the client; else it is in the way of a sign-in that nobody has tried yet.
    pub stopped: bool,
}

impl Ways {
    /// Nothing helps but to fix it.
    pub const NONE: Self = Self {
        first: &[],
        then: &[],
    };
    /// Ways to get a client id.
    pub const CLIENT: &'static [ActionKind] = &[ClientMetadataDocument, OwnApp];
    /// Ways around a server whose OAuth doesn't work, for somebody who wants to use it today.
    pub const AROUND: &'static [ActionKind] = &[PersonalAccessToken, Basic, ApiKeyHeader];

    /// What helps before anybody has fixed anything.
    #[must_use]
    pub const fn first(first: &'static [ActionKind]) -> Self {
        Self { first, then: &[] }
    }

    /// With what helps besides.
    #[must_use]
    pub const fn then(self, then: &'static [ActionKind]) -> Self {
        Self {
            first: self.first,
            then,
        }
    }
}
