//! The evidence recognised step by step; made once, read by every rule.

use super::error_text::{self, ErrorText};
use super::link;
use super::recognise::{self, place};
use super::seen::Document;
use super::step::{
    AuthorizationRequest, CallbackSeen, McpRequest, Preflight, RegistrationRequest,
    ResourceMetadataRequest, ServerMetadataRequest, Step, TokenRequest,
};
use super::tools::{self, ToolChallenge, ToolsWithSignIn};
use super::{Evidence, Vantage};
use crate::http::{Exchange, Request};
use crate::reasons::{self, Claim, Tells};
use crate::spec::Revision;
use crate::stage::Stage;
use crate::wire::resource::ResourceMetadata;
use crate::wire::server::ServerMetadata;
use std::sync::LazyLock;

/// The evidence as the rules see it. Every list is in the order of time; every entry has its `index` in the evidence.
#[derive(Debug)]
pub struct Reading<'a> {
    /// What was seen.
    pub evidence: &'a Evidence,
    /// The revision that is judged.
    pub revision: Revision,
    /// The MCP server's address: as given, else as the exchanges imply, raw.
    pub server: Option<String>,
    /// What each exchange is; as long as `evidence.exchanges`.
    pub steps: Vec<Step>,
    /// Requests to the MCP server, with or without a credential.
    pub mcp: Vec<McpRequest<'a>>,
    /// CORS preflights.
    pub preflights: Vec<Preflight<'a>>,
    /// Requests for protected resource metadata.
    pub resource_metadata: Vec<ResourceMetadataRequest<'a>>,
    /// Requests for authorization server metadata.
    pub server_metadata: Vec<ServerMetadataRequest<'a>>,
    /// Dynamic client registrations.
    pub registrations: Vec<RegistrationRequest<'a>>,
    /// Pushed authorization requests.
    pub pushed: Vec<AuthorizationRequest<'a>>,
    /// Device authorization requests.
    pub devices: Vec<AuthorizationRequest<'a>>,
    /// Authorization requests and the pages they lead to.
    pub authorizations: Vec<AuthorizationRequest<'a>>,
    /// Pages between the authorization request and the callback, with their indexes.
    pub pages: Vec<(usize, &'a Exchange)>,
    /// Authorization responses.
    pub callbacks: Vec<CallbackSeen<'a>>,
    /// Token requests.
    pub tokens: Vec<TokenRequest<'a>>,
    /// What the message of the client may say, the most telling first.
    pub claims: Vec<Claim>,
    /// Challenges that stand in results of tools.
    pub tool_challenges: Vec<ToolChallenge>,
    /// Tools that say that they need a sign-in.
    pub tools_with_sign_in: Vec<ToolsWithSignIn>,
    /// The symptom in lower case, white space collapsed; empty where none is given.
    pub symptom: String,
    errors: Vec<ErrorText>,
}

impl<'a> Reading<'a> {
    /// Recognises every step and its links.
    #[must_use]
    pub fn new(evidence: &'a Evidence, revision: Revision) -> Self {
        let known = link::known(evidence);
        let mut steps: Vec<Step> = evidence
            .exchanges
            .iter()
            .map(|exchange| recognise::step(exchange, &known))
            .collect();
        recognise::pages_under_way(&evidence.exchanges, &mut steps);
        let mut reading = Self {
            evidence,
            revision,
            server: None,
            steps,
            mcp: Vec::new(),
            preflights: Vec::new(),
            resource_metadata: Vec::new(),
            server_metadata: Vec::new(),
            registrations: Vec::new(),
            pushed: Vec::new(),
            devices: Vec::new(),
            authorizations: Vec::new(),
            pages: Vec::new(),
            callbacks: Vec::new(),
            tokens: Vec::new(),
            claims: reasons::claims(
                evidence.symptom.as_deref().unwrap_or_default(),
                evidence.server.as_deref(),
                &surroundings(evidence),
            ),
            tool_challenges: Vec::new(),
            tools_with_sign_in: Vec::new(),
            symptom: error_text::plain(evidence.symptom.as_deref().unwrap_or_default()),
            errors: evidence.exchanges.iter().map(error_text::of).collect(),
        };
        link::fill(&mut reading, &known);
        reading.tool_challenges = reading
            .mcp
            .iter()
            .filter_map(|one| tools::challenge(one.index, one.exchange))
            .collect();
        reading.tools_with_sign_in = reading
            .mcp
            .iter()
            .filter_map(|one| tools::with_sign_in(one.index, one.exchange))
            .collect();
        reading.server = evidence.server.clone().or_else(|| infer_server(&reading));
        reading
    }

    /// An exchange by its index.
    #[must_use]
    pub fn exchange(&self, index: usize) -> Option<&'a Exchange> {
        self.evidence.exchanges.get(index)
    }

    /// The exchanges of one step, with their indexes.
    pub fn of_step(&self, step: Step) -> impl Iterator<Item = (usize, &'a Exchange)> {
        self.steps
            .iter()
            .zip(&self.evidence.exchanges)
            .enumerate()
            .filter(move |(_, (found, _))| **found == step)
            .map(|(index, (_, exchange))| (index, exchange))
    }

    /// The exchanges of the flow, with their indexes: a capture of a browser has many others. Where none is recognised, all.
    pub fn of_flow(&self) -> impl Iterator<Item = (usize, &'a Exchange)> {
        let recognised = self.steps.iter().any(|step| *step != Step::Other);
        self.steps
            .iter()
            .zip(&self.evidence.exchanges)
            .enumerate()
            .filter(move |(_, (step, _))| !recognised || **step != Step::Other)
            .map(|(index, (_, exchange))| (index, exchange))
    }

    /// What the answer at this index says about its own failure.
    #[must_use]
    pub fn error(&self, index: usize) -> &ErrorText {
        static NOTHING: LazyLock<ErrorText> = LazyLock::new(ErrorText::default);
        self.errors.get(index).unwrap_or(&NOTHING)
    }

    /// The token requests that were answered with an access token.
    pub fn issued(&self) -> impl Iterator<Item = &TokenRequest<'a>> {
        self.tokens.iter().filter(|one| {
            one.answer
                .view()
                .is_some_and(|view| view.access_token.is_some())
        })
    }

    /// Whether this tool asked: it names itself in the handshake.
    #[must_use]
    pub fn is_of_this_tool(&self) -> bool {
        const NAMED: &str = concat!("\"name\":\"", env!("CARGO_PKG_NAME"), "\"");
        let handshakes = self.mcp.iter().filter(|one| one.is_handshake());
        let mut bodies = handshakes.filter_map(|one| one.exchange.request.body.as_deref());
        bodies.any(|body| body.contains(NAMED))
    }

    /// The MCP request at an index, if it is one.
    #[must_use]
    pub fn mcp_at(&self, index: usize) -> Option<&McpRequest<'a>> {
        let place = self
            .mcp
            .binary_search_by_key(&index, |one| one.index)
            .ok()?;
        self.mcp.get(place)
    }

    /// MCP requests without a credential.
    pub fn unauthenticated(&self) -> impl Iterator<Item = &McpRequest<'a>> {
        self.mcp.iter().filter(|one| one.credential.is_none())
    }

    /// Those of them that were answered 401.
    pub fn unauthorized(&self) -> impl Iterator<Item = &McpRequest<'a>> {
        self.unauthenticated()
            .filter(|one| one.exchange.status() == 401)
    }

    /// Whether the same client sent the same request again later, and it went through: with a renewed token, with more scopes, after a wait.
    #[must_use]
    pub fn goes_through_later(&self, index: usize) -> bool {
        let what = |request: &'a Request| (&request.method, &request.url, &request.body);
        let agent = |request: &Request| request.headers.get("user-agent");
        let Some(failed) = self.exchange(index).map(|one| &one.request) else {
            return false;
        };
        let later = self.evidence.exchanges.iter().skip(index + 1);
        later
            .filter(|one| one.is_success())
            .any(|one| what(&one.request) == what(failed) && agent(&one.request) == agent(failed))
    }

    /// Whether nobody has to sign in: the server takes the credential that it was last sent, or asks for none and names no resource.
    #[must_use]
    pub fn is_let_in(&self) -> bool {
        // An answer that says neither, such as 405, doesn't count.
        let last = self
            .mcp
            .iter()
            .filter(|one| one.credential.is_some())
            .rfind(|one| matches!(one.exchange.status(), 200..=299 | 401 | 403));
        match last {
            Some(one) => one.is_let_in(),
            None => self.is_public() && self.resource_documents().next().is_none(),
        }
    }

    /// Whether the server answers without a credential and asked for none anywhere: there is nothing to sign in to.
    #[must_use]
    pub fn is_public(&self) -> bool {
        !self.asks_for_sign_in() && self.unauthenticated().any(McpRequest::is_answered)
    }

    /// Whether calls without a credential succeed and none was asked for anywhere: then no metadata is due, whatever the answers hold.
    #[must_use]
    pub fn owes_no_metadata(&self) -> bool {
        let posted = |one: &McpRequest| one.exchange.request.method == "POST";
        !self.asks_for_sign_in()
            && self
                .unauthenticated()
                .any(|one| posted(one) && one.exchange.is_success() || one.exchange.opens_stream())
    }

    /// Whether the server asked for a credential anywhere.
    #[must_use]
    pub fn asks_for_sign_in(&self) -> bool {
        let asked_for_one = self
            .mcp
            .iter()
            .any(|one| matches!(one.exchange.status(), 401 | 403));
        asked_for_one || !self.tool_challenges.is_empty() || !self.tools_with_sign_in.is_empty()
    }

    /// MCP requests with a credential.
    pub fn authenticated(&self) -> impl Iterator<Item = &McpRequest<'a>> {
        self.mcp.iter().filter(|one| one.credential.is_some())
    }

    /// The resource metadata that was read as a document.
    pub fn resource_documents(
        &self,
    ) -> impl Iterator<Item = (&ResourceMetadataRequest<'a>, &Document<ResourceMetadata>)> {
        self.resource_metadata
            .iter()
            .filter_map(|one| Some((one, one.answer.document()?)))
    }

    /// The authorization server metadata that was read as a document.
    pub fn server_documents(
        &self,
    ) -> impl Iterator<Item = (&ServerMetadataRequest<'a>, &Document<ServerMetadata>)> {
        self.server_metadata
            .iter()
            .filter_map(|one| Some((one, one.answer.document()?)))
    }

    /// The registration that was last seen before an index.
    #[must_use]
    pub fn registration_before(&self, index: usize) -> Option<&RegistrationRequest<'a>> {
        self.registrations
            .iter()
            .rev()
            .find(|one| one.index < index)
    }

    /// The authorization request that was last seen before an index.
    #[must_use]
    pub fn authorization_before(&self, index: usize) -> Option<&AuthorizationRequest<'a>> {
        self.authorizations
            .iter()
            .rev()
            .find(|one| one.index < index)
    }

    /// Whether the exchanges were seen from a browser page, where headers may be hidden and failures are opaque.
    #[must_use]
    pub fn in_browser(&self) -> bool {
        self.evidence.seen_from == Some(Vantage::Browser)
            || self
                .evidence
                .exchanges
                .iter()
                .any(|exchange| exchange.request.headers.has("origin"))
    }

    /// Whether the message speaks of what a rule says, and not only in words that fit nearly everything.
    #[must_use]
    pub fn claimed(&self, rule: &str) -> bool {
        self.claims
            .iter()
            .any(|one| one.rule == rule && one.tells > Tells::Little)
    }

    /// Whether the message speaks of something at a stage, a client's defect there included.
    #[must_use]
    pub fn claimed_at(&self, stage: Stage) -> bool {
        let step = |rule: &str| rule.split_once('/').and_then(|(step, _)| Stage::of(step));
        self.claims
            .iter()
            .any(|one| step(one.rule) == Some(stage) && one.tells > Tells::Little)
    }
}

/// What stands around a message: the server, the addresses that were asked, and the challenges.
fn surroundings(evidence: &Evidence) -> String {
    let mut around = evidence.server.clone().unwrap_or_default();
    for exchange in evidence
        .exchanges
        .iter()
        .filter(|_| evidence.symptom.is_some())
    {
        around.push(' ');
        around.push_str(&exchange.request.url);
        let response = exchange.response.iter();
        for challenge in response.filter_map(|one| one.headers.get("www-authenticate")) {
            around.push(' ');
            around.push_str(&challenge);
        }
    }
    around
}

/// The address that the exchanges imply: where an MCP request went, else the resource that metadata was asked for.
fn infer_server(reading: &Reading) -> Option<String> {
    let asked = reading
        .mcp
        .first()
        .map(|one| one.exchange.request.url.clone());
    asked.or_else(|| {
        reading
            .resource_metadata
            .iter()
            .find_map(|one| one.of.clone())
            .map(|url| place(&url).to_owned())
    })
}

/// The revision to judge by: the one asked for, else the one the server negotiated, else the newest.
#[must_use]
pub fn revision_of(evidence: &Evidence) -> Revision {
    let negotiated = || {
        evidence.exchanges.iter().rev().find_map(|exchange| {
            let body = exchange.body()?;
            let at = body.find("\"protocolVersion\"")?;
            let version = body.get(at..)?.split('"').nth(3)?;
            Revision::exact(version)
        })
    };
    evidence
        .revision
        .or_else(negotiated)
        .unwrap_or(Revision::NEWEST)
}
