//! What to send next, and whether to go on: straight-line functions in the order of the specification. Nothing here performs I/O,
//! reads a clock or makes random bytes: what is needed is asked of the [`host::Host`] as an [`effect`], and a driver answers.
//!
//! [`sign_in`] is the whole of it. In its order:
//!
//! - [`discover`]: does the server want a credential, and who is its authorization server
//! - [`client`]: as which client
//! - [`authorize`]: what is asked, in a browser or by a code, and whose answer comes back
//! - [`token`]: what the token endpoint is asked, and what its answer is worth
//! - [`keep`]: what is stored, and under which name
//! - [`after`]: what comes after a sign-in, or instead of one
//!
//! [`moved`] follows an endpoint that sends requests on, [`trust`] judges every URL that a server names, [`refusal`] is every reason to stop, [`deviation`] what was done that another client may
//! not do.

pub mod after;
pub mod authorize;
pub mod client;
pub mod deviation;
pub mod discover;
pub mod effect;
pub mod host;
pub mod keep;
pub mod moved;
pub mod options;
pub mod outcome;
pub mod refusal;
pub mod sign_in;
pub mod token;
pub mod trust;
