//! Why an answer refuses: one table for every stage, read from the top.

use super::words::{Phrases, words};
use crate::stage::Stage;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// The rows as they are written down.
const TEXT: &str = include_str!("answers.txt");

/// Read once.
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));

/// What an answer says, as the table compares it.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The status; 0 where none was seen.
    pub status: u16,
    /// The OAuth error code, or a provider's own.
    pub code: Option<&'a str>,
    /// All that it says, as [`said`] writes it.
    pub said: &'a str,
}

/// What is seen beside an answer, and decides its reason together with what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It has an error code.
    Code,
    /// It is a web page.
    Page,
    /// It has a challenge.
    Challenge,
    /// It redirects to a login.
    ToLogin,
    /// The body is neither JSON nor empty.
    Unreadable,
    /// The client made the endpoint up.
    Guessed,
    /// The request is a refresh.
    Refresh,
    /// The client sends a secret.
    WithSecret,
    /// The client authenticates in two ways at once.
    TwoMethods,
    /// The redirect URI is that of the authorization request.
    SameRedirectUri,
    /// The request names a `resource`.
    SendsResource,
    /// It repeats the client's own id.
    NamesClientId,
    /// The same request with `resource` was accepted.
    PassesWithResource,
    /// The challenge says that the scope is insufficient.
    LacksScope,
    /// The challenge names the scopes.
    ScopeNamed,
    /// The token is not valid yet, by its claims.
    NotYetValid,
    /// The token has expired, by its claims.
    Expired,
    /// The token is a bearer token without readable claims.
    Opaque,
    /// The token is for another audience, by its claims.
    ForeignAudience,
    /// The token is from another issuer, by its claims.
    ForeignIssuer,
    /// The token names no audience, by its claims.
    WithoutAudience,
    /// The same request without a token gets the same answer.
    AsWithoutToken,
    /// The credential is not a token: user name and password, or a key in a header of its own.
    NoToken,
    /// Nobody saw the credential being issued: a person brought it, or the client got it earlier.
    Brought,
    /// This tool sent the request: what it did not get, a person gave it.
    ByThisTool,
}

/// What a rule may ask of an answer that is not refused for a reason of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A missing, expired or invalid credential.
    SignIn,
    /// A key that a service gives out.
    ApiKey,
    /// The client itself, not its redirect URI.
    ClientRefused,
    /// How the client authenticates, and not a wrong assertion.
    ClientMethod,
    /// A member of the request that the server does not know.
    UnknownMember,
    /// A client id or secret that is wrong, however it was sent.
    WrongSecret,
    /// An audience.
    Audience,
    /// A DPoP proof or nonce.
    DpopRefused,
    /// That something is wrong, whatever it is.
    Failure,
    /// A form for a person to sign in.
    SignInForm,
    /// A login, anywhere in the source of a page.
    LoginPage,
}

/// The reason of a refusal: the id of the rule that owns it. `None` where the stage has none, or the answer is not its own.
#[must_use]
pub fn reason(
    stage: Stage,
    answer: &Answer<'_>,
    holds: impl Fn(Sign) -> bool,
) -> Option<&'static str> {
    let rows = TABLE.rows.iter().filter(|row| row.stage == stage);
    let mut fitting = rows.filter(|row| row.fits(answer, &holds));
    let first = fitting.next()?;
    #[cfg(test)]
    tests::note(first, fitting);
    first.rule
}

/// Whether an answer speaks of something.
#[must_use]
pub fn speaks_of(said: &str, subject: Subject) -> bool {
    let told = TABLE.names.get(subject.name());
    told.is_some_and(|told| told.is_in(said))
}

/// All that an answer says, as phrases are compared with it.
#[must_use]
pub fn said(text: &str) -> String {
    const NAMED: [&str; 4] = ["'resource'", "\"resource\"", "`resource`", "resource:"];
    let mut said = words(text);
    if NAMED.iter().any(|sign| text.contains(sign)) {
        said.push_str(" named resource");
    }
    said
}

/// The table: its rows in order, and its names.
struct Table {
    rows: Vec<Row>,
    names: BTreeMap<&'static str, Told>,
}

/// One row.
struct Row {
    /// The row as it is written down.
    #[cfg(test)]
    line: &'static str,
    stage: Stage,
    rule: Option<&'static str>,
    statuses: Vec<RangeInclusive<u16>>,
    codes: Vec<&'static str>,
    signs: Vec<(Sign, bool)>,
    told: Option<Told>,
}

/// Phrases one of which is said, and others none of which is.
struct Told {
    says: Phrases,
    unless: Phrases,
}

impl Table {
    fn read(text: &'static str) -> Self {
        let mut table = Self {
            rows: Vec::new(),
            names: BTreeMap::new(),
        };
        let mut written: BTreeMap<&str, String> = BTreeMap::new();
        let mut stage = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(heading) = line.strip_prefix("== ") {
                stage = heading.split(' ').next().and_then(Stage::of);
            } else if let Some((name, phrases)) =
                line.strip_prefix('$').and_then(|one| one.split_once(" = "))
            {
                let phrases = expanded(phrases, &written);
                table.names.insert(name, Told::read(&phrases));
                written.insert(name, phrases);
            } else if let Some(stage) = stage {
                table.rows.extend(Row::read(line, stage, &written));
            }
        }
        table
    }
}

impl Row {
    fn read(line: &'static str, stage: Stage, names: &BTreeMap<&str, String>) -> Option<Self> {
        let (head, phrases) = match line.split_once(": ") {
            Some((head, phrases)) => (head, Some(phrases)),
            None => (line, None),
        };
        let mut conditions = head.split(' ');
        let rule = conditions.next().filter(|rule| !rule.is_empty())?;
        let mut row = Self {
            #[cfg(test)]
            line,
            stage,
            rule: (rule != "-").then_some(rule),
            statuses: Vec::new(),
            codes: Vec::new(),
            signs: Vec::new(),
            told: phrases.map(|phrases| Told::read(&expanded(phrases, names))),
        };
        for condition in conditions {
            if let Some(code) = condition.strip_prefix("code=") {
                row.codes.push(code);
            } else if let Some(range) = statuses(condition) {
                row.statuses.push(range);
            } else {
                let name = condition.strip_prefix("not:");
                let sign = Sign::of(name.unwrap_or(condition))?;
                row.signs.push((sign, name.is_none()));
            }
        }
        Some(row)
    }

    fn fits(&self, answer: &Answer<'_>, holds: impl Fn(Sign) -> bool) -> bool {
        let status = &answer.status;
        (self.statuses.is_empty() || self.statuses.iter().any(|one| one.contains(status)))
            && (self.codes.is_empty() || self.codes.iter().any(|one| answer.code == Some(*one)))
            && self
                .told
                .as_ref()
                .is_none_or(|told| told.is_in(answer.said))
            && self
                .signs
                .iter()
                .all(|(sign, wanted)| holds(*sign) == *wanted)
    }
}

impl Told {
    fn read(phrases: &str) -> Self {
        let (says, unless) = phrases.split_once(" ! ").unwrap_or((phrases, ""));
        Self {
            says: Phrases::read(says),
            unless: Phrases::read(unless),
        }
    }

    fn is_in(&self, said: &str) -> bool {
        self.says.occur_in(said) && !self.unless.occur_in(said)
    }
}

/// `400` or `400-499`.
fn statuses(text: &str) -> Option<RangeInclusive<u16>> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some(from.parse().ok()?..=to.parse().ok()?)
}

/// The phrases with each name written out: as alternatives where it stands alone, else as alternatives of one phrase.
fn expanded(phrases: &str, names: &BTreeMap<&str, String>) -> String {
    let written = |name: &str| names.get(name).cloned().unwrap_or_default();
    let alternative = |all: &str| match all.strip_prefix('$').filter(|one| !one.contains(' ')) {
        Some(name) => written(name),
        None => {
            let phrases = all
                .split(" + ")
                .map(|phrase| match phrase.strip_prefix('$') {
                    Some(name) => written(name).replace(" | ", " or "),
                    None => phrase.to_owned(),
                });
            phrases.collect::<Vec<_>>().join(" + ")
        }
    };
    let side = |text: &str| {
        let alternatives = text.split(" | ").map(alternative);
        alternatives.collect::<Vec<_>>().join(" | ")
    };
    let sides = phrases.split(" ! ").map(side);
    sides.collect::<Vec<_>>().join(" ! ")
}

impl Sign {
    const NAMES: [(&str, Self); 25] = [
        ("code", Self::Code),
        ("page", Self::Page),
        ("challenge", Self::Challenge),
        ("to-login", Self::ToLogin),
        ("unreadable", Self::Unreadable),
        ("guessed", Self::Guessed),
        ("refresh", Self::Refresh),
        ("with-secret", Self::WithSecret),
        ("two-methods", Self::TwoMethods),
        ("same-redirect-uri", Self::SameRedirectUri),
        ("sends-resource", Self::SendsResource),
        ("names-client-id", Self::NamesClientId),
        ("passes-with-resource", Self::PassesWithResource),
        ("lacks-scope", Self::LacksScope),
        ("scope-named", Self::ScopeNamed),
        ("not-yet-valid", Self::NotYetValid),
        ("expired", Self::Expired),
        ("opaque", Self::Opaque),
        ("foreign-audience", Self::ForeignAudience),
        ("foreign-issuer", Self::ForeignIssuer),
        ("without-audience", Self::WithoutAudience),
        ("as-without-token", Self::AsWithoutToken),
        ("no-token", Self::NoToken),
        ("brought", Self::Brought),
        ("by-this-tool", Self::ByThisTool),
    ];

    fn of(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(one, _)| *one == name);
        found.map(|(_, sign)| *sign)
    }
}

impl Subject {
    #[cfg(test)]
    const ALL: [Self; 11] = [
        Self::SignIn,
        Self::ApiKey,
        Self::ClientRefused,
        Self::ClientMethod,
        Self::UnknownMember,
        Self::WrongSecret,
        Self::Audience,
        Self::DpopRefused,
        Self::Failure,
        Self::SignInForm,
        Self::LoginPage,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::ApiKey => "api_key",
            Self::ClientRefused => "client_refused",
            Self::ClientMethod => "client_method",
            Self::UnknownMember => "unknown_member",
            Self::WrongSecret => "wrong_secret",
            Self::Audience => "audience",
            Self::DpopRefused => "dpop_refused",
            Self::Failure => "failure",
            Self::SignInForm => "sign_in_form",
            Self::LoginPage => "login_page",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Sign, Subject, TABLE, TEXT, said, speaks_of};
    use crate::evidence::reading::{Reading, revision_of};
    use crate::evidence::transcript;
    use crate::rules;
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet};

    thread_local! {
        /// The rows that decided, each with those of other rules that would have fitted as well.
        static DECIDED: RefCell<BTreeMap<&'static str, BTreeSet<&'static str>>> = RefCell::default();
    }

    pub(super) fn note<'a>(first: &Row, others: impl Iterator<Item = &'a Row>) {
        let others = others.filter(|row| row.rule != first.rule && !row.is_general());
        DECIDED.with_borrow_mut(|decided| {
            let beside = decided.entry(first.line).or_default();
            beside.extend(others.map(|row| row.line));
        });
    }

    impl Row {
        /// Whether it asks for nothing but a status: it stands behind the rows that tell more.
        fn is_general(&self) -> bool {
            self.codes.is_empty() && self.signs.is_empty() && self.told.is_none()
        }
    }

    fn lines() -> Vec<&'static str> {
        let lines = TEXT.lines().filter(|line| !line.is_empty());
        lines.filter(|line| !line.starts_with(['#', '='])).collect()
    }

    #[test]
    fn every_line_is_read_and_every_rule_and_name_in_it_exists() {
        assert_eq!(TABLE.rows.len() + TABLE.names.len(), lines().len());
        for row in &TABLE.rows {
            let Some(rule) = row.rule else { continue };
            assert!(
                rules::by_id(rule).is_some(),
                "{}: {rule} is not a rule",
                row.line
            );
        }
        for line in lines() {
            let words = line.split([' ', ':']).skip(1);
            let named = words.filter_map(|word| word.strip_prefix('$'));
            for name in named {
                assert!(
                    TABLE.names.contains_key(name),
                    "{line}: ${name} is not defined"
                );
            }
        }
    }

    #[test]
    fn every_sign_and_every_subject_is_in_the_table() {
        let used = |sign: Sign| {
            let mut signs = TABLE.rows.iter().flat_map(|row| &row.signs);
            signs.any(|(one, _)| *one == sign)
        };
        for (name, sign) in Sign::NAMES {
            assert!(used(sign), "no row asks for {name}");
        }
        for subject in Subject::ALL {
            assert!(TABLE.names.contains_key(subject.name()), "{subject:?}");
        }
    }

    /// Prints the rows of which the order decides; a row that no example reaches is not known to be right.
    #[test]
    fn every_row_decides_the_reason_of_an_example() {
        for rule in rules::ALL {
            for example in rule.fails.iter().chain(rule.passes) {
                let evidence = transcript::read(example).unwrap();
                let reading = Reading::new(&evidence, revision_of(&evidence));
                for rule in rules::ALL {
                    (rule.check)(&reading);
                }
            }
        }
        let decided = DECIDED.take();
        for (row, others) in decided.iter().filter(|(_, others)| !others.is_empty()) {
            println!(
                "{row}\n    before: {}",
                others
                    .iter()
                    .copied()
                    .collect::<Vec<_>>()
                    .join("\n            ")
            );
        }
        let unreached = TABLE
            .rows
            .iter()
            .filter(|row| !decided.contains_key(row.line));
        let unreached: Vec<&str> = unreached.map(|row| row.line).collect();
        assert!(
            unreached.is_empty(),
            "no example of a rule reaches: {unreached:#?}"
        );
    }

    #[test]
    fn servers_say_the_same_in_many_words() {
        for (text, subject) in [
            ("invalid client_id parameter", Subject::ClientRefused),
            (
                "aadsts700016: application with identifier 'x' was not found",
                Subject::ClientRefused,
            ),
            ("jwt expired", Subject::SignIn),
            ("the \"aud\" claim is wrong", Subject::Audience),
        ] {
            assert!(speaks_of(&said(text), subject), "{text}");
        }
        let denied = said("the user denied the request");
        assert!(!speaks_of(&denied, Subject::ClientRefused));
    }

    #[test]
    fn a_phrase_counts_at_the_beginning_of_a_word_only() {
        assert!(!speaks_of(&said("unpasswordable"), Subject::SignInForm));
        assert!(speaks_of(&said("your passwords"), Subject::SignInForm));
    }
}
