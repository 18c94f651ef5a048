//! What well-known clients would do with this evidence, and where each would stop: profiles of policies, each fact with its source and
//! the day on which that was read. What nobody has shown is “not modelled”.

mod directories;
mod profiles;
mod walk;

pub use directories::{Directory, Point, State, readiness};
pub use profiles::ALL;
pub use walk::{matrix, one, who_stops};

use serde::Serialize;

/// What is known of one client. `None` and empty lists mean that nothing is known.
#[derive(Debug)]
pub struct Profile {
    /// Stable name in lower case.
    pub id: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// Where each fact comes from, and when that was read.
    pub sources: &'static [Source],
    /// From where it connects to servers.
    pub reach: Option<Reach>,
    /// What it does without resource metadata.
    pub without_metadata: Option<WithoutMetadata>,
    /// Whether it stops at a challenge whose `resource_metadata` is a path instead of a URL.
    pub wants_metadata_url: Option<bool>,
    /// How it compares `resource`.
    pub resource: Option<Comparison>,
    /// How it compares `issuer` with the one it asked for (RFC 8414 §3.3).
    pub issuer: Option<IssuerComparison>,
    /// Whether it refuses metadata without `code_challenge_methods_supported`.
    pub wants_advertised_pkce: Option<bool>,
    /// How it gets a client id, in the order in which it tries.
    pub registration: &'static [Way],
    /// Where the browser comes back; `<port>`, `<id>` and `<host>` stand for what changes.
    pub redirect_uris: &'static [&'static str],
    /// Where a person enters a client ID of their own, in one sentence.
    pub client_id_goes: Option<&'static str>,
    /// Its client ID metadata document.
    pub document: Option<Document>,
    /// How it can authenticate at the token endpoint with a registered or configured client; empty where that is not known.
    pub authentication: &'static [&'static str],
    /// Whether it can read a form-encoded token answer.
    pub reads_form_answers: Option<bool>,
    /// What it can do that few servers demand; an empty list means none of it.
    pub meets: Option<&'static [Demand]>,
    /// Whether it renews its token by the refresh token.
    pub renews: Option<bool>,
}

impl Profile {
    const UNKNOWN: Self = Self {
        id: "",
        name: "",
        sources: &[],
        reach: None,
        without_metadata: None,
        wants_metadata_url: None,
        resource: None,
        issuer: None,
        wants_advertised_pkce: None,
        registration: &[],
        redirect_uris: &[],
        client_id_goes: None,
        document: None,
        authentication: &[],
        reads_form_answers: None,
        meets: None,
        renews: None,
    };

    /// The profile with this stable name.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|profile| profile.id == id)
    }

    /// The day on which its sources were read last, `YYYY-MM-DD`.
    #[must_use]
    pub fn as_of(&self) -> &'static str {
        let days = self.sources.iter().map(|source| source.read);
        days.max().unwrap_or_default()
    }

    /// The page that tells a fact, where the profile states it.
    fn source_of(&self, fact: Fact) -> Option<&'static str> {
        let tells = |source: &&Source| source.tells.contains(&fact);
        self.sources.iter().find(tells).map(|source| source.url)
    }
}

/// A page that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Day on which it was read last, `YYYY-MM-DD`.
    pub read: &'static str,
    /// Its address.
    pub url: &'static str,
    /// What it tells.
    pub tells: &'static [Fact],
}

impl Source {
    const fn read(read: &'static str, url: &'static str, tells: &'static [Fact]) -> Self {
        Self { read, url, tells }
    }
}

/// What a source can tell: the members of a profile that hold knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// [`Profile::reach`].
    Reach,
    /// [`Profile::without_metadata`].
    WithoutMetadata,
    /// [`Profile::wants_metadata_url`].
    MetadataUrl,
    /// [`Profile::resource`].
    Resource,
    /// [`Profile::issuer`].
    Issuer,
    /// [`Profile::wants_advertised_pkce`].
    Pkce,
    /// [`Profile::registration`].
    Registration,
    /// [`Profile::redirect_uris`].
    Redirects,
    /// [`Profile::client_id_goes`].
    ClientId,
    /// [`Profile::document`].
    Document,
    /// [`Profile::authentication`].
    Authentication,
    /// [`Profile::reads_form_answers`].
    TokenAnswer,
    /// [`Profile::meets`].
    Demands,
    /// [`Profile::renews`].
    Refresh,
}

/// From where a client connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To servers that it starts itself (stdio), and to no address.
    LocalOnly,
    /// From the machine of the person.
    FromHere,
    /// From its vendor's cloud: an address of a private network is out of its reach.
    FromCloud,
}

/// The client ID metadata document of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// How its client ids begin.
    pub ids: &'static [&'static str],
    /// The ways to authenticate that it names, the preferred one first.
    pub methods: &'static [&'static str],
    /// A method that the authorization server has to list before the client uses its document at all.
    pub only_where_listed: Option<&'static str>,
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

/// How a client compares `issuer` with the one it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerComparison {
    /// Has to be the same text.
    Exact,
    /// The same, but without resource metadata a slash behind the server's own origin makes no difference.
    ExactWhereNamed,
    /// A slash at the end of what it asked for may be missing in the metadata.
    ButForSlash,
    /// Doesn't compare.
    None,
}

/// What an authorization server or a server can demand beyond an ordinary request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Pushed authorization requests (RFC 9126).
    PushedRequests,
    /// Signed request objects (RFC 9101).
    SignedRequests,
    /// Tokens that are bound to a key (RFC 9449).
    Dpop,
}

/// How a client gets its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A client ID metadata document.
    Document,
    /// The same, where the program that uses this library has one.
    DocumentOfProgram,
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
    pub sources: Vec<&'static str>,
    /// Where the browser comes back: what has to be registered for this client; `<port>` stands for what changes.
    pub redirect_uris: &'static [&'static str],
    /// Where a person enters a client ID of their own, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id_goes: Option<&'static str>,
    /// The steps, up to the one where it stops.
    pub steps: Vec<Stage>,
    /// How it ends, as far as it is modelled and seen.
    pub ends: Ends,
    /// Where it stops; nothing where it goes through as far as it is modelled and seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stops_at: Option<&'static str>,
}

/// How a client ends with this evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// Nothing that was seen stops it.
    GetsIn,
    /// It needs something from the person.
    Asks,
    /// It stops.
    Stops,
    /// The step that decides was not seen, or nobody has shown what it does there.
    Unknown,
}

/// One step of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// Which.
    pub step: &'static str,
    /// What it does there.
    pub does: Does,
    /// Why, in one sentence.
    pub why: String,
    /// The page that tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'static str>,
    /// The rules whose findings this step replaces: what the client itself does there counts.
    pub stands_for: &'static [&'static str],
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

#[cfg(test)]
mod tests;
