//! What could not be seen, and what to look at so that several causes can be told apart.

use super::Unseen;
use crate::evidence::reading::Reading;
use crate::finding::Overall;
use crate::stage::Stage;
use crate::verdict::{Decision, Found};

/// Where the evidence ends, or what a diagnosis does not try.
#[must_use]
pub fn of(reading: &Reading, decision: &Decision) -> Vec<Unseen> {
    if let Some(stage) = decision.ends_at {
        return vec![Unseen {
            what: name(stage).to_owned(),
            why: "The evidence ends before it.".to_owned(),
            how: format!("Capture {}.", capture(stage)),
        }];
    }
    let signs_in = matches!(decision.verdict, Overall::Ok | Overall::Needs) && !reading.is_let_in();
    let tried = !reading.tokens.is_empty();
    match signs_in && !tried {
        true => vec![Unseen {
            what: "Registration, login and token".to_owned(),
            why: "They were not tried: only a sign-in does that.".to_owned(),
            how: "Sign in.".to_owned(),
        }],
        false => Vec::new(),
    }
}

/// The one observation that decides whether this is the cause.
#[must_use]
pub fn tell_apart(found: &[Found], one: &Found) -> String {
    let mut alternatives = found.iter().flat_map(|other| other.rule.alternatives);
    let own = alternatives.find(|(id, _)| *id == one.rule.id);
    match own {
        Some((_, tell)) => (*tell).to_owned(),
        None => format!("Capture {}.", what(one)),
    }
}

fn what(one: &Found) -> &'static str {
    match one.rule.step() {
        "browser" => "the browser's console, and the same request from outside a browser",
        "edge" => {
            "the same request from a terminal (curl) and from the client, with the answers' headers"
        }
        "client" | "configuration" => "every request of the client with its answer, as a HAR file",
        _ => capture(one.stage),
    }
}

fn capture(stage: Stage) -> &'static str {
    match stage {
        Stage::Contact | Stage::Challenge => {
            "the first MCP request without a token and its answer, headers included"
        }
        Stage::Resource => {
            "the protected resource metadata, whole, and the address the client was given"
        }
        Stage::Server => "the authorization server's metadata, whole",
        Stage::Registration => "the registration request with its answer",
        Stage::Authorization | Stage::Callback => {
            "the URLs of the authorization request and of the callback, from the browser"
        }
        Stage::Token => "the token request with its answer",
        Stage::Access => "the MCP request with the token and its answer, headers included",
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Contact => "Whether the MCP server answers",
        Stage::Challenge => "How the MCP server asks for a sign-in",
        Stage::Resource => "The protected resource metadata",
        Stage::Server => "The authorization server's metadata",
        Stage::Registration => "Whether the client gets a client ID",
        Stage::Authorization => "What the authorization server answers in the browser",
        Stage::Callback => "The callback",
        Stage::Token => "The token answer",
        Stage::Access => "Whether the MCP server accepts the token",
    }
}
