//! Sign-ins under way: kept until they are completed, given up, or past their time.

use super::names::PENDING;
use super::{drop_key, forget, pending_key, saving, typed};
use crate::flow::host::{Answer, Effect, Host, HostFailed, done};
use crate::flow::keep::pending::Pending;
use crate::limits;

/// Keeps a sign-in under way, and says whether it is really kept: then it can be used once only. Those that nobody can complete now
/// are cleared away.
///
/// # Errors
/// Where the store refuses.
pub fn save_pending(host: &Host, pending: &Pending) -> Result<bool, HostFailed> {
    let own = pending_key(&pending.id);
    let saving = host.once(|| saving(own.clone(), pending))?;
    let mut answers = host
        .together(vec![saving, Effect::Keys(PENDING.to_owned())])
        .into_iter();
    done(answers.next().unwrap_or(Answer::Done))?;
    let mut names = vec![own.clone()];
    if let Some(Answer::Names(listed)) = answers.next() {
        names.extend(listed.into_iter().filter(|name| *name != own));
    }
    names.truncate(1 + limits::CLEARED);
    let mut read = host.texts(names).into_iter();
    let kept = read.next().unwrap_or(Ok(None));
    if kept.is_err() {
        // The sign-in does not begin, so nobody will ask for it.
        let _ = forget(host, own);
    }
    let is_kept = typed::<Pending>(kept?).is_some();
    // One that is still in its time may be another window's. What can't be cleared away now is there the next time.
    let others = read.filter_map(|text| typed::<Pending>(text.ok()?));
    for expired in others.filter(|one| one.expires_at <= pending.created_at) {
        let _ = abandon(host, &expired.id);
    }
    Ok(is_kept)
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
