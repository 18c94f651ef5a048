//! What is chosen from what is offered.

use super::{equal, list, revision, text};
use mcp_auth_doctor::flow::authorize::pkce::{Support, s256, support};
use mcp_auth_doctor::flow::authorize::scope::{Sources, select, split, step_up};
use mcp_auth_doctor::flow::client::ClientKind;
use mcp_auth_doctor::flow::client::registration::{Migration, Offers, Way, on_migration, way};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::token::client_auth::{Means, Method, method};
use serde_json::{Value, json};

pub fn pkce_s256(input: &Value, out: &Value) -> Result<(), String> {
    equal(&json!(s256(input.as_str().unwrap_or_default())), out)
}

pub fn pkce_policy(input: &Value, out: &Value) -> Result<(), String> {
    let methods = list(input, "code_challenge_methods_supported");
    let received = match support(methods.as_deref(), revision(input)) {
        Support::S256 => "S256",
        Support::Unverified => "warn, send S256",
        Support::NotAdvertised | Support::WithoutS256 => "refuse",
    };
    equal(&json!(received), out)
}

pub fn registration(input: &Value, out: &Value) -> Result<(), String> {
    let is_true = |name: &str| input.get(name) == Some(&Value::Bool(true));
    if let (Some(stored), Some(current)) =
        (text(input, "stored_for_issuer"), text(input, "current"))
        && stored != current
    {
        let kind = match text(input, "stored_kind") {
            Some("dcr") => ClientKind::Dynamic,
            Some("cimd") => ClientKind::MetadataDocument,
            _ => ClientKind::PreRegistered,
        };
        let received = match on_migration(kind) {
            Migration::Register => "register at new; never send old client_id",
            Migration::Refuse => "surface error",
            Migration::Reuse => "reuse client_id URL, new tokens",
        };
        return equal(&json!(received), out);
    }
    let received = match way(Offers {
        pre_registered: is_true("stored_for_issuer") || text(input, "stored_for_issuer").is_some(),
        takes_metadata_documents: is_true("cimd"),
        has_metadata_document: is_true("client_has_cimd_url"),
        registers: is_true("dcr"),
    }) {
        Way::PreRegistered => "pre-registered",
        Way::MetadataDocument => "cimd",
        Way::Dynamic => "dcr",
        Way::Ask => "prompt",
    };
    equal(&json!(received), out)
}

pub fn scope(input: &Value, out: &Value) -> Result<(), String> {
    let challenge = text(input, "challenge");
    let received = if input.get("step_up") == Some(&Value::Bool(true)) {
        let requested = split(text(input, "previously_requested").unwrap_or_default());
        let granted = text(input, "granted").map_or_else(|| requested.clone(), split);
        match step_up(&requested, &granted, challenge, revision(input)) {
            Ok(scopes) => scopes.join(" "),
            Err(Refusal::ScopeAlreadyGranted { .. }) => "stop: already granted".to_owned(),
            Err(Refusal::ScopeUnnamed) => "stop: no scope named".to_owned(),
            Err(other) => format!("{other:?}"),
        }
    } else {
        let scopes = select(Sources {
            challenge,
            resource: list(input, "prm").as_deref(),
            server: list(input, "as").as_deref(),
            wants_refresh: input.get("wants_refresh") == Some(&Value::Bool(true)),
        });
        if scopes.is_empty() {
            "(omit)".to_owned()
        } else {
            scopes.join(" ")
        }
    };
    equal(&json!(received), out)
}

pub fn token_auth(input: &Value, out: &Value) -> Result<(), String> {
    let is_true = |name: &str| input.get(name) == Some(&Value::Bool(true));
    let methods = list(input, "methods");
    let means = Means {
        has_secret: is_true("secret"),
        has_key: is_true("key"),
        registered: text(input, "dcr_method"),
    };
    let received = match method(means, methods.as_deref()) {
        Method::None => {
            let unlisted = methods.is_some_and(|list| !list.iter().any(|one| one == "none"));
            if unlisted {
                "none, with warning (check 66)"
            } else {
                "none + client_id in body"
            }
        }
        other => other.as_str(),
    };
    equal(&json!(received), out)
}
