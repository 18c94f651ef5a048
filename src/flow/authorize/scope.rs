//! Which scopes to ask for (MCP 2025-11-25, Scope Selection Strategy).

use crate::flow::refusal::Refusal;
use crate::limits;
use crate::spec::Revision;

/// What is known when scopes are selected.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources<'a> {
    /// `scope` of the challenge.
    pub challenge: Option<&'a str>,
    /// `scopes_supported` of the resource metadata.
    pub resource: Option<&'a [String]>,
    /// `scopes_supported` of the authorization server: only looked at for `offline_access`.
    pub server: Option<&'a [String]>,
    /// Whether a refresh token is wanted and can be kept.
    pub wants_refresh: bool,
}

/// The scopes to ask for; empty means that the parameter is left out.
#[must_use]
pub fn select(sources: Sources<'_>) -> Vec<String> {
    // The challenge is authoritative for the request; it and `scopes_supported` are never intersected.
    let challenged = split(sources.challenge.unwrap_or_default());
    let mut scopes = if challenged.is_empty() {
        distinct(
            sources
                .resource
                .unwrap_or_default()
                .iter()
                .map(String::as_str),
        )
    } else {
        challenged
    };
    // MCP 2026-07-28, Refresh Tokens: only where the authorization server lists it, and never as the whole request.
    let offered = sources
        .server
        .is_some_and(|list| list.iter().any(|scope| scope == OFFLINE));
    if sources.wants_refresh && offered && !scopes.is_empty() {
        scopes = union(&scopes, &[OFFLINE.to_owned()]);
    }
    scopes
}

/// The scope that asks for a refresh token (OpenID Connect Core §11).
pub const OFFLINE: &str = "offline_access";

/// The scopes of a step-up: those asked for before and those of the challenge (MCP 2026-07-28, Step-Up Authorization Flow). 2025-11-25
/// takes the challenge alone, for the server was told to name the existing ones too.
///
/// # Errors
/// Where the challenge names no scope, or none that was not granted already.
pub fn step_up(
    requested: &[String],
    granted: &[String],
    challenge: Option<&str>,
    revision: Revision,
) -> Result<Vec<String>, Refusal> {
    let challenged = split(challenge.unwrap_or_default());
    if challenged.is_empty() {
        return Err(Refusal::ScopeUnnamed);
    }
    if challenged.iter().all(|scope| granted.contains(scope)) {
        return Err(Refusal::ScopeAlreadyGranted { scopes: challenged });
    }
    if revision < Revision::V2026_07_28 {
        return Ok(challenged);
    }
    Ok(union(requested, &challenged))
}

/// Both, in order, each once; without any idea of which scope includes which.
#[must_use]
pub fn union(first: &[String], second: &[String]) -> Vec<String> {
    distinct(first.iter().chain(second).map(String::as_str))
}

/// A `scope` value one by one: in order, each once, case-sensitive (RFC 6749 §3.3).
#[must_use]
pub fn split(scope: &str) -> Vec<String> {
    distinct(scope.split(' ').filter(|one| !one.is_empty()))
}

fn distinct<'a>(scopes: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut known = std::collections::BTreeSet::new();
    scopes
        .filter(|scope| known.insert(*scope))
        .take(limits::SCOPES)
        .map(str::to_owned)
        .collect()
}
