//! A token that a person brings: one that plainly belongs to another provider is not sent without a second yes.

use crate::error::Misuse;
use crate::flow::after::brought;
use crate::providers::{self, Provider};
use crate::secret::Secret;

/// The provider whose token it is, where the server is not that provider's.
#[must_use]
pub fn foreign(server: &str, token: &str) -> Option<&'static Provider> {
    let token = brought::bare(token);
    let owner = providers::by_prefix(token)?;
    let own = providers::by_issuer(server).is_some_and(|pack| pack.id == owner.id);
    (!own).then_some(owner)
}

/// Refuses a foreign token, unless the person has said yes a second time.
///
/// # Errors
/// `confirm-foreign`: names the provider, never the token.
pub fn require(server: &str, token: &Secret, confirmed: bool) -> Result<(), Misuse> {
    match foreign(server, token.reveal()) {
        Some(owner) if !confirmed => Err(Misuse {
            code: "confirm-foreign",
            what: "token".to_owned(),
            expected: format!("a token for {server}, or confirmForeign"),
            received: format!("a token of {}", owner.name),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::require;
    use crate::secret::Secret;

    #[test]
    fn a_token_of_another_provider_needs_a_second_yes() {
        let token = Secret::new("ghp_canary");
        let refused = require("https://mcp.example.com/mcp", &token, false).unwrap_err();
        assert_eq!(refused.code, "confirm-foreign");
        assert!(refused.to_string().contains("GitHub") && !refused.to_string().contains("canary"));
        assert!(require("https://mcp.example.com/mcp", &token, true).is_ok());
        let with_scheme = Secret::new("Bearer ghp_canary");
        assert!(require("https://mcp.example.com/mcp", &with_scheme, false).is_err());
    }

    #[test]
    fn its_own_provider_and_unknown_tokens_are_not_held_up() {
        assert!(
            require(
                "https://api.githubcopilot.com/mcp/",
                &Secret::new("ghp_x"),
                false
            )
            .is_ok()
        );
        assert!(
            require(
                "https://gitlab.example.com/api/v4/mcp",
                &Secret::new("glpat-x"),
                false
            )
            .is_ok()
        );
        assert!(require("https://mcp.example.com/mcp", &Secret::new("abc"), false).is_ok());
        assert!(require("https://mcp.example.com/mcp", &Secret::new("xoxb-1"), false).is_err());
    }
}
