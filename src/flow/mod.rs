//! What to send next, and whether to go on: straight-line functions in the order of the specification. Nothing here performs I/O,
//! reads a clock or makes random bytes: what is needed is asked of the [`host::Host`] as an
//! [`effect`], and a driver answers.
//!
//! In the order of a sign-in: [`contact`] (does the server want a credential), [`discovery`] with [`well_known`], [`documents`],
//! [`resource`], [`issuer`] and, for 2025-03-26, [`legacy`] (who is its authorization server), [`known`] (what is remembered of that),
//! [`gates`] and [`pkce`] (may anybody be sent there), [`registration`] with [`metadata_document`] and [`dynamic`] (as which client),
//! [`scope`], [`authorize`], [`pushed`] or [`device`] (what is asked), [`callback`] (whose answer is it), [`exchange`] with [`token`],
//! [`client_auth`], [`private_key`] and [`jose`] (the tokens). [`sign_in`] is the whole of it; [`renew`], [`revoke`], [`access`], [`brought`],
//! [`machine`] and [`unregister`] are what comes after or instead. [`trust`] judges every URL that a server names, [`refusal`] is every
//! reason to stop, [`store`] every name under which something is kept.

pub mod access;
pub mod authorize;
pub mod brought;
pub mod callback;
pub mod client;
pub mod client_auth;
pub mod contact;
pub mod device;
pub mod discovery;
pub mod documents;
pub mod dynamic;
pub mod effect;
pub mod exchange;
pub mod gates;
pub mod gather;
pub mod handshake;
pub mod host;
pub mod issuer;
pub mod jose;
pub mod known;
pub mod legacy;
pub mod machine;
pub mod metadata_document;
pub mod options;
pub mod outcome;
pub mod pending;
pub mod pkce;
pub mod private_key;
pub mod pushed;
pub mod redirect_uri;
pub mod refusal;
pub mod registration;
pub mod renew;
pub mod resource;
pub mod revoke;
pub mod scope;
pub mod sign_in;
pub mod store;
pub mod token;
pub mod tokens;
pub mod trust;
pub mod unregister;
pub mod well_known;
