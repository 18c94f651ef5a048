//! The metadata requests of one issuer, whatever location they asked (MCP, authorization server metadata discovery).

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::Answer;
use crate::evidence::step::{LocationForm, MetadataKind, ServerMetadataRequest};

/// The issuers whose metadata was asked for, each once.
#[must_use]
pub fn issuers<'a>(reading: &'a Reading) -> Vec<&'a str> {
    let mut issuers: Vec<&str> = Vec::new();
    for one in &reading.server_metadata {
        let issuer = one.expected_issuer.as_str();
        if !issuers.iter().any(|known| place(known) == place(issuer)) {
            issuers.push(issuer);
        }
    }
    issuers
}

/// The requests for the metadata of an issuer.
pub fn of<'a, 'b>(
    reading: &'b Reading<'a>,
    issuer: &'b str,
) -> impl Iterator<Item = &'b ServerMetadataRequest<'a>> {
    reading
        .server_metadata
        .iter()
        .filter(move |one| place(&one.expected_issuer) == place(issuer))
}

/// Whether any of an issuer's locations gave a document.
#[must_use]
pub fn has_document(reading: &Reading, issuer: &str) -> bool {
    of(reading, issuer).any(|one| one.answer.document().is_some())
}

/// The location by RFC 8414 §3.1 that was asked for an issuer and refused, where no regular location answered.
#[must_use]
pub fn refused_at<'b>(reading: &'b Reading, issuer: &'b str) -> Option<&'b str> {
    let regular = |one: &&ServerMetadataRequest| {
        one.kind == MetadataKind::OAuth && one.form != LocationForm::Appended
    };
    let mut asked = of(reading, issuer).filter(regular);
    let refused = asked.find(|one| matches!(one.answer, Answer::Refused(_)))?;
    let answered = of(reading, issuer)
        .filter(regular)
        .any(|one| one.answer.document().is_some());
    (!answered).then_some(refused.exchange.request.url.as_str())
}

/// Whether only one of the two kinds of document was asked for.
#[must_use]
pub fn is_half_asked(asked: &[&ServerMetadataRequest]) -> bool {
    let any = |kind: MetadataKind| asked.iter().any(|one| one.kind == kind);
    any(MetadataKind::OpenId) != any(MetadataKind::OAuth)
}

/// Whether the client put a slash too many before the well-known segment, as it comes of an issuer that ends in one: no server has metadata there.
#[must_use]
pub fn is_doubled(one: &ServerMetadataRequest) -> bool {
    one.exchange.request.url.contains("//.well-known/")
}
