//! What must hold after any interleaving.

use super::{Faults, Run};
use crate::support::honest::{ISSUER, SERVER, kept, renewal};
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use std::collections::BTreeSet;

impl Run {
    /// What must hold whatever happened.
    pub fn judge(&mut self, seed: u64) {
        let state = self.honest.0.borrow();
        assert_eq!(
            state.codes_used_again, 0,
            "seed {seed}: a code was sent twice"
        );
        if self.faults.answers_lost + self.faults.writes_lost == 0 {
            let again = state.refresh_tokens_used_again;
            assert_eq!(
                again, 0,
                "seed {seed}: a rotated refresh token was sent again"
            );
        }
        drop(state);
        self.judge_keys(seed);
        for (_, request) in &self.world.sent {
            let own =
                request.url.starts_with("https://mcp.example/") || request.url.starts_with(ISSUER);
            assert!(own, "seed {seed}: asked {}", request.url);
            let carries = request.headers.has("authorization");
            assert!(
                !carries || request.url == SERVER,
                "seed {seed}: a token went to {}",
                request.url
            );
        }
        // Whoever was signed in either still is, or is told to sign in again: one quiet refresh decides, and never loops.
        let Some(tokens) = kept(&self.world) else {
            return;
        };
        let had = tokens
            .refresh_token
            .as_ref()
            .map(|one| one.reveal().to_owned());
        let good = had.is_some_and(|one| self.honest.0.borrow().refresh_tokens.contains(&one));
        let honest = self.honest.clone();
        let ended = self.world.run(renewal(&tokens));
        match ended {
            Ok(Outcome::SignedIn { tokens, .. }) => {
                let taken = honest.takes(tokens.access_token.reveal());
                assert!(
                    taken || !good,
                    "seed {seed}: kept a token that is not taken"
                );
            }
            Ok(other) => panic!("seed {seed}: {other:?}"),
            Err(Stop::Refused(_)) => {
                assert!(
                    !good,
                    "seed {seed}: lost a refresh token that was still good"
                );
                let rest = kept(&self.world);
                assert!(
                    rest.is_none_or(|rest| rest.refresh_token.is_none()),
                    "seed {seed}: kept a refresh token that is spent"
                );
            }
            Err(other) => panic!("seed {seed}: {other:?}"),
        }
    }

    /// What is kept has its key; where nothing failed, nothing else has one.
    fn judge_keys(&self, seed: u64) {
        let waiting = self.world.store.iter().filter_map(|(name, text)| {
            let pending: Pending = serde_json::from_str(text).ok()?;
            name.starts_with("waiting/").then_some(pending.key_id)?
        });
        let bound = kept(&self.world).and_then(|tokens| tokens.key_id);
        let has = |key_id: &String| self.world.keys.contains(key_id);
        let is_bound = bound.as_ref().is_none_or(has);
        assert!(is_bound, "seed {seed}: the key of the tokens is gone");
        let needed: BTreeSet<String> = waiting.chain(bound).collect();
        let Faults {
            writes_lost,
            reads_lost,
            killed,
            ..
        } = self.faults;
        if writes_lost == 0 {
            let missing: Vec<_> = needed.difference(&self.world.keys).collect();
            assert!(
                missing.is_empty(),
                "seed {seed}: a key is gone: {missing:?}"
            );
        }
        if writes_lost + reads_lost + killed == 0 {
            assert_eq!(needed, self.world.keys, "seed {seed}: a key is left");
        }
    }
}
