//! The same correction for each kind of server: nginx, Express, FastMCP, ASP.NET, Cloudflare Workers. Each is whole: it runs where it
//! is put, and answers nothing but what it is for.

use super::How;
use crate::plain;
use crate::wire::address::Address;
use serde_json::Value;

/// How to send a header with the 401 of an endpoint.
pub fn challenge(url: &str, value: &str) -> Vec<How> {
    let path = quoted(path_of(url));
    let text = quoted(value);
    // A dollar sign begins a variable, and only a variable can hold one.
    let dollar = if value.contains('$') {
        "geo $dollar {\n  default '$';\n}\n"
    } else {
        ""
    };
    let plain = nginx(&value.replace('$', "${dollar}"));
    vec![
        how(
            "nginx",
            format!(
                "# in http: with a 401 only, whoever answers it\n{dollar}map $status $mcp_challenge {{\n  401 {plain};\n  default '';\n}}\n\
                # in the location of the MCP server\nproxy_hide_header WWW-Authenticate;\nadd_header WWW-Authenticate $mcp_challenge always;"
            ),
        ),
        how(
            "Express",
            format!(
                "// before the MCP server; the same answer where it refuses a token\napp.use((request, response, next) => {{\n  \
                if (request.path !== {path} || request.headers.authorization || request.method === 'OPTIONS') return next();\n  \
                response.status(401).set('WWW-Authenticate', {text}).end();\n}});"
            ),
        ),
        how(
            "FastMCP",
            format!(
                "from starlette.middleware import Middleware\nfrom starlette.responses import Response\n\n\n\
                class Challenge:\n    def __init__(self, app):\n        self.app = app\n\n    \
                async def __call__(self, scope, receive, send):\n        \
                here = scope[\"type\"] == \"http\" and scope[\"path\"] == {path} and scope[\"method\"] != \"OPTIONS\"\n        \
                if here and all(name != b\"authorization\" for name, _ in scope[\"headers\"]):\n            \
                answer = Response(status_code=401, headers={{\"WWW-Authenticate\": {text}}})\n            \
                return await answer(scope, receive, send)\n        await self.app(scope, receive, send)\n\n\n\
                # where the application is made; FastMCP's own auth providers send the header by themselves\n\
                app = mcp.http_app(path={path}, middleware=[Middleware(Challenge)])"
            ),
        ),
        how(
            "ASP.NET",
            format!(
                "// before app.MapMcp\napp.Use(async (context, next) =>\n{{\n    var request = context.Request;\n    \
                if (request.Path != {path} || request.Headers.ContainsKey(\"Authorization\") || request.Method == \"OPTIONS\")\n    {{\n        \
                await next(context);\n        return;\n    }}\n    context.Response.StatusCode = 401;\n    \
                context.Response.Headers[\"WWW-Authenticate\"] = {text};\n}});"
            ),
        ),
        how(
            "Cloudflare Workers",
            format!(
                "// first in fetch(request)\nif (new URL(request.url).pathname === {path} && !request.headers.has('Authorization') && request.method !== 'OPTIONS') {{\n  \
                return new Response(null, {{ status: 401, headers: {{ 'WWW-Authenticate': {text} }} }});\n}}"
            ),
        ),
    ]
}

/// How to send a document, to web pages too.
pub fn document(url: &str, content: &str) -> Vec<How> {
    let plain_path = nginx(path_of(url));
    let path = quoted(path_of(url));
    // In nginx a dollar sign begins a variable, in a quoted text too; in JSON it has another spelling.
    let plain = nginx(&content.replace('$', "\\u0024"));
    let text = quoted(content);
    vec![
        how(
            "nginx",
            format!(
                "location = {plain_path} {{\n  default_type application/json;\n  add_header Access-Control-Allow-Origin *;\n  return 200 {plain};\n}}"
            ),
        ),
        how(
            "Express",
            format!(
                "// before whatever demands a token\napp.use((request, response, next) => {{\n  if (request.path !== {path}) return next();\n  \
                response.set('Access-Control-Allow-Origin', '*').json({content});\n}});"
            ),
        ),
        how(
            "FastMCP",
            format!(
                "from starlette.responses import Response\n\n\n@mcp.custom_route({path}, methods=[\"GET\"])\nasync def metadata(request):\n    \
                headers = {{\"Access-Control-Allow-Origin\": \"*\"}}\n    \
                return Response({text}, media_type=\"application/json\", headers=headers)"
            ),
        ),
        how(
            "ASP.NET",
            format!(
                "app.MapGet({path}, (HttpContext context) =>\n{{\n    context.Response.Headers[\"Access-Control-Allow-Origin\"] = \"*\";\n    \
                return Results.Text({text}, \"application/json\");\n}}).AllowAnonymous();"
            ),
        ),
        how(
            "Cloudflare Workers",
            format!(
                "// first in fetch(request)\nif (new URL(request.url).pathname === {path}) {{\n  \
                return Response.json({content}, {{ headers: {{ 'Access-Control-Allow-Origin': '*' }} }});\n}}"
            ),
        ),
    ]
}

fn path_of(url: &str) -> &str {
    let path = Address::parse(url).map_or("", |address| address.path);
    if path.is_empty() { "/" } else { path }
}

/// A string literal of JavaScript, Python and C#.
fn quoted(text: &str) -> String {
    plain::text(&Value::from(text))
}

/// A string of nginx, in which a backslash escapes.
fn nginx(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn how(stack: &'static str, text: String) -> How {
    How { stack, text }
}
