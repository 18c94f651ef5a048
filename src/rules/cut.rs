//! What a cut document hides: a member that is not in the part that was seen is neither missing nor fine.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Seen;
use crate::rule::Verdict;

/// A verdict on a member of authorization server metadata; where it would pass although a document was cut, it is unseen.
#[must_use]
pub fn of_server(reading: &Reading, member: &str, verdict: Verdict) -> Verdict {
    let mut hidden = reading
        .server_documents()
        .filter(|(_, document)| document.member(member) == Seen::Unseen)
        .map(|(one, _)| one.exchange.request.url.as_str());
    or_unseen(verdict, member, hidden.next())
}

/// The same for protected resource metadata.
#[must_use]
pub fn of_resource(reading: &Reading, member: &str, verdict: Verdict) -> Verdict {
    let mut hidden = reading
        .resource_documents()
        .filter(|(_, document)| document.member(member) == Seen::Unseen)
        .map(|(one, _)| one.exchange.request.url.as_str());
    or_unseen(verdict, member, hidden.next())
}

fn or_unseen(verdict: Verdict, member: &str, hidden: Option<&str>) -> Verdict {
    match (verdict, hidden) {
        (Verdict::Pass, Some(url)) => Verdict::Unseen {
            what: format!("`{member}` of {url}"),
            why: "The capture shows only a part of the answer.".to_owned(),
            how: "Capture the answer with its whole body.".to_owned(),
        },
        (verdict, _) => verdict,
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::reading::{Reading, revision_of};
    use crate::evidence::transcript;
    use crate::rule::{Rule, Verdict};
    use crate::rules::{registration, resource, server};

    fn judge(rule: &Rule, text: &str) -> Verdict {
        let evidence = transcript::read(text).unwrap();
        (rule.check)(&Reading::new(&evidence, revision_of(&evidence)))
    }

    #[test]
    fn a_member_behind_the_cut_is_unseen_and_not_missing() {
        let metadata = "> GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {\"issuer\":\"https://auth.example.com\"}
            < ...";
        for rule in [
            &server::token_endpoint_missing::RULE,
            &server::pkce_not_advertised::RULE,
            &registration::not_offered::RULE,
        ] {
            let verdict = judge(rule, metadata);
            assert!(matches!(verdict, Verdict::Unseen { .. }), "{}", rule.id);
        }
        let metadata = "> GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {\"authorization_servers\":[\"https://auth.example.com\"]}
            < ...";
        let verdict = judge(&resource::resource_missing::RULE, metadata);
        assert!(matches!(verdict, Verdict::Unseen { .. }));
        let there = judge(&resource::authorization_servers_missing::RULE, metadata);
        assert_eq!(there, Verdict::Pass);
    }
}
