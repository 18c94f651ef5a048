"""Authlib as an authorization server with open registration: `authlib_server.py PORT`. Its one user always agrees."""

import json
import os
import sys

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import uvicorn
from authlib.common.urls import url_decode
from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PORT = int(sys.argv[1])
BASE = f"http://localhost:{PORT}"
CLIENTS, CODES, TOKENS = {}, {}, {}


class Client(ClientMixin):
    def __init__(self, info, metadata):
        self.info, self.metadata = info, metadata

    def get_client_id(self):
        return self.info["client_id"]

    def get_default_redirect_uri(self):
        return self.metadata["redirect_uris"][0]

    def get_allowed_scope(self, scope):
        return scope or "read"

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.metadata["redirect_uris"]

    def check_client_secret(self, client_secret):
        return client_secret == self.info["client_secret"]

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self.metadata.get("token_endpoint_auth_method", "client_secret_basic")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type in ("authorization_code", "refresh_token")


class Code(dict):
    def get_redirect_uri(self):
        return self["redirect_uri"]

    def get_scope(self):
        return self["scope"]

    @property
    def code_challenge(self):
        return self["challenge"]

    @property
    def code_challenge_method(self):
        return self["method"]


class CodeGrant(AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["none", "client_secret_basic", "client_secret_post"]

    def save_authorization_code(self, code, request):
        data = request.payload.data
        CODES[code] = Code(code=code, client=request.client, redirect_uri=data.get("redirect_uri"), scope=data.get("scope"), challenge=data.get("code_challenge"), method=data.get("code_challenge_method"))

    def query_authorization_code(self, code, client):
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code):
        CODES.pop(authorization_code["code"], None)

    def authenticate_user(self, authorization_code):
        return "alice"


class Server(AuthorizationServer):
    def query_client(self, client_id):
        return CLIENTS.get(client_id)

    def save_token(self, token, request):
        TOKENS[token["access_token"]] = token

    def create_oauth2_request(self, request):
        return request

    def create_json_request(self, request):
        return request

    def handle_response(self, status, body, headers):
        content = json.dumps(body) if isinstance(body, dict) else body
        return Response(content, status, headers=dict(headers))

    def send_signal(self, name, *args, **kwargs):
        pass


class Registration(ClientRegistrationEndpoint):
    def authenticate_token(self, request):
        return "open to everybody"

    def get_server_metadata(self):
        return {}

    def save_client(self, client_info, client_metadata, request):
        client = Client(client_info, client_metadata)
        CLIENTS[client.get_client_id()] = client
        return client


server = Server(scopes_supported=["read"])
server.register_token_generator("default", BearerTokenGenerator(lambda *_, **__: os.urandom(16).hex(), lambda *_, **__: os.urandom(16).hex()))
server.register_grant(CodeGrant, [CodeChallenge(required=True)])
server.register_grant(RefreshTokenGrant)
server.register_endpoint(Registration)


async def asked(request):
    body = (await request.body()).decode()
    values = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        values = json.loads(body or "{}")
    elif body:
        values.update(dict(url_decode(body)))
    oauth = OAuth2Request(request.method, str(request.url), headers=dict((name.title(), value) for name, value in request.headers.items()))
    oauth.payload = BasicOAuth2Payload(values)
    type(oauth).args = property(lambda self: self.payload.data)
    type(oauth).form = property(lambda self: self.payload.data)
    return oauth


async def authorize(request):
    oauth = await asked(request)
    grant = server.get_consent_grant(oauth, end_user="alice")
    return server.create_authorization_response(oauth, grant_user="alice", grant=grant)


async def token(request):
    return server.create_token_response(await asked(request))


async def register(request):
    return server.create_endpoint_response("client_registration", await asked(request))


async def metadata(_request):
    return JSONResponse({
        "issuer": BASE,
        "authorization_endpoint": f"{BASE}/authorize",
        "token_endpoint": f"{BASE}/token",
        "registration_endpoint": f"{BASE}/register",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_basic"],
    })


async def whoami(request):
    known = request.headers.get("authorization", "").removeprefix("Bearer ") in TOKENS
    return JSONResponse({}, 200 if known else 401)


routes = [
    Route("/.well-known/oauth-authorization-server", metadata),
    Route("/authorize", authorize),
    Route("/token", token, methods=["POST"]),
    Route("/register", register, methods=["POST"]),
    Route("/whoami", whoami),
]
uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=PORT, log_level="error")
