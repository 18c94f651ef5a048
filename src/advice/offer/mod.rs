//! One action, its form filled in as far as the evidence allows; or the reason why it doesn't work here.

mod ask;
mod client;
mod credential;
pub mod host;
mod other;
mod tell;

use super::apply;
use super::known::Known;
use crate::action::{Action, ActionKind, By};
use crate::finding::Finding;
pub use ask::servers;
use client::{document, own_app, register_again};
use credential::{api_key, basic, personal_access_token};
use other::{add_scopes, allow, free_port, other_address, sign_in};
use tell::tell;

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
        ActionKind::SignIn => Ok(sign_in(known, leading)),
        ActionKind::ClientMetadataDocument => document(known),
        ActionKind::OwnApp => own_app(known),
        ActionKind::PersonalAccessToken => personal_access_token(known),
        ActionKind::Basic => basic(known, leading),
        ActionKind::ApiKeyHeader => api_key(known, leading),
        ActionKind::AddScopes => Ok(add_scopes(known)),
        ActionKind::RegisterAgain => register_again(known),
        ActionKind::UseOtherAddress => Ok(other_address(known)),
        ActionKind::AllowDeviation => allow(known, leading),
        ActionKind::FreePort => Ok(free_port(known, leading)),
        ActionKind::PatchServer
        | ActionKind::PatchAuthorizationServer
        | ActionKind::ReportToClient
        | ActionKind::AllowAtEdge
        | ActionKind::RetryLater
        | ActionKind::ChangeSetting
        | ActionKind::OpenByHand
        | ActionKind::AskServer
        | ActionKind::CaptureMore => Ok(tell(kind, known, leading)),
    }
}

fn action(kind: ActionKind, title: impl Into<String>, why: impl Into<String>) -> Action {
    Action {
        kind,
        by: apply::by(kind),
        title: title.into(),
        why: why.into(),
        steps: Vec::new(),
        fields: Vec::new(),
        submit: submit(kind).to_owned(),
        login: logs_in(kind),
        message: None,
        sends: kind.sends(),
        issuer: None,
    }
}

/// What the button says.
fn submit(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::SignIn => "Sign in",
        ActionKind::ClientMetadataDocument => "Sign in with this document",
        ActionKind::OwnApp => "Sign in with this app",
        ActionKind::PersonalAccessToken => "Check the token",
        ActionKind::Basic => "Check the password",
        ActionKind::ApiKeyHeader => "Check the key",
        ActionKind::AddScopes => "Sign in with these scopes",
        ActionKind::RegisterAgain => "Register and sign in",
        ActionKind::UseOtherAddress => "Sign in there",
        ActionKind::AllowDeviation => "Allow it and sign in",
        ActionKind::RetryLater => "Try again",
        ActionKind::FreePort => "Sign in with this port",
        ActionKind::PatchServer
        | ActionKind::PatchAuthorizationServer
        | ActionKind::ReportToClient
        | ActionKind::AllowAtEdge => "Copy the message",
        ActionKind::AskServer => "Copy the command",
        ActionKind::ChangeSetting | ActionKind::OpenByHand | ActionKind::CaptureMore => {
            tell::COPY_STEPS
        }
    }
}

/// Whether a sign-in follows; a credential that the person brings is only checked.
fn logs_in(kind: ActionKind) -> bool {
    let brought = matches!(
        kind,
        ActionKind::PersonalAccessToken | ActionKind::Basic | ActionKind::ApiKeyHeader
    );
    apply::by(kind) == By::Program && !brought
}
