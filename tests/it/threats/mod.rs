//! What attackers, hostile servers and broken documents get: nothing.

mod attacks;
mod hostile;
mod refusals;
