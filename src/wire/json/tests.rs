use super::{DeviationKind, Unreadable, read_object};

#[test]
fn a_page_is_told_from_broken_json() {
    assert_eq!(read_object("<!doctype html>"), Err(Unreadable::Html));
    assert_eq!(read_object(" "), Err(Unreadable::Empty));
    assert_eq!(
        read_object("{\"a\":\n x}"),
        Err(Unreadable::NotJson { line: 2, column: 2 })
    );
}

#[test]
fn a_member_twice_is_noted() {
    let object = read_object(r#"{"issuer":"a","issuer":"b"}"#).unwrap();
    assert_eq!(object.deviations.len(), 1);
    assert_eq!(object.deviations[0].kind, DeviationKind::Duplicate);
}

#[test]
fn a_text_is_not_taken_for_true() {
    let mut object = read_object(r#"{"a":"true"}"#).unwrap();
    assert_eq!(object.boolean("a"), None);
    assert_eq!(object.deviations.len(), 1);
}

#[test]
fn deep_nesting_is_refused() {
    let text = format!("{{\"a\":{}{}}}", "[".repeat(70), "]".repeat(70));
    assert_eq!(read_object(&text), Err(Unreadable::TooLarge));
}
