//! The redirect URIs of each kind of host.

use crate::advice::host::{HostInfo, HostKind};
use crate::providers::{BOTH, Redirects};
use crate::wire::address::Address;

/// What a host could use, the best first, and what each is.
pub fn candidates(host: &HostInfo, rules: &Redirects) -> Vec<(String, &'static str)> {
    let page = |why| {
        let page = host.redirect_page.clone();
        (
            page.unwrap_or_else(|| "https://<your redirect page>".to_owned()),
            why,
        )
    };
    let id = extension_id(host).unwrap_or_else(|| "<extension id>".to_owned());
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
        HostKind::FirefoxExtension => vec![
            (
                format!("https://{id}.extensions.allizom.org/"),
                "browser.identity.getRedirectURL(); the id stays the same only with browser_specific_settings.gecko.id.",
            ),
            (
                format!("http://127.0.0.1/mozoauth2/{id}"),
                "For providers that want to know who owns a domain: Firefox catches this one too, nothing listens.",
            ),
        ],
        HostKind::Page => vec![page("The page itself.")],
    }
}

/// As given, else as the redirect URI of the browser's identity API shows it.
fn extension_id(host: &HostInfo) -> Option<String> {
    host.extension_id.clone().or_else(|| {
        let name = Address::parse(host.redirect_uri.as_deref()?)
            .ok()?
            .hostname();
        let domains = [".chromiumapp.org", ".extensions.allizom.org"];
        let id = domains.iter().find_map(|domain| name.strip_suffix(domain));
        id.map(str::to_owned)
    })
}

fn loopback(host: &HostInfo, rules: &Redirects) -> Vec<(String, &'static str)> {
    let mut all = Vec::new();
    for port in host.loopback_ports() {
        // Listeners of hosts are at these two, and send the first.
        for name in BOTH {
            let why = if rules.port_free.contains(name) {
                "A listener on this machine."
            } else {
                "A fixed port of this machine: register each that the host may use."
            };
            all.push((format!("http://{name}:{port}/callback"), why));
        }
    }
    // The name whose port is free goes first; among the others the order of the ports stays.
    all.sort_by_key(|(uri, _)| !rules.port_free.iter().any(|name| uri.contains(name)));
    all
}

/// What people try and what never works for a kind of host.
pub fn impossible(kind: HostKind) -> &'static [(&'static str, &'static str)] {
    const NO_LISTENER: &str = "Nothing can listen on a port in a browser.";
    const NOT_OURS: (&str, &str) = (
        "https://vscode.dev/redirect",
        "It belongs to VS Code's own sign-in, which expects its own state.",
    );
    const NO_SCHEME: &str = "It opens another program, not this one.";
    match kind {
        HostKind::Desktop => &[(
            "https://<id>.chromiumapp.org/",
            "Only Chrome's identity API catches it.",
        )],
        HostKind::VscodeDesktop => &[NOT_OURS],
        HostKind::VscodeWeb => &[
            NOT_OURS,
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
