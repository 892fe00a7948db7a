"""Verification of AWS Signature Version 4 in the Authorization header."""

import hashlib
import hmac
import re
import urllib.parse
from dataclasses import dataclass
from datetime import datetime, timezone

ALGORITHM = "AWS4-HMAC-SHA256"
LONGEST_SKEW = 5 * 60
SAFE = "-_.~"


class SignatureProblem(Exception):
    """The request is not signed as it must be; `name` is the common error's name."""

    def __init__(self, name, message):
        super().__init__(message)
        self.name = name


@dataclass
class Key:
    """An access key. A temporary one has a session token."""

    identifier: str
    secret: str
    role: str = "admin"
    token: str = None


@dataclass
class Signed:
    """The parts of an Authorization header."""

    key_id: str
    day: str
    region: str
    service: str
    headers: list
    signature: str


def parse_authorization(header):
    """Take an Authorization header apart."""
    if not header:
        raise SignatureProblem("MissingAuthenticationToken", "The request is not signed")
    word, _, rest = header.partition(" ")
    if word != ALGORITHM:
        raise SignatureProblem("IncompleteSignature", "The authorization is of another kind")
    fields = {}
    for part in rest.split(","):
        name, _, value = part.strip().partition("=")
        fields[name] = value.strip()
    scope = fields.get("Credential", "").rsplit("/", 4)
    headers = fields.get("SignedHeaders", "").split(";")
    signature = fields.get("Signature", "")
    if len(scope) != 5 or scope[4] != "aws4_request" or not headers[0] or not signature:
        raise SignatureProblem("IncompleteSignature", "The authorization lacks a part")
    return Signed(scope[0], scope[1], scope[2], scope[3], headers, signature)


def canonical_path(path):
    """The path without dot segments, each segment encoded once more."""
    parts = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(urllib.parse.quote(part, safe=SAFE))
    slash = "/" if parts and path.endswith("/") else ""
    return "/" + "/".join(parts) + slash


def canonical_query(query):
    """The query's pairs, encoded in one way and sorted."""
    pairs = []
    for part in query.split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append(tuple(
                urllib.parse.quote(urllib.parse.unquote_to_bytes(text), safe=SAFE)
                for text in (name, value)))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def canonical_headers(request, names):
    """The signed headers, names in small letters, blanks collapsed."""
    lines = ""
    for name in names:
        values = request.headers.get_all(name)
        if values is None:
            raise SignatureProblem("InvalidSignatureException", "A signed header is missing")
        joined = ",".join(re.sub(r"[ \t\r\n]+", " ", value).strip() for value in values)
        lines += f"{name}:{joined}\n"
    return lines


def canonical_request(request, signed, body_hash):
    """The text whose hash is signed."""
    return "\n".join([
        request.method, canonical_path(request.path), canonical_query(request.query),
        canonical_headers(request, signed.headers), ";".join(signed.headers), body_hash])


def signature_for(secret, signed, stamp, canonical):
    """The signature, in hexadecimal."""
    scope = f"{signed.day}/{signed.region}/{signed.service}/aws4_request"
    text = "\n".join([ALGORITHM, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in (signed.day, signed.region, signed.service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def check_date(request, signed, context):
    """The date stamp, at most five minutes off and of the scope's day."""
    stamp = request.header("X-Amz-Date", "")
    try:
        moment = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    except ValueError as problem:
        raise SignatureProblem("IncompleteSignature", "X-Amz-Date is missing or wrong") from problem
    off = (datetime.now(timezone.utc) - moment).total_seconds()
    if context.fault("old-dates-only"):
        off = max(off, 0)
    if abs(off) > LONGEST_SKEW:
        raise SignatureProblem("InvalidSignatureException", "The signature has expired")
    if stamp[:8] != signed.day:
        raise SignatureProblem("InvalidSignatureException", "The date differs from the scope's")
    return stamp


def check_signed_headers(request, signed):
    """The headers that must be under the signature."""
    names = signed.headers
    if names != sorted(set(name.lower() for name in names)):
        raise SignatureProblem("InvalidSignatureException", "The signed headers are not in order")
    needed = ["host", "x-amz-date"]
    needed += [name for name in ("x-amz-security-token", "x-amz-content-sha256")
               if request.header(name) is not None]
    if not set(needed) <= set(names):
        raise SignatureProblem("InvalidSignatureException", "A needed header is not signed")


def check_scope(signed, region, context):
    """The signature must be for this service in this region."""
    wrong_region = signed.region != region and not context.fault("any-region")
    if wrong_region or signed.service != "wickr":
        raise SignatureProblem("InvalidSignatureException", "The scope is not of this service")


def check_token(request, key):
    """A key with a session token works with that token only; others take any signed one."""
    sent = request.header("X-Amz-Security-Token")
    if key.token is not None and not hmac.compare_digest((sent or "").encode(), key.token.encode()):
        raise SignatureProblem("UnrecognizedClientException", "The security token is invalid")


def body_hash_of(request):
    """The hash of the body; the header that tells it must tell the truth."""
    body_hash = hashlib.sha256(request.body).hexdigest()
    told = request.header("X-Amz-Content-Sha256")
    if told is not None and told != body_hash:
        raise SignatureProblem("InvalidSignatureException", "The body differs from its hash")
    return body_hash


def verify(request, keys, region, context):
    """The key that signed the request; raises SignatureProblem for anything else."""
    signed = parse_authorization(request.header("Authorization"))
    key = keys.get(signed.key_id)
    if key is None:
        raise SignatureProblem("UnrecognizedClientException", "The security token is invalid")
    check_scope(signed, region, context)
    check_signed_headers(request, signed)
    stamp = check_date(request, signed, context)
    check_token(request, key)
    canonical = canonical_request(request, signed, body_hash_of(request))
    expected = signature_for(key.secret, signed, stamp, canonical)
    unchecked = context.fault("reading-unsigned") and request.method == "GET"
    if not unchecked and not hmac.compare_digest(expected.encode(), signed.signature.encode()):
        raise SignatureProblem("InvalidSignatureException", "The signature does not match")
    return key
