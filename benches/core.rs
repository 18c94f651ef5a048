//! The hot paths of the core: reading what a server says, judging it, and building the request. `cargo bench`; `cargo xtask bench` measures what a host does.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mcp_auth_doctor::evidence::{Evidence, har, redact};
use mcp_auth_doctor::flow::authorize::AuthorizationRequest;
use mcp_auth_doctor::flow::authorize::pkce::Pkce;
use mcp_auth_doctor::report::{Format, Layout, judge, render};
use mcp_auth_doctor::wire::{challenge, resource, server};
use serde_json::{Value, json};
use std::hint::black_box;

const ISSUER: &str = "https://auth.example.com/tenant1";
const RESOURCE: &str = "https://mcp.example.com/mcp";
const CHALLENGE: &str = "Bearer realm=\"mcp, \\\"x\\\"\", error=\"invalid_token\", error_description=\"The access token expired\", \
     resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\", scope=\"mcp:read mcp:write\"";
const MESSAGE: &str = "Error: Protected resource http://mcp.example.com/mcp does not match expected https://mcp.example.com/mcp (or origin)";

fn resource_metadata() -> String {
    json!({
        "resource": RESOURCE, "authorization_servers": [ISSUER],
        "scopes_supported": ["mcp:read", "mcp:write"], "bearer_methods_supported": ["header"],
    })
    .to_string()
}

fn server_metadata() -> String {
    json!({
        "issuer": ISSUER, "authorization_endpoint": format!("{ISSUER}/authorize"),
        "token_endpoint": format!("{ISSUER}/token"), "registration_endpoint": format!("{ISSUER}/register"),
        "response_types_supported": ["code"], "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"], "authorization_response_iss_parameter_supported": true,
    })
    .to_string()
}

/// A capture of the first steps of a sign-in, over and over.
fn capture(entries: usize) -> String {
    let entry = |method: &str, url: &str, status: u16, header: (&str, &str), body: &str| {
        json!({
            "request": { "method": method, "url": url, "headers": [] },
            "response": {
                "status": status, "headers": [{ "name": header.0, "value": header.1 }],
                "content": { "size": body.len(), "mimeType": "application/json", "text": body },
            },
        })
    };
    let document = ("Content-Type", "application/json");
    let steps = [
        entry("POST", RESOURCE, 401, ("WWW-Authenticate", CHALLENGE), ""),
        entry(
            "GET",
            "https://mcp.example.com/.well-known/oauth-protected-resource/mcp",
            200,
            document,
            &resource_metadata(),
        ),
        entry(
            "GET",
            "https://auth.example.com/.well-known/oauth-authorization-server/tenant1",
            200,
            document,
            &server_metadata(),
        ),
    ];
    let all: Vec<&Value> = steps.iter().cycle().take(entries).collect();
    json!({ "log": { "version": "1.2", "entries": all } }).to_string()
}

fn evidence(entries: usize) -> Evidence {
    har::read(&capture(entries)).expect("a capture of our own is read")
}

fn reading(criterion: &mut Criterion) {
    criterion.bench_function("read a challenge", |bencher| {
        bencher.iter(|| challenge::read(black_box(CHALLENGE)));
    });
    let (of_resource, of_server) = (resource_metadata(), server_metadata());
    criterion.bench_function("read both documents", |bencher| {
        bencher.iter(|| {
            (
                resource::read(black_box(&of_resource)),
                server::read(black_box(&of_server)),
            )
        });
    });
    let mut group = criterion.benchmark_group("read a capture");
    for entries in [100, 1_000] {
        let text = capture(entries);
        group.throughput(Throughput::Elements(entries as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(entries),
            &text,
            |bencher, text| {
                bencher.iter(|| har::read(black_box(text)));
            },
        );
    }
    group.finish();
}

fn judging(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("judge");
    for entries in [3, 100, 1_000] {
        let evidence = evidence(entries);
        group.throughput(Throughput::Elements(entries as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(entries),
            &evidence,
            |bencher, evidence| bencher.iter(|| judge(black_box(evidence))),
        );
    }
    group.finish();
    let message = Evidence {
        symptom: Some(MESSAGE.to_owned()),
        ..Evidence::default()
    };
    criterion.bench_function("judge a message", |bencher| {
        bencher.iter(|| judge(black_box(&message)));
    });
    let short = evidence(3);
    criterion.bench_function("redact", |bencher| {
        bencher.iter(|| redact::evidence(black_box(&short)));
    });
    let report = judge(&short);
    criterion.bench_function("render as text", |bencher| {
        bencher.iter(|| render(black_box(&report), Format::Text, Layout::default()));
    });
}

fn asking(criterion: &mut Criterion) {
    let endpoint = format!("{ISSUER}/authorize");
    criterion.bench_function("PKCE and authorization URL", |bencher| {
        bencher.iter(|| {
            let request = AuthorizationRequest {
                client_id: "client".to_owned(),
                redirect_uri: "http://127.0.0.1:33418/callback".to_owned(),
                code_challenge: Pkce::new(black_box([7; 32])).challenge,
                state: "state".to_owned(),
                scopes: vec!["mcp:read".to_owned()],
                resource: Some(RESOURCE.to_owned()),
                ..AuthorizationRequest::default()
            };
            request.url(black_box(&endpoint))
        });
    });
}

criterion_group!(benches, reading, judging, asking);
criterion_main!(benches);
