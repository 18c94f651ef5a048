//! What tools print of one request and its answer.

use super::import;
use crate::http::{Exchange, FailureKind};

fn only(text: &str) -> Exchange {
    let mut exchanges = import(text).evidence.exchanges;
    assert_eq!(exchanges.len(), 1, "{text}\n{exchanges:?}");
    exchanges.remove(0)
}

#[test]
fn a_tool_s_request_and_answer_are_one_exchange() {
    let answer = "www-authenticate: Bearer realm=\"x\"\ncontent-type: application/json\n\n{\"error\":\"invalid_token\"}\n";
    for text in [
        format!("POST /mcp HTTP/1.1\nHost: h.example\nAccept: */*\n\n{{\"method\":\"initialize\"}}\n\nHTTP/1.1 401 Unauthorized\n{answer}"),
        format!("POST /mcp HTTP/1.1\r\nHost: h.example\r\n\r\n{{}}\r\nHTTP/1.1 401 Unauthorized\r\n{}", answer.replace('\n', "\r\n")),
        format!("$ curl -i -d '{{}}' https://h.example/mcp\nHTTP/2 401 \n{answer}"),
        format!("curl --json '{{}}' https://h.example/mcp -i\n\nHTTP/3 401\n{answer}"),
        "    > POST /mcp HTTP/2\n    > Host: h.example\n    > \n    < HTTP/2 401 \n    < www-authenticate: Bearer realm=\"x\"\n    < content-type: application/json\n    < \n    {\"error\":\"invalid_token\"}* Connection #0 to host h.example left intact\n".to_owned(),
        "127.0.0.1:52814: POST https://h.example/mcp HTTP/2.0\n    accept: */*\n\n    {}\n\n << HTTP/2.0 401 Unauthorized 25b\n    www-authenticate: Bearer realm=\"x\"\n    content-type: application/json\n\n    {\"error\":\"invalid_token\"}\n".to_owned(),
        format!("--> POST https://h.example/mcp\nAccept: */*\n--> END POST\n<-- 401 Unauthorized https://h.example/mcp (12ms)\n{answer}<-- END HTTP (25-byte body)\n"),
        "DEBUG http-outgoing-0 >> POST /mcp HTTP/1.1\nDEBUG http-outgoing-0 >> Host: h.example\nDEBUG http-outgoing-0 << HTTP/1.1 401 Unauthorized\nDEBUG http-outgoing-0 << www-authenticate: Bearer realm=\"x\"\nDEBUG http-outgoing-0 << content-type: application/json\n".to_owned(),
        "send: b'POST /mcp HTTP/1.1\\r\\nHost: h.example\\r\\n\\r\\n{}'\nreply: 'HTTP/1.1 401 Unauthorized\\r\\n'\nheader: www-authenticate: Bearer realm=\"x\"\nheader: content-type: application/json\n".to_owned(),
        format!("http -v POST https://h.example/mcp\n\nPOST /mcp HTTP/1.1\nHost: h.example\n\n{{}}\n\n\nHTTP/1.1 401 Unauthorized\n{answer}"),
        "Request URL: https://h.example/mcp\nRequest Method: POST\nStatus Code: 401 Unauthorized\nRemote Address: 203.0.113.1:443\nReferrer Policy: no-referrer\nResponse Headers\ncontent-type: application/json\nwww-authenticate: Bearer realm=\"x\"\nRequest Headers\n:authority: h.example\naccept: */*\n".to_owned(),
        "General\nRequest URL\nhttps://h.example/mcp\nRequest Method\nPOST\nStatus Code\n401 Unauthorized\nResponse Headers\ncontent-type\napplication/json\nwww-authenticate\nBearer realm=\"x\"\n".to_owned(),
        format!("Request URL\nhttps://h.example/mcp\nRequest Method\nPOST\nStatus Code\n401 Unauthorized\n{}", answer.replace(": ", "\n")),
        format!("Request URL: https://h.example/mcp\nRequest Method: POST\nStatus Code: 401 Unauthorized\n{}", answer.replace("\n\n", "\n\nResponse\n")),
    ] {
        let exchange = only(&text);
        assert_eq!(
            (exchange.request.method.as_str(), exchange.request.url.as_str(), exchange.status()),
            ("POST", "https://h.example/mcp", 401),
            "{text}"
        );
        let received = &exchange.response.as_ref().unwrap().headers;
        assert_eq!(received.get("www-authenticate").as_deref(), Some("Bearer realm=\"x\""), "{text}");
        if let Some(body) = exchange.body().filter(|body| !body.is_empty()) {
            assert_eq!(body.replace(char::is_whitespace, ""), "{\"error\":\"invalid_token\"}", "{text}");
        }
    }
}

#[test]
fn an_error_answer_is_an_answer_at_any_status_and_belongs_where_only_it_can() {
    for (status, head, body, url) in [
        (
            "HTTP/1.1 400 Bad Request",
            "",
            "{\"error\":\"invalid_grant\"}",
            "/token",
        ),
        ("HTTP/2 400", "", "{\"error\":\"invalid_target\"}", "/token"),
        (
            "HTTP/3 401",
            "www-authenticate: Basic realm=\"as\"\n",
            "{\"error\":\"invalid_client\"}",
            "/token",
        ),
        (
            "HTTP/1.0 403 Forbidden",
            "",
            "{\"error\":\"unauthorized_client\"}",
            "/token",
        ),
        (
            "HTTP/1.1 400 Bad Request",
            "",
            "{\"error\":\"invalid_redirect_uri\"}",
            "/register",
        ),
        (
            "HTTP/1.1 400 Bad Request",
            "",
            "{\"error\":\"invalid_client_metadata\"}",
            "/register",
        ),
        (
            "HTTP/1.1 401 Unauthorized",
            "WWW-Authenticate: Bearer error=\"invalid_token\"\n",
            "{\"error\":\"invalid_token\"}",
            "/mcp",
        ),
        (
            "HTTP/1.1 401 Unauthorized",
            "",
            "{\"error\":\"unauthorized\"}",
            "/mcp",
        ),
        ("HTTP/1.1 500 Internal Server Error", "", "oops", "/mcp"),
    ] {
        let text = format!("{status}\ncontent-type: application/json\n{head}\n{body}\n");
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let exchange = only(&text);
            assert_eq!(
                (exchange.request.url.as_str(), exchange.body()),
                (url, Some(body)),
                "{text}"
            );
            assert!(exchange.status() >= 400, "{text}");
        }
    }
}

#[test]
fn what_follows_an_answer_is_not_its_body() {
    let read = import(
        "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\n  \"error\": \"unauthorized\"\n}\n\nAnd then the client says:\nError: registration failed\n",
    );
    assert_eq!(read.evidence.exchanges.len(), 1);
    assert!(read.evidence.exchanges[0].body().unwrap().ends_with('}'));
    assert!(
        read.evidence
            .symptom
            .unwrap()
            .contains("registration failed")
    );
}

#[test]
fn data_is_joined_as_curl_joins_it() {
    for (options, method, url, body) in [
        ("-d a=1 -d b=2", "POST", "https://h/t", Some("a=1&b=2")),
        (
            "-G -d a=1 --data-urlencode 'b=x y'",
            "GET",
            "https://h/t?a=1&b=x+y",
            None,
        ),
        (
            "--data-urlencode 'redirect_uri=http://127.0.0.1:1/cb' -d c=1",
            "POST",
            "https://h/t",
            Some("redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcb&c=1"),
        ),
        (
            "--json '{\"a\":1}'",
            "POST",
            "https://h/t",
            Some("{\"a\":1}"),
        ),
        ("-d @body.json", "POST", "https://h/t", None),
        ("-F a=b", "POST", "https://h/t", None),
        ("-X PUT --data-raw @x", "PUT", "https://h/t", Some("@x")),
    ] {
        let exchange = only(&format!(
            "curl -i {options} https://h/t\nHTTP/1.1 400 Bad Request\n\n"
        ));
        let request = &exchange.request;
        assert_eq!(
            (
                request.method.as_str(),
                request.url.as_str(),
                request.body.as_deref()
            ),
            (method, url, body),
            "{options}"
        );
    }
    let windows = only(
        "curl ^\"https://h/t^\" ^\n  -X ^\"POST^\" ^\n  -H ^\"accept: */*^\" -i\nHTTP/1.1 401 Unauthorized\n\n",
    );
    assert_eq!(
        (
            windows.request.method.as_str(),
            windows.request.url.as_str()
        ),
        ("POST", "https://h/t")
    );
}

#[test]
fn a_request_without_an_answer_tells_why() {
    for (said, kind) in [
        ("(6) Could not resolve host: h.example", FailureKind::Dns),
        (
            "(7) Failed to connect to h.example port 443: Connection refused",
            FailureKind::Connection,
        ),
        (
            "(60) SSL certificate problem: certificate has expired",
            FailureKind::Tls,
        ),
    ] {
        let exchange = only(&format!(
            "$ curl -v https://h.example/mcp\n* Trying 203.0.113.1:443...\ncurl: {said}\n"
        ));
        assert_eq!(exchange.failure.unwrap().kind, kind, "{said}");
    }
}

#[test]
fn power_shell_shows_a_status_or_a_whole_object() {
    let error = only(
        "PS C:\\> Invoke-WebRequest -Uri https://h.example/mcp -Method Post -Body '{}'\nInvoke-WebRequest : The remote server returned an error: (401) Unauthorized.\nAt line:1 char:1\n+ Invoke-WebRequest -Uri https://h.example/mcp\n+ ~~~~\n    + CategoryInfo          : InvalidOperation\n",
    );
    assert_eq!(
        (
            error.request.method.as_str(),
            error.request.url.as_str(),
            error.status()
        ),
        ("POST", "https://h.example/mcp", 401)
    );
    assert!(error.response.unwrap().headers_partial);
    let object = only(
        "PS C:\\> iwr https://as.example/.well-known/oauth-authorization-server\n\n\nStatusCode        : 200\nStatusDescription : OK\nContent           : {\"issuer\":\"https://as.example\"}\nRawContent        : HTTP/1.1 200 OK\n                    Content-Type: application/json\n                    \n                    {\"issuer\":\"https://as...\nHeaders           : {[Content-Type, application/json]}\n",
    );
    assert_eq!(
        (object.status(), object.body()),
        (200, Some("{\"issuer\":\"https://as.example\"}"))
    );
    assert_eq!(
        object.request.url,
        "https://as.example/.well-known/oauth-authorization-server"
    );
}

#[test]
fn a_line_for_each_request_is_an_exchange() {
    for line in [
        "127.0.0.1 - - [22/Sep/2026:10:00:00 +0000] \"POST /mcp HTTP/1.1\" 401 24 \"-\" \"node\"",
        "INFO:     127.0.0.1:51542 - \"POST /mcp HTTP/1.1\" 401 Unauthorized",
        "INFO httpx: HTTP Request: POST https://h.example/mcp \"HTTP/1.1 401 Unauthorized\"",
        "DEBUG:urllib3.connectionpool:https://h.example:443 \"POST /mcp HTTP/1.1\" 401 None",
        "[GIN] 2026/09/22 - 10:00:00 | 401 |    1.2ms |  127.0.0.1 | POST     \"/mcp\"",
        "POST /mcp 401 1.234 ms - 24",
        " POST /mcp 401 in 123ms",
        "Request finished HTTP/1.1 POST https://h.example/mcp application/json 24 - 401 - application/json 12.3ms",
        "HTTP POST /mcp responded 401 in 12.3 ms",
        "401 Unauthorized from POST https://h.example/mcp",
        "POST https://h.example/mcp 401 (Unauthorized)",
        "XHRPOST https://h.example/mcp [HTTP/2 401 123ms]",
        "org.springframework.web.client.HttpClientErrorException$Unauthorized: 401 Unauthorized on POST request for \"https://h.example/mcp\": \"{\"error\":\"x\"}\"",
        "httpx.HTTPStatusError: Client error '401 Unauthorized' for url 'https://h.example/mcp'",
        "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://h.example/mcp",
        "aiohttp.client_exceptions.ClientResponseError: 401, message='Unauthorized', url='https://h.example/mcp'",
        "HTTP status client error (401 Unauthorized) for url (https://h.example/mcp)",
        "{\"level\":\"info\",\"method\":\"POST\",\"path\":\"/mcp\",\"status\":401,\"msg\":\"request\"}",
        "{\"level\":40,\"req\":{\"method\":\"POST\",\"url\":\"/mcp\",\"headers\":{\"host\":\"h.example\"}},\"res\":{\"statusCode\":401},\"msg\":\"request completed\"}",
        "{\"level\":\"info\",\"logger\":\"http.log.access\",\"msg\":\"handled request\",\"request\":{\"method\":\"POST\",\"host\":\"h.example\",\"uri\":\"/mcp\"},\"status\":401}",
        "{\"severity\":\"WARNING\",\"httpRequest\":{\"requestMethod\":\"POST\",\"requestUrl\":\"https://h.example/mcp\",\"status\":401}}",
        "{\"RequestMethod\":\"POST\",\"RequestPath\":\"/mcp\",\"RequestHost\":\"h.example\",\"DownstreamStatus\":401,\"level\":\"info\",\"msg\":\"\"}",
        "time=2026-09-22T10:00:00Z level=info msg=request method=POST path=/mcp status=401",
        "  12 0.412345 192.168.1.20 \u{2192} 203.0.113.10 HTTP 412 POST /mcp HTTP/1.1  (application/json)\n  14 0.498221 203.0.113.10 \u{2192} 192.168.1.20 HTTP 231 HTTP/1.1 401 Unauthorized  (application/json)",
        "UNDICI 1: sending request to POST https://h.example//mcp\nUNDICI 1: received response to POST https://h.example//mcp - HTTP 401",
        "info: System.Net.Http.HttpClient[100] Sending HTTP request POST https://h.example/mcp\ninfo: Received HTTP response headers after 12.3ms - 401",
        "mcp\t401\tfetch\tindex.js:1\t312 B\t1.02 s",
    ] {
        let exchange = only(line);
        assert_eq!(
            (exchange.status(), exchange.request.method.as_str()),
            (401, "POST"),
            "{line}"
        );
        assert!(
            exchange.request.url.ends_with("/mcp"),
            "{line}: {}",
            exchange.request.url
        );
    }
}

#[test]
fn prose_with_a_number_is_no_exchange() {
    for line in [
        "I POST to the server and it takes 200 ms",
        "The server at https://h.example/mcp has 404 tools",
        "GET started with https://h.example/docs in 100 seconds",
    ] {
        assert_eq!(import(line).evidence.exchanges.len(), 0, "{line}");
    }
}

#[test]
fn of_a_log_only_what_failed_is_the_message() {
    let read = import(
        "2026-09-22 10:00:00,123 INFO  [io.acme.Client] (main) discovering metadata\n\
         2026-09-22 10:00:00,124 DEBUG [io.acme.Client] (main) refresh token stored\n\
         2026-09-22 10:00:00,125 ERROR [io.acme.Client] (main) Dynamic client registration rejected\n\
         \tat io.acme.Client.register(Client.java:12)\n\
         Caused by: java.io.IOException: HTTP 403\n\
         \t... 12 more\n\
         INFO:     Uvicorn running\n",
    );
    assert_eq!(
        read.evidence.symptom.as_deref(),
        Some(
            "2026-09-22 10:00:00,125 ERROR [io.acme.Client] (main) Dynamic client registration rejected\nCaused by: java.io.IOException: HTTP 403"
        )
    );
}

#[test]
fn a_traceback_is_its_exceptions_and_their_causes() {
    let read = import(
        "Traceback (most recent call last):\n  File \"/app/x.py\", line 3, in connect\n    raise OAuthTokenError(\"no refresh token\") from error\nhttpx.ConnectError: All connection attempts failed\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File \"/app/y.py\", line 9, in <module>\n    main()\nmcp.client.auth.OAuthRegistrationError: Registration failed: 403\n",
    );
    let symptom = read.evidence.symptom.unwrap();
    assert!(
        symptom.contains("OAuthRegistrationError: Registration failed: 403")
            && symptom.contains("All connection attempts failed")
    );
    assert!(
        !symptom.contains("no refresh token") && !symptom.contains("File"),
        "{symptom}"
    );
}

#[test]
fn a_program_says_nothing() {
    for text in [
        "export class InvalidGrantError extends OAuthError { static errorCode = \"invalid_grant\"; }\nif (!metadata.registration_endpoint) throw new Error(\"does not support dynamic client registration\");\n",
        "def register(self):\n    if response.status_code == 403:\n        raise OAuthRegistrationError(\"Registration failed\")\n",
        "fn check(token: &str) -> Result<(), Error> {\n    return Err(Error::InvalidToken);\n}\n",
    ] {
        assert_eq!(import(text).evidence.symptom, None, "{text}");
    }
}

#[test]
fn what_is_no_text_is_said_in_one_sentence() {
    for (bytes, word) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "PNG"),
        (&b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..], "picture"),
        (&b"%PDF-1.7\n"[..], "PDF"),
        (&b"PK\x03\x04\x14\0"[..], "ZIP"),
    ] {
        let error = super::read(&String::from_utf8_lossy(bytes)).unwrap_err();
        assert!(error.received.contains(word), "{word}: {error}");
    }
}

#[test]
fn a_body_in_the_next_line_belongs_to_its_message() {
    let exchange =
        only("> Error POSTing to endpoint (HTTP 403):\n> {\"error\":\"insufficient_scope\"}\n");
    assert_eq!(
        (exchange.status(), exchange.body()),
        (403, Some("{\"error\":\"insufficient_scope\"}"))
    );
}

#[test]
fn an_error_that_a_program_prints_with_its_members_is_an_exchange() {
    let exchange = only(
        "AxiosError: Request failed with status code 400\n    at settle (/app/node_modules/axios/lib/core/settle.js:19:12) {\n  code: 'ERR_BAD_REQUEST',\n  config: { method: 'post', url: 'https://as.example/token' },\n  response: {\n    status: 400,\n    data: { error: 'invalid_grant' }\n  }\n}\n",
    );
    assert_eq!(
        (
            exchange.request.method.as_str(),
            exchange.request.url.as_str()
        ),
        ("POST", "https://as.example/token")
    );
    assert_eq!(
        (exchange.status(), exchange.body()),
        (400, Some("{\"error\":\"invalid_grant\"}"))
    );
}

#[test]
fn wget_shows_the_answer_below_its_command() {
    let exchange = only(
        "$ wget -S https://h.example/mcp\n--2026-09-22 10:00:00--  https://h.example/mcp\nHTTP request sent, awaiting response... \n  HTTP/1.1 401 Unauthorized\n  WWW-Authenticate: Bearer\n",
    );
    assert_eq!(
        (exchange.status(), exchange.request.url.as_str()),
        (401, "https://h.example/mcp")
    );
}
