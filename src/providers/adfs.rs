//! Active Directory Federation Services, which organisations host themselves.

use super::{App, Fact, Hint, Matching, Provider, Redirects, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "adfs",
    name: "AD FS",
    sources: &[
        Source::read("2026-11-30", "https://learn.microsoft.com/en-us/windows-server/identity/ad-fs/development/ad-fs-openid-connect-oauth-concepts", &[Fact::Registration, Fact::Resource, Fact::App, Fact::Notes]),
        Source::read("2026-11-30", "https://github.com/Azure-Samples/active-directory-dotnet-native-headless/issues/19", &[Fact::Resource]),
        Source::read("2026-11-30", "https://github.com/snok/django-auth-adfs/issues/13", &[Fact::Redirects]),
    ],
    paths: &["/adfs"],
    errors: &["msis9602", "msis9329", "msis9921", "msis9224", "msis9223"],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Resource,
    redirects: Redirects {
        matching: Matching::Exact,
        ..Redirects::UNKNOWN
    },
    app: Some(App {
        url: "",
        path: "AD FS Management → Application Groups → Add Application Group → Native application accessing a web API",
        secret: false,
    }),
    notes: &["Without resource or a scope that names one, the token is for urn:microsoft:userinfo, whose policies can't be set."],
    hints: &[Hint {
        rules: &["authorization/resource-refused", "token/resource-refused", "authorization/refused"],
        text: "resource has to be an identifier of the Web API in the application group (MSIS9602): add the MCP server's address there, to the character.",
        source: "https://github.com/Azure-Samples/active-directory-dotnet-native-headless/issues/19",
        read: "2026-11-30",
    }],
    ..Provider::UNKNOWN
};
