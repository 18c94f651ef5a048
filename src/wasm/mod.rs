//! What JavaScript sees. Each export converts in, calls, converts out. What needs the network, the store or time is a [`running`] flow
//! that the driver (`pkg-template/driver/`) performs. Nothing here knows OAuth.
//!
//! The package has two modules of one tree: `sign-in` and `diagnosis`, each a feature of the crate. They meet in plain data.

pub mod convert;
pub mod options;
pub mod request;
pub mod response;
pub mod running;
pub mod thrown;

#[cfg(feature = "diagnosis")]
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod diagnosis;
#[cfg(feature = "sign-in")]
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod sign_in;
