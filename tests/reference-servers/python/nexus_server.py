"""A plain server of tests/foreign-apis/nexus, written from that document alone."""

import base64
import binascii

from foreign_api import (ForeignApi, Refusal, flag, json_object, list_of, picked, run_server, text,
                         whole)
from plain_http import Answer

NAMES = list_of(text, unique=True)
ROLE = {"id": text, "name": text, "description": text, "privileges": NAMES, "roles": NAMES}
ANONYMOUS = {"enabled": flag, "userId": text, "realmName": text}
AUTH = {"enabled": flag, "username": text, "password": text, "ntlmHost": text, "ntlmDomain": text}


class Nexus(ForeignApi):
    """Roles, and two kinds of settings that exist once."""

    base_path = "/service/rest"

    def __init__(self, context, users):
        super().__init__(context)
        self.users = users
        self.roles = {}
        self.anonymous = {"enabled": False, "userId": "anonymous",
                          "realmName": "NexusAuthorizingRealm"}
        self.http = {}

    def routes(self):
        """The operations of each path."""
        return [
            ("/v1/security/roles", {"GET": self.list_roles, "POST": self.create_role}),
            ("/v1/security/roles/{id}", {"GET": self.read_role, "PUT": self.update_role,
                                         "DELETE": self.delete_role}),
            ("/v1/security/anonymous", {"GET": self.read_anonymous, "PUT": self.update_anonymous}),
            ("/v1/http", {"GET": self.read_http, "PUT": self.update_http, "DELETE": self.reset_http}),
        ]

    def sign_in(self, request):
        """A user name and the password that goes with it."""
        scheme, _, encoded = request.header("Authorization", "").partition(" ")
        try:
            name, _, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            name = password = ""
        known = name in self.users and self.users[name][0] == password
        if self.context.fault("user-name-is-enough"):
            known = name in self.users
        if scheme.lower() != "basic" or not known:
            raise Refusal(401, "Sign in", [("WWW-Authenticate", 'Basic realm="Nexus"')])
        if not self.users[name][1]:
            raise Refusal(403, "Not allowed")

    def error_body(self, status, message):
        """The document gives errors no body."""
        return None

    # -- roles -----------------------------------------------------------------------------

    def role(self, identifier):
        """The one role of that id."""
        if identifier not in self.roles:
            raise Refusal(500 if self.context.fault("unknown-role-500") else 404, "No such role")
        return self.roles[identifier]

    def role_from(self, request):
        """A role as the body gives it."""
        role = picked(json_object(request), ROLE, ("id", "name"))
        if not role["id"]:
            raise Refusal(400, "id is empty")
        if self.context.fault("ids-in-small-letters"):
            role["id"] = role["id"].lower()
        return {**role, "source": "default", "readOnly": False}

    def list_roles(self, request):
        """GET all, or those of one source."""
        wanted = [part[7:] for part in request.query.split("&") if part.startswith("source=")]
        return Answer(200, [] if wanted and wanted[0] != "default" else list(self.roles.values()))

    def create_role(self, request):
        """POST: the caller chooses the id."""
        role = self.role_from(request)
        if role["id"] in self.roles:
            raise Refusal(400, "There is a role of that id")
        self.roles[role["id"]] = role
        return Answer(200, role)

    def read_role(self, _, identifier):
        """GET one."""
        return Answer(200, self.role(identifier))

    def update_role(self, request, identifier):
        """PUT: the role is replaced."""
        if not self.context.fault("update-creates"):
            self.role(identifier)
        role = self.role_from(request)
        if role["id"] != identifier:
            raise Refusal(400, "The id cannot be changed")
        if self.context.fault("update-merges"):
            role = {**self.roles[identifier], **role}
        self.roles[identifier] = role
        return Answer(204, has_body=False)

    def delete_role(self, _, identifier):
        """DELETE one."""
        self.role(identifier)
        del self.roles[identifier]
        return Answer(204, has_body=False)

    # -- settings --------------------------------------------------------------------------

    def read_anonymous(self, _):
        """GET the settings."""
        return Answer(200, self.anonymous)

    def update_anonymous(self, request):
        """PUT: the settings are replaced."""
        settings = picked(json_object(request), ANONYMOUS)
        if self.context.fault("false-is-not-sent") and not settings.get("enabled"):
            settings["enabled"] = self.anonymous.get("enabled", False)
        self.anonymous = settings
        return Answer(200, settings)

    def http_from(self, request):
        """The settings as the body gives them."""
        port = whole(0 if self.context.fault("port-zero") else 1, 65535)
        timeout = whole(1, 3599 if self.context.fault("timeout-limit-early") else 3600)
        proxy = {"enabled": flag, "host": text, "port": port,
                 "authInfo": lambda value, _: picked(value, AUTH)}
        rules = {"userAgent": text, "timeout": timeout, "retries": whole(0, 10),
                 "nonProxyHosts": NAMES, "httpProxy": lambda value, _: picked(value, proxy)}
        return picked(json_object(request), rules)

    def read_http(self, _):
        """GET the settings, without the password."""
        proxy = self.http.get("httpProxy", {})
        if "authInfo" not in proxy or self.context.fault("password-shown"):
            return Answer(200, self.http)
        shown = {name: value for name, value in proxy["authInfo"].items() if name != "password"}
        return Answer(200, {**self.http, "httpProxy": {**proxy, "authInfo": shown}})

    def update_http(self, request):
        """PUT: the settings are replaced."""
        self.http = self.http_from(request)
        return Answer(204, has_body=False)

    def reset_http(self, _):
        """DELETE: nothing is set."""
        kept = ("httpProxy",) if self.context.fault("reset-keeps-proxy") else ()
        self.http = {name: value for name, value in self.http.items() if name in kept}
        return Answer(204, has_body=False)


def user_from(value):
    """NAME:PASSWORD:admin or NAME:PASSWORD:none."""
    name, _, rest = value.partition(":")
    password, _, role = rest.rpartition(":")
    return name, (password, role == "admin")


def add_options(parser):
    """Who is let in."""
    parser.add_argument("--user", type=user_from, action="append", default=[],
                        metavar="NAME:PASSWORD:ROLE", help="role admin or none; repeatable")


if __name__ == "__main__":
    run_server(lambda context, given: Nexus(context, dict(given.user)), "nexus", add_options)
