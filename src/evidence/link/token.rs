//! A token request as it was seen.

use super::source;
use crate::evidence::reading::Reading;
use crate::evidence::seen::answer;
use crate::evidence::step::{ClientAuthentication, TokenRequest};
use crate::http::{Exchange, Request};
use crate::wire::{form, json, token};
use serde_json::Value;

/// The request with its parameters, its authentication and its answer.
pub fn request<'a>(
    reading: &Reading<'a>,
    index: usize,
    exchange: &'a Exchange,
) -> TokenRequest<'a> {
    let request = &exchange.request;
    let parameters = parameters_of(request);
    TokenRequest {
        index,
        exchange,
        source: source(reading, &request.url, "token_endpoint"),
        authentication: client_authentication(request, &parameters),
        parameters,
        answer: answer(exchange, false, token::read),
    }
}

/// Parameters of a token request: form-encoded, or JSON as some clients wrongly send.
fn parameters_of(request: &Request) -> Vec<(String, String)> {
    let body = request.body.as_deref().unwrap_or_default();
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let mut parameters = match json::read_object(body) {
        Ok(object) => object
            .members
            .into_iter()
            .filter_map(|(name, value)| match value {
                Value::String(value) => Some((name, value)),
                _ => None,
            })
            .collect(),
        Err(_) => form::decode(body),
    };
    parameters.extend(form::decode(query));
    parameters
}

fn client_authentication(
    request: &Request,
    parameters: &[(String, String)],
) -> Option<ClientAuthentication> {
    let header = request.headers.get("authorization");
    let basic = header.is_some_and(|value| value.to_ascii_lowercase().starts_with("basic"));
    let has = |name: &str| form::first(parameters, name).is_some_and(|value| !value.is_empty());
    match (basic, has("client_secret")) {
        (true, true) => Some(ClientAuthentication::Both),
        (true, false) => Some(ClientAuthentication::Basic),
        (false, true) => Some(ClientAuthentication::Post),
        (false, false) if has("client_assertion") => Some(ClientAuthentication::Assertion),
        (false, false) if parameters.is_empty() => None,
        (false, false) => Some(ClientAuthentication::None),
    }
}
