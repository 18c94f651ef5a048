//! Sections of RFCs.

use crate::spec::Cite;

citations! {
    /// A client id is unique to one authorization server.
    RFC6749_CLIENT_IDENTIFIER = Cite::Rfc(6749, "2.2");
    /// One authentication method per request.
    RFC6749_CLIENT_AUTHENTICATION = Cite::Rfc(6749, "2.3");
    /// Basic, with id and secret form-encoded.
    RFC6749_CLIENT_PASSWORD = Cite::Rfc(6749, "2.3.1");
    /// Parameters once, unknown ones ignored.
    RFC6749_AUTHORIZATION_ENDPOINT = Cite::Rfc(6749, "3.1");
    /// Redirect URIs.
    RFC6749_REDIRECTION_ENDPOINT = Cite::Rfc(6749, "3.1.2");
    /// No redirect to a URI that does not match.
    RFC6749_INVALID_ENDPOINT = Cite::Rfc(6749, "3.1.2.4");
    /// The token endpoint takes POST.
    RFC6749_TOKEN_ENDPOINT = Cite::Rfc(6749, "3.2");
    /// Scope, and that it may be narrowed.
    RFC6749_SCOPE = Cite::Rfc(6749, "3.3");
    /// The authorization request.
    RFC6749_AUTHORIZATION_REQUEST = Cite::Rfc(6749, "4.1.1");
    /// Code and state in the query.
    RFC6749_AUTHORIZATION_RESPONSE = Cite::Rfc(6749, "4.1.2");
    /// Error codes of the authorization response.
    RFC6749_AUTHORIZATION_ERROR = Cite::Rfc(6749, "4.1.2.1");
    /// The access token request.
    RFC6749_TOKEN_REQUEST = Cite::Rfc(6749, "4.1.3");
    /// The successful token response.
    RFC6749_TOKEN_RESPONSE = Cite::Rfc(6749, "5.1");
    /// Error codes of the token response.
    RFC6749_TOKEN_ERROR = Cite::Rfc(6749, "5.2");
    /// Refreshing an access token.
    RFC6749_REFRESH = Cite::Rfc(6749, "6");
    /// A token of unknown type is not used.
    RFC6749_TOKEN_TYPE = Cite::Rfc(6749, "7.1");
    /// The token in the `Authorization` header.
    RFC6750_HEADER = Cite::Rfc(6750, "2.1");
    /// The token in the query, not recommended.
    RFC6750_QUERY = Cite::Rfc(6750, "2.3");
    /// The `Bearer` challenge.
    RFC6750_CHALLENGE = Cite::Rfc(6750, "3");
    /// `invalid_request`, `invalid_token`, `insufficient_scope`.
    RFC6750_ERROR_CODES = Cite::Rfc(6750, "3.1");
    /// The `aud` claim.
    RFC7519_AUDIENCE = Cite::Rfc(7519, "4.1.3");
    /// The `exp` claim and leeway for clock skew.
    RFC7519_EXPIRATION = Cite::Rfc(7519, "4.1.4");
    /// The `nbf` claim.
    RFC7519_NOT_BEFORE = Cite::Rfc(7519, "4.1.5");
    /// Client metadata and its defaults.
    RFC7591_CLIENT_METADATA = Cite::Rfc(7591, "2");
    /// The registration endpoint, open or protected.
    RFC7591_REGISTRATION_ENDPOINT = Cite::Rfc(7591, "3");
    /// The client information response.
    RFC7591_RESPONSE = Cite::Rfc(7591, "3.2.1");
    /// Error codes of a registration.
    RFC7591_ERROR = Cite::Rfc(7591, "3.2.2");
    /// S256 is mandatory to implement.
    RFC7636_CHALLENGE = Cite::Rfc(7636, "4.2");
    /// The challenge in the authorization request.
    RFC7636_CHALLENGE_SENT = Cite::Rfc(7636, "4.3");
    /// The error where a challenge is required.
    RFC7636_PKCE_ERROR = Cite::Rfc(7636, "4.4.1");
    /// The verifier in the token request.
    RFC7636_VERIFIER_SENT = Cite::Rfc(7636, "4.5");
    /// The server verifies before it returns tokens.
    RFC7636_VERIFICATION = Cite::Rfc(7636, "4.6");
    /// Private-use URI schemes as redirect.
    RFC8252_CUSTOM_SCHEME = Cite::Rfc(8252, "7.1");
    /// Loopback redirects, any port.
    RFC8252_LOOPBACK = Cite::Rfc(8252, "7.3");
    /// Embedded user-agents.
    RFC8252_EMBEDDED = Cite::Rfc(8252, "8.12");
    /// Members of authorization server metadata.
    RFC8414_METADATA = Cite::Rfc(8414, "2");
    /// Path insertion, a final slash is removed.
    RFC8414_REQUEST = Cite::Rfc(8414, "3.1");
    /// 200, JSON, no empty arrays.
    RFC8414_RESPONSE = Cite::Rfc(8414, "3.2");
    /// `issuer` is identical to the one asked for.
    RFC8414_ISSUER = Cite::Rfc(8414, "3.3");
    /// Strings are compared code point by code point.
    RFC8414_COMPARISON = Cite::Rfc(8414, "4");
    /// OpenID Connect documents beside this one.
    RFC8414_COMPATIBILITY = Cite::Rfc(8414, "5");
    /// Impersonation by a wrong issuer.
    RFC8414_IMPERSONATION = Cite::Rfc(8414, "6.2");
    /// The `resource` parameter and `invalid_target`.
    RFC8707_RESOURCE = Cite::Rfc(8707, "2");
    /// `resource` in token requests.
    RFC8707_TOKEN_REQUEST = Cite::Rfc(8707, "2.2");
    /// Claims of a JWT access token.
    RFC9068_CLAIMS = Cite::Rfc(9068, "2.2");
    /// The audience from the `resource` parameter.
    RFC9068_AUDIENCE = Cite::Rfc(9068, "3");
    /// Access tokens are opaque to clients.
    RFC9068_OPAQUE = Cite::Rfc(9068, "6");
    /// `Retry-After`.
    RFC9110_RETRY_AFTER = Cite::Rfc(9110, "10.2.3");
    /// The grammar of a challenge.
    RFC9110_CHALLENGE = Cite::Rfc(9110, "11.2");
    /// The `WWW-Authenticate` field.
    RFC9110_WWW_AUTHENTICATE = Cite::Rfc(9110, "11.6.1");
    /// The `Vary` field.
    RFC9110_VARY = Cite::Rfc(9110, "12.5.5");
    /// Which redirects keep method and body.
    RFC9110_REDIRECTION = Cite::Rfc(9110, "15.4");
    /// A 401 carries a challenge.
    RFC9110_UNAUTHORIZED = Cite::Rfc(9110, "15.5.2");
    /// 403.
    RFC9110_FORBIDDEN = Cite::Rfc(9110, "15.5.4");
    /// 5xx.
    RFC9110_SERVER_ERROR = Cite::Rfc(9110, "15.6");
    /// `Cache-Control`.
    RFC9111_CACHE = Cite::Rfc(9111, "5.2");
    /// `iss` in the authorization response.
    RFC9207_ISS = Cite::Rfc(9207, "2");
    /// A client compares `iss`.
    RFC9207_VALIDATION = Cite::Rfc(9207, "2.4");
    /// `authorization_response_iss_parameter_supported`.
    RFC9207_METADATA = Cite::Rfc(9207, "3");
    /// `token_type` of a DPoP-bound token.
    RFC9449_TOKEN_RESPONSE = Cite::Rfc(9449, "5");
    /// `require_signed_request_object`.
    RFC9101_METADATA = Cite::Rfc(9101, "10.5");
    /// A nonce of the authorization server.
    RFC9449_SERVER_NONCE = Cite::Rfc(9449, "8");
    /// A nonce of the resource server.
    RFC9449_RESOURCE_NONCE = Cite::Rfc(9449, "9");
    /// The name in the certificate.
    RFC9525_SERVER_IDENTITY = Cite::Rfc(9525, "6");
    /// Redirect URIs are compared exactly.
    RFC9700_REDIRECT_MATCHING = Cite::Rfc(9700, "2.1");
    /// Mix-up attacks.
    RFC9700_MIX_UP = Cite::Rfc(9700, "4.4");
    /// Rotation of refresh tokens and reuse.
    RFC9700_REFRESH_ROTATION = Cite::Rfc(9700, "4.14.2");
    /// What a resource identifier is.
    RFC9728_IDENTIFIER = Cite::Rfc(9728, "1.2");
    /// Members of protected resource metadata.
    RFC9728_METADATA = Cite::Rfc(9728, "2");
    /// How the well-known URL is formed.
    RFC9728_WELL_KNOWN = Cite::Rfc(9728, "3");
    /// Path insertion.
    RFC9728_REQUEST = Cite::Rfc(9728, "3.1");
    /// 200, JSON, no empty arrays.
    RFC9728_RESPONSE = Cite::Rfc(9728, "3.2");
    /// `resource` is identical to what was asked for.
    RFC9728_VALIDATION = Cite::Rfc(9728, "3.3");
    /// `protected_resources` of the authorization server.
    RFC9728_AUTHORIZATION_SERVER = Cite::Rfc(9728, "4");
    /// `resource_metadata` in the challenge.
    RFC9728_CHALLENGE = Cite::Rfc(9728, "5.1");
    /// A new challenge when metadata changes.
    RFC9728_CHANGES = Cite::Rfc(9728, "5.2");
    /// Strings are compared code point by code point.
    RFC9728_COMPARISON = Cite::Rfc(9728, "6");
    /// TLS.
    RFC9728_TLS = Cite::Rfc(9728, "7.1");
    /// Impersonation by a wrong resource.
    RFC9728_IMPERSONATION = Cite::Rfc(9728, "7.3");
    /// Several authorization servers.
    RFC9728_SEVERAL_SERVERS = Cite::Rfc(9728, "7.6");
    /// Limits against request forgery.
    RFC9728_SSRF = Cite::Rfc(9728, "7.7");
    /// Caching of metadata.
    RFC9728_CACHING = Cite::Rfc(9728, "7.10");
    /// What a client assertion has to say, `aud` among it.
    RFC7523_ASSERTION = Cite::Rfc(7523, "3");
    /// Algorithms of DPoP proofs that the authorization server takes.
    RFC9449_METADATA = Cite::Rfc(9449, "5.1");
    /// Only asymmetric algorithms, never `none`.
    RFC9449_PROOF_CHECKS = Cite::Rfc(9449, "4.3");
    /// Pushed authorization requests that are demanded.
    RFC9126_METADATA = Cite::Rfc(9126, "5");
    /// Access tokens that are bound to a certificate.
    RFC8705_METADATA = Cite::Rfc(8705, "3.3");
    /// The request of a token exchange.
    RFC8693_REQUEST = Cite::Rfc(8693, "2.1");
    /// The answer to a token exchange.
    RFC8693_RESPONSE = Cite::Rfc(8693, "2.2.1");
    /// The refusal of a token exchange.
    RFC8693_ERROR = Cite::Rfc(8693, "2.2.2");
    /// A challenge for a stronger sign-in.
    RFC9470_CHALLENGE = Cite::Rfc(9470, "3");
}
