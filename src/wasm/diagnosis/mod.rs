//! Judging: `diagnose` asks a server, `analyze` takes what was captured; both give a report.

pub mod advice;
pub mod reference;

use super::convert::{error, from_js, from_js_or_default, function, member, misuse, text, to_js};
use super::request::in_browser;
use super::running::Running;
use crate::advice::host::HostInfo;
use crate::error::Misuse;
use crate::evidence::{Evidence, Vantage, har, import, redact};
use crate::flow::after::brought::{self, Credential};
use crate::flow::discover::gather::{GatherOptions, Gathered, gather};
use crate::flow::discover::well_known::server_address;
use crate::flow::host::HostFailed;
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::Probe;
use crate::report::{Format, Layout, Report, exit_status, judge_for, render};
use crate::rule::Severity;
use crate::secret::Secret;
use crate::spec::Revision;
use crate::wire::form;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What may be said about evidence from outside, beside the evidence itself.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AnalyzeOptions {
    server: Option<String>,
    symptom: Option<String>,
    revision: Option<Revision>,
    seen_from: Option<Vantage>,
    now: Option<f64>,
    host: HostInfo,
}

/// Asks a server what a client would ask, and judges the answers. Sends GET, OPTIONS and the handshake only.
///
/// # Errors
/// `invalid-argument` where `server` is not an address of an MCP server, `aborted` where the caller's signal fired.
#[wasm_bindgen(unchecked_return_type = "Promise<Report>")]
pub fn diagnose(
    #[wasm_bindgen(unchecked_param_type = "Address")] server: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "DiagnoseOptions")] options: JsValue,
) -> Running {
    let prepared = || {
        let host: HostInfo = from_js_or_default("options.host", member(&options, "host"))?;
        look(text("server", &server)?, &options, move |evidence| {
            to_js(&judge_for(evidence, &host))
        })
    };
    Running::of(prepared())
}

/// The same without the judgement: the evidence itself, secrets taken out, to keep, to share or to judge later.
///
/// # Errors
/// As [`diagnose`].
#[wasm_bindgen(unchecked_return_type = "Promise<Evidence>")]
pub fn gatherEvidence(
    #[wasm_bindgen(unchecked_param_type = "Address")] server: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "DiagnoseOptions")] options: JsValue,
) -> Running {
    let prepared = || {
        look(text("server", &server)?, &options, |evidence| {
            to_js(&redact::evidence(evidence))
        })
    };
    Running::of(prepared())
}

/// Judges what was captured: our own evidence as an object, or a text (HAR 1.2, or anything that `readEvidence` knows).
///
/// # Errors
/// `invalid-argument` where it is neither.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn analyze(
    #[wasm_bindgen(unchecked_param_type = "Evidence | string")] evidence: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "AnalyzeOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options: AnalyzeOptions = from_js_or_default("options", options)?;
    let mut evidence = match evidence.as_string() {
        Some(text) => {
            import::read_for(&text, options.server.as_deref())
                .map_err(|wrong| misuse(&wrong))?
                .evidence
        }
        None => from_js::<Evidence>("evidence", evidence)?,
    };
    evidence.server = options.server.or(evidence.server);
    if let Some(message) = options.symptom {
        import::add_message(&mut evidence, message);
    }
    evidence.revision = options.revision.or(evidence.revision);
    evidence.seen_from = options.seen_from.or(evidence.seen_from);
    evidence.now = options.now.or(evidence.now);
    to_js(&judge_for(&evidence, &options.host))
}

/// Evidence or a report's exchanges as HAR 1.2 text, secrets taken out.
///
/// # Errors
/// `invalid-argument` where the value is neither.
#[wasm_bindgen]
pub fn toHar(
    #[wasm_bindgen(unchecked_param_type = "Evidence | Report")] evidence: JsValue,
) -> Result<String, JsValue> {
    let evidence: Evidence = from_js("evidence", evidence)?;
    Ok(har::write(&redact::evidence(&evidence)))
}

/// A report as text (`{ colour, width }`), Markdown, JSON or SARIF 2.1.0.
///
/// # Errors
/// `invalid-argument` where the report is none, or the format is not known.
#[wasm_bindgen]
pub fn renderReport(
    #[wasm_bindgen(unchecked_param_type = "Report")] report: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Format")] format: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Layout")] layout: JsValue,
) -> Result<String, JsValue> {
    let report: Report = from_js("report", report)?;
    let format: Format = from_js("format", format)?;
    let layout: Layout = from_js_or_default("layout", layout)?;
    Ok(render(&report, format, layout))
}

/// The exit status that a report stands for: 0 ok, 1 blocked (or a finding as bad as `failOn`), 3 undetermined or nothing, 4 needs.
///
/// # Errors
/// `invalid-argument` where the report is none, or `failOn` is not a severity.
#[wasm_bindgen]
pub fn exitStatus(
    #[wasm_bindgen(unchecked_param_type = "Report")] report: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Severity")] fail_on: JsValue,
) -> Result<u8, JsValue> {
    let fail_on: Option<Severity> = from_js_or_default("failOn", fail_on)?;
    Ok(exit_status(&from_js::<Report>("report", report)?, fail_on))
}

/// The report of a stop of our own flow, as the sign-in gave its evidence; `options` are those of the sign-in.
///
/// # Errors
/// `invalid-argument` where `options.host` is not as documented.
#[wasm_bindgen(skip_typescript)]
pub fn __reportOf(evidence: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let evidence: Evidence = from_js("evidence", evidence)?;
    let mut host: HostInfo = from_js_or_default("options.host", member(&options, "host"))?;
    let named = member(&options, "redirectUri").as_string();
    host.redirect_uri = host.redirect_uri.or(named);
    let document = member(&member(&options, "clientMetadata"), "client_id").as_string();
    host.client_metadata_url = host.client_metadata_url.or(document);
    to_js(&judge_for(&evidence, &host))
}

fn look(
    server: String,
    options: &JsValue,
    end: impl Fn(&Evidence) -> Result<JsValue, JsValue> + 'static,
) -> Result<Running, JsValue> {
    if server_address(&server).is_err() {
        return Err(misuse(&Misuse::argument(
            "server",
            "an address such as https://server.example/mcp, without user name and password",
            without_userinfo(&server),
        )));
    }
    let optional = |name: &str| member(options, name);
    let revision = from_js_or_default("options.revision", optional("revision"))?;
    let wanted = GatherOptions {
        server: server.clone(),
        probe: match optional("probe").as_string().as_deref() {
            Some("polite") => Probe::Polite,
            _ => Probe::Eager,
        },
        credential: credential(&server, &optional("credential"))?,
        origin: optional("origin").as_string(),
    };
    // A page sees only what CORS lets through, unless the host brought its own `fetch`.
    let seen_from = match in_browser() && function(options, "fetch").is_none() {
        true => Vantage::Browser,
        false => Vantage::Process,
    };
    let symptom = optional("symptom").as_string();
    let end = move |gathered: Result<Gathered, HostFailed>| {
        let gathered = gathered.map_err(|failed| error("host-failed", &failed.message))?;
        let mut evidence = Evidence {
            server: Some(server.clone()),
            symptom: None,
            exchanges: gathered.exchanges,
            configurations: Vec::new(),
            revision,
            seen_from: Some(seen_from),
            now: Some(gathered.now),
            refusal: None,
            left_out: None,
        };
        if let Some(message) = &symptom {
            import::add_message(&mut evidence, message.clone());
        }
        end(&evidence)
    };
    Ok(Running::new(move |host| gather(host, &wanted), end))
}

/// `{ kind: "bearer", token } | { kind: "basic", username, password } | { kind: "header", name, value } | { kind: "tokens", tokens }`.
fn credential(server: &str, value: &JsValue) -> Result<Option<Box<Tokens>>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let part = |name: &str| text(&format!("credential.{name}"), &member(value, name));
    let credential = match part("kind")?.as_str() {
        "bearer" => Credential::Bearer {
            token: Secret::new(part("token")?),
        },
        "basic" => Credential::Basic {
            username: part("username")?,
            password: Secret::new(part("password")?),
        },
        "header" => Credential::Header {
            name: part("name")?,
            value: Secret::new(part("value")?),
        },
        "tokens" => {
            let tokens = from_js("credential.tokens", member(value, "tokens"))?;
            return Ok(Some(Box::new(tokens)));
        }
        other => {
            return Err(misuse(&Misuse::argument(
                "credential.kind",
                "bearer, basic, header or tokens",
                other,
            )));
        }
    };
    // Nothing is kept of it, so nobody asks when it was given.
    let tokens = brought::tokens_of(server, credential, 0.0).map_err(|mistake| misuse(&mistake))?;
    Ok(Some(Box::new(tokens)))
}

fn without_userinfo(server: &str) -> String {
    match server.rsplit_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => form::decode_value(server),
    }
}
