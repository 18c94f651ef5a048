//! Every citation of the project, as constants in one place: document, section, link. No other file holds a link to a specification.

use serde::{Deserialize, Serialize};

/// A revision of the MCP specification that says something about authorization; ordered by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Revision {
    /// 2025-03-26: the MCP server is the authorization server.
    #[serde(rename = "2025-03-26")]
    V2025_03_26,
    /// 2025-06-18: protected resource metadata.
    #[serde(rename = "2025-06-18")]
    V2025_06_18,
    /// 2025-11-25: well-known fallbacks, PKCE verified, client ID metadata documents.
    #[serde(rename = "2025-11-25")]
    V2025_11_25,
    /// 2026-07-28: issuer validation, application type, dynamic registration deprecated.
    #[serde(rename = "2026-07-28")]
    V2026_07_28,
}

impl Revision {
    /// All of them, oldest first.
    pub const ALL: [Self; 4] = [
        Self::V2025_03_26,
        Self::V2025_06_18,
        Self::V2025_11_25,
        Self::V2026_07_28,
    ];
    /// The newest published one.
    pub const NEWEST: Self = Self::V2026_07_28;

    /// Its date, as the specification writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2025_03_26 => "2025-03-26",
            Self::V2025_06_18 => "2025-06-18",
            Self::V2025_11_25 => "2025-11-25",
            Self::V2026_07_28 => "2026-07-28",
        }
    }

    /// The revision of that date; an unknown newer date counts as the newest, an older one as the oldest.
    #[must_use]
    pub fn nearest(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .rev()
            .find(|revision| revision.as_str() <= text)
            .unwrap_or(Self::V2025_03_26)
    }

    /// The revision of exactly that date.
    #[must_use]
    pub fn exact(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|revision| revision.as_str() == text)
    }
}

/// A place in a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cite {
    /// A section of an RFC: number and section, such as `(9728, "3.3")`.
    Rfc(u16, &'static str),
    /// A heading of an MCP authorization page: page and anchor. The link is made for the revision that is judged.
    Mcp(McpPage, &'static str),
    /// Any other document: label and link.
    Other(&'static str, &'static str),
}

/// The MCP pages that are cited. Until 2025-11-25 authorization is one page; 2026-07-28 splits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum McpPage {
    /// Authorization (2026-07-28: its index page).
    Authorization,
    /// Authorization server discovery (a part of the one page before 2026-07-28).
    Discovery,
    /// Client registration (a part of the one page before 2026-07-28).
    Registration,
    /// Security considerations (a part of the one page before 2026-07-28).
    Security,
    /// Security best practices.
    BestPractices,
    /// Streamable HTTP transport.
    Transport,
}

impl Cite {
    /// What a reader sees, such as `RFC 9728 §3.3`.
    #[must_use]
    pub fn label(self, revision: Revision) -> String {
        match self {
            Self::Rfc(number, section) => format!("RFC {number} §{section}"),
            Self::Mcp(page, anchor) => {
                let page = match page {
                    McpPage::Authorization
                    | McpPage::Discovery
                    | McpPage::Registration
                    | McpPage::Security => "Authorization",
                    McpPage::BestPractices => "Security Best Practices",
                    McpPage::Transport => "Transports",
                };
                format!(
                    "MCP {}, {page}: {}",
                    revision.as_str(),
                    anchor.replace('-', " ")
                )
            }
            Self::Other(label, _) => label.to_owned(),
        }
    }

    /// The link to the clause.
    #[must_use]
    pub fn url(self, revision: Revision) -> String {
        match self {
            Self::Rfc(number, section) => {
                let kind = if section.starts_with(|c: char| c.is_ascii_digit()) {
                    "section"
                } else {
                    "appendix"
                };
                format!("https://www.rfc-editor.org/rfc/rfc{number}#{kind}-{section}")
            }
            Self::Mcp(page, anchor) => format!(
                "https://modelcontextprotocol.io/specification/{}/basic/{}#{anchor}",
                revision.as_str(),
                page.path(revision)
            ),
            Self::Other(_, url) => url.to_owned(),
        }
    }
}

impl McpPage {
    fn path(self, revision: Revision) -> &'static str {
        let split = revision >= Revision::V2026_07_28;
        match self {
            Self::Discovery if split => "authorization/authorization-server-discovery",
            Self::Registration if split => "authorization/client-registration",
            Self::Security if split => "authorization/security-considerations",
            Self::Authorization | Self::Discovery | Self::Registration | Self::Security => {
                "authorization"
            }
            Self::BestPractices => "security_best_practices",
            Self::Transport if split => "transports/streamable-http",
            Self::Transport => "transports",
        }
    }
}
