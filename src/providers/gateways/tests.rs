//! What holds for every gateway, and what each is recognised by.

use super::{ALL, recognise};
use crate::evidence::transcript;
use crate::providers::{self, Hint, is_date};

fn id(text: &str) -> Option<&'static str> {
    let evidence = transcript::read(text).unwrap();
    recognise(&evidence.exchanges).map(|gateway| gateway.id)
}

#[test]
fn a_gateway_is_known_by_its_host_its_header_or_its_own_words() {
    let at = |url: &str, answer: &str| id(&format!("> POST {url}\n< 401\n{answer}"));
    let host = "https://x.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp";
    assert_eq!(at(host, ""), Some("aws-agentcore"));
    let host = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/mcp";
    assert_eq!(at(host, ""), Some("aws-api-gateway"));
    assert_eq!(
        at("https://contoso.azure-api.net/mcp", ""),
        Some("azure-api-management")
    );
    let own = "https://mcp.example.com/mcp";
    assert_eq!(
        at(own, "< x-amzn-Remapped-WWW-Authenticate: Bearer"),
        Some("aws-api-gateway")
    );
    assert_eq!(at(own, "< Via: 1.1 kong/3.12.0"), Some("kong"));
    assert_eq!(at(own, "< x-litellm-version: 1.80.0"), Some("litellm"));
    assert_eq!(
        at(
            own,
            "< {\"message\":\"Access denied due to missing subscription key.\"}"
        ),
        Some("azure-api-management")
    );
    assert_eq!(
        at(
            own,
            "< WWW-Authenticate: Bearer realm=\"Obot MCP Gateway\", resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp-connect/ms1\""
        ),
        Some("obot")
    );
    assert_eq!(
        at(own, "< {\"resource_name\": \"Obot MCP Gateway\"}"),
        Some("obot")
    );
    assert_eq!(
        at(
            own,
            "< WWW-Authenticate: Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/servers/413f/mcp\""
        ),
        Some("contextforge")
    );
    assert_eq!(
        at(own, "< {\"detail\":\"OAuth not enabled for this server\"}"),
        Some("contextforge")
    );
    assert_eq!(at(own, ""), None);
}

#[test]
fn a_host_that_only_looks_alike_is_not_recognised() {
    assert_eq!(
        id("> POST https://execute-api.example.com/mcp\n< 401"),
        None
    );
    assert_eq!(
        id("> POST https://bedrock-agentcore.us-east-1.amazonaws.com.evil.example/mcp\n< 401"),
        None
    );
    assert_eq!(
        id("> POST https://my-bedrock-agentcore.x.amazonaws.com/mcp\n< 401"),
        None
    );
}

#[test]
fn every_hint_is_against_rules_that_there_are_and_has_a_source_with_a_date() {
    let of_gateways = ALL.iter().flat_map(|gateway| gateway.hints);
    let of_providers = providers::ALL.iter().flat_map(|pack| pack.hints);
    for Hint {
        rules,
        text,
        source,
        read,
    } in of_gateways.chain(of_providers)
    {
        assert!(!rules.is_empty() && !text.is_empty(), "{source}");
        assert!(source.starts_with("https://") && is_date(read), "{source}");
        for id in *rules {
            assert!(crate::rules::ALL.iter().any(|rule| rule.id == *id), "{id}");
        }
    }
}
