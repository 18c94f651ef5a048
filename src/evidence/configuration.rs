//! What a client was told of its servers: names, addresses and the shapes of values. No secret is kept, so nothing has to be hidden.

pub mod clients;

use clients::KnownClient;
use serde::{Deserialize, Serialize};

/// A configuration as somebody pasted it.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Configuration {
    /// The client whose configuration it is, where its form or the text around it tells; several clients share some forms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<KnownClient>,
    /// In what it is written.
    pub syntax: Syntax,
    /// The member that holds the servers, as written: `mcpServers`; empty where there is none.
    pub list: String,
    /// The servers, in their order.
    pub servers: Vec<ConfiguredServer>,
    /// Where the text is not what its syntax wants.
    pub flaws: Vec<Flaw>,
    /// Inputs that the configuration declares, by id (VS Code).
    pub inputs: Vec<String>,
}

impl Configuration {
    /// Every text in it that somebody wrote.
    pub fn texts_mut(&mut self) -> Vec<&mut String> {
        let mut texts: Vec<&mut String> = vec![&mut self.list];
        texts.extend(&mut self.inputs);
        for server in &mut self.servers {
            texts.push(&mut server.name);
            texts.extend(&mut server.command);
            for setting in server.address.iter_mut().chain(&mut server.settings) {
                texts.push(&mut setting.path);
                texts.extend(&mut setting.value);
                let Some(credential) = &mut setting.credential else {
                    continue;
                };
                texts.push(&mut credential.header);
                texts.extend(&mut credential.scheme);
                match &mut credential.kind {
                    Kept::Variable { written } => texts.push(written),
                    Kept::Placeholder { word } | Kept::Nothing { word } => texts.push(word),
                    Kept::Empty | Kept::Literal => {}
                }
            }
        }
        texts
    }
}

/// In what a configuration is written.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Syntax {
    /// JSON, with or without comments.
    #[default]
    Json,
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
    /// Java properties.
    Properties,
    /// A command of a terminal.
    Command,
    /// Lines of a program.
    Code,
}

impl Syntax {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Toml => "TOML",
            Self::Yaml => "YAML",
            Self::Properties => "properties",
            Self::Command => "a command",
            Self::Code => "code",
        }
    }
}

/// One server of a configuration.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfiguredServer {
    /// Its name in the configuration.
    pub name: String,
    /// Its line, counted from 1 in the text of the configuration.
    pub line: usize,
    /// The address, without what may be a secret in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Setting>,
    /// The program that is started, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Every other member, by its path in the entry: `type`, `headers`, `headers.Authorization`, `args.3`.
    pub settings: Vec<Setting>,
}

impl ConfiguredServer {
    /// The setting with this path.
    #[must_use]
    pub fn setting(&self, path: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.path == path)
    }

    /// Whether a member of this name stands at the top of the entry.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.setting(path).is_some()
            || self
                .address
                .as_ref()
                .is_some_and(|address| address.path == path)
    }

    /// The settings that carry a credential.
    pub fn credentials(&self) -> impl Iterator<Item = (&Setting, &Credential)> {
        let settings = self.settings.iter();
        settings.filter_map(|setting| Some((setting, setting.credential.as_ref()?)))
    }

    /// Whether every request of the client carries a credential that stands here, so that it should need no sign-in.
    #[must_use]
    pub fn has_fixed_credential(&self) -> bool {
        self.credentials()
            .any(|(_, credential)| credential.sent && credential.kind != Kept::Empty)
    }
}

/// A member of a server's entry.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Setting {
    /// Its path in the entry.
    pub path: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// Its value, where that is a word of the client's own or an address; never a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What its value is like, where it may be a credential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<Credential>,
}

/// What a credential in a configuration is like.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Credential {
    /// Whether it is a header that the client sends with each request.
    pub sent: bool,
    /// The name of the header, where it is one.
    pub header: String,
    /// The scheme as written, where there is one: `Bearer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// Where the value is kept.
    pub kind: Kept,
    /// What is odd about how it is written.
    pub oddities: Vec<Oddity>,
}

/// Where a credential's value is kept.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "in")]
pub enum Kept {
    /// Nothing is there.
    #[default]
    Empty,
    /// In the text itself.
    Literal,
    /// In a variable, written as here.
    Variable {
        /// The reference as it stands, such as `${env:TOKEN}`.
        written: String,
    },
    /// Nowhere: the example's own word was left.
    Placeholder {
        /// The word.
        word: String,
    },
    /// Nowhere: the word of a program for "nothing".
    Nothing {
        /// `null`, `undefined` or `None`.
        word: String,
    },
}

/// What is odd about how a credential is written.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Oddity {
    /// It has a line break in it or at its end.
    LineBreak,
    /// It has a space at its beginning or end, or within the token.
    Space,
    /// Quotation marks belong to the value.
    Quoted,
    /// The scheme stands there twice.
    SchemeTwice,
    /// `Bearer:` instead of `Bearer`.
    Colon,
    /// The value repeats the name of its header.
    HeaderName,
    /// A space stands between the colon and the value in an argument of a command.
    SpaceInArgument,
    /// A character that no header may have.
    NotAscii,
}

/// Where a text is not what its syntax wants.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Flaw {
    /// What it is.
    pub kind: FlawKind,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

/// What is not as the syntax wants it.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlawKind {
    /// A comma is missing.
    MissingComma,
    /// A comma stands before a closing bracket.
    TrailingComma,
    /// A comma stands where nothing is to be separated.
    ExtraComma,
    /// A colon is missing.
    MissingColon,
    /// A closing bracket is missing.
    Unclosed,
    /// A closing bracket too many, or of the wrong kind.
    WrongBracket,
    /// The braces around the whole are missing.
    NoBraces,
    /// A closing quotation mark is missing.
    MissingQuote,
    /// Typographic quotation marks.
    TypographicQuotes,
    /// Single quotation marks.
    SingleQuotes,
    /// A name without quotation marks.
    BareName,
    /// A value without quotation marks that is neither number, `true`, `false` nor `null`.
    BareValue,
    /// A comment.
    Comment,
    /// A line break within a text.
    LineBreak,
    /// A backslash that begins no escape.
    Backslash,
    /// A tab that indents (YAML).
    Tab,
    /// Something else.
    #[default]
    Other,
}

impl FlawKind {
    /// What is wrong, as a sentence without its end.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::MissingComma => "a comma is missing",
            Self::TrailingComma => "there is a comma before the closing bracket",
            Self::ExtraComma => "there is a comma too many",
            Self::MissingColon => "a colon is missing",
            Self::Unclosed => "a closing bracket is missing",
            Self::WrongBracket => "there is a closing bracket that nothing opened",
            Self::NoBraces => "the braces { } around the whole are missing",
            Self::MissingQuote => "a closing quotation mark is missing",
            Self::TypographicQuotes => "the quotation marks are typographic ones",
            Self::SingleQuotes => "the quotation marks are single ones",
            Self::BareName => "a name has no quotation marks",
            Self::BareValue => "a value has no quotation marks",
            Self::Comment => "there is a comment",
            Self::LineBreak => "there is a line break within a text",
            Self::Backslash => "a backslash is not doubled",
            Self::Tab => "a tab indents a line",
            Self::Other => "it can't be read on from here",
        }
    }
}
