//! The corrected header line or document for a server's defect, and how to send it from what servers are made of.

use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::recognise::{resource_metadata_form, server_metadata_form};
use crate::flow::resource;
use crate::http::{Exchange, Headers, Request, Response};
use crate::report::{Finding, Report};
use crate::wire::address::Address;
use crate::wire::json;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// The rule whose finding it mends.
    pub rule: String,
    /// Where it is sent: the URL of the document, or of the answer that has the header.
    pub url: String,
    /// The name of the header; nothing for a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The header's value, or the document's text.
    pub content: String,
    /// What has to be true besides, before this may be published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// How to send it.
    #[serde(default, skip_deserializing)]
    pub how: Vec<How>,
}

/// How to send it from one kind of server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct How {
    /// Which.
    pub stack: &'static str,
    /// Code or configuration.
    pub text: String,
}

/// The corrections for the findings of a report, as far as the evidence tells what is right.
#[must_use]
pub fn patches(evidence: &Evidence, report: &Report) -> Vec<Patch> {
    let reading = Reading::new(evidence, revision_of(evidence));
    let mut all: Vec<Patch> = Vec::new();
    for finding in &report.findings {
        let made = for_finding(&reading, finding);
        all.extend(made.filter(|made| {
            !all.iter()
                .any(|one| one.rule == made.rule && one.url == made.url)
        }));
    }
    all
}

/// The correction for one finding, if the evidence tells what is right.
#[must_use]
pub fn for_finding(reading: &Reading<'_>, finding: &Finding) -> Option<Patch> {
    let place = finding.r#where.as_ref().and_then(|place| place.exchange);
    correct(reading, &finding.rule, place)
}

/// The evidence as it would be with the correction.
#[must_use]
pub fn patched(evidence: &Evidence, patch: &Patch) -> Evidence {
    let mut evidence = evidence.clone();
    if let Some(name) = &patch.header {
        for exchange in &mut evidence.exchanges {
            let here =
                exchange.request.url == patch.url && !exchange.request.headers.has("authorization");
            if let Some(response) = exchange
                .response
                .as_mut()
                .filter(|response| here && response.status == 401)
            {
                let kept = response
                    .headers
                    .iter()
                    .filter(|(found, _)| !found.eq_ignore_ascii_case(name));
                response.headers = kept.collect::<Headers>().with(name, patch.content.clone());
            }
        }
        return evidence;
    }
    let response = Response {
        status: 200,
        headers: Headers::new().with("Content-Type", "application/json"),
        body: Some(patch.content.clone()),
        ..Response::default()
    };
    let mut found = false;
    for exchange in evidence
        .exchanges
        .iter_mut()
        .filter(|one| one.request.url == patch.url)
    {
        (exchange.response, exchange.failure, found) = (Some(response.clone()), None, true);
    }
    if !found {
        evidence.exchanges.push(Exchange {
            request: Request::get(patch.url.clone()),
            response: Some(response),
            ..Exchange::default()
        });
    }
    evidence
}

fn correct(reading: &Reading<'_>, rule: &str, at: Option<usize>) -> Option<Patch> {
    match rule {
        "challenge/missing"
        | "challenge/without-metadata"
        | "challenge/other-scheme"
        | "challenge/renamed"
        | "challenge/malformed" => challenge(reading, rule),
        "resource/resource-mismatch"
        | "resource/resource-slash"
        | "resource/resource-spelling"
        | "resource/resource-missing"
        | "resource/resource-ancestor"
        | "resource/resource-syntax" => resource_document(reading, rule, at, |members, server| {
            members.insert("resource".to_owned(), json!(server));
        }),
        "resource/authorization-servers-missing" => {
            let issuer = issuer(reading);
            resource_document(reading, rule, at, |members, _| {
                members.insert("authorization_servers".to_owned(), json!([issuer]));
            })
        }
        "resource/member-type" => resource_document(reading, rule, at, |members, _| {
            members.retain(|_, value| !value.is_null())
        }),
        "resource/insecure-url" => resource_document(reading, rule, at, secure),
        "resource/metadata-missing" => Some(new_resource_document(reading, rule)),
        "server/issuer-mismatch" | "server/issuer-slash" | "server/issuer-missing" => {
            server_document(reading, rule, at, |members, issuer| {
                members.insert("issuer".to_owned(), json!(issuer));
            })
        }
        "server/pkce-not-advertised" => {
            let mut patch = server_document(reading, rule, at, |members, _| {
                members.insert(
                    "code_challenge_methods_supported".to_owned(),
                    json!(["S256"]),
                );
            })?;
            patch.notes.push("Publish it only if the token endpoint checks code_verifier: announcing S256 without checking it is worse than silence.".to_owned());
            Some(patch)
        }
        "server/insecure-endpoint" => server_document(reading, rule, at, secure),
        "server/member-type" | "server/empty-list" => {
            server_document(reading, rule, at, |members, _| {
                members.retain(|_, value| {
                    !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
                });
            })
        }
        _ => None,
    }
}

fn challenge(reading: &Reading<'_>, rule: &str) -> Option<Patch> {
    let refused = reading
        .unauthenticated()
        .find(|one| one.exchange.status() == 401)?;
    let url = refused.exchange.request.url.clone();
    let mut content = format!("Bearer resource_metadata=\"{}\"", metadata_url(reading)?);
    let scopes = reading
        .resource_documents()
        .find_map(|(_, document)| document.view.scopes_supported.clone());
    if let Some(scopes) = scopes.filter(|scopes| !scopes.is_empty() && scopes.len() < 20) {
        content.push_str(&format!(", scope=\"{}\"", scopes.join(" ")));
    }
    let how = header_how(&content);
    Some(Patch {
        rule: rule.to_owned(),
        url,
        header: Some("WWW-Authenticate".to_owned()),
        content,
        notes: Vec::new(),
        how,
    })
}

/// Where the resource metadata is, else where it belongs (RFC 9728 §3.1).
fn metadata_url(reading: &Reading<'_>) -> Option<String> {
    let seen = reading
        .resource_documents()
        .next()
        .map(|(request, _)| request.exchange.request.url.clone());
    seen.or_else(|| well_known(&own(reading)?))
}

fn well_known(server: &str) -> Option<String> {
    let address = Address::parse(server).ok()?;
    let path = address.path.trim_end_matches('/');
    Some(format!(
        "{}/.well-known/oauth-protected-resource{path}",
        address.origin()
    ))
}

/// The canonical address of the server.
fn own(reading: &Reading<'_>) -> Option<String> {
    let server = reading.server.as_deref()?;
    Some(resource::canonical(server).unwrap_or_else(|_| server.to_owned()))
}

fn issuer(reading: &Reading<'_>) -> String {
    let named = reading.resource_documents().find_map(|(_, document)| {
        document
            .view
            .authorization_servers
            .as_ref()?
            .first()
            .cloned()
    });
    named
        .or_else(|| {
            reading
                .server_documents()
                .find_map(|(_, document)| document.view.issuer.clone())
        })
        .unwrap_or_else(|| "https://<your authorization server>".to_owned())
}

fn resource_document(
    reading: &Reading<'_>,
    rule: &str,
    at: Option<usize>,
    change: impl FnOnce(&mut Map<String, Value>, &str),
) -> Option<Patch> {
    let server = own(reading)?;
    let mut seen = reading.resource_documents();
    let (request, _) = seen.find(|(request, _)| at.is_none_or(|at| at == request.index))?;
    document(rule, request.exchange, |members| change(members, &server))
}

fn new_resource_document(reading: &Reading<'_>, rule: &str) -> Patch {
    let server = own(reading).unwrap_or_else(|| "https://<your server>/mcp".to_owned());
    let content = json!({
        "resource": server,
        "authorization_servers": [issuer(reading)],
        "bearer_methods_supported": ["header"],
    });
    whole(rule, &well_known(&server).unwrap_or_default(), &content)
}

fn server_document(
    reading: &Reading<'_>,
    rule: &str,
    at: Option<usize>,
    change: impl FnOnce(&mut Map<String, Value>, &str),
) -> Option<Patch> {
    let mut seen = reading.server_documents();
    let (request, _) = seen.find(|(request, _)| at.is_none_or(|at| at == request.index))?;
    document(rule, request.exchange, |members| {
        change(members, &request.expected_issuer)
    })
}

/// A document with a change; only one that was seen whole can be corrected.
fn document(
    rule: &str,
    exchange: &Exchange,
    change: impl FnOnce(&mut Map<String, Value>),
) -> Option<Patch> {
    let response = exchange
        .response
        .as_ref()
        .filter(|response| !response.body_partial)?;
    let mut members = json::read_object(response.body.as_deref()?).ok()?.members;
    change(&mut members);
    Some(whole(rule, &exchange.request.url, &Value::Object(members)))
}

fn whole(rule: &str, url: &str, content: &Value) -> Patch {
    Patch {
        rule: rule.to_owned(),
        url: url.to_owned(),
        header: None,
        content: format!("{content:#}"),
        notes: notes(url),
        how: document_how(url, &content.to_string()),
    }
}

fn notes(url: &str) -> Vec<String> {
    let known = resource_metadata_form(url).is_some() || server_metadata_form(url).is_some();
    (!known)
        .then(|| {
            format!("Only a challenge names {url}; the well-known location should have it too.")
        })
        .into_iter()
        .collect()
}

/// http to https, with the host and port that people use.
fn secure(members: &mut Map<String, Value>, own: &str) {
    let Ok(address) = Address::parse(own) else {
        return;
    };
    let public = format!(
        "https://{}",
        address.host_and_port.split(':').next().unwrap_or_default()
    );
    for value in members.values_mut() {
        secure_value(value, &public, &address.hostname());
    }
}

fn secure_value(value: &mut Value, public: &str, host: &str) {
    match value {
        Value::String(text) => {
            let replaced = Address::parse(text)
                .ok()
                .filter(|one| {
                    one.has_scheme("http") && !one.is_loopback() && one.hostname() == host
                })
                .map(|one| {
                    format!(
                        "{public}{}{}",
                        one.path,
                        one.query
                            .map(|query| format!("?{query}"))
                            .unwrap_or_default()
                    )
                });
            if let Some(replaced) = replaced {
                *text = replaced;
            }
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|one| secure_value(one, public, host)),
        _ => {}
    }
}

fn header_how(value: &str) -> Vec<How> {
    let quoted = Value::from(value).to_string();
    vec![
        how(
            "nginx",
            format!(
                "# in the location that answers 401\nadd_header WWW-Authenticate '{value}' always;"
            ),
        ),
        how(
            "Express",
            format!(
                "res.status(401).set('WWW-Authenticate', {quoted}).json({{ error: 'invalid_token' }});"
            ),
        ),
        how(
            "FastMCP",
            format!(
                "return JSONResponse({{\"error\": \"invalid_token\"}}, status_code=401, headers={{\"WWW-Authenticate\": {quoted}}})"
            ),
        ),
        how(
            "ASP.NET",
            format!(
                "context.Response.StatusCode = 401;\ncontext.Response.Headers.WWWAuthenticate = {quoted};"
            ),
        ),
        how(
            "Cloudflare Workers",
            format!(
                "return new Response(null, {{ status: 401, headers: {{ 'WWW-Authenticate': {quoted} }} }});"
            ),
        ),
    ]
}

fn document_how(url: &str, content: &str) -> Vec<How> {
    let path = Address::parse(url).map_or("", |address| address.path);
    let text = Value::from(content).to_string();
    vec![
        how(
            "nginx",
            format!(
                "location = {path} {{\n  default_type application/json;\n  return 200 '{}';\n}}",
                content.replace('\'', "\\'")
            ),
        ),
        how(
            "Express",
            format!("app.get('{path}', (_request, response) => response.json({content}));"),
        ),
        how(
            "FastMCP",
            format!(
                "@mcp.custom_route(\"{path}\", methods=[\"GET\"])\nasync def metadata(request):\n    return Response({text}, media_type=\"application/json\")"
            ),
        ),
        how(
            "ASP.NET",
            format!("app.MapGet(\"{path}\", () => Results.Text({text}, \"application/json\"));"),
        ),
        how(
            "Cloudflare Workers",
            format!(
                "if (new URL(request.url).pathname === '{path}') return Response.json({content});"
            ),
        ),
    ]
}

fn how(stack: &'static str, text: String) -> How {
    How { stack, text }
}

#[cfg(test)]
mod tests {
    use super::{patched, patches};
    use crate::evidence::transcript;
    use crate::report::judge;

    /// Patches the finding of a rule, judges again, and expects the finding to be gone.
    fn mended(rule: &str, text: &str) {
        let evidence = transcript::read(text).unwrap();
        let report = judge(&evidence);
        assert!(
            report.findings.iter().any(|one| one.rule == rule),
            "{rule} is not found: {:?}",
            report.findings
        );
        let all = patches(&evidence, &report);
        let patch = all
            .iter()
            .find(|patch| patch.rule == rule)
            .unwrap_or_else(|| panic!("no patch for {rule}: {all:?}"));
        assert_eq!(patch.how.len(), 5);
        let again = judge(&patched(&evidence, patch));
        assert!(
            !again.findings.iter().any(|one| one.rule == rule),
            "{rule} is still found: {:?}",
            again.findings
        );
    }

    const DOCUMENT: &str = "server: https://h.example/mcp
        > POST https://h.example/mcp
        > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
        < 401
        < WWW-Authenticate: Bearer resource_metadata=\"https://h.example/.well-known/oauth-protected-resource/mcp\"
        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        < 200
        < Content-Type: application/json
        < ";

    #[test]
    fn a_challenge_is_added() {
        mended(
            "challenge/missing",
            "server: https://h.example/mcp
            > POST https://h.example/mcp
            > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
            < 401
            < Content-Type: text/plain",
        );
    }

    #[test]
    fn a_challenge_gets_its_pointer() {
        mended(
            "challenge/without-metadata",
            "server: https://h.example/mcp
            > POST https://h.example/mcp
            > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
            < 401
            < WWW-Authenticate: Bearer realm=\"x\"",
        );
    }

    #[test]
    fn another_resource_is_corrected() {
        mended(
            "resource/resource-mismatch",
            &format!(
                "{DOCUMENT}{{\"resource\":\"https://other.example/\",\"authorization_servers\":[\"https://as.example\"]}}"
            ),
        );
    }

    #[test]
    fn a_null_is_left_out() {
        mended(
            "resource/member-type",
            &format!(
                "{DOCUMENT}{{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"],\"scopes_supported\":null}}"
            ),
        );
    }

    #[test]
    fn authorization_servers_are_named() {
        mended(
            "resource/authorization-servers-missing",
            &format!("{DOCUMENT}{{\"resource\":\"https://h.example/mcp\"}}"),
        );
    }

    const SERVER: &str = "server: https://h.example/mcp
        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        < 200
        < Content-Type: application/json
        < {\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"]}
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < Content-Type: application/json
        < ";

    #[test]
    fn another_issuer_is_corrected() {
        mended(
            "server/issuer-mismatch",
            &format!(
                "{SERVER}{{\"issuer\":\"https://cf.as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"code_challenge_methods_supported\":[\"S256\"]}}"
            ),
        );
    }

    #[test]
    fn s256_is_advertised_with_a_warning() {
        mended(
            "server/pkce-not-advertised",
            &format!(
                "{SERVER}{{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\"}}"
            ),
        );
    }

    #[test]
    fn plain_http_becomes_https_at_the_public_host() {
        mended(
            "server/insecure-endpoint",
            &format!(
                "{SERVER}{{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"http://as.example:8080/a\",\"token_endpoint\":\"http://as.example:8080/t\",\"code_challenge_methods_supported\":[\"S256\"]}}"
            ),
        );
    }
}
