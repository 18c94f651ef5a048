"""MCP servers of the Python world, as they are: `python_servers.py KIND PORT [UPSTREAM]`, on http://localhost:PORT."""

import sys

import uvicorn

KINDS = {}


def kind(run):
    KINDS[run.__name__] = run
    return run


def provider(base, **settings):
    from fastmcp.server.auth.providers.in_memory import InMemoryOAuthProvider
    from mcp.server.auth.settings import ClientRegistrationOptions

    registration = ClientRegistrationOptions(enabled=True, valid_scopes=["mcp:read"], default_scopes=["mcp:read"])
    return InMemoryOAuthProvider(base_url=base, client_registration_options=registration, required_scopes=["mcp:read"], **settings)


def fastmcp_server(port, auth):
    from fastmcp import FastMCP

    server = FastMCP("field", auth=auth)

    @server.tool
    def add(a: int, b: int) -> int:
        """Adds."""
        return a + b

    server.run(transport="http", host="127.0.0.1", port=port, path="/mcp", show_banner=False)


@kind
def fastmcp_in_memory(port, base, _upstream):
    fastmcp_server(port, provider(base))


@kind
def fastmcp_public(port, _base, _upstream):
    fastmcp_server(port, None)


@kind
def fastmcp_no_registration(port, base, _upstream):
    from fastmcp.server.auth.providers.in_memory import InMemoryOAuthProvider

    fastmcp_server(port, InMemoryOAuthProvider(base_url=base, required_scopes=["mcp:read"]))


@kind
def fastmcp_jwt_only(port, _base, _upstream):
    from fastmcp.server.auth.providers.jwt import JWTVerifier, RSAKeyPair

    fastmcp_server(port, JWTVerifier(public_key=RSAKeyPair.generate().public_key, issuer="https://issuer.example", audience="mcp"))


@kind
def fastmcp_oidc_proxy(port, base, upstream):
    """The upstream's tokens lack the scope that is required here: signed in, and each call is refused."""
    from fastmcp.server.auth.oidc_proxy import OIDCProxy

    auth = OIDCProxy(
        config_url=f"{upstream}/.well-known/openid-configuration",
        client_id="proxy",
        client_secret="the secret of the proxy",
        base_url=base,
        required_scopes=["mcp:never"],
        require_authorization_consent=False,
    )
    fastmcp_server(port, auth)


def sdk_routes(base, resource):
    """The Python SDK's own server: authorization server and, where `resource` is given, the resource's metadata."""
    from mcp.server.auth.routes import create_auth_routes, create_protected_resource_routes
    from mcp.server.auth.settings import ClientRegistrationOptions
    from pydantic import AnyHttpUrl

    auth = provider(base)
    registration = ClientRegistrationOptions(enabled=True, valid_scopes=["mcp:read"], default_scopes=["mcp:read"])
    routes = create_auth_routes(provider=auth, issuer_url=AnyHttpUrl(base), client_registration_options=registration)
    if resource:
        routes += create_protected_resource_routes(resource_url=AnyHttpUrl(resource), authorization_servers=[AnyHttpUrl(base)], scopes_supported=["mcp:read"])
    return auth, routes


def serve_sdk(port, base, resource, names_metadata=False):
    from mcp.server.auth.middleware.bearer_auth import BearerAuthBackend, RequireAuthMiddleware
    from mcp.server.auth.provider import ProviderTokenVerifier
    from mcp.server.lowlevel import Server
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.authentication import AuthenticationMiddleware
    from starlette.routing import Route
    import mcp.types as types
    from pydantic import AnyHttpUrl

    async def list_tools(*_):
        return types.ListToolsResult(tools=[types.Tool(name="add", description="Adds.", input_schema={"type": "object"})])

    server = Server("field", on_list_tools=list_tools)
    manager = StreamableHTTPSessionManager(app=server)
    auth, routes = sdk_routes(base, resource)

    class Endpoint:
        async def __call__(self, scope, receive, send):
            await manager.handle_request(scope, receive, send)

    metadata = AnyHttpUrl(f"{base.rstrip('/')}/.well-known/oauth-protected-resource/mcp") if resource or names_metadata else None
    protected = RequireAuthMiddleware(Endpoint(), ["mcp:read"] if resource else [], metadata)
    app = Starlette(
        routes=[*routes, Route("/mcp", endpoint=protected, methods=["GET", "POST", "DELETE"])],
        middleware=[Middleware(AuthenticationMiddleware, backend=BearerAuthBackend(ProviderTokenVerifier(auth)))],
        lifespan=lambda _app: manager.run(),
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


@kind
def sdk(port, base, _upstream):
    serve_sdk(port, base, f"{base}/mcp")


@kind
def sdk_legacy(port, base, _upstream):
    """2025-03-26: no resource metadata, and an issuer that pydantic gives a slash."""
    serve_sdk(port, f"{base}/", None)


@kind
def sdk_behind(port, _base, outside):
    """The same behind a proxy at another address; its challenge names metadata there."""
    serve_sdk(port, outside, None, names_metadata=True)


if __name__ == "__main__":
    name, port = sys.argv[1], int(sys.argv[2])
    KINDS[name.replace("-", "_")](port, f"http://localhost:{port}", sys.argv[3] if len(sys.argv) > 3 else None)
