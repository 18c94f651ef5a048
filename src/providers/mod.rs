//! What is known of one authorization provider, as dated data with sources. A pack changes advice and names deviations that are
//! known to be harmless; it never changes a security check.

pub mod gateways;
mod recognise;

pub use recognise::{by_issuer, by_prefix, recognise};

/// One provider. What nobody has shown stays at its `UNKNOWN` value; nothing is guessed.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// Stable name in lower case.
    pub id: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// Where each fact comes from, and when that was read.
    pub sources: &'static [Source],
    /// Hosts of its issuers and endpoints: `a.example` exactly, `.a.example` with all below, `a.` by its beginning.
    pub hosts: &'static [&'static str],
    /// Parts of a path that only this provider has, for those that people host themselves.
    pub paths: &'static [&'static str],
    /// Parts of error texts that only this provider writes, in lower case.
    pub errors: &'static [&'static str],
    /// How a client gets an id, in the order of preference.
    pub registration: &'static [Registration],
    /// How it is told for which server a token is meant.
    pub resource: ResourceParameter,
    /// How it compares redirect URIs.
    pub redirects: Redirects,
    /// Whether it supports S256 and says so.
    pub pkce: Pkce,
    /// What brings a refresh token: a scope, and parameters of the authorization request.
    pub refresh: Refresh,
    /// Where an own OAuth app is made.
    pub app: Option<App>,
    /// Where a person makes a token by hand; `None` where its MCP server accepts none, or nothing is known.
    pub token: Option<StaticToken>,
    /// Peculiarities worth knowing, one sentence each.
    pub notes: &'static [&'static str],
    /// What is switched on where, for what is found.
    pub hints: &'static [Hint],
}

/// What helps against a finding at one provider or gateway, and where that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The rules whose findings it helps against.
    pub rules: &'static [&'static str],
    /// What happens there and what to set, in one or two sentences.
    pub text: &'static str,
    /// The page that tells it.
    pub source: &'static str,
    /// The day on which that page was read, `YYYY-MM-DD`.
    pub read: &'static str,
}

/// The hints against what a rule finds.
pub fn hints_for<'a>(hints: &'a [Hint], rule: &'a str) -> impl Iterator<Item = &'a Hint> {
    hints.iter().filter(move |hint| hint.rules.contains(&rule))
}

impl Provider {
    /// Nothing known.
    pub const UNKNOWN: Self = Self {
        id: "",
        name: "",
        sources: &[],
        hosts: &[],
        paths: &[],
        errors: &[],
        registration: &[],
        resource: ResourceParameter::Unknown,
        redirects: Redirects::UNKNOWN,
        pkce: Pkce::Unknown,
        refresh: Refresh::UNKNOWN,
        app: None,
        token: None,
        notes: &[],
        hints: &[],
    };
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
    /// A page, the day on which it was read, and what it tells.
    #[must_use]
    pub const fn read(read: &'static str, url: &'static str, tells: &'static [Fact]) -> Self {
        Self { read, url, tells }
    }
}

/// What a source can tell: the members of a pack that hold knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// [`Provider::registration`].
    Registration,
    /// [`Provider::resource`].
    Resource,
    /// [`Provider::redirects`].
    Redirects,
    /// [`Provider::pkce`].
    Pkce,
    /// [`Provider::refresh`].
    Refresh,
    /// [`Provider::app`].
    App,
    /// [`Provider::token`].
    Token,
    /// [`Provider::notes`].
    Notes,
}

/// How a client gets an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// A client ID metadata document.
    Document,
    /// The same, where the provider's customer has switched it on.
    DocumentOptIn,
    /// Dynamic registration, open to everybody.
    Dynamic,
    /// Dynamic registration, where the provider's customer has switched it on.
    DynamicOptIn,
    /// Dynamic registration for admitted clients or redirect URIs only.
    DynamicRestricted,
    /// An app made by hand.
    OwnApp,
}

/// How the provider is told for which server a token is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceParameter {
    /// `resource` (RFC 8707).
    Resource,
    /// `resource` only after a setting of the tenant, else `audience`.
    AudienceUnlessSet,
    /// By the scope: `<resource>/scope`; a `resource` that doesn't fit the scope is refused.
    Scope,
    /// `resource` is ignored; the audience is configured at the provider.
    Configured,
    /// Not known.
    Unknown,
}

/// How redirect URIs are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redirects {
    /// The rule for everything but the loopback port.
    pub matching: Matching,
    /// Loopback names for which any port is accepted (RFC 8252 §7.3).
    pub port_free: &'static [&'static str],
    /// Loopback names that can be registered at all.
    pub loopback: &'static [&'static str],
    /// Whether a private-use scheme such as `vscode:` can be registered; `None` where it isn't known.
    pub schemes: Option<bool>,
    /// How many redirect URIs one app can have, where it is one.
    pub single: bool,
    /// What else to know before a loopback URI is registered, in one sentence; empty where there is nothing.
    pub loopback_note: &'static str,
}

impl Redirects {
    /// Nothing known: plan as if everything had to match exactly.
    pub const UNKNOWN: Self = Self {
        matching: Matching::Unknown,
        port_free: &[],
        loopback: &["127.0.0.1", "localhost", "[::1]"],
        schemes: None,
        single: false,
        loopback_note: "",
    };
    /// Every character must be the same, the port too.
    pub const EXACT: Self = Self {
        matching: Matching::Exact,
        ..Self::UNKNOWN
    };
}

/// The names of this machine that a listener is reached by; the first is the one that this package sends.
pub const BOTH: &[&str] = &["localhost", "127.0.0.1"];

/// The rule by which a redirect URI is compared with the registered ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// Character by character (RFC 9700 §2.1).
    Exact,
    /// The registered URI or a path below it.
    PathBelow,
    /// Patterns that an administrator allows.
    Pattern,
    /// Not known.
    Unknown,
}

/// PKCE with S256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pkce {
    /// Supported, and its metadata says so.
    Advertised,
    /// Supported, but its metadata doesn't say so: a known deviation, harmless where S256 is sent.
    SupportedOnly,
    /// Not known.
    Unknown,
}

/// What brings a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refresh {
    /// A scope to ask for.
    pub scope: Option<&'static str>,
    /// Parameters of the authorization request.
    pub parameters: &'static [(&'static str, &'static str)],
}

impl Refresh {
    /// Nothing special is needed, or nothing is known.
    pub const UNKNOWN: Self = Self {
        scope: None,
        parameters: &[],
    };
    /// `offline_access`.
    pub const OFFLINE_ACCESS: Self = Self {
        scope: Some("offline_access"),
        parameters: &[],
    };
}

/// Where an own OAuth app is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App {
    /// Page to open; empty where every tenant has its own.
    pub url: &'static str,
    /// What to click, from that page on.
    pub path: &'static str,
    /// Whether a client secret comes back and must be sent, even by a public client.
    pub secret: bool,
}

/// A token that a person makes by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaticToken {
    /// Page to open.
    pub url: &'static str,
    /// How it is sent.
    pub scheme: Scheme,
    /// Scopes or permissions to choose; empty where there is nothing to choose.
    pub scopes: &'static [&'static str],
}

/// How a static credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`, with the e-mail address or user name before the token.
    Basic,
}

macro_rules! packs {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        /// Every provider pack.
        pub static ALL: &[&Provider] = &[$(&$name::PROVIDER),*];
    };
}

packs![
    github,
    gitlab,
    google,
    entra,
    okta,
    auth0,
    keycloak,
    cognito,
    slack,
    atlassian,
    notion,
    linear,
    sentry,
    figma,
    asana,
    salesforce,
    cloudflare_access,
    workos,
    stytch,
    descope,
    clerk,
    ping,
    supabase,
    zitadel,
    hydra,
    adfs,
    scalekit,
    vercel,
    authentik,
    dex,
    fusionauth,
];

#[cfg(test)]
mod tests;

/// Whether a text is a day, `YYYY-MM-DD`.
#[cfg(test)]
pub(crate) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.as_slice(), [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2)
        && parts.iter().all(digits)
}
