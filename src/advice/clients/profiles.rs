//! The profiles. A member that is left out is not known; `<port>`, `<id>` and `<host>` in a redirect URI stand for what changes.

use super::{
    Comparison, Demand, Document, Fact, IssuerComparison, Profile, Reach, Source, Way,
    WithoutMetadata,
};

/// What every client on rmcp does: read in rmcp itself.
const RMCP: &str =
    "https://github.com/modelcontextprotocol/rust-sdk/blob/main/crates/rmcp/src/transport/auth.rs";

/// Every profile.
pub static ALL: &[Profile] = &[
    Profile {
        id: "chatgpt",
        name: "ChatGPT",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://developers.openai.com/plugins/build/auth",
                &[Fact::Registration],
            ),
            Source::read(
                "2026-11-30",
                "https://zuplo.com/learn/mcp/compatibility/clients/chatgpt-connectors",
                &[Fact::Registration, Fact::Reach],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/django-oauth/django-oauth-toolkit/issues/1857",
                &[Fact::Document, Fact::Redirects],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/makeplane/plane-mcp-server/pull/165",
                &[Fact::Redirects],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/forcedotcom/mcp-hosted/issues/47",
                &[Fact::Pkce],
            ),
        ],
        reach: Some(Reach::FromCloud),
        wants_advertised_pkce: Some(true),
        registration: &[Way::Document, Way::Dynamic, Way::Configured],
        redirect_uris: &[
            "https://chatgpt.com/connector/oauth/<id>",
            "https://chatgpt.com/connector_platform_oauth_redirect",
        ],
        document: Some(Document {
            ids: &["https://chatgpt.com/oauth/"],
            methods: &["private_key_jwt", "none"],
            only_where_listed: None,
        }),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "claude-ai",
        name: "claude.ai",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://docs.caprus.ai/installation/connecting-claude",
                &[Fact::ClientId],
            ),
            Source::read(
                "2026-11-30",
                "https://claude.com/docs/connectors/building/authentication",
                &[Fact::Registration, Fact::Document],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/home-assistant/core/issues/179326",
                &[Fact::Document],
            ),
            Source::read(
                "2026-11-30",
                "https://support.claude.com/en/articles/11503834-building-custom-connectors-via-remote-mcp-servers",
                &[Fact::Registration, Fact::Redirects, Fact::Reach],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/anthropics/claude-ai-mcp/issues/82",
                &[Fact::WithoutMetadata],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/anthropics/claude-ai-mcp/issues/518",
                &[Fact::Document],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/anthropics/claude-ai-mcp/issues/85",
                &[Fact::Resource],
            ),
        ],
        reach: Some(Reach::FromCloud),
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Exact),
        registration: &[Way::Document, Way::Dynamic, Way::Configured],
        redirect_uris: &[
            "https://claude.ai/api/mcp/auth_callback",
            "https://claude.com/api/mcp/auth_callback",
        ],
        document: Some(Document {
            ids: &["https://claude.ai/oauth/mcp-oauth-client-metadata"],
            methods: &["none"],
            only_where_listed: Some("none"),
        }),
        client_id_goes: Some("In Add custom connector, Advanced settings: OAuth Client ID."),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "claude-code",
        name: "Claude Code",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://developer.webex.com/docs/webex-agentic-mcp-servers-claude-code",
                &[Fact::ClientId],
            ),
            Source::read(
                "2026-11-26",
                "https://code.claude.com/docs/en/mcp",
                &[Fact::Registration, Fact::Redirects],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/anthropics/claude-code/issues/42301",
                &[Fact::Document, Fact::Redirects],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/Mnexa-AI/e2a/issues/635",
                &[Fact::Resource, Fact::WithoutMetadata],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/anthropics/claude-code/issues/90370",
                &[Fact::TokenAnswer],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/kernel/kernel-mcp-server/pull/96",
                &[Fact::WithoutMetadata],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        registration: &[Way::Configured, Way::Document, Way::Dynamic],
        redirect_uris: &["http://localhost:<port>/callback"],
        reads_form_answers: Some(false),
        document: Some(Document {
            ids: &["https://claude.ai/oauth/claude-code-client-metadata"],
            methods: &["none"],
            only_where_listed: None,
        }),
        client_id_goes: Some(
            "Add the server with `claude mcp add --client-id ID --callback-port PORT`, or set `oauth.clientId` and `oauth.callbackPort` in its entry.",
        ),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "vscode",
        name: "VS Code",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/coder/code-server",
                &[Fact::Refresh],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/microsoft/vscode/blob/main/src/vs/workbench/api/common/extHostMcp.ts",
                &[Fact::WithoutMetadata, Fact::Resource, Fact::Registration],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/microsoft/vscode/blob/main/src/vs/base/common/oauth.ts",
                &[Fact::Issuer, Fact::Redirects],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/microsoft/vscode/issues/282472",
                &[Fact::Redirects],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/anomalyco/opencode/issues/25961",
                &[Fact::Document],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Exact),
        issuer: Some(IssuerComparison::None),
        registration: &[Way::Document, Way::Dynamic, Way::Configured],
        redirect_uris: &["http://127.0.0.1:33418", "https://vscode.dev/redirect"],
        document: Some(Document {
            ids: &["https://vscode.dev/oauth/client-metadata.json"],
            methods: &["none"],
            only_where_listed: None,
        }),
        renews: Some(true),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "copilot-cli",
        name: "GitHub Copilot CLI",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/github/copilot-cli/issues/4901",
                &[Fact::Document, Fact::Registration, Fact::Redirects],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/github/copilot-cli/issues/4793",
                &[Fact::Document, Fact::Redirects],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/github/copilot-cli/issues/1951",
                &[Fact::Registration, Fact::Redirects],
            ),
        ],
        registration: &[Way::Document, Way::Dynamic],
        redirect_uris: &["http://127.0.0.1:<port>/"],
        document: Some(Document {
            ids: &["https://github.com/copilot/cli/client-metadata.json"],
            methods: &["none"],
            only_where_listed: None,
        }),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "copilot-studio",
        name: "Microsoft Copilot Studio",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://learn.microsoft.com/en-us/microsoft-copilot-studio/mcp-add-existing-server-to-agent",
                &[Fact::Registration],
            ),
            Source::read(
                "2026-11-30",
                "https://zuplo.com/learn/mcp/compatibility/clients/copilot-studio",
                &[Fact::Registration],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/tableau/tableau-mcp/issues/772",
                &[Fact::Registration],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/SmartBear/smartbear-mcp/issues/463",
                &[Fact::Redirects],
            ),
        ],
        registration: &[Way::Dynamic, Way::Configured],
        redirect_uris: &["https://global.consent.azure-apim.net/redirect/<id>"],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "cursor",
        name: "Cursor",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://docs.pipeshub.com/mcp/cursor",
                &[Fact::ClientId],
            ),
            Source::read(
                "2026-11-26",
                "https://cursor.com/docs/mcp",
                &[Fact::Registration, Fact::Redirects],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/erp-mafia/accounted/pull/2225",
                &[Fact::Redirects],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/ScrapeGraphAI/scrapegraph-mcp/issues/25",
                &[Fact::Resource],
            ),
        ],
        resource: Some(Comparison::Prefix),
        registration: &[Way::Configured, Way::Dynamic],
        redirect_uris: &[
            "http://localhost:8787/callback",
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "https://www.cursor.com/agents/mcp/oauth/callback",
        ],
        client_id_goes: Some("In the server's entry of `mcp.json`: `auth.CLIENT_ID`."),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "windsurf",
        name: "Windsurf",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://zuplo.com/learn/mcp/compatibility/clients/devin-desktop-cascade",
                &[Fact::Reach],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/freema/openclaw-mcp/pull/25",
                &[Fact::Registration],
            ),
        ],
        reach: Some(Reach::FromHere),
        registration: &[Way::Dynamic],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "codex",
        name: "Codex",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/openai/codex/pull/22575",
                &[Fact::ClientId],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/openai/codex/blob/main/codex-rs/rmcp-client/src/perform_oauth_login.rs",
                &[Fact::Redirects, Fact::Registration],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/openai/codex/issues/41836",
                &[Fact::Issuer],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/anomalyco/opencode/pull/47743",
                &[Fact::Document],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/openai/codex/issues/30460",
                &[Fact::Redirects],
            ),
            Source::read(
                "2026-11-26",
                RMCP,
                &[
                    Fact::WithoutMetadata,
                    Fact::Resource,
                    Fact::Issuer,
                    Fact::Pkce,
                    Fact::Registration,
                    Fact::TokenAnswer,
                ],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::Exact),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::Document, Way::Dynamic],
        redirect_uris: &["http://127.0.0.1:<port>/callback/<id>"],
        document: Some(Document {
            ids: &[],
            methods: &["none"],
            only_where_listed: Some("none"),
        }),
        reads_form_answers: Some(false),
        client_id_goes: Some("In `config.toml`, below `[mcp_servers.NAME.oauth]`: `client_id`."),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "gemini-cli",
        name: "Gemini CLI",
        sources: &[
            Source::read(
                "2026-11-26",
                "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/mcp/oauth-utils.ts",
                &[Fact::WithoutMetadata, Fact::Resource, Fact::Issuer],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/mcp/oauth-provider.ts",
                &[Fact::Pkce, Fact::Registration],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/utils/oauth-flow.ts",
                &[Fact::Redirects, Fact::TokenAnswer],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Exact),
        issuer: Some(IssuerComparison::None),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::Dynamic],
        redirect_uris: &["http://localhost:<port>/oauth/callback"],
        reads_form_answers: Some(true),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "opencode",
        name: "OpenCode",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/anomalyco/opencode/blob/dev/packages/opencode/src/mcp/oauth-provider.ts",
                &[Fact::Registration, Fact::Redirects, Fact::Authentication],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/anomalyco/opencode/pull/47743",
                &[Fact::Registration, Fact::Document],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/anomalyco/opencode/pull/31033",
                &[Fact::Redirects],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/modelcontextprotocol/typescript-sdk",
                &[
                    Fact::WithoutMetadata,
                    Fact::Resource,
                    Fact::Issuer,
                    Fact::Pkce,
                    Fact::TokenAnswer,
                ],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::None),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::Document, Way::Dynamic],
        redirect_uris: &["http://127.0.0.1:19876/mcp/oauth/callback"],
        document: Some(Document {
            ids: &["https://opencode.ai/oauth/opencode/client.json"],
            methods: &["none"],
            only_where_listed: Some("none"),
        }),
        reads_form_answers: Some(false),
        authentication: &["none", "client_secret_post"],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "goose",
        name: "Goose",
        sources: &[
            Source::read(
                "2026-11-26",
                "https://github.com/aaif-goose/goose/blob/main/crates/goose/src/oauth/mod.rs",
                &[Fact::Redirects, Fact::Registration],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/aaif-goose/goose/pull/8550",
                &[Fact::Document, Fact::Registration],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/aaif-goose/goose/issues/9670",
                &[Fact::Registration],
            ),
            Source::read(
                "2026-11-26",
                RMCP,
                &[
                    Fact::WithoutMetadata,
                    Fact::Resource,
                    Fact::Issuer,
                    Fact::Pkce,
                    Fact::Registration,
                    Fact::TokenAnswer,
                ],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::Exact),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::Document, Way::Dynamic],
        redirect_uris: &["http://127.0.0.1:<port>/oauth_callback"],
        reads_form_answers: Some(false),
        document: Some(Document {
            ids: &["https://goose-docs.ai/oauth/client-metadata.json"],
            methods: &["none"],
            only_where_listed: None,
        }),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "zed",
        name: "Zed",
        sources: &[
            Source::read(
                "2026-11-26",
                "https://github.com/zed-industries/zed/blob/main/crates/context_server/src/oauth.rs",
                &[
                    Fact::WithoutMetadata,
                    Fact::Resource,
                    Fact::Issuer,
                    Fact::Pkce,
                    Fact::Registration,
                    Fact::Redirects,
                    Fact::TokenAnswer,
                ],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/zed-industries/zed/pull/51768",
                &[Fact::Registration],
            ),
            Source::read(
                "2026-11-26",
                "https://github.com/zed-industries/zed/issues/60358",
                &[Fact::Pkce],
            ),
        ],
        without_metadata: Some(WithoutMetadata::Stops),
        resource: Some(Comparison::None),
        issuer: Some(IssuerComparison::Exact),
        wants_advertised_pkce: Some(true),
        registration: &[Way::Configured, Way::Document, Way::Dynamic],
        redirect_uris: &["http://127.0.0.1:27523/callback"],
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "junie",
        name: "Junie",
        sources: &[Source::read(
            "2026-11-30",
            "https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html",
            &[Fact::Reach],
        )],
        reach: Some(Reach::LocalOnly),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "librechat",
        name: "LibreChat",
        sources: &[Source::read(
            "2026-11-30",
            "https://github.com/danny-avila/LibreChat/blob/main/packages/api/src/mcp/oauth/handler.ts",
            &[
                Fact::WithoutMetadata,
                Fact::Resource,
                Fact::Pkce,
                Fact::Registration,
                Fact::Redirects,
                Fact::Authentication,
                Fact::TokenAnswer,
            ],
        )],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::None),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::Dynamic],
        redirect_uris: &["https://<host>/api/mcp/<id>/oauth/callback"],
        reads_form_answers: Some(false),
        authentication: &["client_secret_basic", "client_secret_post", "none"],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "open-webui",
        name: "Open WebUI",
        sources: &[Source::read(
            "2026-11-30",
            "https://github.com/open-webui/open-webui/blob/main/backend/open_webui/utils/oauth.py",
            &[Fact::WithoutMetadata, Fact::Registration, Fact::Redirects],
        )],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        registration: &[Way::Configured, Way::Dynamic],
        redirect_uris: &["https://<host>/oauth/clients/<id>/callback"],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "n8n",
        name: "n8n",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/n8n-io/n8n/blob/master/packages/cli/src/oauth/oauth.service.ts",
                &[
                    Fact::WithoutMetadata,
                    Fact::Resource,
                    Fact::Issuer,
                    Fact::Registration,
                    Fact::Redirects,
                ],
            ),
            Source::read(
                "2026-11-30",
                "https://docs.n8n.io/integrations/builtin/credentials/mcp",
                &[Fact::Registration],
            ),
            Source::read(
                "2026-11-30",
                "https://docs.zuora.com/zuora-ai/zuora-mcp-server/zuora-mcp-server/configure-zuora-remote-mcp-server/redirect-uris-by-mcp-client",
                &[Fact::Redirects],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::None),
        issuer: Some(IssuerComparison::None),
        registration: &[Way::Dynamic, Way::Configured],
        redirect_uris: &[
            "https://oauth.n8n.cloud/oauth2/callback",
            "https://<host>/rest/oauth2-credential/callback",
        ],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "postman",
        name: "Postman",
        sources: &[Source::read(
            "2026-11-30",
            "https://www.postman.com/.well-known/oauth/client-metadata.json",
            &[Fact::Registration, Fact::Redirects, Fact::Document],
        )],
        registration: &[Way::Document],
        redirect_uris: &[
            "https://oauth.pstmn.io/v1/callback",
            "https://oauth.pstmn.io/v1/browser-callback",
        ],
        document: Some(Document {
            ids: &["https://www.postman.com/.well-known/oauth/client-metadata.json"],
            methods: &["none"],
            only_where_listed: None,
        }),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "insomnia",
        name: "Insomnia",
        sources: &[Source::read(
            "2026-11-22",
            "https://github.com/Kong/insomnia/blob/develop/packages/insomnia/src/main/mcp/oauth-client-provider.ts",
            &[
                Fact::WithoutMetadata,
                Fact::Resource,
                Fact::Issuer,
                Fact::Registration,
                Fact::TokenAnswer,
            ],
        )],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::None),
        registration: &[Way::Configured, Way::Dynamic],
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "mcp-inspector",
        name: "MCP Inspector",
        sources: &[Source::read(
            "2026-11-22",
            "https://github.com/modelcontextprotocol/inspector",
            &[
                Fact::Resource,
                Fact::Issuer,
                Fact::Registration,
                Fact::Redirects,
                Fact::TokenAnswer,
            ],
        )],
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::Exact),
        registration: &[Way::Configured, Way::Document, Way::Dynamic],
        redirect_uris: &["http://localhost:6274/oauth/callback"],
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "mcp-remote",
        name: "mcp-remote",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/geelen/mcp-remote",
                &[Fact::Authentication, Fact::Demands, Fact::Refresh],
            ),
            Source::read(
                "2026-11-30",
                "https://github.com/geelen/mcp-remote/blob/main/README.md",
                &[Fact::ClientId],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/geelen/mcp-remote",
                &[
                    Fact::WithoutMetadata,
                    Fact::Resource,
                    Fact::Issuer,
                    Fact::Registration,
                    Fact::Redirects,
                    Fact::TokenAnswer,
                ],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/geelen/mcp-remote/issues/174",
                &[Fact::WithoutMetadata],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::None),
        registration: &[Way::Configured, Way::Dynamic],
        redirect_uris: &["http://localhost:<port>/oauth/callback"],
        reads_form_answers: Some(false),
        client_id_goes: Some(
            "In the argument `--static-oauth-client-info '{\"client_id\":\"ID\"}'`.",
        ),
        authentication: &["none", "client_secret_basic", "client_secret_post"],
        meets: Some(&[]),
        renews: Some(true),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "typescript-sdk-1",
        name: "TypeScript SDK 1",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/modelcontextprotocol/typescript-sdk",
                &[Fact::Authentication, Fact::Demands, Fact::Refresh],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/modelcontextprotocol/typescript-sdk",
                &[
                    Fact::WithoutMetadata,
                    Fact::Resource,
                    Fact::Issuer,
                    Fact::Registration,
                ],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/modelcontextprotocol/typescript-sdk/pull/992",
                &[Fact::Pkce],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/modelcontextprotocol/typescript-sdk/issues/759",
                &[Fact::TokenAnswer],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::None),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::Dynamic],
        reads_form_answers: Some(false),
        authentication: &["none", "client_secret_basic", "client_secret_post"],
        meets: Some(&[]),
        renews: Some(true),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "typescript-sdk-2",
        name: "TypeScript SDK 2",
        sources: &[
            Source::read(
                "2026-11-30",
                "https://github.com/modelcontextprotocol/typescript-sdk",
                &[
                    Fact::Authentication,
                    Fact::Demands,
                    Fact::Refresh,
                    Fact::Issuer,
                    Fact::Registration,
                ],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/modelcontextprotocol/typescript-sdk/blob/main/packages/client/src/client/auth.ts",
                &[Fact::WithoutMetadata, Fact::Resource, Fact::TokenAnswer],
            ),
            Source::read(
                "2026-11-22",
                "https://github.com/modelcontextprotocol/typescript-sdk/issues/2831",
                &[Fact::Pkce],
            ),
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::ButForSlash),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::DocumentOfProgram, Way::Dynamic],
        reads_form_answers: Some(false),
        authentication: &["none", "client_secret_basic", "client_secret_post"],
        meets: Some(&[Demand::Dpop]),
        renews: Some(true),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "python-sdk",
        name: "Python SDK",
        sources: &[Source::read(
            "2026-11-30",
            "https://pypi.org/project/mcp/2.3.0/",
            &[
                Fact::WithoutMetadata,
                Fact::MetadataUrl,
                Fact::Resource,
                Fact::Issuer,
                Fact::Pkce,
                Fact::Registration,
                Fact::Authentication,
                Fact::TokenAnswer,
                Fact::Demands,
                Fact::Refresh,
            ],
        )],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        wants_metadata_url: Some(true),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::ExactWhereNamed),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::DocumentOfProgram, Way::Dynamic],
        authentication: &["none", "client_secret_basic", "client_secret_post"],
        reads_form_answers: Some(false),
        meets: Some(&[]),
        renews: Some(true),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "rmcp",
        name: "rmcp (Rust SDK)",
        sources: &[Source::read(
            "2026-11-26",
            RMCP,
            &[
                Fact::WithoutMetadata,
                Fact::Resource,
                Fact::Issuer,
                Fact::Pkce,
                Fact::Registration,
                Fact::TokenAnswer,
            ],
        )],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        issuer: Some(IssuerComparison::Exact),
        wants_advertised_pkce: Some(false),
        registration: &[Way::Configured, Way::DocumentOfProgram, Way::Dynamic],
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
];
