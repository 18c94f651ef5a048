//! What the evidence says that advice depends on: the provider, the scopes, what the server asks for.

use super::host::HostInfo;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::{Document, Seen};
use crate::finding::Finding;
use crate::flow::authorize::pkce::{self, Support};
use crate::flow::authorize::scope;
use crate::flow::refusal::Refusal;
use crate::providers::{self, Provider, gateways};
use crate::rule::Ways;
use crate::rules::resource::allowed;
use crate::wire::address::{Address, same_origin};
use crate::wire::challenge::Challenge;
use crate::wire::resource::ResourceMetadata;
use crate::wire::server::ServerMetadata;

/// The evidence, seen with the eyes of somebody who must go on.
pub struct Known<'a> {
    /// The evidence, recognised.
    pub reading: &'a Reading<'a>,
    /// Who asks.
    pub host: &'a HostInfo,
    /// The metadata of the authorization server, the last that could be read.
    pub metadata: Option<&'a Document<ServerMetadata>>,
    /// The provider of the authorization server.
    pub provider: Option<&'static Provider>,
    /// The provider of the MCP server itself, where it is one that we know: only then its own tokens are of use.
    pub own: Option<&'static Provider>,
    /// The challenges of the MCP server, in order.
    pub challenges: Vec<&'a Challenge>,
}

impl<'a> Known<'a> {
    /// Looks at the evidence once.
    #[must_use]
    pub fn new(reading: &'a Reading<'a>, host: &'a HostInfo) -> Self {
        let metadata = reading
            .server_documents()
            .last()
            .map(|(_, document)| document);
        let challenges = reading
            .mcp
            .iter()
            .filter_map(|one| match &one.challenges {
                Seen::There(challenges) => Some(&challenges.list),
                Seen::Absent | Seen::Unseen => None,
            })
            .flatten()
            .collect();
        Self {
            reading,
            host,
            metadata,
            provider: providers::recognise(urls(reading), &error_text(reading)),
            own: reading.server.as_deref().and_then(providers::by_issuer),
            challenges,
        }
    }

    /// What a sign-in that nobody has tried yet would need from the person, and the ways to give it; nothing where it gets as far as
    /// the authorization server.
    #[must_use]
    pub fn before_sign_in(&self) -> Option<&'static [ActionKind]> {
        let metadata = self.metadata?;
        let was_tried = !self.reading.authorizations.is_empty() || !self.reading.tokens.is_empty();
        if was_tried {
            return None;
        }
        let methods = metadata.view.code_challenge_methods_supported.as_deref();
        let unadvertised = pkce::support(methods, self.reading.revision) == Support::NotAdvertised
            && (methods.is_some() || metadata.lacks("code_challenge_methods_supported"));
        if allowed::deviates(self.reading) || unadvertised {
            return Some(&[ActionKind::AllowDeviation]);
        }
        let has_document = metadata.view.takes_client_id_metadata_documents()
            && self.host.client_metadata_url.is_some();
        let is_client_wanted = metadata.lacks("registration_endpoint") && !has_document;
        is_client_wanted.then_some(Ways::CLIENT)
    }

    /// What is known to help against a rule's finding at the gateway before the server, or at the authorization server's provider, and
    /// where that is set.
    #[must_use]
    pub fn hints(&self, rule: &str, kind: ActionKind) -> Vec<String> {
        let (name, hints) = match kind {
            ActionKind::PatchAuthorizationServer => {
                let Some(pack) = self.provider else {
                    return Vec::new();
                };
                (pack.name, pack.hints)
            }
            _ => {
                let own = self.reading.mcp.iter().map(|one| one.exchange);
                let metadata = self
                    .reading
                    .resource_metadata
                    .iter()
                    .map(|one| one.exchange);
                let Some(gateway) = gateways::recognise(own.chain(metadata)) else {
                    return Vec::new();
                };
                (gateway.name, gateway.hints)
            }
        };
        providers::hints_for(hints, rule)
            .map(|hint| format!("{name}: {} ({})", hint.text, hint.source))
            .collect()
    }

    /// The host of the MCP server, for people to read.
    #[must_use]
    pub fn server_host(&self) -> String {
        host_of(self.reading.server.as_deref().unwrap_or_default())
            .unwrap_or_else(|| "the MCP server".to_owned())
    }

    /// The host of the authorization server, for people to read.
    #[must_use]
    pub fn authorization_host(&self) -> String {
        let issuer = self.metadata.and_then(|document| {
            let view = &document.view;
            view.issuer.as_deref().or(view.token_endpoint.as_deref())
        });
        issuer
            .or_else(|| urls(self.reading).into_iter().next())
            .and_then(host_of)
            .unwrap_or_else(|| "the authorization server".to_owned())
    }

    /// The client id that was used last.
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        let mut asked = self.reading.authorizations.iter().rev();
        let asked = asked.find_map(|one| one.parameter("client_id"));
        asked.or_else(|| {
            let mut sent = self.reading.tokens.iter().rev();
            sent.find_map(|one| one.parameter("client_id"))
        })
    }

    /// The issuer at which a sign-in had no client that it may use.
    #[must_use]
    pub fn stopped_at(&self) -> Option<&str> {
        match self.reading.evidence.refusal.as_ref()? {
            Refusal::NoClient { issuer, .. } => Some(issuer),
            Refusal::IssuerUnconfirmed { issuer, .. } => Some(issuer),
            Refusal::ClientOfOtherIssuer { received, .. } => Some(received),
            _ => None,
        }
    }

    /// The issuer to which credentials would go for the first time.
    #[must_use]
    pub fn unconfirmed(&self) -> Option<&str> {
        match self.reading.evidence.refusal.as_ref()? {
            Refusal::IssuerUnconfirmed { issuer, .. } => Some(issuer),
            _ => None,
        }
    }

    /// Where tokens come from, as the metadata says or as a request shows.
    #[must_use]
    pub fn token_endpoint(&self) -> Option<&str> {
        let named = self
            .metadata
            .and_then(|document| document.view.token_endpoint.as_deref());
        let asked = self.reading.tokens.last();
        named.or_else(|| asked.map(|one| one.exchange.request.url.as_str()))
    }

    /// Whether some authorization server is known.
    #[must_use]
    pub fn has_authorization_server(&self) -> bool {
        let named = |one: &ResourceMetadata| {
            let servers = one.authorization_servers.as_ref();
            servers.is_some_and(|servers| !servers.is_empty())
        };
        self.metadata.is_some()
            || !self.reading.authorizations.is_empty()
            || !self.reading.tokens.is_empty()
            || self
                .reading
                .resource_documents()
                .any(|(_, document)| named(&document.view))
    }

    /// Whether the server names no way to sign in, and what is wrong is just that.
    #[must_use]
    pub fn is_silent(&self, leading: Option<&Finding>) -> bool {
        let step = leading.map_or("", |finding| finding.step.as_str());
        matches!(step, "contact" | "challenge" | "resource")
            && self.own.is_none()
            && self.challenges.is_empty()
            && !self.has_authorization_server()
    }

    /// Whether a challenge names a scheme without a sign-in behind it: no metadata named, no authorization server found although
    /// it was looked for, or Basic. Then a credential that the person has is the way, not the operator's.
    #[must_use]
    pub fn is_without_oauth(&self, leading: &Finding) -> bool {
        let names_metadata = |one: &&Challenge| one.param("resource_metadata").is_some();
        let asked = !self.reading.server_metadata.is_empty() || self.challenges_with("basic");
        matches!(leading.step.as_str(), "challenge" | "resource")
            && self.own.is_none()
            && asked
            && !self.challenges.is_empty()
            && !self.challenges.iter().any(names_metadata)
            && !self.has_authorization_server()
    }

    /// Whether a URL is of the MCP server's own origin.
    #[must_use]
    pub fn is_own_origin(&self, url: &str) -> bool {
        let server = self.reading.server.as_deref().unwrap_or_default();
        same_origin(url, server)
    }

    /// Whether the challenges name a scheme (in lower case).
    #[must_use]
    pub fn challenges_with(&self, scheme: &str) -> bool {
        self.challenges.iter().any(|one| one.scheme == scheme)
    }

    /// The scopes that the server wants: of the last challenge that names some, else all of the resource metadata
    /// (MCP 2025-11-25, Scope Selection Strategy).
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        let challenged = self.challenges.iter().rev().find_map(|one| one.scopes());
        challenged
            .or_else(|| {
                self.reading
                    .resource_documents()
                    .find_map(|(_, document)| document.view.scopes_supported.clone())
            })
            .unwrap_or_default()
    }

    /// The scopes that were granted, else those that were asked for last.
    #[must_use]
    pub fn granted(&self) -> Vec<String> {
        let granted = self
            .reading
            .tokens
            .iter()
            .rev()
            .find_map(|one| one.answer.view()?.scope.clone());
        granted
            .or_else(|| {
                let asked = self.reading.authorizations.last()?;
                asked.parameter("scope").map(str::to_owned)
            })
            .map(|text| scope::split(&text))
            .unwrap_or_default()
    }
}

/// Host and port of a URL.
fn host_of(url: &str) -> Option<String> {
    Address::parse(url)
        .ok()
        .map(|address| address.host_and_port.to_owned())
}

/// URLs of the authorization server, the ones with most weight first.
fn urls<'a>(reading: &'a Reading<'_>) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for (_, document) in reading.resource_documents() {
        all.extend(
            document
                .view
                .authorization_servers
                .iter()
                .flatten()
                .map(String::as_str),
        );
    }
    for (request, document) in reading.server_documents() {
        let view = &document.view;
        let named = [
            &view.issuer,
            &view.authorization_endpoint,
            &view.token_endpoint,
        ];
        all.extend(named.into_iter().flatten().map(String::as_str));
        all.push(&request.exchange.request.url);
    }
    let sent = reading.authorizations.iter().map(|one| one.exchange);
    let sent = sent.chain(reading.tokens.iter().map(|one| one.exchange));
    let sent = sent.chain(reading.registrations.iter().map(|one| one.exchange));
    all.extend(sent.map(|exchange| exchange.request.url.as_str()));
    all.extend(
        reading
            .server_metadata
            .iter()
            .map(|one| one.exchange.request.url.as_str()),
    );
    all.extend(reading.server.as_deref());
    all
}

fn error_text(reading: &Reading<'_>) -> String {
    let mut text = reading.symptom.clone();
    for index in 0..reading.evidence.exchanges.len() {
        text.push(' ');
        text.push_str(&reading.error(index).text);
    }
    text
}
