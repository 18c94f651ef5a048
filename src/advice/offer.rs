//! One action, its form filled in as far as the evidence allows; or the reason why it doesn't work here.

use super::form;
use super::known::Known;
use super::patch;
use super::redirect;
use crate::evidence::absolute;
use crate::flow::resource::{self, Found, Match};
use crate::flow::scope;
use crate::providers::{Provider, Registration, Scheme};
use crate::report::{Action, ActionKind, Finding};

/// Makes an action.
///
/// # Errors
/// Why the evidence rules it out, in one sentence.
pub fn offer(
    kind: ActionKind,
    known: &Known<'_>,
    leading: Option<&Finding>,
) -> Result<Action, String> {
    match kind {
        ActionKind::SignIn => Ok(sign_in(known)),
        ActionKind::ClientMetadataDocument => document(known),
        ActionKind::OwnApp => own_app(known),
        ActionKind::PersonalAccessToken => personal_access_token(known),
        ActionKind::Basic => basic(known, leading),
        ActionKind::ApiKeyHeader => api_key(known, leading),
        ActionKind::AddScopes => Ok(add_scopes(known)),
        ActionKind::RegisterAgain => register_again(known),
        ActionKind::UseOtherAddress => other_address(known),
        ActionKind::AllowDeviation => allow(known, leading),
        ActionKind::FreePort => Ok(free_port(known)),
        ActionKind::PatchServer
        | ActionKind::PatchAuthorizationServer
        | ActionKind::ReportToClient
        | ActionKind::AllowAtEdge
        | ActionKind::RetryLater
        | ActionKind::ChangeSetting
        | ActionKind::OpenByHand
        | ActionKind::CaptureMore => Ok(tell(kind, known, leading)),
    }
}

fn action(kind: ActionKind, title: impl Into<String>, why: impl Into<String>) -> Action {
    Action {
        kind,
        title: title.into(),
        why: why.into(),
        steps: Vec::new(),
        fields: Vec::new(),
    }
}

fn sign_in(known: &Known<'_>) -> Action {
    let mut action = action(
        ActionKind::SignIn,
        format!("Sign in to {}", known.server_host()),
        "Nothing that was seen stands in the way.",
    );
    let server = known.reading.server.as_deref().unwrap_or_default();
    if !server.contains("://") {
        action.fields = vec![form::server(None)];
    }
    action
}

fn document(known: &Known<'_>) -> Result<Action, String> {
    match known.metadata {
        Some(metadata) if metadata.view.takes_client_id_metadata_documents() => {}
        Some(metadata) if metadata.lacks("client_id_metadata_document_supported") => {
            return Err(format!(
                "{} doesn't take client ID metadata documents.",
                known.authorization_host()
            ));
        }
        _ => return Err("It wasn't seen that client ID metadata documents are taken.".to_owned()),
    }
    let mut action = action(
        ActionKind::ClientMetadataDocument,
        "Use a client ID metadata document",
        format!(
            "{} takes the address of a document as client id: nothing has to be registered.",
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

fn own_app(known: &Known<'_>) -> Result<Action, String> {
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
    let name = provider.map_or_else(|| known.authorization_host(), |pack| pack.name.to_owned());
    let mut action = action(
        ActionKind::OwnApp,
        format!("Make your own OAuth app at {name}"),
        format!(
            "A client id made by hand works where {name} doesn't let a client register itself."
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
    action.steps.extend(plan.notes);
    let scopes = known.scopes();
    if !scopes.is_empty() {
        action
            .steps
            .push(format!("Allow the scopes {}.", scopes.join(" ")));
    }
    action
        .steps
        .push("Copy the client id (and secret, if there is one) into this form.".to_owned());
    action.fields = vec![
        form::client_id(None, false),
        form::client_secret(app.is_some_and(|app| app.secret)),
        form::redirect_uri(plan.register.into_iter().next().map(|one| one.uri)),
        form::scopes(&scopes, false),
    ];
    Ok(action)
}

/// The URIs of the plan that this host will really use: those with the same host name as the best one.
fn to_register(plan: &redirect::Plan) -> Vec<&str> {
    let place = |uri: &str| uri.rsplit_once(':').map(|(place, _)| place.to_owned());
    let best = plan.register.first().and_then(|one| place(&one.uri));
    let uris = plan.register.iter().map(|one| one.uri.as_str());
    uris.filter(|uri| place(uri) == best).collect()
}

fn personal_access_token(known: &Known<'_>) -> Result<Action, String> {
    let refuses = known.reading.resource_documents().any(|(_, document)| {
        document
            .view
            .bearer_methods_supported
            .as_ref()
            .is_some_and(Vec::is_empty)
    });
    if refuses {
        return Err("The resource metadata says that no bearer token is taken (bearer_methods_supported is empty).".to_owned());
    }
    let host = known.server_host();
    let token = known.own.and_then(|pack| pack.token);
    if let Some(pack) = known.own {
        match token {
            Some(token) if token.scheme == Scheme::Bearer => {}
            Some(_) => return Err(format!("{} takes tokens made by hand by Basic.", pack.name)),
            None => return Err(no_token(pack)),
        }
    } else if known.challenges_with("basic") && !known.challenges_with("bearer") {
        return Err("The server asks for Basic, not for a bearer token.".to_owned());
    }
    let mut action = action(
        ActionKind::PersonalAccessToken,
        format!("Use a personal access token for {host}"),
        "A token made by hand needs no sign-in; it is sent as Authorization: Bearer and proven by a handshake.",
    );
    match token {
        Some(token) => {
            action.steps.push(format!("Open {}.", token.url));
            if !token.scopes.is_empty() {
                action.steps.push(format!("Choose: {}.", token.scopes.join(", ")));
            }
        }
        None => action.steps.push(format!("Look in the settings of {host} for “API token” or “access token”; not every server takes one.")),
    }
    action.fields = vec![form::token(), form::confirm_foreign()];
    Ok(action)
}

fn no_token(pack: &Provider) -> String {
    let note = pack.notes.iter().find(|note| note.contains("token"));
    format!(
        "{}'s MCP server isn't known to take tokens made by hand.{}",
        pack.name,
        note.map(|note| format!(" {note}")).unwrap_or_default()
    )
}

fn basic(known: &Known<'_>, leading: Option<&Finding>) -> Result<Action, String> {
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
        "Sent as Authorization: Basic over https only, and proven by a handshake.",
    );
    if let Some(token) = token {
        action.steps.push(format!(
            "Make a token at {}; it goes in place of the password.",
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

fn api_key(known: &Known<'_>, leading: Option<&Finding>) -> Result<Action, String> {
    let own_scheme = known
        .challenges
        .iter()
        .find(|one| one.scheme.contains("key"));
    let silent = known.is_silent(leading);
    if own_scheme.is_none() && !silent {
        return Err("The server asks for a sign-in, not for a key.".to_owned());
    }
    let mut action = action(
        ActionKind::ApiKeyHeader,
        format!("Send an API key to {}", known.server_host()),
        "A server without OAuth often takes a key in a header; its documentation names the header.",
    );
    action.fields = form::header(if own_scheme.is_some() {
        "Authorization"
    } else {
        "X-API-Key"
    });
    Ok(action)
}

fn add_scopes(known: &Known<'_>) -> Action {
    let mut wanted = known.scopes();
    wanted.extend(
        known
            .provider
            .and_then(|pack| pack.refresh.scope)
            .map(str::to_owned)
            .filter(|scope| {
                let listed = known
                    .metadata
                    .and_then(|metadata| metadata.view.scopes_supported.as_ref());
                listed.is_some_and(|list| list.contains(scope))
            }),
    );
    let all = scope::union(&known.granted(), &wanted);
    let mut action = action(
        ActionKind::AddScopes,
        "Sign in again with more scopes",
        "The token lacks a scope; asking for the old and the new ones together keeps what was granted.",
    );
    action.fields = vec![form::scopes(&all, true)];
    action
}

fn register_again(known: &Known<'_>) -> Result<Action, String> {
    if let Some(metadata) = known.metadata
        && metadata.lacks("registration_endpoint")
    {
        return Err(format!(
            "{} has no registration endpoint.",
            known.authorization_host()
        ));
    }
    let mut action = action(
        ActionKind::RegisterAgain,
        "Forget the client and register again",
        format!(
            "{} doesn't know the stored client any more, or not with these data.",
            known.authorization_host()
        ),
    );
    action.steps.push(
        "What is stored for this server is dropped; you will be asked to consent again.".to_owned(),
    );
    Ok(action)
}

fn other_address(known: &Known<'_>) -> Result<Action, String> {
    let server = known.reading.server.as_deref().unwrap_or_default();
    let mut action = action(
        ActionKind::UseOtherAddress,
        "Use another address",
        format!(
            "{} is not the address that works.",
            if server.is_empty() { "This" } else { server }
        ),
    );
    let better = better_address(known, server).filter(|better| better != server);
    if better.is_none() {
        action.steps.push(
            "Look up the MCP endpoint in the vendor's documentation; it often ends in /mcp."
                .to_owned(),
        );
    }
    action.fields = vec![form::server(better)];
    Ok(action)
}

/// Where a redirect leads with the same security, else what the metadata calls the resource, else the address without its query.
fn better_address(known: &Known<'_>, server: &str) -> Option<String> {
    let redirected = known.reading.mcp.iter().find_map(|one| {
        let response = one
            .exchange
            .response
            .as_ref()
            .filter(|response| response.is_redirect())?;
        let location = absolute(
            &one.exchange.request.url,
            &response.headers.get("location")?,
        );
        let downgraded = server.starts_with("https:") && location.starts_with("http:");
        Some(if downgraded {
            format!("{}/", server.trim_end_matches('/'))
        } else {
            location
        })
    });
    redirected
        .or_else(|| {
            let mut named = known.reading.resource_documents();
            named.find_map(|(_, document)| document.view.resource.clone())
        })
        .or_else(|| server.split_once('?').map(|(before, _)| before.to_owned()))
}

fn allow(known: &Known<'_>, leading: Option<&Finding>) -> Result<Action, String> {
    let unadvertised = leading.is_some_and(|one| one.rule == "server/pkce-not-advertised");
    let server = known.reading.server.as_deref().unwrap_or_default();
    let compatible = known
        .reading
        .resource_documents()
        .find_map(|(_, document)| document.view.resource.as_deref())
        .is_some_and(|named| {
            resource::compare(server, Found::ByChallenge, named) == Match::Compatible
        });
    let (name, why) = if compatible {
        (
            "compatibleResource",
            "The resource is of the same origin and covers the address.",
        )
    } else if unadvertised {
        (
            "unadvertisedPkce",
            "S256 is sent all the same; whether the server checks it can't be known beforehand.",
        )
    } else {
        return Err("Nothing of what is wrong here may be allowed.".to_owned());
    };
    let mut action = action(
        ActionKind::AllowDeviation,
        "Go on in spite of it, on your own decision",
        why,
    );
    action.fields = vec![form::allow(name)];
    Ok(action)
}

fn free_port(known: &Known<'_>) -> Action {
    let mut action = action(
        ActionKind::FreePort,
        "Free the port, or use another",
        "Another program listens where the browser should come back.",
    );
    action.steps = vec![
        "End the older instance of the client; it often still waits for a callback.".to_owned(),
        "With another port, register the redirect URI again where the provider compares ports."
            .to_owned(),
    ];
    let ports = known.host.loopback_ports();
    action.fields = vec![form::port(
        ports
            .get(1)
            .or_else(|| ports.first())
            .copied()
            .unwrap_or_default(),
    )];
    action
}

/// An action that somebody else must carry out.
fn tell(kind: ActionKind, known: &Known<'_>, leading: Option<&Finding>) -> Action {
    let (title, why) = match kind {
        ActionKind::PatchServer => (
            format!("Send the fix to the operator of {}", known.server_host()),
            "Only the server's operator can mend it.",
        ),
        ActionKind::PatchAuthorizationServer => (
            format!(
                "Send the fix to the operator of {}",
                known.authorization_host()
            ),
            "Only the authorization server's operator can mend it.",
        ),
        ActionKind::ReportToClient => (
            "Tell the client's author, or sign in with this tool".to_owned(),
            "The server is right; the client does something else.",
        ),
        ActionKind::AllowAtEdge => (
            format!(
                "Let the client through at the edge of {}",
                known.server_host()
            ),
            "Something in front of the server refuses before the server sees the request.",
        ),
        ActionKind::RetryLater => (
            "Try again later".to_owned(),
            "The server fails by itself; nothing in the request is wrong.",
        ),
        ActionKind::ChangeSetting => (
            "Change a setting".to_owned(),
            "Neither the server nor the client is wrong.",
        ),
        ActionKind::OpenByHand => (
            "Open the address by hand, and paste back where the browser ends".to_owned(),
            "The browser need not be opened by the client, nor find its way back by itself.",
        ),
        _ => (
            "Capture what would decide".to_owned(),
            "What was seen fits several causes.",
        ),
    };
    let mut action = action(kind, title, why);
    action.steps = leading.map(told).unwrap_or_default();
    let patches = matches!(
        kind,
        ActionKind::PatchServer | ActionKind::PatchAuthorizationServer
    );
    if let Some(patch) = leading
        .filter(|_| patches)
        .and_then(|finding| patch::for_finding(known.reading, finding))
    {
        action.steps.push(match &patch.header {
            Some(name) => format!("At {}, with the 401: {name}: {}", patch.url, patch.content),
            None => format!("At {}: {}", patch.url, patch.content),
        });
        action.steps.extend(patch.notes);
    }
    if kind == ActionKind::CaptureMore {
        action.steps.push("Open the diagnostic page with the server's address, or save a HAR of the attempt, and look again.".to_owned());
    }
    action
}

fn told(finding: &Finding) -> Vec<String> {
    let mut steps = vec![finding.title.clone(), finding.fix.clone()];
    if let (Some(expected), Some(received)) = (&finding.expected, &finding.received) {
        steps.push(format!("Expected {expected}; received {received}."));
    }
    steps
}

fn planned(known: &Known<'_>) -> Option<String> {
    redirect::plan(known.host, None)
        .register
        .into_iter()
        .next()
        .map(|one| one.uri)
}
