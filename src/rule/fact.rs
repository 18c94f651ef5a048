//! What a check says: a verdict, and the facts of what it found.

use super::{Party, Severity, Ways};
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};

/// How a finding is known.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// It is in the evidence.
    #[default]
    Observed,
    /// A client whose wording is known says it, and nothing that was seen speaks against it.
    Told,
    /// It follows from the evidence, or from a message that may mean something else.
    Inferred,
}

/// What a check says.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Looked at, and fine.
    Pass,
    /// Found, once or more often.
    Fail(Vec<Fact>),
    /// There was nothing to look at.
    NotApplicable,
    /// It could not be seen: a header that the browser hid, a body that was cut, a step not reached.
    Unseen {
        /// What could not be seen.
        what: String,
        /// Why not.
        why: String,
        /// How to see it.
        how: String,
    },
}

/// One finding of a check. Boxed: a rule hands it on several times, and a pointer is cheap to hand on, in code too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fact(Box<Details>);

/// The facts of one finding; prose around them is the rule's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The fact in one sentence with the actual values; empty means the rule's own title.
    pub title: String,
    /// What should have been there.
    pub expected: Option<String>,
    /// What was there; never a secret.
    pub received: Option<String>,
    /// Where: index of the exchange in the evidence, and the header, member or parameter.
    pub exchange: Option<usize>,
    /// Header, member or parameter.
    pub member: Option<String>,
    /// Another severity than the rule's, where the facts make it better or worse.
    pub severity: Option<Severity>,
    /// Another party than the rule's.
    pub party: Option<Party>,
    /// Other ways out than the rule's.
    pub ways: Option<Ways>,
    /// Another fix than the rule's, where the facts allow a more exact one.
    pub fix: Option<String>,
    /// Whether nothing is broken here and a person has to bring something, as [`super::Rule::needs_person`] says of a whole rule.
    pub needs_person: bool,
    /// Seen, concluded, or told by a message.
    pub certainty: Certainty,
}

impl Verdict {
    /// [`Verdict::Fail`] with the facts; without one, [`Verdict::Pass`] where there was something to look at.
    #[must_use]
    pub fn of(looked: bool, facts: impl IntoIterator<Item = Fact>) -> Self {
        Self::of_each(looked, &mut facts.into_iter())
    }

    /// One copy of the collecting for all rules.
    fn of_each(looked: bool, facts: &mut dyn Iterator<Item = Fact>) -> Self {
        let facts: Vec<Fact> = facts.collect();
        match (facts.is_empty(), looked) {
            (false, _) => Self::Fail(facts),
            (true, true) => Self::Pass,
            (true, false) => Self::NotApplicable,
        }
    }
}

impl Deref for Fact {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Fact {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl Fact {
    /// A fact that no single exchange shows.
    #[must_use]
    pub fn titled(title: impl Into<String>) -> Self {
        Self(Box::new(Details {
            title: title.into(),
            ..Details::default()
        }))
    }

    /// A fact that the exchange at this index shows.
    #[must_use]
    pub fn at(exchange: usize, title: impl Into<String>) -> Self {
        let mut fact = Self::titled(title);
        fact.exchange = Some(exchange);
        fact
    }

    /// The same fact, shown by the exchange at this index, if one shows it.
    #[must_use]
    pub fn shown_by(mut self, exchange: Option<usize>) -> Self {
        self.exchange = exchange;
        self
    }

    /// The same fact at a header, member or parameter.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>) -> Self {
        self.member = Some(name.into());
        self
    }

    /// With what should have been there.
    #[must_use]
    pub fn expected(mut self, value: impl Into<String>) -> Self {
        self.expected = Some(value.into());
        self
    }

    /// With what should have been there, where that is known.
    #[must_use]
    pub fn expected_if(self, known: Option<impl Into<String>>) -> Self {
        match known {
            Some(value) => self.expected(value),
            None => self,
        }
    }

    /// With what was there, where that is known; never a secret.
    #[must_use]
    pub fn received_if(self, known: Option<impl Into<String>>) -> Self {
        match known {
            Some(value) => self.received(value),
            None => self,
        }
    }

    /// With what was there; never a secret.
    #[must_use]
    pub fn received(mut self, value: impl Into<String>) -> Self {
        self.received = Some(value.into());
        self
    }

    /// As bad as this, whatever the rule says.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// To be fixed by this party, whatever the rule says.
    #[must_use]
    pub fn party(mut self, party: Party) -> Self {
        self.party = Some(party);
        self
    }

    /// With these ways out, whatever the rule says.
    #[must_use]
    pub fn ways(mut self, ways: Ways) -> Self {
        self.ways = Some(ways);
        self
    }

    /// With a more exact fix than the rule's.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// Nothing is broken where this holds: a person has to bring something, or to say yes.
    #[must_use]
    pub fn needs_person_if(mut self, needs: bool) -> Self {
        self.needs_person = needs;
        self
    }

    /// Concluded, not observed.
    #[must_use]
    pub fn inferred(mut self) -> Self {
        self.certainty = Certainty::Inferred;
        self
    }

    /// Told by the message alone.
    #[must_use]
    pub fn told(mut self) -> Self {
        self.certainty = Certainty::Told;
        self
    }
}
