use super::{evidence, hides_value};
use crate::evidence::transcript;

#[test]
fn a_secret_is_hidden_wherever_it_is_repeated() {
    let seen = transcript::read(
        "symptom: failed with Canary-1234567
         > POST https://h/token?state=Canary-7654321
         > Authorization: Basic Canary-basic-1
         > grant_type=authorization_code&code=Canary-1234567&client_id=c
         < 200
         < Set-Cookie: sid=Canary-cookie-1; Path=/
         < {\"access_token\":\"Canary-access-1\",\"token_type\":\"Bearer\"}",
    )
    .unwrap();
    let clean = serde_json::to_string(&evidence(&seen)).unwrap();
    assert!(!clean.contains("Canary"), "{clean}");
    assert!(clean.contains("authorization_code") && clean.contains("Bearer"));
}

#[test]
fn a_password_is_hidden_in_whatever_words_of_a_server_it_stands() {
    for said in [
        "cannot connect: db=postgres://u:SECRETDB-5162@h/d",
        "dsn,postgres://u:SECRETDB-5162@h/d",
        "path/postgres://u:SECRETDB-5162@h/d",
        "login failed, pw=SECRETDB-5162",
        "login failed: user=bob/password=SECRETDB-5162",
        "the password is SECRETDB-5162",
    ] {
        let seen = transcript::read(&format!(
            "> POST https://as.example/token
             > grant_type=authorization_code&code=c
             < 400
             < {{\"error\":\"invalid_grant\",\"error_description\":\"{said}\"}}"
        ))
        .unwrap();
        let clean = serde_json::to_string(&evidence(&seen)).unwrap();
        assert!(!clean.contains("SECRETDB"), "{said}: {clean}");
    }
}

#[test]
fn a_name_that_nobody_knows_leaves_the_host_that_has_it_readable_and_a_secret_does_not() {
    for (name, hidden) in [("domain_hint", false), ("access_token", true)] {
        let seen = transcript::read(&format!(
            "> GET https://mcp.fabrikam7.example/mcp?{name}=fabrikam7
             < 200
             > GET https://login.example/authorize?{name}=fabrikam7
             < 302"
        ))
        .unwrap();
        let clean = evidence(&seen);
        let url = &clean.exchanges[0].request.url;
        assert_eq!(
            !url.starts_with("https://mcp.fabrikam7.example/"),
            hidden,
            "{url}"
        );
    }
}

#[test]
fn a_secret_is_hidden_in_a_body_that_was_cut() {
    let mut seen = transcript::read(
        "
        > POST https://as.example.com/token
        < 200
        < {}
    ",
    )
    .unwrap();
    let answer = seen.exchanges[0].response.as_mut().unwrap();
    answer.body = Some(r#"{"access_token": "canary-4711", "padding": "xxx"#.to_owned());
    answer.body_partial = true;
    let clean = serde_json::to_string(&evidence(&seen)).unwrap();
    assert!(!clean.contains("canary"), "{clean}");
    assert!(clean.contains("padding"));
}

#[test]
fn a_header_that_nobody_knows_is_hidden_and_wherever_it_is_repeated() {
    let seen = transcript::read(
        "
        > POST https://mcp.example.com/mcp
        > X-Auth-Token: abcDEF123456zzTop
        > User-Agent: a-client/1.0
        > MCP-Protocol-Version: 2025-11-25
        < 401
        < X-Request-Id: 4711-4712
        < no such token: abcDEF123456zzTop
        ",
    )
    .unwrap();
    let shown = format!("{:?}", serde_json::to_value(evidence(&seen)).unwrap());
    assert!(!shown.contains("abcDEF123456zzTop"), "{shown}");
    for kept in ["a-client/1.0", "2025-11-25", "4711-4712", "X-Auth-Token"] {
        assert!(shown.contains(kept), "{kept}: {shown}");
    }
    assert!(hides_value("x-auth-token") && !hides_value("user-agent"));
}

#[test]
fn a_tenant_of_an_issuer_is_public_and_a_key_in_the_path_of_a_server_is_not_even_where_it_is_its_own_issuer()
 {
    let shown = |issuer: &str| {
        let seen = transcript::read(&format!(
            "server: https://mcp.example.com/s/9f3Kq7Zx2mB8/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/s/9f3Kq7Zx2mB8/mcp
            < 200
            < {{\"resource\":\"https://mcp.example.com/s/9f3Kq7Zx2mB8/mcp\",\"authorization_servers\":[\"{issuer}\"]}}
            > GET {issuer}/.well-known/openid-configuration
            < 404"
        ))
        .unwrap();
        serde_json::to_string(&evidence(&seen)).unwrap()
    };
    let tenant = "https://login.example.com/1f2e3d4c-0000-4000-8000-123456789abc/v2.0";
    let foreign = shown(tenant);
    assert!(foreign.matches(tenant).count() == 2, "{foreign}");
    assert!(!foreign.contains("9f3Kq7"), "{foreign}");
    let own = shown("https://mcp.example.com/s/9f3Kq7Zx2mB8");
    assert!(!own.contains("9f3Kq7"), "{own}");
}

#[test]
fn what_has_nothing_to_do_with_a_sign_in_is_left_out_and_counted_once() {
    let mut text = String::from(
        "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n< 401\n",
    );
    for at in 0..214 {
        text += &format!("> GET https://cdn.example.net/part/{at}\n< 200\n< x\n");
    }
    text += "> GET https://mcp.example.com/login\n< 500\n< broken";
    let clean = evidence(&transcript::read(&text).unwrap());
    assert_eq!((clean.exchanges.len(), clean.left_out), (2, Some(214)));
    let har = crate::evidence::har::read(&crate::evidence::har::write(&clean)).unwrap();
    assert_eq!((har.exchanges.len(), har.left_out), (2, Some(214)));
    assert_eq!(evidence(&clean), clean);
}

#[test]
fn what_was_sent_as_a_secret_is_hidden_where_a_server_echoes_it_also_where_it_reads_as_words() {
    for secret in [
        "correct-horse-battery-staple",
        "supersecret",
        "PLANTEDTOKEN-abc.DEF_9876543210zz",
        "two words/and 'a' \"quote\" here",
    ] {
        let spelled = |echo: &str| {
            let html = echo.replace('"', "&quot;");
            let percent: String = url::form_urlencoded::byte_serialize(echo.as_bytes()).collect();
            let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, echo);
            [echo.to_owned(), echo.to_uppercase(), html, percent, base64]
        };
        for header in [
            "X-Api-Key: ",
            "X-Foo: ",
            "Mcp-Whatever: ",
            "Authorization: Bearer ",
            "Authorization: ",
        ] {
            for echo in spelled(secret) {
                let mut seen = transcript::read(&format!(
                    "> POST https://mcp.example.com/mcp
                     > {header}{secret}
                     < 401
                     < WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"bad {}\"
                     < {}",
                    echo.replace('"', "\\\""),
                    serde_json::json!({ "message": format!("no such key {echo}"), "key": echo })
                ))
                .unwrap();
                seen.symptom = Some(format!("refused: {echo}"));
                let clean = evidence(&seen);
                let shown = serde_json::to_string(&clean).unwrap().to_lowercase();
                let part = echo.to_lowercase();
                let part = part.get(..part.len().min(10)).unwrap();
                assert!(!shown.contains(part), "{header}{secret}, {echo}: {shown}");
                assert!(shown.contains("invalid_token"), "{shown}");
                let again = serde_json::to_string(&evidence(&clean)).unwrap();
                assert_eq!(again.to_lowercase(), shown, "{header}{secret}, {echo}");
            }
        }
    }
}

#[test]
fn the_secret_of_a_client_is_hidden_where_it_is_echoed_and_a_term_of_the_specification_is_not() {
    let seen = transcript::read(
        "> POST https://as.example.com/token
         > Content-Type: application/x-www-form-urlencoded
         > grant_type=client_credentials&client_id=c&client_secret=opensesame
         < 401
         < {\"error\":\"invalid_client\",\"error_description\":\"opensesame is wrong\"}
         > POST https://mcp.example.com/mcp
         > Authorization: Bearer access_token
         > X-Forwarded-Host: mcp.example.com
         < 401
         < {\"error\":\"no access_token at mcp.example.com\"}",
    )
    .unwrap();
    let shown = serde_json::to_string(&evidence(&seen)).unwrap();
    assert!(!shown.contains("opensesame"), "{shown}");
    assert!(
        shown.contains("no access_token at mcp.example.com"),
        "{shown}"
    );
}
