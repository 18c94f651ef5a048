//! From a filled form to what is done next.

use super::static_token;
use crate::action::{Action, ActionKind};
use crate::error::Misuse;
use crate::flow::brought::Credential;
use crate::flow::client::Client;
use crate::flow::options::{Allowed, SignInOptions};
use crate::flow::scope;
use crate::plain;
use crate::secret::Secret;
use crate::wire::address::Address;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a way comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Sign in with these options.
    SignIn(Box<SignInOptions>),
    /// The same with a client that is registered anew.
    SignInAsNewClient(Box<SignInOptions>),
    /// Prove what the person brought.
    Prove(Box<SignInOptions>, Credential),
}

/// Takes the form of an action. `values` has the names of its fields.
///
/// # Errors
/// A caller's mistake that names the field; an action that is not for a program to do.
pub fn apply(
    action: &Action,
    values: &BTreeMap<String, String>,
    mut options: SignInOptions,
) -> Result<Step, Misuse> {
    for field in &action.fields {
        let given = values
            .get(&field.name)
            .is_some_and(|value| !value.is_empty());
        if field.required && !given {
            let what = format!("values.{}", field.name);
            return Err(Misuse::argument(what, field.label.clone(), "nothing"));
        }
    }
    let value = |name: &str| {
        let value = values.get(name).map(|value| value.trim());
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let secret = |name: &str| Secret::new(value(name).unwrap_or_default());
    if let Some(server) = value("server") {
        options.server = server;
    }
    if let Some(uri) = value("redirectUri") {
        options.redirect_uri = Some(uri);
    }
    if let Some(scopes) = value("scopes") {
        options.scopes = Some(scope::split(&scopes.replace([',', '\n'], " ")));
    }
    let options = match action.kind {
        ActionKind::SignIn
        | ActionKind::RetryLater
        | ActionKind::OpenByHand
        | ActionKind::UseOtherAddress
        | ActionKind::AddScopes => options,
        ActionKind::FreePort => on_port(options, value("port")),
        ActionKind::ClientMetadataDocument => {
            if let Some(url) = value("clientId") {
                let id = Value::String(url);
                options.client_metadata.insert("client_id".to_owned(), id);
            }
            options
        }
        ActionKind::OwnApp => SignInOptions {
            client: Some(Client {
                client_id: value("clientId").unwrap_or_default(),
                client_secret: value("clientSecret").map(Secret::new),
                issuer: action.issuer.clone(),
                ..Client::default()
            }),
            ..options
        },
        ActionKind::AllowDeviation => allowing(options, action, value("allow"))?,
        ActionKind::RegisterAgain => return Ok(Step::SignInAsNewClient(Box::new(options))),
        ActionKind::PersonalAccessToken => {
            let token = secret("token");
            static_token::require(&options.server, &token, value("confirmForeign").is_some())?;
            return Ok(Step::Prove(Box::new(options), Credential::Bearer { token }));
        }
        ActionKind::Basic => {
            let credential = Credential::Basic {
                username: value("username").unwrap_or_default(),
                password: secret("password"),
            };
            return Ok(Step::Prove(Box::new(options), credential));
        }
        ActionKind::ApiKeyHeader => {
            let key = secret("value");
            static_token::require(&options.server, &key, value("confirmForeign").is_some())?;
            let credential = Credential::Header {
                name: value("header").unwrap_or_default(),
                value: key,
            };
            return Ok(Step::Prove(Box::new(options), credential));
        }
        ActionKind::PatchServer
        | ActionKind::PatchAuthorizationServer
        | ActionKind::ReportToClient
        | ActionKind::AllowAtEdge
        | ActionKind::ChangeSetting
        | ActionKind::CaptureMore => {
            let expected = "an action that goes on with the sign-in";
            let received = format!("{}: this one is for a person to do", action.title);
            return Err(Misuse::argument("action", expected, received));
        }
    };
    Ok(Step::SignIn(Box::new(options)))
}

/// A box that is ticked may say so by the deviation's name or just by `true`.
fn allowing(
    mut options: SignInOptions,
    action: &Action,
    ticked: Option<String>,
) -> Result<SignInOptions, Misuse> {
    let offered = action
        .fields
        .iter()
        .find(|field| field.name == "allow")
        .and_then(|field| field.value.clone());
    let ticked = ticked.unwrap_or_default();
    let name = match (ticked.as_str(), offered) {
        ("true" | "on" | "yes", Some(offered)) => offered,
        _ => ticked,
    };
    let deviation: Allowed = plain::read(Value::String(name.clone()))
        .map_err(|_| Misuse::argument("values.allow", "the name of a deviation", name))?;
    if !options.allows(deviation) {
        options.allow.push(deviation);
    }
    Ok(options)
}

/// The same redirect URI with another port.
fn on_port(mut options: SignInOptions, port: Option<String>) -> SignInOptions {
    let changed = options.redirect_uri.as_deref().and_then(|uri| {
        let address = Address::parse(uri).ok().filter(Address::is_loopback)?;
        let host = address.host_and_port.rsplit_once(':')?.0;
        let port = port?;
        Some(format!(
            "{}://{host}:{port}{}",
            address.scheme, address.path
        ))
    });
    if changed.is_some() {
        options.redirect_uri = changed;
    }
    options
}
