//! Lines of a program that make a client for an MCP server: of those, the address and the headers.

use super::node::{Node, Value};
use super::servers;
use crate::evidence::configuration::Syntax;

/// Names that only such programs have, of the SDKs and frameworks.
const NAMES: [&str; 30] = [
    "StreamableHTTPClientTransport",
    "SSEClientTransport",
    "streamablehttp_client(",
    "streamable_http_client(",
    "sse_client(",
    "MCPServerStreamableHTTP",
    "MCPServerStreamableHttp",
    "MCPServerSSE",
    "MCPServerHTTP",
    "MultiServerMCPClient",
    "createMCPClient",
    "MCPClient(",
    "McpClient",
    "McpToolset(",
    "MCPToolset(",
    "MCPTools(",
    "BasicMCPClient",
    "HttpClientStreamableHttpTransport",
    "HttpClientSseClientTransport",
    "HttpClientTransport",
    "SseClientTransport",
    "StreamableClientTransport",
    "StreamableHttpClientTransport",
    "hostedMcpTool",
    "HostedMCPTool",
    "MCPServerAdapter",
    "ToolCollection.from_mcp",
    "StreamableHttpTransport(",
    "SSETransport(",
    "KnownClient(\"http",
];

/// Whether a line is one that makes a client.
pub fn is_one(line: &str) -> bool {
    NAMES.iter().any(|name| line.contains(name))
        && !line.contains("Error:")
        && !line.trim_start().starts_with("at ")
}

/// Reads a program.
pub fn read(text: &str) -> Option<servers::Found> {
    let mut members = Vec::new();
    let mut headers = Vec::new();
    let mut count = 0_usize;
    for (at, line) in text.lines().enumerate() {
        let node = |said: &str| Node {
            line: at + 1,
            value: Value::Text(said.to_owned()),
        };
        let mut rest = line;
        let mut name = "";
        while let Some(open) = rest.find(['"', '\'', '`']) {
            let quote = rest.get(open..=open).unwrap_or_default();
            let (before, from) = (
                rest.get(..open).unwrap_or_default(),
                rest.get(open + 1..).unwrap_or_default(),
            );
            let Some(end) = from.find(quote) else { break };
            let said = from.get(..end).unwrap_or_default();
            rest = from.get(end + 1..).unwrap_or_default();
            let bare = before
                .trim_end()
                .trim_end_matches(['f', '$'])
                .trim_end()
                .trim_end_matches([':', '=', ',', '('])
                .trim_end();
            let bare = bare
                .rsplit(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
                .next()
                .unwrap_or_default();
            let named = if bare.is_empty() { name } else { bare };
            if servers::is_http(said) && !said.contains("/.well-known/") && is_address(named) {
                count += 1;
                members.push(("url".to_owned(), node(said)));
            } else if super::shape::is_credential(named)
                && named.len() > 2
                && !said.is_empty()
                && !is_member(named)
            {
                headers.push((named.to_owned(), node(said)));
            }
            name = said;
        }
    }
    if count == 0 {
        return None;
    }
    let mut entry: Vec<(String, Node)> = members.into_iter().take(1).collect();
    if !headers.is_empty() {
        entry.push((
            "headers".to_owned(),
            Node {
                line: 1,
                value: Value::Map(headers),
            },
        ));
    }
    let node = |value| Node { line: 1, value };
    let root = node(Value::Map(vec![(
        "mcpServers".to_owned(),
        node(Value::Map(vec![(
            "server".to_owned(),
            node(Value::Map(entry)),
        )])),
    )]));
    let mut found = servers::read(&root, Syntax::Code)?;
    found.configuration.client = None;
    found.configuration.list = String::new();
    Some(found)
}

/// Addresses of an authorization server and of documentation are none of the server's.
fn is_address(name: &str) -> bool {
    ![
        "authorizationUrl",
        "tokenUrl",
        "redirectUrl",
        "redirect_uri",
        "issuer",
        "client_uri",
        "logo_uri",
    ]
    .contains(&name)
}

/// Members of a program's own that look like credentials and are not headers.
fn is_member(name: &str) -> bool {
    [
        "client_secret",
        "clientSecret",
        "token_endpoint_auth_method",
        "oauth",
        "auth",
    ]
    .contains(&name)
}
