//! Which redirect URIs to register for a host at a provider, and which can't work there and why.

use super::host::{HostInfo, HostKind};
use crate::providers::{Matching, Provider, Redirects};
use crate::wire::address::Address;
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

/// One redirect URI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Planned {
    /// The URI, or a pattern with `<…>` where a part isn't known.
    pub uri: String,
    /// Why.
    pub why: String,
}

/// Plans for a host at a provider.
#[must_use]
pub fn plan(host: &HostInfo, provider: Option<&Provider>) -> Plan {
    let rules = provider.map_or(Redirects::UNKNOWN, |pack| pack.redirects);
    let name = provider.map_or("The provider", |pack| pack.name);
    let mut plan = Plan {
        provider: provider
            .and_then(|pack| crate::providers::ALL.iter().find(|known| **known == pack))
            .map(|pack| pack.name),
        register: Vec::new(),
        cannot: Vec::new(),
        application_type: "web",
        notes: Vec::new(),
    };
    if let Some(uri) = &host.redirect_uri {
        consider(
            &mut plan,
            uri,
            "The one that this host sends.",
            &rules,
            name,
        );
    }
    for (uri, why) in candidates(host, &rules) {
        consider(&mut plan, &uri, why, &rules, name);
    }
    for (uri, why) in impossible(host.kind) {
        plan.cannot.push(planned(*uri, *why));
    }
    if rules.single && plan.register.len() > 1 {
        plan.register.truncate(1);
        plan.notes.push(format!(
            "{name} takes one redirect URI for an app: make an app for each host."
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
    let known = |list: &[Planned]| list.iter().any(|one| one.uri == uri);
    if known(&plan.register) || known(&plan.cannot) {
        return;
    }
    match refused(uri, rules, name) {
        Some(reason) => plan.cannot.push(planned(uri, reason)),
        None => plan.register.push(planned(uri, why)),
    }
}

/// Why a redirect URI can't work at a provider.
fn refused(uri: &str, rules: &Redirects, name: &str) -> Option<String> {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    if !matches!(scheme, "http" | "https") {
        return (rules.schemes == Some(false))
            .then(|| format!("{name} refuses private-use schemes; MCP wants localhost or https."));
    }
    if uri.contains('#') {
        return Some("A redirect URI has no fragment (RFC 6749 §3.1.2).".to_owned());
    }
    // A pattern with a part that isn't known is no URL yet.
    let address = Address::parse(uri).ok()?;
    let (http, https) = (scheme == "http", scheme == "https");
    if !address.is_loopback() {
        return http.then(|| {
            "http beyond this machine is refused (MCP, Communication Security).".to_owned()
        });
    }
    if https {
        return Some("A listener on loopback speaks http (RFC 8252 §7.3); nobody can have a certificate for it.".to_owned());
    }
    let host = address.hostname();
    if !rules.loopback.contains(&host.as_str()) && host != "[::1]" {
        return Some(format!(
            "{name} takes {} only.",
            rules.loopback.join(" or ")
        ));
    }
    let random = address.port() == Some(0);
    (random && !rules.port_free.contains(&host.as_str())).then(|| {
        format!(
            "A random port can't be registered: {name} compares the port too. Use one fixed port."
        )
    })
}

fn candidates(host: &HostInfo, rules: &Redirects) -> Vec<(String, &'static str)> {
    let page = |why| {
        let page = host.redirect_page.clone();
        (
            page.unwrap_or_else(|| "https://<your redirect page>".to_owned()),
            why,
        )
    };
    let id = host.extension_id.as_deref().unwrap_or("<extension id>");
    match host.kind {
        HostKind::Desktop => loopback(host, rules),
        HostKind::VscodeDesktop => {
            let mut all = loopback(host, rules);
            let id = host.extension_id.as_deref().unwrap_or("<publisher.name>");
            all.push((
                format!("vscode://{id}/callback"),
                "VS Code's own URI handler; works in a remote window too.",
            ));
            all
        }
        HostKind::VscodeWeb => vec![page(
            "The page that hands the answer back to the editor; nothing can listen in a browser.",
        )],
        HostKind::ChromeExtension => vec![(
            format!("https://{id}.chromiumapp.org/"),
            "chrome.identity.getRedirectURL(); the id stays the same only with a key in the manifest or from the store.",
        )],
        HostKind::FirefoxExtension => vec![(
            format!("https://{id}.extensions.allizom.org/"),
            "browser.identity.getRedirectURL(); the id stays the same only with browser_specific_settings.gecko.id.",
        )],
        HostKind::Page => vec![page("The page itself.")],
    }
}

fn loopback(host: &HostInfo, rules: &Redirects) -> Vec<(String, &'static str)> {
    let mut all = Vec::new();
    for port in host.loopback_ports() {
        for name in rules.loopback {
            let why = if *port == 0 {
                "Any port is taken for this name."
            } else if rules.port_free.contains(name) {
                "This provider takes any port for this name (RFC 8252 §7.3)."
            } else {
                "A fixed port: it is compared too."
            };
            all.push((format!("http://{name}:{port}/callback"), why));
        }
    }
    // The name whose port is free goes first; among the others the order of the ports stays.
    all.sort_by_key(|(uri, _)| !rules.port_free.iter().any(|name| uri.contains(name)));
    all
}

/// What people try and what never works for a kind of host.
fn impossible(kind: HostKind) -> &'static [(&'static str, &'static str)] {
    const NO_LISTENER: &str = "Nothing can listen on a port in a browser.";
    const NO_SCHEME: &str = "It opens another program, not this one.";
    match kind {
        HostKind::Desktop => &[(
            "https://<id>.chromiumapp.org/",
            "Only Chrome's identity API catches it.",
        )],
        HostKind::VscodeDesktop => &[(
            "https://vscode.dev/redirect",
            "It belongs to VS Code's own sign-in, which expects its own state.",
        )],
        HostKind::VscodeWeb => &[
            ("http://127.0.0.1:<port>/callback", NO_LISTENER),
            ("vscode://<publisher.name>/callback", NO_SCHEME),
        ],
        HostKind::ChromeExtension | HostKind::FirefoxExtension => &[
            ("http://127.0.0.1:<port>/callback", NO_LISTENER),
            (
                "chrome-extension://<id>/callback",
                "Providers refuse the scheme, and the identity API doesn't catch it.",
            ),
        ],
        HostKind::Page => &[("http://127.0.0.1:<port>/callback", NO_LISTENER)],
    }
}

fn planned(uri: impl Into<String>, why: impl Into<String>) -> Planned {
    Planned {
        uri: uri.into(),
        why: why.into(),
    }
}

#[cfg(test)]
mod tests;
