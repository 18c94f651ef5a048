use super::{Known, resource_metadata_form, server_metadata_form, step};
use crate::evidence::step::{LocationForm, MetadataKind, Step};
use crate::evidence::transcript;

fn step_of(text: &str) -> Step {
    step(
        &transcript::read(text).unwrap().exchanges[0],
        &Known::default(),
    )
}

#[test]
fn metadata_urls_are_taken_apart() {
    assert_eq!(
        resource_metadata_form("https://h/.well-known/oauth-protected-resource/a/mcp"),
        Some((LocationForm::Inserted, "https://h/a/mcp".to_owned()))
    );
    assert_eq!(
        resource_metadata_form("https://h/a/.well-known/oauth-protected-resource"),
        Some((LocationForm::Appended, "https://h/a".to_owned()))
    );
    assert_eq!(
        server_metadata_form("https://h/t/v2.0/.well-known/openid-configuration"),
        Some((
            MetadataKind::OpenId,
            LocationForm::Appended,
            "https://h/t/v2.0".to_owned()
        ))
    );
}

#[test]
fn a_step_is_known_by_what_only_it_sends() {
    for (text, expected) in [
        (
            "> POST https://h/x\n> grant_type=refresh_token&refresh_token=r",
            Step::Token,
        ),
        (
            "> POST https://h/x\n> {\"redirect_uris\":[]}",
            Step::Registration,
        ),
        (
            "> POST https://h/x\n> {\"jsonrpc\":\"2.0\",\"method\":\"initialize\"}",
            Step::Mcp,
        ),
        ("> POST https://h/x\n> tools/call list_labels", Step::Mcp),
        ("> GET https://h/x?client_id=c&state=s", Step::Authorization),
        ("> GET http://127.0.0.1:1/cb?code=c&state=s", Step::Callback),
        (
            "> GET https://h/error?error=unauthorized_client",
            Step::Authorization,
        ),
        ("> OPTIONS https://h/mcp", Step::Preflight),
    ] {
        assert_eq!(step_of(text), expected, "{text}");
    }
}
