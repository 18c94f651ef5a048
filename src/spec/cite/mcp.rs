//! Clauses of the MCP specification.

use crate::spec::{Cite, Clause};

citations! {
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
}
