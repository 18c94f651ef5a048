//! What to do next: from a judgement to a way out, filled in as far as the evidence allows.

pub mod actions;
pub mod apply;
pub mod client_metadata;
pub mod clients;
mod form;
pub mod host;
mod known;
mod offer;
pub mod patch;
pub mod redirect;
pub mod static_token;
#[cfg(test)]
mod tests;
mod ways;
