//! What to do next: from a judgement to a way out, filled in as far as the evidence allows.

pub mod actions;
pub mod apply;
mod form;
pub mod host;
mod known;
mod offer;
pub mod redirect;
#[cfg(test)]
mod tests;
mod ways;
