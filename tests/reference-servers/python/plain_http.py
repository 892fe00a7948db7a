"""A small HTTP/1.1 server: whole requests in, whole answers out.

It knows nothing of either API. An application object gives `answer(request)`, which returns
an `Answer`, and `http_error(status, message)`, which words an error of the HTTP layer itself.
"""

import json
import os
import signal
import sys
import threading
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from look import Look

LARGEST_BODY = 8 * 1024 * 1024


@dataclass
class Request:
    """One request, read to its end. `path` and `query` are as sent, still percent-encoded."""

    method: str
    path: str
    query: str
    headers: object
    body: bytes

    def header(self, name, default=None):
        """The first value of a header, without the blanks around it."""
        value = self.headers.get(name)
        return default if value is None else value.strip()


@dataclass
class Answer:
    """One answer. `value` is written as JSON unless `has_body` is False or `raw` is given."""

    status: int
    value: object = None
    has_body: bool = True
    headers: list = field(default_factory=list)
    media_type: str = "application/json"
    raw: bytes = None


class BadMessage(Exception):
    """The request is no proper HTTP message; the connection cannot go on."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class BadJson(ValueError):
    """A text that is not acceptable JSON."""


def parse_json(body):
    """Read UTF-8 JSON strictly: no NaN, no lone surrogates, no endless nesting."""

    def refuse(word):
        raise BadJson(f"{word} is not JSON")

    try:
        value = json.loads(body.decode("utf-8"), parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as problem:
        raise BadJson("not valid JSON in UTF-8") from problem
    return value


class Handler(BaseHTTPRequestHandler):
    """Reads requests and writes answers on one connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    application = None
    look = None

    def log_message(self, *_):
        """Nothing is logged: requests hold secrets."""

    def send_error(self, code, message=None, explain=None):
        """Errors that the base class finds are worded by the application."""
        self.close_connection = True
        self.command = getattr(self, "command", None) or "GET"
        self.write_answer(self.application.http_error(int(code), message or "Bad request"))

    def handle_one_request(self):
        """Read one request, answer it."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline:
                self.close_connection = True
                return
            if len(self.raw_requestline) > 65536:
                self.requestline = self.request_version = self.command = ""
                self.send_error(414, "The request line is too long")
                return
            if self.parse_request():
                self.write_answer(self.handle_request())
        except (TimeoutError, ConnectionError):
            self.close_connection = True

    def handle_request(self):
        """The answer to the request whose head has been read."""
        try:
            if self.request_version == "HTTP/1.1" and len(self.headers.get_all("Host", [])) != 1:
                raise BadMessage(400, "Exactly one Host header is needed")
            body = self.read_body()
        except BadMessage as problem:
            self.close_connection = True
            return self.application.http_error(problem.status, str(problem))
        target = self.requestline.split()[1]
        if target.lower().startswith(("http://", "https://")):
            target = "/" + target.split("/", 3)[3] if target.count("/") > 2 else "/"
        path, _, query = target.partition("?")
        request = Request(self.command, path, query, self.headers, body)
        try:
            return self.application.answer(request)
        except Exception as problem:  # a mistake of ours must still be answered
            print(f"internal error: {type(problem).__name__}", file=sys.stderr, flush=True)
            return self.application.http_error(500, "Internal error")

    def read_body(self):
        """The request's body, whichever way it is framed."""
        coding = self.headers.get_all("Transfer-Encoding", [])
        lengths = self.headers.get_all("Content-Length", [])
        if coding:
            if lengths or ",".join(coding).strip().lower() != "chunked":
                raise BadMessage(400, "The framing of the body is not understood")
            body = self.read_chunks()
            return b"" if self.application.context.fault("chunked-body-lost") else body
        if not lengths:
            return b""
        if len(set(lengths)) > 1 or not (lengths[0].isascii() and lengths[0].strip().isdigit()):
            raise BadMessage(400, "The Content-Length is not a number")
        size = int(lengths[0])
        if size > LARGEST_BODY:
            raise BadMessage(413, "The body is too large")
        return self.read_exactly(size)

    def read_exactly(self, size):
        """That many bytes, or the message is bad."""
        data = self.rfile.read(size)
        if len(data) < size:
            raise BadMessage(400, "The body ends too early")
        return data

    def read_chunks(self):
        """A chunked body and its trailer."""
        body = b""
        while True:
            line = self.rfile.readline(1024)
            text = line.split(b";")[0].strip()
            if not text or any(letter not in b"0123456789abcdefABCDEF" for letter in text):
                raise BadMessage(400, "A chunk has no size")
            size = int(text, 16)
            if len(body) + size > LARGEST_BODY:
                raise BadMessage(413, "The body is too large")
            if size == 0:
                break
            body += self.read_exactly(size)
            if self.read_exactly(2) != b"\r\n":
                raise BadMessage(400, "A chunk does not end where it should")
        while self.rfile.readline(8192) not in (b"\r\n", b"\n", b""):
            pass
        return body

    def write_answer(self, answer):
        """Send head and body in one go."""
        body, length = self.body_of(answer)
        headers = [("Date", formatdate(usegmt=True))] + answer.headers + self.look.free_headers()
        bodyless = answer.status == 204
        if body and not bodyless:
            headers.append(("Content-Type", self.look.media_type(answer.media_type)))
        chunked = bool(body) and self.look.chunked() and self.request_version == "HTTP/1.1"
        if chunked:
            headers.append(("Transfer-Encoding", "chunked"))
            body = chunks(body)
        elif not bodyless:
            headers.append(("Content-Length", str(length)))
        if answer.status >= 400 and self.look.context.pick("connection") == "close-after-errors":
            self.close_connection = True
        if self.close_connection:
            headers.append(("Connection", "close"))
        elif self.request_version == "HTTP/1.0":
            headers.append(("Connection", "keep-alive"))
        head = f"HTTP/1.1 {answer.status} {self.look.reason(answer.status)}\r\n"
        head += "".join(f"{self.look.header_name(name)}: {value}\r\n" for name, value in headers)
        wanted = b"" if self.command == "HEAD" or bodyless else body
        self.wfile.write(head.encode("latin-1") + b"\r\n" + wanted)

    def body_of(self, answer):
        """The body's bytes and the length to declare."""
        if not answer.has_body:
            return b"", 0
        if answer.raw is not None:
            return answer.raw, len(answer.raw)
        text = self.look.text(answer.value)
        body = text.encode("utf-8")
        if self.look.context.fault("content-length-in-characters"):
            return body, len(text)
        return body, len(body)


def chunks(body):
    """A body in two chunks, as a server does that does not know the end yet."""
    middle = max(1, len(body) // 2)
    parts = [part for part in (body[:middle], body[middle:]) if part]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


class Server(ThreadingHTTPServer):
    """Many connections at a time, on the loopback address only."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A connection that breaks is no news."""


def serve(application, base_path, arguments):
    """Listen until told to stop: SIGTERM, the end of standard input, or the time limit."""
    handler = type("BoundHandler", (Handler,), {
        "application": application, "look": Look(application.context)})
    server = Server(("127.0.0.1", arguments.port), handler)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True).start()
    print(f"listening on http://127.0.0.1:{server.server_address[1]}{base_path}", flush=True)
    if arguments.until_stdin_ends:
        threading.Thread(target=wait_for_end_of_input, args=(stop,), daemon=True).start()
    stop.wait(arguments.max_seconds)
    server.shutdown()
    server.server_close()


def wait_for_end_of_input(stop):
    """Set the event once standard input ends."""
    while os.read(0, 4096):
        pass
    stop.set()
