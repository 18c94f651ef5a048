//! The same correction for each kind of server: nginx, Express, FastMCP, ASP.NET, Cloudflare Workers.

use super::How;
use crate::wire::address::Address;
use serde_json::Value;

/// How to send a header with the 401.
pub fn header(value: &str) -> Vec<How> {
    let quoted = Value::from(value).to_string();
    vec![
        how(
            "nginx",
            format!(
                "# in the location that answers 401\nadd_header WWW-Authenticate '{value}' always;"
            ),
        ),
        how(
            "Express",
            format!(
                "res.status(401).set('WWW-Authenticate', {quoted}).json({{ error: 'invalid_token' }});"
            ),
        ),
        how(
            "FastMCP",
            format!(
                "return JSONResponse({{\"error\": \"invalid_token\"}}, status_code=401, headers={{\"WWW-Authenticate\": {quoted}}})"
            ),
        ),
        how(
            "ASP.NET",
            format!(
                "context.Response.StatusCode = 401;\ncontext.Response.Headers.WWWAuthenticate = {quoted};"
            ),
        ),
        how(
            "Cloudflare Workers",
            format!(
                "return new Response(null, {{ status: 401, headers: {{ 'WWW-Authenticate': {quoted} }} }});"
            ),
        ),
    ]
}

/// How to send a document.
pub fn document(url: &str, content: &str) -> Vec<How> {
    let path = Address::parse(url).map_or("", |address| address.path);
    let text = Value::from(content).to_string();
    vec![
        how(
            "nginx",
            format!(
                "location = {path} {{\n  default_type application/json;\n  return 200 '{}';\n}}",
                content.replace('\'', "\\'")
            ),
        ),
        how(
            "Express",
            format!("app.get('{path}', (_request, response) => response.json({content}));"),
        ),
        how(
            "FastMCP",
            format!(
                "@mcp.custom_route(\"{path}\", methods=[\"GET\"])\nasync def metadata(request):\n    return Response({text}, media_type=\"application/json\")"
            ),
        ),
        how(
            "ASP.NET",
            format!("app.MapGet(\"{path}\", () => Results.Text({text}, \"application/json\"));"),
        ),
        how(
            "Cloudflare Workers",
            format!(
                "if (new URL(request.url).pathname === '{path}') return Response.json({content});"
            ),
        ),
    ]
}

fn how(stack: &'static str, text: String) -> How {
    How { stack, text }
}
