//! What of a text counts as a complaint: not source code, not documentation, not what is said to be fine.

/// Signs of a failure, in lower case; without one a text complains of nothing.
const FAILS: [&str; 50] = [
    "error",
    "fail",
    "cannot",
    "can't",
    "couldn",
    "could not",
    "unable",
    "refus",
    "denied",
    "deny",
    "invalid",
    "unauthor",
    "forbidden",
    "not ",
    "n't",
    "no ",
    "never",
    "without",
    "missing",
    "mismatch",
    "timed out",
    "timeout",
    "reject",
    "exception",
    "aadsts",
    "econn",
    "enotfound",
    "eaddr",
    "expired",
    "unknown",
    "unsupported",
    "again",
    "blocked",
    "panic",
    "loop",
    "instead",
    "lacks",
    "wrong",
    "only ",
    "stuck",
    "hang",
    "broken",
    "lost",
    "ignor",
    "every ",
    "re-auth",
    "reauth",
    "problem",
    "untrusted",
    "curl: (",
];

/// The clauses that complain, one a line, as they stand; empty where none does.
#[must_use]
pub fn heard(text: &str) -> String {
    if is_documentation(text) {
        return String::new();
    }
    let mut kept: Vec<&str> = Vec::new();
    for line in text
        .lines()
        .filter(|line| !is_code(line) && !is_of_session(line))
    {
        kept.extend(clauses(line).filter(|clause| !is_fine(clause)));
    }
    let heard = kept.join("\n");
    // A sentence that somebody was shown is a complaint; a log or a page is one where it says that something failed.
    match is_short(text) || fails(&heard) {
        true => heard,
        false => String::new(),
    }
}

fn is_short(text: &str) -> bool {
    text.len() < 240 && !text.trim().contains('\n')
}

fn fails(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    FAILS.iter().any(|sign| lower.contains(sign)) || has_refusing_status(&lower)
}

/// A status from 400 to 599 that stands by itself.
fn has_refusing_status(text: &str) -> bool {
    let mut numbers = text.split(|one: char| !one.is_ascii_digit());
    numbers.any(|one| one.len() == 3 && one.starts_with(['4', '5']))
}

/// A transport session that is over, or a call with wrong arguments: the client is in already (MCP, session management; tools).
fn is_of_session(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let says = |list: &[&str]| list.iter().any(|one| lower.contains(one));
    says(&[
        "session not found",
        "no valid session id",
        "invalid session id",
        "missing session id",
        "mcp-session-id",
        "unknown session",
        "session has been terminated",
    ]) || says(&["-32602"]) && says(&["invalid arguments", "invalid params"])
        || says(&["invalid host header", "misdirected request"])
}

/// A line of a program, not of what it printed.
fn is_code(line: &str) -> bool {
    const SIGNS: [&str; 12] = [
        "throw new ",
        "raise ",
        " => {",
        "function ",
        "import ",
        " extends ",
        "#include",
        "public static ",
        "return new ",
        "assert",
        "console.log(",
        "def ",
    ];
    let trimmed = line.trim();
    let ends = trimmed.ends_with([';', '{', '}']);
    let is_statement = ["if (", "const ", "let ", "var ", "export ", "class ", "@"]
        .iter()
        .any(|start| trimmed.starts_with(start));
    ends && (is_statement || SIGNS.iter().any(|sign| trimmed.contains(sign)))
        || trimmed.starts_with("throw new ")
}

/// A text that explains how things work: headings or rules for the reader, and no line that somebody's program printed.
fn is_documentation(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let printed = |line: &str| {
        let line = line.trim_start_matches(['>', ' ', '\t', '*', '-']);
        let begins = [
            "error",
            "fatal",
            "uncaught",
            "traceback",
            "warn",
            "http/",
            "exception",
            "caused by",
            "{",
        ];
        begins.iter().any(|sign| line.starts_with(sign))
            || line.contains("error:")
            || line.contains("failed")
            || line.contains("[error]")
            || line.contains("exception:")
    };
    let heading = lower
        .lines()
        .any(|line| line.starts_with("# ") || line.starts_with("## "));
    let rules = [
        "you can ",
        "you must ",
        "you should ",
        "you get ",
        "make sure ",
        "means that ",
        "is used to ",
        "for example",
        "must be ",
        "if the ",
        "this api ",
        "see also",
    ];
    let advised = rules.iter().filter(|rule| lower.contains(**rule)).count();
    let explains = heading && advised > 0 || advised > 2;
    explains && !lower.lines().any(printed)
}

/// The clauses of a line: between full stops, semicolons, question marks and "but".
fn clauses(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(". ")
        .flat_map(|part| part.split_inclusive("? "))
        .flat_map(|part| part.split_inclusive("! "))
        .flat_map(|part| part.split_inclusive("; "))
        .flat_map(|part| match part.find(" but ") {
            Some(at) => [part.get(..at), part.get(at..)],
            None => [Some(part), None],
        })
        .flatten()
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
}

/// Whether a clause says that something is well, and nothing else in it complains.
fn is_fine(clause: &str) -> bool {
    const FINE: [&str; 22] = [
        "is fine",
        "are fine",
        "looks fine",
        "looks good",
        "looked good",
        "is ok",
        "is okay",
        "is correct",
        "are correct",
        "works fine",
        "is right",
        "succeeded",
        "successfully",
        "successful",
        "is valid",
        "everywhere",
        "not required",
        "not needed",
        "not the problem",
        "is not an issue",
        "no problem with",
        "established",
    ];
    const BAD: [&str; 17] = [
        "error",
        "fail",
        "invalid_",
        "refus",
        "reject",
        "denied",
        " 4",
        " 5",
        "after",
        "although",
        "then ",
        "mismatch",
        "never",
        "cannot",
        "unable",
        "could not",
        "timed out",
    ];
    let lower = clause.to_ascii_lowercase();
    let said = |list: &[&str]| list.iter().any(|one| lower.contains(one));
    said(&FINE) && !said(&BAD) || lower.ends_with('?') && !said(&BAD)
}

#[cfg(test)]
mod tests {
    use super::heard;

    #[test]
    fn what_is_said_to_be_fine_is_not_a_complaint() {
        let said = heard(
            "Our firewall is fine and the resource server documentation says scope is not required. The error is invalid_grant",
        );
        assert!(
            !said.contains("firewall") && !said.contains("scope"),
            "{said}"
        );
        assert!(said.contains("invalid_grant"));
        let said = heard(
            "the challenge was ignored? no, the challenge looked good; the actual error is ECONNREFUSED",
        );
        assert!(
            !said.contains("ignored") && said.contains("ECONNREFUSED"),
            "{said}"
        );
    }

    #[test]
    fn a_refusal_after_a_success_is_a_complaint() {
        let said = heard("401 invalid_token right after a successful OAuth flow");
        assert!(said.contains("after a successful"));
    }

    #[test]
    fn documentation_and_source_code_complain_of_nothing() {
        assert_eq!(
            heard(
                "# Sign in\n\nIf the redirect URI does not match you get an invalid_grant error."
            ),
            ""
        );
        assert_eq!(
            heard("if (!found) throw new Error(\"does not support dynamic client registration\");"),
            ""
        );
    }
}
