"""How answers look where an API leaves the form free."""

import json
from http import HTTPStatus


class Look:
    """How answers look where the form is free: JSON style, headers, framing."""

    EXTRA_HEADERS = [
        ("Cache-Control", "no-cache, no-store, must-revalidate"),
        ("Pragma", "no-cache"),
        ("api-supported-versions", "1.0, 2.0"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Node", "node-b"),
    ]
    COOKIES = [
        ("Set-Cookie", "lb-node=node-b; Path=/; HttpOnly"),
        ("Set-Cookie", "mark=a1b2=; Path=/; Expires=Wed, 01 Jan 2098 00:00:00 GMT"),
    ]

    def __init__(self, context):
        self.context = context

    def ordered(self, value):
        """The value with its members in the drawn order, at every depth."""
        order = self.context.pick("key_order")
        if isinstance(value, list):
            return [self.ordered(item) for item in value]
        if not isinstance(value, dict):
            return value
        names = list(value)
        if order == "sorted":
            names.sort()
        elif order == "reversed":
            names.reverse()
        return {name: self.ordered(value[name]) for name in names}

    def text(self, value):
        """The JSON text of an answer."""
        style = self.context.pick("json_style")
        ascii_only = self.context.pick("json_escapes") == "ascii"
        if self.context.fault("content-length-in-characters"):
            ascii_only = False
        options = {
            "compact": {"separators": (",", ":")},
            "spaced": {},
            "indented": {"indent": 2},
        }[style]
        text = json.dumps(self.ordered(value), ensure_ascii=ascii_only, **options)
        return "\r\n" + text + "\r\n" if style == "indented" else text

    def media_type(self, plain):
        """The Content-Type, with the drawn parameter."""
        return plain + {
            "none": "", "charset": "; charset=utf-8", "tight-upper": ';charset="UTF-8"',
        }[self.context.pick("content_type_parameter")]

    def chunked(self):
        """Whether bodies go out in chunks."""
        return (self.context.pick("framing") == "chunked"
                and not self.context.fault("content-length-in-characters"))

    def header_name(self, name):
        """A header's name in the drawn case."""
        return name.lower() if self.context.pick("header_names") == "lower" else name

    def reason(self, status):
        """The reason phrase of a status line."""
        if self.context.pick("reason_phrase") == "empty":
            return ""
        try:
            return HTTPStatus(status).phrase
        except ValueError:
            return "Answer"

    def free_headers(self):
        """Headers beyond the needed ones."""
        headers = []
        if self.context.pick("extra_headers") == "some":
            headers += self.EXTRA_HEADERS
        if self.context.pick("cookies") == "set":
            headers += self.COOKIES
        return headers
