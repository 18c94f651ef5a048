//! Ways to a client id.

use super::super::form;
use super::super::known::Known;
use super::super::redirect;
use super::action;
use crate::action::{Action, ActionKind};
use crate::providers::Registration;
use crate::wire::address::Address;

/// A client ID metadata document.
///
/// # Errors
/// Why the evidence rules it out.
pub fn document(known: &Known<'_>) -> Result<Action, String> {
    match known.metadata {
        Some(metadata) if metadata.view.takes_client_id_metadata_documents() => {}
        Some(metadata) if metadata.lacks("client_id_metadata_document_supported") => {
            return Err(format!(
                "{} doesn't accept client ID metadata documents.",
                known.authorization_host()
            ));
        }
        _ => {
            return Err(
                "It wasn't seen that client ID metadata documents are accepted.".to_owned(),
            );
        }
    }
    let mut action = action(
        ActionKind::ClientMetadataDocument,
        "Use a client ID metadata document",
        format!(
            "{} accepts the address of a document as client id: nothing has to be registered.",
            known.authorization_host()
        ),
    );
    if known.host.client_metadata_url.is_none() {
        action.steps = vec![
            "Make the document: mcp-auth-doctor client-metadata create.".to_owned(),
            "Host it at an https address of yours, as application/json, without redirects."
                .to_owned(),
        ];
    }
    action.fields = vec![
        form::client_id(known.host.client_metadata_url.clone(), true),
        form::redirect_uri(planned(known)),
    ];
    Ok(action)
}

/// Your own OAuth app.
///
/// # Errors
/// Why the evidence rules it out.
pub fn own_app(known: &Known<'_>) -> Result<Action, String> {
    let provider = known.provider;
    if let Some(pack) = provider
        && !pack.registration.contains(&Registration::OwnApp)
    {
        return Err(format!(
            "{} has no place where a person makes an app for it.",
            pack.name
        ));
    }
    if let Some(metadata) = known.metadata
        && metadata.lacks("authorization_endpoint")
    {
        return Err(
            "The authorization server has no authorization_endpoint to sign in at.".to_owned(),
        );
    }
    let accepted = known.metadata.and_then(|metadata| {
        metadata
            .view
            .token_endpoint_auth_methods_supported
            .as_deref()
    });
    // RFC 8414 §2: what is listed is all; an id and a secret are not a key to sign with.
    let by_hand = ["none", "client_secret_basic", "client_secret_post"];
    if let Some(methods) = accepted.filter(|list| !list.is_empty())
        && !methods.iter().any(|one| by_hand.contains(&one.as_str()))
    {
        return Err(format!(
            "{} accepts only {}, not a client ID and secret.",
            known.authorization_host(),
            methods.join(", ")
        ));
    }
    let name = provider.map_or_else(|| known.authorization_host(), |pack| pack.name.to_owned());
    let mut action = action(
        ActionKind::OwnApp,
        format!("Make your own OAuth app at {name}"),
        format!(
            "A client id from an app of your own works where {name} doesn't let a client register itself."
        ),
    );
    let app = provider.and_then(|pack| pack.app);
    action.steps.push(match app {
        Some(app) if app.url.is_empty() => format!("At {name}: {}.", app.path),
        Some(app) => format!("Open {} ({}).", app.url, app.path),
        None => format!("Ask the operator of {name} for a client, or make one in its console."),
    });
    let plan = redirect::plan(known.host, provider);
    let uris = to_register(&plan);
    if !uris.is_empty() {
        action
            .steps
            .push(format!("Register as redirect URI: {}", uris.join("  ")));
    }
    action.steps.extend(plan.notes.iter().cloned());
    let scopes = known.scopes();
    if !scopes.is_empty() {
        action
            .steps
            .push(format!("Allow the scopes {}.", scopes.join(" ")));
    }
    let takes_secret = accepted.is_none_or(|list| {
        list.is_empty() || list.iter().any(|one| one.starts_with("client_secret"))
    });
    let copied = match takes_secret {
        true => "Sign in with its client ID, and its secret if there is one.",
        false => "Sign in with its client ID.",
    };
    action.steps.push(copied.to_owned());
    action.issuer = known.stopped_at().map(str::to_owned);
    let secret = takes_secret.then(|| form::client_secret(app.is_some_and(|app| app.secret)));
    action.fields = [form::client_id(None, false)]
        .into_iter()
        .chain(secret)
        .chain([
            form::redirect_uri(plan.first_sent()),
            form::scopes(&scopes, false),
        ])
        .collect();
    Ok(action)
}

/// The URIs of the plan that this host will really use: those with the same host name as the best one.
fn to_register(plan: &redirect::Plan) -> Vec<&str> {
    let place =
        |uri: &str| Address::parse(uri).map_or_else(|_| uri.to_owned(), |one| one.hostname());
    let best = plan.register.first().map(|one| place(&one.uri));
    let uris = plan.register.iter().map(|one| one.uri.as_str());
    uris.filter(|uri| best.as_ref() == Some(&place(uri)))
        .collect()
}

/// The same client again.
///
/// # Errors
/// Why the evidence rules it out.
pub fn register_again(known: &Known<'_>) -> Result<Action, String> {
    if let Some(id) = known.client_id()
        && id.starts_with("https://")
    {
        return Err(format!(
            "The client id is the address of a document, {id}: nothing was registered that could be registered again."
        ));
    }
    if let Some(metadata) = known.metadata
        && metadata.lacks("registration_endpoint")
    {
        return Err(format!(
            "{} has no registration endpoint.",
            known.authorization_host()
        ));
    }
    if let Some(pack) = known.provider
        && !pack.registration.contains(&Registration::Dynamic)
        && pack.registration.contains(&Registration::OwnApp)
    {
        return Err(format!(
            "{} doesn't let clients register themselves.",
            pack.name
        ));
    }
    let mut action = action(
        ActionKind::RegisterAgain,
        "Forget the client and register again",
        format!(
            "{} no longer knows the stored client, or its secret has changed.",
            known.authorization_host()
        ),
    );
    action.steps.push(
        "What is stored for this server is deleted; you will be asked to consent again.".to_owned(),
    );
    Ok(action)
}

fn planned(known: &Known<'_>) -> Option<String> {
    redirect::plan(known.host, None).first_sent()
}
