//! What a configuration leads to: asking its servers.

use super::action;
use crate::action::{Action, ActionKind};
use crate::evidence::reading::Reading;

/// Servers of one configuration that are offered.
const SERVERS: usize = 10;

/// One action for each server that a configuration names, where nobody has asked any yet.
pub fn servers(reading: &Reading<'_>) -> Vec<Action> {
    if !reading.evidence.exchanges.is_empty() {
        return Vec::new();
    }
    let configurations = reading.evidence.configurations.iter();
    let mut addresses: Vec<&str> = configurations
        .flat_map(|configuration| &configuration.servers)
        .filter_map(|server| server.address.as_ref()?.value.as_deref())
        .filter(|address| address.starts_with("https://") || address.starts_with("http://"))
        .collect();
    addresses.dedup();
    addresses.into_iter().take(SERVERS).map(ask).collect()
}

fn ask(address: &str) -> Action {
    let mut action = action(
        ActionKind::AskServer,
        format!("Ask {address}"),
        "A configuration doesn't show what the server answers; asking it does. We send only what a client sends before it signs in.",
    );
    let command = format!("npx mcp-auth-doctor {address}");
    action.steps.push(match address.contains("[withheld-") {
        true => format!("Put back what is hidden: {command}"),
        false => command.clone(),
    });
    action.message = Some(command);
    action
}
