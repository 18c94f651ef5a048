//! What a rule is: one judgement with everything that belongs to it.

mod fact;
mod ways;

pub use fact::{Certainty, Details, Fact, Verdict};
pub use ways::{Situation, Ways};

use crate::evidence::reading::Reading;
use crate::patch::Correct;
use crate::spec::{Cite, Revision};
use crate::stage::Stage;
use serde::{Deserialize, Serialize};

/// A rule's examples: in wasm they stand in a file beside the module, because only the gallery and the tests want them.
macro_rules! examples {
    ($($example:literal),* $(,)?) => {
        if cfg!(target_arch = "wasm32") {
            &[]
        } else {
            &[$($example),*]
        }
    };
}

/// Where the documentation is, where the build names its site by `MCP_AUTH_DOCTOR_SITE`.
const SITE: Option<&str> = option_env!("MCP_AUTH_DOCTOR_SITE");

/// The address of a rule's page; nothing where the build names no site.
#[must_use]
pub fn page(rule: &str) -> Option<String> {
    let site = SITE.filter(|site| !site.is_empty())?;
    Some(format!("{}/docs/rules/{rule}/", site.trim_end_matches('/')))
}

/// One judgement. A `static` of this type stands in a file of its own under `rules/<step>/`.
pub struct Rule {
    /// Stable: `<step>/<name>`, the same as the file's path.
    pub id: &'static str,
    /// How bad it is under each revision; see [`Rule::severity`].
    pub severity: Severity,
    /// Another severity from a revision on (`since`), oldest first: the rule is data, not a copy.
    pub severities: &'static [(Revision, Severity)],
    /// Who must fix it.
    pub party: Party,
    /// The first revision that the rule applies to.
    pub since: Revision,
    /// The last revision that the rule applies to; `None` for "still".
    pub until: Option<Revision>,
    /// Where in the flow it stops a client, where the id does not say it: rules of clients, browsers and edges stop at the stage of the
    /// exchange that shows it, unless they say another.
    pub at: Option<Stage>,
    /// Whether nothing is broken and a person has to bring something.
    pub needs_person: bool,
    /// Whether it names a refusal that does not say why: there the client's message may.
    pub says_no_reason: bool,
    /// Other rules that the same evidence fits where a fact is only concluded, and the one observation that decides.
    pub alternatives: &'static [(&'static str, &'static str)],
    /// What the rule says in general, for the reference; one sentence.
    pub title: &'static str,
    /// Why it matters: what the user sees, what an attacker gains.
    pub why: &'static str,
    /// What the party must do.
    pub fix: &'static str,
    /// The clauses.
    pub cites: &'static [Cite],
    /// The checks of the official conformance suite that look at the same, by its ids; a test finds each in the installed suite.
    pub conformance: &'static [&'static str],
    /// Evidence in which the rule finds something, as a [transcript](crate::evidence::transcript). At least one; run as tests.
    pub fails: &'static [&'static str],
    /// Evidence in which the rule finds nothing although it looks. At least one; run as tests.
    pub passes: &'static [&'static str],
    /// The check itself.
    pub check: fn(&Reading) -> Verdict,
    /// What helps, besides that whoever must fix it does.
    pub ways: fn(&Situation<'_>) -> Ways,
    /// What the server should send instead; nothing where one document or header is not enough.
    pub patch: Option<Correct>,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.id)
    }
}

impl Rule {
    /// What most rules have in common, to be completed: `Rule { id: …, ..Rule::BASE }`.
    pub const BASE: Self = Self {
        id: "",
        severity: Severity::Error,
        severities: &[],
        party: Party::Server,
        since: Revision::V2025_03_26,
        until: None,
        at: None,
        needs_person: false,
        says_no_reason: false,
        alternatives: &[],
        title: "",
        why: "",
        fix: "",
        cites: &[],
        conformance: &[],
        fails: &[],
        passes: &[],
        check: |_| Verdict::NotApplicable,
        ways: |_| Ways::NONE,
        patch: None,
    };

    /// Its severity under a revision; `None` where the rule does not apply.
    #[must_use]
    pub fn severity(&self, revision: Revision) -> Option<Severity> {
        let applies = self.since <= revision && self.until.is_none_or(|until| revision <= until);
        applies.then(|| {
            self.severities
                .iter()
                .rev()
                .find(|(from, _)| *from <= revision)
                .map_or(self.severity, |(_, severity)| *severity)
        })
    }

    /// The step it belongs to: the part of the id before the slash.
    #[must_use]
    pub fn step(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(step, _)| step)
    }

    /// Where in the flow it stops a client; `None` where only the exchange that shows it tells.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.at.or_else(|| Stage::of(self.step()))
    }
}

/// How bad a finding is.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice.
    Info,
    /// Breaks some clients, or violates a specification with a workaround.
    Warning,
    /// Stops a conforming client.
    Error,
}

/// Who must fix it.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The operator of the MCP server, or of what stands in front of it.
    Server,
    /// The operator of the authorization server.
    AuthorizationServer,
    /// The author of the client.
    Client,
    /// The person who signs in, or their network's administrator.
    User,
}
