//! What JavaScript sees. Each export converts in, calls, converts out; all I/O is in [`fetch`] and [`host`]. Nothing here knows OAuth.

#[allow(non_snake_case)] // the names that JavaScript sees
pub mod access;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod advice;
pub mod answers;
pub mod arguments;
pub mod asking;
pub mod convert;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod diagnosis;
pub mod discovery;
pub mod fetch;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod given_up;
pub mod host;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod in_use;
pub mod inside;
pub mod keys;
pub mod locks;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod pieces;
pub mod received;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod reference;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod sign_in;
pub mod thrown;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod token_pieces;
#[allow(non_snake_case)] // the names that JavaScript sees
pub mod unregister;
pub mod waiting;
