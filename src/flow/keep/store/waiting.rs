//! Sign-ins under way: kept until they are completed, given up, or past their time.

use super::names::PENDING;
use super::{drop_key, forget, load, pending_key, save, typed};
use crate::flow::host::{Effect, Host, HostFailed};
use crate::flow::keep::pending::Pending;
use crate::limits;

/// Keeps a sign-in under way, and says whether it is really kept: then it can be used once only. Those that nobody can complete any more
/// are cleared away.
///
/// # Errors
/// Where the store refuses.
pub fn save_pending(host: &Host, pending: &Pending) -> Result<bool, HostFailed> {
    // What can't be cleared away now is there the next time.
    let _ = clear_expired(host, pending.created_at);
    save(host, pending_key(&pending.id), pending)?;
    let kept = load::<Pending>(host, pending_key(&pending.id));
    if kept.is_err() {
        // The sign-in does not begin, so nobody will ask for it.
        let _ = forget(host, pending_key(&pending.id));
    }
    Ok(kept?.is_some())
}

/// Takes a sign-in under way out of the store: only one of two callers gets it.
///
/// # Errors
/// Where the store can't be read.
pub fn take_pending(host: &Host, id: &str) -> Result<Option<Pending>, HostFailed> {
    let text = host.text(Effect::Take(pending_key(id)))?;
    Ok(typed(text))
}

/// Gives a sign-in up that nobody completed, with the key that was made for it.
///
/// # Errors
/// Where the store can't be read.
pub fn abandon(host: &Host, id: &str) -> Result<(), HostFailed> {
    // Whoever took it out before answers for its key: tokens may be bound to it by now.
    let taken = take_pending(host, id)?;
    drop_key(host, taken.and_then(|one| one.key_id).as_deref());
    Ok(())
}

/// One that is still in its time may be another window's.
fn clear_expired(host: &Host, now: f64) -> Result<(), HostFailed> {
    for name in host.names(PENDING)?.into_iter().take(limits::CLEARED) {
        let waiting: Option<Pending> = load(host, name)?;
        if let Some(expired) = waiting.filter(|one| one.expires_at <= now) {
            abandon(host, &expired.id)?;
        }
    }
    Ok(())
}
