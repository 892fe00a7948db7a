"""What the servers of foreign APIs share: routes, JSON bodies, refusals. It knows none of the APIs."""

import argparse
import json
import os
import threading
import urllib.parse

from choices import COMMON, add_common_options, context_from
from faults import Fault
from plain_http import Answer, BadJson, parse_json, serve

FAULTS_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "foreign_faults.json")


class Refusal(Exception):
    """The request is refused with that status."""

    def __init__(self, status, message, headers=()):
        super().__init__(message)
        self.status = status
        self.headers = list(headers)


class ForeignApi:
    """Answers requests. An API gives `base_path`, `routes()`, `sign_in(request)` and `error_body(status, text)`."""

    base_path = ""

    def __init__(self, context):
        self.context = context
        self.lock = threading.Lock()

    def answer(self, request):
        """The answer to one request; one request at a time."""
        try:
            with self.lock:
                return self.dispatch(request)
        except Refusal as refusal:
            answer = self.http_error(refusal.status, str(refusal))
            answer.headers += refusal.headers
            return answer

    def http_error(self, status, message):
        """The answer that says what went wrong."""
        body = self.error_body(status, self.context.words(message))
        return Answer(status, body, has_body=body is not None)

    def dispatch(self, request):
        """Check who asks, find the operation, run it."""
        self.sign_in(request)
        parts = [urllib.parse.unquote(part) for part in request.path.split("/")]
        for template, operations in self.routes():
            values = values_in(self.base_path + template, parts)
            if values is None:
                continue
            if request.method not in operations:
                raise Refusal(405, "No such method", [("Allow", ", ".join(sorted(operations)))])
            return operations[request.method](request, *values)
        raise Refusal(404, "No such resource")


def values_in(template, parts):
    """What stands in the braces of a path's template, or None where the path is another one."""
    wanted = template.split("/")
    if len(wanted) != len(parts):
        return None
    values = []
    for want, part in zip(wanted, parts):
        if want.startswith("{") and part:
            values.append(part)
        elif want != part:
            return None
    return values


def json_object(request):
    """The JSON object that a request brings."""
    media_type = request.header("Content-Type", "").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise Refusal(415, "The body must be JSON")
    try:
        value = parse_json(request.body)
    except BadJson as problem:
        raise Refusal(400, "The body is not valid JSON") from problem
    if not isinstance(value, dict):
        raise Refusal(400, "The body must be an object")
    return value


def picked(value, rules, required=()):
    """The known properties of an object, each checked by its rule; unknown ones are ignored."""
    if not isinstance(value, dict):
        raise Refusal(400, "An object is needed")
    for name in required:
        if name not in value:
            raise Refusal(400, f"{name} is missing")
    return {name: rule(value[name], name) for name, rule in rules.items() if name in value}


def text(value, name):
    """Any text."""
    if not isinstance(value, str):
        raise Refusal(400, f"{name} must be a text")
    return value


def flag(value, name):
    """True or false."""
    if not isinstance(value, bool):
        raise Refusal(400, f"{name} must be true or false")
    return value


def uri(value, name):
    """An absolute URI. Status 400 where it is none."""
    parsed = urllib.parse.urlsplit(text(value, name))
    if not parsed.scheme or not (parsed.netloc or parsed.path) or any(c.isspace() for c in value):
        raise Refusal(400, f"{name} must be a URI")
    return value


def whole(smallest, largest):
    """A rule for whole numbers between two limits, both allowed."""
    def rule(value, name):
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not smallest <= value <= largest:
            raise Refusal(400, f"{name} must be a whole number from {smallest} to {largest}")
        return value
    return rule


def one_of(*words, status=400):
    """A rule for a text that is one of some words."""
    def rule(value, name):
        if text(value, name) not in words:
            raise Refusal(status, f"{name} must be one of {', '.join(words)}")
        return value
    return rule


def list_of(item, smallest=0, unique=False):
    """A rule for lists."""
    def rule(value, name):
        if not isinstance(value, list) or len(value) < smallest:
            raise Refusal(400, f"{name} must be a list of at least {smallest}")
        if unique and len({json.dumps(one) for one in value}) < len(value):
            raise Refusal(400, f"{name} must not hold anything twice")
        return [item(one, name) for one in value]
    return rule


def run_server(make, api, add_options):
    """Start the server of an API from the command line."""
    with open(FAULTS_FILE, encoding="utf-8") as file:
        faults = [Fault(**fault) for fault in json.load(file)[api]]
    parser = argparse.ArgumentParser(description=f"A plain server of the document {api}.")
    add_common_options(parser)
    add_options(parser)
    arguments = parser.parse_args()
    application = make(context_from(arguments, COMMON, faults), arguments)
    serve(application, application.base_path, arguments)
