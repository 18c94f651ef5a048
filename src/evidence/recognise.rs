//! Which step an exchange is, by its address and shape: what was advertised or announced first, then what is customary.

#[cfg(test)]
mod tests;

use super::step::{LocationForm, MetadataKind, Step};
use crate::http::{Exchange, Request};
use crate::limits;
use crate::wire::address::{Address, same_origin};
use crate::wire::form;

/// Addresses that the evidence itself names; the best sign of what a request is.
#[derive(Debug, Default)]
pub struct Known {
    /// The MCP server and where it redirects to.
    pub servers: Vec<String>,
    /// Metadata URLs of challenges.
    pub announced: Vec<String>,
    /// Advertised endpoints with their step.
    pub endpoints: Vec<(Step, String)>,
    /// Where metadata redirects to.
    pub redirected: Vec<(Step, String)>,
}

impl Known {
    /// Each address once, and a limited number: a capture repeats itself, and a hostile one does not end.
    pub fn keep_few(&mut self) {
        fn few<T: PartialEq>(list: &mut Vec<T>) {
            let mut kept: Vec<T> = Vec::new();
            for one in list.drain(..) {
                if kept.len() < limits::KNOWN_ADDRESSES && !kept.contains(&one) {
                    kept.push(one);
                }
            }
            *list = kept;
        }
        few(&mut self.servers);
        few(&mut self.announced);
        few(&mut self.endpoints);
        few(&mut self.redirected);
    }
}

/// The step of one exchange.
#[must_use]
pub fn step(exchange: &Exchange, known: &Known) -> Step {
    let request = &exchange.request;
    if request.method == "OPTIONS" {
        return Step::Preflight;
    }
    let step = by_address(&request.url, known)
        .filter(|step| fits_method(*step, request))
        .or_else(|| by_redirect(exchange, known))
        .or_else(|| by_shape(request))
        .or_else(|| by_server(request, known))
        .or_else(|| by_habit(request))
        .unwrap_or(Step::Other);
    match step {
        Step::Token if takes_back(request) => Step::Revocation,
        step => step,
    }
}

/// Recognises the pages that an authorization request leads to: a form that is sent, or a failure, at the same origin before the callback.
pub fn pages_under_way(exchanges: &[Exchange], steps: &mut [Step]) {
    let mut under_way: Option<&str> = None;
    for (exchange, step) in exchanges.iter().zip(steps) {
        match step {
            Step::Authorization => under_way = Some(&exchange.request.url),
            Step::Callback | Step::Token => under_way = None,
            Step::Other => {
                let same = under_way.is_some_and(|asked| same_origin(asked, &exchange.request.url));
                if same && (exchange.request.method == "POST" || exchange.status() >= 500) {
                    *step = Step::AuthorizationPage;
                }
            }
            _ => {}
        }
    }
}

/// Whether a request of this method can be that step: metadata is read by GET, and these endpoints accept POST only (RFC 8414 §3,
/// RFC 7591 §3, RFC 6749 §3.2, RFC 9126 §2.1, RFC 8628 §3.1, RFC 7009 §2.1).
fn fits_method(step: Step, request: &Request) -> bool {
    let post = request.method == "POST";
    match step {
        Step::ResourceMetadata | Step::ServerMetadata => !post,
        Step::Registration
        | Step::PushedAuthorization
        | Step::DeviceAuthorization
        | Step::Revocation => post,
        Step::Token => post || request.url.contains("grant_type="),
        _ => true,
    }
}

/// The step that a preflight asks permission for.
#[must_use]
pub fn step_of_address(url: &str, known: &Known) -> Step {
    let request = Request {
        method: "POST".to_owned(),
        url: url.to_owned(),
        ..Request::default()
    };
    by_address(url, known)
        .or_else(|| by_server(&request, known))
        .or_else(|| by_habit(&request))
        .unwrap_or(Step::Other)
}

/// How a resource metadata URL is built, and the resource it belongs to.
#[must_use]
pub fn resource_metadata_form(url: &str) -> Option<(LocationForm, String)> {
    well_known(url, "oauth-protected-resource")
}

/// Which authorization server metadata a URL asks for, how it is built, and the issuer that it implies.
#[must_use]
pub fn server_metadata_form(url: &str) -> Option<(MetadataKind, LocationForm, String)> {
    let of = |name, kind| well_known(url, name).map(|(form, issuer)| (kind, form, issuer));
    of("oauth-authorization-server", MetadataKind::OAuth)
        .or_else(|| of("openid-configuration", MetadataKind::OpenId))
}

fn well_known(url: &str, name: &str) -> Option<(LocationForm, String)> {
    let address = Address::parse(url).ok()?;
    let segment = format!("/.well-known/{name}");
    let (before, after) = address.path.split_once(&segment)?;
    if !after.is_empty() && !after.starts_with('/') {
        return None;
    }
    let form = match (before, after) {
        ("" | "/", "" | "/") => LocationForm::Root,
        (_, "" | "/") => LocationForm::Appended,
        _ => LocationForm::Inserted,
    };
    let path = match form {
        LocationForm::Root => "",
        LocationForm::Inserted => after,
        _ => before,
    };
    Some((form, format!("{}{path}", address.origin())))
}

/// The URL without query and fragment, and without a trailing slash.
#[must_use]
pub fn place(url: &str) -> &str {
    let end = url.bytes().position(|byte| b"?#".contains(&byte));
    end.and_then(|end| url.get(..end))
        .unwrap_or(url)
        .trim_end_matches('/')
}

/// The step of an address that the evidence names, or that is well known.
#[must_use]
pub fn by_address(url: &str, known: &Known) -> Option<Step> {
    if known.announced.iter().any(|one| one == url) || resource_metadata_form(url).is_some() {
        return Some(Step::ResourceMetadata);
    }
    if server_metadata_form(url).is_some() {
        return Some(Step::ServerMetadata);
    }
    known
        .endpoints
        .iter()
        .find(|(_, endpoint)| place(endpoint) == place(url))
        .map(|(step, _)| *step)
}

/// A document where metadata redirects to; a login there is none.
fn by_redirect(exchange: &Exchange, known: &Known) -> Option<Step> {
    let url = place(&exchange.request.url);
    let is_document = exchange.is_success()
        && (exchange.response.as_ref()).is_some_and(|response| !response.is_html());
    let mut there = known.redirected.iter().filter(|(_, to)| place(to) == url);
    there
        .next()
        .map(|(step, _)| *step)
        .filter(|_| is_document && exchange.request.method == "GET")
}

/// Some servers take tokens back at their token endpoint: `token` (RFC 7009 §2.1), where a token request has its grant.
fn takes_back(request: &Request) -> bool {
    let parameters = form::decode(request.body.as_deref().unwrap_or_default());
    let has = |name: &str| form::first(&parameters, name).is_some();
    has("token") && !has("grant_type")
}

/// What only one step sends.
fn by_shape(request: &Request) -> Option<Step> {
    let body = request.body.as_deref().unwrap_or_default();
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let in_query = |name: &str| form::decode(query).iter().any(|(found, _)| found == name);
    let value_in_query = |name: &str| form::first(&form::decode(query), name).map(str::to_owned);
    let in_body = |name: &str| form::decode(body).iter().any(|(found, _)| found == name);
    if request.method == "POST" {
        if in_body("grant_type") || in_query("grant_type") || body.contains("\"grant_type\":") {
            return Some(Step::Token);
        }
        if body.contains("\"redirect_uris\"") {
            return Some(Step::Registration);
        }
        if in_body("response_type") && in_body("client_id") {
            return Some(Step::PushedAuthorization);
        }
        if rpc_method(request).is_some() {
            return Some(Step::Mcp);
        }
        if in_body("state") && (in_body("code") || in_body("error")) {
            return Some(Step::Callback);
        }
    }
    if request.method == "GET" {
        if in_query("client_id") || in_query("response_type") || in_query("request_uri") {
            return Some(Step::Authorization);
        }
        let answered = in_query("code") || in_query("error");
        if answered && (in_query("state") || in_query("iss") || is_redirect_target(&request.url)) {
            return Some(Step::Callback);
        }
        // An application's own page of errors has words of its own there.
        if value_in_query("error").is_some_and(|code| is_oauth_error(&code)) {
            return Some(Step::Authorization);
        }
    }
    None
}

/// Whether a text is spelt as error codes are (RFC 6749 §4.1.2.1): `invalid_request`, `server_error`.
fn is_oauth_error(code: &str) -> bool {
    code.contains('_')
        && code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn is_redirect_target(url: &str) -> bool {
    let path = place(url).to_ascii_lowercase();
    path.contains("callback") || Address::parse(url).is_ok_and(|address| address.is_loopback())
}

fn by_server(request: &Request, known: &Known) -> Option<Step> {
    known
        .servers
        .iter()
        .any(|server| place(server) == place(&request.url))
        .then_some(Step::Mcp)
}

/// Customary paths, of SDK fall-backs and of the great providers.
fn by_habit(request: &Request) -> Option<Step> {
    let path = place(&request.url).to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    let post = request.method == "POST";
    match last {
        "register" | "registration" | "dcr" | "clients" | "openid-connect"
            if post && (last != "openid-connect" || path.contains("clients-registrations")) =>
        {
            Some(Step::Registration)
        }
        "token" | "access_token" | "tokens" | "gettoken" if post => Some(Step::Token),
        // Slack's: oauth.access, oauth.v2.access, oauth.v2.user.access.
        _ if post && last.starts_with("oauth.") && last.ends_with(".access") => Some(Step::Token),
        "revoke" | "revocation" if post => Some(Step::Revocation),
        "par" if post => Some(Step::PushedAuthorization),
        "device_authorization" | "device-authorization" | "devicecode" if post => {
            Some(Step::DeviceAuthorization)
        }
        "authorize" | "auth" | "authorization" | "v2_user" => Some(Step::Authorization),
        _ if is_customary_mcp(last, request) => Some(Step::Mcp),
        _ => None,
    }
}

fn is_customary_mcp(last: &str, request: &Request) -> bool {
    let accepts_events = request
        .headers
        .get("accept")
        .is_some_and(|accept| accept.contains("text/event-stream"));
    matches!(last, "mcp" | "sse")
        || accepts_events
        || request
            .headers
            .iter()
            .any(|(name, _)| name.to_ascii_lowercase().starts_with("mcp-"))
}

/// `method` of the JSON-RPC message in a body; a capture may show only the name of the method.
#[must_use]
pub fn rpc_method(request: &Request) -> Option<String> {
    const METHODS: [&str; 12] = [
        "tools/call",
        "tools/list",
        "initialize",
        "server/discover",
        "notifications/initialized",
        "resources/list",
        "resources/read",
        "prompts/list",
        "prompts/get",
        "ping",
        "completion/complete",
        "logging/setLevel",
    ];
    let body = request.body.as_deref()?.trim_start();
    if let Ok((value, _)) = crate::wire::json::read_value(body) {
        let message = value.get(0).unwrap_or(&value);
        let method = message.get("method")?.as_str()?;
        return Some(method.to_owned());
    }
    METHODS
        .iter()
        .find(|method| body.starts_with(**method) || body.contains(&format!("\"{method}\"")))
        .map(|method| (*method).to_owned())
}
