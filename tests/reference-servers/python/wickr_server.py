"""A reference server for the OIDC operations of the AWS Wickr Admin API."""

import argparse
import base64
import hashlib
import re
import secrets
import threading
import time
import urllib.parse

from choices import add_common_options, context_from
from faults import WICKR_FAULTS
from plain_http import Answer, serve
from wickr_choices import CHOICES
from wickr_rules import (
    TEST, TEST_REQUIRED, Problem, bad_request, configuration_view, drawn, members_from, object_from,
    registration_from, test_result)
from wickr_signature import Key, SignatureProblem, verify

OPERATIONS = {"oidc": "GET", "oidc/save": "POST", "oidc/test": "POST"}
REDIRECT_URL = "https://messaging-pro-prod.wickr.com/deeplink/oidc.php"


class Network:
    """A network and its configuration, at first none."""

    def __init__(self):
        self.saved = None
        self.made = {"clientId": secrets.token_hex(16), "redirectUrl": REDIRECT_URL}


class Wickr:
    """Answers requests."""

    def __init__(self, context, keys, networks, region, prefix=""):
        self.context = context
        self.keys = {key.identifier: key for key in keys}
        self.networks = {network: Network() for network in networks}
        if context.fault("networks-share") and networks:
            self.networks = dict.fromkeys(networks, Network())
        self.region = region
        self.prefix = prefix
        self.lock = threading.Lock()
        self.count = 0

    # -- the way through -------------------------------------------------------------------

    def answer(self, request):
        """The answer to one request."""
        try:
            answer = self.dispatch(request)
        except Problem as problem:
            answer = self.error(problem)
        if self.context.pick("cors_header") == "there":
            answer.headers.append(("Access-Control-Allow-Origin", "*"))
        if self.context.pick("request_id") == "there":
            answer.headers.append(("x-amzn-requestid", secrets.token_hex(16)))
        return answer

    def dispatch(self, request):
        """Path, method, signature, rights, throttling, network, operation."""
        network_id, operation = self.route(request.path)
        if self.context.pick("method_check") == "first":
            self.check_method(request, operation)
        key = self.signed_by(request)
        self.check_method(request, operation)
        self.check_rights(key, request, operation)
        self.throttle()
        network_id = self.checked_id(network_id)
        if operation == "oidc":
            return self.get_info(request, self.network(network_id))
        if self.context.pick("check_order") == "network-first":
            self.network(network_id)
        body = object_from(request, self.context)
        if operation == "oidc/test":
            return self.test(body, network_id)
        return self.register(body, network_id)

    def route(self, path):
        """The network and the operation of a path."""
        match = re.fullmatch(r"/networks/([^/]+)/(oidc|oidc/save|oidc/test)", path)
        if not match:
            name = self.context.pick("unknown_path_name")
            raise Problem(404, name, "There is no such operation")
        return urllib.parse.unquote(match[1]), match[2]

    def check_method(self, request, operation):
        """Refuse the methods that the path does not have."""
        allowed = OPERATIONS[operation]
        if self.context.fault("put-is-post") and allowed == "POST" and request.method == "PUT":
            return
        if request.method != allowed:
            status = self.context.pick("wrong_method")
            name = {"405": "MethodNotAllowedException", "404": "ResourceNotFoundError",
                    "403": "MissingAuthenticationToken"}[status]
            problem = Problem(int(status), name, "The path does not have this method")
            problem.allow = allowed
            raise problem

    def signed_by(self, request):
        """The key that signed the request."""
        try:
            return verify(request, self.keys, self.region, self.context)
        except SignatureProblem as problem:
            status, name = int(self.context.pick("signature_status")), problem.name
            if self.context.pick("signature_names") == "seven":
                name = "UnauthorizedError" if status == 401 else "ForbiddenError"
            error = Problem(status, name, str(problem))
            error.of_signature = True
            raise error from problem

    def check_rights(self, key, request, operation):
        """`admin` may all, `read` may GetOidcInfo, `none` nothing."""
        allowed = key.role == "admin" or (key.role == "read" and operation == "oidc")
        if self.context.fault("reading-for-everybody") and request.method == "GET":
            allowed = True
        if not allowed:
            raise Problem(403, self.context.pick("forbidden_name"), "The key lacks the right")

    def throttle(self):
        """Each twentieth request is one too many, where that is set."""
        with self.lock:
            self.count += 1
            if self.context.pick("throttle") == "each-20th" and self.count % 20 == 0:
                raise Problem(429, "RateLimitError", "Too many requests sent", documented=True)

    def checked_id(self, network_id):
        """A networkId of exactly eight digits."""
        if self.context.fault("long-network-id-cut") and re.match(r"[0-9]{8}", network_id):
            return network_id[:8]
        if not re.fullmatch(r"[0-9]{8}", network_id):
            raise drawn(self.context.pick("bad_network_id"), "networkId", "networkId must be 8 digits")
        return network_id

    def network(self, network_id):
        """The network of that id."""
        network = self.networks.get(network_id)
        if network is None and self.context.fault("unknown-network-made"):
            network = self.networks.setdefault(network_id, Network())
        if network is None:
            if self.context.pick("unknown_network") == "403":
                raise Problem(403, "ForbiddenError", "The network is not yours")
            raise Problem(404, "ResourceNotFoundError", "The network is unknown")
        return network

    # -- operations ------------------------------------------------------------------------

    def register(self, body, network_id):
        """RegisterOidcConfig: the save replaces what was there."""
        members = registration_from(body, self.prefix, self.context)
        network = self.network(network_id)
        new = {**members, "made": dict(network.made)}
        if self.context.fault("saves-merge"):
            new = {**(network.saved or {}), **new}
        if self.context.fault("repeated-save-refused") and network.saved == new:
            raise bad_request("The configuration exists already")
        before = network.saved
        if self.context.fault("save-in-two-steps"):
            network.saved = None
            time.sleep(0.2)
        with self.lock:
            network.saved = new
        shown = before if before and self.context.fault("save-answers-before") else new
        return Answer(200, configuration_view(shown, self.context))

    def test(self, body, network_id):
        """RegisterOidcConfigTest: reports and saves nothing."""
        members = members_from(body, TEST, TEST_REQUIRED, self.context)
        network = self.network(network_id)
        result = test_result(members, self.context)
        if self.context.fault("test-saves") and network.saved:
            network.saved = {**network.saved, "issuer": members["issuer"], "scopes": members["scopes"]}
        return Answer(200, result)

    def get_info(self, request, network):
        """GetOidcInfo."""
        query = query_of(request.query)
        with self.lock:
            saved = network.saved
        value = {}
        if saved is not None:
            if self.context.fault("read-keeps-redirect-uri") and query.get("redirectUri"):
                saved["made"]["redirectUrl"] = query["redirectUri"]
            value["openidConnectInfo"] = configuration_view(saved, self.context)
        elif self.context.pick("unconfigured") == "404":
            raise Problem(404, "ResourceNotFoundError", "The network has no configuration")
        elif self.context.pick("unconfigured") == "empty-texts":
            value["openidConnectInfo"] = {"companyId": "", "issuer": "", "scopes": ""}
        asked = bool(query.get("code") and query.get("grantType"))
        if asked and self.context.pick("token_exchange") == "refused":
            raise bad_request("The code is not valid")
        if self.context.fault("code-is-enough") and query.get("code"):
            asked = True
        if asked:
            value["tokenInfo"] = self.token_info(query)
        return Answer(200, value)

    def token_info(self, query):
        """Made-up tokens."""
        info = {"tokenType": "Bearer"}
        if self.context.pick("token_answer") != "type-only":
            info.update(accessToken=secrets.token_urlsafe(24), expiresIn=3600)
        if self.context.pick("token_answer") == "full":
            info.update(idToken=secrets.token_urlsafe(24), refreshToken=secrets.token_urlsafe(24))
            verifier = query.get("codeVerifier")
            if verifier:
                digest = hashlib.sha256(verifier.encode()).digest()
                challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
                info.update(codeVerifier=verifier, codeChallenge=challenge)
        return info

    # -- errors ----------------------------------------------------------------------------

    def error(self, problem):
        """An error with its name where the drawn branch puts it."""
        message = str(problem)
        value = {"message": message if problem.documented else self.context.words(message)}
        if problem.reasons is not None:
            value["reasons"] = problem.reasons
            self.shape_validation(value, problem)
        status = problem.status
        answer = Answer(status, value)
        self.name_error(answer, problem.name)
        if status == 401:
            answer.headers.append(("WWW-Authenticate", "AWS4-HMAC-SHA256"))
        if status == 405:
            answer.headers.append(("Allow", getattr(problem, "allow", "GET, POST")))
        if self.context.fault("signature-error-in-xml") and hasattr(problem, "of_signature"):
            answer.raw = b"<ErrorResponse><Message>Forbidden</Message></ErrorResponse>"
            answer.media_type = "application/xml"
        return answer

    def shape_validation(self, value, problem):
        """A ValidationError may lack one of its members; one about a type names the field."""
        if problem.of_type:
            if self.context.pick("wrong_type_reasons") == "absent":
                del value["reasons"]
            return
        form = self.context.pick("validation_form")
        if form == "message-only":
            del value["reasons"]
        elif form == "reasons-only":
            del value["message"]

    def name_error(self, answer, name):
        """Put the error's name into header or body."""
        place = self.context.pick("error_name_at")
        if place.startswith("header"):
            suffix = ":http://wickr.example.com/errors/" if place == "header-with-suffix" else ""
            answer.headers.append(("x-amzn-errortype", name + suffix))
        if place in ("body-type", "header-and-body"):
            answer.value["__type"] = name
        elif place == "body-code":
            answer.value["code"] = name
        elif place == "body-namespaced":
            answer.value["__type"] = "com.amazonaws.wickr#" + name

    def http_error(self, status, message):
        """An error of the HTTP layer."""
        name = {400: "BadRequestError", 413: "RequestEntityTooLargeException",
                500: "InternalServerError"}.get(status, "InvalidRequestException")
        return self.error(Problem(status, name, message))


def query_of(text):
    """The parameters of a query; the first of a name counts."""
    query = {}
    for part in text.split("&"):
        name, _, value = part.partition("=")
        query.setdefault(urllib.parse.unquote(name), urllib.parse.unquote(value))
    return query


def key_from(text):
    """A key written as ID:SECRET or ID:SECRET:role."""
    identifier, _, secret = text.partition(":")
    role = "admin"
    if secret.endswith((":admin", ":none", ":read")):
        secret, _, role = secret.rpartition(":")
    if not identifier or not secret:
        raise argparse.ArgumentTypeError("expected ID:SECRET or ID:SECRET:role")
    return Key(identifier, secret, role)


def network_from(text):
    """A network's id."""
    if not re.fullmatch(r"[0-9]{8}", text):
        raise argparse.ArgumentTypeError("expected eight digits")
    return text


def main():
    """Start from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_options(parser)
    parser.add_argument("--key", type=key_from, action="append", default=[],
                        metavar="ID:SECRET[:ROLE]", help="role admin, read or none; repeatable")
    parser.add_argument("--session-token", action="append", default=[], metavar="ID=TOKEN",
                        help="makes a key temporary: it works with this token only")
    parser.add_argument("--network", type=network_from, action="append", default=[])
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--company-prefix", default="")
    arguments = parser.parse_args()
    context = context_from(arguments, CHOICES, WICKR_FAULTS)
    tokens = dict(text.split("=", 1) for text in arguments.session_token)
    for key in arguments.key:
        key.token = tokens.get(key.identifier)
    serve(Wickr(context, arguments.key, arguments.network, arguments.region,
                arguments.company_prefix), "/", arguments)


if __name__ == "__main__":
    main()
