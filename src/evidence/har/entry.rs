//! What is written into a HAR.

use crate::http::{Exchange, Headers, Response};
use serde_json::{Value, json};

/// One exchange as an entry of a HAR.
#[must_use]
pub fn write(exchange: &Exchange) -> Value {
    let request = &exchange.request;
    let sent = request.body.as_deref().map(|body| {
        json!({ "mimeType": request.headers.get("content-type").unwrap_or_default(), "text": body })
    });
    let empty = Response::default();
    let response = exchange.response.as_ref().unwrap_or(&empty);
    let mut content = json!({
        "size": response.body.as_ref().map_or(0, String::len),
        "mimeType": response.headers.get("content-type").unwrap_or_default(),
    });
    if let Some(body) = &response.body {
        put(&mut content, "text", json!(body));
    }
    if response.body_partial {
        put(&mut content, "_truncated", json!(true));
    }
    let mut received = json!({
        "status": response.status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [],
        "headers": pairs(&response.headers), "content": content,
        "redirectURL": response.headers.get("location").unwrap_or_default(), "headersSize": -1, "bodySize": -1,
    });
    if response.headers_partial {
        put(&mut received, "_headersPartial", json!(true));
    }
    if let Some(url) = &response.final_url {
        put(&mut received, "_finalUrl", json!(url));
    }
    if let Some(failure) = &exchange.failure {
        put(&mut received, "_error", json!(failure.message));
    }
    let mut asked = json!({
        "method": request.method, "url": request.url, "httpVersion": "HTTP/1.1", "cookies": [], "queryString": [],
        "headers": pairs(&request.headers), "headersSize": -1, "bodySize": -1,
    });
    if let Some(sent) = sent {
        put(&mut asked, "postData", sent);
    }
    json!({
        "startedDateTime": date(exchange.started_at.unwrap_or(0.0)), "time": exchange.duration.unwrap_or(0.0),
        "request": asked, "response": received, "cache": {}, "timings": { "send": 0, "wait": exchange.duration.unwrap_or(0.0), "receive": 0 },
    })
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value);
    }
}

fn pairs(headers: &Headers) -> Vec<Value> {
    headers
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect()
}

/// An instant in ms since the epoch as ISO 8601, which `startedDateTime` wants.
pub fn date(at: f64) -> String {
    #[allow(clippy::cast_possible_truncation)] // whole ms of a date; out of range saturates
    let ms = at.clamp(0.0, 253_402_300_799_000.0) as i64;
    let (days, rest) = (ms / 86_400_000, ms % 86_400_000);
    // Days to civil date, after Howard Hinnant, "chrono-compatible low-level date algorithms".
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hours, minutes) = (rest / 3_600_000, rest / 60_000 % 60);
    let (seconds, milliseconds) = (rest / 1_000 % 60, rest % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}Z")
}
