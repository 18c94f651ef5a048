//! What is sent to an endpoint, and what an answer is worth.

use super::{equal, includes, list, required, text};
use mcp_auth_doctor::flow::authorize::callback::{self as gate, Expected};
use mcp_auth_doctor::flow::authorize::scope::split;
use mcp_auth_doctor::flow::discover::resource;
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::token::client_auth::basic;
use mcp_auth_doctor::flow::token::{self, Grant, Wanted};
use mcp_auth_doctor::http::{Exchange, Response};
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::wire::{challenge, server};
use serde_json::{Map, Value, json};

pub fn basic_header(input: &Value, out: &Value) -> Result<(), String> {
    let header = basic(
        required(input, "client_id"),
        required(input, "client_secret"),
    );
    equal(&json!(header), out)
}

pub fn callback(input: &Value, out: &Value) -> Result<(), String> {
    let url = format!(
        "http://127.0.0.1:1/cb{}",
        input.as_str().unwrap_or_default()
    );
    let received = match gate::code(
        &url,
        expected(&Secret::new("S"), "https://as.example", false),
    ) {
        Ok(code) => json!({ "code": code.reveal(), "result": "accept" }),
        Err(Refusal::AuthorizationRefused { error, .. }) => {
            json!({ "error": error, "result": format!("error:{error}") })
        }
        Err(refusal) => json!({ "result": reject(&refusal) }),
    };
    includes(&received, out)
}

pub fn callback_iss(input: &Value, out: &Value) -> Result<(), String> {
    let issuer = required(input, "recorded_issuer");
    // Only JSON `true` counts as announced, so the value goes through a document.
    let document = json!({
        "issuer": issuer,
        "authorization_response_iss_parameter_supported": input["advertised"],
    });
    let metadata = server::read(&document.to_string()).expect("a document");
    let answer = match text(input, "error") {
        Some(error) => format!("error={error}"),
        None => "code=c".to_owned(),
    };
    let iss = text(input, "iss_raw").map_or_else(String::new, |raw| format!("&iss={raw}"));
    let url = format!("http://127.0.0.1:1/cb?{answer}&state=S{iss}");
    let state = Secret::new("S");
    let received = match gate::code(&url, expected(&state, issuer, metadata.announces_iss())) {
        Ok(_) | Err(Refusal::AuthorizationRefused { .. }) => "accept".to_owned(),
        Err(refusal) => reject(&refusal),
    };
    equal(&json!(received), out)
}

fn expected<'a>(state: &'a Secret, issuer: &'a str, announces_iss: bool) -> Expected<'a> {
    Expected {
        state,
        issuer,
        announces_iss,
        redirect_uri: "http://127.0.0.1:1/cb",
        bare_code: false,
    }
}

fn reject(refusal: &Refusal) -> String {
    let reason = match refusal {
        Refusal::DuplicateParameter { .. } => "duplicate_parameter",
        Refusal::StateMissing => "state_missing",
        Refusal::StateMismatch => "state_mismatch",
        Refusal::IssMissing { .. } => "iss_missing",
        Refusal::IssMismatch { .. } => "iss_mismatch",
        Refusal::WrongResponseMode { .. } => "wrong_response_mode",
        Refusal::CallbackElsewhere { .. } => "redirect_uri_mismatch",
        Refusal::CodeAndError => "code_and_error",
        Refusal::CodeMissing => "code_missing",
        Refusal::BareCode => "bare_code",
        other => return format!("{other:?}"),
    };
    format!("reject:{reason}")
}

pub fn token_request(input: &Value, out: &Value) -> Result<(), String> {
    let value = |name: &str, default: &str| text(input, name).unwrap_or(default).to_owned();
    let grant = match required(input, "grant") {
        "refresh_token" => Grant::RefreshToken {
            token: Secret::new(value("refresh_token", "RT")),
            scopes: Vec::new(),
        },
        "authorization_code" => Grant::AuthorizationCode {
            code: Secret::new(value("code", "CODE")),
            verifier: Secret::new(value("code_verifier", "V")),
            redirect_uri: value("redirect_uri", "http://127.0.0.1/cb"),
        },
        "client_credentials" => Grant::ClientCredentials {
            scopes: split(&value("scope", "")),
        },
        other => panic!("no grant {other}"),
    };
    let client_id = value("client_id", "C");
    let resource = resource::choose(required(input, "mcp"), text(input, "prm_resource"));
    let body = token::body(&grant, Some(&client_id), resource.ok().as_deref());
    equal(&json!(body), out)
}

/// A verdict is compared by its first word: `ok`, `error`, `reject`.
pub fn token_response(input: &Value, out: &Value) -> Result<(), String> {
    let body = match &input["body"] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let exchange = Exchange {
        response: Some(Response {
            status: input["status"]
                .as_u64()
                .and_then(|it| it.try_into().ok())
                .unwrap_or(0),
            body: Some(body),
            ..Response::default()
        }),
        ..Exchange::default()
    };
    let requested = text(input, "requested").map(split);
    let requested = requested
        .or_else(|| list(input, "requested"))
        .unwrap_or_default();
    let read = token::granted(
        &exchange,
        "authorization_code",
        &requested,
        Wanted::AccessToken,
    );
    let (word, granted) = match read {
        Ok(granted) => ("ok", granted.scopes.join(" ")),
        Err(Refusal::TokenRefused { .. }) => ("error", String::new()),
        Err(_) => ("reject", String::new()),
    };
    match out.as_str() {
        Some(expected) if expected.split([' ', ',', ':']).next() == Some(word) => Ok(()),
        Some(_) => Err(word.to_owned()),
        None => includes(&json!({ "result": word, "granted": granted }), out),
    }
}

pub fn www_authenticate(input: &Value, out: &Value) -> Result<(), String> {
    let value = match input.as_array() {
        // Several lines of a field are one line with commas (RFC 9110 §5.3).
        Some(lines) => lines
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        None => input.as_str().unwrap_or_default().to_owned(),
    };
    let challenges = challenge::read(&value);
    let list: Vec<Value> = challenges.list.iter().map(plain).collect();
    match challenges.malformed_at {
        None => equal(&json!(list), out),
        Some(at) => {
            let received = json!({ "challenges": list, "malformed_at": at, "rest_ignored": true });
            equal(&received, out)
        }
    }
}

fn plain(challenge: &challenge::Challenge) -> Value {
    let params: Map<String, Value> = challenge
        .params
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let mut object = json!({ "scheme": challenge.scheme, "params": params });
    if let Some(token68) = &challenge.token68 {
        object["token68"] = json!(token68);
    }
    if !challenge.duplicate.is_empty() {
        object["duplicate"] = json!(challenge.duplicate);
    }
    if !challenge.lenient.is_empty() {
        object["lenient"] = json!(challenge.lenient);
    }
    if !challenge.unseparated.is_empty() {
        object["unseparated"] = json!(challenge.unseparated);
    }
    object
}
