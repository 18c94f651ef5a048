//! Which scopes to ask for (MCP 2025-11-25, Scope Selection Strategy).

use crate::limits;

/// A `scope` value one by one: in order, each once, case-sensitive (RFC 6749 §3.3).
#[must_use]
pub fn split(scope: &str) -> Vec<String> {
    distinct(scope.split(' ').filter(|one| !one.is_empty()))
}

fn distinct<'a>(scopes: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for scope in scopes {
        if list.len() < limits::SCOPES && !list.iter().any(|known| known == scope) {
            list.push(scope.to_owned());
        }
    }
    list
}
