//! What answers where a metadata document belongs and is none: a web page, or a text that is not a JSON object.

use crate::http::Exchange;
use crate::rule::Fact;
use crate::rules::words;
use crate::wire::json::Unreadable;

/// A fact where it is a web page.
#[must_use]
pub fn page(index: usize, exchange: &Exchange, unreadable: &Unreadable) -> Option<Fact> {
    let (url, status) = (&exchange.request.url, exchange.status());
    (*unreadable == Unreadable::Html).then(|| {
        Fact::at(index, format!("{url} answers {status} with a web page"))
            .expected("application/json, or 404")
            .received("text/html")
    })
}

/// A fact where it is something else.
#[must_use]
pub fn no_object(index: usize, exchange: &Exchange, unreadable: &Unreadable) -> Option<Fact> {
    let what = words::described(unreadable);
    let url = &exchange.request.url;
    (*unreadable != Unreadable::Html).then(|| {
        Fact::at(index, format!("{url} answers with {what}"))
            .expected("a JSON object")
            .received(what)
    })
}
