//! The port of a loopback redirect URI is compared.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "authorization/loopback-port-compared",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The port of a loopback redirect URI is compared with the document",
    why: "A desktop client takes a free port when it starts, so its document cannot name it. An authorization server has to allow any \
        port for a loopback address; this one compares it, and the browser never comes back to the client.",
    fix: "Leave the port out of the comparison where scheme, loopback host and path are the same. Until then, the client can be set \
        to the port that its document names: GitHub Copilot CLI by `auth.redirectPort`, Claude Code by `--callback-port`.",
    cites: &[cite::RFC8252_LOOPBACK, cite::CLIENT_ID_METADATA_DOCUMENT],
    fails: examples![
        r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&redirect_uri=http%3A%2F%2F127.0.0.1%3A60005%2F
            < 400
            < {"error":"invalid_request","error_description":"Redirect URI 'http://127.0.0.1:60005/' does not match CIMD redirect_uris."}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&redirect_uri=https%3A%2F%2Fapp.example%2Fcb
            < 400
            < {"error":"invalid_request","error_description":"Redirect URI does not match CIMD redirect_uris."}
        "#
    ],
    check,
    ways: |_| {
        Ways::first(&[ActionKind::PatchAuthorizationServer])
            .then(&[ActionKind::ChangeSetting, ActionKind::OwnApp])
    },
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let refusals = refusal::all(reading);
    let facts = refusals
        .iter()
        .filter(|one| one.reason(reading) == Some(super::redirect_uri_mismatch::RULE.id))
        .filter_map(|one| {
            let id = one
                .parameter("client_id")
                .filter(|id| id.starts_with("https://"))?;
            let sent = one.parameter("redirect_uri")?;
            let address = Address::parse(sent).ok()?;
            let is_of_port = address.is_loopback() && address.port().is_some();
            is_of_port.then(|| {
                Fact::at(
                    one.index,
                    format!("The authorization server refuses {sent} for the client {id}"),
                )
                .member("redirect_uri")
                .received(sent)
            })
        });
    let looked = reading.authorizations.iter().any(|one| {
        one.parameter("client_id")
            .is_some_and(|id| id.starts_with("https://"))
    });
    Verdict::of(looked, facts)
}
