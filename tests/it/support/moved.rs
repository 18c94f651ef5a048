//! A server with two authorization servers, or that moved from one to the other.

use super::honest::{Honest, ISSUER, REDIRECT, resource_metadata, server_metadata};
use super::{World, json};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The other one; it registers everybody as `other`.
pub const OTHER: &str = "https://other.example";

/// A server that lists these, of which both answer.
pub fn listing(honest: &Honest, issuers: Value) -> World {
    let mut resource = resource_metadata();
    resource["authorization_servers"] = issuers;
    let other = server_metadata().to_string().replace(ISSUER, OTHER);
    let registered = json!({ "client_id": "other", "redirect_uris": [REDIRECT] });
    let register = format!("{OTHER}/register");
    World::new()
        .json(
            &format!("{OTHER}/.well-known/oauth-authorization-server"),
            &other,
        )
        .on("POST", &register, 201, json(), &registered.to_string())
        .or_else(honest.world_with(resource, server_metadata()))
}

/// The server names the other one now; this is what the store has kept.
pub fn moved(store: &BTreeMap<String, String>) -> World {
    let mut world = listing(&Honest::default(), json!([OTHER]));
    world.store.clone_from(store);
    world
}
