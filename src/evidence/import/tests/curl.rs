//! Commands of `curl` and what it prints.

use super::{Kind, import, kinds, read};

#[test]
fn curl_with_headers_is_an_exchange_with_the_address_of_the_command() {
    let import = import(
        "$ curl -i -X POST https://mcp.example.com/mcp -H 'Accept: application/json'\nHTTP/2 401\nwww-authenticate: Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\"\ncontent-type: application/json\n\n{\"error\":\"unauthorized\"}\n",
    );
    let exchange = &import.evidence.exchanges[0];
    assert_eq!(exchange.request.url, "https://mcp.example.com/mcp");
    assert_eq!(exchange.request.method, "POST");
    assert_eq!(exchange.status(), 401);
    assert_eq!(exchange.body(), Some("{\"error\":\"unauthorized\"}"));
    assert!(
        exchange
            .response
            .as_ref()
            .unwrap()
            .headers
            .has("www-authenticate")
    );
}

#[test]
fn options_of_curl_are_read_as_curl_reads_them() {
    let sent = |command: &str| {
        let text = format!("curl {command}\nHTTP/2 401\nwww-authenticate: Bearer\n\n");
        let request = import(&text).evidence.exchanges.remove(0).request;
        let names: Vec<String> = request
            .headers
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect();
        (request.method, request.url, names.join(" "))
    };
    let is = |method: &str, headers: &str| {
        (
            method.to_owned(),
            "https://h.example/mcp".to_owned(),
            headers.to_owned(),
        )
    };
    for (command, expected) in [
        ("-siXPOST https://h.example/mcp", is("POST", "")),
        ("-sSX DELETE https://h.example/mcp", is("DELETE", "")),
        ("-sI https://h.example/mcp", is("HEAD", "")),
        (
            "https://h.example/mcp -x http://proxy.example:3128",
            is("GET", ""),
        ),
        (
            "--url https://h.example/mcp --referer https://r.example/",
            is("GET", "Referer"),
        ),
        (
            "-HAccept:text/html -d{} https://h.example/mcp",
            is("POST", "Accept Content-Type"),
        ),
        (
            "-u ann:secret -o /dev/null https://h.example/mcp",
            is("GET", "Authorization"),
        ),
        (
            "--oauth2-bearer t https://h.example/mcp",
            is("GET", "Authorization"),
        ),
    ] {
        assert_eq!(sent(command), expected, "{command}");
    }
    let copied = import("curl https://h.example/mcp --data-raw $'{\"id\":1}'\nHTTP/2 401\n\n");
    let body = copied.evidence.exchanges[0].request.body.as_deref();
    assert_eq!(body, Some("{\"id\":1}"));
}

#[test]
fn verbose_curl_tells_request_and_answer_apart() {
    let import = import(
        "* Connected to mcp.example.com (192.0.2.1) port 443\n* SSL connection using TLSv1.3\n> POST /mcp HTTP/1.1\n> Host: mcp.example.com\n> Authorization: Bearer x\n>\n< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 403 Forbidden\n< Server: cloudflare\n<\n<html>blocked</html>\n* Connection #0 to host left intact\n",
    );
    assert_eq!(import.evidence.exchanges.len(), 1);
    let exchange = &import.evidence.exchanges[0];
    assert_eq!(exchange.request.url, "https://mcp.example.com/mcp");
    assert!(exchange.request.headers.has("authorization"));
    assert_eq!(exchange.status(), 403);
    assert_eq!(exchange.body(), Some("<html>blocked</html>"));
}

#[test]
fn a_curl_of_windows_is_a_command_and_a_word_about_curl_is_none() {
    let command = import(
        "C:\\Users\\a>curl.exe -X POST https://h.example/mcp\nHTTP/1.1 401 Unauthorized\n\n",
    );
    assert_eq!(command.evidence.exchanges[0].request.method, "POST");
    let word = import("I tried it with curl and https://h.example/mcp answers");
    assert_eq!(kinds(&word), [Kind::Text]);
}

#[test]
fn a_second_curl_command_over_several_lines_is_read_from_its_first_line() {
    let text = "curl -si https://one.example/mcp\nHTTP/1.1 401 Unauthorized\nA: b\n\
        curl -si \\\n  -X POST \\\n  https://two.example/mcp\nHTTP/1.1 403 Forbidden\nA: b\n";
    let exchanges = read(text).unwrap().evidence.exchanges;
    let seen: Vec<_> = exchanges
        .iter()
        .map(|one| {
            (
                one.request.method.as_str(),
                one.request.url.as_str(),
                one.status(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("GET", "https://one.example/mcp", 401),
            ("POST", "https://two.example/mcp", 403)
        ]
    );
}
