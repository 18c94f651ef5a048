//! Evidence made at random, with a canary in random places of it that are not public.

use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use serde_json::{Map, Value, json};

/// What every canary has in it.
pub const MARK: &str = "Zq7Xw9Kp4Vt2";

/// Numbers that look like chance and are the same in every run (xorshift64*).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Evidence under construction, and how many canaries are in it.
pub struct Planter {
    pub chance: Chance,
    pub planted: usize,
}

const WORDS: [&str; 24] = [
    "the", "token", "was", "refused", "because", "client", "session", "value", "expired", "is",
    "not", "valid", "for", "user", "server", "request", "failed", "with", "unknown", "key",
    "secret", "please", "try", "again",
];
/// Names that no specification knows, and those of secrets.
const NAMES: [&str; 40] = [
    "data",
    "value",
    "payload",
    "sessionToken",
    "accessToken",
    "refreshToken",
    "clientSecret",
    "private_key",
    "d",
    "jwt",
    "sid",
    "auth",
    "x",
    "hash",
    "signature",
    "Sig",
    "blob",
    "apiToken",
    "bearer",
    "ticket",
    "info",
    "result",
    "settings",
    "content",
    "text",
    "account",
    "userId",
    "SAMLResponse",
    "RelayState",
    "id_token_hint",
    "request_uri",
    "oauth_token",
    "session_state",
    "login_hint",
    "pass",
    "subscription-key",
    "auth_token",
    "otpCode",
    "device",
    "wsToken",
];
const HEADERS: [&str; 20] = [
    "X-Auth-Token",
    "Cookie",
    "Set-Cookie",
    "Authorization",
    "Proxy-Authorization",
    "X-Refresh-Token",
    "DPoP",
    "Mcp-Session-Id",
    "X-Api-Key",
    "Sec-Token",
    "If-Match",
    "Access-Control-Token",
    "ETag",
    "X-Amz-Security-Token",
    "Api-Key",
    "X-Session",
    "Mcp-Param-Key",
    "Ocp-Apim-Subscription-Key",
    "X-Goog-Api-Key",
    "CF-Access-Client-Secret",
];

impl Planter {
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
            planted: 0,
        }
    }

    /// A text of its own that was drawn at random, with [`MARK`] in it.
    fn canary(&mut self) -> String {
        const ALPHABETS: [&str; 4] = [
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "abcdef0123456789",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        ];
        self.planted += 1;
        let alphabet: Vec<char> = ALPHABETS[self.chance.below(4)].chars().collect();
        let length = self.chance.below(24);
        let draw = |chance: &mut Chance, length| {
            (0..length)
                .map(|_| alphabet[chance.below(alphabet.len())])
                .collect::<String>()
        };
        let (before, after) = (
            draw(&mut self.chance, length),
            draw(&mut self.chance, length),
        );
        let prefix = self
            .chance
            .one_of(&["", "", "", "sk-", "ghp_", "key_", "pat-"]);
        format!("{prefix}{before}{MARK}{after}")
    }

    fn prose(&mut self) -> String {
        let mut words: Vec<String> = (0..3 + self.chance.below(8))
            .map(|_| self.chance.one_of(&WORDS).to_owned())
            .collect();
        let at = self.chance.below(words.len());
        let canary = self.canary();
        words[at] = match self.chance.below(8) {
            0 => format!("\"{canary}\""),
            1 => format!("token={canary},"),
            2 => format!("({canary})"),
            3 => format!("Bearer {canary}"),
            4 => format!("https://h.example/a/{canary}?x={canary}"),
            5 => format!("'{canary}'."),
            6 => format!("{{\"password\":\"{canary}\"}}"),
            _ => canary,
        };
        words.join(" ")
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.chance.below(if depth > 3 { 4 } else { 8 }) {
            0 => json!(self.prose()),
            1 => json!(format!("https://h.example/cb?code={}&x=1", self.canary())),
            2 => json!(json!({ "inner": self.canary() }).to_string()),
            3 | 4 => json!(self.canary()),
            5 => Value::Array(
                (0..1 + self.chance.below(3))
                    .map(|_| self.value(depth + 1))
                    .collect(),
            ),
            _ => self.object(depth + 1),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut members = Map::new();
        for _ in 0..1 + self.chance.below(4) {
            let name = match self.chance.below(12) {
                0 => self.canary(),
                1 => format!(
                    "{}_{}",
                    self.chance.one_of(&NAMES),
                    self.chance.one_of(&WORDS)
                ),
                _ => self.chance.one_of(&NAMES).to_owned(),
            };
            let value = self.value(depth);
            members.insert(name, value);
        }
        // Beside them what every such document has.
        let public = [
            ("error", json!("invalid_grant")),
            ("scope", json!("read write")),
            ("client_id", json!("a-client")),
            ("jsonrpc", json!("2.0")),
        ];
        let (name, value) = public[self.chance.below(4)].clone();
        members.insert(name.to_owned(), value);
        if self.chance.below(3) == 0 {
            let words = self.prose();
            members.insert("error_description".to_owned(), json!(words));
        }
        Value::Object(members)
    }

    fn body(&mut self) -> String {
        match self.chance.below(12) {
            0..=3 => self.object(0).to_string(),
            4 => format!("{:#}", self.object(0)),
            5 => {
                let text = self.object(0).to_string();
                let cut = text.len() - self.chance.below(text.len() / 2);
                text.chars().take(cut).collect()
            }
            6 => format!(
                "grant_type=x&{}={}&{}={}",
                self.chance.one_of(&NAMES),
                self.canary(),
                self.chance.one_of(&NAMES),
                self.canary()
            ),
            7 => format!(
                "<html><head><script>var t='{}'</script></head><body><form><input type=hidden name=code value=\"{}\"><a href='/x/{}?t={}'>{}</a></form><!-- {} --></body></html>",
                self.canary(),
                self.canary(),
                self.canary(),
                self.canary(),
                self.prose(),
                self.canary()
            ),
            8 => format!(
                "--b{0}\r\nContent-Disposition: form-data; name=\"{1}\"\r\n\r\n{0}\r\n--b{0}--",
                self.canary(),
                self.chance.one_of(&NAMES)
            ),
            9 => format!("event: message\ndata: {}\n\n", self.object(0)),
            10 => format!("{{'{}': '{}'}}", self.chance.one_of(&NAMES), self.canary()),
            _ => self.prose(),
        }
    }

    fn url(&mut self) -> String {
        let host = self.chance.one_of(&["mcp.example", "as.example"]);
        let path = self.chance.one_of(&[
            "/mcp",
            "/token",
            "/authorize",
            "/callback",
            "/register",
            "/.well-known/oauth-protected-resource",
            "/api/v2",
        ]);
        let name = self.chance.one_of(&NAMES);
        match self.chance.below(8) {
            0 => format!("https://{host}/s/{}{path}", self.canary()),
            1 => format!("https://{host}{path}?{name}={}", self.canary()),
            2 => format!("https://{host}{path}#access_token={}", self.canary()),
            3 => format!("https://u:{}@{host}{path}", self.canary()),
            4 => format!(
                "https://{host}{path}?redirect_uri=https%3A%2F%2Fh%2Fcb%3F{name}%3D{}&client_id=c",
                self.canary()
            ),
            5 => format!("https://{host}{path}?{}", self.canary()),
            6 => format!(
                "https://{host}{path}?{}=1&state={}",
                self.canary(),
                self.canary()
            ),
            _ => format!("https://{host}{path}"),
        }
    }

    fn headers(&mut self) -> Headers {
        let mut headers = Headers::new();
        for _ in 0..self.chance.below(4) {
            let value = match self.chance.below(5) {
                0 => format!("Bearer {}", self.canary()),
                1 => format!("sid={}; Path=/", self.canary()),
                2 => format!("{} {}", self.canary(), self.canary()),
                _ => self.canary(),
            };
            headers.push(self.chance.one_of(&HEADERS), value);
        }
        if self.chance.below(3) == 0 {
            let words = self.prose().replace('"', "'");
            headers.push(
                "WWW-Authenticate",
                format!("Bearer error=\"invalid_token\", error_description=\"{words}\""),
            );
        }
        if self.chance.below(4) == 0 {
            let url = self.url();
            headers.push(
                self.chance
                    .one_of(&["Location", "Referer", "Content-Location"]),
                url,
            );
        }
        headers
    }

    fn exchange(&mut self) -> Exchange {
        let request = Request {
            method: self.chance.one_of(&["GET", "POST"]).to_owned(),
            url: self.url(),
            headers: self.headers(),
            body: (self.chance.below(2) == 0).then(|| self.body()),
        };
        let failed = self.chance.below(10) == 0;
        Exchange {
            request,
            response: (!failed).then(|| Response {
                status: [200, 201, 302, 400, 401, 403, 500][self.chance.below(7)],
                headers: self.headers(),
                body: Some(self.body()),
                ..Response::default()
            }),
            failure: failed.then(|| Failure {
                kind: FailureKind::Other,
                message: self.prose(),
            }),
            ..Exchange::default()
        }
    }

    /// Some exchanges at an MCP server and an authorization server.
    pub fn evidence(&mut self) -> Evidence {
        Evidence {
            server: Some(self.url()),
            symptom: (self.chance.below(2) == 0).then(|| self.prose()),
            exchanges: (0..20).map(|_| self.exchange()).collect(),
            ..Evidence::default()
        }
    }
}
