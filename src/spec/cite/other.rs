//! OpenID Connect, drafts, extensions of MCP, and what browsers follow.

use crate::spec::Cite;

citations! {
    /// The configuration response.
    OIDC_DISCOVERY_RESPONSE = Cite::Other("OpenID Connect Discovery 1.0 §4.2", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse");
    /// `issuer` is identical to the one asked for.
    OIDC_DISCOVERY_VALIDATION = Cite::Other("OpenID Connect Discovery 1.0 §4.3", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation");
    /// `offline_access` and `prompt=consent`.
    OIDC_OFFLINE_ACCESS = Cite::Other("OpenID Connect Core 1.0 §11", "https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess");
    /// The URL that is a client id.
    CLIENT_ID_METADATA_IDENTIFIER = Cite::Other("OAuth Client ID Metadata Document (draft) §3", "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html#section-3");
    /// The document and how it is fetched.
    CLIENT_ID_METADATA_FETCH = Cite::Other("OAuth Client ID Metadata Document (draft) §4", "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html#section-4");
    /// Members of the document, no shared secret.
    CLIENT_ID_METADATA_DOCUMENT = Cite::Other("OAuth Client ID Metadata Document (draft) §4.1", "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html#section-4.1");
    /// `token_endpoint_auth_methods_supported` of a client: a choice, not a demand.
    RP_METADATA_CHOICES = Cite::Other("OpenID Connect RP Metadata Choices 1.0 §2", "https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html");
    /// Which documents Claude uses.
    CLAUDE_CONNECTOR_AUTHENTICATION = Cite::Other("Claude: authentication for connectors", "https://claude.com/docs/connectors/building/authentication");
    /// A challenge in the result of a tool.
    OPENAI_TOOL_CHALLENGE = Cite::Other("OpenAI: authentication of plugin MCP servers", "https://developers.openai.com/plugins/build/auth");
    /// Https for every request.
    OAUTH21_COMMUNICATION = Cite::Other("OAuth 2.1 (draft 13) §1.5", "https://www.ietf.org/archive/id/draft-ietf-oauth-v2-1-13.html#section-1.5");
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
    /// What an identity assertion says.
    ID_JAG_CLAIMS = Cite::Other("Identity Assertion JWT Authorization Grant (draft)", "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-identity-assertion-authz-grant");
    /// What an identity provider issues for other domains.
    IDENTITY_CHAINING_METADATA = Cite::Other("Identity and Authorization Chaining Across Domains (draft)", "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-identity-chaining");
    /// Sign-in without a person.
    CLIENT_CREDENTIALS_EXTENSION = Cite::Other("MCP extension: OAuth Client Credentials", "https://modelcontextprotocol.io/extensions/auth/oauth-client-credentials");
    /// How a client's file names its servers.
    MCP_CONFIGURATION = Cite::Other("MCP documentation, Connect to local MCP servers", "https://modelcontextprotocol.io/docs/develop/connect-local-servers");
    /// The bridge's own notes on headers.
    MCP_REMOTE = Cite::Other("mcp-remote, Custom Headers", "https://github.com/geelen/mcp-remote#custom-headers");
    /// Refresh tokens and `offline_access`.
    SEP_2207 = Cite::Other("SEP-2207: refresh tokens", "https://modelcontextprotocol.io/seps/2207-oidc-refresh-token-guidance");
}
