//! What is wrong with a client's own configuration, judged by what that client reads: the server and its operator have no part in it.

pub mod address;
pub mod argument_space;
pub mod credential_form;
pub mod credential_refused;
pub mod depends_on_client;
pub mod insecure_address;
pub mod list_name;
pub mod member_name;
pub mod placeholder;
pub mod programs_only;
pub mod scheme_missing;
pub mod secret_in_address;
pub mod secret_in_file;
pub mod syntax;
pub mod transport;
pub mod type_missing;
pub mod type_unknown;
pub mod typographic_quotes;
pub mod variable;
pub mod variable_name;

use crate::evidence::configuration::{Configuration, ConfiguredServer, clients};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Verdict};

/// Looks at each configuration.
#[must_use]
pub fn of_each(reading: &Reading, check: impl Fn(&Configuration) -> Option<Fact>) -> Verdict {
    let configurations = &reading.evidence.configurations;
    Verdict::of(
        !configurations.is_empty(),
        configurations.iter().filter_map(check),
    )
}

/// Looks at each server of each configuration.
#[must_use]
pub fn each_server(
    reading: &Reading,
    check: impl Fn(&Configuration, &ConfiguredServer) -> Option<Fact>,
) -> Verdict {
    let configurations = &reading.evidence.configurations;
    let check = &check;
    let facts = configurations.iter().flat_map(|configuration| {
        let servers = configuration.servers.iter();
        servers.filter_map(move |server| check(configuration, server))
    });
    Verdict::of(!configurations.is_empty(), facts)
}

/// The client, as people know it.
#[must_use]
pub fn name(configuration: &Configuration) -> &'static str {
    configuration
        .client
        .map_or("The client", |client| clients::form(client).name)
}

/// Where the client's form is documented, as a sentence that follows another.
#[must_use]
pub fn source(configuration: &Configuration) -> String {
    let form = configuration.client.map(clients::form);
    form.map_or_else(String::new, |form| {
        format!(
            " See {} ({}, as of {}).",
            form.source, form.file, form.as_of
        )
    })
}

/// The place of a member: `mcpServers.acme.headers`.
#[must_use]
pub fn whole_path(configuration: &Configuration, server: &ConfiguredServer, path: &str) -> String {
    let parts = [configuration.list.as_str(), server.name.as_str(), path];
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(".")
}
