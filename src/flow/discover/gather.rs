//! Gathers the evidence for a diagnosis: asks everything that a client would ask, goes on where a client would stop, and judges
//! nothing. Sends GET, OPTIONS and the handshake only; never registers, never calls a tool, never asks an origin that nobody named.

mod asking;

use crate::flow::discover::handshake::{self, Dialect, Session};
use crate::flow::discover::well_known;
use crate::flow::host::{Host, HostFailed};
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::Probe;
use crate::http::{Exchange, Headers, Request};
use crate::limits;
use crate::spec::Revision;
use crate::wire::address::Address;
use crate::wire::{challenge, resource};
use asking::Asking;
use std::collections::VecDeque;

/// What to ask, and how.
#[derive(Clone, Debug, Default)]
pub struct GatherOptions {
    /// The MCP server's address, raw.
    pub server: String,
    /// Eager: the resource metadata is asked for at the same time as the first request, and each level at once.
    pub probe: Probe,
    /// A credential to prove by an authenticated handshake, with what its kind brings along (DPoP: a proof for each request, RFC 9449 §7.1).
    /// It goes to the server's own address only.
    pub credential: Option<Box<Tokens>>,
    /// Origin of a web page, to see whether a page of that origin may talk to the server (CORS).
    pub origin: Option<String>,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Gathered {
    /// What was sent and received, in the order of time.
    pub exchanges: Vec<Exchange>,
    /// The clock of the machine that saw it, in ms since the epoch.
    pub now: f64,
}

/// Asks, level by level.
///
/// # Errors
/// Where the host can't send.
pub fn gather(host: &Host, options: &GatherOptions) -> Result<Gathered, HostFailed> {
    let asking = Asking {
        polite: options.probe == Probe::Polite,
        host,
        options,
        waits: Vec::new(),
    };
    asking.run()
}

impl Asking<'_> {
    fn run(mut self) -> Result<Gathered, HostFailed> {
        let first = self.first_level()?;
        let documents = self.resource_metadata(&first)?;
        self.server_metadata(&documents)?;
        self.preflights(&documents)?;
        self.credential()?;
        Ok(Gathered {
            exchanges: self.host.seen(),
            now: self.host.now()?,
        })
    }

    /// The first request, and with it, where eager, the path-inserted resource metadata; never the root document (that would tell a
    /// server about a client that ignores its challenge).
    fn first_level(&mut self) -> Result<Vec<Exchange>, HostFailed> {
        let server = self.options.server.clone();
        let mut requests = vec![handshake::first(&server, Dialect::Session)];
        if !self.polite {
            let urls = well_known::path_inserted_urls(&server).unwrap_or_default();
            requests.extend(urls.into_iter().take(1).map(Request::get));
        }
        let mut exchanges = self.ask(requests)?;
        let Some(answer) = exchanges.first().cloned() else {
            return Ok(exchanges);
        };
        let (server, answer) =
            handshake::followed(&server, answer, Dialect::Session, &mut |request| {
                let answers = self.ask(vec![request])?;
                exchanges.extend(answers.iter().cloned());
                Ok::<_, HostFailed>(answers.into_iter().next().unwrap_or_default())
            })?;
        if handshake::wants_other_dialect(&answer) {
            let again = self.ask(vec![handshake::first(&server, Dialect::Stateless)])?;
            let public = again.first().is_some_and(is_success);
            exchanges.extend(again);
            if public {
                exchanges.extend(self.tools(&server, Dialect::Stateless, &Session::default())?);
            }
        } else if is_success(&answer) {
            exchanges.extend(self.tools(&server, Dialect::Session, &Session::of(&answer))?);
        } else if matches!(answer.status(), 404 | 405) {
            exchanges.extend(self.ask(vec![handshake::event_stream(&server)])?);
        }
        Ok(exchanges)
    }

    /// A server may answer the first request to anyone and ask for a credential later; the session that this opens is closed.
    fn tools(
        &mut self,
        server: &str,
        dialect: Dialect,
        session: &Session,
    ) -> Result<Vec<Exchange>, HostFailed> {
        if dialect == Dialect::Session {
            self.ask(vec![handshake::initialized(server, session)])?;
        }
        let exchanges = self.ask(vec![handshake::list_tools(server, dialect, session)])?;
        if let Some(end) = handshake::end_session(server, session) {
            self.ask(vec![end])?;
        }
        Ok(exchanges)
    }

    /// The challenge's location, else the well-known ones in order (MCP 2025-11-25, protected resource metadata discovery). Where the
    /// challenge's location fails, a client stops; the diagnosis looks further, to say what would have been found.
    fn resource_metadata(&mut self, first: &[Exchange]) -> Result<Vec<String>, HostFailed> {
        let server = self.options.server.clone();
        let announced = first.iter().find_map(announced_metadata);
        // A client asks it whatever else was found meanwhile.
        let mut issuers = match announced {
            Some(url) => self.unasked(vec![url])?,
            None => Vec::new(),
        };
        if issuers.is_empty() {
            issuers = issuers_of(first);
        }
        let places = well_known::resource_metadata_urls(&server).unwrap_or_default();
        if issuers.is_empty() && self.is_slow(&server) {
            let all = places.into_iter().chain(appended(&server)).collect();
            return self.unasked(all);
        }
        for url in places {
            if issuers.is_empty() {
                issuers = self.unasked(vec![url])?;
            }
        }
        if issuers.is_empty() {
            self.unasked(appended(&server).into_iter().collect())?;
        }
        Ok(issuers)
    }

    /// The issuers that documents name, where they were not asked for already.
    fn unasked(&mut self, urls: Vec<String>) -> Result<Vec<String>, HostFailed> {
        let seen = self.host.seen();
        let is_seen = |url: &String| seen.iter().any(|one| one.request.url == *url);
        let urls = urls.into_iter().filter(|url| !is_seen(url));
        Ok(issuers_of(&self.ask(urls.map(Request::get).collect())?))
    }

    /// The metadata of each issuer that was named; without any, that of the server's own origin (2025-03-26).
    fn server_metadata(&mut self, issuers: &[String]) -> Result<(), HostFailed> {
        if issuers.is_empty() {
            if let Ok(legacy) = well_known::legacy(&self.options.server) {
                self.ask(vec![Request::get(legacy.metadata_url)])?;
            }
            return Ok(());
        }
        let mut left: VecDeque<&String> =
            issuers.iter().take(limits::AUTHORIZATION_SERVERS).collect();
        while !left.is_empty() {
            // Where one request was waited for in vain, the others are not kept waiting one after the other.
            let together = if self.polite || self.waits.is_empty() {
                1
            } else {
                left.len()
            };
            let now: Vec<&String> = left.drain(..together).collect();
            let answers = self.level(
                now.iter()
                    .flat_map(|issuer| metadata_urls(issuer))
                    .collect(),
            )?;
            let found = |issuer: &str| {
                let urls = metadata_urls(issuer);
                let mut found = answers.iter().filter(|one| is_success(one));
                found.any(|one| together == 1 || urls.contains(&one.request.url))
            };
            let without = now.into_iter().filter(|issuer| !found(issuer));
            self.level(
                without
                    .flat_map(|issuer| well_known::misplaced_server_metadata_urls(issuer))
                    .collect(),
            )?;
        }
        Ok(())
    }

    /// Whether a page of the given origin may send the request that a client has to send (Fetch, CORS-preflight fetch).
    fn preflights(&mut self, issuers: &[String]) -> Result<(), HostFailed> {
        let Some(origin) = self.options.origin.clone() else {
            return Ok(());
        };
        let preflight = |url: &str, headers: &str| Request {
            method: "OPTIONS".to_owned(),
            url: url.to_owned(),
            headers: Headers::new()
                .with("Origin", origin.clone())
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", headers),
            body: None,
        };
        let mut requests = vec![preflight(
            &self.options.server,
            "authorization,content-type,mcp-protocol-version",
        )];
        if !issuers.is_empty() {
            let endpoints = self.endpoints("registration_endpoint");
            requests.extend(endpoints.iter().map(|url| preflight(url, "content-type")));
        }
        self.ask(requests).map(drop)
    }

    fn endpoints(&self, member: &str) -> Vec<String> {
        self.host
            .seen()
            .iter()
            .filter_map(|exchange| crate::wire::server::read(exchange.body()?).ok())
            .filter_map(|metadata| metadata.members.get(member)?.as_str().map(str::to_owned))
            .filter(|url| self.may_ask(url))
            .take(1)
            .collect()
    }

    /// The same handshake with the credential, to the server's own address and nowhere else.
    fn credential(&mut self) -> Result<(), HostFailed> {
        let options = self.options;
        let Some(credential) = &options.credential else {
            return Ok(());
        };
        let server = &options.server;
        if !Address::parse(server).is_ok_and(|address| address.is_secure()) {
            return Ok(());
        }
        let mut dialect = Dialect::Session;
        let first = self.send_with(credential, handshake::first(server, dialect))?;
        let (server, answer) =
            handshake::followed(server, first.unwrap_or_default(), dialect, &mut |request| {
                let answer = self.send_with(credential, request)?;
                Ok::<_, HostFailed>(answer.unwrap_or_default())
            })?;
        let server = server.as_str();
        let mut answer = Some(answer);
        if answer.as_ref().is_some_and(handshake::wants_other_dialect) {
            dialect = Dialect::Stateless;
            answer = self.send_with(credential, handshake::first(server, dialect))?;
        }
        let Some(answer) = answer.filter(is_success) else {
            return Ok(());
        };
        let session = Session::of(&answer);
        let rest = [
            (dialect == Dialect::Session).then(|| handshake::initialized(server, &session)),
            Some(handshake::list_tools(server, dialect, &session)),
            handshake::end_session(server, &session),
        ];
        for request in rest.into_iter().flatten() {
            self.send_with(credential, request)?;
        }
        Ok(())
    }
}

fn metadata_urls(issuer: &str) -> Vec<String> {
    well_known::server_metadata_urls(issuer, Revision::NEWEST).unwrap_or_default()
}

/// Some servers append the well-known segment instead of inserting it: worth one request where nothing else answers.
fn appended(server: &str) -> Option<String> {
    let address = Address::parse(server).ok()?;
    let path = address.path.trim_end_matches('/');
    let url = format!(
        "{}{path}/.well-known/oauth-protected-resource",
        address.origin()
    );
    (!path.is_empty()).then_some(url)
}

fn is_success(exchange: &Exchange) -> bool {
    exchange
        .response
        .as_ref()
        .is_some_and(crate::http::Response::is_success)
}

fn announced_metadata(exchange: &Exchange) -> Option<String> {
    let value = exchange
        .response
        .as_ref()?
        .headers
        .get("www-authenticate")?;
    let challenges = challenge::read(&value);
    let url = challenges
        .acted_on()
        .or_else(|| challenges.list.first())?
        .param("resource_metadata")?;
    Address::parse(url).is_ok().then(|| url.to_owned())
}

fn issuers_of(exchanges: &[Exchange]) -> Vec<String> {
    let mut issuers = Vec::new();
    let documents = exchanges
        .iter()
        .filter(|exchange| exchange.status() == 200 && exchange.request.method == "GET")
        .filter_map(|exchange| resource::read(exchange.body()?).ok());
    for issuer in documents
        .filter_map(|document| document.authorization_servers)
        .flatten()
    {
        if !issuers.contains(&issuer) {
            issuers.push(issuer);
        }
    }
    issuers
}
