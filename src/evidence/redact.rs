//! Evidence for showing: made of what is public ([`crate::public`]), without exchanges that have nothing to do with a sign-in. Reports are
//! judged from it, so what a person gets and what was judged are the same, and judging it again gives the same answer.

mod repeated;
mod selected;
#[cfg(test)]
mod tests;

use super::Evidence;
use super::configuration::Configuration;
use crate::flow::refusal::Refusal;
use crate::http::{Exchange, Failure};
use crate::plain;
use crate::public::{Certainty, Kept, Screen, names, visible};
use crate::secret::withheld;
use repeated::Repeated;
use serde_json::Value;
use std::collections::HashSet;

/// The evidence as it may be shown; the same again where it is that already.
#[must_use]
pub fn evidence(evidence: &Evidence) -> Evidence {
    let mut clean = selected::few(evidence);
    let mut screen = Screen::default();
    texts(&mut clean, &mut |text| screen.respect(text));
    screen.keep_paths_of(selected::server_hosts(&clean));
    // Identifiers are public wherever they stand, so all are known before the first text is shown.
    show(&mut clean.clone(), &mut screen);
    let sent = Repeated::sent(screen.kept());
    texts_of_others(&mut clean, &mut |text| {
        if let Some(hidden) = sent.hide(text, &mut screen) {
            *text = hidden;
        }
    });
    show(&mut clean, &mut screen);
    let repeated = Repeated::of(&in_no_host(screen.kept(), &clean));
    texts(&mut clean, &mut |text| {
        if let Some(hidden) = repeated.hide(text, &mut screen) {
            *text = hidden;
        }
        if text.contains(visible::acts) {
            *text = visible::in_text(text);
        }
    });
    clean
}

/// Without what nobody knows and a host has as its name or a part of it: it is public there, and an address without its host means nothing.
fn in_no_host(kept: &[Kept], evidence: &Evidence) -> Vec<Kept> {
    let parts = selected::parts_of_hosts(evidence);
    let is_public = |one: &&Kept| {
        one.certainty == Certainty::Unknown && parts.contains(&one.text.to_ascii_lowercase())
    };
    kept.iter().filter(|one| !is_public(one)).cloned().collect()
}

fn show(evidence: &mut Evidence, screen: &mut Screen) {
    for exchange in &mut evidence.exchanges {
        show_exchange(exchange, screen);
    }
    if let Some(server) = &mut evidence.server {
        *server = screen.address(server);
    }
    if let Some(symptom) = &mut evidence.symptom {
        *symptom = screen.words(symptom);
    }
    // No value that may be a secret is in them; a name may still be one.
    for text in evidence
        .configurations
        .iter_mut()
        .flat_map(Configuration::texts_mut)
    {
        *text = screen.words(text);
    }
    evidence.refusal = evidence
        .refusal
        .take()
        .and_then(|refusal| show_refusal(&refusal, screen));
}

fn show_exchange(exchange: &mut Exchange, screen: &mut Screen) {
    let request = &mut exchange.request;
    screen.sending(true);
    request.method = screen.words(&request.method);
    request.url = screen.address(&request.url);
    request.headers = screen.headers(&request.headers);
    request.body = request.body.take().map(|body| screen.body(&body));
    screen.sending(false);
    if let Some(response) = &mut exchange.response {
        response.headers = screen.headers(&response.headers);
        response.body = response.body.take().map(|body| screen.body(&body));
        response.final_url = response.final_url.take().map(|url| screen.address(&url));
    }
    if let Some(Failure { message, .. }) = &mut exchange.failure {
        *message = screen.words(message);
    }
}

/// Its texts as their members tell; it has no secret by its making, but words of servers and addresses.
fn show_refusal(refusal: &Refusal, screen: &mut Screen) -> Option<Refusal> {
    let mut value = serde_json::to_value(refusal).ok()?;
    show_value(&mut value, "", screen);
    plain::read(value).ok()
}

fn show_value(value: &mut Value, name: &str, screen: &mut Screen) {
    match value {
        Value::String(_) if is_of_ours(name) => {}
        Value::String(text) if text.contains("://") => {
            *text = if matches!(name, "issuer") {
                screen.issuer(text)
            } else {
                screen.address(text)
            };
        }
        Value::String(text) => {
            *text = screen.value(names::member(name).or(Some(names::Kind::Words)), text)
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|one| show_value(one, name, screen)),
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(name, one)| show_value(one, name, screen)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Every text of the evidence.
fn texts(evidence: &mut Evidence, visit: &mut dyn FnMut(&mut String)) {
    for exchange in &mut evidence.exchanges {
        let request = &mut exchange.request;
        visit(&mut request.url);
        request.headers.values_mut().for_each(&mut *visit);
        request.body.iter_mut().for_each(&mut *visit);
        texts_of_answer(exchange, visit);
    }
    let configurations = evidence.configurations.iter_mut();
    configurations
        .flat_map(Configuration::texts_mut)
        .for_each(&mut *visit);
    evidence.server.iter_mut().for_each(&mut *visit);
    evidence.symptom.iter_mut().for_each(&mut *visit);
    texts_of_refusal(evidence, visit);
}

/// What others said: answers, and what is made of them.
fn texts_of_others(evidence: &mut Evidence, visit: &mut dyn FnMut(&mut String)) {
    for exchange in &mut evidence.exchanges {
        texts_of_answer(exchange, visit);
    }
    evidence.symptom.iter_mut().for_each(&mut *visit);
    texts_of_refusal(evidence, visit);
}

fn texts_of_answer(exchange: &mut Exchange, visit: &mut dyn FnMut(&mut String)) {
    if let Some(response) = &mut exchange.response {
        response.headers.values_mut().for_each(&mut *visit);
        response.body.iter_mut().for_each(&mut *visit);
        response.final_url.iter_mut().for_each(&mut *visit);
    }
    if let Some(failure) = &mut exchange.failure {
        visit(&mut failure.message);
    }
}

fn texts_of_refusal(evidence: &mut Evidence, visit: &mut dyn FnMut(&mut String)) {
    let Some(refusal) = &evidence.refusal else {
        return;
    };
    let Ok(mut value) = serde_json::to_value(refusal) else {
        return;
    };
    texts_of_value(&mut value, "", visit);
    evidence.refusal = plain::read(value).ok();
}

fn texts_of_value(value: &mut Value, name: &str, visit: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(_) if is_of_ours(name) => {}
        Value::String(text) => visit(text),
        Value::Array(list) => list
            .iter_mut()
            .for_each(|one| texts_of_value(one, name, visit)),
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(name, one)| texts_of_value(one, name, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Members of a refusal whose values are words of this program.
fn is_of_ours(name: &str) -> bool {
    matches!(
        name,
        "kind" | "is" | "reason" | "failure" | "member" | "what" | "names"
    )
}

/// What texts about the evidence go through, such as what `readEvidence` recognised: what is withheld there is withheld here.
#[derive(Debug)]
pub struct Gate {
    screen: Screen,
    repeated: Repeated,
}

impl Gate {
    /// Of the evidence that the texts are about.
    #[must_use]
    pub fn of(evidence: &Evidence) -> Self {
        let mut screen = Screen::default();
        let mut seen = selected::few(evidence);
        texts(&mut seen, &mut |text| screen.respect(text));
        show(&mut seen, &mut screen);
        let repeated = Repeated::of(&in_no_host(screen.kept(), &seen));
        Self { screen, repeated }
    }

    /// How many different secrets the evidence has: what is withheld and does not read as words.
    #[must_use]
    pub fn count(&self) -> usize {
        self.repeated.count()
    }

    /// Words, with nothing that the evidence withholds.
    pub fn words(&mut self, text: &str) -> String {
        let shown = self.screen.words(text);
        self.repeated
            .hide(&shown, &mut self.screen)
            .unwrap_or(shown)
    }

    /// The value of a parameter.
    pub fn parameter(&mut self, name: &str, value: &str) -> String {
        let shown = self.screen.parameter(name, value);
        self.repeated
            .hide(&shown, &mut self.screen)
            .unwrap_or(shown)
    }
}

/// How many different texts the evidence withholds, shown evidence only.
#[must_use]
pub fn withheld(evidence: &Evidence) -> usize {
    let mut marks = HashSet::new();
    texts(&mut evidence.clone(), &mut |text| {
        let mut rest = text.as_str();
        while let Some(at) = rest.find("[withheld-") {
            rest = rest.get(at..).unwrap_or_default();
            marks.extend(withheld::mark(rest).map(str::to_owned));
            rest = rest.get(1..).unwrap_or_default();
        }
    });
    marks.len()
}

/// Whether a header field of a request may carry a credential; `name` in lower case. Every service has a name of its own for that.
#[must_use]
pub fn hides_value(name: &str) -> bool {
    let is_of_browser = ["access-control-", "mcp-", "sec-", "if-", ":"]
        .iter()
        .any(|start| name.starts_with(start));
    names::header(name).is_none() && !is_of_browser || name == "mcp-session-id"
}
