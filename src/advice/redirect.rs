//! Which redirect URIs to register for a host at a provider, and which can't work there and why.

mod hosts;

use super::host::HostInfo;
use crate::providers::{Matching, Provider, Redirects};
use crate::wire::address::Address;
use hosts::{candidates, impossible};
use serde::Serialize;

/// The plan. Strings are raw: register exactly these characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The provider it was made for; nothing where it isn't known: then every character has to match.
    pub provider: Option<&'static str>,
    /// Register these, the best first.
    pub register: Vec<Planned>,
    /// These can't work.
    pub cannot: Vec<Planned>,
    /// `application_type` of a registration that has the first of them: `native` for loopback and private-use schemes, else `web`
    /// (OpenID Connect Registration §2). Kinds can't be mixed in one registration.
    pub application_type: &'static str,
    /// What to know before clicking.
    pub notes: Vec<String>,
}

impl Plan {
    /// What a sign-in sends as its redirect URI where the best of the plan is registered.
    #[must_use]
    pub fn first_sent(&self) -> Option<String> {
        let first = self.register.first()?;
        Some(first.send.as_ref().unwrap_or(&first.uri).clone())
    }
}

/// One redirect URI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Planned {
    /// The URI, or a pattern with `<…>` where a part isn't known.
    pub uri: String,
    /// What the sign-in sends, where that differs: the port, which this provider leaves free if none is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send: Option<String>,
    /// Why.
    pub why: String,
}

/// Plans for a host at a provider.
#[must_use]
pub fn plan(host: &HostInfo, provider: Option<&Provider>) -> Plan {
    let rules = provider.map_or(Redirects::UNKNOWN, |pack| pack.redirects);
    let name = provider.map_or("The provider", |pack| pack.name);
    let mut plan = Plan {
        provider: provider.map(|pack| pack.name),
        register: Vec::new(),
        cannot: Vec::new(),
        application_type: "web",
        notes: Vec::new(),
    };
    if let Some(uri) = &host.redirect_uri {
        let why = "The one that this host sends.";
        consider(&mut plan, uri, why, &rules, name);
    }
    for (uri, why) in candidates(host, &rules) {
        consider(&mut plan, &uri, why, &rules, name);
    }
    for (uri, why) in impossible(host.kind) {
        plan.cannot.push(planned(*uri, *why));
    }
    let is_loopback = |one: &Planned| one.uri.starts_with("http:");
    if !rules.loopback_note.is_empty() && plan.register.iter().any(is_loopback) {
        plan.notes.push(rules.loopback_note.to_owned());
    }
    if rules.single && plan.register.len() > 1 {
        plan.register.truncate(1);
        plan.notes.push(format!(
            "{name} accepts one redirect URI for each app: make an app for each host."
        ));
    }
    if rules.matching == Matching::Pattern {
        plan.notes.push(format!(
            "{name}'s administrator decides which redirect URIs are allowed."
        ));
    }
    plan.application_type = match plan.register.first() {
        Some(first) if is_native(&first.uri) => "native",
        _ => "web",
    };
    plan
}

/// Loopback with http, or a private-use scheme (RFC 8252 §7).
fn is_native(uri: &str) -> bool {
    !uri.starts_with("https:")
}

fn consider(plan: &mut Plan, uri: &str, why: &str, rules: &Redirects, name: &str) {
    let (works, one) = match refused(uri, rules, name) {
        Some(reason) => (false, planned(uri, reason)),
        None => (true, possible(uri, why, rules, name)),
    };
    let mut known = plan.register.iter().chain(&plan.cannot);
    if known.any(|other| other.uri == one.uri) {
        return;
    }
    let list = if works {
        &mut plan.register
    } else {
        &mut plan.cannot
    };
    list.push(one);
}

/// A redirect URI as it is registered, with what to know of it.
fn possible(uri: &str, why: &str, rules: &Redirects, name: &str) -> Planned {
    if let Some(registered) = without_port(uri, rules) {
        let why = format!("{why} Without a port: {name} then accepts any port for this name.");
        let send = Some(uri.to_owned());
        return Planned {
            send,
            ..planned(registered, why)
        };
    }
    if is_private_use(uri) {
        let unknown = format!(" We don't know whether {name} accepts a private-use scheme.");
        let unknown = if rules.schemes.is_none() {
            &unknown
        } else {
            ""
        };
        return planned(
            uri,
            format!("{why}{unknown} MCP asks for localhost or https."),
        );
    }
    planned(uri, why)
}

/// Neither http nor https (RFC 8252 §7.1).
fn is_private_use(uri: &str) -> bool {
    !uri.starts_with("http:") && !uri.starts_with("https:")
}

/// A loopback URI whose port the provider leaves free, as it has to be registered for that (RFC 8252 §7.3).
fn without_port(uri: &str, rules: &Redirects) -> Option<String> {
    let address = Address::parse(uri).ok()?;
    let is_free = rules.port_free.contains(&address.hostname().as_str());
    let (host, _) = address.host_and_port.split_once(':').filter(|_| is_free)?;
    let query = address.query.map(|query| format!("?{query}"));
    Some(format!(
        "{}://{host}{}{}",
        address.scheme,
        address.path,
        query.unwrap_or_default()
    ))
}

/// Why a redirect URI can't work at a provider.
fn refused(uri: &str, rules: &Redirects, name: &str) -> Option<String> {
    if is_private_use(uri) {
        return (rules.schemes == Some(false))
            .then(|| format!("{name} refuses private-use schemes; MCP wants localhost or https."));
    }
    if uri.contains('#') {
        return Some("A redirect URI has no fragment (RFC 6749 §3.1.2).".to_owned());
    }
    // A pattern with a part that isn't known is not a URL yet.
    let address = Address::parse(uri).ok()?;
    let https = address.has_scheme("https");
    if !address.is_loopback() {
        return (!https).then(|| {
            "http beyond this machine is refused (MCP, Communication Security).".to_owned()
        });
    }
    if https {
        return Some("A listener on loopback speaks http (RFC 8252 §7.3); nobody can have a certificate for it.".to_owned());
    }
    let host = address.hostname();
    if !rules.loopback.contains(&host.as_str()) {
        return Some(format!(
            "Of the names of this machine, {name} accepts only {}.",
            rules.loopback.join(" or ")
        ));
    }
    if address.port() != Some(0) || rules.port_free.contains(&host.as_str()) {
        return None;
    }
    Some(if rules.matching == Matching::Unknown {
        format!(
            "A random port can't be registered, and we don't know whether {name} accepts others than the registered one (RFC 8252 §7.3). Use one fixed port."
        )
    } else {
        format!(
            "A random port can't be registered: {name} compares the port too. Use one fixed port."
        )
    })
}

fn planned(uri: impl Into<String>, why: impl Into<String>) -> Planned {
    Planned {
        uri: uri.into(),
        why: why.into(),
        send: None,
    }
}

#[cfg(test)]
mod tests;
