//! From a filled form to what is done next.

use super::static_token;
use crate::action::{Action, ActionKind, By};
use crate::error::Misuse;
use crate::flow::after::brought::Credential;
use crate::flow::authorize::scope;
use crate::flow::client::Client;
use crate::flow::options::{Allowed, SignInOptions};
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

/// Who carries out a way of this kind: a program, where [`apply`] goes on with it.
#[must_use]
pub fn by(kind: ActionKind) -> By {
    match continuation(kind) {
        Some(_) => By::Program,
        None => By::Person,
    }
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
    let go_on = continuation(action.kind).filter(|_| action.by == By::Program);
    let Some(go_on) = go_on else {
        let expected = "an action that goes on with the sign-in";
        let received = format!("{}: this one is for a person to do", action.title);
        return Err(Misuse::argument("action", expected, received));
    };
    let form = Form { action, values };
    for field in &action.fields {
        if field.required && form.value(&field.name).is_none() {
            let what = format!("values.{}", field.name);
            return Err(Misuse::argument(what, field.label.clone(), "nothing"));
        }
    }
    if let Some(server) = form.value("server") {
        options.server = server;
    }
    if let Some(uri) = form.value("redirectUri") {
        options.redirect_uri = Some(uri);
    }
    if let Some(scopes) = form.value("scopes") {
        options.scopes = Some(scope::split(&scopes.replace([',', '\n'], " ")));
    }
    go_on(&form, options)
}

/// What a form comes to.
type Continuation = fn(&Form<'_>, SignInOptions) -> Result<Step, Misuse>;

/// How it goes on; nothing where a person has to, elsewhere.
fn continuation(kind: ActionKind) -> Option<Continuation> {
    Some(match kind {
        ActionKind::SignIn => |form, mut options| {
            options.issuer = form.action.issuer.clone().or(options.issuer);
            Ok(sign_in(options))
        },
        ActionKind::RetryLater | ActionKind::UseOtherAddress | ActionKind::AddScopes => {
            |_, options| Ok(sign_in(options))
        }
        ActionKind::FreePort => on_port,
        ActionKind::ClientMetadataDocument => with_document,
        ActionKind::OwnApp => with_own_app,
        ActionKind::AllowDeviation => allowing,
        ActionKind::RegisterAgain => |_, options| Ok(Step::SignInAsNewClient(Box::new(options))),
        ActionKind::PersonalAccessToken => with_token,
        ActionKind::Basic => with_basic,
        ActionKind::ApiKeyHeader => with_key,
        ActionKind::PatchServer
        | ActionKind::PatchAuthorizationServer
        | ActionKind::ReportToClient
        | ActionKind::AllowAtEdge
        | ActionKind::ChangeSetting
        | ActionKind::OpenByHand
        | ActionKind::AskServer
        | ActionKind::CaptureMore => return None,
    })
}

/// A form with what was filled in.
struct Form<'a> {
    action: &'a Action,
    values: &'a BTreeMap<String, String>,
}

impl Form<'_> {
    /// What was filled in; nothing where that is empty.
    fn value(&self, name: &str) -> Option<String> {
        let value = self.values.get(name).map(|value| value.trim());
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    }

    fn secret(&self, name: &str) -> Secret {
        Secret::new(self.value(name).unwrap_or_default())
    }

    /// Whether the person said yes to sending what looks like another provider's.
    fn confirms_foreign(&self) -> bool {
        let ticked = self.value("confirmForeign");
        ticked.is_some_and(|value| value != "false")
    }
}

fn sign_in(options: SignInOptions) -> Step {
    Step::SignIn(Box::new(options))
}

fn with_document(form: &Form<'_>, mut options: SignInOptions) -> Result<Step, Misuse> {
    if let Some(url) = form.value("clientId") {
        let id = Value::String(url);
        options.client_metadata.insert("client_id".to_owned(), id);
    }
    Ok(sign_in(options))
}

fn with_own_app(form: &Form<'_>, options: SignInOptions) -> Result<Step, Misuse> {
    Ok(sign_in(SignInOptions {
        client: Some(Client {
            client_id: form.value("clientId").unwrap_or_default(),
            client_secret: form.value("clientSecret").map(Secret::new),
            issuer: form.action.issuer.clone(),
            ..Client::default()
        }),
        ..options
    }))
}

fn with_token(form: &Form<'_>, options: SignInOptions) -> Result<Step, Misuse> {
    let token = form.secret("token");
    static_token::require(&options.server, &token, form.confirms_foreign())?;
    Ok(Step::Prove(Box::new(options), Credential::Bearer { token }))
}

fn with_basic(form: &Form<'_>, options: SignInOptions) -> Result<Step, Misuse> {
    let credential = Credential::Basic {
        username: form.value("username").unwrap_or_default(),
        password: form.secret("password"),
    };
    Ok(Step::Prove(Box::new(options), credential))
}

fn with_key(form: &Form<'_>, options: SignInOptions) -> Result<Step, Misuse> {
    let value = form.secret("value");
    static_token::require(&options.server, &value, form.confirms_foreign())?;
    let credential = Credential::Header {
        name: form.value("header").unwrap_or_default(),
        value,
    };
    Ok(Step::Prove(Box::new(options), credential))
}

/// A box that is ticked may say so by the deviation's name or just by `true`.
fn allowing(form: &Form<'_>, mut options: SignInOptions) -> Result<Step, Misuse> {
    let mut fields = form.action.fields.iter();
    let offered = fields
        .find(|field| field.name == "allow")
        .and_then(|field| field.value.clone());
    let ticked = form.value("allow").unwrap_or_default();
    let name = match (ticked.as_str(), offered) {
        ("true" | "on" | "yes", Some(offered)) => offered,
        _ => ticked,
    };
    let deviation: Allowed = plain::read(Value::String(name.clone()))
        .map_err(|_| Misuse::argument("values.allow", "the name of a deviation", name))?;
    if !options.allows(deviation) {
        options.allow.push(deviation);
    }
    Ok(sign_in(options))
}

/// The same redirect URI with another port.
fn on_port(form: &Form<'_>, mut options: SignInOptions) -> Result<Step, Misuse> {
    let changed = options.redirect_uri.as_deref().and_then(|uri| {
        let address = Address::parse(uri).ok().filter(Address::is_loopback)?;
        let host = address.host_and_port.rsplit_once(':')?.0;
        let port = form.value("port")?;
        Some(format!(
            "{}://{host}:{port}{}",
            address.scheme, address.path
        ))
    });
    if changed.is_some() {
        options.redirect_uri = changed;
    }
    Ok(sign_in(options))
}
