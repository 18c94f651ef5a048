"""The client of the official Python SDK: `python.py URL`. Ends with 0 where the tools were listed."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from mcp.client.auth import OAuthClientProvider
from mcp.client.auth.oauth2 import AuthorizationCodeResult
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.shared.auth import OAuthClientMetadata

REDIRECT = "http://localhost:47194/callback"
BROWSE = Path(__file__).parent.parent / "browse.mjs"


class Storage:
    tokens = None
    client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client_info):
        self.client = client_info


async def main(address):
    came = {}

    async def redirect(url):
        done = subprocess.run(["node", str(BROWSE), url], capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "the browser failed")
        came.update({name: values[0] for name, values in parse_qs(urlparse(done.stdout).query).items()})

    async def callback():
        if "error" in came:
            raise RuntimeError(f"{came['error']}: {came.get('error_description', '')}")
        return AuthorizationCodeResult(code=came["code"], state=came.get("state"), iss=came.get("iss"))

    metadata = OAuthClientMetadata(client_name="Field", redirect_uris=[REDIRECT], grant_types=["authorization_code", "refresh_token"], response_types=["code"])
    auth = OAuthClientProvider(server_url=address, client_metadata=metadata, storage=Storage(), redirect_handler=redirect, callback_handler=callback)
    async with create_mcp_http_client(auth=auth) as http, streamable_http_client(address, http_client=http) as streams:
        async with ClientSession(streams[0], streams[1]) as session:
            await session.initialize()
            return len((await session.list_tools()).tools), bool(came)


def innermost(error):
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


try:
    tools, signed_in = asyncio.run(asyncio.wait_for(main(sys.argv[1]), 40))
    print(json.dumps({"signedIn": signed_in, "tools": tools}))
except BaseException as error:
    print(json.dumps({"signedIn": False, "said": f"{type(innermost(error)).__name__}: {innermost(error)}"}))
    sys.exit(1)
