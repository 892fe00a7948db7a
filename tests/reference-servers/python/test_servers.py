"""Tests of both reference servers: started on free ports, spoken to over plain sockets."""

import datetime
import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
ADMIN, PLAIN = ("adm", "Ple:ase1"), ("pat", "Secret2")
KEY, SECRET = "AKIAEXAMPLE", "wJalr/XUtn:FEMI+K7MDENG"
NETWORK, NEIGHBOUR = "12345678", "12345679"
DISCOVERY = "https://idp.example.com/.well-known/openid-configuration"
KEY_SET = '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}'


class Process:
    """A server that runs while the test does."""

    def __init__(self, script, *options):
        command = [sys.executable, os.path.join(HERE, script), "--port", "0",
                   "--until-stdin-ends", "--max-seconds", "120", *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on http://127.0.0.1:"):
            raise AssertionError("no start: " + line + self.process.stderr.read())
        self.port = urllib.parse.urlsplit(line.split()[-1]).port

    def stop(self):
        """Close its standard input and wait for its end."""
        self.process.stdin.close()
        code = self.process.wait(10)
        errors = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return code, errors


class Reply:
    """An answer, read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode("utf-8")
        self.json = json.loads(self.text) if self.text and "json" in self.headers.get(
            "Content-Type", "") else None


def exchange(port, method, target, body=None, headers=None, chunked=False):
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        if chunked:
            body = iter([body[:3], body[3:]])
        connection.request(method, target, body=body, headers=headers or {}, encode_chunked=chunked)
        return Reply(connection.getresponse())
    finally:
        connection.close()


def raw_exchange(port, data):
    """Send bytes, read until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(data)
        got = b""
        while part := link.recv(65536):
            got += part
    return got


class Pvwa:
    """A PVWA server and shorthand for its requests."""

    def __init__(self, *options):
        self.process = Process("pvwa_server.py", "--user", ":".join(ADMIN) + ":admin",
                               "--user", ":".join(PLAIN) + ":plain", *options)
        self.port = self.process.port
        self.token = self.log_on(ADMIN).json

    def stop(self):
        """End the server."""
        return self.process.stop()

    def log_on(self, user, kind="CyberArk", **more):
        """Log on; the answer."""
        body = {"username": user[0], "password": user[1], "concurrentSession": True, **more}
        return self.call("POST", f"/api/Auth/{kind}/Logon", body, token=None)

    def call(self, method, path, body=None, token="", headers=None, chunked=False,
             base="/passwordvault"):
        """A request with JSON and the admin's token, where nothing else is said."""
        sent = {}
        if body is not None:
            sent["Content-Type"] = "application/json"
            if not isinstance(body, (bytes, str)):
                body = json.dumps(body)
            if isinstance(body, str):
                body = body.encode()
        if token == "":
            token = self.token
        if token is not None:
            sent["Authorization"] = token
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        return exchange(self.port, method, base + path, body, sent, chunked)

    def providers(self, method="GET", identifier=None, body=None, **more):
        """A request to the providers."""
        path = "/api/Configuration/OIDC/Providers" + (f"/{identifier}" if identifier else "")
        return self.call(method, path, body, **more)

    def methods(self, method="GET", identifier=None, body=None, **more):
        """A request to the authentication methods."""
        path = "/api/Configuration/AuthenticationMethods" + (f"/{identifier}" if identifier else "")
        return self.call(method, path, body, **more)


def provider(identifier=None, **changes):
    """A valid provider; None as a change takes a member out."""
    body = {"discoveryEndpointUrl": DISCOVERY, "clientId": "pvwa", "clientSecretMethod": "basic"}
    if identifier is not None:
        body["id"] = identifier
    body.update(changes)
    return {name: value for name, value in body.items() if value is not None}


def sign(method, target, body, headers, key=KEY, secret=SECRET, region="us-east-1",
         service="wickr", stamp=None):
    """Headers with an AWS Signature Version 4, written apart from the server's own code."""
    stamp = stamp or datetime.datetime.utcnow().strftime("%Y%m%dT%H%M%SZ")
    headers = {**headers, "X-Amz-Date": stamp}
    path, _, query = target.partition("?")
    lower = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    names = sorted(name for name in lower if name in ("host", "content-type")
                   or name.startswith("x-amz-"))
    pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
    canonical = method + "\n" + urllib.parse.quote(path, safe="/-_.~") + "\n"
    canonical += urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote, safe="-_.~") + "\n"
    for name in names:
        canonical += name + ":" + lower[name] + "\n"
    canonical += "\n" + ";".join(names) + "\n" + hashlib.sha256(body).hexdigest()
    scope = "/".join([stamp[:8], region, service, "aws4_request"])
    text = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n"
    text += hashlib.sha256(canonical.encode()).hexdigest()
    signing = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        signing = hmac.new(signing, part.encode(), "sha256").digest()
    signature = hmac.new(signing, text.encode(), "sha256").hexdigest()
    headers["Authorization"] = (f"AWS4-HMAC-SHA256 Credential={key}/{scope}, "
                                f"SignedHeaders={';'.join(names)}, Signature={signature}")
    return headers


class Wickr:
    """A Wickr server and shorthand for its requests."""

    def __init__(self, *options):
        self.process = Process(
            "wickr_server.py", "--key", f"{KEY}:{SECRET}:admin", "--key", "AKIANONE:no:none",
            "--key", "AKIAREAD:read:read", "--network", NETWORK, "--network", NEIGHBOUR, *options)
        self.port = self.process.port

    def stop(self):
        """End the server."""
        return self.process.stop()

    def call(self, method, target, body=None, headers=None, chunked=False, sent_body=None,
             sent_target=None, **signing):
        """A signed request."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        plain = {"Host": f"127.0.0.1:{self.port}"}
        if body is not None:
            plain["Content-Type"] = "application/json"
        plain.update(headers or {})
        signed = sign(method, target, body or b"", plain, **signing)
        return exchange(self.port, method, sent_target or target,
                        sent_body if sent_body is not None else body, signed, chunked)

    def save(self, body, network=NETWORK, **more):
        """RegisterOidcConfig."""
        return self.call("POST", f"/networks/{network}/oidc/save", body, **more)

    def test(self, body, network=NETWORK, **more):
        """RegisterOidcConfigTest."""
        return self.call("POST", f"/networks/{network}/oidc/test", body, **more)

    def info(self, network=NETWORK, query="", **more):
        """GetOidcInfo."""
        return self.call("GET", f"/networks/{network}/oidc" + (f"?{query}" if query else ""), **more)

    def saved(self, network=NETWORK):
        """The configuration that GetOidcInfo shows."""
        return self.info(network).json["openidConnectInfo"]


def registration(**changes):
    """A valid save; None as a change takes a member out."""
    body = {"companyId": "us-east-1-acme", "issuer": "https://idp.example.com/realm/",
            "scopes": "openid profile email", **changes}
    return {name: value for name, value in body.items() if value is not None}


def error_name(reply):
    """An error's name, as clients find it."""
    name = reply.headers.get("x-amzn-errortype")
    if name is None:
        name = reply.json.get("__type") or reply.json.get("code") or ""
    return name.split(":")[0].split("#")[-1]


class PvwaCase(unittest.TestCase):
    """A fresh server for each test; subclasses choose the seed."""

    options = ()

    def setUp(self):
        self.pvwa = Pvwa(*self.options)
        self.addCleanup(self.stop)

    def stop(self):
        """The server must end well and without internal errors."""
        code, errors = self.pvwa.stop()
        self.assertEqual((code, errors), (0, ""))

    def is_error(self, reply, *statuses):
        """An error body with one of these statuses."""
        self.assertIn(reply.status, statuses, reply.text)
        self.assertRegex(reply.json["ErrorCode"], r"^[A-Z]+[0-9]+E$")
        self.assertIsInstance(reply.json["ErrorMessage"], str)
        for entry in reply.json.get("Details", []):
            self.assertIsInstance(entry, dict)

    def pick(self, name):
        """The option that the server took."""
        text = subprocess.run([sys.executable, os.path.join(HERE, "pvwa_server.py"), "--choices",
                               *self.options], capture_output=True, text=True, timeout=20).stdout
        return json.loads(text)[name]["value"]


class PvwaRules(PvwaCase):
    """The documented and the read rules."""

    def test_life_of_a_provider(self):
        added = self.pvwa.providers("POST", body=provider("idp1", clientSecret="s3cret-ü"))
        self.assertEqual(added.status, 201, added.text)
        self.assertEqual(added.json["clientSecretMethod"], "Basic")
        self.assertEqual(added.json["authenticationFlow"], "Code")
        self.assertEqual(added.json["userNameClaim"], "preferred_username")
        self.assertNotIn("s3cret", added.text)
        self.assertEqual(self.pvwa.providers("POST", body=provider("idp10")).status, 201)
        update = provider(description="Ünïcode", userNameClaim="given_name")
        for slash in ("", "/"):
            changed = self.pvwa.providers("PUT", "idp1" + slash, update)
            self.assertEqual((changed.status, changed.text), (200, ""))
        self.assertEqual(self.pvwa.providers("GET", "idp1").json["description"], "Ünïcode")
        self.pvwa.providers("PUT", "idp1", provider())
        read = self.pvwa.providers("GET", "idp1").json
        self.assertEqual(read["userNameClaim"], "preferred_username")
        self.assertFalse(read.get("description"))
        listed = [item["id"] for item in self.pvwa.providers().json["Providers"]]
        self.assertLessEqual({"idp1", "idp10"}, set(listed))
        self.is_error(self.pvwa.providers("POST", body=provider("idp1")), 409)
        self.is_error(self.pvwa.providers("POST", body=provider("idp1", clientId=5)), 400)
        removed = self.pvwa.providers("DELETE", "idp1")
        self.assertEqual((removed.status, removed.text), (204, ""))
        self.assertIsNone(removed.headers.get("Content-Length"))
        self.is_error(self.pvwa.providers("DELETE", "idp1"), 404)
        self.is_error(self.pvwa.providers("GET", "idp1"), 404)
        self.is_error(self.pvwa.providers("PUT", "idp1", provider()), 404)
        self.assertEqual(self.pvwa.providers("GET", "idp10").status, 200)

    def test_bad_providers(self):
        self.pvwa.providers("POST", body=provider("idp"))
        bad = [
            {"clientId": None}, {"clientSecretMethod": None}, {"discoveryEndpointUrl": None},
            {"clientId": ""}, {"clientId": "x" * 101}, {"clientSecret": "ü" * 201},
            {"clientSecretMethod": "Form"}, {"userNameClaim": "claim1"}, {"userNameClaim": "a-b"},
            {"userNameClaim": "a" * 51}, {"userNameClaim": "a\n"}, {"description": "d" * 256},
            {"authenticationFlow": "Implicit"}, {"clientId": 7}, {"clientSecret": True},
            {"discoveryEndpointUrl": "no url"}, {"jwkSet": "{}"}, {"description": ["x"]},
            {"discoveryEndpointUrl": None, "issuer": "https://a.example", "jwkSet": KEY_SET},
        ]
        for changes in bad:
            with self.subTest(changes):
                self.is_error(self.pvwa.providers("PUT", "idp", provider(**changes)), 400)
                self.is_error(self.pvwa.providers("POST", body=provider("new", **changes)), 400)
        for name in ("clientId", "clientSecretMethod"):
            self.is_error(self.pvwa.providers("PUT", "idp", {**provider(), name: None}), 400)
        for identifier in ("", "a-b", "a b", "x" * 51, "a_b", 5, "a\n"):
            self.is_error(self.pvwa.providers("POST", body=provider(identifier=identifier)), 400)
        for text in (b"", b"{", b"[]", b'"x"', b"null", b'{"clientId":NaN}', b"\xff", b"[" * 99999,
                     b'{"clientId":"\\ud800"}'):
            self.is_error(self.pvwa.providers("PUT", "idp", text), 400)
        self.assertEqual(self.pvwa.providers("GET", "idp").json["clientId"], "pvwa")

    def test_limits_in_characters(self):
        body = provider("x" * 50, clientId="ü" * 100, clientSecret="s" * 200,
                        userNameClaim="_" * 50, description="😀" * 255, clientSecretMethod="post")
        reply = self.pvwa.providers("POST", body=body)
        self.assertEqual(reply.status, 201, reply.text)
        self.assertEqual(reply.json["description"], "😀" * 255)
        self.assertEqual(reply.json["clientSecretMethod"], "Post")

    def test_three_members(self):
        body = provider("three", discoveryEndpointUrl=None, issuer="https://idp.example.com",
                        authenticationEndpointUrl="https://idp.example.com/auth", jwkSet=KEY_SET)
        refused = self.pick("three_members") == "refused"
        reply = self.pvwa.providers("POST", body=body)
        self.assertEqual(reply.status, 400 if refused else 201, reply.text)
        if not refused:
            self.assertEqual(reply.json["jwkSet"], KEY_SET)

    def test_null_for_optional(self):
        refused = self.pick("null_optional") == "refused"
        reply = self.pvwa.providers("POST", body={**provider("nul"), "description": None})
        self.assertEqual(reply.status, 400 if refused else 201)

    def test_media_types(self):
        self.pvwa.providers("POST", body=provider("idp"))
        for good in ("application/json; charset=utf-8", "text/json", "Application/JSON"):
            reply = self.pvwa.providers("PUT", "idp", provider(), headers={"Content-Type": good})
            self.assertEqual(reply.status, 200, good)
        for bad in ("text/plain", None):
            body = json.dumps(provider()).encode()
            reply = self.pvwa.providers("PUT", "idp", body, headers={"Content-Type": bad})
            self.is_error(reply, int(self.pick("wrong_media_type")))
        form = urllib.parse.urlencode(provider())
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self.pvwa.providers("PUT", "idp", form, headers=kind).status, 200)
        xml = "<p>" + "".join(f"<{n}>{v}</{n}>" for n, v in provider().items()) + "</p>"
        kind = {"Content-Type": "application/xml"}
        self.assertEqual(self.pvwa.providers("PUT", "idp", xml, headers=kind).status, 200)
        reply = self.pvwa.providers(headers={"Accept": "application/vnd.cyberark.api+json"})
        self.assertIn("application/vnd.cyberark.api+json", reply.headers["Content-Type"])

    def test_sessions(self):
        self.is_error(self.pvwa.providers(token=None), 401)
        self.is_error(self.pvwa.providers(token="abc"), 401)
        self.is_error(self.pvwa.providers(token="Bearer " + self.pvwa.token), 401)
        self.is_error(self.pvwa.providers("PUT", "none", b"{", token=None), 401)
        second = self.pvwa.log_on(ADMIN, "ldap").json
        off = self.pvwa.call("POST", "/api/Auth/Logoff", token=second)
        self.assertEqual(off.status, 200)
        if off.text:
            self.assertEqual(list(off.json), ["LogoffUrl"])
        self.is_error(self.pvwa.providers(token=second), 401)
        self.assertEqual(self.pvwa.providers().status, 200)
        self.is_error(self.pvwa.call("POST", "/api/Auth/Logoff", token=second), 401)
        self.is_error(self.pvwa.log_on(("nobody", "x")), 401, 403)
        self.is_error(self.pvwa.call("POST", "/api/Auth/CyberArk/Logon", b"{", token=None), 400)
        self.is_error(self.pvwa.call("POST", "/api/Auth/CyberArk/Logon", b"", token=None), 400)

    def test_permission(self):
        token = self.pvwa.log_on(PLAIN).json
        for method, identifier in (("GET", None), ("POST", None), ("GET", "no"), ("PUT", "no"),
                                   ("DELETE", "no")):
            body = b"{" if method in ("POST", "PUT") else None
            self.is_error(self.pvwa.providers(method, identifier, body, token=token), 403)
            self.is_error(self.pvwa.methods(method, identifier, body, token=token), 403)

    def test_paths_and_methods(self):
        self.pvwa.providers("POST", body=provider("Idp"))
        for path in ("/PASSWORDVAULT/API/configuration/oidc/PROVIDERS/Idp",
                     "/PasswordVault/api/Configuration/OIDC/Providers/Idp/"):
            self.assertEqual(self.pvwa.call("GET", path, base="").status, 200, path)
        self.is_error(self.pvwa.providers("GET", "idp"), 404)
        for path in ("/api/Configuration/OIDC", "/api/x", "/api/Configuration/OIDC/Providers//",
                     "/api/Configuration/OIDC/Providers/a/b"):
            self.is_error(self.pvwa.call("GET", path), 404)
        for method, identifier in (("PATCH", "Idp"), ("POST", "Idp"), ("PUT", None), ("DELETE", None)):
            reply = self.pvwa.providers(method, identifier, provider())
            self.is_error(reply, 405)
            self.assertIn("GET", reply.headers["Allow"])
        self.is_error(self.pvwa.providers("GET", "x" * 51), int(self.pick("long_path_id")))

    def test_authentication_methods(self):
        body = {"id": "idp", "displayName": "Sign in", "enabled": True, "secondFactorAuth": "radius"}
        self.assertEqual(self.pvwa.methods("POST", body=body).status, 201)
        self.is_error(self.pvwa.methods("POST", body=body), 409)
        change = {"enabled": False, "logoffUrl": "https://idp.example.com/out"}
        changed = self.pvwa.methods("PUT", "idp", change)
        self.assertEqual((changed.status, changed.json["enabled"]), (200, False))
        read = self.pvwa.methods("GET", "idp").json
        self.assertFalse(read.get("displayName"))
        self.assertEqual(read["logoffUrl"], change["logoffUrl"])
        self.assertIn("idp", [item["id"] for item in self.pvwa.methods().json["Methods"]])
        for bad in ({"enabled": "true"}, {"displayName": "x" * 51}, {"logoffUrl": "x" * 2001},
                    {"secondFactorAuth": "sms"}, {"signInLabel": 1}):
            self.is_error(self.pvwa.methods("PUT", "idp", bad), 400)
        self.is_error(self.pvwa.methods("POST", body={"displayName": "x"}), 400)
        self.assertEqual(self.pvwa.methods("DELETE", "idp").status, 204)
        self.is_error(self.pvwa.methods("GET", "idp"), 404)

    def test_http(self):
        body = json.dumps(provider("chunky", description="ü")).encode()
        self.assertEqual(self.pvwa.providers("POST", body=body, chunked=True).status, 201)
        link = http.client.HTTPConnection("127.0.0.1", self.pvwa.port, timeout=5)
        for _ in range(3):
            link.request("GET", "/passwordvault/api/Configuration/OIDC/Providers",
                         headers={"Authorization": self.pvwa.token})
            self.assertEqual(Reply(link.getresponse()).status, 200)
        link.close()
        head = (f"POST /passwordvault/api/Configuration/OIDC/Providers HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: {self.pvwa.token}\r\nContent-Type: application/json\r\n"
                "Connection: close\r\nExpect: 100-continue\r\n")
        body = json.dumps(provider("patient"))
        got = raw_exchange(self.pvwa.port, f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        self.assertTrue(got.startswith(b"HTTP/1.1 100"), got)
        self.assertIn(b"HTTP/1.1 201", got)
        got = raw_exchange(self.pvwa.port, b"GET /passwordvault/api/x HTTP/1.1\r\n\r\n")
        self.assertTrue(got.startswith(b"HTTP/1.1 400"))
        got = raw_exchange(self.pvwa.port, (head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n").encode())
        self.assertIn(b"HTTP/1.1 400", got)

    def test_many_adds_at_once(self):
        statuses = []

        def add():
            statuses.append(self.pvwa.providers("POST", body=provider("same")).status)

        threads = [threading.Thread(target=add) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(statuses), [201] + [409] * 5)


class PvwaSeed0(PvwaRules):
    """The same rules with the less usual options."""

    options = ("--seed", "0")


class PvwaSeed7(PvwaRules):
    """The same rules with drawn options."""

    options = ("--seed", "7")


class PvwaTimeOut(PvwaCase):
    """The end of a session."""

    options = ("--session-seconds", "0.4")

    def test_time_out(self):
        self.assertEqual(self.pvwa.providers().status, 200)
        time.sleep(0.6)
        self.is_error(self.pvwa.providers(), 401)


class WickrCase(unittest.TestCase):
    """A fresh server for each test; subclasses choose the seed."""

    options = ()

    def setUp(self):
        self.wickr = Wickr(*self.options)
        self.addCleanup(self.stop)

    def stop(self):
        """The server must end well and without internal errors."""
        code, errors = self.wickr.stop()
        self.assertEqual((code, errors), (0, ""))

    def is_error(self, reply, *pairs):
        """An error of one of these statuses, its name fitting where it is one of the seven."""
        seven = {"BadRequestError": 400, "UnauthorizedError": 401, "ForbiddenError": 403,
                 "ResourceNotFoundError": 404, "ValidationError": 422}
        self.assertIn(reply.status, pairs, reply.text)
        name = error_name(reply)
        self.assertTrue(name)
        self.assertEqual(seven.get(name, reply.status), reply.status)
        self.assertTrue("message" in reply.json or "reasons" in reply.json)

    def pick(self, name):
        """The option that the server took."""
        text = subprocess.run([sys.executable, os.path.join(HERE, "wickr_server.py"), "--choices",
                               *self.options], capture_output=True, text=True, timeout=20).stdout
        return json.loads(text)[name]["value"]


class WickrRules(WickrCase):
    """The documented and the read rules."""

    def test_save_and_read(self):
        before = self.wickr.info()
        self.assertIn(before.status, (200, 404))
        full = registration(customUsername="Preferred_Üser", extraAuthParams="a=b%20c&d=é" + "x" * 300,
                            secret="s3cret-value", ssoTokenBufferMinutes=0, userId="email")
        saved = self.wickr.save(full)
        self.assertEqual(saved.status, 200, saved.text)
        kept = {name: value for name, value in full.items() if name != "secret"}
        for shown in (saved.json, self.wickr.saved()):
            self.assertEqual({name: shown[name] for name in kept}, kept)
        self.assertEqual(self.wickr.save(full).status, 200)
        self.assertEqual(self.wickr.save(registration()).status, 200)
        self.assertNotIn("customUsername", self.wickr.saved())
        neighbour = self.wickr.info(NEIGHBOUR)
        self.assertFalse((neighbour.json.get("openidConnectInfo") or {}).get("companyId"))

    def test_bad_saves(self):
        self.wickr.save(registration())
        for changes in ({"companyId": None}, {"issuer": None}, {"scopes": None}, {"companyId": ""},
                        {"companyId": 5}, {"ssoTokenBufferMinutes": "5"}, {"secret": True},
                        {"ssoTokenBufferMinutes": True}, {"ssoTokenBufferMinutes": 2.5},
                        {"ssoTokenBufferMinutes": 2 ** 40}):
            self.is_error(self.wickr.save(registration(**changes)), 400, 422)
        for name in ("companyId", "issuer", "scopes"):
            self.is_error(self.wickr.save({**registration(), name: None}), 400, 422)
        for text in (b"{", b"[]", b"\xff", b'{"companyId":NaN}'):
            self.is_error(self.wickr.save(text), 400)
        self.is_error(self.wickr.save(b""), 400, 422)
        wrong = {"Content-Type": "text/plain"}
        self.is_error(self.wickr.save(registration(), headers=wrong), 400, 415, 422)
        self.assertEqual(self.wickr.save({**registration(), "other": 1}).status, 200)

    def test_networks(self):
        for bad in ("1234567", "123456789", "1234567a", "%D9%A1%D9%A12345678"):
            self.is_error(self.wickr.info(bad), 400, 422)
        for method in (self.wickr.save, self.wickr.test):
            self.assertEqual(error_name(method(registration(), "00000000")), "ResourceNotFoundError")
        self.assertEqual(error_name(self.wickr.info("00000000")), "ResourceNotFoundError")

    def test_signatures(self):
        target = f"/networks/{NETWORK}/oidc"
        refused = [
            exchange(self.wickr.port, "GET", target), self.wickr.info(key="AKIAOTHER"),
            self.wickr.info(secret="wrong"), self.wickr.info(region="eu-west-1"),
            self.wickr.info(service="s3"), self.wickr.info(stamp=shifted(-330)),
            self.wickr.info(stamp=shifted(330)),
            self.wickr.call("GET", target + "?url=a", sent_target=target + "?url=b"),
            self.wickr.save(registration(), sent_body=json.dumps(registration(scopes="x")).encode()),
            self.wickr.info(headers={"X-Amz-Content-Sha256": "0" * 64}),
        ]
        for reply in refused:
            self.is_error(reply, 401, 403)
            self.assertIn("message", reply.json)
        self.assertEqual(self.wickr.save(registration()).status, 200)
        for good in ({"stamp": shifted(-200)}, {"stamp": shifted(200)},
                     {"headers": {"X-Amz-Security-Token": "t/o+k="}},
                     {"query": "b=%20%2B%C3%BC&a=1&a=0&c"}):
            self.assertEqual(self.wickr.info(**good).status, 200, good)

    def test_rights(self):
        for network in (NETWORK, "00000000"):
            self.is_error(self.wickr.info(network, key="AKIANONE", secret="no"), 403)
        self.wickr.save(registration())
        self.assertEqual(self.wickr.info(key="AKIAREAD", secret="read").status, 200)
        test = registration(companyId=None)
        self.is_error(self.wickr.test(test, key="AKIAREAD", secret="read"), 403)

    def test_provider_test(self):
        self.wickr.save(registration())
        before = self.wickr.saved()
        body = {"issuer": "https://other.example.com", "scopes": "openid"}
        reply = self.wickr.test(body)
        self.assertEqual(reply.status, 200, reply.text)
        for name, value in reply.json.items():
            kind = list if name.endswith("Supported") else bool if name.startswith("micro") else str
            self.assertIsInstance(value, kind)
        self.is_error(self.wickr.test({**body, "issuer": ""}), 400, 422)
        self.is_error(self.wickr.test({"issuer": body["issuer"]}), 400, 422)
        for issuer in ("https://127.0.0.1", "https://localhost", "https://x.invalid", "no",
                       "http://idp.example.com", "https://10.0.0.1:99/"):
            reply = self.wickr.test({**body, "issuer": issuer})
            self.is_error(reply, 400)
            self.assertEqual(reply.json["message"], "issuer contains an invalid endpoint")
        self.assertEqual(self.wickr.saved(), before)

    def test_tokens(self):
        self.wickr.save(registration())
        before = self.wickr.saved()
        query = "code=abc&grantType=authorization_code&codeVerifier=v&redirectUri=https://x.example/"
        reply = self.wickr.info(query=query)
        if self.pick("token_exchange") == "refused":
            self.is_error(reply, 400)
        else:
            self.assertGreaterEqual(reply.json["tokenInfo"].get("expiresIn", 0), 0)
        for partly in ("code=abc", "grantType=authorization_code", "clientId=a"):
            self.assertNotIn("tokenInfo", self.wickr.info(query=partly).json)
        self.assertEqual(self.wickr.saved(), before)

    def test_other_paths_and_methods(self):
        self.is_error(self.wickr.call("GET", "/networks"), 404)
        self.is_error(self.wickr.call("DELETE", f"/networks/{NETWORK}/oidc"), 403, 404, 405)
        self.is_error(self.wickr.call("PUT", f"/networks/{NETWORK}/oidc/save", registration()),
                      403, 404, 405)

    def test_chunked(self):
        body = json.dumps(registration(customUsername="ü")).encode()
        self.assertEqual(self.wickr.save(body, chunked=True).status, 200)


def shifted(seconds):
    """A date stamp that many seconds from now."""
    moment = datetime.datetime.utcnow() + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y%m%dT%H%M%SZ")


class WickrSeed0(WickrRules):
    """The same rules with the less usual options."""

    options = ("--seed", "0")


class WickrSeed7(WickrRules):
    """The same rules with drawn options."""

    options = ("--seed", "7")


class WickrOptions(unittest.TestCase):
    """Options of the command line."""

    def test_company_prefix(self):
        wickr = Wickr("--company-prefix", "us-east-1-")
        self.addCleanup(wickr.stop)
        self.assertEqual(wickr.save(registration()).status, 200)
        reply = wickr.save(registration(companyId="acme"))
        self.assertEqual((reply.status, reply.json["message"]), (400, "Invalid companyId"))
        self.assertEqual(wickr.save(registration(companyId="")).json["message"],
                         "Company ID is required")

    def test_session_token(self):
        wickr = Wickr("--session-token", KEY + "=right=")
        self.addCleanup(wickr.stop)
        wickr.save(registration(), headers={"X-Amz-Security-Token": "right="})
        for token, status in (("right=", (200,)), ("wrong", (401, 403)), (None, (401, 403))):
            headers = {"X-Amz-Security-Token": token} if token else {}
            self.assertIn(wickr.info(headers=headers).status, (*status, 404) if status == (200,)
                          else status)

    def test_ends_on_a_signal(self):
        server = Process("wickr_server.py")
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(server.process.wait(5), 0)
        server.stop()

    def test_ends_after_its_time(self):
        server = Process("pvwa_server.py", "--max-seconds", "0.3")
        self.assertEqual(server.process.wait(5), 0)
        server.stop()


if __name__ == "__main__":
    unittest.main()
