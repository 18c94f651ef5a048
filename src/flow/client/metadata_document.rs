//! The address of a client ID metadata document, which is also the client's id (CIMD-00 §3; MCP 2025-11-25, client registration).

use crate::error::Misuse;
use crate::wire::address::Address;

/// Why a text is not such an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is not an absolute URL.
    NotAUrl,
    /// It is not https.
    Scheme,
    /// It has no path beyond the slash.
    NoPath,
    /// It has a segment `.` or `..`.
    DotSegment,
    /// It has a fragment.
    Fragment,
    /// It has user information.
    Userinfo,
}

/// What is legal and still discouraged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// A query.
    Query,
}

/// Judges the raw text: a URL parser would remove dot segments first.
///
/// # Errors
/// Why it can't be a client id.
pub fn judge(url: &str) -> Result<Option<Caution>, Flaw> {
    let address = Address::parse(url).map_err(|_| Flaw::NotAUrl)?;
    if !address.has_scheme("https") {
        return Err(Flaw::Scheme);
    }
    if address.userinfo.is_some() {
        return Err(Flaw::Userinfo);
    }
    if address.fragment.is_some() {
        return Err(Flaw::Fragment);
    }
    if matches!(address.path, "" | "/") {
        return Err(Flaw::NoPath);
    }
    let is_dots = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if address.path.split('/').any(is_dots) {
        return Err(Flaw::DotSegment);
    }
    Ok(address.query.map(|_| Caution::Query))
}

/// The same for an argument of the caller.
///
/// # Errors
/// A caller's mistake that names what would have been right.
pub fn require(url: &str) -> Result<(), Misuse> {
    judge(url).map(|_| ()).map_err(|flaw| {
        let expected = match flaw {
            Flaw::NotAUrl => "an absolute URL",
            Flaw::Scheme => "an https URL",
            Flaw::NoPath => "a URL with a path",
            Flaw::DotSegment => "a URL without . and .. in its path",
            Flaw::Fragment => "a URL without a fragment",
            Flaw::Userinfo => "a URL without user name and password",
        };
        Misuse::argument("clientMetadata.client_id", expected, url)
    })
}
