//! Ways to go on with another address, port, scope, or a named deviation.

use super::super::form;
use super::super::known::Known;
use super::{action, tell};
use crate::action::{Action, ActionKind, By};
use crate::evidence::absolute;
use crate::finding::Finding;
use crate::flow::authorize::scope;
use crate::rule::Severity;
use crate::rules::resource::allowed;

/// A sign-in, the first or, where one was stopped, another.
pub fn sign_in(known: &Known<'_>, leading: Option<&Finding>) -> Action {
    let host = known.server_host();
    let stopped = leading.is_some_and(|finding| finding.severity == Severity::Error);
    let (title, why) = match stopped {
        true => (
            format!("Sign in to {host} again"),
            "A new sign-in gets a new code and new tokens.",
        ),
        false => (
            format!("Sign in to {host}"),
            "We found nothing that should stop it.",
        ),
    };
    let mut action = match known.unconfirmed() {
        Some(issuer) => Action {
            issuer: Some(issuer.to_owned()),
            ..action(
                ActionKind::SignIn,
                format!("Sign in, and send the credentials to {issuer}"),
                "From now on they go only to this issuer.",
            )
        },
        None => action(ActionKind::SignIn, title, why),
    };
    let server = known.reading.server.as_deref().unwrap_or_default();
    if !server.contains("://") {
        action.fields = vec![form::server(None)];
    }
    action
}

/// More scopes.
pub fn add_scopes(known: &Known<'_>) -> Action {
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

/// Another address.
pub fn other_address(known: &Known<'_>) -> Action {
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
    action
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

/// A named deviation.
///
/// # Errors
/// Why the evidence rules it out.
pub fn allow(known: &Known<'_>, leading: Option<&Finding>) -> Result<Action, String> {
    let unadvertised = leading.is_some_and(|one| one.rule == "server/pkce-not-advertised");
    let (name, why) = if allowed::deviates(known.reading) {
        (
            "compatibleResource",
            "The resource is of the same origin and covers the address.",
        )
    } else if unadvertised {
        (
            "unadvertisedPkce",
            "S256 is sent anyway; whether the server checks it can't be known in advance.",
        )
    } else {
        return Err("None of what is wrong here can be allowed.".to_owned());
    };
    let mut action = action(
        ActionKind::AllowDeviation,
        "Continue anyway, at your own risk",
        why,
    );
    action.fields = vec![form::allow(name)];
    Ok(action)
}

/// Another port.
pub fn free_port(known: &Known<'_>, leading: Option<&Finding>) -> Action {
    let mut action = action(
        ActionKind::FreePort,
        "Free the port, or use another",
        "Another program listens where the browser should come back.",
    );
    action.steps = vec![
        "Close the older instance of the client; it often still waits for a callback.".to_owned(),
        "With another port, register the redirect URI again where the provider compares ports."
            .to_owned(),
    ];
    // Where nothing can listen, only the client that was seen can use another one.
    if !known.host.listens() {
        action.by = By::Person;
        action.login = false;
        action.submit = tell::COPY_STEPS.to_owned();
        action.message = Some(tell::instructions(leading, &action));
        return action;
    }
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
