//! What is said when signing in fails, as data: `table.txt` has the messages that people are shown, `answers.txt` the words of the
//! answers. Both lead to rules, and both are compared by words.

mod addresses;
pub mod answers;
mod heard;
mod little;
mod table;
mod words;

pub use addresses::first_address;
pub use little::{Meaning, meaning};
pub use table::rows;
pub use words::{Phrases, words};

/// One wording and the causes that it points to.
#[derive(Clone, Debug)]
pub struct Symptom {
    /// What it says.
    pub says: Phrases,
    /// Where given, one of these occurs in the message or in an address of the evidence: a provider's or client's own behaviour.
    pub near: Vec<&'static str>,
    /// The causes, by rule id, the likeliest first.
    pub rules: Vec<&'static str>,
    /// How well the wording tells the cause.
    pub tells: Tells,
    /// The sentence that people see, as it is shown; every wording that tells something has one.
    pub shown: Option<&'static str>,
    /// Who says it.
    pub who: &'static str,
    /// Where it was learnt.
    pub source: &'static str,
}

/// How well a wording tells the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    /// It fits several causes: evidence of any of them decides.
    Little,
    /// It names the step that failed.
    Step,
    /// It names the cause.
    Cause,
    /// It is a whole message that a client or a provider has for one cause only: nothing needs to be guessed.
    Whole,
}

/// One thing that a message may say.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The rule that would account for it, by id.
    pub rule: &'static str,
    /// How well the wording tells it.
    pub tells: Tells,
    /// Whether it is the likeliest reading of its wording.
    pub first: bool,
    /// Whose wording it is.
    pub who: &'static str,
}

/// All that a message says, as the table compares it: its words, and how the addresses in it differ. Empty where it says nothing.
fn said_of(message: &str, server: Option<&str>) -> String {
    let heard = heard::heard(message);
    if heard.is_empty() {
        return String::new();
    }
    format!(
        "{} {} {}",
        words(&heard),
        addresses::relation_in_words(&heard),
        server.map_or("", |server| addresses::expected_in_words(&heard, server))
    )
}

/// What a message may say, each rule once, the most telling first. `server` is the MCP server's address; `around` are the addresses and
/// the challenges that were seen: the behaviour of one provider or client counts only near it.
#[must_use]
pub fn claims(message: &str, server: Option<&str>, around: &str) -> Vec<Claim> {
    let said = said_of(message, server);
    if said.is_empty() {
        return Vec::new();
    }
    let around = format!(
        "{} {}",
        message.to_ascii_lowercase(),
        around.to_ascii_lowercase()
    );
    let mut found: Vec<&Symptom> = rows()
        .iter()
        .filter(|row| row.near.is_empty() || row.near.iter().any(|near| around.contains(near)))
        .filter(|row| row.says.occur_in(&said))
        .collect();
    // What a client does wrong itself accounts for what it complains of.
    let of_client = |row: &Symptom| {
        row.rules
            .first()
            .is_some_and(|rule| rule.starts_with("client/"))
    };
    found.sort_by_key(|row| std::cmp::Reverse((row.tells, !row.near.is_empty(), of_client(row))));
    let mut claims: Vec<Claim> = Vec::new();
    for row in found {
        for (at, rule) in row.rules.iter().enumerate() {
            if !claims.iter().any(|one| one.rule == *rule) {
                claims.push(Claim {
                    rule,
                    tells: row.tells,
                    first: at == 0,
                    who: row.who,
                });
            }
        }
    }
    claims
}
