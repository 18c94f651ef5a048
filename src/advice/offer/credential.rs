//! Ways around a sign-in: credentials that a person brings.

use super::super::form;
use super::super::known::Known;
use super::action;
use crate::action::{Action, ActionKind};
use crate::finding::Finding;
use crate::providers::{Provider, Scheme};
use crate::rules::challenge::api_key as asked_for;

/// A personal access token.
///
/// # Errors
/// Why the evidence rules it out.
pub fn personal_access_token(known: &Known<'_>) -> Result<Action, String> {
    let refuses = known.reading.resource_documents().any(|(_, document)| {
        document
            .view
            .bearer_methods_supported
            .as_ref()
            .is_some_and(Vec::is_empty)
    });
    if refuses {
        return Err("The resource metadata says that no bearer token is accepted (bearer_methods_supported is empty).".to_owned());
    }
    let host = known.server_host();
    let token = known.own.and_then(|pack| pack.token);
    if let Some(pack) = known.own {
        match token {
            Some(token) if token.scheme == Scheme::Bearer => {}
            Some(_) => {
                return Err(format!(
                    "{} accepts personal access tokens only by Basic.",
                    pack.name
                ));
            }
            None => return Err(no_token(pack)),
        }
    } else if known.challenges_with("basic") && !known.challenges_with("bearer") {
        return Err("The server asks for Basic, not for a bearer token.".to_owned());
    }
    let mut action = action(
        ActionKind::PersonalAccessToken,
        format!("Use a personal access token for {host}"),
        "A token that you create yourself needs no sign-in. It is sent as Authorization: Bearer and tested with one call to the server.",
    );
    match token {
        Some(token) => {
            action.steps.push(format!("Open {}.", token.url));
            if !token.scopes.is_empty() {
                action.steps.push(format!("Choose: {}.", token.scopes.join(", ")));
            }
        }
        None => action.steps.push(format!("Look in the settings of {host} for “API token” or “access token”; not every server accepts one.")),
    }
    action.fields = vec![form::token(), form::confirm_foreign()];
    Ok(action)
}

fn no_token(pack: &Provider) -> String {
    let note = pack.notes.iter().find(|note| note.contains("token"));
    format!(
        "{}'s MCP server isn't known to accept personal access tokens.{}",
        pack.name,
        note.map(|note| format!(" {note}")).unwrap_or_default()
    )
}

/// User name and password.
///
/// # Errors
/// Why the evidence rules it out.
pub fn basic(known: &Known<'_>, leading: Option<&Finding>) -> Result<Action, String> {
    let token = known
        .own
        .and_then(|pack| pack.token)
        .filter(|token| token.scheme == Scheme::Basic);
    let silent = known.is_silent(leading);
    if token.is_none() && !known.challenges_with("basic") && !silent {
        return Err("The server doesn't ask for Basic.".to_owned());
    }
    let mut action = action(
        ActionKind::Basic,
        format!("Use user name and password for {}", known.server_host()),
        "Sent as Authorization: Basic, over https only, and tested with one call to the server.",
    );
    if let Some(token) = token {
        action.steps.push(format!(
            "Make a token at {}; use it in place of the password.",
            token.url
        ));
    }
    action.fields = form::basic(if token.is_some() {
        "E-mail address"
    } else {
        "User name"
    });
    Ok(action)
}

/// A key in a header.
///
/// # Errors
/// Why the evidence rules it out.
pub fn api_key(known: &Known<'_>, leading: Option<&Finding>) -> Result<Action, String> {
    let own_scheme = known
        .challenges
        .iter()
        .find(|one| asked_for::is_scheme(&one.scheme));
    let silent = known.is_silent(leading);
    let wants_key = leading.is_some_and(|one| one.rule == asked_for::RULE.id);
    if own_scheme.is_none() && !silent && !wants_key {
        return Err("The server asks for a sign-in, not for a key.".to_owned());
    }
    let mut action = action(
        ActionKind::ApiKeyHeader,
        format!("Send an API key to {}", known.server_host()),
        "A server without OAuth often accepts a key in a header; its documentation names the header.",
    );
    let named = asked_for::header(known.reading);
    action.fields = form::header(match own_scheme {
        Some(_) => "Authorization",
        None => named.as_deref().unwrap_or("X-API-Key"),
    });
    Ok(action)
}
