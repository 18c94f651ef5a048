//! What holds for every pack.

use super::{ALL, Fact, Pkce, Provider, Redirects, Refresh, ResourceParameter, is_date};

/// The facts that a pack states.
fn stated(pack: &Provider) -> Vec<Fact> {
    let all = [
        (Fact::Registration, !pack.registration.is_empty()),
        (Fact::Resource, pack.resource != ResourceParameter::Unknown),
        (Fact::Redirects, pack.redirects != Redirects::UNKNOWN),
        (Fact::Pkce, pack.pkce != Pkce::Unknown),
        (Fact::Refresh, pack.refresh != Refresh::UNKNOWN),
        (Fact::App, pack.app.is_some()),
        (Fact::Token, pack.token.is_some()),
        (Fact::Notes, !pack.notes.is_empty()),
    ];
    let known = all.into_iter().filter(|(_, known)| *known);
    known.map(|(fact, _)| fact).collect()
}

#[test]
fn every_fact_of_every_pack_has_a_source_with_a_date() {
    for pack in ALL {
        for fact in stated(pack) {
            let told = pack.sources.iter().any(|one| one.tells.contains(&fact));
            assert!(told, "{}: no source for {fact:?}", pack.id);
        }
        for source in pack.sources {
            assert!(
                source.url.starts_with("https://"),
                "{}: {}",
                pack.id,
                source.url
            );
            assert!(is_date(source.read), "{}: {}", source.url, source.read);
        }
    }
}

#[test]
fn no_source_stands_for_what_its_pack_does_not_say() {
    for pack in ALL {
        let stated = stated(pack);
        for source in pack.sources {
            assert!(!source.tells.is_empty(), "{} tells nothing", source.url);
            for fact in source.tells {
                assert!(
                    stated.contains(fact),
                    "{}: {fact:?} by {}",
                    pack.id,
                    source.url
                );
            }
        }
    }
}

#[test]
fn every_pack_is_recognisable_and_has_a_name_of_its_own() {
    for (at, pack) in ALL.iter().enumerate() {
        assert!(
            !pack.hosts.is_empty() || !pack.paths.is_empty(),
            "{}",
            pack.id
        );
        assert!(!pack.registration.is_empty(), "{}", pack.id);
        let mut others = ALL.iter().skip(at + 1);
        assert!(others.all(|other| other.id != pack.id && other.name != pack.name));
    }
}
