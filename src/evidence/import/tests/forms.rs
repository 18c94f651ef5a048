//! The configuration of every client, in the form that its documentation gives, and how people change it.

use super::import;
use crate::evidence::configuration::clients::KnownClient;
use crate::evidence::configuration::{Configuration, Kept};
use crate::rule::{Rule, Severity, Verdict};
use crate::rules;

const URL: &str = "https://mcp.example.com/mcp";

fn only(text: &str) -> Configuration {
    let mut read = import(text).evidence.configurations;
    assert_eq!(read.len(), 1, "{text}\n{read:?}");
    read.remove(0)
}

#[test]
fn every_client_keeps_its_servers_in_a_form_of_its_own() {
    let forms: &[(Option<KnownClient>, &str)] = &[
        (
            None,
            r#"{"mcpServers":{"acme":{"command":"npx","args":["-y","mcp-remote","URL"]}}}"#,
        ),
        (
            None,
            r#"{"mcpServers":{"acme":{"command":"npx","args":["-y","mcp-remote@latest","URL","--header","X-Key:${K}"],"env":{"K":"v"}}}}"#,
        ),
        (
            Some(KnownClient::ClaudeDesktop),
            r#"{"globalShortcut":"","mcpServers":{"acme":{"command":"npx","args":["mcp-remote","URL"]}}}"#,
        ),
        (
            Some(KnownClient::ClaudeCode),
            r#"{"numStartups":1,"projects":{"/a":{"mcpServers":{"acme":{"type":"http","url":"URL"}}}}}"#,
        ),
        (
            Some(KnownClient::ClaudeCode),
            "claude mcp add --transport http acme URL --header \"X-Key: a\"",
        ),
        (
            Some(KnownClient::ClaudeCode),
            "$ claude mcp add -t http -s user acme URL -H 'Authorization: Bearer ${TOKEN}'",
        ),
        (
            Some(KnownClient::ClaudeCode),
            "claude mcp add-json acme '{\"type\":\"http\",\"url\":\"URL\"}'",
        ),
        (
            Some(KnownClient::VsCode),
            r#"{"servers":{"acme":{"type":"http","url":"URL"}},"inputs":[]}"#,
        ),
        (
            Some(KnownClient::VsCode),
            r#"{"mcp":{"servers":{"acme":{"type":"http","url":"URL"}}}}"#,
        ),
        (
            Some(KnownClient::Opencode),
            r#"{"$schema":"https://opencode.ai/config.json","mcp":{"servers":{"acme":{"type":"remote","url":"URL"}}}}"#,
        ),
        (
            None,
            r#"{"mcpServers":{"acme":{"type":"http","url":"${ACME_URL:-URL}"}}}"#,
        ),
        (
            Some(KnownClient::VsCode),
            "{\n// settings.json\n\"editor.fontSize\": 12,\n\"mcp\": {\"servers\": {\"acme\": {\"url\": \"URL\",},}}\n}",
        ),
        (
            Some(KnownClient::VsCode),
            "code --add-mcp \"{\\\"name\\\":\\\"acme\\\",\\\"type\\\":\\\"http\\\",\\\"url\\\":\\\"URL\\\"}\"",
        ),
        (
            Some(KnownClient::Cursor),
            r#"{"mcpServers":{"acme":{"url":"URL","auth":{"CLIENT_ID":"c"}}}}"#,
        ),
        (
            Some(KnownClient::Windsurf),
            r#"{"mcpServers":{"acme":{"serverUrl":"URL"}}}"#,
        ),
        (
            Some(KnownClient::Zed),
            r#"{"context_servers":{"acme":{"url":"URL"}}}"#,
        ),
        (
            Some(KnownClient::Zed),
            r#"{"context_servers":{"acme":{"source":"custom","command":{"path":"npx","args":["mcp-remote","URL"]}}}}"#,
        ),
        (
            Some(KnownClient::Codex),
            "[mcp_servers.acme]\nurl = \"URL\"\nbearer_token_env_var = \"T\"\n",
        ),
        (
            Some(KnownClient::Codex),
            "model = \"gpt-5\"\n\n[mcp_servers.\"acme\"]\ncommand = \"npx\"\nargs = [\n  \"-y\",\n  \"mcp-remote\",\n  \"URL\",\n]\n\n[mcp_servers.acme.env]\nA = \"b\"\n",
        ),
        (
            Some(KnownClient::Codex),
            "codex mcp add acme --url URL --bearer-token-env-var ACME_TOKEN",
        ),
        (
            Some(KnownClient::GeminiCli),
            r#"{"mcpServers":{"acme":{"httpUrl":"URL","timeout":5000}}}"#,
        ),
        (
            Some(KnownClient::GeminiCli),
            "gemini mcp add --transport http acme URL",
        ),
        (
            Some(KnownClient::Goose),
            "extensions:\n  acme:\n    type: streamable_http\n    uri: URL\n    enabled: true\n",
        ),
        (
            Some(KnownClient::Goose),
            "GOOSE_MODEL: x\nextensions:\n  acme:\n    bundled: null\n    type: streamable_http\n    uri: \"URL\" # mine\n",
        ),
        (
            Some(KnownClient::LibreChat),
            "version: 1.2.1\ncache: true\nmcpServers:\n  acme:\n    type: streamable-http\n    url: URL\n",
        ),
        (
            Some(KnownClient::Continue),
            "name: mine\nversion: 0.0.1\nmcpServers:\n  - name: acme\n    type: streamable-http\n    url: URL\n    requestOptions:\n      headers:\n        Authorization: Bearer ${{ secrets.T }}\n",
        ),
        (
            Some(KnownClient::Opencode),
            r#"{"$schema":"https://opencode.ai/config.json","mcp":{"acme":{"type":"remote","url":"URL","enabled":true}}}"#,
        ),
        (
            Some(KnownClient::Crush),
            r#"{"$schema":"https://charm.land/crush.json","mcp":{"acme":{"type":"http","url":"URL"}}}"#,
        ),
        (
            Some(KnownClient::Cline),
            r#"{"mcpServers":{"acme":{"type":"streamableHttp","url":"URL","disabled":false}}}"#,
        ),
        (
            Some(KnownClient::Roo),
            r#"{"mcpServers":{"acme":{"type":"streamable-http","url":"URL","alwaysAllow":[]}}}"#,
        ),
        (
            Some(KnownClient::AmazonQ),
            r#"{"mcpServers":{"acme":{"type":"http","url":"URL","oauthScopes":["a"]}}}"#,
        ),
        (
            Some(KnownClient::Kiro),
            "My .kiro/settings/mcp.json:\n\n```json\n{\"mcpServers\":{\"acme\":{\"url\":\"URL\",\"disabled\":false}}}\n```\n",
        ),
        (
            Some(KnownClient::JetBrains),
            "JetBrains AI Assistant\n{\"mcpServers\":{\"acme\":{\"url\":\"URL\"}}}",
        ),
        (
            Some(KnownClient::CopilotIde),
            r#"{"servers":{"acme":{"url":"URL","requestInit":{"headers":{"X-A":"b"}}}}}"#,
        ),
        (
            Some(KnownClient::CopilotCli),
            r#"{"mcpServers":{"acme":{"type":"http","url":"URL","tools":["*"]}}}"#,
        ),
        (
            Some(KnownClient::LmStudio),
            "LM Studio's mcp.json\n\n{\n  \"mcpServers\": {\n    \"acme\": {\n      \"url\": \"URL\"\n    }\n  }\n}\n",
        ),
        (
            Some(KnownClient::Warp),
            r#"{"acme":{"url":"URL","working_directory":null}}"#,
        ),
        (
            Some(KnownClient::OpenWebUi),
            r#"[{"url":"URL","path":"","type":"mcp","auth_type":"none","info":{"name":"acme"}}]"#,
        ),
        (
            Some(KnownClient::N8n),
            r#"{"nodes":[{"name":"MCP","type":"@n8n/n8n-nodes-langchain.mcpClientTool","parameters":{"endpointUrl":"URL","serverTransport":"httpStreamable","authentication":"bearerAuth"}}],"connections":{}}"#,
        ),
        (
            Some(KnownClient::LiteLlm),
            "model_list: []\nmcp_servers:\n  acme:\n    url: URL\n    transport: http\n",
        ),
        (
            Some(KnownClient::SpringAi),
            "spring:\n  ai:\n    mcp:\n      client:\n        streamable-http:\n          connections:\n            acme:\n              url: https://mcp.example.com\n              endpoint: /mcp\n",
        ),
        (
            Some(KnownClient::SpringAi),
            "spring.ai.mcp.client.type=SYNC\nspring.ai.mcp.client.streamable-http.connections.acme.url=URL\n",
        ),
        (
            Some(KnownClient::Registry),
            r#"{"name":"io.acme/tools","remotes":[{"type":"streamable-http","url":"URL"}]}"#,
        ),
        (
            None,
            r#"{"tools":[{"type":"mcp","server_label":"acme","server_url":"URL","require_approval":"never"}]}"#,
        ),
        (
            None,
            r#"{"mcp_servers":[{"type":"url","url":"URL","name":"acme","authorization_token":"abcDEF123abcDEF"}]}"#,
        ),
        (None, r#"{"type":"http","url":"URL","headers":{"X-A":"b"}}"#),
        (
            None,
            "npx -y mcp-remote URL --header \"Authorization: Bearer abcDEF123abcDEF1\"",
        ),
        (
            None,
            "const transport = new StreamableHTTPClientTransport(new URL(\"URL\"), {\n  requestInit: { headers: { Authorization: `Bearer ${token}` } },\n});\nawait client.connect(transport);\n",
        ),
        (
            None,
            "async with streamablehttp_client(\n    \"URL\",\n    headers={\"Authorization\": f\"Bearer {token}\"},\n) as (read, write, _):\n    pass\n",
        ),
        (
            None,
            "server = MCPServerStreamableHTTP('URL')\nagent = Agent('openai:gpt-5', toolsets=[server])\n",
        ),
        (
            None,
            "client = MultiServerMCPClient({\n    \"acme\": {\"transport\": \"streamable_http\", \"url\": \"URL\"},\n})\n",
        ),
        (
            None,
            "var transport = new HttpClientTransport(new() { Endpoint = new Uri(\"URL\") });\n",
        ),
    ];
    for (client, text) in forms {
        let text = text.replace("URL", URL);
        let read = import(&text);
        assert_eq!(
            read.evidence.server.as_deref(),
            Some(URL),
            "{text}\n{:?}",
            read.recognised
        );
        let prose = text.starts_with(|c: char| c.is_uppercase()) && !text.starts_with("GOOSE");
        assert!(prose || read.evidence.symptom.is_none(), "{text}");
        let configuration = only(&text);
        assert_eq!(configuration.client, *client, "{text}\n{configuration:?}");
        let address = configuration.servers[0].address.as_ref().unwrap();
        assert_eq!(address.value.as_deref(), Some(URL), "{text}");
    }
}

/// The ids of the rules that find something in a configuration, and whether one of them is an error.
fn found(text: &str) -> (Vec<&'static str>, bool) {
    let read = import(text);
    let reading = super::Reading::new(&read.evidence, super::Revision::NEWEST);
    let found: Vec<&Rule> = rules::ALL
        .iter()
        .filter(|rule| {
            rule.step() == "configuration" && matches!((rule.check)(&reading), Verdict::Fail(_))
        })
        .copied()
        .collect();
    let error = found
        .iter()
        .any(|rule| rule.severity(super::Revision::NEWEST) == Some(Severity::Error));
    (found.iter().map(|rule| rule.id).collect(), error)
}

#[test]
fn each_mistake_is_named() {
    let server = |entry: &str| format!("{{\"mcpServers\":{{\"acme\":{{{entry}}}}}}}");
    let header = |value: &str| {
        server(&format!(
            "\"type\":\"http\",\"url\":\"{URL}\",\"headers\":{{\"Authorization\":{value}}}"
        ))
    };
    for (text, id) in [
        (
            format!(
                "VS Code\n{}",
                server(&format!("\"type\":\"http\",\"url\":\"{URL}\""))
            ),
            "list-name",
        ),
        (
            format!("Cursor\n{{\"servers\":{{\"acme\":{{\"url\":\"{URL}\"}}}}}}"),
            "list-name",
        ),
        (
            format!("{{\"mcp_servers\":{{\"acme\":{{\"httpUrl\":\"{URL}\"}}}}}}"),
            "list-name",
        ),
        (format!("[mcpServers.acme]\nurl = \"{URL}\"\n"), "list-name"),
        (
            format!("[mcp_servers.acme]\nurl = \"{URL}\"\nheaders = {{ A = \"b\" }}\n"),
            "member-name",
        ),
        (
            format!("[mcp_servers.acme]\nurl = \"{URL}\"\nbearer_token = \"abcDEF123abcDEF1\"\n"),
            "member-name",
        ),
        (
            format!("extensions:\n  acme:\n    type: streamable_http\n    url: {URL}\n"),
            "member-name",
        ),
        (
            format!("Windsurf\n{}", server(&format!("\"url\":\"{URL}\""))),
            "member-name",
        ),
        (
            server(&format!("\"url\":\"{URL}\",\"header\":{{\"A\":\"b\"}}")),
            "member-name",
        ),
        (
            format!("Claude Code\n{}", server(&format!("\"url\":\"{URL}\""))),
            "type-missing",
        ),
        (
            format!(
                "cline_mcp_settings.json\n{}",
                server(&format!("\"url\":\"{URL}\""))
            ),
            "type-missing",
        ),
        (format!("claude mcp add acme {URL}"), "type-missing"),
        (
            format!("mcpServers:\n  acme:\n    url: {URL}\n"),
            "type-missing",
        ),
        (
            format!(
                "claude_desktop_config.json\n{}",
                server(&format!("\"url\":\"{URL}\""))
            ),
            "programs-only",
        ),
        (
            server(&format!("\"type\":\"stdio\",\"url\":\"{URL}\"")),
            "type-unknown",
        ),
        (
            format!("{{\"mcp\":{{\"acme\":{{\"type\":\"http\",\"url\":\"{URL}\"}}}}}}"),
            "type-unknown",
        ),
        (
            server("\"type\":\"http\",\"url\":\"mcp.example.com/mcp\""),
            "address",
        ),
        (
            server("\"type\":\"http\",\"url\":\"htps://mcp.example.com/mcp\""),
            "address",
        ),
        (
            server("\"type\":\"http\",\"headers\":{\"A\":\"b\"}"),
            "address",
        ),
        (header("\"Bearer <your token>\""), "placeholder"),
        (header("\"Bearer YOUR_TOKEN_HERE\""), "placeholder"),
        (header("\"Bearer null\""), "placeholder"),
        (header("\"Bearer \""), "placeholder"),
        (
            server("\"type\":\"http\",\"url\":\"https://<your-domain>/mcp\""),
            "placeholder",
        ),
        (
            format!("Cursor\n{}", header("\"Bearer ${TOKEN}\"")),
            "variable",
        ),
        (
            format!("Claude Code\n{}", header("\"Bearer ${env:TOKEN}\"")),
            "variable",
        ),
        (header("\"Bearer $TOKEN\""), "variable"),
        (
            format!(
                "[mcp_servers.acme]\nurl = \"{URL}\"\nhttp_headers = {{ Authorization = \"Bearer ${{TOKEN}}\" }}\n"
            ),
            "variable",
        ),
        (
            format!(
                "[mcp_servers.acme]\nurl = \"{URL}\"\nbearer_token_env_var = \"ghp_A1b2C3d4E5f6G7h8I9j0\"\n"
            ),
            "variable-name",
        ),
        (header("\"Bearer abcDEF123abcDEF1\\n\""), "credential-form"),
        (header("\"Bearer abcDEF\n123abcDEF1\""), "credential-form"),
        (
            header("\"Bearer Bearer abcDEF123abcDEF1\""),
            "credential-form",
        ),
        (header("\"Bearer 'abcDEF123abcDEF1'\""), "credential-form"),
        (header("\"abcDEF123abcDEF1\""), "scheme-missing"),
        (
            server(&format!("\"type\":\"sse\",\"url\":\"{URL}\"")),
            "transport",
        ),
        (
            server("\"type\":\"http\",\"url\":\"https://mcp.example.com/sse\""),
            "transport",
        ),
        (
            server(&format!(
                "\"command\":\"npx\",\"args\":[\"mcp-remote\",\"{URL}\",\"--header\",\"Authorization: Bearer a1B2c3D4e5F6\"]"
            )),
            "argument-space",
        ),
        (
            server("\"type\":\"http\",\"url\":\"http://mcp.example.com/mcp\""),
            "insecure-address",
        ),
        (
            server(&format!(
                "\"type\":\"http\",\"url\":\"{URL}?api_key=abcDEF123abcDEF1\""
            )),
            "secret-in-address",
        ),
        (
            server(&format!("\"url\":\"{URL}\"\n\"type\":\"http\"")),
            "syntax",
        ),
        (server(&format!("\"url\":\"{URL}\",")), "syntax"),
        (
            format!(
                "{{\n  \"mcpServers\": {{\n    \"acme\": {{\n      \"url\": \"{URL}\"\n    }}\n  }}\n"
            ),
            "syntax",
        ),
        (
            format!("{{'mcpServers':{{'acme':{{'url':'{URL}'}}}}}}"),
            "syntax",
        ),
        (format!("[mcp_servers.acme]\nurl = {URL}\n"), "syntax"),
        (format!("[mcp_servers.acme\nurl = \"{URL}\"\n"), "syntax"),
        (format!("mcpServers:\n  acme:\n\turl: {URL}\n"), "syntax"),
        (
            format!(
                "{{\u{201c}mcpServers\u{201d}:{{\u{201c}acme\u{201d}:{{\u{201c}url\u{201d}:\u{201c}{URL}\u{201d}}}}}}}"
            ),
            "typographic-quotes",
        ),
    ] {
        let (found, _) = found(&text);
        assert!(
            found.contains(&format!("configuration/{id}").as_str()),
            "{text}\n{id}: {found:?}"
        );
    }
}

#[test]
fn a_right_configuration_has_no_error() {
    for text in [
        r#"{"servers":{"acme":{"type":"http","url":"https://h.example/mcp","headers":{"Authorization":"Bearer ${input:k}"}}},"inputs":[{"type":"promptString","id":"k","password":true}]}"#,
        "{ // settings\n\"servers\":{\"acme\":{\"type\":\"http\",\"url\":\"https://h.example/mcp\",},},}",
        "Claude Code\n{\"mcpServers\":{\"acme\":{\"type\":\"http\",\"url\":\"${BASE:-https://h.example}/mcp\",\"headers\":{\"Authorization\":\"Bearer ${TOKEN}\"}}}}",
        "Cursor\n{\"mcpServers\":{\"acme\":{\"url\":\"https://h.example/mcp\",\"headers\":{\"Authorization\":\"Bearer ${env:TOKEN}\"}}}}",
        "{\"mcpServers\":{\"acme\":{\"httpUrl\":\"https://h.example/mcp\",\"headers\":{\"Authorization\":\"Bearer $TOKEN\"}}}}",
        "{\"context_servers\":{\"acme\":{\"url\":\"https://h.example/mcp\"},},}",
        "[mcp_servers.acme]\nurl = \"https://h.example/mcp\"\nbearer_token_env_var = \"TOKEN\"\nhttp_headers = { \"X-Region\" = \"eu\" }\n",
        "extensions:\n  acme:\n    type: streamable_http\n    uri: https://h.example/mcp\n    headers:\n      Authorization: Bearer abcDEF123abcDEF1\n",
        "mcpServers:\n  acme:\n    type: streamable-http\n    url: https://h.example/mcp\n    headers:\n      X-User: \"{{LIBRECHAT_USER_ID}}\"\n      Authorization: \"Bearer ${TOKEN}\"\n",
        "{\"mcpServers\":{\"acme\":{\"command\":\"npx\",\"args\":[\"mcp-remote\",\"https://h.example/sse\",\"--header\",\"Authorization:${AUTH}\"],\"env\":{\"AUTH\":\"Bearer abcDEF123abcDEF1\"}}}}",
        "{\"mcpServers\":{\"local\":{\"command\":\"C:\\\\Program Files\\\\nodejs\\\\npx.cmd\",\"args\":[\"-y\",\"thing\"]}}}",
        "claude mcp add --transport http acme https://h.example/mcp --header \"Authorization: Bearer abcDEF123abcDEF1\"",
        "{\"mcp\":{\"acme\":{\"type\":\"remote\",\"url\":\"https://h.example/mcp\",\"headers\":{\"Authorization\":\"Bearer {env:TOKEN}\"}}}}",
    ] {
        let (found, error) = found(text);
        assert!(!error, "{text}\n{found:?}");
    }
}

#[test]
fn no_secret_of_a_configuration_is_kept() {
    const SECRET: &str = "acme_live_9fK2mQ7xWb4TzR1vLs8Yd3Hc";
    for text in [
        "{\"mcpServers\":{\"acme\":{\"url\":\"https://h.example/mcp?key=SECRET\",\"headers\":{\"Authorization\":\"Bearer SECRET\",\"X-Other\":\"SECRET\"},\"env\":{\"A\":\"SECRET\"},\"note\":\"SECRET\"}}}",
        "{\"mcpServers\":{\"acme\":{\"command\":\"npx\",\"args\":[\"mcp-remote\",\"https://h.example/SECRET/mcp\",\"--header\",\"X: SECRET\",\"--token=SECRET\",\"SECRET\"]}}}",
        "[mcp_servers.acme]\nurl = \"https://SECRET@h.example/mcp\"\nbearer_token_env_var = \"SECRET\"\nbearer_token = \"SECRET\"\n",
        "mcpServers:\n  acme:\n    url: https://h.example/mcp\n    oauth:\n      client_secret: SECRET\n    headers:\n      Authorization: SECRET\n",
        "claude mcp add --transport http acme https://h.example/mcp --header \"Authorization: Bearer SECRET\" --client-secret SECRET",
        "const t = new StreamableHTTPClientTransport(new URL('https://h.example/mcp'), { requestInit: { headers: { Authorization: 'Bearer SECRET' } } });",
        "{\"mcpServers\":{\"acme\":{\"url\":\"https://h.example/mcp\" \"headers\":{\"Authorization\":\"Bearer SECRET\nSECRET\"}}}",
        "{\"mcpServers\":{\"acme\":{\"url\":\"https://h.example/mcp\",\"headers\":{\"Authorization\":\"Bearer ${SECRET}\"}}}}",
    ] {
        let read = import(&text.replace("SECRET", SECRET));
        assert_eq!(read.evidence.configurations.len(), 1, "{text}");
        let kept = format!(
            "{:?}{}",
            read.evidence.configurations,
            serde_json::to_string(&read.recognised).unwrap()
        );
        assert!(!kept.contains(&SECRET[..12]), "{text}\n{kept}");
    }
}

#[test]
fn what_is_no_configuration_is_none() {
    for text in [
        "{\"openapi\":\"3.1.0\",\"servers\":[{\"url\":\"https://h.example\"}],\"paths\":{}}",
        "{\"level\":30,\"req\":{\"method\":\"GET\",\"url\":\"/mcp\",\"headers\":{}},\"msg\":\"x\"}",
        "{\"error\":{\"url\":\"https://h.example\",\"type\":\"http\"}}",
        "{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\"}",
        "Error: something about mcpServers and a url went wrong",
        "servers: none are up\nError: url is wrong",
    ] {
        let read = import(text);
        assert_eq!(read.evidence.configurations, [], "{text}");
    }
}

#[test]
fn a_message_beside_a_configuration_is_still_the_symptom() {
    let read = import(&format!(
        "My ~/.codex/config.toml:\n\n```toml\n[mcp_servers.acme]\nurl = \"{URL}\"\nhttp_headers = {{ Authorization = \"Bearer abcDEF123abcDEF1\" }}\n```\n\nand then\n\nError: Dynamic client registration not supported\n"
    ));
    assert!(
        read.evidence
            .symptom
            .unwrap()
            .contains("Dynamic client registration not supported")
    );
    let server = &read.evidence.configurations[0].servers[0];
    let (_, credential) = server.credentials().next().unwrap();
    assert_eq!(credential.kind, Kept::Literal);
}
