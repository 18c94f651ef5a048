//! An MCP server and its authorization server that do everything right, as plain data; a test changes the one thing that it is about.

pub use super::flows::*;

use super::{World, json};
use mcp_auth_doctor::flow::authorize::pkce;
use mcp_auth_doctor::http::{Headers, Request, Response};
use mcp_auth_doctor::wire::{address::Address, form};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The MCP server.
pub const SERVER: &str = "https://mcp.example/mcp";
/// Its authorization server.
pub const ISSUER: &str = "https://as.example";
/// Where the callback comes.
pub const REDIRECT: &str = "http://127.0.0.1:33418/callback";
/// The location of the resource metadata.
pub const RESOURCE_METADATA: &str = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
/// The location of the authorization server metadata.
pub const SERVER_METADATA: &str = "https://as.example/.well-known/oauth-authorization-server";

/// What the two servers know.
#[derive(Default)]
pub struct State {
    clients: BTreeSet<String>,
    codes: BTreeMap<String, Code>,
    /// Refresh tokens that are good.
    pub refresh_tokens: BTreeSet<String>,
    spent: BTreeSet<String>,
    access_tokens: BTreeSet<String>,
    count: usize,
    /// Codes that were offered more than once.
    pub codes_used_again: usize,
    /// Refresh tokens that were offered after they had been rotated: the whole family ends.
    pub refresh_tokens_used_again: usize,
}

struct Code {
    client_id: String,
    redirect_uri: String,
    challenge: String,
    used: bool,
}

/// The two servers together.
#[derive(Clone, Default)]
pub struct Honest(pub Rc<RefCell<State>>);

impl Honest {
    /// A world in which they answer.
    pub fn world(&self) -> World {
        self.world_with(resource_metadata(), server_metadata())
    }

    /// The same with other documents.
    pub fn world_with(&self, resource: Value, server: Value) -> World {
        let this = self.clone();
        World::new()
            .json(RESOURCE_METADATA, &resource.to_string())
            .json(SERVER_METADATA, &server.to_string())
            .handle(move |request| this.answer(request))
    }

    /// The person logs in and agrees: the callback URL that the browser is sent to.
    pub fn approve(&self, authorization_url: &str) -> String {
        let address = Address::parse(authorization_url).unwrap();
        let parameters = form::decode(address.query.unwrap());
        let value = |name: &str| {
            form::first(&parameters, name)
                .unwrap_or_default()
                .to_owned()
        };
        let mut state = self.0.borrow_mut();
        state.count += 1;
        let code = format!("code-{}", state.count);
        state.codes.insert(
            code.clone(),
            Code {
                client_id: value("client_id"),
                redirect_uri: value("redirect_uri"),
                challenge: value("code_challenge"),
                used: false,
            },
        );
        let query = form::encode([
            ("code", code.as_str()),
            ("state", &value("state")),
            ("iss", ISSUER),
        ]);
        format!("{}?{query}", value("redirect_uri"))
    }

    /// Whether the MCP server takes this token.
    pub fn takes(&self, access_token: &str) -> bool {
        self.0.borrow().access_tokens.contains(access_token)
    }

    fn answer(&self, request: &Request) -> Option<Response> {
        let body = request.body.as_deref().unwrap_or_default();
        match request.url.as_str() {
            SERVER => Some(self.mcp(request)),
            "https://as.example/register" => Some(self.register()),
            "https://as.example/token" => Some(self.token(request, &form::decode(body))),
            "https://as.example/revoke" => Some(answer(200, Headers::new(), "")),
            url if request.method == "DELETE" => self.unregister(url, request),
            _ if request.method == "GET" => Some(answer(404, Headers::new(), "not found")),
            _ => None,
        }
    }

    fn mcp(&self, request: &Request) -> Response {
        let header = request.headers.get("authorization").unwrap_or_default();
        let token = header.split_once(' ').map_or("", |(_, token)| token);
        if self.takes(token) {
            let result =
                json!({ "jsonrpc": "2.0", "id": 1, "result": { "protocolVersion": "2025-11-25" } });
            return answer(200, json(), &result.to_string());
        }
        let error = if header.is_empty() {
            ""
        } else {
            "error=\"invalid_token\", "
        };
        let challenge = format!("Bearer {error}resource_metadata=\"{RESOURCE_METADATA}\"");
        answer(401, Headers::new().with("WWW-Authenticate", challenge), "")
    }

    fn register(&self) -> Response {
        let mut state = self.0.borrow_mut();
        state.count += 1;
        let client_id = format!("client-{}", state.count);
        state.clients.insert(client_id.clone());
        let body = json!({
            "client_id": client_id,
            "redirect_uris": [REDIRECT],
            "token_endpoint_auth_method": "none",
            "registration_client_uri": format!("https://as.example/register/{client_id}"),
            "registration_access_token": format!("registration-{client_id}"),
        });
        answer(201, json(), &body.to_string())
    }

    /// RFC 7592 §2.3.
    fn unregister(&self, url: &str, request: &Request) -> Option<Response> {
        let client_id = url.strip_prefix("https://as.example/register/")?;
        let token = request.headers.get("authorization").unwrap_or_default();
        let known = token == format!("Bearer registration-{client_id}")
            && self.0.borrow_mut().clients.remove(client_id);
        Some(answer(if known { 204 } else { 401 }, Headers::new(), ""))
    }

    fn token(&self, request: &Request, form: &[(String, String)]) -> Response {
        let value = |name: &str| form::first(form, name).unwrap_or_default();
        let mut state = self.0.borrow_mut();
        let granted = match value("grant_type") {
            "authorization_code" => state.spend_code(
                value("code"),
                value("client_id"),
                value("redirect_uri"),
                value("code_verifier"),
            ),
            "refresh_token" => state.rotate(value("refresh_token")),
            _ => false,
        };
        if !granted {
            return answer(400, json(), r#"{"error":"invalid_grant"}"#);
        }
        state.count += 1;
        let (access, refresh) = (
            format!("access-{}", state.count),
            format!("refresh-{}", state.count),
        );
        state.access_tokens.insert(access.clone());
        state.refresh_tokens.insert(refresh.clone());
        // RFC 9449 §5.
        let kind = if request.headers.has("dpop") {
            "DPoP"
        } else {
            "Bearer"
        };
        let body = json!({ "access_token": access, "token_type": kind, "expires_in": 3600, "refresh_token": refresh });
        answer(200, json(), &body.to_string())
    }
}

impl State {
    fn spend_code(
        &mut self,
        code: &str,
        client_id: &str,
        redirect_uri: &str,
        verifier: &str,
    ) -> bool {
        let Some(known) = self.codes.get_mut(code) else {
            return false;
        };
        if known.used {
            self.codes_used_again += 1;
            return false;
        }
        known.used = true;
        known.client_id == client_id
            && known.redirect_uri == redirect_uri
            && known.challenge == pkce::s256(verifier)
    }

    /// A rotated token that comes again ends the family (RFC 9700 §4.14.2).
    fn rotate(&mut self, token: &str) -> bool {
        if self.spent.contains(token) {
            self.refresh_tokens_used_again += 1;
            self.refresh_tokens.clear();
            self.access_tokens.clear();
            return false;
        }
        self.spent.insert(token.to_owned());
        self.refresh_tokens.remove(token)
    }
}

/// The resource metadata of [`SERVER`].
pub fn resource_metadata() -> Value {
    json!({ "resource": SERVER, "authorization_servers": [ISSUER], "scopes_supported": ["mcp:read"] })
}

/// The authorization server metadata of [`ISSUER`].
pub fn server_metadata() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://as.example/authorize",
        "token_endpoint": "https://as.example/token",
        "registration_endpoint": "https://as.example/register",
        "revocation_endpoint": "https://as.example/revoke",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })
}

/// An answer.
pub fn answer(status: u16, headers: Headers, body: &str) -> Response {
    Response {
        status,
        headers,
        body: Some(body.to_owned()),
        ..Response::default()
    }
}
