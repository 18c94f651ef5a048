use super::read;

#[test]
fn parameters_never_cross_a_challenge() {
    let challenges = read(r#"Basic scope="x", Bearer realm="y""#);
    assert_eq!(
        challenges.acted_on().and_then(|one| one.param("scope")),
        None
    );
    assert_eq!(challenges.list.len(), 2);
}

#[test]
fn an_unquoted_url_is_read_and_noted() {
    let challenges = read("Bearer resource_metadata=https://h/m?x=1, scope=a");
    let challenge = challenges.acted_on().unwrap();
    assert_eq!(
        challenge.param("resource_metadata"),
        Some("https://h/m?x=1")
    );
    assert_eq!(challenge.lenient, ["resource_metadata"]);
}

#[test]
fn a_forgotten_comma_is_read_and_noted() {
    let challenges = read(r#"Bearer realm="a" scope="b""#);
    let challenge = challenges.acted_on().unwrap();
    assert_eq!(challenge.param("scope"), Some("b"));
    assert_eq!(challenge.unseparated, ["realm"]);
    assert!(challenge.lenient.is_empty());
}

#[test]
fn reading_stops_where_quoting_breaks() {
    let challenges = read(r#"Bearer realm="unterminated, scope="x""#);
    assert_eq!(challenges.malformed_at, Some(35));
    assert_eq!(
        challenges.list[0].param("realm"),
        Some("unterminated, scope=")
    );
}

#[test]
fn a_token68_stands_beside_bearer() {
    let challenges = read(r#"Negotiate YWJjZA==, Bearer resource_metadata="https://h/m""#);
    assert_eq!(challenges.list[0].token68.as_deref(), Some("YWJjZA=="));
    assert_eq!(
        challenges.list[1].param("resource_metadata"),
        Some("https://h/m")
    );
}
