//! The profiles. A member that is left out is not known.

use super::{Comparison, Profile, Way, WithoutMetadata};

const DATE: &str = "2026-11-22";
const TYPESCRIPT: &str = "https://github.com/modelcontextprotocol/typescript-sdk";
const ALL_WAYS: &[Way] = &[Way::Configured, Way::Document, Way::Dynamic];
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
        as_of: DATE,
        sources: &[
            "https://github.com/supabase/auth/issues/2703",
            "https://github.com/anthropics/claude-code/issues/56357",
        ],
        registration: ALL_WAYS,
        redirect_uris: &["http://localhost:<port>/callback"],
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
        as_of: DATE,
        sources: &[
            "https://github.com/cloudflare/workers-oauth-provider/releases/tag/v1.2.1",
            "https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/create-external-client-app.md",
        ],
        registration: OLD_WAYS,
        redirect_uris: &[
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "http://localhost:8787/callback",
        ],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "codex",
        name: "Codex",
        as_of: DATE,
        sources: &["https://github.com/openai/codex/tree/main/codex-rs/rmcp-client"],
        registration: ALL_WAYS,
        redirect_uris: &["http://127.0.0.1:<port>/callback"],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "gemini-cli",
        name: "Gemini CLI",
        as_of: DATE,
        sources: &[
            "https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/mcp/oauth-utils.ts",
        ],
        resource: Some(Comparison::Exact),
        registration: OLD_WAYS,
        ..Profile::UNKNOWN
    },
    Profile {
        id: "goose",
        name: "Goose",
        as_of: DATE,
        sources: &[
            "https://github.com/block/goose/issues/9670",
            "https://github.com/block/goose/issues/10678",
        ],
        registration: &[Way::Document],
        ..Profile::UNKNOWN
    },
    Profile {
        id: "zed",
        name: "Zed",
        as_of: DATE,
        sources: &["https://github.com/zed-industries/zed/issues/60358"],
        wants_advertised_pkce: Some(true),
        registration: &[Way::Document, Way::Dynamic],
        redirect_uris: &["http://127.0.0.1:27523/callback"],
        ..Profile::UNKNOWN
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
        as_of: DATE,
        sources: &[
            "https://github.com/modelcontextprotocol/rust-sdk/blob/main/crates/rmcp/src/transport/auth.rs",
        ],
        without_metadata: Some(WithoutMetadata::OwnOrigin),
        resource: Some(Comparison::Exact),
        checks_issuer: Some(true),
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
