//! How the time of a reader grows with the length of its text.

use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::time::Duration;

/// Bytes of the longest text that a reader is given here.
const LONGEST: usize = 1 << 19;
/// A time that is long enough to be compared.
const MEASURABLE: Duration = Duration::from_micros(1_500);
const GROWTH: usize = 8;
/// Between [`GROWTH`] and its square: caches are not linear.
const MOST: f64 = 16.0;
/// Measurements of which the shortest counts.
const TRIES: usize = 4;

/// What a text is made of, again and again; `#` becomes a number that is another one each time.
const PIECES: [&str; 50] = [
    "a",
    "\"",
    "\\",
    "{",
    "[",
    "<",
    "%",
    "=",
    "?",
    "/",
    "@",
    "\u{201c}",
    "\n",
    " ",
    ".",
    "{\"a\":",
    "[1] ",
    "a, ",
    "a=\"b\", ",
    "a#=b, ",
    "Bearer a#=b ",
    "Basic x== ",
    "&",
    "a=b&",
    "code=secret-#&",
    "{\"code\":\"secret-#\"},",
    "\"code\":\"secret-#\",",
    "\"m#\":1,",
    "\"m\":1,",
    "aaaaaaaa# ",
    "scope-# ",
    "curl https://h.example/# \\\n",
    "curl -H 'a: b' https://h.example/#\n",
    "> A-#: b\n",
    "< A-#: b\n",
    "* SSL\n",
    "HTTP/1.1 200 OK\n\n",
    "GET /# HTTP/1.1\n",
    "Location: https://h.example/#\n",
    "[mcp_servers.a#]\nurl = \"https://h.example/#\"\n",
    "https://h.example/# ",
    "{\n",
    "}\n",
    "/* ",
    ", ]",
    "\"POST /mcp HTTP/1.1\" 401 \n",
    "2025-11-21 16:11:05.643 [info] Fetched https://h.example/#: {\"status\":404,\"headers\":{}}\n",
    "www_authenticate_header: \"Bearer a=\\\"b\\\"\"\n",
    "couldn't register # not supported ",
    "eyJhbGciOiJub25lIn0.",
];

fn repeated(piece: &str, length: usize) -> String {
    let mut text = String::with_capacity(length + piece.len() + 8);
    let mut at = 0_usize;
    while text.len() < length {
        match piece.split_once('#') {
            Some(_) => text.push_str(&piece.replace('#', &at.to_string())),
            None => text.push_str(piece),
        }
        at += 1;
    }
    text
}

/// The time that this thread had the processor: the machine is never quiet.
fn time(read: &dyn Fn(&str), text: &str) -> Duration {
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let start = now();
    read(black_box(text));
    now() - start
}

/// Reads texts of each kind, made by `frame` from what is repeated.
pub fn require_linear(about: &str, frame: impl Fn(&str) -> String, read: impl Fn(&str)) {
    let first = std::env::var("LINEAR_FROM")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_024);
    let (mut texts, mut worst) = (0, (0.0, ""));
    for piece in PIECES {
        let mut length = first;
        let make = |length| frame(&repeated(piece, length));
        while length * GROWTH < LONGEST && time(&read, &make(length)) < MEASURABLE {
            length *= 2;
        }
        let (short, long) = (make(length), make(length * GROWTH));
        let mut growth = f64::INFINITY;
        let (mut before, mut after) = (Duration::MAX, Duration::MAX);
        for _ in 0..TRIES {
            before = before.min(time(&read, &short));
            after = after.min(time(&read, &long));
            growth = after.as_secs_f64() / before.max(Duration::from_micros(1)).as_secs_f64();
            if growth < MOST {
                break;
            }
        }
        assert!(
            growth < MOST,
            "{about} of {piece:?}: {growth:.1} times the time for {GROWTH} times the {length} bytes"
        );
        texts += 1;
        if growth > worst.0 {
            worst = (growth, piece);
        }
    }
    println!(
        "{about}: {texts} kinds of text, at worst {:.1} times for {GROWTH} times the length ({:?})",
        worst.0, worst.1
    );
}

pub fn as_is(text: &str) -> String {
    text.to_owned()
}
