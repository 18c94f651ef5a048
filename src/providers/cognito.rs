//! Amazon Cognito user pools.

use super::{App, Fact, Pkce, Provider, Redirects, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "cognito",
    name: "Amazon Cognito",
    sources: &[
        Source::read("2026-11-26", "https://zuplo.com/learn/mcp/compatibility/identity-providers", &[Fact::Registration, Fact::Resource]),
        Source::read("2026-11-27", "https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/cognitoidentityprovider/aws.sdk.kotlin.services.cognitoidentityprovider.model/-create-user-pool-client-request/callback-urls.html", &[Fact::Redirects]),
        Source::read("2026-11-22", "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html", &[Fact::App, Fact::Notes]),
        Source::read("2026-11-22", "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-idp-settings.html", &[Fact::Registration, Fact::Pkce]),
    ],
    hosts: &["cognito-idp.", ".amazoncognito.com"],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects {
        loopback: &["localhost"],
        schemes: Some(true),
        ..Redirects::EXACT
    },
    pkce: Pkce::SupportedOnly,
    app: Some(App {
        url: "https://console.aws.amazon.com/cognito/v2/idp/user-pools",
        path: "your user pool → App clients → Create app client; under Login pages add the callback URLs",
        secret: false,
    }),
    notes: &["Metadata exists only as openid-configuration."],
    ..Provider::UNKNOWN
};
