"""Request bodies of the PVWA: JSON, and the other documented media types."""

import email
import urllib.parse
from xml.etree import ElementTree

from plain_http import BadJson, parse_json

JSON_TYPES = ("application/json", "text/json")
XML_TYPES = ("application/xml", "text/xml")
FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"


class Refusal(Exception):
    """The request is refused with this status. `kind` picks the error code."""

    def __init__(self, status, kind, message):
        super().__init__(message)
        self.status = status
        self.kind = kind


def bad_body(message):
    """A 400 about the body."""
    return Refusal(400, "parameters", message)


def media_type_of(request):
    """The media type in small letters, without parameters."""
    return request.header("Content-Type", "").split(";")[0].strip().lower()


def object_from(request, context):
    """The body as an object, whatever documented media type it is in."""
    media_type = media_type_of(request)
    charset_refused = context.fault("charset-refused") and ";" in request.header("Content-Type", "")
    known = (*JSON_TYPES, *XML_TYPES, FORM_TYPE, MULTIPART_TYPE)
    if (media_type not in known and not media_type.endswith("+json")) or charset_refused:
        raise Refusal(int(context.pick("wrong_media_type")), "media", "The media type is not supported")
    if media_type in XML_TYPES:
        return from_xml(request.body)
    if media_type == FORM_TYPE:
        return from_form(request.body)
    if media_type == MULTIPART_TYPE:
        return from_multipart(request)
    return from_json(request.body, context)


def from_json(body, context):
    """A JSON object."""
    if context.fault("latin-1-bodies"):
        body = body.decode("latin-1").encode("utf-8")
    try:
        value = parse_json(body)
    except BadJson as problem:
        raise bad_body("The body is not valid JSON") from problem
    if not isinstance(value, dict):
        raise bad_body("The body is not an object")
    return value


def typed(text):
    """Forms know texts alone: the two words for booleans become booleans."""
    return {"true": True, "false": False}.get(text.strip().lower(), text)


def from_xml(body):
    """The children of the root element as members."""
    if b"<!" in body:
        raise bad_body("A document type is not allowed")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as problem:
        raise bad_body("The body is not valid XML") from problem
    return {child.tag.split("}")[-1]: typed(child.text or "") for child in root}


def from_form(body):
    """The fields of a form as members."""
    try:
        pairs = urllib.parse.parse_qsl(body.decode("utf-8"), keep_blank_values=True)
    except ValueError as problem:
        raise bad_body("The body is not a valid form") from problem
    return {name: typed(text) for name, text in pairs}


def from_multipart(request):
    """The parts of a multipart form as members."""
    head = b"Content-Type: " + request.header("Content-Type").encode("latin-1") + b"\r\n\r\n"
    message = email.message_from_bytes(head + request.body)
    if not message.is_multipart():
        raise bad_body("The body is not a valid multipart form")
    members = {}
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if name and content is not None:
            members[name] = typed(content.decode("utf-8", "replace"))
    return members


def named(body, names, context):
    """The documented members of a body; all others are ignored."""
    if context.pick("member_names") == "exact":
        return {name: body[name] for name in names if name in body}
    wanted = {name.lower(): name for name in names}
    return {wanted[name.lower()]: value for name, value in body.items() if name.lower() in wanted}
