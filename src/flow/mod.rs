//! What to send next, and whether to go on: straight-line functions in the order of the specification. Nothing here performs I/O,
//! reads a clock or makes random bytes: what is needed is asked of the [`host::Host`], and a driver answers.

pub mod access;
pub mod authorize;
pub mod callback;
pub mod client;
pub mod client_auth;
pub mod contact;
pub mod device;
pub mod discovery;
pub mod documents;
pub mod exchange;
pub mod gather;
pub mod handshake;
pub mod host;
pub mod jose;
pub mod known;
pub mod legacy;
pub mod machine;
pub mod metadata_document;
pub mod options;
pub mod outcome;
pub mod pending;
pub mod pkce;
pub mod pushed;
pub mod redirect_uri;
pub mod refusal;
pub mod registration;
pub mod renew;
pub mod resource;
pub mod scope;
pub mod sign_in;
pub mod store;
pub mod token;
pub mod tokens;
pub mod trust;
pub mod well_known;
