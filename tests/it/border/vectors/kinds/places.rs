//! Where something is, and which address may be used.

use super::{equal, includes, required, revision, text};
use mcp_auth_doctor::flow::authorize;
use mcp_auth_doctor::flow::authorize::redirect_uri as redirect;
use mcp_auth_doctor::flow::authorize::redirect_uri::{ApplicationType, Caution, Flaw};
use mcp_auth_doctor::flow::client::metadata_document;
use mcp_auth_doctor::flow::discover::resource;
use mcp_auth_doctor::flow::discover::resource::{Found, Match};
use mcp_auth_doctor::flow::discover::well_known::{self, ServerFlaw};
use mcp_auth_doctor::flow::refusal::IssuerFlaw;
use mcp_auth_doctor::spec::Revision;
use mcp_auth_doctor::wire::{form, server};
use serde_json::{Value, json};

pub fn as_candidates(input: &Value, out: &Value) -> Result<(), String> {
    let issuer = input.as_str().unwrap_or_else(|| required(input, "issuer"));
    let received = match well_known::server_metadata_urls(issuer, revision(input)) {
        Ok(urls) => json!(urls),
        Err(flaw) => json!({ "error": match flaw {
            IssuerFlaw::NotAUrl => "issuer_not_a_url",
            IssuerFlaw::NotHttps => "issuer_not_https",
            IssuerFlaw::HasQuery => "issuer_has_query",
            IssuerFlaw::HasFragment => "issuer_has_fragment",
            IssuerFlaw::HasUserinfo => "issuer_has_userinfo",
            IssuerFlaw::MetadataUrl => "metadata_url_used_as_issuer",
        } }),
    };
    equal(&received, out)
}

pub fn legacy(input: &Value, out: &Value) -> Result<(), String> {
    assert_eq!(revision(input), Revision::V2025_03_26);
    let received = match well_known::legacy(required(input, "mcp_url")) {
        Ok(places) => json!({
            "metadata_url": places.metadata_url,
            "expected_issuer": places.issuer,
            "authorize": places.authorize,
            "token": places.token,
            "register": places.register,
        }),
        Err(flaw) => server_flaw(flaw),
    };
    includes(&received, out)
}

pub fn prm_candidates(input: &Value, out: &Value) -> Result<(), String> {
    if let Some(named) = text(input, "header_resource_metadata") {
        return equal(&json!([named]), out);
    }
    let server = input.as_str().unwrap_or_else(|| required(input, "mcp_url"));
    let received = match well_known::resource_metadata_urls(server) {
        Ok(urls) => json!(urls),
        Err(flaw) => server_flaw(flaw),
    };
    equal(&received, out)
}

pub fn canonical_resource(input: &Value, out: &Value) -> Result<(), String> {
    let received = match resource::canonical(input.as_str().unwrap_or_default()) {
        Ok(canonical) => json!(canonical),
        Err(flaw) => server_flaw(flaw),
    };
    equal(&received, out)
}

fn server_flaw(flaw: ServerFlaw) -> Value {
    json!({ "error": match flaw {
        ServerFlaw::MissingScheme => "missing_scheme",
        ServerFlaw::NotAUrl => "not_a_url",
        ServerFlaw::UserinfoNotAllowed => "userinfo_not_allowed",
    } })
}

pub fn resource_param(input: &Value, out: &Value) -> Result<(), String> {
    let value = input.as_str().unwrap_or_default();
    equal(&json!(form::encode([("resource", value)])), out)
}

pub fn resource_choice(input: &Value, out: &Value) -> Result<(), String> {
    let chosen = resource::choose(required(input, "mcp_url"), text(input, "prm_resource"));
    equal(&json!(chosen.unwrap_or_default()), out)
}

pub fn prm_resource(input: &Value, out: &Value) -> Result<(), String> {
    let server = required(input, "mcp_url");
    let urls = well_known::resource_metadata_urls(server).unwrap_or_default();
    let found = match required(input, "via") {
        "header" => Found::ByChallenge,
        "wellknown-path" => Found::At(&urls[0]),
        "wellknown-root" => Found::At(urls.last().map_or("", String::as_str)),
        other => panic!("no way {other}"),
    };
    let (strict, compatible) = match resource::compare(server, found, required(input, "resource")) {
        Match::Exact => ("ok", "ok"),
        Match::SameRequest => ("ok(info)", "ok"),
        Match::Compatible => ("reject", "warn"),
        Match::Other => ("reject", "reject"),
    };
    equal(&json!({ "strict": strict, "compatible": compatible }), out)
}

pub fn issuer_equal(input: &Value, out: &Value) -> Result<(), String> {
    let document = match text(input, "document_json") {
        Some(raw) => format!("{{\"issuer\":{raw}}}"),
        None => json!({ "issuer": required(input, "document") }).to_string(),
    };
    let metadata = server::read(&document).expect("a document");
    equal(&json!(metadata.is_of(required(input, "expected"))), out)
}

pub fn authorize_url(input: &Value, out: &Value) -> Result<(), String> {
    let url = authorize::append(required(input, "endpoint"), required(input, "add"));
    equal(&json!(url), out)
}

pub fn open_url(input: &Value, out: &Value) -> Result<(), String> {
    let refused = authorize::may_open(input.as_str().unwrap_or_default()).is_err();
    let expected = out.as_str().unwrap_or_default().starts_with("reject");
    if refused == expected {
        Ok(())
    } else {
        Err(if refused { "reject" } else { "ok" }.to_owned())
    }
}

pub fn cimd_url(input: &Value, out: &Value) -> Result<(), String> {
    use metadata_document::{Caution, Flaw};
    let received = match metadata_document::judge(input.as_str().unwrap_or_default()) {
        Ok(None) => "valid",
        Ok(Some(Caution::Query)) => "valid,warn:query",
        Err(Flaw::NotAUrl) => "invalid:url",
        Err(Flaw::Scheme) => "invalid:scheme",
        Err(Flaw::NoPath) => "invalid:no_path",
        Err(Flaw::DotSegment) => "invalid:dot_segment",
        Err(Flaw::Fragment) => "invalid:fragment",
        Err(Flaw::Userinfo) => "invalid:userinfo",
    };
    equal(&json!(received), out)
}

/// Remarks in brackets, and reasons that a vector leaves out, are not compared.
pub fn redirect_uri(input: &Value, out: &Value) -> Result<(), String> {
    let received = match redirect::judge(input.as_str().unwrap_or_default()) {
        Err(Flaw::Fragment) => "reject: fragment".to_owned(),
        Err(_) => "reject".to_owned(),
        Ok(judged) => {
            let kind = match judged.application_type {
                ApplicationType::Native => "native",
                ApplicationType::Web => "web",
            };
            match judged.caution {
                None => format!("ok, {kind}"),
                Some(Caution::LocalhostByName) => {
                    format!("ok, {kind} (warn: name, RFC 8252 §8.3)")
                }
                Some(Caution::CustomScheme) => {
                    format!("warn: outside MCP rule, legal RFC 8252 §7.1; {kind}")
                }
            }
        }
    };
    let expected = out.as_str().unwrap_or_default();
    let bare = |text: &str| text.split(" (").next().unwrap_or_default().to_owned();
    let same = bare(&received) == bare(expected)
        || (expected == "reject" && received.starts_with("reject"));
    let warns = |text: &str| text.contains("warn");
    if same && (warns(&received) == warns(expected)) {
        Ok(())
    } else {
        Err(received)
    }
}
