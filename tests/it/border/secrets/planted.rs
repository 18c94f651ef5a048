//! A whole flow with a secret in every place that can have one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mcp_auth_doctor::http::{Exchange, Headers, Request, Response};

/// A secret of its own for each place, all with the same mark in them.
pub fn planted() -> Vec<Exchange> {
    let claims = URL_SAFE_NO_PAD.encode(
        r#"{"iss":"https://as.example","aud":"https://other.example","sub":"person-canary","email":"canary@example.com","exp":1}"#,
    );
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"at+jwt"}"#);
    let jwt = format!("{header}.{claims}.signature-canary");
    let json = || Headers::new().with("Content-Type", "application/json");
    let form = |body: &str| {
        Request::post(
            "https://as.example/token",
            "application/x-www-form-urlencoded",
            body,
        )
    };
    vec![
        exchange(
            Request {
                headers: Headers::new()
                    .with("Authorization", format!("Bearer {jwt}"))
                    .with("Cookie", "session=cookie-canary")
                    .with("DPoP", "proof-canary")
                    .with("X-Api-Key", "key-canary"),
                ..Request::post(
                    "https://mcp.example/mcp?api_key=query-canary",
                    "application/json",
                    "{}",
                )
            },
            answer(
                401,
                Headers::new()
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                    .with("Set-Cookie", "sid=set-cookie-canary"),
                "",
            ),
        ),
        exchange(
            Request::post(
                "https://as.example/register",
                "application/json",
                r#"{"redirect_uris":["http://127.0.0.1/cb"],"software_statement":"statement-canary"}"#,
            ),
            answer(
                201,
                json(),
                r#"{"client_id":"c","client_secret":"secret-canary","registration_access_token":"registration-canary","registration_client_uri":"https://as.example/register/c?token=registration-canary"}"#,
            ),
        ),
        exchange(
            Request {
                method: "DELETE".to_owned(),
                url: "https://as.example/register/c?token=registration-canary".to_owned(),
                headers: Headers::new().with("Authorization", "Bearer registration-canary"),
                body: None,
            },
            answer(
                401,
                Headers::new().with(
                    "WWW-Authenticate",
                    "Bearer error_description=\"not registration-canary\"",
                ),
                "",
            ),
        ),
        exchange(
            Request::get(
                "https://as.example/authorize?client_id=c&state=state-canary-1&code_challenge=challenge&login_hint=x",
            ),
            answer(
                302,
                Headers::new().with(
                    "Location",
                    "http://127.0.0.1/cb?code=location-canary-1&state=state-canary-1",
                ),
                "",
            ),
        ),
        exchange(
            Request::get(
                "http://127.0.0.1/cb?code=code-canary-1&state=state-canary-1&iss=https%3A%2F%2Fother.example",
            ),
            Response::default(),
        ),
        exchange(
            Request::get("http://127.0.0.1/cb#access_token=fragment-canary&state=state-canary-1"),
            Response::default(),
        ),
        exchange(
            form(
                "grant_type=authorization_code&code=body-canary-1&code_verifier=verifier-canary&client_secret=post-canary&client_assertion=assertion-canary",
            ),
            answer(
                200,
                json(),
                &format!(
                    r#"{{"access_token":"{jwt}","refresh_token":"refresh-canary","id_token":"id-canary","token_type":"mac"}}"#
                ),
            ),
        ),
        exchange(
            form("grant_type=refresh_token&refresh_token=refresh-body-canary"),
            answer(
                400,
                json(),
                r#"{"error":"invalid_grant","error_description":"the token refresh-body-canary is not known"}"#,
            ),
        ),
        exchange(
            Request {
                headers: Headers::new().with("Authorization", "Basic dXNlcjpjYW5hcnktY2FuYXJ5"),
                ..form("grant_type=password&username=u&password=password-canary")
            },
            answer(
                200,
                Headers::new(),
                "access_token=form-canary&token_type=bearer",
            ),
        ),
    ]
}

fn exchange(request: Request, response: Response) -> Exchange {
    Exchange {
        request,
        response: Some(response),
        ..Exchange::default()
    }
}

fn answer(status: u16, headers: Headers, body: &str) -> Response {
    Response {
        status,
        headers,
        body: Some(body.to_owned()),
        ..Response::default()
    }
}
