"""What a provider and an authentication method may hold."""

import json
import re
import urllib.parse

from pvwa_bodies import bad_body, named

PROVIDER_MEMBERS = (
    "id", "authenticationFlow", "discoveryEndpointUrl", "authenticationEndpointUrl", "issuer",
    "jwkSet", "clientId", "clientSecret", "clientSecretMethod", "userNameClaim", "description",
)
INSTEAD_OF_DISCOVERY = ("authenticationEndpointUrl", "issuer", "jwkSet")
PROVIDER_LIMITS = {"clientId": 100, "clientSecret": 200, "clientSecretMethod": 50,
                   "userNameClaim": 50, "description": 255}
PROVIDER_REQUIRED = ("clientId", "clientSecretMethod")
METHOD_LIMITS = {"id": 50, "displayName": 50, "logoffUrl": 2000, "secondFactorAuth": 50,
                 "signInLabel": 100, "usernameFieldLabel": 50, "passwordFieldLabel": 50}
METHOD_MEMBERS = ("id", "displayName", "enabled", "mobileEnabled", "logoffUrl",
                  "secondFactorAuth", "signInLabel", "usernameFieldLabel", "passwordFieldLabel")
SECOND_FACTORS = ("cyberark", "radius", "ldap", "")
SPELLINGS = {"Basic": "Basic", "Post": "Post", "basic": "Basic", "post": "Post"}


def without_nulls(members, required, context):
    """The members without null; null for a required one is refused, for others as drawn."""
    kept = {}
    for name, value in members.items():
        if value is not None:
            kept[name] = value
        elif name == "clientId" and context.fault("null-client-id-accepted"):
            kept[name] = "null"
        elif name in required or context.pick("null_optional") == "refused":
            raise bad_body(f"{name} must not be null")
    return kept


def length_of(name, text, context):
    """The length of a text, in characters."""
    if name == "description" and context.fault("description-in-bytes"):
        return len(text.encode("utf-8"))
    return len(text)


def check_texts(members, limits, context):
    """Every member is a text and not too long."""
    for name, value in members.items():
        if not isinstance(value, str):
            raise bad_body(f"{name} must be a text")
        limit = limits.get(name)
        if name == "clientSecret" and context.fault("secret-limit-forgotten"):
            limit = None
        if name == "clientId" and context.fault("client-id-one-short"):
            limit -= 1
        if limit is not None and length_of(name, value, context) > limit:
            if name == "clientSecret" and context.fault("secret-in-error"):
                raise bad_body(f"clientSecret '{value}' is longer than {limit}")
            raise bad_body(f"{name} is longer than {limit}")


def check_id(identifier, context):
    """A provider's id: letters and digits."""
    pattern = r"[A-Za-z0-9]{1,50}" if context.pick("letters") == "ascii" else r"[^\W_]{1,50}"
    if not re.fullmatch(pattern, identifier):
        raise bad_body("id must be 1 to 50 letters and digits")


def check_claim(claim, context):
    """A claim's name: letters and the underscore."""
    pattern = r"[A-Za-z_]+" if context.pick("letters") == "ascii" else r"[^\W\d]+"
    if context.fault("claim-with-digits"):
        pattern = r"\w+"
    if not re.fullmatch(pattern, claim):
        raise bad_body("userNameClaim must be letters and _ only")


def check_url(name, text):
    """An absolute web address."""
    try:
        parts = urllib.parse.urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and " " not in text
    except ValueError:
        usable = False
    if not usable:
        raise bad_body(f"{name} must be a URL")


def check_key_set(text):
    """A text that holds a JWK set."""
    try:
        keys = json.loads(text)["keys"]
        usable = isinstance(keys, list) and all(
            isinstance(key, dict) and isinstance(key.get("kty"), str) for key in keys)
    except (ValueError, TypeError, KeyError, RecursionError):
        usable = False
    if not usable:
        raise bad_body("jwkSet must hold a JWK set")


def method_spelling(text, context):
    """The capitalised form of a client secret method."""
    if context.fault("method-as-sent") and text in SPELLINGS:
        return text
    if text in SPELLINGS:
        return SPELLINGS[text]
    if context.pick("other_method_case") == "accepted" and text.lower() in SPELLINGS:
        return SPELLINGS[text.lower()]
    raise bad_body("clientSecretMethod must be Basic or Post")


def drop_empty(members, context):
    """Empty texts of optional members, as drawn."""
    kept = {}
    for name, value in members.items():
        if value == "" and name not in PROVIDER_REQUIRED and name != "id":
            if context.pick("empty_optional") == "refused":
                raise bad_body(f"{name} must not be empty")
        else:
            kept[name] = value
    return kept


def check_endpoints(members, context):
    """A discovery address, or the three members instead of it."""
    if "discoveryEndpointUrl" in members:
        if context.pick("irrelevant_members") == "dropped":
            for name in INSTEAD_OF_DISCOVERY:
                members.pop(name, None)
        return
    instead = [name in members for name in INSTEAD_OF_DISCOVERY]
    enough = any(instead) if context.fault("one-of-three-enough") else all(instead)
    if not enough:
        raise bad_body("discoveryEndpointUrl is required, or authenticationEndpointUrl, issuer and jwkSet")
    if context.pick("three_members") == "refused":
        raise bad_body("discoveryEndpointUrl is required in this version")


def provider_from(body, context, with_id):
    """A valid provider, defaults filled in; raises Refusal for any other."""
    names = PROVIDER_MEMBERS if with_id else PROVIDER_MEMBERS[1:]
    required = (("id",) if with_id else ()) + PROVIDER_REQUIRED
    members = without_nulls(named(body, names, context), required, context)
    for name in required:
        if name not in members:
            raise bad_body(f"{name} is required")
    check_texts(members, PROVIDER_LIMITS, context)
    members = drop_empty(members, context)
    if with_id:
        check_id(members["id"], context)
    if members["clientId"] == "" and context.pick("empty_client_id") == "refused":
        raise bad_body("clientId must not be empty")
    for name in ("discoveryEndpointUrl", "authenticationEndpointUrl"):
        if name in members:
            check_url(name, members[name])
    if "jwkSet" in members:
        check_key_set(members["jwkSet"])
    check_endpoints(members, context)
    flows = ("Code", "Implicit") if context.pick("implicit_flow") == "accepted" else ("Code",)
    if members.setdefault("authenticationFlow", "Code") not in flows:
        raise bad_body("authenticationFlow must be Code")
    members["clientSecretMethod"] = method_spelling(members["clientSecretMethod"], context)
    if not context.fault("claim-default-forgotten"):
        members.setdefault("userNameClaim", "preferred_username")
    if "userNameClaim" in members:
        check_claim(members["userNameClaim"], context)
    return stored_form(members, context)


def stored_form(members, context):
    """The provider as it is kept: exactly as sent."""
    if context.fault("client-id-in-small-letters"):
        members["clientId"] = members["clientId"].lower()
    return members


def provider_view(provider, context, where):
    """A provider as an answer shows it: never with its secret."""
    view = {name: provider[name] for name in PROVIDER_MEMBERS
            if name in provider and name != "clientSecret"}
    if "clientSecret" in provider and where == "list" and context.fault("secret-in-list"):
        view["clientSecret"] = provider["clientSecret"]
    if context.pick("unset_description") == "empty":
        view.setdefault("description", "")
    if context.pick("undocumented_members") == "some":
        view["lastModified"] = 1700000000
    return view


def method_from(body, context, with_id):
    """A valid authentication method; raises Refusal for any other."""
    names = METHOD_MEMBERS if with_id else METHOD_MEMBERS[1:]
    required = ("id",) if with_id else ()
    members = without_nulls(named(body, names, context), required, context)
    if with_id and members.get("id", "") == "":
        raise bad_body("id is required")
    for name in ("enabled", "mobileEnabled"):
        if not isinstance(members.get(name, False), bool):
            raise bad_body(f"{name} must be true or false")
    texts = {name: value for name, value in members.items()
             if name not in ("enabled", "mobileEnabled")}
    check_texts(texts, METHOD_LIMITS, context)
    if members.get("secondFactorAuth", "") not in SECOND_FACTORS:
        raise bad_body("secondFactorAuth must be cyberark, radius or ldap")
    return members


def method_view(method, context):
    """An authentication method as an answer shows it."""
    view = {name: method[name] for name in METHOD_MEMBERS if name in method}
    if context.pick("method_defaults") == "filled":
        for name in METHOD_MEMBERS[1:]:
            view.setdefault(name, False if name in ("enabled", "mobileEnabled") else "")
        view = {name: view[name] for name in METHOD_MEMBERS}
    if context.pick("undocumented_members") == "some":
        view["lastModified"] = 1700000000
    return view
