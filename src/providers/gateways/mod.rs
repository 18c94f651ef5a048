//! What stands between a client and its MCP server, as dated data with sources: how it is recognised by what it sends, what it is known
//! to do to a sign-in, and where that is changed. A gateway changes advice only, never a judgement.

use super::Hint;
use crate::http::Exchange;
use crate::wire::address::Address;

/// One gateway.
#[derive(Debug, PartialEq, Eq)]
pub struct Gateway {
    /// Stable name in lower case.
    pub id: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// Hosts at which it serves others' servers: `.a.example` with all below, `label.*.a.example` with the label anywhere before the end.
    pub hosts: &'static [&'static str],
    /// Header fields that only it sends: name, and a part of the value in lower case, empty for any.
    pub headers: &'static [(&'static str, &'static str)],
    /// Parts of a body that only it writes, in lower case.
    pub bodies: &'static [&'static str],
    /// What goes wrong behind it, and where to change that.
    pub hints: &'static [Hint],
}

/// The gateway that answered, by its host, its header fields, its own bodies.
#[must_use]
pub fn recognise<'a>(
    exchanges: impl IntoIterator<Item = &'a Exchange>,
) -> Option<&'static Gateway> {
    exchanges.into_iter().find_map(of)
}

fn of(exchange: &Exchange) -> Option<&'static Gateway> {
    let host = Address::parse(&exchange.request.url).map(|address| address.hostname());
    let at = |gateway: &&Gateway| {
        host.as_ref()
            .is_ok_and(|host| gateway.hosts.iter().any(|part| is_part(host, part)))
    };
    let sends = |gateway: &&Gateway| {
        let Some(response) = &exchange.response else {
            return false;
        };
        let has = |(name, part): &(&str, &str)| {
            let value = response.headers.get(name);
            value.is_some_and(|value| value.to_ascii_lowercase().contains(part))
        };
        gateway.headers.iter().any(has)
    };
    let writes = |gateway: &&Gateway| {
        let body = exchange.body().unwrap_or_default().to_ascii_lowercase();
        gateway.bodies.iter().any(|part| body.contains(part))
    };
    ALL.iter()
        .find(at)
        .or_else(|| ALL.iter().find(sends))
        .or_else(|| {
            ALL.iter()
                .find(|gateway| !gateway.bodies.is_empty() && writes(gateway))
        })
}

/// Whether the labels of a host contain these, the last ones included: `bedrock-agentcore.*.amazonaws.com`.
fn is_part(host: &str, pattern: &str) -> bool {
    match pattern.split_once(".*.") {
        Some((label, end)) => host
            .strip_suffix(end)
            .is_some_and(|rest| format!(".{rest}").contains(&format!(".{label}."))),
        None => host.ends_with(pattern),
    }
}

/// The day on which the sources of these were read.
const READ: &str = "2026-11-30";

/// Every gateway.
pub static ALL: &[Gateway] = &[
    Gateway {
        id: "aws-agentcore",
        name: "Amazon Bedrock AgentCore",
        hosts: &["bedrock-agentcore.*.amazonaws.com"],
        headers: &[("x-amzn-bedrock-agentcore-runtime-session-id", "")],
        bodies: &[],
        hints: &[
            Hint {
                rules: &["authorization/resource-refused", "token/resource-refused"],
                text: "Its address can't be the identifier of an app at Microsoft Entra, so Entra refuses it as `resource`: use another authorization server, or one in between that does not pass `resource` on.",
                source: "https://github.com/kirodotdev/Kiro/issues/10437",
                read: READ,
            },
            Hint {
                rules: &[
                    "client/ignores-challenge",
                    "resource/metadata-missing",
                    "client/metadata-url",
                ],
                text: "Its resource metadata is only where the 401 says; a client has to follow `resource_metadata`.",
                source: "https://github.com/anomalyco/opencode/issues/44790",
                read: READ,
            },
        ],
    },
    Gateway {
        id: "aws-api-gateway",
        name: "AWS API Gateway",
        hosts: &["execute-api.*.amazonaws.com"],
        headers: &[
            ("x-amzn-remapped-www-authenticate", ""),
            ("x-amz-apigw-id", ""),
            ("apigw-requestid", ""),
        ],
        bodies: &["missing authentication token"],
        hints: &[
            Hint {
                rules: &["challenge/renamed", "challenge/missing"],
                text: "It renames WWW-Authenticate of a proxy integration to x-amzn-remapped-www-authenticate. Set the header in a gateway response for UNAUTHORIZED, or put a CloudFront function or another proxy in front that renames it back.",
                source: "https://github.com/anthropics/claude-ai-mcp/issues/748",
                read: READ,
            },
            Hint {
                rules: &[
                    "resource/metadata-missing",
                    "resource/metadata-not-at-path",
                    "resource/metadata-unreachable",
                ],
                text: "With a stage, the well-known path stands before the stage and never reaches your function: serve it by a custom domain without a stage, or name the URL with the stage in the challenge.",
                source: "https://github.com/PrefectHQ/fastmcp/issues/2889",
                read: READ,
            },
        ],
    },
    Gateway {
        id: "azure-api-management",
        name: "Azure API Management",
        hosts: &[".azure-api.net"],
        headers: &[
            ("ocp-apim-trace-location", ""),
            ("request-context", "appid=cid-v1:"),
        ],
        bodies: &[
            "access denied due to missing subscription key",
            "access denied due to invalid subscription key",
        ],
        hints: &[
            Hint {
                rules: &[
                    "challenge/missing",
                    "challenge/without-metadata",
                    "resource/metadata-missing",
                ],
                text: "Its token policies answer 401 without `resource_metadata`: add a return-response policy that sets WWW-Authenticate, and an operation without a token policy that serves /.well-known/oauth-protected-resource.",
                source: "https://github.com/Azure-Samples/remote-mcp-apim-functions-python/issues/24",
                read: READ,
            },
            Hint {
                rules: &["access/token-refused", "access/token-not-seen"],
                text: "A token policy of the API fails behind an MCP server of API Management, which doesn't pass the header on: put the policy on the MCP server.",
                source: "https://github.com/Azure/MCP/issues/26",
                read: READ,
            },
        ],
    },
    Gateway {
        id: "kong",
        name: "Kong Gateway",
        hosts: &[],
        headers: &[
            ("via", "kong"),
            ("server", "kong"),
            ("x-kong-request-id", ""),
            ("x-kong-response-latency", ""),
        ],
        bodies: &["no route matched with those values"],
        hints: &[
            Hint {
                rules: &[
                    "challenge/missing",
                    "challenge/without-metadata",
                    "resource/metadata-missing",
                    "contact/not-found",
                ],
                text: "The plugin ai-mcp-oauth2 (or openid-connect with protected resource metadata, from 3.16 on) sends the challenge and serves the metadata; the route has to match the well-known path too.",
                source: "https://developer.konghq.com/plugins/openid-connect/examples/protected-resource-metadata/",
                read: READ,
            },
            Hint {
                rules: &["access/audience", "access/token-refused"],
                text: "ai-mcp-oauth2 wants the resource in `aud`; where the authorization server doesn't put it there, insecure_relaxed_audience_validation turns that check off.",
                source: "https://developer.konghq.com/plugins/ai-mcp-oauth2/examples/configure-the-ai-mcp-oauth2-plugin",
                read: READ,
            },
        ],
    },
    Gateway {
        id: "agentgateway",
        name: "agentgateway",
        hosts: &[],
        headers: &[("server", "agentgateway")],
        bodies: &[],
        hints: &[Hint {
            rules: &[
                "challenge/insecure-metadata-url",
                "resource/insecure-url",
                "resource/resource-mismatch",
            ],
            text: "It builds the metadata URL from the request as it arrives: behind a proxy that terminates TLS, that is http. Pass X-Forwarded-Proto and X-Forwarded-Host on, and use a release that reads `resource` of mcpAuthentication.",
            source: "https://github.com/agentgateway/agentgateway/issues/545",
            read: READ,
        }],
    },
    Gateway {
        id: "litellm",
        name: "LiteLLM",
        hosts: &[],
        headers: &[("x-litellm-version", ""), ("x-litellm-call-id", "")],
        bodies: &["litellm_proxy", "litellm virtual key"],
        hints: &[
            Hint {
                rules: &[
                    "challenge/missing",
                    "challenge/without-metadata",
                    "resource/metadata-missing",
                ],
                text: "With enable_jwt_auth it answers a bare 401 and publishes no metadata: give the client a LiteLLM key or a token as a header.",
                source: "https://github.com/BerriAI/litellm/issues/31296",
                read: READ,
            },
            Hint {
                rules: &[
                    "authorization/client-unknown",
                    "authorization/refused",
                    "registration/metadata-refused",
                ],
                text: "Before the fix of June 2026 it offered a sign-in for servers with auth_type none, which asks for a client_id that there is not: update it, or use the key.",
                source: "https://github.com/BerriAI/litellm/pull/31736",
                read: READ,
            },
        ],
    },
    Gateway {
        id: "obot",
        name: "Obot",
        hosts: &[],
        headers: &[("www-authenticate", "realm=\"obot mcp gateway\"")],
        bodies: &["\"obot mcp gateway\""],
        hints: &[
            Hint {
                rules: &["authorization/client-unknown", "token/client-unknown"],
                text: "It says `client_id does not exist` also to a person whom no access policy lets use the server: look at Obot’s MCP access policies first. Its registrations expire (OBOT_SERVER_MCPOAUTH_CLIENT_EXPIRATION): a client that keeps its old ID has to register again.",
                source: "https://github.com/obot-platform/obot/issues/6939",
                read: READ,
            },
            Hint {
                rules: &["access/token-refused", "access/expired"],
                text: "After OBOT_SERVER_MCPOAUTH_CLIENT_EXPIRATION a client that signed in anew was still refused (reported in May 2026, closed since): update Obot, or set a longer time.",
                source: "https://github.com/obot-platform/obot/issues/6604",
                read: READ,
            },
            Hint {
                rules: &["authorization/server-error", "authorization/refused"],
                text: "It signs in to the server behind it in the same step; error_description says what failed there. Where that server can’t be discovered or registers nobody, set static OAuth credentials for it in Obot.",
                source: "https://github.com/obot-platform/obot/issues/7160",
                read: READ,
            },
        ],
    },
    Gateway {
        id: "contextforge",
        name: "ContextForge",
        hosts: &[],
        headers: &[(
            "www-authenticate",
            "/.well-known/oauth-protected-resource/servers/",
        )],
        bodies: &[
            "oauth not enabled for this server",
            "oauth not configured for this server",
        ],
        hints: &[
            Hint {
                rules: &[
                    "resource/metadata-missing",
                    "resource/metadata-not-at-path",
                    "resource/metadata-unreachable",
                    "client/metadata-url",
                ],
                text: "It serves the metadata of a virtual server only where that is enabled, has OAuth configured and has the visibility `public`; for team and private ones the URL of the challenge answers 404.",
                source: "https://github.com/IBM/mcp-context-forge/issues/5074",
                read: READ,
            },
            Hint {
                rules: &[
                    "challenge/without-metadata",
                    "challenge/missing",
                    "contact/public",
                ],
                text: "With MCP_REQUIRE_AUTH=true its own check answers a bare 401 before the virtual server’s OAuth is asked; with false, an OAuth-enabled virtual server lets everyone in. Look at both settings.",
                source: "https://github.com/IBM/mcp-context-forge/issues/3752",
                read: READ,
            },
            Hint {
                rules: &["authorization/resource-refused", "token/resource-refused"],
                text: "The resource is the address with the virtual server’s id (/servers/<id>/mcp): each has to be registered at an authorization server that knows its resources by name, such as an API of Auth0.",
                source: "https://github.com/IBM/mcp-context-forge/issues/4685",
                read: READ,
            },
        ],
    },
];

#[cfg(test)]
mod tests;
