//! What a flow did that another client may not do: it worked here, and may not work there. Told with every outcome.

use crate::flow::options::Allowed;
use crate::plain::tagged::tagged;

tagged! {
    "kind", rename_all = "kebab-case";
    /// One deviation from the strict path of the specification.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Deviation {
        /// The `issuer` of a 2025-03-26 server differs from its address by the slash behind the host alone (RFC 8414 §3.3 wants the same text).
        IssuerSlash {
            /// What the address makes it.
            expected: String,
            /// What the document says, and what is used.
            received: String,
        },
        /// The server answered the first request with neither success nor 401, and its metadata was looked for anyway (RFC 9728 §5: a
        /// client starts on a 401).
        NotChallenged {
            /// The status of the answer.
            status: u16,
        },
        /// The server publishes no resource metadata: its own origin was used as its authorization server, as 2025-03-26 has it.
        WithoutResourceMetadata {
            /// The issuer that was taken.
            issuer: String,
        },
        /// Nothing is published: the endpoints that 2025-03-26 takes for granted were used.
        DefaultEndpoints {
            /// The origin that has them.
            issuer: String,
        },
        /// The challenge's `resource_metadata` gave no document; the one at the well-known location was used.
        ChallengeMetadataPassedOver {
            /// What the challenge names.
            url: String,
            /// What it answers.
            status: u16,
        },
        /// The challenge's `resource_metadata` is not an absolute URL (RFC 9728 §5.1); the well-known locations were asked instead.
        RelativeMetadataUrl {
            /// What the challenge names, raw.
            received: String,
        },
        /// An address redirects to another origin, which clients that compare origins don't follow. Nothing secret was sent there.
        Redirected {
            /// What was asked for: `resource_metadata`, `authorization_server_metadata` or `registration_endpoint`.
            what: String,
            /// Where it was asked for.
            from: String,
            /// Where it is.
            to: String,
        },
        /// The server registered the client with `none`, and then wanted the secret that it had issued along with it.
        IssuedSecret {
            /// The client.
            client_id: String,
        },
        /// The host named an authorization server that the MCP server does not name: a token from there is sent here.
        NamedAuthorizationServer {
            /// Who issues the token.
            issuer: String,
            /// Where it is sent.
            server: String,
        },
        /// The host named the issuer, and the document at the place of the one that the MCP server names says it.
        NamedIssuer {
            /// What the MCP server names.
            expected: String,
            /// What the document and the host say.
            received: String,
        },
        /// The host gave the metadata, or endpoints, of the authorization server.
        NamedMetadata {
            /// The issuer.
            issuer: String,
        },
        /// Something that the person allowed by name was needed.
        Allowed {
            /// The opt-out.
            name: Allowed,
        },
        /// The token endpoint wanted `scope` repeated when the token was renewed.
        RefreshedWithScope,
        /// The token endpoint did not want `resource` when the token was renewed.
        RefreshedWithoutResource,
    }
}

impl Deviation {
    /// Whether the host named who issues the token: then its answers must be told from those of others (RFC 9700 §4.4).
    #[must_use]
    pub fn is_named(&self) -> bool {
        matches!(
            self,
            Self::NamedAuthorizationServer { .. }
                | Self::NamedIssuer { .. }
                | Self::NamedMetadata { .. }
        )
    }
}
