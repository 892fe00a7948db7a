"""Each fault changes what a probe sees; without a fault every probe sees the right thing."""

import json
import os
import subprocess
import sys
import threading
import time
import unittest

from test_servers import (
    ADMIN, HERE, NEIGHBOUR, NETWORK, PLAIN, Pvwa, Wickr, error_name, provider,
    registration, shifted)

COUNT = iter(range(10 ** 6))


def fresh(server, **changes):
    """Add a provider under an id of its own; the id and the answer."""
    identifier = f"p{next(COUNT):05d}"
    return identifier, server.providers("POST", body=provider(identifier, **changes))


def read(server, identifier):
    """A provider as it is read."""
    return server.providers("GET", identifier).json


def status_of_add(server, **changes):
    """The status of an add with these changes."""
    return fresh(server, **changes)[1].status


def listed(server):
    """The ids in the list of providers."""
    return [item["id"] for item in server.providers().json["Providers"]]


def update_merges(server):
    name, _ = fresh(server, userNameClaim="given_name")
    server.providers("PUT", name, provider())
    return read(server, name)["userNameClaim"] == "preferred_username"


def secret_in_list(server):
    fresh(server, clientSecret="hidden-here")
    return "hidden-here" not in server.providers().text


def null_client_id(server):
    body = {**provider(f"n{next(COUNT)}"), "clientId": None}
    return server.providers("POST", body=body).status == 400


def conflict_before_body(server):
    name, _ = fresh(server)
    return server.providers("POST", body=provider(name, clientSecretMethod="None")).status == 400


def add_race(server):
    statuses = []
    body = provider(f"r{next(COUNT)}")

    def add():
        statuses.append(server.providers("POST", body=body).status)

    run_together([add, add, add, add])
    return sorted(statuses) == [201, 409, 409, 409]


def run_together(functions):
    """Run functions at the same time."""
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def list_not_refreshed(server):
    name, _ = fresh(server)
    server.providers("DELETE", name)
    return name not in listed(server)


def list_by_client_id(server):
    one, two = fresh(server)[0], fresh(server)[0]
    return {one, two} <= set(listed(server))


def delete_takes_neighbours(server):
    name, _ = fresh(server)
    server.providers("POST", body=provider(name + "0"))
    server.providers("DELETE", name)
    return server.providers("GET", name + "0").status == 200


def plain_call(server, method, identifier=None, body=None):
    """The status of a call by a user who is not permitted."""
    return server.providers(method, identifier, body, token=server.log_on(PLAIN).json).status


def trailing_slash(server):
    name, _ = fresh(server)
    return server.providers("GET", name + "/").status == 200


def charset(server):
    kind = {"Content-Type": "application/json; charset=utf-8"}
    reply = server.providers("POST", body=provider(f"c{next(COUNT)}"), headers=kind)
    return reply.status == 201


def latin_1(server):
    body = json.dumps(provider(f"l{next(COUNT)}", description="Grüße"), ensure_ascii=False)
    return server.providers("POST", body=body.encode()).json["description"] == "Grüße"


def chunked(server):
    body = json.dumps(provider(f"k{next(COUNT)}")).encode()
    return server.providers("POST", body=body, chunked=True).status == 201


def content_length(server):
    try:
        return fresh(server, description="ü" * 40)[1].json["description"] == "ü" * 40
    except ValueError:
        return False


def token_by_its_start(server):
    wrong = server.token[:-8] + ("A" * 8 if not server.token.endswith("A" * 8) else "B" * 8)
    return server.providers(token=wrong).status == 401


def log_off_ends_all(server):
    server.call("POST", "/api/Auth/Logoff", token=server.log_on(ADMIN).json)
    good = server.providers().status == 200
    server.token = server.log_on(ADMIN).json
    return good


def time_out(server):
    token = server.log_on(PLAIN).json
    time.sleep(4.3)
    good = server.providers(token=token).status == 401
    server.token = server.log_on(ADMIN).json
    return good


def false_is_left_out(server):
    name = f"m{next(COUNT)}"
    server.methods("POST", body={"id": name, "enabled": True})
    return server.methods("PUT", name, {"enabled": False}).json["enabled"] is False


def method_delete_cascades(server):
    name, _ = fresh(server)
    server.methods("POST", body={"id": name})
    server.methods("DELETE", name)
    return server.providers("GET", name).status == 200


PVWA_PROBES = {
    "update-merges": update_merges,
    "update-creates": lambda s: s.providers("PUT", f"u{next(COUNT)}", provider()).status == 404,
    "one-of-three-enough": lambda s: status_of_add(
        s, discoveryEndpointUrl=None, issuer="https://idp.example.com") == 400,
    "claim-default-forgotten": lambda s: "userNameClaim" in read(s, fresh(s)[0]),
    "claim-with-digits": lambda s: status_of_add(s, userNameClaim="claim1") == 400,
    "method-as-sent": lambda s: fresh(s)[1].json["clientSecretMethod"] == "Basic",
    "client-id-one-short": lambda s: status_of_add(s, clientId="x" * 100) == 201,
    "client-id-in-small-letters": lambda s: fresh(s, clientId="Pvwa")[1].json["clientId"] == "Pvwa",
    "secret-limit-forgotten": lambda s: status_of_add(s, clientSecret="x" * 201) == 400,
    "description-in-bytes": lambda s: status_of_add(s, description="ü" * 255) == 201,
    "null-client-id-accepted": null_client_id,
    "secret-in-list": secret_in_list,
    "secret-in-error": lambda s: "hidden" not in fresh(s, clientSecret="hidden" * 40)[1].text,
    "conflict-before-body": conflict_before_body,
    "add-race": add_race,
    "list-not-refreshed": list_not_refreshed,
    "list-by-client-id": list_by_client_id,
    "delete-takes-neighbours": delete_takes_neighbours,
    "reading-for-everybody": lambda s: plain_call(s, "GET") == 403,
    "existence-before-permission": lambda s: plain_call(s, "PUT", "nothere", provider()) == 403,
    "trailing-slash-404": trailing_slash,
    "charset-refused": charset,
    "latin-1-bodies": latin_1,
    "chunked-body-lost": chunked,
    "content-length-in-characters": content_length,
    "token-by-its-start": token_by_its_start,
    "log-off-ends-all": log_off_ends_all,
    "time-out-forgotten": time_out,
    "false-is-left-out": false_is_left_out,
    "method-delete-cascades": method_delete_cascades,
}


def kept(server, name, value):
    """Whether a member comes back exactly as sent."""
    server.save(registration(**{name: value}))
    return server.saved().get(name) == value


def saves_merge(server):
    server.save(registration(customUsername="x"))
    server.save(registration())
    return "customUsername" not in server.saved()


def save_answers_before(server):
    server.save(registration())
    return server.save(registration(scopes="openid")).json["scopes"] == "openid"


def save_in_two_steps(server):
    server.save(registration())
    seen = []

    def look():
        for _ in range(8):
            seen.append(server.info().status)
            time.sleep(0.03)

    run_together([look, lambda: server.save(registration(scopes="openid"))])
    return set(seen) == {200}


def repeated_save(server):
    server.save(registration())
    return server.save(registration()).status == 200


def test_saves(server):
    server.save(registration())
    server.test({"issuer": "https://other.example.com", "scopes": "openid"})
    return server.saved()["issuer"] == registration()["issuer"]


def read_keeps(server):
    server.save(registration())
    before = server.saved()
    server.info(query="redirectUri=https%3A%2F%2Fchanged.example%2F")
    return server.saved() == before


def networks_share(server):
    server.save(registration(companyId="one"))
    server.save(registration(companyId="two"), NEIGHBOUR)
    return server.saved()["companyId"] == "one"


def long_network_id(server):
    return server.save(registration(), NETWORK + "9").status in (400, 422)


def null_required(server):
    return server.save({**registration(), "scopes": None}).status in (400, 422)


def secret_in_error(server):
    return "hidden-here" not in server.save(b'{"secret":"hidden-here",').text


def secret_in_url(server):
    reply = server.save(registration(secret="hidden-here"))
    return all("hidden-here" not in str(value) for name, value in reply.json.items()
               if name not in ("secret", "clientSecret"))


def code_is_enough(server):
    server.save(registration())
    return "tokenInfo" not in server.info(query="code=abc").json


def unreachable(server):
    return server.test({"issuer": "https://no.invalid", "scopes": "openid"}).status == 400


def lists_as_text(server):
    reply = server.test({"issuer": "https://idp.example.com", "scopes": "openid"})
    return isinstance(reply.json["scopesSupported"], list)


def put_is_post(server):
    return 400 <= server.call("PUT", f"/networks/{NETWORK}/oidc/save", registration()).status < 500


def refused(reply):
    """Refused for its signature."""
    return reply.status in (401, 403)


def signature_error(server):
    reply = server.info(secret="wrong")
    return reply.json is not None and "message" in reply.json and bool(error_name(reply))


def wickr_chunked(server):
    return server.save(json.dumps(registration()).encode(), chunked=True).status == 200


WICKR_PROBES = {
    "saves-merge": saves_merge,
    "save-answers-before": save_answers_before,
    "save-in-two-steps": save_in_two_steps,
    "repeated-save-refused": repeated_save,
    "test-saves": test_saves,
    "read-keeps-redirect-uri": read_keeps,
    "networks-share": networks_share,
    "long-network-id-cut": long_network_id,
    "unknown-network-made": lambda s: s.save(registration(), "00000000").status == 404,
    "numbers-as-text": lambda s: s.save(registration(ssoTokenBufferMinutes="5")).status == 422,
    "zero-minutes-lost": lambda s: kept(s, "ssoTokenBufferMinutes", 0),
    "null-required-accepted": null_required,
    "empty-company-id-accepted": lambda s: s.save(registration(companyId="")).status == 400,
    "scopes-sorted": lambda s: kept(s, "scopes", "openid profile email"),
    "issuer-slash-cut": lambda s: kept(s, "issuer", "https://idp.example.com/"),
    "parameters-decoded": lambda s: kept(s, "extraAuthParams", "a=b%20c"),
    "parameters-cut-at-255": lambda s: kept(s, "extraAuthParams", "x" * 256),
    "latin-1-bodies": lambda s: kept(s, "customUsername", "naïve"),
    "secret-in-error": secret_in_error,
    "secret-in-redirect-url": secret_in_url,
    "code-is-enough": code_is_enough,
    "unreachable-500": unreachable,
    "lists-as-text": lists_as_text,
    "put-is-post": put_is_post,
    "reading-unsigned": lambda s: refused(s.info(secret="wrong")),
    "old-dates-only": lambda s: refused(s.info(stamp=shifted(3600))),
    "any-region": lambda s: refused(s.info(region="eu-west-1")),
    "signature-error-in-xml": signature_error,
    "reading-for-everybody": lambda s: refused(s.info(key="AKIANONE", secret="no")),
    "chunked-body-lost": wickr_chunked,
}


class Faults(unittest.TestCase):
    """Probes against the right server and against each faulty one."""

    def listing(self, script):
        """The ids of a server's faults."""
        text = subprocess.run([sys.executable, os.path.join(HERE, script), "--list-faults"],
                              capture_output=True, text=True, timeout=20).stdout
        faults = json.loads(text)
        self.assertTrue(all(fault["what"] and fault["breaks"] for fault in faults))
        return [fault["id"] for fault in faults]

    def check(self, make, probes):
        """The probes pass without a fault; each fails with its own."""
        server = make()
        try:
            for name, probe in probes.items():
                with self.subTest(name, fault=False):
                    self.assertTrue(probe(server))
        finally:
            self.assertEqual(server.stop(), (0, ""))
        for name, probe in probes.items():
            with self.subTest(name, fault=True):
                server = make("--fault", name)
                try:
                    self.assertFalse(probe(server))
                finally:
                    self.assertEqual(server.stop(), (0, ""))

    def test_pvwa(self):
        self.assertEqual(sorted(self.listing("pvwa_server.py")), sorted(PVWA_PROBES))
        self.check(lambda *more: Pvwa("--session-seconds", "4", *more), PVWA_PROBES)

    def test_wickr(self):
        self.assertEqual(sorted(self.listing("wickr_server.py")), sorted(WICKR_PROBES))
        self.check(Wickr, WICKR_PROBES)


if __name__ == "__main__":
    unittest.main()
