"""Bodies of the Wickr operations: what they may hold and what is kept of them."""

import ipaddress
import urllib.parse

from plain_http import BadJson, parse_json

REGISTER = {"companyId": str, "issuer": str, "scopes": str, "customUsername": str,
            "extraAuthParams": str, "secret": str, "ssoTokenBufferMinutes": int, "userId": str}
REGISTER_REQUIRED = ("companyId", "issuer", "scopes")
TEST = {"issuer": str, "scopes": str, "extraAuthParams": str, "certificate": str}
TEST_REQUIRED = ("issuer", "scopes")
NEVER_PUBLIC = (".invalid", ".localhost", ".local", ".internal", ".onion")


class Problem(Exception):
    """An error with the vendor's name for it."""

    def __init__(self, status, name, message, reasons=None, of_type=False, documented=False):
        super().__init__(message)
        self.status = status
        self.name = name
        self.reasons = reasons
        self.of_type = of_type
        self.documented = documented


def bad_request(message, documented=False):
    """A BadRequestError. Documented texts are never reworded."""
    return Problem(400, "BadRequestError", message, documented=documented)


def validation(field, reason, of_type=False):
    """A ValidationError about one member."""
    return Problem(422, "ValidationError", "The request is not valid",
                   [{"field": field, "reason": reason}], of_type)


def drawn(status, field, message, documented=False):
    """A BadRequestError or a ValidationError, by the drawn status."""
    if status == "422":
        return validation(field, message)
    return bad_request(message, documented)


def check_media_type(request, context):
    """JSON bodies only."""
    header = request.header("Content-Type")
    if header is None:
        if not request.body or context.pick("missing_media_type") == "accepted":
            return
        header = ""
    if header.split(";")[0].strip().lower() == "application/json":
        return
    status = context.pick("wrong_media_type")
    if status == "422":
        raise validation("Content-Type", "must be application/json")
    if status == "400":
        raise bad_request("The media type must be application/json")
    raise Problem(415, "UnsupportedMediaTypeException", "The media type is not supported")


def malformed(context):
    """The error for a body that is no JSON object."""
    if context.pick("malformed_json") == "serialization":
        return Problem(400, "SerializationException", "The body is not a JSON object")
    return bad_request("The body is not a JSON object")


def object_from(request, context):
    """The body as an object."""
    check_media_type(request, context)
    body = request.body
    if not body and context.pick("empty_body") == "no-members":
        return {}
    if context.fault("latin-1-bodies"):
        body = body.decode("latin-1").encode("utf-8")
    try:
        value = parse_json(body)
    except BadJson as problem:
        error = malformed(context)
        if context.fault("secret-in-error"):
            error = bad_request(f"Cannot read {body.decode('utf-8', 'replace')!r}", documented=True)
        raise error from problem
    if not isinstance(value, dict):
        raise malformed(context)
    return value


def right_type(value, wanted, context):
    """Whether a JSON value is of the documented type."""
    if wanted is str:
        return isinstance(value, str)
    if context.fault("numbers-as-text") and isinstance(value, str) and value.isdecimal():
        return True
    if isinstance(value, float) and context.pick("integral_float") == "accepted":
        return value.is_integer() and abs(value) < 2 ** 31
    return isinstance(value, int) and not isinstance(value, bool) and -2 ** 31 <= value < 2 ** 31


def wrong_type(name, wanted, context):
    """The error for a member of the wrong JSON type."""
    if context.pick("wrong_type") == "serialization":
        return Problem(400, "SerializationException", f"{name} is of the wrong type")
    kind = "a text" if wanted is str else "an integer"
    return validation(name, f"must be {kind}", of_type=True)


def members_from(body, types, required, context):
    """The documented members, of the right types, without nulls; the required ones are there."""
    members = {}
    unknown = sorted(set(body) - set(types))
    if unknown and context.pick("unknown_members") == "refused":
        raise validation("body", "has members that are not known")
    for name, wanted in types.items():
        value = body.get(name)
        if value is not None and not right_type(value, wanted, context):
            raise wrong_type(name, wanted, context)
        if value is not None:
            members[name] = int(value) if wanted is int else value
    for name in types:
        if name not in body or body[name] is not None:
            continue
        if name in required and context.fault("null-required-accepted"):
            members[name] = "null"
        elif name in required:
            raise drawn(context.pick("null_required"), name, f"{name} must not be null")
        elif context.pick("null_optional") == "refused":
            raise validation(name, "must not be null")
    for name in required:
        if name not in members:
            raise drawn(context.pick("missing_required"), name, f"{name} is a required field")
    return members


def registration_from(body, prefix, context):
    """What a save asks to keep."""
    members = members_from(body, REGISTER, REGISTER_REQUIRED, context)
    if members["companyId"] == "" and not context.fault("empty-company-id-accepted"):
        raise drawn(context.pick("empty_company_id"), "companyId", "Company ID is required", True)
    for name in ("issuer", "scopes"):
        if members[name] == "" and context.pick("other_empty") == "refused":
            raise bad_request(f"{name} is a required field")
    if prefix and members["companyId"] and not members["companyId"].startswith(prefix):
        raise bad_request("Invalid companyId", documented=True)
    if members.get("ssoTokenBufferMinutes", 0) < 0 and context.pick("negative_minutes") == "refused":
        raise bad_request("ssoTokenBufferMinutes must not be negative")
    return changed_by_faults(members, context)


def changed_by_faults(members, context):
    """The members as sent: only faults change one."""
    def change(fault, name, how):
        if context.fault(fault) and name in members:
            members[name] = how(members[name])

    change("scopes-sorted", "scopes", lambda text: " ".join(sorted(set(text.split()))))
    change("issuer-slash-cut", "issuer", lambda text: text.rstrip("/"))
    change("parameters-decoded", "extraAuthParams", urllib.parse.unquote)
    change("parameters-cut-at-255", "extraAuthParams", lambda text: text[:255])
    if context.fault("zero-minutes-lost") and not members.get("ssoTokenBufferMinutes"):
        members.pop("ssoTokenBufferMinutes", None)
    return members


def configuration_view(saved, context):
    """A configuration as an answer shows it."""
    view = {name: saved[name] for name in REGISTER if name in saved and name != "secret"}
    if context.pick("user_id") == "absent":
        view.pop("userId", None)
    if context.pick("issuer_echo") == "trimmed":
        view["issuer"] = view["issuer"].strip().rstrip("/")
    if "secret" in saved and context.pick("secret_in_answer") != "absent":
        shown = saved["secret"] if context.pick("secret_in_answer") == "as-sent" else "********"
        places = {"secret": ["secret"], "clientSecret": ["clientSecret"],
                  "both": ["secret", "clientSecret"]}[context.pick("secret_at")]
        view.update({place: shown for place in places})
    if context.pick("server_made") != "none":
        view["clientId"] = saved["made"]["clientId"]
        view["redirectUrl"] = saved["made"]["redirectUrl"]
    if context.pick("server_made") == "all":
        view.update(applicationName="Wickr", applicationId=3, caCertificate="")
    if context.fault("secret-in-redirect-url") and "secret" in saved:
        view["redirectUrl"] = f"https://wickr.example.com/?client_secret={saved['secret']}"
    if context.fault("read-keeps-redirect-uri"):
        view["redirectUrl"] = saved["made"]["redirectUrl"]
    if context.pick("undocumented_members") == "some":
        view["updatedAt"] = "2025-01-01T00:00:00Z"
    return view


def public_issuer(issuer):
    """Whether an issuer is an https address of a host that could be reached from outside."""
    try:
        parts = urllib.parse.urlsplit(issuer)
        host = (parts.hostname or "").rstrip(".")
        valid_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if parts.scheme != "https" or not host or not valid_port or " " in issuer:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        numeric = host.rsplit(".", 1)[-1].isdigit()
        return "." in host and not numeric and not host.endswith(NEVER_PUBLIC)


def test_result(members, context):
    """A made-up, well-formed report about a provider."""
    issuer = members["issuer"]
    if issuer == "":
        raise drawn(context.pick("empty_test_issuer"), "issuer", "issuer is a required field", True)
    if members["scopes"] == "" and context.pick("other_empty") == "refused":
        raise bad_request("scopes is a required field")
    if not public_issuer(issuer):
        if context.fault("unreachable-500"):
            raise Problem(500, "InternalServerError", "connect ECONNREFUSED")
        raise bad_request("issuer contains an invalid endpoint", documented=True)
    base = issuer.rstrip("/")
    few = {"issuer": base if context.pick("test_issuer") == "without-slash" else issuer,
           "authorizationEndpoint": base + "/authorize", "tokenEndpoint": base + "/token",
           "scopesSupported": ["openid", "profile", "email", "offline_access"]}
    full = {**few, "userinfoEndpoint": base + "/userinfo", "endSessionEndpoint": base + "/logout",
            "logoutEndpoint": base + "/logout", "revocationEndpoint": base + "/revoke",
            "responseTypesSupported": ["code"],
            "grantTypesSupported": ["authorization_code", "refresh_token"],
            "tokenEndpointAuthMethodsSupported": ["client_secret_basic", "client_secret_post"],
            "microsoftMultiRefreshToken": False}
    result = {"full": full, "few": few, "nothing": {}}[context.pick("test_answer")]
    if context.fault("lists-as-text"):
        result["scopesSupported"] = "openid profile email"
    return result
