//! No input takes more than linear time: every reader, over texts that are repetitive in every way that is known to be expensive. What
//! is eight times as long may take a little more than eight times as long; sixty-four times would be the square.
//! `LINEAR_FROM` sets the bytes of the shortest text: with longer ones a small part that grows with the square shows sooner.

mod measure;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mcp_auth_doctor::evidence::{Evidence, har, import, redact, transcript};
use mcp_auth_doctor::flow::authorize::scope;
use mcp_auth_doctor::http::{Exchange, Headers, Request, Response};
use mcp_auth_doctor::reasons;
use mcp_auth_doctor::report::judge;
use mcp_auth_doctor::wire::address::Address;
use mcp_auth_doctor::wire::{
    callback, challenge, client, form, json, jwt, resource, server, token,
};
use measure::{as_is, require_linear};
use serde_json::{Value, json};
use std::hint::black_box;

/// Everything in one exchange that a server can choose.
fn answered(url: &str, headers: Headers, body: &str) -> Evidence {
    Evidence {
        server: Some(crate::support::honest::SERVER.to_owned()),
        exchanges: vec![
            Exchange {
                request: Request::post(crate::support::honest::SERVER, "application/json", "{}"),
                response: Some(Response {
                    status: 401,
                    headers,
                    ..Response::default()
                }),
                ..Exchange::default()
            },
            Exchange {
                request: Request::get(url),
                response: Some(Response {
                    status: 200,
                    headers: crate::support::json(),
                    body: Some(body.to_owned()),
                    ..Response::default()
                }),
                ..Exchange::default()
            },
        ],
        ..Evidence::default()
    }
}

#[test]
fn challenges() {
    require_linear("challenge", as_is, |text| {
        black_box(
            challenge::read(text)
                .acted_on()
                .and_then(challenge::Challenge::scopes),
        );
    });
    require_linear(
        "challenge with parameters",
        |text| format!("Bearer {text}"),
        |text| {
            black_box(challenge::read(text));
        },
    );
}

#[test]
fn addresses_and_callbacks() {
    require_linear(
        "address",
        |text| format!("https://h.example/{text}"),
        |text| {
            black_box(Address::parse(text).is_ok_and(|address| address.is_secure()));
        },
    );
    require_linear(
        "authority",
        |text| format!("https://{text}"),
        |text| {
            black_box(Address::parse(text).is_ok_and(|address| address.is_private()));
        },
    );
    require_linear(
        "callback",
        |text| format!("http://127.0.0.1/cb?{text}"),
        |text| {
            black_box(callback::read(text));
        },
    );
    require_linear("form", as_is, |text| {
        black_box((
            form::decode(text),
            form::decode_value(text),
            form::encode_value(text),
        ));
    });
    require_linear("scope", as_is, |text| {
        black_box(scope::union(&scope::split(text), &scope::split(text)));
    });
}

#[test]
fn documents() {
    require_linear("json", as_is, |text| {
        black_box(json::read_value(text).is_ok());
    });
    require_linear(
        "members",
        |text| format!("{{{}\"end\":1}}", text),
        |text| {
            black_box((
                resource::read(text).is_ok(),
                server::read(text).is_ok(),
                client::read(text).is_ok(),
            ));
            black_box(token::read(text).is_ok());
        },
    );
    require_linear("jwt", as_is, |text| {
        black_box(jwt::read(text));
    });
    let claims = |text: &str| {
        let body = json!({ "iss": text, "scope": text, "aud": [text, text] }).to_string();
        let [header, body] = [r#"{"alg":"RS256"}"#, &body].map(|part| URL_SAFE_NO_PAD.encode(part));
        format!("{header}.{body}.s")
    };
    require_linear("claims", claims, |text| {
        black_box(jwt::read(text));
    });
}

#[test]
fn pasted_texts() {
    require_linear("import", as_is, |text| {
        black_box(import::read(text).is_ok());
    });
    require_linear(
        "import of a curl text",
        |text| format!("curl -v https://h.example/mcp\n> GET /mcp HTTP/1.1\n{text}"),
        |text| {
            black_box(import::read(text).is_ok());
        },
    );
    require_linear(
        "import of an answer",
        |text| format!("HTTP/1.1 401 Unauthorized\n{text}\n\n{text}"),
        |text| {
            black_box(import::read(text).is_ok());
        },
    );
    require_linear(
        "import of a configuration",
        |text| {
            json!({ "mcpServers": { "a": { "url": text, "args": [text], "headers": { text: text } } } }).to_string()
        },
        |text| {
            black_box(import::read(text).is_ok());
        },
    );
    require_linear(
        "import of a line",
        |text| text.replace('\n', " "),
        |text| {
            black_box(import::read(text).is_ok());
        },
    );
    require_linear("transcript", as_is, |text| {
        black_box(transcript::read(text).is_ok());
    });
}

#[test]
fn captures() {
    let entries = |text: &str| {
        let one = |text: &str| json!({ "request": { "method": "POST", "url": format!("https://as.example/token?{text}"), "postData": { "text": text } }, "response": { "status": 400, "headers": [{ "name": text, "value": text }], "content": { "text": text } } });
        let lines: Vec<Value> = text
            .split_inclusive([' ', '\n', ',', '&'])
            .take(10_000)
            .map(one)
            .collect();
        json!({ "log": { "entries": lines } }).to_string()
    };
    require_linear("har", entries, |text| {
        if let Ok(evidence) = har::read(text) {
            black_box(har::write(&evidence));
        }
    });
}

#[test]
fn redaction() {
    require_linear(
        "redaction",
        |text| format!("[{text}{{}}]"),
        |text| {
            let url = format!("https://as.example/token?{text}");
            black_box(redact::evidence(&answered(
                &url,
                Headers::new().with("Set-Cookie", text),
                text,
            )));
        },
    );
    require_linear("redaction of many exchanges", as_is, |text| {
        let exchange = |piece: &str| Exchange {
            request: Request::post(
                "https://as.example/token",
                "application/x-www-form-urlencoded",
                piece,
            ),
            ..Exchange::default()
        };
        let exchanges = text
            .split_inclusive([' ', '\n', ',', '&'])
            .map(exchange)
            .collect();
        black_box(redact::evidence(&Evidence {
            exchanges,
            ..Evidence::default()
        }));
    });
}

#[test]
fn reasons_and_judgements() {
    require_linear(
        "symptom",
        |text| format!("error {text}"),
        |text| {
            black_box(reasons::claims(text, None, ""));
        },
    );
    require_linear(
        "judgement of a challenge",
        |text| format!("Bearer {text}"),
        |text| {
            black_box(judge(&answered(
                crate::support::honest::RESOURCE_METADATA,
                Headers::new().with("WWW-Authenticate", text),
                "{}",
            )));
        },
    );
    require_linear(
        "judgement of a document",
        |text| format!("{{{text}\"resource\":\"https://mcp.example/mcp\"}}"),
        |text| {
            black_box(judge(&answered(
                crate::support::honest::RESOURCE_METADATA,
                Headers::new(),
                text,
            )));
        },
    );
    require_linear(
        "judgement of a token answer",
        |text| {
            json!({ "access_token": text, "scope": text, "error_description": text }).to_string()
        },
        |text| {
            black_box(judge(&answered(
                "https://as.example/token",
                Headers::new(),
                text,
            )));
        },
    );
}
