//! What the directories of Claude and ChatGPT ask of a server before they list it, as far as evidence shows it.

use super::walk;
use super::{Does, Profile};
use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::seen::Document;
use crate::flow::discover::handshake;
use crate::secret::withheld;
use crate::wire::address::Address;
use crate::wire::server::ServerMetadata;
use serde::Serialize;
use serde_json::Value;

/// One directory with this evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Directory {
    /// Stable name in lower case; also the profile of its client.
    pub directory: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// What it asks for, in the order in which it is met.
    pub points: Vec<Point>,
}

/// One requirement of a directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Stable name.
    pub id: &'static str,
    /// The requirement, in one sentence.
    pub asks: &'static str,
    /// Whether it is met.
    pub state: State,
    /// What was seen, in one sentence; empty where that is said by the state.
    pub why: String,
    /// The page that asks for it.
    pub source: &'static str,
    /// The day on which that page was read, `YYYY-MM-DD`.
    pub read: &'static str,
}

/// Whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is.
    Met,
    /// It is not.
    NotMet,
    /// The evidence doesn't show it.
    NotSeen,
}

/// Every directory with this evidence.
#[must_use]
pub fn readiness(evidence: &Evidence) -> Vec<Directory> {
    let reading = Reading::new(evidence, revision_of(evidence));
    let all = [
        ("claude-ai", "Claude's connectors directory", CLAUDE),
        ("chatgpt", "ChatGPT's plugin directory", CHATGPT),
    ];
    all.into_iter()
        .map(|(directory, name, asked)| Directory {
            directory,
            name,
            points: asked
                .iter()
                .map(|one| point(one, directory, &reading))
                .collect(),
        })
        .collect()
}

/// A requirement and how it is checked.
struct Asked {
    id: &'static str,
    asks: &'static str,
    source: &'static str,
    check: fn(&'static str, &Reading<'_>) -> (State, String),
}

/// The day on which the pages were read.
const READ: &str = "2026-11-30";
const CLAUDE_GUIDE: &str = "https://support.claude.com/en/articles/12922490";
const CLAUDE_BUILDING: &str = "https://support.claude.com/en/articles/11503834-building-custom-connectors-via-remote-mcp-servers";
const CLAUDE_QUESTIONS: &str =
    "https://support.claude.com/en/articles/11596036-anthropic-connectors-directory-faq";
const OPENAI_AUTH: &str = "https://developers.openai.com/plugins/build/auth";
const OPENAI_SUBMISSION: &str = "https://developers.openai.com/plugins/deploy/submission";

const CLAUDE: &[Asked] = &[
    Asked {
        id: "public-https",
        asks: "The server is reachable over HTTPS from the Internet.",
        source: CLAUDE_BUILDING,
        check: public_https,
    },
    Asked {
        id: "oauth",
        asks: "A server with user accounts lets each person consent by OAuth; client credentials alone are not enough.",
        source: CLAUDE_QUESTIONS,
        check: consent,
    },
    Asked {
        id: "client",
        asks: "Claude gets a client id: by its client ID metadata document, by dynamic registration, or one that is set up for it.",
        source: "https://claude.com/docs/connectors/building/authentication",
        check: client,
    },
    Asked {
        id: "refresh",
        asks: "Tokens expire and are renewed.",
        source: CLAUDE_BUILDING,
        check: refresh,
    },
    Asked {
        id: "tool-annotations",
        asks: "Every tool has a title and sets readOnlyHint or destructiveHint.",
        source: CLAUDE_GUIDE,
        check: |_, reading| {
            tools(reading, |tool| {
                has_title(tool) && (is_set(tool, "readOnlyHint") || is_set(tool, "destructiveHint"))
            })
        },
    },
];

const CHATGPT: &[Asked] = &[
    Asked {
        id: "public-https",
        asks: "The server has a stable address that is reachable over HTTPS from the Internet.",
        source: OPENAI_SUBMISSION,
        check: public_https,
    },
    Asked {
        id: "resource-metadata",
        asks: "The MCP server publishes protected resource metadata.",
        source: OPENAI_AUTH,
        check: resource_metadata,
    },
    Asked {
        id: "server-metadata",
        asks: "The authorization server publishes its metadata.",
        source: OPENAI_AUTH,
        check: |_, reading| match metadata(reading) {
            Some(_) => (State::Met, String::new()),
            None if reading.server_metadata.is_empty() => not_seen(),
            None => (State::NotMet, "No document was found.".to_owned()),
        },
    },
    Asked {
        id: "pkce",
        asks: "The metadata advertises S256 in code_challenge_methods_supported.",
        source: "https://github.com/forcedotcom/mcp-hosted/issues/47",
        check: pkce,
    },
    Asked {
        id: "client",
        asks: "ChatGPT gets a client id: by its client ID metadata document, by dynamic registration, or one that is set up for it.",
        source: OPENAI_AUTH,
        check: client,
    },
    Asked {
        id: "authentication-methods",
        asks: "The metadata lists the ways to authenticate at the token endpoint.",
        source: OPENAI_AUTH,
        check: authentication_methods,
    },
    Asked {
        id: "tool-annotations",
        asks: "Every tool sets readOnlyHint, destructiveHint and openWorldHint.",
        source: "https://github.com/Teamwork/mcp/pull/420",
        check: |_, reading| {
            let hints = ["readOnlyHint", "destructiveHint", "openWorldHint"];
            tools(reading, |tool| hints.iter().all(|hint| is_set(tool, hint)))
        },
    },
];

fn point(asked: &Asked, directory: &'static str, reading: &Reading<'_>) -> Point {
    let (state, why) = (asked.check)(directory, reading);
    Point {
        id: asked.id,
        asks: asked.asks,
        state,
        why,
        source: asked.source,
        read: READ,
    }
}

fn not_seen() -> (State, String) {
    (State::NotSeen, String::new())
}

fn met_if(met: bool, otherwise: impl FnOnce() -> String) -> (State, String) {
    if met {
        (State::Met, String::new())
    } else {
        (State::NotMet, otherwise())
    }
}

fn metadata<'r>(reading: &'r Reading<'_>) -> Option<&'r Document<ServerMetadata>> {
    reading
        .server_documents()
        .last()
        .map(|(_, document)| document)
}

fn public_https(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    let Some(server) = reading.server.as_deref() else {
        return not_seen();
    };
    match Address::parse(server) {
        Ok(address) if address.is_private() => {
            (State::NotMet, format!("{server} is in a private network."))
        }
        Ok(address) => met_if(address.has_scheme("https"), || {
            format!("{server} is not https.")
        }),
        Err(_) => (State::NotMet, format!("{server} is not a valid URL.")),
    }
}

/// Not asked of a server that lets everybody in.
fn for_sign_in(
    reading: &Reading<'_>,
    check: impl FnOnce(&Document<ServerMetadata>) -> (State, String),
) -> (State, String) {
    if reading.is_public() {
        return (State::Met, "The server asks nobody to sign in.".to_owned());
    }
    metadata(reading).map_or_else(not_seen, check)
}

fn consent(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |document| {
        let grants = document.view.grant_types_supported.as_deref();
        let by_code =
            grants.is_none_or(|grants| grants.iter().any(|one| one == "authorization_code"));
        let where_to = document.view.authorization_endpoint.is_some();
        met_if(by_code && where_to, || {
            "The metadata names no authorization endpoint, or not the grant authorization_code."
                .to_owned()
        })
    })
}

/// What the profile of the directory's own client says about registration.
fn client(directory: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |_| {
        let Some(profile) = Profile::by_id(directory) else {
            return not_seen();
        };
        let [registration, authentication] = walk::client(profile, reading);
        let stopped = [&registration, &authentication]
            .into_iter()
            .find(|stage| stage.does == Does::Stops);
        if let Some(stage) = stopped {
            return (State::NotMet, stage.why.clone());
        }
        match registration.does {
            Does::Asks => (
                State::NotMet,
                format!(
                    "{} Set one up for it, and say so in the submission.",
                    registration.why
                ),
            ),
            Does::GoesOn => (State::Met, registration.why),
            Does::Stops | Does::NotModelled | Does::NotSeen => not_seen(),
        }
    })
}

fn refresh(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |document| {
        let grants = document.view.grant_types_supported.as_deref();
        let Some(grants) = grants else {
            return not_seen();
        };
        met_if(grants.iter().any(|one| one == "refresh_token"), || {
            "grant_types_supported does not list refresh_token.".to_owned()
        })
    })
}

fn resource_metadata(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    if reading.is_public() {
        return (State::Met, "The server asks nobody to sign in.".to_owned());
    }
    if reading.resource_documents().next().is_some() {
        return (State::Met, String::new());
    }
    if reading.resource_metadata.is_empty() {
        return not_seen();
    }
    (State::NotMet, "No document was found.".to_owned())
}

fn pkce(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |document| match document.view.advertises_s256() {
        None if !document.lacks("code_challenge_methods_supported") => not_seen(),
        advertised => met_if(advertised == Some(true), || {
            "code_challenge_methods_supported does not list S256.".to_owned()
        }),
    })
}

fn authentication_methods(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |document| {
        let name = "token_endpoint_auth_methods_supported";
        match &document.view.token_endpoint_auth_methods_supported {
            Some(methods) => met_if(!methods.is_empty(), || format!("{name} is empty.")),
            None if document.lacks(name) => (State::NotMet, format!("{name} is missing.")),
            None => not_seen(),
        }
    })
}

/// Whether all tools that the server lists are as asked; the first that are not are named.
fn tools(reading: &Reading<'_>, fits: impl Fn(&Value) -> bool) -> (State, String) {
    /// How many names a sentence bears.
    const NAMED: usize = 5;
    let answers = reading
        .mcp
        .iter()
        .filter_map(|one| handshake::rpc(one.exchange));
    let lists: Vec<Value> = answers
        .filter_map(|answer| answer.pointer("/result/tools").cloned())
        .collect();
    let tools: Vec<&Value> = lists.iter().filter_map(Value::as_array).flatten().collect();
    if tools.is_empty() {
        return (State::NotSeen, "The list of tools was not seen.".to_owned());
    }
    let name = |tool: &&Value| {
        tool.get("name")
            .and_then(Value::as_str)
            .unwrap_or("(without a name)")
            .to_owned()
    };
    let wrong: Vec<String> = tools.iter().filter(|tool| !fits(tool)).map(name).collect();
    met_if(wrong.is_empty(), || {
        // A report withholds names, which are the server's own words.
        let known: Vec<&str> = wrong
            .iter()
            .map(String::as_str)
            .filter(|name| !withheld::is_mark(name))
            .collect();
        let named = known.iter().take(NAMED).copied().collect::<Vec<_>>();
        let more = known.len() - named.len();
        let (colon, rest) = (if named.is_empty() { "" } else { ": " }, named.join(", "));
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let (wrong, all) = (wrong.len(), tools.len());
        format!("{wrong} of {all} tools do not{colon}{rest}{more}.")
    })
}

fn has_title(tool: &Value) -> bool {
    let titles = [tool.get("title"), tool.pointer("/annotations/title")];
    titles
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .any(|title| !title.trim().is_empty())
}

fn is_set(tool: &Value, hint: &str) -> bool {
    let hints = tool.get("annotations");
    hints
        .and_then(|hints| hints.get(hint))
        .is_some_and(Value::is_boolean)
}

#[cfg(test)]
mod tests;
