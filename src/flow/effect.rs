//! What the flow asks of its host, and what comes of it, as plain data.

use crate::flow::token::private_key::PrivateKey;
use crate::http::{Exchange, Request};
use std::fmt;

/// Something that only a host can do.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// Send these requests at the same time; one exchange each, in the same order. Redirects are not followed.
    Fetch(Vec<Request>),
    /// The same, but carried to the end even where the caller gives up meanwhile: what is sent spends a code or a refresh token,
    /// so the answer must not be lost.
    Commit(Vec<Request>),
    /// Random bytes from a source fit for secrets.
    Random(usize),
    /// The time in ms since the epoch.
    Now,
    /// Read a stored value.
    Load(String),
    /// Store a value.
    Save(String, String),
    /// Delete a stored value.
    Delete(String),
    /// Read and delete a stored value in one step, so that only one of two callers gets it.
    Take(String),
    /// The names of all stored values that begin so; none where the store can't list.
    Keys(String),
    /// Make a signing key for an algorithm of JOSE (`ES256`) and keep it; the answer is its public key as JWK text.
    MakeKey {
        /// Name under which the key is kept.
        key_id: String,
        /// JOSE algorithm.
        algorithm: String,
    },
    /// The public key of a kept key as JWK text, or nothing.
    PublicKey(String),
    /// Delete a kept key; what is not there is as good as deleted.
    DeleteKey(String),
    /// Sign these bytes with a kept key; the answer is the signature as JOSE wants it.
    Sign {
        /// With which key.
        key: SigningKey,
        /// JOSE algorithm.
        algorithm: String,
        /// What is signed.
        input: Vec<u8>,
    },
    /// Wait this many ms (device grant, Retry-After).
    Wait(f64),
    /// Wait until nobody else in this process (or behind this store) holds the lock, then hold it. What is still held when the
    /// conversation ends, however it ends, is let go by the driver.
    Lock(String),
    /// Let go of a lock.
    Unlock(String),
    /// Several calls of the store at the same time, none of which depends on another: the host waits for them once.
    Together(Vec<Effect>),
}

impl Effect {
    /// The stored values that it is about, where it is a call of the store.
    pub(super) fn stored(&self) -> Option<Vec<&str>> {
        match self {
            Self::Load(name)
            | Self::Save(name, _)
            | Self::Delete(name)
            | Self::Take(name)
            | Self::Keys(name) => Some(vec![name]),
            Self::Together(effects) => {
                let stored: Option<Vec<_>> = effects.iter().map(Self::stored).collect();
                Some(stored?.concat())
            }
            _ => None,
        }
    }
}

/// A key to sign with.
#[derive(Clone, PartialEq, Eq)]
pub enum SigningKey {
    /// Kept by the store under this name.
    Kept(String),
    /// The caller of the API gave it.
    Given(PrivateKey),
}

/// What is asked for, without what is stored, made or signed.
impl fmt::Debug for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(requests) => write!(formatter, "Fetch({requests:?})"),
            Self::Commit(requests) => write!(formatter, "Commit({requests:?})"),
            Self::Load(key) => write!(formatter, "Load({key})"),
            Self::Save(key, _) => write!(formatter, "Save({key})"),
            Self::Delete(key) => write!(formatter, "Delete({key})"),
            Self::Take(key) => write!(formatter, "Take({key})"),
            Self::Lock(name) => write!(formatter, "Lock({name})"),
            Self::Unlock(name) => write!(formatter, "Unlock({name})"),
            Self::Together(effects) => write!(formatter, "Together({effects:?})"),
            Self::Keys(prefix) => write!(formatter, "Keys({prefix})"),
            Self::MakeKey { .. } | Self::PublicKey(_) | Self::Sign { .. } | Self::DeleteKey(_) => {
                formatter.write_str("a key")
            }
            Self::Random(_) => formatter.write_str("Random"),
            Self::Now => formatter.write_str("Now"),
            Self::Wait(_) => formatter.write_str("Wait"),
        }
    }
}

/// What came of an [`Effect`].
#[derive(Clone, PartialEq)]
pub enum Answer {
    /// For [`Effect::Fetch`].
    Exchanges(Vec<Exchange>),
    /// For [`Effect::Random`] and [`Effect::Sign`].
    Bytes(Vec<u8>),
    /// For [`Effect::Now`].
    Time(f64),
    /// For [`Effect::Load`], [`Effect::Take`], [`Effect::MakeKey`], [`Effect::PublicKey`].
    Text(Option<String>),
    /// For [`Effect::Keys`].
    Names(Vec<String>),
    /// For [`Effect::Together`], one for each and in the same order.
    Together(Vec<Answer>),
    /// For those that only have to be done.
    Done,
    /// It could not be done; what the host said.
    Failed(String),
}

/// What kind of answer, without stored values, random bytes and signatures.
impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exchanges(exchanges) => write!(formatter, "Exchanges({exchanges:?})"),
            Self::Bytes(bytes) => write!(formatter, "{} bytes", bytes.len()),
            Self::Names(names) => write!(formatter, "{} names", names.len()),
            Self::Together(answers) => write!(formatter, "Together({answers:?})"),
            Self::Text(text) => write!(formatter, "Text({})", text.is_some()),
            Self::Time(time) => write!(formatter, "Time({time})"),
            Self::Failed(message) => write!(formatter, "Failed({message})"),
            Self::Done => formatter.write_str("Done"),
        }
    }
}
