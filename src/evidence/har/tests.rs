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
