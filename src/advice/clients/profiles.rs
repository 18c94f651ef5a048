//! The profiles. A member that is left out is not known.

use super::{Comparison, Profile, Way, WithoutMetadata};

const DATE: &str = "2026-11-22";
/// The day on which the sources of those below were read last.
const LATER: &str = "2026-11-26";
const TYPESCRIPT: &str = "https://github.com/modelcontextprotocol/typescript-sdk";
const ALL_WAYS: &[Way] = &[Way::Configured, Way::Document, Way::Dynamic];
/// What every client on rmcp does: read in rmcp itself.
const RMCP: &str =
    "https://github.com/modelcontextprotocol/rust-sdk/blob/main/crates/rmcp/src/transport/auth.rs";
const OLD_WAYS: &[Way] = &[Way::Configured, Way::Dynamic];

/// Every profile.
pub static ALL: &[Profile] = &[
    Profile {
        id: "vscode",
        name: "VS Code",
        as_of: DATE,
        sources: &[
            "https://github.com/microsoft/vscode/blob/main/src/vs/workbench/api/common/extHostMcp.ts",
            "https://github.com/microsoft/vscode/blob/main/src/vs/base/common/oauth.ts",
            "https://github.com/microsoft/vscode/issues/282472",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Exact),
        checks_issuer: Some(false),
        registration: &[Way::Document, Way::Dynamic, Way::Configured],
        redirect_uris: &["http://127.0.0.1:33418", "https://vscode.dev/redirect"],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "claude-code",
        name: "Claude Code",
        as_of: LATER,
        sources: &[
            "https://code.claude.com/docs/en/mcp",
            "https://github.com/anthropics/claude-code/issues/37747",
            "https://github.com/anthropics/claude-code/issues/90370",
            "https://github.com/Mnexa-AI/e2a/issues/635",
            "https://github.com/taylorwilsdon/google_workspace_mcp/issues/382",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        registration: ALL_WAYS,
        redirect_uris: &["http://localhost:<port>/callback"],
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "claude-ai",
        name: "claude.ai",
        as_of: DATE,
        sources: &[
            "https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/create-external-client-app.html",
            "https://github.com/anthropics/claude-ai-mcp/issues/85",
        ],
        resource: Some(Comparison::Exact),
        registration: ALL_WAYS,
        redirect_uris: &["https://claude.ai/api/mcp/auth_callback"],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "cursor",
        name: "Cursor",
        as_of: LATER,
        sources: &[
            "https://cursor.com/docs/mcp",
            "https://github.com/erp-mafia/accounted/pull/2225",
            "https://github.com/ScrapeGraphAI/scrapegraph-mcp/issues/25",
            "https://github.com/github/github-mcp-server/issues/1663",
        ],
        resource: Some(Comparison::Prefix),
        registration: OLD_WAYS,
        redirect_uris: &[
            "http://localhost:8787/callback",
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "https://www.cursor.com/agents/mcp/oauth/callback",
        ],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "codex",
        name: "Codex",
        as_of: LATER,
        sources: &[
            "https://github.com/openai/codex/blob/main/codex-rs/rmcp-client/src/perform_oauth_login.rs",
            "https://github.com/openai/codex/issues/41288",
            "https://github.com/openai/codex/issues/41836",
            RMCP,
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(true),
        wants_advertised_pkce: Some(false),
        registration: ALL_WAYS,
        redirect_uris: &["http://127.0.0.1:<port>/callback/<id>"],
        reads_form_answers: Some(false),
    },
    Profile {
        id: "gemini-cli",
        name: "Gemini CLI",
        as_of: LATER,
        sources: &[
            "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/mcp/oauth-utils.ts",
            "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/mcp/oauth-provider.ts",
            "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/utils/oauth-flow.ts",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Exact),
        checks_issuer: Some(false),
        wants_advertised_pkce: Some(false),
        registration: OLD_WAYS,
        redirect_uris: &["http://localhost:<port>/oauth/callback"],
        reads_form_answers: Some(true),
    },
    Profile {
        id: "goose",
        name: "Goose",
        as_of: LATER,
        sources: &[
            "https://github.com/aaif-goose/goose/blob/main/crates/goose/src/oauth/mod.rs",
            "https://github.com/aaif-goose/goose/issues/8918",
            "https://github.com/aaif-goose/goose/issues/11582",
            RMCP,
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(true),
        wants_advertised_pkce: Some(false),
        registration: ALL_WAYS,
        redirect_uris: &["http://127.0.0.1:<port>/oauth_callback"],
        reads_form_answers: Some(false),
    },
    Profile {
        id: "zed",
        name: "Zed",
        as_of: LATER,
        sources: &[
            "https://github.com/zed-industries/zed/blob/main/crates/context_server/src/oauth.rs",
            "https://github.com/zed-industries/zed/pull/51768",
            "https://github.com/zed-industries/zed/issues/60358",
        ],
        without_metadata: Some(WithoutMetadata::Stops),
        resource: Some(Comparison::None),
        checks_issuer: Some(true),
        wants_advertised_pkce: Some(true),
        registration: ALL_WAYS,
        redirect_uris: &["http://127.0.0.1:27523/callback"],
        reads_form_answers: Some(false),
    },
    Profile {
        id: "insomnia",
        name: "Insomnia",
        as_of: DATE,
        sources: &[
            "https://github.com/Kong/insomnia/blob/develop/packages/insomnia/src/main/mcp/oauth-client-provider.ts",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(false),
        registration: OLD_WAYS,
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "mcp-inspector",
        name: "MCP Inspector",
        as_of: DATE,
        sources: &["https://github.com/modelcontextprotocol/inspector"],
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(true),
        registration: ALL_WAYS,
        redirect_uris: &["http://localhost:6274/oauth/callback"],
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "mcp-remote",
        name: "mcp-remote",
        as_of: DATE,
        sources: &[
            "https://github.com/geelen/mcp-remote",
            "https://github.com/geelen/mcp-remote/issues/174",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(false),
        registration: OLD_WAYS,
        redirect_uris: &["http://localhost:<port>/oauth/callback"],
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "typescript-sdk-1",
        name: "TypeScript SDK 1",
        as_of: DATE,
        sources: &[
            TYPESCRIPT,
            "https://github.com/modelcontextprotocol/typescript-sdk/pull/992",
            "https://github.com/modelcontextprotocol/typescript-sdk/issues/759",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(false),
        wants_advertised_pkce: Some(false),
        registration: OLD_WAYS,
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "typescript-sdk-2",
        name: "TypeScript SDK 2",
        as_of: DATE,
        sources: &[
            "https://github.com/modelcontextprotocol/typescript-sdk/blob/main/packages/client/src/client/auth.ts",
            "https://github.com/modelcontextprotocol/typescript-sdk/issues/2831",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(true),
        wants_advertised_pkce: Some(false),
        registration: ALL_WAYS,
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
    Profile {
        id: "rmcp",
        name: "rmcp (Rust SDK)",
        as_of: LATER,
        sources: &[RMCP],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Prefix),
        checks_issuer: Some(true),
        wants_advertised_pkce: Some(false),
        registration: ALL_WAYS,
        reads_form_answers: Some(false),
        ..Profile::UNKNOWN
    },
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_profile_has_a_source_and_a_date() {
        for profile in ALL {
            assert!(!profile.sources.is_empty(), "{}", profile.id);
            assert!(
                profile
                    .sources
                    .iter()
                    .all(|source| source.starts_with("https://"))
            );
            assert_eq!(profile.as_of.len(), 10, "{}", profile.id);
        }
    }
}
