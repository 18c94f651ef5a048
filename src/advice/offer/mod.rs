//! One action, its form filled in as far as the evidence allows; or the reason why it doesn't work here.

mod client;
mod credential;
mod other;
mod tell;

use super::known::Known;
use crate::action::{Action, ActionKind};
use crate::finding::Finding;
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
        ActionKind::SignIn => Ok(sign_in(known)),
        ActionKind::ClientMetadataDocument => document(known),
        ActionKind::OwnApp => own_app(known),
        ActionKind::PersonalAccessToken => personal_access_token(known),
        ActionKind::Basic => basic(known, leading),
        ActionKind::ApiKeyHeader => api_key(known, leading),
        ActionKind::AddScopes => Ok(add_scopes(known)),
        ActionKind::RegisterAgain => register_again(known),
        ActionKind::UseOtherAddress => Ok(other_address(known)),
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
        issuer: None,
    }
}
