//! Every limit on what comes from outside, in one place (RFC 9728 §7.7; requirement Z-11).

/// Bytes of one response body that are read; what is longer is cut and marked as partial.
pub const BODY: usize = 256 * 1024;
/// Bytes of a document of the sign-in: one that goes on beyond them was cut for its length.
pub const DOCUMENT: usize = 64 * 1024;
/// Bytes of all response bodies that one flow keeps: it reads them anew for each step that it takes.
pub const CONVERSATION: usize = 2 * 1024 * 1024;
/// Nesting of a JSON text.
pub const JSON_DEPTH: usize = 64;
/// Bytes of a text that somebody pastes or opens (a HAR can be large).
pub const PASTED: usize = 64 * 1024 * 1024;
/// Bytes of all bodies that are kept of one capture.
pub const CAPTURED: usize = 16 * 1024 * 1024;
/// Challenges that are read from one response.
pub const CHALLENGES: usize = 32;
/// Parameters of one challenge, one callback or one URL.
pub const PARAMETERS: usize = 256;
/// Header fields of one message that somebody pastes.
pub const FIELDS: usize = 512;
/// Characters of a URL.
pub const URL: usize = 8 * 1024;
/// Characters of an authorization URL; browsers take more, some servers less.
pub const AUTHORIZATION_URL: usize = 64 * 1024;
/// Redirects that are followed for one document or request: a slash, https, www and a path or two, as the `fetch` of other clients does.
pub const REDIRECTS: usize = 5;
/// Times that a diagnosis waits the whole time of a request for one host, one after the other; requests at the same time are one.
pub const WAITS: usize = 3;
/// Authorization servers that are tried.
pub const AUTHORIZATION_SERVERS: usize = 5;
/// Entries of a HAR that are judged.
pub const HAR_ENTRIES: usize = 10_000;
/// Scopes that are read from one list.
pub const SCOPES: usize = 1_000;
/// Time for one request, in ms.
pub const REQUEST_TIME: f64 = 10_000.0;
/// Life of a pending sign-in, in ms.
pub const PENDING_LIFE: f64 = 600_000.0;
/// Sign-ins under way that are looked through when another one begins.
pub const CLEARED: usize = 32;
/// Times that a person is asked for the sake of one request.
pub const ASKED: usize = 5;
/// Life of a code that is entered on another device, in seconds, whatever the server says (RFC 8628 §3.2).
pub const DEVICE_LIFE: f64 = 3_600.0;
/// Authorization requests for one operation, the first included (MCP 2025-11-25, step-up authorization flow).
pub const STEP_UPS: usize = 3;
/// Life of what was discovered about a server, in ms; every challenge makes it void earlier.
pub const DISCOVERY_LIFE: f64 = 3_600_000.0;
/// Addresses of one kind that a capture names and that its exchanges are recognised by.
pub const KNOWN_ADDRESSES: usize = 64;
/// Earlier exchanges that are searched for what one exchange refers to.
pub const LOOK_BACK: usize = 64;
/// Characters of all exchanges that a report shows.
pub const SHOWN: usize = 400 * 1024;
/// Characters of one page that are shown.
pub const SHOWN_PAGE: usize = 20_000;
/// Characters of what one call brought that are shown.
pub const SHOWN_CALL: usize = 4_096;
/// Calls that went through, of which so many are shown from the beginning of a session and from its end.
pub const SHOWN_CALLS: usize = 50;
