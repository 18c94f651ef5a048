//! Pushed authorization requests (RFC 9126), where the metadata requires them.

use crate::flow::authorize::{self, AuthorizationRequest, signed};
use crate::flow::discover::discovered::Discovered;
use crate::flow::host::Host;
use crate::flow::keep::pending::Pending;
use crate::flow::moved;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::Stop;
use crate::flow::refusal::{ErrorAnswer, Refusal};
use crate::flow::token::exchange::{self, TokenEndpoint};
use crate::flow::token::unreachable;
use crate::flow::trust::Trust;
use crate::http::{Exchange, Response};
use crate::wire::json;

/// The endpoint, where requests must be pushed (RFC 9126 §5).
///
/// # Errors
/// Where it is required and absent, or may not be asked.
pub fn endpoint(
    options: &SignInOptions,
    discovered: &Discovered,
) -> Result<Option<String>, Refusal> {
    let metadata = &discovered.server_metadata;
    if metadata.require_pushed_authorization_requests != Some(true) {
        return Ok(None);
    }
    let member = "pushed_authorization_request_endpoint";
    let url = metadata
        .pushed_authorization_request_endpoint
        .clone()
        .ok_or_else(|| Refusal::EndpointMissing {
            issuer: discovered.issuer.clone(),
            member: member.to_owned(),
        })?;
    Trust::of(&options.server, &options.allow).endpoint(member, &url)?;
    Ok(Some(url))
}

/// Pushes the request; the URL to open holds only the client and the reference (RFC 9126 §4).
///
/// # Errors
/// Where the server refuses the request.
pub fn push(
    host: &Host,
    url: &str,
    authorization_endpoint: &str,
    discovered: &Discovered,
    pending: &Pending,
    request: &AuthorizationRequest,
) -> Result<String, Stop> {
    let target = TokenEndpoint {
        url,
        issuer: &pending.issuer,
        methods: pending.token_endpoint_auth_methods.as_deref(),
        client: Some(&pending.client),
        resource: None,
        key_id: None,
    };
    let mut parameters = match signed::parameters(host, discovered, &pending.client, request)? {
        Some(signed) => signed,
        None => request.parameters(),
    };
    // The way the client proves itself adds the id where it is needed in the body.
    parameters.retain(|(name, _)| name != "client_id");
    let body = exchange::authenticated(host, target, parameters)?;
    let answer = moved::commit(host, body)?;
    let reference = reference(&answer)?;
    let parameters = [
        ("client_id".to_owned(), request.client_id.clone()),
        ("request_uri".to_owned(), reference),
    ];
    Ok(authorize::url(authorization_endpoint, &parameters)?)
}

fn reference(answer: &Exchange) -> Result<String, Refusal> {
    let Some(response) = &answer.response else {
        return Err(unreachable(answer));
    };
    let read = json::read_object(response.body.as_deref().unwrap_or_default());
    let mut object = read.unwrap_or_default();
    let reference = object
        .string("request_uri")
        .filter(|_| response.is_success());
    reference.ok_or_else(|| refused(answer, response, &mut object))
}

fn refused(answer: &Exchange, response: &Response, object: &mut json::Object) -> Refusal {
    Refusal::PushedRequestRefused(ErrorAnswer {
        url: answer.request.url.clone(),
        status: response.status,
        error: object.string("error"),
        description: object.string("error_description"),
    })
}
