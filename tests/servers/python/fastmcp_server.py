"""An MCP server of fastmcp with its own authorization server in memory, on the port of the first argument."""

import sys

from fastmcp import FastMCP
from fastmcp.server.auth.providers.in_memory import InMemoryOAuthProvider
from mcp.server.auth.settings import ClientRegistrationOptions

port = int(sys.argv[1])
auth = InMemoryOAuthProvider(
    base_url=f"http://localhost:{port}",
    client_registration_options=ClientRegistrationOptions(enabled=True, valid_scopes=["mcp:read"], default_scopes=["mcp:read"]),
    required_scopes=["mcp:read"],
)
server = FastMCP("fastmcp", auth=auth)


@server.tool
def whoami() -> str:
    """Says who answers."""
    return "fastmcp"


server.run(transport="http", host="127.0.0.1", port=port, path="/mcp", show_banner=False)
