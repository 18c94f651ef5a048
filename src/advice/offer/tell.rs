//! Ways that somebody else must go: what to tell whom.

use super::super::known::Known;
use super::super::patch;
use super::action;
use crate::action::{Action, ActionKind};
use crate::evidence::Vantage;
use crate::finding::Finding;

/// An action that somebody else must carry out.
pub fn tell(kind: ActionKind, known: &Known<'_>, leading: Option<&Finding>) -> Action {
    let (title, why) = match kind {
        ActionKind::PatchServer => (
            format!("Send the fix to the operator of {}", known.server_host()),
            "Only the server's operator can mend it.",
        ),
        ActionKind::PatchAuthorizationServer => (
            format!(
                "Send the fix to the operator of {}",
                known.authorization_host()
            ),
            "Only the authorization server's operator can mend it.",
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
            "Something in front of the server refuses before the server sees the request.",
        ),
        ActionKind::RetryLater => (
            "Try again later".to_owned(),
            "Nothing in the request is known to be wrong; it can't be answered now.",
        ),
        ActionKind::ChangeSetting if is_out_of_reach(leading) => (
            "Check the address, and the way to it".to_owned(),
            "Nothing that speaks HTTP answers there, so signing in could not even begin.",
        ),
        ActionKind::ChangeSetting => (
            "Change a setting of your own".to_owned(),
            "What is in the way is in your configuration, not in the server or the client's program.",
        ),
        ActionKind::OpenByHand => (
            "Open the address by hand, and paste back where the browser ends".to_owned(),
            "The browser need not be opened by the client, nor find its way back by itself.",
        ),
        _ => (
            "Capture what would decide".to_owned(),
            "What was seen fits several causes.",
        ),
    };
    let mut action = action(kind, title, why);
    action.steps = leading.map(told).unwrap_or_default();
    let patches = matches!(
        kind,
        ActionKind::PatchServer | ActionKind::PatchAuthorizationServer
    );
    if let Some(patch) = leading
        .filter(|_| patches)
        .and_then(|finding| patch::for_finding(known.reading, finding))
    {
        action.steps.push(match &patch.header {
            Some(name) => format!("At {}, with the 401: {name}: {}", patch.url, patch.content),
            None => format!("At {}: {}", patch.url, patch.content),
        });
        action.steps.extend(patch.notes);
    }
    if kind == ActionKind::CaptureMore {
        action.steps.insert(0, look_again(known));
    }
    action
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

fn told(finding: &Finding) -> Vec<String> {
    let mut steps = vec![finding.title.clone(), finding.fix.clone()];
    if let (Some(expected), Some(received)) = (&finding.expected, &finding.received) {
        steps.push(format!("Expected {expected}; received {received}."));
    }
    steps
}
