//! The citations: RFC sections, clauses of the MCP specification, and what else a rule leans on.

use super::{Cite, Clause};

macro_rules! citations {
    ($($(#[$doc:meta])* $name:ident = $cite:expr;)*) => {
        $($(#[$doc])* pub const $name: Cite = $cite;)*
        /// Every citation.
        pub const ALL: &[Cite] = &[$($name),*];
    };
}

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
    /// Hosts that are reached by https only.
    RFC6797_HSTS = Cite::Rfc(6797, "5");
    /// Token revocation.
    RFC7009_REVOCATION = Cite::Rfc(7009, "2");
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
    /// The registration request.
    RFC7591_REGISTRATION_REQUEST = Cite::Rfc(7591, "3.1");
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
    /// 127.0.0.1 rather than localhost.
    RFC8252_LOOPBACK_NAME = Cite::Rfc(8252, "8.3");
    /// Members of authorization server metadata.
    RFC8414_METADATA = Cite::Rfc(8414, "2");
    /// How the well-known URL is formed.
    RFC8414_WELL_KNOWN = Cite::Rfc(8414, "3");
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
    /// Device authorization.
    RFC8628_DEVICE = Cite::Rfc(8628, "3.1");
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
    /// The `Location` of a redirect.
    RFC9110_LOCATION = Cite::Rfc(9110, "10.2.2");
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
    /// 404.
    RFC9110_NOT_FOUND = Cite::Rfc(9110, "15.5.5");
    /// 405.
    RFC9110_METHOD_NOT_ALLOWED = Cite::Rfc(9110, "15.5.6");
    /// 5xx.
    RFC9110_SERVER_ERROR = Cite::Rfc(9110, "15.6");
    /// `Cache-Control`.
    RFC9111_CACHE = Cite::Rfc(9111, "5.2");
    /// Pushed authorization requests in metadata.
    RFC9126_PAR = Cite::Rfc(9126, "5");
    /// `iss` in the authorization response.
    RFC9207_ISS = Cite::Rfc(9207, "2");
    /// A client compares `iss`.
    RFC9207_VALIDATION = Cite::Rfc(9207, "2.4");
    /// `authorization_response_iss_parameter_supported`.
    RFC9207_METADATA = Cite::Rfc(9207, "3");
    /// `token_type` of a DPoP-bound token.
    RFC9449_TOKEN_RESPONSE = Cite::Rfc(9449, "5");
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

    /// Authorization is optional, and how stdio differs.
    MCP_PROTOCOL_REQUIREMENTS = Cite::Mcp(&Clause {
        heading: "Protocol Requirements",
        places: ["authorization#protocol-requirements", "authorization#protocol-requirements", "authorization#protocol-requirements", "authorization#protocol-requirements"],
    });
    /// The server publishes protected resource metadata with at least one authorization server.
    MCP_AUTHORIZATION_SERVER_LOCATION = Cite::Mcp(&Clause {
        heading: "Authorization Server Location",
        places: ["", "authorization#authorization-server-location", "authorization#authorization-server-location", "authorization/authorization-server-discovery#authorization-server-location"],
    });
    /// How a client finds the metadata: the challenge first, then the well-known locations.
    MCP_RESOURCE_METADATA_DISCOVERY = Cite::Mcp(&Clause {
        heading: "Protected Resource Metadata Discovery Requirements",
        places: ["", "authorization#authorization-server-location", "authorization#protected-resource-metadata-discovery-requirements", "authorization/authorization-server-discovery#protected-resource-metadata-discovery-requirements"],
    });
    /// Where authorization server metadata is found and what its issuer must be.
    MCP_SERVER_METADATA_DISCOVERY = Cite::Mcp(&Clause {
        heading: "Authorization Server Metadata Discovery",
        places: ["authorization#server-metadata-discovery", "authorization#server-metadata-discovery", "authorization#authorization-server-metadata-discovery", "authorization/authorization-server-discovery#authorization-server-metadata-discovery"],
    });
    /// `MCP-Protocol-Version` on discovery requests.
    MCP_SERVER_METADATA_HEADERS = Cite::Mcp(&Clause {
        heading: "Server Metadata Discovery Headers",
        places: ["authorization#server-metadata-discovery-headers", "", "", ""],
    });
    /// The origin of the MCP server is the authorization server.
    MCP_AUTHORIZATION_BASE_URL = Cite::Mcp(&Clause {
        heading: "Authorization Base URL",
        places: ["authorization#authorization-base-url", "", "", ""],
    });
    /// `/authorize`, `/token` and `/register` at the origin.
    MCP_FALLBACK_ENDPOINTS = Cite::Mcp(&Clause {
        heading: "Fallbacks for Servers without Metadata Discovery",
        places: ["authorization#fallbacks-for-servers-without-metadata-discovery", "", "", ""],
    });
    /// The ways to a client id and their order.
    MCP_CLIENT_REGISTRATION = Cite::Mcp(&Clause {
        heading: "Client Registration",
        places: ["authorization#dynamic-client-registration", "authorization#dynamic-client-registration", "authorization#client-registration-approaches", "authorization#client-registration"],
    });
    /// Dynamic registration and how far it is asked for.
    MCP_DYNAMIC_REGISTRATION = Cite::Mcp(&Clause {
        heading: "Dynamic Client Registration",
        places: ["authorization#dynamic-client-registration", "authorization#dynamic-client-registration", "authorization#dynamic-client-registration", "authorization/client-registration#dynamic-client-registration"],
    });
    /// Static client credentials.
    MCP_PRE_REGISTRATION = Cite::Mcp(&Clause {
        heading: "Pre-registration",
        places: ["", "", "authorization#preregistration", "authorization/client-registration#pre-registration"],
    });
    /// A URL as client id.
    MCP_CLIENT_ID_METADATA_DOCUMENTS = Cite::Mcp(&Clause {
        heading: "Client ID Metadata Documents",
        places: ["", "", "authorization#client-id-metadata-documents", "authorization/client-registration#client-id-metadata-documents"],
    });
    /// What the URL and the document must hold.
    MCP_CLIENT_ID_METADATA_REQUIREMENTS = Cite::Mcp(&Clause {
        heading: "Client ID Metadata Documents, Implementation Requirements",
        places: ["", "", "authorization#implementation-requirements", "authorization/client-registration#implementation-requirements"],
    });
    /// `client_id_metadata_document_supported`.
    MCP_ADVERTISING_CLIENT_ID_METADATA = Cite::Mcp(&Clause {
        heading: "Advertising Client ID Metadata Documents",
        places: ["", "", "authorization#discovery", "authorization/client-registration#advertising-cimd-support"],
    });
    /// `application_type` and refused redirect URIs.
    MCP_APPLICATION_TYPE = Cite::Mcp(&Clause {
        heading: "Application Type and Redirect URI Constraints",
        places: ["", "", "", "authorization/client-registration#application-type-and-redirect-uri-constraints"],
    });
    /// Client credentials belong to one issuer.
    MCP_AUTHORIZATION_SERVER_BINDING = Cite::Mcp(&Clause {
        heading: "Authorization Server Binding",
        places: ["", "", "", "authorization/client-registration#authorization-server-binding"],
    });
    /// What is deprecated, dynamic registration among it.
    MCP_DEPRECATED = Cite::Mcp(&Clause {
        heading: "Deprecated features",
        places: ["", "", "", "deprecated#deprecated"],
    });
    /// Challenge, then `scopes_supported`, else no scope.
    MCP_SCOPE_SELECTION = Cite::Mcp(&Clause {
        heading: "Scope Selection Strategy",
        places: ["", "", "authorization#scope-selection-strategy", "authorization#scope-selection-strategy"],
    });
    /// `iss` in the authorization response.
    MCP_RESPONSE_VALIDATION = Cite::Mcp(&Clause {
        heading: "Authorization Response Validation",
        places: ["", "", "", "authorization#authorization-response-validation"],
    });
    /// `resource` in authorization and token requests.
    MCP_RESOURCE_PARAMETER = Cite::Mcp(&Clause {
        heading: "Resource Parameter Implementation",
        places: ["", "authorization#resource-parameter-implementation", "authorization#resource-parameter-implementation", "authorization#resource-parameter-implementation"],
    });
    /// How the identifier of an MCP server is written.
    MCP_CANONICAL_URI = Cite::Mcp(&Clause {
        heading: "Canonical Server URI",
        places: ["", "authorization#canonical-server-uri", "authorization#canonical-server-uri", "authorization#canonical-server-uri"],
    });
    /// The token is sent in the header of every request.
    MCP_TOKEN_REQUIREMENTS = Cite::Mcp(&Clause {
        heading: "Token Requirements",
        places: ["authorization#token-requirements", "authorization#token-requirements", "authorization#token-requirements", "authorization#token-requirements"],
    });
    /// What a server checks of a token.
    MCP_TOKEN_HANDLING = Cite::Mcp(&Clause {
        heading: "Token Handling",
        places: ["authorization#token-handling", "authorization#token-handling", "authorization#token-handling", "authorization#token-handling"],
    });
    /// `offline_access` and refresh tokens.
    MCP_REFRESH_TOKENS = Cite::Mcp(&Clause {
        heading: "Refresh Tokens",
        places: ["", "", "", "authorization#refresh-tokens"],
    });
    /// 401, 403 and 400.
    MCP_ERROR_HANDLING = Cite::Mcp(&Clause {
        heading: "Error Handling",
        places: ["authorization#error-handling", "authorization#error-handling", "authorization#error-handling", "authorization#error-handling"],
    });
    /// 403 with `insufficient_scope`.
    MCP_SCOPE_CHALLENGE = Cite::Mcp(&Clause {
        heading: "Scope Challenge Handling",
        places: ["", "", "authorization#scope-challenge-handling", "authorization#scope-challenge-handling"],
    });
    /// What a server answers when a scope is missing.
    MCP_INSUFFICIENT_SCOPE = Cite::Mcp(&Clause {
        heading: "Runtime Insufficient Scope Errors",
        places: ["", "", "authorization#runtime-insufficient-scope-errors", "authorization#runtime-insufficient-scope-errors"],
    });
    /// Asking for more scopes, a few times at most.
    MCP_STEP_UP = Cite::Mcp(&Clause {
        heading: "Step-Up Authorization Flow",
        places: ["", "", "authorization#step-up-authorization-flow", "authorization#step-up-authorization-flow"],
    });
    /// Https everywhere; redirect URIs are localhost or https.
    MCP_COMMUNICATION_SECURITY = Cite::Mcp(&Clause {
        heading: "Communication Security",
        places: ["authorization#security-considerations", "authorization#communication-security", "authorization#communication-security", "authorization/security-considerations#communication-security"],
    });
    /// PKCE and that it is verified before.
    MCP_CODE_PROTECTION = Cite::Mcp(&Clause {
        heading: "Authorization Code Protection",
        places: ["authorization#implementation-requirements", "authorization#authorization-code-protection", "authorization#authorization-code-protection", "authorization/security-considerations#authorization-code-protection"],
    });
    /// Registered redirect URIs, exact matching, `state`.
    MCP_OPEN_REDIRECTION = Cite::Mcp(&Clause {
        heading: "Open Redirection",
        places: ["authorization#security-considerations", "authorization#open-redirection", "authorization#open-redirection", "authorization/security-considerations#open-redirection"],
    });
    /// Several authorization servers, and why `iss` matters.
    MCP_MIX_UP = Cite::Mcp(&Clause {
        heading: "Mix-Up Attacks",
        places: ["", "", "", "authorization/security-considerations#mix-up-attacks"],
    });
    /// A token is for one server.
    MCP_TOKEN_AUDIENCE = Cite::Mcp(&Clause {
        heading: "Token Audience Binding and Validation",
        places: ["", "authorization#token-audience-binding-and-validation", "authorization#token-audience-binding-and-validation", "authorization/security-considerations#token-audience-binding-and-validation"],
    });
    /// Short lives and rotation of refresh tokens.
    MCP_TOKEN_THEFT = Cite::Mcp(&Clause {
        heading: "Token Theft",
        places: ["", "authorization#token-theft", "authorization#token-theft", "authorization/security-considerations#token-theft"],
    });
    /// A proxy with one client id asks each user for consent.
    MCP_CONFUSED_DEPUTY = Cite::Mcp(&Clause {
        heading: "Confused Deputy Problem",
        places: ["", "authorization#confused-deputy-problem", "authorization#confused-deputy-problem", "authorization/security-considerations#confused-deputy-problem"],
    });
    /// What a metadata document cannot prevent on localhost.
    MCP_LOCALHOST_REDIRECT = Cite::Mcp(&Clause {
        heading: "Localhost Redirect URI Risks",
        places: ["", "", "authorization#localhost-redirect-uri-risks", "authorization/security-considerations#localhost-redirect-uri-risks"],
    });
    /// How messages are sent to the endpoint.
    MCP_STREAMABLE_HTTP = Cite::Mcp(&Clause {
        heading: "Streamable HTTP",
        places: ["transports#sending-messages-to-the-server", "transports#sending-messages-to-the-server", "transports#sending-messages-to-the-server", "transports/streamable-http#sending-messages"],
    });
    /// How old and new transports are told apart.
    MCP_BACKWARD_COMPATIBILITY = Cite::Mcp(&Clause {
        heading: "Transports, Backward Compatibility",
        places: ["transports#backwards-compatibility", "transports#backwards-compatibility", "transports#backwards-compatibility", "transports/streamable-http#backward-compatibility"],
    });
    /// `Origin` is checked and refused with 403.
    MCP_TRANSPORT_SECURITY = Cite::Mcp(&Clause {
        heading: "Transports, Security",
        places: ["transports#security-warning", "transports#security-warning", "transports#security-warning", "transports/streamable-http"],
    });
    /// `MCP-Protocol-Version` on every request.
    MCP_PROTOCOL_VERSION_HEADER = Cite::Mcp(&Clause {
        heading: "Protocol Version Header",
        places: ["", "transports#protocol-version-header", "transports#protocol-version-header", "transports/streamable-http#protocol-version-header"],
    });
    /// What a server answers to headers that do not fit.
    MCP_SERVER_VALIDATION = Cite::Mcp(&Clause {
        heading: "Server Validation",
        places: ["", "", "", "transports/streamable-http#server-validation"],
    });
    /// Https, no private addresses, checked redirects.
    MCP_BEST_PRACTICE_SSRF = Cite::Mcp(&Clause {
        heading: "Security Best Practices, Server-Side Request Forgery",
        places: ["security_best_practices#server-side-request-forgery-ssrf", "security_best_practices#server-side-request-forgery-ssrf", "security_best_practices#server-side-request-forgery-ssrf", "security_best_practices#server-side-request-forgery-ssrf"],
    });
    /// Only http and https URLs are opened.
    MCP_BEST_PRACTICE_AUTHORIZATION_URL = Cite::Mcp(&Clause {
        heading: "Security Best Practices, OAuth Authorization URL Validation",
        places: ["security_best_practices#oauth-authorization-url-validation", "security_best_practices#oauth-authorization-url-validation", "security_best_practices#oauth-authorization-url-validation", "security_best_practices#oauth-authorization-url-validation"],
    });
    /// A small baseline of scopes.
    MCP_BEST_PRACTICE_SCOPES = Cite::Mcp(&Clause {
        heading: "Security Best Practices, Scope Minimization",
        places: ["security_best_practices#scope-minimization", "security_best_practices#scope-minimization", "security_best_practices#scope-minimization", "security_best_practices#scope-minimization"],
    });
    /// Tokens are not handed on.
    MCP_BEST_PRACTICE_TOKEN_PASSTHROUGH = Cite::Mcp(&Clause {
        heading: "Security Best Practices, Token Passthrough",
        places: ["security_best_practices#token-passthrough", "security_best_practices#token-passthrough", "security_best_practices#token-passthrough", "security_best_practices#token-passthrough"],
    });

    /// Provider metadata.
    OIDC_DISCOVERY_METADATA = Cite::Other("OpenID Connect Discovery 1.0 §3", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata");
    /// The configuration response.
    OIDC_DISCOVERY_RESPONSE = Cite::Other("OpenID Connect Discovery 1.0 §4.2", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse");
    /// `issuer` is identical to the one asked for.
    OIDC_DISCOVERY_VALIDATION = Cite::Other("OpenID Connect Discovery 1.0 §4.3", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation");
    /// `offline_access` and `prompt=consent`.
    OIDC_OFFLINE_ACCESS = Cite::Other("OpenID Connect Core 1.0 §11", "https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess");
    /// The `prompt` parameter.
    OIDC_PROMPT = Cite::Other("OpenID Connect Core 1.0 §3.1.2.1", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest");
    /// `application_type` and redirect URIs.
    OIDC_APPLICATION_TYPE = Cite::Other("OpenID Connect Registration 1.0 §2", "https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata");
    /// The URL that is a client id.
    CLIENT_ID_METADATA_IDENTIFIER = Cite::Other("OAuth Client ID Metadata Document (draft) §3", "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html#section-3");
    /// The document and how it is fetched.
    CLIENT_ID_METADATA_FETCH = Cite::Other("OAuth Client ID Metadata Document (draft) §4", "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html#section-4");
    /// Members of the document, no shared secret.
    CLIENT_ID_METADATA_DOCUMENT = Cite::Other("OAuth Client ID Metadata Document (draft) §4.1", "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html#section-4.1");
    /// The size of the document.
    CLIENT_ID_METADATA_LIMITS = Cite::Other("OAuth Client ID Metadata Document (draft) §6.6", "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html#section-6.6");
    /// Https for every request.
    OAUTH21_COMMUNICATION = Cite::Other("OAuth 2.1 (draft 13) §1.5", "https://www.ietf.org/archive/id/draft-ietf-oauth-v2-1-13.html#section-1.5");
    /// Exact matching of redirect URIs, loopback ports excepted.
    OAUTH21_REDIRECT_URI = Cite::Other("OAuth 2.1 (draft 13) §2.3.1", "https://www.ietf.org/archive/id/draft-ietf-oauth-v2-1-13.html#section-2.3.1");
    /// Rotation of refresh tokens for public clients.
    OAUTH21_REFRESH = Cite::Other("OAuth 2.1 (draft 13) §4.3.1", "https://www.ietf.org/archive/id/draft-ietf-oauth-v2-1-13.html#section-4.3.1");
    /// Which headers let a page read an answer.
    FETCH_CORS = Cite::Other("Fetch, CORS protocol", "https://fetch.spec.whatwg.org/#http-cors-protocol");
    /// What a preflight must be answered.
    FETCH_PREFLIGHT = Cite::Other("Fetch, CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch");
    /// Headers that a page may read by default.
    FETCH_EXPOSED_HEADERS = Cite::Other("Fetch, CORS-safelisted response-header name", "https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name");
    /// `*` does not cover `Authorization`.
    FETCH_AUTHORIZATION_HEADER = Cite::Other("Fetch, CORS non-wildcard request-header name", "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name");
    /// A page asks before it reaches this machine or its network.
    LOCAL_NETWORK_ACCESS = Cite::Other("Local Network Access", "https://wicg.github.io/local-network-access/");
    /// An https page reaches no http address.
    MIXED_CONTENT = Cite::Other("Mixed Content", "https://w3c.github.io/webappsec-mixed-content/");
    /// The response in the body of a POST.
    FORM_POST_RESPONSE_MODE = Cite::Other("OAuth 2.0 Form Post Response Mode §2", "https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html#FormPostResponseMode");
    /// Single sign-on by an identity assertion.
    ENTERPRISE_MANAGED_AUTHORIZATION = Cite::Other("MCP extension: Enterprise-Managed Authorization", "https://modelcontextprotocol.io/extensions/auth/enterprise-managed-authorization");
    /// Sign-in without a person.
    CLIENT_CREDENTIALS_EXTENSION = Cite::Other("MCP extension: OAuth Client Credentials", "https://modelcontextprotocol.io/extensions/auth/oauth-client-credentials");
    /// Refresh tokens and `offline_access`.
    SEP_2207 = Cite::Other("SEP-2207: refresh tokens", "https://modelcontextprotocol.io/seps/2207-oidc-refresh-token-guidance");
}
