//! Ways that somebody else must go: what to tell whom.

use super::super::known::Known;
use super::super::patch;
use super::{action, host};
use crate::action::{Action, ActionKind, By};
use crate::evidence::Vantage;
use crate::finding::Finding;

/// An action that somebody else must carry out.
pub fn tell(kind: ActionKind, known: &Known<'_>, leading: Option<&Finding>) -> Action {
    let (title, why) = match kind {
        ActionKind::PatchServer => (
            format!("Send the fix to the operator of {}", known.server_host()),
            "Only the server's operator can fix this.",
        ),
        ActionKind::PatchAuthorizationServer => (
            format!(
                "Send the fix to the operator of {}",
                known.authorization_host()
            ),
            "Only the authorization server's operator can fix this.",
        ),
        ActionKind::ReportToClient => (
            "Tell the client's author, or sign in with this tool".to_owned(),
            "The server is right; the client does something else.",
        ),
        ActionKind::AllowAtEdge => (
            format!(
                "Let the client through at the edge of {}",
                known.server_host()
            ),
            "Something in front of the server refuses the request before the server sees it.",
        ),
        ActionKind::RetryLater => (
            "Try again later".to_owned(),
            "Nothing in the request is known to be wrong; it can't be answered now.",
        ),
        ActionKind::ChangeSetting if is_out_of_reach(leading) => (
            "Check the server's address".to_owned(),
            "Nothing that speaks HTTP answers there, so signing in could not even begin.",
        ),
        ActionKind::ChangeSetting => (
            "Change your setup".to_owned(),
            "What has to change is on your side: a setting, an address, a credential or a certificate.",
        ),
        ActionKind::OpenByHand => (
            "Open the address yourself and paste back where the browser ends".to_owned(),
            "It doesn't matter who opens the browser, and its final address can be pasted.",
        ),
        _ if leading.is_none() => (
            "We need more information".to_owned(),
            "Nothing that was given shows a sign-in that fails. Run one of these to see it.",
        ),
        _ => (
            "We need more information".to_owned(),
            "Several causes are possible. Run one of these to find out which.",
        ),
    };
    let mut action = action(kind, title, why);
    let lacking = host::lets_read(known, leading).filter(|_| kind == ActionKind::ChangeSetting);
    if let Some(lacking) = lacking {
        action = host::into_action(action, lacking);
    }
    let sends = kind.sends();
    let patches = matches!(
        kind,
        ActionKind::PatchServer | ActionKind::PatchAuthorizationServer
    );
    let patch = leading
        .filter(|_| patches)
        .and_then(|finding| patch::for_finding(known.reading, finding));
    match kind {
        ActionKind::OpenByHand => action.steps = by_hand(),
        ActionKind::CaptureMore => action.steps.push(look_again(known)),
        _ => {}
    }
    if let Some(patch) = &patch {
        action.steps.push(match &patch.header {
            Some(name) => format!("At {}, with the 401: {name}: {}", patch.url, patch.content),
            None => format!("At {}: {}", patch.url, patch.content),
        });
        action.steps.extend(patch.notes.iter().cloned());
    }
    action.steps.extend(
        leading
            .filter(|_| sends)
            .into_iter()
            .flat_map(|finding| known.hints(&finding.rule, kind)),
    );
    action.message = match leading {
        Some(finding) if sends => Some(message(known, finding, &action.steps)),
        _ if action.by == By::Person => Some(instructions(leading, &action)),
        _ => None,
    };
    action
}

/// What to send to whoever must fix it: everything that they need, and nothing that they have to ask for.
fn message(known: &Known<'_>, finding: &Finding, steps: &[String]) -> String {
    let server = known.reading.server.as_deref();
    let mut parts = vec![match server {
        Some(server) => format!("Signing in to {server} stops: {}.", finding.title),
        None => format!("Signing in stops: {}.", finding.title),
    }];
    let values = [
        ("Expected", &finding.expected),
        ("Received", &finding.received),
    ];
    let values = values.iter().filter_map(|(label, value)| {
        let value = value.as_ref()?;
        Some(format!("{label}: {value}"))
    });
    parts.push(values.collect::<Vec<_>>().join("\n"));
    parts.push(finding.why.clone());
    parts.push(finding.fix.clone());
    parts.push(steps.join("\n\n"));
    let cites = finding
        .cites
        .iter()
        .map(|cite| format!("{}: {}", cite.label, cite.url));
    parts.push(cites.collect::<Vec<_>>().join("\n"));
    joined(parts)
}

/// The button of what a person does themselves.
pub const COPY_STEPS: &str = "Copy the steps";

/// What a person keeps to do it themselves.
pub fn instructions(leading: Option<&Finding>, action: &Action) -> String {
    let mut parts = vec![action.title.clone()];
    parts.extend(leading.map(|finding| format!("{}. {}", finding.title, finding.fix)));
    parts.push(action.steps.join("\n"));
    joined(parts)
}

fn joined(parts: Vec<String>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

fn by_hand() -> Vec<String> {
    let steps = [
        "Copy the address that the client printed or tried to open.",
        "Open it in a browser on any machine, and log in.",
        "Copy the whole address that the browser ends at, and paste it into the client.",
    ];
    steps.map(str::to_owned).into()
}

fn is_out_of_reach(leading: Option<&Finding>) -> bool {
    leading.is_some_and(|finding| finding.rule == "contact/unreachable")
}

/// A page sees only what CORS lets through; anything else sees all of it.
fn look_again(known: &Known<'_>) -> String {
    let server = known.reading.server.as_deref().unwrap_or("URL");
    if known.reading.evidence.seen_from == Some(Vantage::Browser) {
        return format!(
            "Ask the server from outside the browser: `npx mcp-auth-doctor {server}`, or `npx mcp-auth-doctor serve` for this page with a \
            relay that sees everything, or run the `curl` lines and paste what they print."
        );
    }
    "Open the diagnostic page with the server's address, or save a HAR of the attempt, and look again.".to_owned()
}
