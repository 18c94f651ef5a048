//! What an answer says about its own failure, wherever it says it.

use crate::http::Exchange;
use crate::reasons::answers::{self, Answer, Subject};
use crate::wire::{challenge, form, json};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// What an answer says about its own failure, wherever it says it: JSON members, a page, the query of an error page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorText {
    /// A code such as `invalid_client`, or a provider's own such as `AADSTS50011`.
    pub code: Option<String>,
    /// What is said, each part once, as it was written; white space collapsed, tags removed.
    written: String,
    /// The same in lower case.
    pub text: String,
    /// The text as phrases are compared with it, once somebody asks.
    said: OnceLock<String>,
}

impl ErrorText {
    /// Whether the text has this phrase (in lower case).
    #[must_use]
    pub fn says(&self, phrase: &str) -> bool {
        self.text.contains(phrase)
    }

    /// Whether it speaks of something, in the words of the table of answers.
    #[must_use]
    pub fn speaks_of(&self, subject: Subject) -> bool {
        answers::speaks_of(self.said(), subject)
    }

    /// The answer with this status, as the table of answers compares it.
    #[must_use]
    pub fn answer(&self, status: u16) -> Answer<'_> {
        Answer {
            status,
            code: self.code.as_deref(),
            said: self.said(),
        }
    }

    /// The text as it was written, cut to a length that a person reads.
    #[must_use]
    pub fn shown(&self) -> String {
        const MOST: usize = 300;
        self.written.chars().take(MOST).collect()
    }

    /// Whether the code is this one.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    fn said(&self) -> &str {
        self.said.get_or_init(|| answers::said(&self.text))
    }
}

/// Characters of one answer that are searched for error wording.
const SEARCHED: usize = 20_000;

/// The failure as the exchange's answer describes it, or the query of an error page; empty where nothing does.
#[must_use]
pub fn of(exchange: &Exchange) -> ErrorText {
    let mut error = ErrorText::default();
    let mut words: Vec<String> = Vec::new();
    if let Some(body) = exchange.body() {
        from_body(body, &mut error, &mut words);
    }
    if let Some(response) = &exchange.response {
        for value in response.headers.all("www-authenticate") {
            for one in challenge::read(value).list {
                from_pairs(&one.params, &mut error, &mut words);
            }
        }
        if let Some((_, query)) = response
            .headers
            .get("location")
            .as_deref()
            .and_then(|to| to.split_once(['?', '#']))
        {
            from_pairs(&form::decode(query), &mut error, &mut words);
        }
    }
    if let Some((_, query)) = exchange.request.url.split_once('?') {
        from_pairs(&form::decode(query), &mut error, &mut words);
    }
    if let Some(failure) = &exchange.failure {
        words.push(failure.message.clone());
    }
    let mut seen = BTreeSet::new();
    let mut said: Vec<String> = words.iter().map(|one| tidy(one)).collect();
    said.retain(|one| seen.insert(one.to_ascii_lowercase()));
    error.written = said.join(" ").chars().take(SEARCHED).collect();
    error.text = error.written.to_ascii_lowercase();
    if error.code.is_none() {
        error.code = entra_code(&error.text);
    }
    error
}

/// Lower case, tags removed, typographic quotes made plain, white space collapsed.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = tidy(text);
    plain.make_ascii_lowercase();
    plain
}

fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(SEARCHED));
    let mut in_tag = false;
    for character in text.chars().take(SEARCHED) {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                out.push(' ');
            }
            _ if in_tag => {}
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            other => out.push(other),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn from_body(body: &str, error: &mut ErrorText, words: &mut Vec<String>) {
    match json::read_value(body) {
        Ok((Value::Object(members), _)) => {
            if let Some(code) = members.get("error").and_then(Value::as_str) {
                error.code = Some(code.to_owned());
            }
            // A tool that fails says so in its result (MCP, tool execution errors).
            let result = members.get("result").and_then(Value::as_object);
            if let Some(result) =
                result.filter(|one| one.get("isError") == Some(&Value::Bool(true)))
                && let Some(content) = result.get("content")
            {
                collect(content, words, 0);
            }
            for name in [
                "error",
                "error_description",
                "message",
                "detail",
                "details",
                "description",
                "title",
                "reason",
                "error_message",
                // Okta, and many Java services.
                "errorCode",
                "errorSummary",
                "errorMessage",
                "errors",
                "msg",
            ] {
                if let Some(value) = members.get(name) {
                    collect(value, words, 0);
                }
            }
        }
        Ok((value, _)) => collect(&value, words, 0),
        Err(_) => {
            let pairs = form::decode(body);
            if pairs.iter().any(|(name, _)| name == "error") && !body.trim_start().starts_with('<')
            {
                from_pairs(&pairs, error, words);
            } else {
                words.push(body.to_owned());
            }
        }
    }
}

fn collect(value: &Value, words: &mut Vec<String>, depth: usize) {
    match value {
        Value::String(text) => words.push(text.clone()),
        Value::Array(list) if depth < 4 => {
            for one in list {
                collect(one, words, depth + 1);
            }
        }
        Value::Object(members) if depth < 4 => {
            for one in members.values() {
                collect(one, words, depth + 1);
            }
        }
        _ => {}
    }
}

fn from_pairs(pairs: &[(String, String)], error: &mut ErrorText, words: &mut Vec<String>) {
    for (name, value) in pairs {
        match name.as_str() {
            "error" => {
                error.code.get_or_insert_with(|| value.clone());
                words.push(value.clone());
            }
            "error_description" | "error_message" | "message" | "error_subcode" => {
                words.push(value.clone())
            }
            _ => {}
        }
    }
}

/// `AADSTS50011` and its like.
fn entra_code(text: &str) -> Option<String> {
    let at = text.find("aadsts")?;
    let code: String = text
        .get(at..)?
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    Some(code.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::evidence::transcript;

    #[test]
    fn what_is_shown_is_as_it_was_written_and_each_sentence_once() {
        let twice = transcript::read(
            "> POST https://h/mcp\n< 401\n< WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"Audience mismatch\"\n< {\"error\":\"invalid_token\"}",
        )
        .unwrap();
        let shown = of(&twice.exchanges[0]).shown();
        assert_eq!(shown, "invalid_token Audience mismatch");
    }

    #[test]
    fn a_page_and_a_document_say_the_same() {
        let page = transcript::read(
            "> GET https://h/a\n< 400\n< <html><p>AADSTS50011: The <b>redirect</b> URI</p>",
        )
        .unwrap();
        let error = of(&page.exchanges[0]);
        assert!(error.is("AADSTS50011") && error.says("the redirect uri"));
        let document = transcript::read(
            "> GET https://h/a\n< 400\n< {\"error\":{\"message\":\"Bad client\"}}",
        )
        .unwrap();
        assert!(of(&document.exchanges[0]).says("bad client"));
    }
}
