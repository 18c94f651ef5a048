use super::entry::date;
use super::{read, write};
use crate::http::FailureKind;

#[test]
fn what_a_capture_does_not_show_is_partial() {
    let evidence = read(
        r#"{"log":{"entries":[
            {"request":{"method":"get","url":"https://h/a"},"response":{"status":200,"content":{"size":9,"text":"{}"}}},
            {"request":{"method":"GET","url":"https://h/b"},"response":{"status":0,"content":{"size":0},"_error":"net::ERR_CERT_DATE_INVALID"}},
            {"request":{"method":"GET","url":"https://h/c"},"response":{"status":204,"_headersPartial":true,"content":{"size":0}}}
        ]}}"#,
    )
    .unwrap();
    assert!(
        evidence.exchanges[0]
            .response
            .as_ref()
            .unwrap()
            .body_partial
    );
    assert_eq!(
        evidence.exchanges[1].failure.as_ref().unwrap().kind,
        FailureKind::Tls
    );
    assert!(
        evidence.exchanges[2]
            .response
            .as_ref()
            .unwrap()
            .headers_partial
    );
    assert_eq!(evidence.exchanges[2].body(), Some(""));
}

#[test]
fn what_is_no_har_is_named() {
    assert!(
        read("{\"a\":1}")
            .unwrap_err()
            .to_string()
            .contains("log.entries")
    );
    assert!(read("<html>").unwrap_err().to_string().contains("HTML"));
    assert!(read("{\n  x").unwrap_err().to_string().contains("line 2"));
    assert!(
        read(r#"{"log":{"entries":[{}]}}"#)
            .unwrap_err()
            .what
            .contains("entries[0]")
    );
}

#[test]
fn what_is_written_can_be_read_again() {
    let har = r#"{"log":{"entries":[{"request":{"method":"POST","url":"https://h/a","postData":{"params":[{"name":"a","value":"b c"}]}},
        "response":{"status":200,"headers":[{"name":"Server","value":"nginx"}],"content":{"text":"aGk=","encoding":"base64","size":2}}}]}}"#;
    let evidence = read(har).unwrap();
    assert_eq!(evidence.exchanges[0].request.body.as_deref(), Some("a=b+c"));
    let again = read(&write(&evidence)).unwrap();
    assert_eq!(again.exchanges[0].response, evidence.exchanges[0].response);
}

#[test]
fn a_date_is_written_as_the_format_wants() {
    assert_eq!(date(1_767_225_600_000.0), "2026-01-01T00:00:00.000Z");
}

const ENTRY: &str = r#"{"startedDateTime":"2026-01-01T00:00:00Z","request":{"method":"POST","url":"https://h/token","headers":[]},"response":{"status":400,"headers":[],"content":{"mimeType":"application/json","text":"{\"error\":\"invalid_grant\"}"}}}"#;

#[test]
fn a_broken_entry_costs_itself_only() {
    for broken in [
        "null",
        "{}",
        "[]",
        "{\"request\":null}",
        "{\"request\":{\"method\":1}}",
        "{\"request\":{\"method\":\"GET\"},\"x\":tru}",
        "{\"request\":{\"method\":\"GET\",\"url\":\"https://h/\",}}",
    ] {
        for entries in [
            format!("{broken},{ENTRY}"),
            format!("{ENTRY},{broken}"),
            format!("{ENTRY},{broken},{ENTRY}"),
        ] {
            let har = format!("{{\"log\":{{\"version\":\"1.2\",\"entries\":[{entries}]}}}}");
            let expected = har.matches("/token").count();
            let read = super::capture(&har).unwrap();
            assert_eq!(read.exchanges.len(), expected, "{har}");
            assert!(read.exchanges.iter().all(|one| one.status() == 400));
        }
    }
}

#[test]
fn a_file_that_ends_in_the_middle_is_read_as_far_as_it_goes() {
    let har = format!("{{\"log\":{{\"entries\":[{ENTRY},{ENTRY}]}}}}");
    for length in har.find("},{\"started").unwrap() + 1..har.len() {
        let read = super::capture(&har[..length]).unwrap();
        assert!(!read.exchanges.is_empty(), "{length}");
    }
}

#[test]
fn a_part_of_a_har_and_a_list_of_them_are_read() {
    let log = format!("{{\"version\":\"1.2\",\"creator\":{{}},\"entries\":[{ENTRY}]}}");
    for (text, expected) in [
        (format!("{{\"log\":{log}}}"), 1),
        (log.clone(), 1),
        (ENTRY.to_owned(), 1),
        (format!("[{ENTRY},{ENTRY}]"), 2),
        (format!("[{{\"log\":{log}}},{{\"log\":{log}}}]"), 2),
        (format!("{{\"entries\":[{ENTRY}]}}"), 1),
    ] {
        assert!(super::begins(&text), "{text}");
        assert_eq!(read(&text).unwrap().exchanges.len(), expected, "{text}");
    }
}

#[test]
fn what_tools_write_in_their_own_way_is_read() {
    for (entry, status) in [
        // HTTP/2's own fields instead of a URL.
        (
            r#"{"request":{"headers":[{"name":":method","value":"POST"},{"name":":authority","value":"h"},{"name":":path","value":"/token"}]},"response":{"headers":[{"name":":status","value":"401"}]}}"#,
            401,
        ),
        (
            r#"{"request":{"method":"POST","url":"https://h/token","headers":{"accept":"*/*"}},"response":{"status":"401","headers":{"x":"y"}}}"#,
            401,
        ),
        (
            r#"{"request":{"method":"POST","url":"https://h/token"},"response":null}"#,
            0,
        ),
        (
            r#"{"request":{"method":"POST","url":"https://h/token"}}"#,
            0,
        ),
    ] {
        let har = format!("{{\"log\":{{\"entries\":[{entry}]}}}}");
        let exchange = read(&har).unwrap().exchanges.remove(0);
        assert_eq!(
            (
                exchange.request.url.as_str(),
                exchange.request.method.as_str()
            ),
            ("https://h/token", "POST"),
            "{entry}"
        );
        assert_eq!(exchange.status(), status, "{entry}");
        assert!(
            !exchange
                .request
                .headers
                .iter()
                .any(|(name, _)| name.starts_with(':'))
        );
    }
}

#[test]
fn bodies_of_other_things_are_not_kept() {
    let har = |media: &str| {
        format!(
            "{{\"log\":{{\"entries\":[{{\"request\":{{\"method\":\"GET\",\"url\":\"https://h/\"}},\"response\":{{\"status\":200,\"headers\":[{{\"name\":\"Content-Type\",\"value\":\"{media}\"}}],\"content\":{{\"text\":\"abc\"}}}}}}]}}}}"
        )
    };
    assert_eq!(
        read(&har("application/json")).unwrap().exchanges[0].body(),
        Some("abc")
    );
    for media in [
        "image/png",
        "text/css",
        "application/javascript; charset=utf-8",
        "font/woff2",
    ] {
        let exchange = read(&har(media)).unwrap().exchanges.remove(0);
        let response = exchange.response.unwrap();
        assert_eq!(
            (response.body, response.body_partial),
            (None, true),
            "{media}"
        );
    }
}
