//! How a vector of each kind is run and compared.

mod answers;
mod choices;
mod places;

use mcp_auth_doctor::spec::Revision;
use serde_json::Value;

/// Compares what the code gives for `in` with `out`; the error is what it gave.
pub type Check = fn(&Value, &Value) -> Result<(), String>;

/// The check of a kind.
pub fn named(kind: &str) -> Option<Check> {
    Some(match kind {
        "as_candidates" => places::as_candidates,
        "authorize_url" => places::authorize_url,
        "canonical_resource" => places::canonical_resource,
        "cimd_url" => places::cimd_url,
        "issuer_equal" => places::issuer_equal,
        "legacy" => places::legacy,
        "open_url" => places::open_url,
        "prm_candidates" => places::prm_candidates,
        "prm_resource" => places::prm_resource,
        "redirect_uri" => places::redirect_uri,
        "resource_choice" => places::resource_choice,
        "resource_param" => places::resource_param,
        "pkce_policy" => choices::pkce_policy,
        "pkce_s256" => choices::pkce_s256,
        "registration" => choices::registration,
        "scope" => choices::scope,
        "token_auth" => choices::token_auth,
        "basic_header" => answers::basic_header,
        "callback" => answers::callback,
        "callback_iss" => answers::callback_iss,
        "token_request" => answers::token_request,
        "token_response" => answers::token_response,
        "www_authenticate" => answers::www_authenticate,
        _ => return None,
    })
}

/// Equality, or what was received instead.
fn equal(received: &Value, expected: &Value) -> Result<(), String> {
    if received == expected {
        Ok(())
    } else {
        Err(received.to_string())
    }
}

/// Equality of those members that are expected.
fn includes(received: &Value, expected: &Value) -> Result<(), String> {
    let Some(members) = expected.as_object() else {
        return equal(received, expected);
    };
    for (name, value) in members {
        if received.get(name) != Some(value) {
            return Err(received.to_string());
        }
    }
    Ok(())
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

fn required<'a>(value: &'a Value, name: &str) -> &'a str {
    text(value, name).unwrap_or_else(|| panic!("{name} is missing in {value}"))
}

fn list(value: &Value, name: &str) -> Option<Vec<String>> {
    let list = value.get(name)?.as_array()?;
    Some(
        list.iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect(),
    )
}

/// `11-25`, `2025-11-25`, or the newest where none is named.
fn revision(value: &Value) -> Revision {
    let Some(name) = text(value, "revision") else {
        return Revision::NEWEST;
    };
    Revision::ALL
        .into_iter()
        .find(|revision| revision.as_str().ends_with(name))
        .unwrap_or_else(|| panic!("no revision {name}"))
}
