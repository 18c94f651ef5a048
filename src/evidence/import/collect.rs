//! What the pieces add up to. A piece that doesn't say where it came from gets a placeholder, and its address once another piece
//! names it.

use super::{Import, Kind, Part, Recognised};
use crate::evidence::Evidence;
use crate::evidence::recognise::server_metadata_form;
use crate::evidence::redact::Gate;
use crate::http::{Exchange, Request, Response};
use crate::limits;
use crate::reasons::{self, Tells};
use crate::wire::address::Address;
use crate::wire::server;

/// Where an MCP request went that doesn't tell.
pub const MCP: &str = "/mcp";
/// Where a token request went that doesn't tell.
pub const TOKEN: &str = "/token";
/// Where a registration went that doesn't tell.
pub const REGISTER: &str = "/register";
/// Characters of free text that are kept as symptom.
const SYMPTOM: usize = 8_000;
/// Pieces that are told apart.
const PIECES: usize = 1_000;

/// The pieces so far.
#[derive(Default)]
pub struct Collector {
    import: Import,
    /// A request that stood alone, or an address: what comes next may be its answer.
    pub asked: Option<Request>,
    /// Whether the server's address was only named by the way.
    weak_server: bool,
}

impl Collector {
    /// The evidence so far.
    pub fn evidence(&mut self) -> &mut Evidence {
        &mut self.import.evidence
    }

    /// Notes a piece; beyond [`PIECES`] the last one stands for all that follow.
    pub fn note(&mut self, kind: Kind, what: impl Into<String>) -> &mut Recognised {
        let recognised = &mut self.import.recognised;
        if recognised.len() < PIECES {
            recognised.push(Recognised {
                kind,
                what: what.into(),
                ..Recognised::default()
            });
        }
        let last = recognised.len() - 1;
        &mut recognised[last]
    }

    /// The piece of this kind that was noted last, if it was the last one; else a new one.
    pub fn note_once(&mut self, kind: Kind, what: &str) -> &mut Recognised {
        let at = self
            .import
            .recognised
            .iter()
            .position(|one| one.kind == kind && one.what == what);
        match at {
            Some(at) => &mut self.import.recognised[at],
            None => self.note(kind, what),
        }
    }

    /// The server's address, as somebody wrote it down as such.
    pub fn server(&mut self, url: &str) {
        if self.import.evidence.server.is_none() || self.weak_server {
            self.import.evidence.server = Some(url.to_owned());
            self.weak_server = false;
        }
    }

    /// An address that may be the server's.
    pub fn perhaps_server(&mut self, url: &str) {
        if self.import.evidence.server.is_none() {
            self.import.evidence.server = Some(url.to_owned());
            self.weak_server = true;
        }
    }

    /// One more exchange.
    pub fn exchange(&mut self, exchange: Exchange) {
        let exchanges = &mut self.import.evidence.exchanges;
        if exchanges.len() < limits::HAR_ENTRIES {
            exchanges.push(exchange);
        }
    }

    /// A request whose answer may come next.
    pub fn unanswered(&mut self, request: Request) {
        self.asked = Some(request);
    }

    /// A request without an answer.
    pub fn request(&mut self, method: &str, url: &str) {
        self.exchange(request(method, url));
    }

    /// An answer of which only the body is known.
    pub fn body(&mut self, method: &str, url: &str, status: u16, body: String) {
        self.exchange(Exchange {
            response: Some(Response {
                status,
                headers_partial: true,
                body: Some(body),
                ..Response::default()
            }),
            ..request(method, url)
        });
    }

    /// A line of free text.
    pub fn text(&mut self, line: &str) {
        self.note_once(Kind::Text, "An error message or other text.");
        let symptom = self.import.evidence.symptom.get_or_insert_default();
        if symptom.len() + line.len() < SYMPTOM {
            if !symptom.is_empty() {
                symptom.push('\n');
            }
            symptom.push_str(line);
        }
    }

    /// Puts addresses where another piece names them.
    pub fn finish(mut self) -> Import {
        let evidence = &mut self.import.evidence;
        let endpoints = evidence.exchanges.iter().rev().find_map(|exchange| {
            server_metadata_form(&exchange.request.url)?;
            server::read(exchange.body()?).ok()
        });
        let endpoints = endpoints.unwrap_or_default();
        let places = [
            (MCP, evidence.server.clone()),
            (TOKEN, endpoints.token_endpoint),
            (REGISTER, endpoints.registration_endpoint),
        ];
        // A server's own log names paths only.
        let origin = evidence.server.as_deref().and_then(|server| {
            let address = Address::parse(server).ok()?;
            Some(address.origin())
        });
        for exchange in &mut evidence.exchanges {
            let named = places
                .iter()
                .find(|(unknown, _)| *unknown == exchange.request.url);
            if let Some((_, Some(url))) = named {
                exchange.request.url.clone_from(url);
            } else if exchange.request.url.starts_with('/')
                && let Some(origin) = origin.as_deref().or_else(|| nowhere(&exchange.request.url))
            {
                exchange.request.url.insert_str(0, origin);
            }
        }
        self.explain();
        self.treat_secrets();
        self.import
    }

    /// A message alone that says little: what it means.
    fn explain(&mut self) {
        let evidence = &self.import.evidence;
        let said = evidence
            .symptom
            .as_deref()
            .filter(|_| evidence.exchanges.is_empty());
        let Some((said, meaning)) = said.and_then(|said| Some((said, reasons::meaning(said)?)))
        else {
            return;
        };
        // What points to a cause says more than the status in it.
        let claims = reasons::claims(said, None, "");
        if claims.iter().any(|one| one.tells > Tells::Little) {
            return;
        }
        let texts = self.import.recognised.iter_mut();
        for piece in texts.filter(|one| one.kind == Kind::Text).take(1) {
            piece.notes.push(meaning.text.to_owned());
        }
    }

    /// Those of one piece may be repeated in what is said about another.
    fn treat_secrets(&mut self) {
        let mut gate = Gate::of(&self.import.evidence);
        for piece in &mut self.import.recognised {
            for text in std::iter::once(&mut piece.what).chain(&mut piece.notes) {
                *text = gate.words(text);
            }
            let has_parameters = matches!(piece.kind, Kind::AuthorizationUrl | Kind::Callback);
            for part in &mut piece.parts {
                // When a token ends is not a secret, and looks like one.
                let is_time = piece.kind == Kind::Jwt && part.name == "exp";
                part.value = part.value.take().map(|value| match has_parameters {
                    _ if is_time => value,
                    true => gate.parameter(&part.name, &value),
                    false => gate.words(&value),
                });
                part.name = gate.words(&part.name);
            }
        }
        let count = gate.count();
        let Some(first) = self.import.recognised.first_mut().filter(|_| count > 0) else {
            return;
        };
        let plural = if count == 1 { "" } else { "s" };
        first.notes.push(format!(
            "It holds {count} secret{plural} (tokens, codes, cookies), which no report shows. Pass on the report, not this text; \
            what others have seen of it has to be revoked."
        ));
    }
}

fn request(method: &str, url: &str) -> Exchange {
    Exchange {
        request: Request {
            method: method.to_owned(),
            url: url.to_owned(),
            ..Request::default()
        },
        ..Exchange::default()
    }
}

/// The origin of metadata whose server nobody named: by its path alone it is recognised.
fn nowhere(path: &str) -> Option<&'static str> {
    path.starts_with("/.well-known/")
        .then_some("https://unknown.invalid")
}

/// A part with its meaning.
pub fn part(name: &str, value: Option<&str>, meaning: impl Into<String>) -> Part {
    Part {
        name: name.to_owned(),
        value: value.map(str::to_owned),
        meaning: meaning.into(),
    }
}
