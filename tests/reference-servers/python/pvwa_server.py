"""A reference server for the OIDC provider and authentication method services of a PVWA."""

import argparse
import urllib.parse

from choices import add_common_options, context_from
from faults import PVWA_FAULTS
from plain_http import Answer, serve
from pvwa_bodies import Refusal, bad_body, object_from
from pvwa_choices import CHOICES
from pvwa_objects import ObjectOperations
from pvwa_sessions import Sessions, User
from pvwa_store import Store

LOGON_TYPES = ("cyberark", "ldap", "radius", "windows")
VENDOR_TYPE = "application/vnd.cyberark.api+json"
PERMISSION_TEXT = "You are not authorized to perform this action."
SEEN_CODES = {"session": "PASWS006E", "credentials": "PASWS013E",
              "permission": "PASWS041E", "parameters": "PASWS167E"}
FREE_CODES = {"unknown": "404E", "method": "405E", "taken": "409E", "media": "415E",
              "server": "500E", "http": "400E"}
STICKY_COOKIE = "pvwa-node=node-a"


class Pvwa(ObjectOperations):
    """Answers requests."""

    def __init__(self, context, users, session_seconds):
        self.context = context
        self.sessions = Sessions(users, session_seconds, context)
        self.session_seconds = session_seconds
        self.providers = Store(context)
        self.methods = Store(context)
        self.stale_list = []
        self.fill()

    def fill(self):
        """Objects that are there from the start, as drawn."""
        flow = self.context.pick("existing_provider")
        if flow != "none":
            self.providers.put({
                "id": "legacy", "authenticationFlow": flow.capitalize(), "clientId": "legacy-client",
                "discoveryEndpointUrl": "https://legacy.example.com/.well-known/openid-configuration",
                "clientSecretMethod": "Post", "userNameClaim": "preferred_username"})
        if self.context.pick("existing_methods") == "built-in":
            for name in ("cyberark", "ldap"):
                self.methods.put({"id": name, "displayName": name, "enabled": True,
                                  "mobileEnabled": False, "usernameFieldLabel": "User name"})

    # -- routing ---------------------------------------------------------------------------

    def answer(self, request):
        """The answer to one request."""
        try:
            answer = self.dispatch(request)
        except Refusal as refusal:
            answer = self.error(refusal.status, refusal.kind, str(refusal))
            if answer.status == 405:
                answer.headers.append(("Allow", refusal.allow))
        if vendor_type_wanted(request.header("Accept", "")):
            answer.media_type = VENDOR_TYPE
        return answer

    def dispatch(self, request):
        """Find the operation, check method, session and permission, run it."""
        kind, identifier = self.route(request.path)
        operations = self.operations(kind)
        if self.context.pick("method_check") == "first":
            self.check_method(request, operations)
        if kind == "logon":
            self.check_method(request, operations)
            return self.log_on(request, identifier)
        user = self.signed_in(request)
        self.check_method(request, operations)
        needs_admin = kind in ("providers", "provider", "methods", "method")
        if self.context.fault("reading-for-everybody") and request.method == "GET":
            needs_admin = False
        if self.context.fault("existence-before-permission") and kind == "provider":
            self.existing(self.providers, identifier)
        if needs_admin and user.role != "admin":
            raise Refusal(403, "permission", PERMISSION_TEXT)
        if identifier is not None and len(identifier) > 50:
            raise Refusal(int(self.context.pick("long_path_id")), "unknown", "No such id")
        return operations[request.method](request, identifier)

    def route(self, path):
        """The kind of a path and the id in it."""
        parts = [urllib.parse.unquote(part) for part in path.split("/")]
        slash = len(parts) > 1 and parts[-1] == ""
        parts = parts[1:-1] if slash else parts[1:]
        match [part.lower() for part in parts]:
            case ["passwordvault", "api", "configuration", "oidc", "providers"]:
                return "providers", None
            case ["passwordvault", "api", "configuration", "oidc", "providers", identifier] if identifier:
                if slash and self.context.fault("trailing-slash-404"):
                    raise Refusal(404, "unknown", "No such resource")
                return "provider", self.identifier(parts[-1], slash)
            case ["passwordvault", "api", "configuration", "authenticationmethods"]:
                return "methods", None
            case ["passwordvault", "api", "configuration", "authenticationmethods", identifier] if identifier:
                return "method", self.identifier(parts[-1], slash)
            case ["passwordvault", "api", "auth", "logoff"]:
                return "logoff", None
            case ["passwordvault", "api", "auth", kind, "logon"]:
                if kind not in LOGON_TYPES:
                    status = int(self.context.pick("unknown_logon_type"))
                    raise Refusal(status, "unknown" if status == 404 else "http", "No such log-on type")
                return "logon", kind
            case ["passwordvault", "api", "settings", "timeout"]:
                if self.context.pick("settings_timeout") != "absent":
                    return "timeout", None
        raise Refusal(404, "unknown", "No such resource")

    def identifier(self, text, slash):
        """The id of a path, unless it has a dot and no slash protects it."""
        if "." in text and not slash and self.context.pick("dotted_id_without_slash") == "404":
            raise Refusal(404, "unknown", "No such resource")
        return text

    def operations(self, kind):
        """The methods that a kind of path has."""
        return {
            "providers": {"GET": self.list_providers, "POST": self.add_provider},
            "provider": {"GET": self.read_provider, "PUT": self.update_provider,
                         "DELETE": self.delete_provider},
            "methods": {"GET": self.list_methods, "POST": self.add_method},
            "method": {"GET": self.read_method, "PUT": self.update_method,
                       "DELETE": self.delete_method},
            "logon": {"POST": None},
            "logoff": {"POST": self.log_off},
            "timeout": {"GET": self.read_timeout},
        }[kind]

    def check_method(self, request, operations):
        """405 for a method that the path does not have."""
        if request.method not in operations:
            refusal = Refusal(405, "method", "The method is not allowed")
            refusal.allow = ", ".join(operations)
            raise refusal

    def error(self, status, kind, message):
        """An error with its body."""
        code = SEEN_CODES.get(kind)
        if code is None:
            code = self.context.pick("free_error_codes") + FREE_CODES[kind]
        elif self.context.pick("seen_error_codes") == "others":
            code = "ITATS" + code[5:]
        if kind == "session" and self.context.pick("no_session") == "403-CAIWS001E":
            status, code = 403, "CAIWS001E"
        secret_told = self.context.fault("secret-in-error")
        text = message if kind == "permission" or secret_told else self.context.words(message)
        value = {"ErrorCode": code, "ErrorMessage": text}
        details = self.details(code, text)
        if details is not None:
            value["Details"] = details
        answer = Answer(status, value)
        if status == 401:
            answer.headers.append(("WWW-Authenticate", 'CyberArk realm="PVWA"'))
        return answer

    def details(self, code, text):
        """The Details of an error, or None."""
        entry = {"ErrorCode": code, "ErrorMessage": text}
        if self.context.pick("details_form") == "object":
            return entry
        return {
            "absent": None, "array": [entry], "empty-array": [],
            "array-with-extras": [{**entry, "Property": "body", "Line": 1}, {"Hint": None}],
        }[self.context.pick("error_details")]

    def http_error(self, status, message):
        """An error of the HTTP layer."""
        return self.error(status, "server" if status == 500 else "http", message)

    # -- sessions --------------------------------------------------------------------------

    def signed_in(self, request):
        """The user of the request's session."""
        user = self.sessions.user_of(request.header("Authorization"))
        sticky = (self.context.pick("sticky_cookie") != "needed"
                  or STICKY_COOKIE in request.header("Cookie", ""))
        if user is None or not sticky:
            raise Refusal(401, "session", "The session is missing or has expired")
        return user

    def log_on(self, request, kind):
        """POST Auth/{type}/Logon."""
        body = object_from(request, self.context)
        credentials = self.credentials(body)
        token = self.sessions.log_on(*credentials)
        if token is None:
            status = int(self.context.pick("wrong_credentials"))
            raise Refusal(status, "credentials", "User name or password is wrong")
        if kind == "windows" and self.context.pick("windows_logon") == "object":
            return Answer(200, {"UserName": credentials[0]})
        answer = Answer(200, token)
        if self.context.pick("sticky_cookie") == "needed":
            answer.headers.append(("Set-Cookie", STICKY_COOKIE + "; Path=/; HttpOnly"))
        return answer

    def credentials(self, body):
        """User name, password, concurrency and new password of a log-on."""
        body = {name: value for name, value in body.items()
                if value is not None or self.context.pick("null_optional") == "refused"
                or name in ("username", "password")}
        missing = [name for name in ("username", "password") if name not in body]
        if missing and self.context.pick("logon_member_missing") == "as-wrong-credentials":
            raise Refusal(int(self.context.pick("wrong_credentials")), "credentials", "Wrong user")
        for name, wanted in (("username", str), ("password", str)):
            if not isinstance(body.get(name), wanted):
                raise bad_body(f"{name} must be a text")
        concurrent, new = body.get("concurrentSession", False), body.get("newPassword", "")
        if not isinstance(concurrent, bool) or not isinstance(new, str):
            raise bad_body("concurrentSession or newPassword is of the wrong type")
        return body["username"], body["password"], concurrent, new

    def log_off(self, request, _):
        """POST Auth/Logoff."""
        self.sessions.log_off(request.header("Authorization"))
        form = self.context.pick("logoff_body")
        if form == "empty":
            return Answer(200, has_body=False)
        return Answer(200, {"LogoffUrl": "https://idp.example.com/logout" if form == "url" else ""})

    def read_timeout(self, *_):
        """GET Settings/Timeout: its body is not documented."""
        minutes = max(1, int(self.session_seconds // 60))
        as_object = self.context.pick("settings_timeout") == "object"
        return Answer(200, {"Timeout": minutes} if as_object else minutes)


def vendor_type_wanted(accept):
    """Whether the vendor's media type is asked for before plain JSON."""
    for entry in accept.lower().split(","):
        name, *parameters = [part.strip() for part in entry.split(";")]
        if "q=0" in parameters:
            continue
        if name == VENDOR_TYPE:
            return True
        if name == "application/json":
            return False
    return False


def user_from(text):
    """A user written as name:password:role."""
    name, _, rest = text.partition(":")
    password, _, role = rest.rpartition(":")
    if not name or not password or role not in ("admin", "plain"):
        raise argparse.ArgumentTypeError("expected name:password:admin or name:password:plain")
    return User(name, password, role)


def main():
    """Start from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_options(parser)
    parser.add_argument("--user", type=user_from, action="append", default=[],
                        metavar="NAME:PASSWORD:ROLE", help="role admin or plain; repeatable")
    parser.add_argument("--session-seconds", type=float, default=1200)
    arguments = parser.parse_args()
    context = context_from(arguments, CHOICES, PVWA_FAULTS)
    serve(Pvwa(context, arguments.user, arguments.session_seconds), "/passwordvault", arguments)


if __name__ == "__main__":
    main()
