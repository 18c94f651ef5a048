//! What well-known clients would do with this evidence, and where each would stop: dated profiles of policies, each with its source.
//! What nobody has shown is “not modelled”.

mod profiles;
mod walk;

pub use profiles::ALL;
pub use walk::matrix;

use serde::Serialize;

/// What is known of one client. `None` and empty lists mean that nothing is known.
#[derive(Debug)]
pub struct Profile {
    /// Stable name in lower case.
    pub id: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// Day of the last look at the sources, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// Where the facts come from.
    pub sources: &'static [&'static str],
    /// What it does without resource metadata.
    pub without_metadata: Option<WithoutMetadata>,
    /// How it compares `resource`.
    pub resource: Option<Comparison>,
    /// Whether it refuses metadata whose `issuer` is not the one it asked for (RFC 8414 §3.3).
    pub checks_issuer: Option<bool>,
    /// Whether it refuses metadata without `code_challenge_methods_supported`.
    pub wants_advertised_pkce: Option<bool>,
    /// How it gets a client id, in the order in which it tries.
    pub registration: &'static [Way],
    /// Where the browser comes back.
    pub redirect_uris: &'static [&'static str],
    /// Whether it can read a form-encoded token answer.
    pub reads_form_answers: Option<bool>,
}

impl Profile {
    const UNKNOWN: Self = Self {
        id: "",
        name: "",
        as_of: "",
        sources: &[],
        without_metadata: None,
        resource: None,
        checks_issuer: None,
        wants_advertised_pkce: None,
        registration: &[],
        redirect_uris: &[],
        reads_form_answers: None,
    };
}

/// What a client does where there is no resource metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutMetadata {
    /// Takes the server's own origin for the authorization server (MCP 2025-03-26).
    OwnOrigin,
    /// Stops.
    Stops,
}

/// How a client compares `resource` with the address it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Has to be the address.
    Exact,
    /// Same origin and a beginning of the path is enough.
    Prefix,
    /// Doesn't compare.
    None,
}

/// How a client gets its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A client ID metadata document.
    Document,
    /// Dynamic registration.
    Dynamic,
    /// A client id that the person configures.
    Configured,
}

/// One client with this evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Stable name of the client.
    pub client: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// Day of the last look at the sources.
    pub as_of: &'static str,
    /// Where the facts come from.
    pub sources: &'static [&'static str],
    /// The steps, up to the one where it stops.
    pub steps: Vec<Stage>,
    /// Where it stops; nothing where it goes through as far as it is modelled and seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stops_at: Option<&'static str>,
}

/// One step of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Which.
    pub step: &'static str,
    /// What it does there.
    pub does: Does,
    /// Why, in one sentence.
    pub why: String,
}

/// What a client does at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// Goes on.
    GoesOn,
    /// Stops.
    Stops,
    /// Asks the person for something.
    Asks,
    /// Nothing is known of what it does here.
    NotModelled,
    /// The evidence doesn't show what it would meet.
    NotSeen,
}
