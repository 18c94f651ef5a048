//! A way out as a host renders it: what advice is made of.

use serde::{Deserialize, Serialize};

/// A way out as a host renders it: a button or a form where a program carries it out, else a text to copy.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What kind of way it is.
    pub kind: ActionKind,
    /// Who carries it out.
    #[serde(default)]
    pub by: By,
    /// What it is, in a few words: the heading.
    pub title: String,
    /// Why this is offered here.
    pub why: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// What to fill in.
    pub fields: Vec<Field>,
    /// What the button says: it goes on with `applyAction`, or copies `message` where a person carries it out.
    #[serde(default)]
    pub submit: String,
    /// Whether the person logs in, in a browser or by a code, once it goes on.
    #[serde(default)]
    pub login: bool,
    /// What a person sends or keeps, whole and ready to copy; nothing where a program carries it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Whether `message` is for somebody else (the operator, the client's author): to be read, and sent to them.
    #[serde(default)]
    pub sends: bool,
    /// The issuer that what is filled in is meant for, raw; `applyAction` shows it to no other one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

/// A way that doesn't work here.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuledOut {
    /// What kind of way it is.
    pub kind: ActionKind,
    /// Why not, in one sentence.
    pub why: String,
}

/// Who carries out a way.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// A program: `applyAction` goes on with it.
    Program,
    /// A person, elsewhere: `applyAction` refuses it.
    #[default]
    Person,
}

/// The closed list of ways.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Sign in now.
    SignIn,
    /// Use a client ID metadata document.
    ClientMetadataDocument,
    /// Make an own OAuth app at the provider and use its client id.
    OwnApp,
    /// Use a personal access token.
    PersonalAccessToken,
    /// Use user name and password, or id and key, by Basic.
    Basic,
    /// Use an API key in a header.
    ApiKeyHeader,
    /// Sign in again with more scopes.
    AddScopes,
    /// Forget the registered client and register again.
    RegisterAgain,
    /// Send the patch to the server's operator.
    PatchServer,
    /// Send the patch to the authorization server's operator.
    PatchAuthorizationServer,
    /// Tell the client's author.
    ReportToClient,
    /// Let the client through at the edge.
    AllowAtEdge,
    /// Use another address.
    UseOtherAddress,
    /// Allow one named deviation (`allow`), on the person's own decision.
    AllowDeviation,
    /// Try again later.
    RetryLater,
    /// Free the port, or use another.
    FreePort,
    /// Change a setting of the machine, the network or the client.
    ChangeSetting,
    /// Open the address by hand, and paste back where the browser ends.
    OpenByHand,
    /// Capture more: what tells the candidates apart.
    CaptureMore,
    /// Ask a server that a configuration names: `diagnose` with its address, which the message ends with.
    AskServer,
}

impl ActionKind {
    /// Whether somebody else has to be told, who fixes it.
    #[must_use]
    pub const fn sends(self) -> bool {
        matches!(
            self,
            Self::PatchServer
                | Self::PatchAuthorizationServer
                | Self::ReportToClient
                | Self::AllowAtEdge
        )
    }
}

/// One field of a form.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, for `applyAction`.
    pub name: String,
    /// What the person reads.
    pub label: String,
    /// `text`, `password`, `url`, `select` or `checkbox`.
    pub r#type: String,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether it is hidden and never has a `value`.
    pub secret: bool,
    /// A regular expression that the value must match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// A line of help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// What the evidence allows to fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
