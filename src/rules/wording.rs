//! What an error says it is about, in the wordings of many servers: shared by the rules of registration, authorization and token.

use crate::evidence::error_text::ErrorText;

/// The redirect URI is not one that the server knows or takes.
#[must_use]
pub fn redirect_uri(error: &ErrorText) -> bool {
    const CODES: [&str; 5] = [
        "invalid_redirect_uri",
        "redirect_uri_mismatch",
        "redirect_mismatch",
        "aadsts500112",
        "aadsts50011",
    ];
    const NAMES: [&str; 8] = [
        "redirect_uri",
        "redirect uri",
        "redirect url",
        "redirect_url",
        "redirecturi",
        "callback url",
        "callback uri",
        "reply url",
    ];
    error.says_any(&CODES) || (error.says_any(&NAMES) && !error.says("grant type"))
}

/// The client id is not known to the server, or not any more.
#[must_use]
pub fn unknown_client(error: &ErrorText) -> bool {
    const CODES: [&str; 3] = ["aadsts700016", "aadsts700038", "bad_client_id"];
    const NAMES: [&str; 6] = [
        "client_id",
        "client id",
        "clientid",
        "client",
        "application",
        "app",
    ];
    const UNKNOWN: [&str; 18] = [
        "unknown",
        "not found",
        "invalid client_id",
        "invalid client id",
        "invalid clientid",
        "unrecognized",
        "unrecognised",
        "does not exist",
        "doesn't exist",
        "not registered",
        "no such",
        "no client with",
        "could not find",
        "not recognized",
        "invalid value",
        "is invalid",
        "not valid",
        "incorrect",
    ];
    error.says_any(&CODES) || (error.says_any(&NAMES) && error.says_any(&UNKNOWN))
}

/// The `resource` parameter, or the resource it names, is refused.
#[must_use]
pub fn resource(error: &ErrorText) -> bool {
    const CODES: [&str; 5] = [
        "invalid_target",
        "invalid_resource",
        "aadsts9010010",
        "aadsts901002",
        "aadsts500011",
    ];
    const PHRASES: [&str; 12] = [
        "resource parameter",
        "resource indicator",
        "resource:",
        "'resource'",
        "\"resource\"",
        "`resource`",
        "requested resource",
        "resource server",
        "invalid resource",
        "unknown resource",
        "resource is",
        "resource must",
    ];
    error.says_any(&CODES) || error.says_any(&PHRASES)
}

/// The `resource` parameter is needed and was not there.
#[must_use]
pub fn resource_needed(error: &ErrorText) -> bool {
    error.says("resource") && needed(error) && !error.says("must be")
}

/// A scope is refused.
#[must_use]
pub fn scope(error: &ErrorText) -> bool {
    const CODES: [&str; 4] = [
        "invalid_scope",
        "aadsts70011",
        "aadsts650053",
        "aadsts650057",
    ];
    error.says_any(&CODES) || (error.says("scope") && refused(error))
}

/// A scope is needed and was not asked for.
#[must_use]
pub fn scope_needed(error: &ErrorText) -> bool {
    error.says("scope") && needed(error)
}

/// PKCE: the challenge is needed, or the verifier does not fit.
#[must_use]
pub fn pkce(error: &ErrorText) -> bool {
    const PHRASES: [&str; 9] = [
        "pkce",
        "code_verifier",
        "code verifier",
        "code_challenge",
        "code challenge",
        "verifier",
        "proof key",
        "aadsts501481",
        "aadsts9002325",
    ];
    error.says_any(&PHRASES)
}

/// The client's own authentication is refused: its secret, or the way it was sent.
#[must_use]
pub fn client_authentication(error: &ErrorText) -> bool {
    const PHRASES: [&str; 14] = [
        "client authentication",
        "client_secret",
        "client secret",
        "aadsts7000215",
        "aadsts7000218",
        "aadsts700025",
        "authentication method",
        "auth method",
        "token_endpoint_auth_method",
        "missing client_id",
        "client_id is required",
        "client credentials",
        "basic auth",
        "client_assertion",
    ];
    let named = error.says("client_id") && needed(error);
    error.is("invalid_client") || named || error.says_any(&PHRASES)
}

/// Something is said to be missing.
#[must_use]
pub fn needed(error: &ErrorText) -> bool {
    const PHRASES: [&str; 8] = [
        "missing",
        "required",
        "must be supplied",
        "must include",
        "must contain",
        "must be provided",
        "must provide",
        "no scope",
    ];
    error.says_any(&PHRASES)
}

fn refused(error: &ErrorText) -> bool {
    const PHRASES: [&str; 9] = [
        "invalid",
        "unknown",
        "not allowed",
        "not supported",
        "unsupported",
        "not permitted",
        "not valid",
        "malformed",
        "does not exist",
    ];
    error.says_any(&PHRASES)
}

#[cfg(test)]
mod tests {
    use super::{redirect_uri, resource, resource_needed, scope, unknown_client};
    use crate::evidence::error_text::ErrorText;

    fn error(text: &str) -> ErrorText {
        ErrorText {
            code: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn servers_say_the_same_in_many_words() {
        assert!(redirect_uri(&error(
            "the redirect_uri is not associated with this application"
        )));
        assert!(unknown_client(&error("invalid client_id parameter")));
        assert!(unknown_client(&error(
            "aadsts700016: application with identifier 'x' was not found"
        )));
        assert!(resource(&error(
            "resource: resource must be a valid mcp endpoint"
        )));
        assert!(resource_needed(&error(
            "missing required parameter 'resource'"
        )));
        assert!(scope(&error("invalid_scope unknown scope: x")));
        assert!(!unknown_client(&error("the user denied the request")));
    }
}
