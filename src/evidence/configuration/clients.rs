//! How each client wants its servers written down: dated data, each row with its source. A configuration is recognised by it, and
//! judged by it.

use super::Syntax;
use serde::{Deserialize, Serialize};

/// A client, or a program that keeps servers in a configuration.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownClient {
    /// Claude Desktop.
    ClaudeDesktop,
    /// Claude Code.
    ClaudeCode,
    /// Visual Studio Code, and Visual Studio.
    VsCode,
    /// Cursor.
    Cursor,
    /// Windsurf.
    Windsurf,
    /// Zed.
    Zed,
    /// Codex.
    Codex,
    /// Gemini CLI, and Qwen Code.
    GeminiCli,
    /// Goose.
    Goose,
    /// LibreChat.
    LibreChat,
    /// Continue.
    Continue,
    /// opencode.
    Opencode,
    /// Crush.
    Crush,
    /// Cline.
    Cline,
    /// Roo Code.
    Roo,
    /// Amazon Q Developer.
    AmazonQ,
    /// Kiro.
    Kiro,
    /// JetBrains AI Assistant and Junie.
    JetBrains,
    /// GitHub Copilot in JetBrains IDEs, Xcode and Eclipse.
    CopilotIde,
    /// GitHub Copilot CLI.
    CopilotCli,
    /// LM Studio.
    LmStudio,
    /// Warp.
    Warp,
    /// Open WebUI.
    OpenWebUi,
    /// n8n.
    N8n,
    /// LiteLLM.
    LiteLlm,
    /// Spring AI.
    SpringAi,
    /// A server's own `server.json` of the MCP registry.
    Registry,
}

/// What a client does with a variable in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expands {
    /// `${NAME}`.
    Braces,
    /// `$NAME`.
    Dollar,
    /// `${env:NAME}`.
    EnvColon,
    /// `${input:id}`.
    Input,
    /// `{env:NAME}`.
    BareEnv,
    /// `{{NAME}}`, and n8n's `={{ … }}`.
    DoubleBraces,
    /// `${{ secrets.NAME }}`.
    Secrets,
    /// `$(command)`.
    Command,
}

/// How one client wants a server written down.
#[derive(Debug)]
pub struct Form {
    /// The client.
    pub client: KnownClient,
    /// Its name as people know it.
    pub name: &'static str,
    /// Its file, as its documentation names it.
    pub file: &'static str,
    /// Words in a text that tell that its configuration is meant, in lower case.
    pub words: &'static [&'static str],
    /// Day of the last look at the source, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// Where it is documented.
    pub source: &'static str,
    /// In what the file is written.
    pub syntax: Syntax,
    /// Whether the file may have comments and trailing commas.
    pub comments: bool,
    /// The member that holds the servers; empty where it has no name.
    pub list: &'static str,
    /// Other members that hold them, in another version of the client.
    pub other_lists: &'static [&'static str],
    /// The member that holds the address; nothing where the client accepts only programs.
    pub address: Option<&'static str>,
    /// What `type` is called.
    pub type_name: &'static str,
    /// Its values for streamable HTTP, the documented one first; empty where the client wants no type.
    pub types: &'static [&'static str],
    /// Whether an entry with an address and without a type is not read as streamable HTTP.
    pub needs_type: bool,
    /// The member that holds headers.
    pub headers: &'static str,
    /// Members that people write in an entry, and what the client wants instead.
    pub wrong: &'static [(&'static str, &'static str)],
    /// Which variables it fills in.
    pub expands: &'static [Expands],
}

impl Form {
    const BASE: Self = Self {
        client: KnownClient::ClaudeDesktop,
        name: "",
        file: "",
        words: &[],
        as_of: "2026-09-30",
        source: "",
        syntax: Syntax::Json,
        comments: false,
        list: "mcpServers",
        other_lists: &[],
        address: Some("url"),
        type_name: "type",
        types: &["http", "streamable-http", "streamableHttp"],
        needs_type: false,
        headers: "headers",
        wrong: &[],
        expands: &[],
    };
}

/// The form of a client.
#[must_use]
pub fn form(client: KnownClient) -> &'static Form {
    let found = ALL.iter().find(|form| form.client == client);
    found.unwrap_or(&Form::BASE)
}

/// Every form.
pub static ALL: &[Form] = &[
    Form {
        client: KnownClient::ClaudeDesktop,
        name: "Claude Desktop",
        file: "claude_desktop_config.json",
        words: &["claude_desktop_config", "claude desktop"],
        source: "https://modelcontextprotocol.io/docs/develop/connect-local-servers",
        address: None,
        types: &[],
        ..Form::BASE
    },
    Form {
        client: KnownClient::ClaudeCode,
        name: "Claude Code",
        file: ".mcp.json",
        words: &["claude code", "~/.claude.json", "claude mcp", "claude-code"],
        source: "https://code.claude.com/docs/en/mcp",
        types: &["http", "streamable-http"],
        needs_type: true,
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("transport", "type"),
            ("requestInit", "headers"),
        ],
        expands: &[Expands::Braces],
        ..Form::BASE
    },
    Form {
        client: KnownClient::VsCode,
        name: "VS Code",
        file: ".vscode/mcp.json",
        words: &[
            ".vscode/mcp.json",
            "vs code",
            "vscode",
            "visual studio code",
        ],
        source: "https://code.visualstudio.com/docs/copilot/reference/mcp-configuration",
        comments: true,
        list: "servers",
        types: &["http", "sse"],
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("transport", "type"),
            ("requestInit", "headers"),
        ],
        expands: &[Expands::EnvColon, Expands::Input],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Cursor,
        name: "Cursor",
        file: ".cursor/mcp.json",
        words: &[".cursor/mcp.json", "cursor"],
        source: "https://cursor.com/docs/context/mcp",
        comments: true,
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("requestInit", "headers"),
            ("auth.clientId", "auth.CLIENT_ID"),
            ("auth.client_id", "auth.CLIENT_ID"),
            ("auth.clientSecret", "auth.CLIENT_SECRET"),
            ("auth.client_secret", "auth.CLIENT_SECRET"),
        ],
        expands: &[Expands::EnvColon],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Windsurf,
        name: "Windsurf",
        file: "~/.codeium/windsurf/mcp_config.json",
        words: &["windsurf", "codeium", "mcp_config.json"],
        source: "https://docs.windsurf.com/windsurf/cascade/mcp",
        address: Some("serverUrl"),
        types: &[],
        wrong: &[
            ("url", "serverUrl"),
            ("httpUrl", "serverUrl"),
            ("requestInit", "headers"),
        ],
        expands: &[Expands::EnvColon],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Zed,
        name: "Zed",
        file: "settings.json",
        words: &[
            "zed settings",
            "zed's",
            "zed editor",
            "in zed",
            ".config/zed",
        ],
        source: "https://zed.dev/docs/ai/mcp",
        comments: true,
        list: "context_servers",
        types: &[],
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("requestInit", "headers"),
        ],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Codex,
        name: "Codex",
        file: "~/.codex/config.toml",
        words: &["codex", "config.toml"],
        source: "https://developers.openai.com/codex/mcp",
        syntax: Syntax::Toml,
        comments: true,
        list: "mcp_servers",
        types: &[],
        headers: "http_headers",
        wrong: &[
            ("headers", "http_headers"),
            ("httpHeaders", "http_headers"),
            ("env_headers", "env_http_headers"),
            ("bearer_token", "bearer_token_env_var"),
            ("bearerToken", "bearer_token_env_var"),
            ("bearer_token_env", "bearer_token_env_var"),
            ("api_key", "bearer_token_env_var"),
            ("token", "bearer_token_env_var"),
            ("httpUrl", "url"),
            ("http_url", "url"),
            ("serverUrl", "url"),
            ("server_url", "url"),
            ("uri", "url"),
        ],
        ..Form::BASE
    },
    Form {
        client: KnownClient::GeminiCli,
        name: "Gemini CLI",
        file: "~/.gemini/settings.json",
        words: &["gemini", "qwen code"],
        source: "https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md",
        comments: true,
        address: Some("httpUrl"),
        types: &["http"],
        wrong: &[
            ("serverUrl", "httpUrl"),
            ("transport", "httpUrl"),
            ("requestInit", "headers"),
            ("oauth.client_id", "oauth.clientId"),
            ("oauth.client_secret", "oauth.clientSecret"),
            ("oauth.authorization_url", "oauth.authorizationUrl"),
            ("oauth.token_url", "oauth.tokenUrl"),
            ("oauth.redirect_uri", "oauth.redirectUri"),
            ("oauth.scope", "oauth.scopes"),
        ],
        expands: &[Expands::Braces, Expands::Dollar],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Goose,
        name: "Goose",
        file: "~/.config/goose/config.yaml",
        words: &["goose"],
        source: "https://block.github.io/goose/docs/getting-started/using-extensions",
        syntax: Syntax::Yaml,
        comments: true,
        list: "extensions",
        address: Some("uri"),
        types: &["streamable_http"],
        needs_type: true,
        wrong: &[
            ("url", "uri"),
            ("httpUrl", "uri"),
            ("serverUrl", "uri"),
            ("env", "envs"),
        ],
        expands: &[Expands::Braces, Expands::Dollar],
        ..Form::BASE
    },
    Form {
        client: KnownClient::LibreChat,
        name: "LibreChat",
        file: "librechat.yaml",
        words: &["librechat"],
        source: "https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/mcp_servers",
        syntax: Syntax::Yaml,
        comments: true,
        types: &["streamable-http", "http"],
        needs_type: true,
        wrong: &[
            ("uri", "url"),
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("transport", "type"),
            ("oauth.clientId", "oauth.client_id"),
            ("oauth.clientSecret", "oauth.client_secret"),
            ("oauth.authorizationUrl", "oauth.authorization_url"),
            ("oauth.tokenUrl", "oauth.token_url"),
            ("oauth.redirectUri", "oauth.redirect_uri"),
            ("oauth.scopes", "oauth.scope"),
        ],
        expands: &[Expands::Braces, Expands::DoubleBraces],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Continue,
        name: "Continue",
        file: "~/.continue/config.yaml",
        words: &["continue.dev", ".continue/", "continue config"],
        source: "https://docs.continue.dev/customize/deep-dives/mcp",
        syntax: Syntax::Yaml,
        comments: true,
        types: &["streamable-http", "sse"],
        headers: "requestOptions.headers",
        wrong: &[
            ("headers", "requestOptions.headers"),
            ("uri", "url"),
            ("httpUrl", "url"),
            ("serverUrl", "url"),
        ],
        expands: &[Expands::Secrets],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Opencode,
        name: "opencode",
        file: "opencode.json",
        words: &["opencode"],
        source: "https://opencode.ai/docs/mcp-servers",
        comments: true,
        list: "mcp",
        // Version 2 has `mcp.servers`.
        other_lists: &["servers"],
        types: &["remote"],
        needs_type: true,
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("env", "environment"),
            ("transport", "type"),
        ],
        expands: &[Expands::BareEnv],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Crush,
        name: "Crush",
        file: "crush.json",
        words: &["crush"],
        source: "https://github.com/charmbracelet/crush#mcps",
        list: "mcp",
        types: &["http", "sse"],
        needs_type: true,
        expands: &[Expands::Dollar, Expands::Braces, Expands::Command],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Cline,
        name: "Cline",
        file: "cline_mcp_settings.json",
        words: &["cline"],
        source: "https://docs.cline.bot/mcp/configuring-mcp-servers",
        types: &["streamableHttp"],
        needs_type: true,
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("transport", "type"),
            ("requestInit", "headers"),
        ],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Roo,
        name: "Roo Code",
        file: ".roo/mcp.json",
        words: &["roo code", ".roo/", "roo-cline", "roo "],
        source: "https://docs.roocode.com/features/mcp/using-mcp-in-roo",
        types: &["streamable-http"],
        needs_type: true,
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("transport", "type"),
            ("requestInit", "headers"),
        ],
        expands: &[Expands::EnvColon],
        ..Form::BASE
    },
    Form {
        client: KnownClient::AmazonQ,
        name: "Amazon Q Developer",
        file: "~/.aws/amazonq/mcp.json",
        words: &["amazonq", "amazon q"],
        source: "https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/mcp-ide.html",
        types: &["http"],
        needs_type: true,
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("transport", "type"),
        ],
        expands: &[Expands::Braces],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Kiro,
        name: "Kiro",
        file: ".kiro/settings/mcp.json",
        words: &["kiro"],
        source: "https://kiro.dev/docs/mcp/configuration/",
        wrong: &[("httpUrl", "url"), ("serverUrl", "url")],
        expands: &[Expands::Braces],
        ..Form::BASE
    },
    Form {
        client: KnownClient::JetBrains,
        name: "JetBrains AI Assistant",
        file: "Settings, Tools, AI Assistant, MCP",
        words: &["jetbrains", "junie", "ai assistant"],
        source: "https://www.jetbrains.com/help/ai-assistant/configure-an-mcp-server.html",
        types: &["streamable-http", "http"],
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("requestInit", "headers"),
        ],
        ..Form::BASE
    },
    Form {
        client: KnownClient::CopilotIde,
        name: "GitHub Copilot for JetBrains, Xcode and Eclipse",
        file: "~/.config/github-copilot/intellij/mcp.json",
        words: &[
            "github-copilot/intellij",
            "copilot for jetbrains",
            "copilot intellij",
            "copilot for xcode",
        ],
        source: "https://docs.github.com/en/copilot/how-tos/provide-context/use-mcp/extend-copilot-chat-with-mcp",
        list: "servers",
        headers: "requestInit.headers",
        wrong: &[
            ("headers", "requestInit.headers"),
            ("httpUrl", "url"),
            ("serverUrl", "url"),
        ],
        ..Form::BASE
    },
    Form {
        client: KnownClient::CopilotCli,
        name: "GitHub Copilot CLI",
        file: "~/.copilot/mcp-config.json",
        words: &["copilot cli", ".copilot/", "mcp-config.json"],
        source: "https://docs.github.com/en/copilot/how-tos/use-copilot-agents/use-copilot-cli",
        types: &["http", "sse"],
        needs_type: true,
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("transport", "type"),
        ],
        expands: &[Expands::Braces, Expands::Dollar],
        ..Form::BASE
    },
    Form {
        client: KnownClient::LmStudio,
        name: "LM Studio",
        file: "mcp.json",
        words: &["lm studio", "lmstudio", ".lmstudio"],
        source: "https://lmstudio.ai/docs/app/mcp",
        types: &[],
        wrong: &[
            ("httpUrl", "url"),
            ("serverUrl", "url"),
            ("requestInit", "headers"),
        ],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Warp,
        name: "Warp",
        file: "Settings, AI, MCP servers",
        words: &["warp"],
        source: "https://docs.warp.dev/knowledge-and-collaboration/mcp",
        list: "",
        types: &[],
        wrong: &[("httpUrl", "url")],
        ..Form::BASE
    },
    Form {
        client: KnownClient::OpenWebUi,
        name: "Open WebUI",
        file: "Admin Settings, External Tools",
        words: &["open webui", "open-webui", "openwebui"],
        source: "https://docs.openwebui.com/features/mcp",
        list: "",
        types: &["mcp"],
        ..Form::BASE
    },
    Form {
        client: KnownClient::N8n,
        name: "n8n",
        file: "a workflow",
        words: &["n8n"],
        source: "https://docs.n8n.io/integrations/builtin/cluster-nodes/sub-nodes/n8n-nodes-langchain.toolmcp/",
        list: "nodes",
        address: Some("endpointUrl"),
        type_name: "serverTransport",
        types: &["httpStreamable"],
        expands: &[Expands::DoubleBraces],
        ..Form::BASE
    },
    Form {
        client: KnownClient::LiteLlm,
        name: "LiteLLM",
        file: "config.yaml",
        words: &["litellm"],
        source: "https://docs.litellm.ai/docs/mcp",
        syntax: Syntax::Yaml,
        comments: true,
        list: "mcp_servers",
        type_name: "transport",
        types: &["http"],
        needs_type: true,
        wrong: &[("type", "transport"), ("uri", "url"), ("httpUrl", "url")],
        ..Form::BASE
    },
    Form {
        client: KnownClient::SpringAi,
        name: "Spring AI",
        file: "application.yaml",
        words: &["spring"],
        source: "https://docs.spring.io/spring-ai/reference/api/mcp/mcp-client-boot-starter-docs.html",
        syntax: Syntax::Yaml,
        comments: true,
        list: "connections",
        types: &[],
        expands: &[Expands::Braces],
        ..Form::BASE
    },
    Form {
        client: KnownClient::Registry,
        name: "the MCP registry",
        file: "server.json",
        words: &[],
        source: "https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md",
        list: "remotes",
        types: &["streamable-http", "sse"],
        needs_type: true,
        expands: &[Expands::Braces],
        ..Form::BASE
    },
];
