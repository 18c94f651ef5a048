//! From a server's URL to the metadata of its authorization server: the first answer, the documents and what of them may be believed.

pub mod contact;
pub mod discovered;
pub mod discovery;
pub mod documents;
pub mod gather;
pub mod handshake;
pub mod issuer;
pub mod known;
pub mod legacy;
pub mod resource;
pub mod well_known;
