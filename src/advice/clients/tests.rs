//! What holds for every profile.

use super::{ALL, Fact, Profile};

/// The facts that a profile states.
fn stated(profile: &Profile) -> Vec<Fact> {
    let all = [
        (Fact::Reach, profile.reach.is_some()),
        (Fact::WithoutMetadata, profile.without_metadata.is_some()),
        (Fact::MetadataUrl, profile.wants_metadata_url.is_some()),
        (Fact::Resource, profile.resource.is_some()),
        (Fact::Issuer, profile.issuer.is_some()),
        (Fact::Pkce, profile.wants_advertised_pkce.is_some()),
        (Fact::Registration, !profile.registration.is_empty()),
        (Fact::Redirects, !profile.redirect_uris.is_empty()),
        (Fact::ClientId, profile.client_id_goes.is_some()),
        (Fact::Document, profile.document.is_some()),
        (Fact::Authentication, !profile.authentication.is_empty()),
        (Fact::TokenAnswer, profile.reads_form_answers.is_some()),
        (Fact::Demands, profile.meets.is_some()),
        (Fact::Refresh, profile.renews.is_some()),
    ];
    let known = all.into_iter().filter(|(_, known)| *known);
    known.map(|(fact, _)| fact).collect()
}

#[test]
fn every_fact_of_every_profile_has_a_source_with_a_date() {
    for profile in ALL {
        for fact in stated(profile) {
            let source = profile.source_of(fact);
            assert!(source.is_some(), "{}: no source for {fact:?}", profile.id);
        }
        for source in profile.sources {
            assert!(source.url.starts_with("https://"), "{}", source.url);
            assert!(crate::providers::is_date(source.read), "{}", source.url);
        }
    }
}

#[test]
fn no_source_stands_for_what_its_profile_does_not_say() {
    for profile in ALL {
        let stated = stated(profile);
        for source in profile.sources {
            assert!(!source.tells.is_empty(), "{} tells nothing", source.url);
            for fact in source.tells {
                let told = stated.contains(fact);
                assert!(told, "{}: {fact:?} by {}", profile.id, source.url);
            }
        }
    }
}

#[test]
fn every_profile_has_a_name_of_its_own_and_something_to_say() {
    for (at, profile) in ALL.iter().enumerate() {
        assert!(!stated(profile).is_empty(), "{}", profile.id);
        let mut others = ALL.iter().skip(at + 1);
        assert!(others.all(|other| other.id != profile.id && other.name != profile.name));
    }
}

#[test]
fn no_client_id_belongs_to_two_clients() {
    let ids = |profile: &Profile| profile.document.map_or(&[][..], |document| document.ids);
    for (at, profile) in ALL.iter().enumerate() {
        for other in ALL.iter().skip(at + 1) {
            let shared = ids(profile).iter().any(|one| {
                ids(other)
                    .iter()
                    .any(|two| one.starts_with(two) || two.starts_with(one))
            });
            assert!(!shared, "{} and {}", profile.id, other.id);
        }
    }
}

#[test]
fn the_names_of_clients_are_never_withheld() {
    for Profile { id, name, .. } in ALL {
        assert!(crate::public::words::is_plain(id), "{id}");
        assert!(crate::public::words::is_plain(name), "{name}");
    }
}
