//! The pieces of the token request, pure: for hosts that have a flow of their own, and for tests.

use crate::error::Misuse;
use crate::flow::client::Client;
use crate::flow::token::client_auth::{self, Means, Method};
use crate::flow::token::{self, Grant, Wanted};
use crate::http::{Exchange, Request, Response};
use crate::secret::Secret;
use crate::wasm::convert::{from_js, from_js_or_default, misuse, plain_to_js, text, to_js};
use crate::wire;
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Debug, Deserialize)]
#[serde(
    tag = "grant",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum PlainGrant {
    AuthorizationCode {
        code: String,
        verifier: String,
        redirect_uri: String,
    },
    RefreshToken {
        refresh_token: String,
    },
    ClientCredentials {
        #[serde(default)]
        scopes: Vec<String>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenRequestOf {
    client: Client,
    #[serde(default)]
    resource: Option<String>,
    #[serde(default)]
    methods: Option<Vec<String>>,
}

/// A token request as plain data, with the client's proof in its place (RFC 6749 §2.3, §4.1.3).
///
/// # Errors
/// `invalid-argument` where a member is missing, or the client would have to sign.
#[wasm_bindgen(unchecked_return_type = "HttpRequest")]
pub fn tokenRequest(
    #[wasm_bindgen(unchecked_param_type = "string")] endpoint: JsValue,
    #[wasm_bindgen(unchecked_param_type = "TokenRequestOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let endpoint = text("endpoint", &endpoint)?;
    let grant: PlainGrant = from_js("options", options.clone())?;
    let options: TokenRequestOf = from_js("options", options)?;
    let grant = match grant {
        PlainGrant::AuthorizationCode {
            code,
            verifier,
            redirect_uri,
        } => Grant::AuthorizationCode {
            code: Secret::new(code),
            verifier: Secret::new(verifier),
            redirect_uri,
        },
        PlainGrant::RefreshToken { refresh_token } => Grant::RefreshToken {
            token: Secret::new(refresh_token),
            scopes: Vec::new(),
        },
        PlainGrant::ClientCredentials { scopes } => Grant::ClientCredentials { scopes },
    };
    let client = &options.client;
    let method = client_auth::method(Means::of(client), options.methods.as_deref());
    let in_body = matches!(method, Method::None | Method::Post);
    let client_id = in_body.then_some(client.client_id.as_str());
    let mut body = token::body(&grant, client_id, options.resource.as_deref());
    let secret = client
        .client_secret
        .as_ref()
        .map_or("", |secret| secret.reveal());
    let mut authorization = None;
    match method {
        Method::None => {}
        Method::Basic => authorization = Some(client_auth::basic(&client.client_id, secret)),
        Method::Post => {
            body = format!("{body}&{}", wire::form::encode([("client_secret", secret)]));
        }
        Method::PrivateKeyJwt => {
            return Err(misuse(&Misuse::argument(
                "options.client",
                "a client without a key: signing needs clientCredentials or completeSignIn",
                "private_key_jwt",
            )));
        }
    }
    let mut request = Request::post(&endpoint, "application/x-www-form-urlencoded", body);
    if let Some(value) = authorization {
        request.headers.push("Authorization", value);
    }
    to_js(&request)
}

/// Judges a token endpoint's answer (RFC 6749 §5): `{ ok: true, ... }` with the tokens, or `{ ok: false, refusal }` with the facts.
///
/// # Errors
/// `invalid-argument` where an argument has another type than documented.
#[wasm_bindgen(unchecked_return_type = "TokenResponse")]
pub fn readTokenResponse(
    #[wasm_bindgen(unchecked_param_type = "number")] status: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] body: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string[]")] requested_scopes: JsValue,
) -> Result<JsValue, JsValue> {
    let status: u16 = from_js("status", status)?;
    let body = text("body", &body)?;
    let requested: Vec<String> = from_js_or_default("requestedScopes", requested_scopes)?;
    let exchange = Exchange {
        response: Some(Response {
            status,
            body: Some(body),
            ..Response::default()
        }),
        ..Exchange::default()
    };
    let read = token::granted(&exchange, "", &requested, Wanted::AccessToken);
    plain_to_js(&match read {
        Ok(granted) => json!({
            "ok": true,
            "accessToken": granted.access_token.reveal(),
            "tokenType": granted.token_type,
            "expiresIn": granted.expires_in,
            "refreshToken": granted.refresh_token.map(|token| token.reveal().to_owned()),
            "scopes": granted.scopes,
        }),
        Err(refusal) => json!({ "ok": false, "refusal": refusal }),
    })
}
