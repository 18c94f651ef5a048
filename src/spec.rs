//! The revisions of the MCP specification and what a citation is; the citations themselves are constants in [`cite`]. No other file
//! holds a link to a specification.

pub mod cite;

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
    /// A clause of the MCP specification. The link is made for the revision that is judged.
    Mcp(&'static Clause),
    /// Any other document: label and link.
    Other(&'static str, &'static str),
}

/// A clause of the MCP specification and where each revision has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its heading, as a reader knows it.
    pub heading: &'static str,
    /// Page and anchor in each revision, in the order of [`Revision::ALL`]; empty where the revision has no such clause.
    pub places: [&'static str; 4],
}

impl Clause {
    /// Revision, page and anchor for a revision: its own, else the next later one that has the clause, else the last that had it.
    #[must_use]
    pub fn place(&self, revision: Revision) -> (Revision, &'static str) {
        let known = || {
            Revision::ALL
                .into_iter()
                .zip(self.places)
                .filter(|(_, place)| !place.is_empty())
        };
        known()
            .find(|(at, _)| *at >= revision)
            .or_else(|| known().next_back())
            .unwrap_or((revision, "authorization"))
    }
}

impl Cite {
    /// What a reader sees, such as `RFC 9728 §3.3`.
    #[must_use]
    pub fn label(self, revision: Revision) -> String {
        match self {
            Self::Rfc(number, section) if is_numbered(section) => {
                format!("RFC {number} §{section}")
            }
            Self::Rfc(number, appendix) => format!("RFC {number} appendix {appendix}"),
            Self::Mcp(clause) => {
                format!(
                    "MCP {}: {}",
                    clause.place(revision).0.as_str(),
                    clause.heading
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
                let kind = if is_numbered(section) {
                    "section"
                } else {
                    "appendix"
                };
                format!("https://www.rfc-editor.org/rfc/rfc{number}#{kind}-{section}")
            }
            Self::Mcp(clause) => {
                let (at, place) = clause.place(revision);
                let folder = if place.starts_with("security_best_practices") {
                    format!("docs/{}/tutorials/security", at.as_str())
                } else if place.starts_with("deprecated") {
                    format!("specification/{}", at.as_str())
                } else {
                    format!("specification/{}/basic", at.as_str())
                };
                format!("https://modelcontextprotocol.io/{folder}/{place}")
            }
            Self::Other(_, url) => url.to_owned(),
        }
    }
}

fn is_numbered(section: &str) -> bool {
    section.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Cite, Revision, cite};

    /// Page and anchor of every heading of the specification's pages, one a line: `2025-06-18 authorization#overview`.
    const HEADINGS: &str = include_str!("spec/headings.txt");

    #[test]
    fn every_mcp_citation_leads_to_a_heading_that_exists() {
        for cite in cite::ALL.into_iter().flatten() {
            let Cite::Mcp(clause) = cite else { continue };
            for revision in Revision::ALL {
                let (at, place) = clause.place(revision);
                let line = format!("{} {place}", at.as_str());
                assert!(HEADINGS.lines().any(|known| known == line), "{line}");
            }
        }
    }

    /// Numbers of the sections of RFCs, one a line: `9728 3.3`.
    const SECTIONS: &str = include_str!("spec/sections.txt");

    #[test]
    fn every_cited_section_exists_in_the_rfcs_whose_contents_are_stored() {
        for cite in cite::ALL.into_iter().flatten() {
            let Cite::Rfc(number, section) = cite else {
                continue;
            };
            let stored = SECTIONS
                .lines()
                .any(|line| line.starts_with(&format!("{number} ")));
            let line = format!("{number} {section}");
            assert!(
                !stored || SECTIONS.lines().any(|known| known == line),
                "{line}"
            );
        }
    }

    #[test]
    fn every_citation_has_a_label_and_a_link() {
        for cite in cite::ALL.into_iter().flatten() {
            for revision in Revision::ALL {
                assert!(cite.url(revision).starts_with("https://"), "{cite:?}");
                assert!(!cite.label(revision).is_empty(), "{cite:?}");
            }
            if let Cite::Rfc(number, section) = cite {
                assert!((1000..10_000).contains(number), "{cite:?}");
                let parts = section.split('.').all(|part| {
                    part.parse::<u8>().is_ok() || (part.len() == 1 && ("A"..="Z").contains(&part))
                });
                assert!(parts, "{cite:?}");
            }
        }
    }

    #[test]
    fn a_clause_is_linked_in_the_revision_that_is_judged() {
        let url = |revision| cite::MCP_CANONICAL_URI.url(revision);
        assert!(
            url(Revision::V2025_06_18)
                .ends_with("2025-06-18/basic/authorization#canonical-server-uri")
        );
        assert!(
            url(Revision::V2025_03_26).contains("/2025-06-18/"),
            "the first revision that has it"
        );
        let bound = cite::MCP_AUTHORIZATION_BASE_URL.label(Revision::V2026_07_28);
        assert!(
            bound.contains("2025-03-26"),
            "the last revision that had it"
        );
    }
}
