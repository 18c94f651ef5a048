//! Which provider it is: by issuer and endpoints first, by what an error text says last.

use super::{ALL, Provider};
use crate::secret::owner;
use crate::wire::address::Address;

/// The provider of an issuer or endpoint URL.
#[must_use]
pub fn by_issuer(url: &str) -> Option<&'static Provider> {
    let address = Address::parse(url).ok()?;
    let host = address.hostname();
    let by_host = |pack: &&&Provider| pack.hosts.iter().any(|pattern| is_host(&host, pattern));
    let by_path = |pack: &&&Provider| pack.paths.iter().any(|part| address.path.contains(part));
    ALL.iter()
        .find(by_host)
        .or_else(|| ALL.iter().find(by_path))
        .copied()
}

/// The provider whose tokens begin like this one.
#[must_use]
pub fn by_prefix(token: &str) -> Option<&'static Provider> {
    let owner = owner(token)?;
    ALL.iter().find(|pack| pack.id == owner).copied()
}

/// The provider, by URLs in the order of their weight, then by an error text.
#[must_use]
pub fn recognise<'a>(
    urls: impl IntoIterator<Item = &'a str>,
    error_text: &str,
) -> Option<&'static Provider> {
    urls.into_iter().find_map(by_issuer).or_else(|| {
        let text = error_text.to_ascii_lowercase();
        let says = |pack: &&&Provider| pack.errors.iter().any(|part| text.contains(part));
        ALL.iter().find(says).copied()
    })
}

fn is_host(host: &str, pattern: &str) -> bool {
    if let Some(apex) = pattern.strip_prefix('.') {
        host == apex || host.ends_with(pattern)
    } else if pattern.ends_with('.') {
        host.starts_with(pattern)
    } else {
        host == pattern
    }
}

#[cfg(test)]
mod tests {
    use super::{by_issuer, by_prefix, recognise};

    fn id(url: &str) -> Option<&'static str> {
        by_issuer(url).map(|pack| pack.id)
    }

    #[test]
    fn a_provider_is_known_by_its_host_or_its_path() {
        assert_eq!(id("https://github.com/login/oauth"), Some("github"));
        assert_eq!(id("https://dev-1.us.auth0.com/"), Some("auth0"));
        assert_eq!(id("https://id.example/realms/a"), Some("keycloak"));
        assert_eq!(
            id("https://cognito-idp.us-east-2.amazonaws.com/p"),
            Some("cognito")
        );
        assert_eq!(
            id("https://sso.example.com/application/o/mcp/"),
            Some("authentik")
        );
        assert_eq!(id("https://sso.example.com/dex/auth"), Some("dex"));
        assert_eq!(id("https://acme.fusionauth.io"), Some("fusionauth"));
        assert_eq!(
            id("https://login.microsoftonline.com/t/v2.0"),
            Some("entra")
        );
    }

    #[test]
    fn a_host_that_only_looks_alike_is_not_recognised() {
        assert_eq!(id("https://github.com.evil.example/login/oauth"), None);
        assert_eq!(id("https://notauth0.com/"), None);
    }

    #[test]
    fn an_error_text_tells_where_no_url_does() {
        let found = recognise(["https://mcp.example.com/"], "AADSTS9010010: The resource");
        assert_eq!(found.map(|pack| pack.id), Some("entra"));
    }

    #[test]
    fn the_longest_beginning_of_a_token_wins() {
        assert_eq!(by_prefix("glpat-x").map(|pack| pack.id), Some("gitlab"));
        assert_eq!(
            by_prefix("github_pat_x").map(|pack| pack.id),
            Some("github")
        );
        assert_eq!(by_prefix("eyJhbGciOi"), None);
    }
}
