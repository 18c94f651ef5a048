//! What the program itself lacks, where the browser that it runs in keeps an answer from it.

use crate::action::Action;
use crate::advice::host::HostKind;
use crate::advice::known::Known;
use crate::finding::Finding;
use crate::wire::address::Address;
use std::collections::BTreeSet;

/// Rules whose finding is that an answer was kept from the program that asked.
const WITHHELD: [&str; 5] = [
    "browser/blocked",
    "browser/header-not-exposed",
    "browser/not-readable",
    "browser/preflight-headers",
    "browser/preflight-refused",
];

/// What to change in the program, where it is one that need not read as a web page does.
pub fn lets_read(known: &Known<'_>, leading: Option<&Finding>) -> Option<(String, Vec<String>)> {
    let finding = leading.filter(|one| WITHHELD.contains(&one.rule.as_str()))?;
    match known.host.kind {
        HostKind::ChromeExtension | HostKind::FirefoxExtension => {
            Some(by_permission(known, finding))
        }
        HostKind::VscodeWeb => Some((
            "Run the extension where it can read every answer".to_owned(),
            vec![
                "VS Code's web extension host reads only what a server shows to web pages (CORS); no setting lifts that.".to_owned(),
                "In package.json, give the extension a `main` beside its `browser`: on the desktop and in a remote window it then runs in the Node extension host.".to_owned(),
            ],
        )),
        HostKind::VscodeDesktop | HostKind::Desktop | HostKind::Page => None,
    }
}

/// An extension that has a host permission reads without CORS.
fn by_permission(known: &Known<'_>, finding: &Finding) -> (String, Vec<String>) {
    let asked = finding
        .r#where
        .as_ref()
        .and_then(|place| place.url.as_deref());
    let hosts: BTreeSet<String> = asked
        .into_iter()
        .chain(
            known
                .reading
                .evidence
                .exchanges
                .iter()
                .map(|one| one.request.url.as_str()),
        )
        .filter_map(|url| {
            let address = Address::parse(url).ok()?;
            // A match pattern has no port: it means every port.
            Some(format!("\"{}://{}/*\"", address.scheme, address.hostname()))
        })
        .collect();
    let patterns = hosts.into_iter().collect::<Vec<_>>().join(", ");
    let named = asked.and_then(|url| Address::parse(url).ok()).map_or_else(
        || "the server".to_owned(),
        |address| address.host_and_port.to_owned(),
    );
    (
        format!("Let the extension read what {named} answers"),
        vec![
            format!(
                "In manifest.json: \"host_permissions\": [{patterns}]. With them an extension reads answers without CORS."
            ),
            format!(
                "Or ask the person when it is needed: \"optional_host_permissions\": [{patterns}], and `requestAccess` in a click."
            ),
            "If the extension has the permission already, the address did not answer at all."
                .to_owned(),
        ],
    )
}

/// The same as an action's title and steps.
pub fn into_action(mut action: Action, (title, steps): (String, Vec<String>)) -> Action {
    action.title = title;
    action.why = "As it is set up now, the browser hides the answers from the program.".to_owned();
    action.steps = steps;
    action
}
