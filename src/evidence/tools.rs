//! What tools say about signing in, beside HTTP (OpenAI, authentication of plugin MCP servers).

use crate::http::Exchange;
use crate::wire::rpc;
use serde_json::Value;

/// A challenge in the result of a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolChallenge {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The challenge, as a WWW-Authenticate header would have it.
    pub value: String,
}

/// Tools that a server lists, and that are called with a token only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolsWithSignIn {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// Their names.
    pub names: Vec<String>,
}

/// The first challenge in the `_meta` of a result; it is a text or a list of texts.
pub fn challenge(index: usize, exchange: &Exchange) -> Option<ToolChallenge> {
    // Looked for as text first: an answer can be long, and hardly any has one.
    exchange
        .body()
        .filter(|body| body.contains("mcp/www_authenticate"))?;
    let answer = rpc::message(exchange.response.as_ref()?)?;
    let value = answer.pointer("/result/_meta/mcp~1www_authenticate")?;
    let first = value
        .as_array()
        .and_then(|all| all.first())
        .unwrap_or(value);
    Some(ToolChallenge {
        index,
        value: first.as_str()?.to_owned(),
    })
}

/// The tools of a list that name `oauth2` and not `noauth` among their schemes.
pub fn with_sign_in(index: usize, exchange: &Exchange) -> Option<ToolsWithSignIn> {
    exchange
        .body()
        .filter(|body| body.contains("securitySchemes"))?;
    let answer = rpc::message(exchange.response.as_ref()?)?;
    let tools = answer.pointer("/result/tools")?.as_array()?;
    let names: Vec<String> = tools
        .iter()
        .filter(|tool| needs_sign_in(tool))
        .filter_map(name)
        .collect();
    (!names.is_empty()).then_some(ToolsWithSignIn { index, names })
}

fn needs_sign_in(tool: &Value) -> bool {
    let own = tool.get("securitySchemes");
    let schemes = own.or_else(|| tool.pointer("/_meta/securitySchemes"));
    let types = || {
        let all = schemes.and_then(Value::as_array);
        all.into_iter()
            .flatten()
            .filter_map(|one| one.get("type")?.as_str())
    };
    types().any(|kind| kind == "oauth2") && !types().any(|kind| kind == "noauth")
}

fn name(tool: &Value) -> Option<String> {
    Some(tool.get("name")?.as_str()?.to_owned())
}
