"""django-oauth-toolkit as an authorization server: `django_server.py dot|dot-mounted PORT RESOURCE`. Its one user is always logged in."""

import sys

import django
from django.conf import settings

KIND, PORT, RESOURCE = sys.argv[1], int(sys.argv[2]), sys.argv[3]
BASE = f"http://localhost:{PORT}"

settings.configure(
    DEBUG=False,
    SECRET_KEY="the key of the field",
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF=__name__,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:field?mode=memory&cache=shared", "OPTIONS": {"uri": True}}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware", f"{__name__}.always_logged_in"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    OAUTH2_PROVIDER={
        "SCOPES": {"read": "Reading"},
        "DEFAULT_SCOPES": ["read"],
        "PKCE_REQUIRED": True,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
        "DCR_ENABLED": KIND == "dot",
        "DCR_REGISTRATION_PERMISSION_CLASSES": ("oauth2_provider.dcr.AllowAllDCRPermission",),
        "REQUEST_APPROVAL_PROMPT": "auto",
    },
)


def always_logged_in(get_response):
    def middleware(request):
        from django.contrib.auth import get_user_model

        request.user = get_user_model().objects.get(username="alice")
        # Nobody is there to press "Authorize".
        from oauth2_provider.models import get_application_model

        get_application_model().objects.update(skip_authorization=True)
        return get_response(request)

    return middleware


django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider import urls as toolkit  # noqa: E402
from oauth2_provider.models import get_access_token_model  # noqa: E402


def whoami(request):
    """Whether this server issued the token; the MCP server that asks is the resource that it is for."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = get_access_token_model().objects.filter(token=token).exists()
    return JsonResponse({}, status=200 if known else 401)


WHERE = "" if KIND == "dot" else "o/"
urlpatterns = [path("whoami", whoami), path(WHERE, include(toolkit))]

if __name__ == "__main__":
    import wsgiref.simple_server
    from socketserver import ThreadingMixIn

    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    class Server(ThreadingMixIn, wsgiref.simple_server.WSGIServer):
        daemon_threads = True

    connection.ensure_connection()
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user("alice")

    class Quiet(wsgiref.simple_server.WSGIRequestHandler):
        def log_message(self, *_):
            pass

    wsgiref.simple_server.make_server("127.0.0.1", PORT, get_wsgi_application(), Server, Quiet).serve_forever()
