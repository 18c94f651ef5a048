//! What to send next, and whether to go on: straight-line functions in the order of the specification. Nothing here performs I/O,
//! reads a clock or makes random bytes: what is needed is asked of the [`host::Host`], and a driver answers.

pub mod client;
pub mod handshake;
pub mod host;
pub mod options;
pub mod outcome;
pub mod pending;
pub mod refusal;
pub mod scope;
pub mod tokens;
