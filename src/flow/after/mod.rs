//! What comes after a sign-in (using, renewing, revoking), or instead of one (a credential that was brought, a client without a person).

pub mod access;
pub mod brought;
pub mod machine;
pub mod proof;
pub mod renew;
pub mod revoke;
pub mod unregister;
