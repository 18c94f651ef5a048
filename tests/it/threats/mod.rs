//! What attackers, hostile servers and broken documents get: nothing.

mod hostile;
mod refusals;
mod threats;
