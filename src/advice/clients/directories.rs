//! What the directories of Claude and ChatGPT ask of a server before they list it, as far as evidence shows it: what was not tried neither
//! passes nor fails, and says what would show it.

use super::walk;
use super::{Does, Profile, Way};
use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::seen::{Document, is_decided};
use crate::http::Exchange;
use crate::secret::withheld;
use crate::wire::address::{Address, same_origin};
use crate::wire::rpc;
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
    /// What was seen, in one sentence; empty where the state says that. Where it was not tried, what would show it.
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
    /// The evidence doesn't show it: it was not tried, or no answer tells.
    NotTried,
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

/// Why a document that is there doesn't tell.
const CUT: &str = "Only a part of the metadata was seen. A diagnosis shows all of it.";
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
        check: server_metadata,
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

/// What would show it, in one sentence.
fn not_tried(how: impl Into<String>) -> (State, String) {
    (State::NotTried, how.into())
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
        return not_tried("The server's URL was not seen. A diagnosis of it shows this.");
    };
    let answers = |one: &Exchange| one.status() > 0 && same_origin(&one.request.url, server);
    match Address::parse(server) {
        Ok(address) if address.is_private() => {
            (State::NotMet, format!("{server} is in a private network."))
        }
        Ok(address) if !address.has_scheme("https") => {
            (State::NotMet, format!("{server} is not https."))
        }
        Ok(_) if !reading.evidence.exchanges.iter().any(answers) => {
            not_tried("No answer of it was seen. A diagnosis that reaches it shows this.")
        }
        Ok(_) => (State::Met, String::new()),
        Err(_) => (State::NotMet, format!("{server} is not a valid URL.")),
    }
}

/// Not asked of a server that lets everybody in; without the authorization server's metadata nobody can tell.
fn for_sign_in(
    reading: &Reading<'_>,
    check: impl FnOnce(&Document<ServerMetadata>) -> (State, String),
) -> (State, String) {
    if reading.is_public() {
        return (State::Met, "The server asks nobody to sign in.".to_owned());
    }
    metadata(reading).map_or_else(
        || not_tried("The authorization server's metadata was not seen. A diagnosis that reaches it shows this."),
        check,
    )
}

fn server_metadata(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    let mut asked = reading.server_metadata.iter();
    let is_absent = !reading.is_public()
        && metadata(reading).is_none()
        && asked.any(|one| is_decided(one.exchange));
    if is_absent {
        return (State::NotMet, "No document was found.".to_owned());
    }
    for_sign_in(reading, |_| (State::Met, String::new()))
}

fn consent(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |document| {
        let grants = document.view.grant_types_supported.as_deref();
        let by_code =
            grants.is_none_or(|grants| grants.iter().any(|one| one == "authorization_code"));
        if !by_code || document.view.authorization_endpoint.is_none() {
            let why = "The metadata names no authorization endpoint, or not the grant authorization_code.";
            return (State::NotMet, why.to_owned());
        }
        let mut issued = reading.issued();
        if issued.any(|one| one.grant() == Some("authorization_code")) {
            return (State::Met, String::new());
        }
        not_tried("The metadata offers it. A sign-in shows that it works.")
    })
}

/// What the profile of the directory's own client says about registration.
fn client(directory: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |document| {
        let Some(profile) = Profile::by_id(directory) else {
            return not_tried(String::new());
        };
        let [registration, authentication] = walk::client(profile, reading);
        let stopped = [&registration, &authentication]
            .into_iter()
            .find(|stage| stage.does == Does::Stops);
        if let Some(stage) = stopped {
            return (State::NotMet, stage.why.clone());
        }
        let why = &registration.why;
        match registration.does {
            Does::GoesOn if got_a_client(walk::way(profile, document), reading) => {
                (State::Met, why.clone())
            }
            Does::GoesOn => not_tried(format!(
                "{why} The metadata offers it. A sign-in that way shows that it works."
            )),
            Does::Asks => not_tried(format!(
                "{why} Set one up for it, and say so in the submission."
            )),
            Does::Stops | Does::NotModelled | Does::NotSeen => {
                not_tried("The metadata doesn't tell. A sign-in with this client shows it.")
            }
        }
    })
}

/// Whether a client got in that way in the evidence.
fn got_a_client(way: Option<Way>, reading: &Reading<'_>) -> bool {
    match way {
        Some(Way::Dynamic) => {
            let mut registered = reading.registrations.iter();
            registered.any(|one| one.exchange.is_success())
        }
        Some(Way::Document) => reading.issued().any(|one| {
            let id = one.parameter("client_id");
            id.is_some_and(|id| id.starts_with("https://"))
        }),
        _ => false,
    }
}

fn refresh(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    const HOW: &str = "A sign-in with --lifetime shows whether tokens are renewed.";
    for_sign_in(reading, |document| {
        let mut issued = reading.issued();
        if issued.any(|one| one.grant() == Some("refresh_token")) {
            return (State::Met, String::new());
        }
        match document.view.grant_types_supported.as_deref() {
            Some(grants) if grants.iter().any(|one| one == "refresh_token") => {
                not_tried(format!("grant_types_supported lists refresh_token. {HOW}"))
            }
            Some(_) => (
                State::NotMet,
                "grant_types_supported does not list refresh_token.".to_owned(),
            ),
            None => not_tried(format!("The metadata doesn't tell. {HOW}")),
        }
    })
}

fn resource_metadata(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    if reading.is_public() {
        return (State::Met, "The server asks nobody to sign in.".to_owned());
    }
    if reading.resource_documents().next().is_some() {
        return (State::Met, String::new());
    }
    if walk::has_no_metadata(reading) {
        return (State::NotMet, "No document was found.".to_owned());
    }
    not_tried("No answer tells. A diagnosis that reaches the server shows this.")
}

fn pkce(_: &'static str, reading: &Reading<'_>) -> (State, String) {
    for_sign_in(reading, |document| match document.view.advertises_s256() {
        None if !document.lacks("code_challenge_methods_supported") => not_tried(CUT),
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
            None => not_tried(CUT),
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
        .filter_map(|one| rpc::message(one.exchange.response.as_ref()?));
    let results: Vec<Value> = answers
        .filter_map(|answer| answer.get("result").cloned())
        .filter(|result| result.get("tools").is_some())
        .collect();
    let goes_on = results
        .last()
        .and_then(|result| result.get("nextCursor"))
        .is_some_and(Value::is_string);
    let lists = results.iter().filter_map(|result| result.get("tools"));
    let tools: Vec<&Value> = lists.filter_map(Value::as_array).flatten().collect();
    if tools.is_empty() {
        return not_tried("The list of tools was not seen. A diagnosis with a token shows it.");
    }
    let name = |tool: &&Value| {
        tool.get("name")
            .and_then(Value::as_str)
            .unwrap_or("(without a name)")
            .to_owned()
    };
    let wrong: Vec<String> = tools.iter().filter(|tool| !fits(tool)).map(name).collect();
    if wrong.is_empty() && goes_on {
        return not_tried("Not all pages of the list of tools were seen. All of them show it.");
    }
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
