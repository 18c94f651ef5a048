//! Members, parameters and header fields whose values are public: by their specified names, and nothing else.

/// What the value of a public name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier that is public by itself: a client id, a scope, a trace id.
    Id,
    /// Words and numbers of any length, as in `max-age=31536000`.
    Numbers,
    /// Words: a value of a list of the specification, or what a server says.
    Words,
    /// An address whose path is public: an issuer with its tenant, an endpoint.
    Issuer,
    /// An address of which the host and usual words of the path are public.
    Address,
    /// An address, or the identifier that some servers have instead: `resource`.
    Resource,
    /// A code of an error where it is a number or a word, a credential else.
    Code,
    /// A code verifier (RFC 7636).
    Verifier,
    /// A secret, also where words are expected.
    Secret,
}

/// What a member of a document, or a parameter of a form or URL, is; nothing where its name is not a public one. Spelling with `_`, `-`
/// or capitals is one.
#[must_use]
pub fn member(name: &str) -> Option<Kind> {
    let name = plain(name);
    Some(match name.as_str() {
        "accesstoken"
        | "refreshtoken"
        | "idtoken"
        | "token"
        | "subjecttoken"
        | "actortoken"
        | "clientsecret"
        | "clientassertion"
        | "assertion"
        | "state"
        | "nonce"
        | "password"
        | "passwd"
        | "pwd"
        | "passphrase"
        | "devicecode"
        | "usercode"
        | "registrationaccesstoken"
        | "softwarestatement"
        | "apikey"
        | "key"
        | "secret"
        | "otp"
        | "pin"
        | "cookie"
        | "authorization"
        | "session"
        | "sessionid"
        | "privatekey"
        | "login"
        | "email"
        | "username"
        | "user"
        | "sub"
        | "samlresponse" => Kind::Secret,
        "codeverifier" => Kind::Verifier,
        "code" => Kind::Code,
        // Identifiers (RFC 6749, RFC 7517, RFC 7519, RFC 7591; W3C Trace Context; what providers add to their errors).
        "clientid" | "kid" | "scope" | "scopes" | "scp" | "scopessupported" | "audience"
        | "aud" | "azp" | "appid" | "tid" | "tenant" | "tenantid" | "softwareid"
        | "softwareversion" | "traceid" | "traceparent" | "correlationid" | "requestid"
        | "spanid" | "errorid" | "rayid" | "logid" | "incidentid" | "codechallenge"
        | "errorcodes" | "cid" | "defaultscope" | "requiredscopes" | "requiredscope"
        | "grantedscopes" => Kind::Id,
        // Issuers and endpoints (RFC 8414, RFC 9728, OpenID Connect Discovery).
        "issuer"
        | "iss"
        | "authorizationservers"
        | "authorizationserver"
        | "jwksuri"
        | "checksessioniframe" => Kind::Issuer,
        _ if name.ends_with("endpoint") && name.len() < 48 => Kind::Issuer,
        // Other addresses (RFC 7591, RFC 8628, RFC 9728).
        "resource" => Kind::Resource,
        "redirecturi"
        | "redirecturis"
        | "clienturi"
        | "logouri"
        | "tosuri"
        | "policyuri"
        | "oppolicyuri"
        | "optosuri"
        | "servicedocumentation"
        | "resourcedocumentation"
        | "resourcepolicyuri"
        | "resourcetosuri"
        | "resourcemetadata"
        | "erroruri"
        | "registrationclienturi"
        | "verificationuri"
        | "verificationuricomplete"
        | "verificationurl"
        | "postlogoutredirecturis"
        | "initiateloginuri"
        | "requesturis"
        | "sectoridentifieruri"
        | "url"
        | "websiteurl"
        | "documentationurl"
        | "helpurl"
        | "moreinfo"
        | "infourl"
        | "errorlink"
        | "clientidmetadatadocument"
        | "authorizationuri"
        | "loginurl"
        | "serverurl"
        | "targetlinkuri"
        | "realm" => Kind::Address,
        // Words of the specifications.
        "error"
        | "errordescription"
        | "granttype"
        | "granttypes"
        | "responsetype"
        | "responsetypes"
        | "responsemode"
        | "prompt"
        | "display"
        | "accesstype"
        | "codechallengemethod"
        | "tokentype"
        | "tokentypehint"
        | "issuedtokentype"
        | "requestedtokentype"
        | "subjecttokentype"
        | "actortokentype"
        | "clientassertiontype"
        | "tokenendpointauthmethod"
        | "applicationtype"
        | "subjecttype"
        | "clientname"
        | "resourcename"
        | "jsonrpc"
        | "method"
        | "protocolversion"
        | "kty"
        | "alg"
        | "crv"
        | "use"
        | "keyops"
        | "typ"
        | "maxage"
        | "uilocales"
        | "acrvalues"
        | "authorizationdetails"
        | "type"
        | "version"
        | "includegrantedscopes"
        | "defaultmaxage"
        | "expiresin"
        | "extexpiresin"
        | "refreshexpiresin"
        | "refreshtokenexpiresin"
        | "notbeforepolicy"
        | "clientidissuedat"
        | "clientsecretexpiresat"
        | "interval"
        | "iat"
        | "exp"
        | "nbf"
        | "authtime"
        | "expiresat"
        | "issuedat"
        | "retryafter"
        | "createdat"
        | "algs"
        | "charset"
        | "stale"
        | "qop"
        | "algorithm"
        | "screenhint"
        | "actions" => Kind::Words,
        _ if name.ends_with("supported")
            || name.ends_with("required")
            || name.ends_with("signingalg")
            || name.ends_with("responsealg") =>
        {
            Kind::Words
        }
        // Words of servers about an error: RFC 9457, JSON-RPC, and what frameworks have instead.
        "message"
        | "msg"
        | "detail"
        | "details"
        | "description"
        | "title"
        | "reason"
        | "hint"
        | "help"
        | "status"
        | "statuscode"
        | "statustext"
        | "errors"
        | "errorcode"
        | "errormessage"
        | "errorreason"
        | "errorsummary"
        | "errorcauses"
        | "errortype"
        | "errorsubcode"
        | "errorsubtype"
        | "suberror"
        | "errordetail"
        | "errordetails"
        | "cause"
        | "causes"
        | "exception"
        | "path"
        | "field"
        | "param"
        | "parameter"
        | "loc"
        | "timestamp"
        | "localizedmessage"
        | "instructions"
        | "requested"
        | "service"
        | "domain"
        | "warning"
        | "failure"
        | "fault"
        | "faultstring"
        | "faultcode"
        | "ok"
        | "success"
        | "iserror"
        | "errornumber"
        | "userfriendlymessage" => Kind::Words,
        _ => return None,
    })
}

/// Members of an object that says who a program is (MCP `Implementation`).
#[must_use]
pub fn is_of_implementation(name: &str) -> bool {
    matches!(name, "name" | "version" | "title")
}

/// Objects that say who a program is.
#[must_use]
pub fn is_implementation(name: &str) -> bool {
    matches!(
        name,
        "clientInfo"
            | "serverInfo"
            | "io.modelcontextprotocol/clientInfo"
            | "io.modelcontextprotocol/serverInfo"
    )
}

/// Members in which a server says what went wrong: what stands in them are words, whatever its name.
#[must_use]
pub fn is_of_error(name: &str) -> bool {
    matches!(
        plain(name).as_str(),
        "error"
            | "errors"
            | "detail"
            | "details"
            | "message"
            | "cause"
            | "causes"
            | "errorcauses"
            | "issues"
            | "exception"
            | "fault"
    )
}

/// What the value of a header field is, of a request or of an answer; `name` in lower case.
#[must_use]
pub fn header(name: &str) -> Option<Kind> {
    Some(match name {
        "origin"
        | "host"
        | "location"
        | "referer"
        | "content-location"
        | "link"
        | "access-control-allow-origin"
        | ":authority"
        | "refresh"
        | "x-forwarded-host"
        | "x-original-url" => Kind::Address,
        // Numbers and dates.
        "cache-control"
        | "cdn-cache-control"
        | "content-length"
        | "age"
        | "date"
        | "expires"
        | "last-modified"
        | "retry-after"
        | "ratelimit-reset"
        | "x-ratelimit-reset"
        | "x-ratelimit-limit"
        | "x-ratelimit-remaining"
        | "strict-transport-security"
        | "access-control-max-age" => Kind::Numbers,
        "x-request-id"
        | "x-correlation-id"
        | "x-trace-id"
        | "request-id"
        | "cf-ray"
        | "traceparent"
        | "x-amzn-requestid"
        | "x-amzn-trace-id"
        | "x-amz-cf-id"
        | "x-amz-request-id"
        | "x-ms-request-id"
        | "x-ms-ests-server"
        | "client-request-id"
        | "x-okta-request-id"
        | "x-github-request-id"
        | "fly-request-id"
        | "x-vercel-id"
        | "x-azure-ref"
        | "x-b3-traceid"
        | "rndr-id"
        | "x-cloud-trace-context"
        | "mcp-name" => Kind::Id,
        "accept"
        | "content-type"
        | "user-agent"
        | "accept-encoding"
        | "accept-language"
        | "accept-ranges"
        | "allow"
        | "alt-svc"
        | "connection"
        | "content-encoding"
        | "content-language"
        | "cross-origin-embedder-policy"
        | "cross-origin-opener-policy"
        | "cross-origin-resource-policy"
        | "expect"
        | "keep-alive"
        | "mcp-method"
        | "mcp-protocol-version"
        | "permissions-policy"
        | "pragma"
        | "priority"
        | "range"
        | "ratelimit-limit"
        | "ratelimit-remaining"
        | "referrer-policy"
        | "sec-ch-ua"
        | "sec-ch-ua-mobile"
        | "sec-ch-ua-platform"
        | "sec-fetch-dest"
        | "sec-fetch-mode"
        | "sec-fetch-site"
        | "sec-fetch-user"
        | "sec-gpc"
        | "server"
        | "server-timing"
        | "te"
        | "timing-allow-origin"
        | "trailer"
        | "transfer-encoding"
        | "upgrade"
        | "upgrade-insecure-requests"
        | "vary"
        | "via"
        | "warning"
        | "x-cache"
        | "x-content-type-options"
        | "x-dns-prefetch-control"
        | "x-frame-options"
        | "x-powered-by"
        | "x-requested-with"
        | "x-robots-tag"
        | "x-runtime"
        | "x-xss-protection"
        | "x-amzn-errortype"
        | "x-amz-cf-pop"
        | "x-served-by"
        | "x-vercel-error"
        | "x-azure-error"
        | "cf-cache-status"
        | "cf-mitigated"
        | "x-forwarded-proto"
        | "x-forwarded-port"
        | "access-control-allow-credentials"
        | "access-control-allow-headers"
        | "access-control-allow-methods"
        | "access-control-allow-private-network"
        | "access-control-expose-headers"
        | "access-control-request-headers"
        | "access-control-request-method"
        | "access-control-request-private-network"
        | "x-squid-error"
        | ":method"
        | ":scheme"
        | ":status" => Kind::Words,
        _ => return None,
    })
}

/// Whether a header field of an answer holds challenges (RFC 9110 §11.6.1), under its own name or one that a gateway gave it.
#[must_use]
pub fn is_challenge(name: &str) -> bool {
    name.ends_with("www-authenticate") || name.ends_with("proxy-authenticate")
}

/// Schemes of `Authorization` (IANA's registry, and those in use beside it).
#[must_use]
pub fn is_scheme(word: &str) -> bool {
    const SCHEMES: [&str; 18] = [
        "apikey",
        "api-key",
        "aws4-hmac-sha256",
        "basic",
        "bearer",
        "concealed",
        "digest",
        "dpop",
        "gnap",
        "hoba",
        "key",
        "mutual",
        "negotiate",
        "ntlm",
        "oauth",
        "privatetoken",
        "token",
        "vapid",
    ];
    SCHEMES
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme))
}

fn plain(name: &str) -> String {
    name.bytes()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .take(64)
        .collect()
}
