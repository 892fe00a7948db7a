"""The operations on providers and on authentication methods."""

import time
import urllib.parse

from plain_http import Answer
from pvwa_bodies import Refusal, object_from
from pvwa_rules import method_from, method_view, provider_from, provider_view


class ObjectOperations:
    """What may be done with providers and methods; a part of the server."""

    # -- providers -------------------------------------------------------------------------

    def existing(self, store, identifier):
        """The object of that id; 404 without one."""
        found = store.find(identifier)
        if found is None:
            raise Refusal(404, "unknown", "There is no object with this id")
        return found

    def created(self, request, item, view):
        """A 201."""
        answer = Answer(201, view)
        if self.context.pick("location_header") == "there":
            identifier = urllib.parse.quote(item["id"], safe="")
            answer.headers.append(("Location", f"{request.path.rstrip('/')}/{identifier}"))
        return answer

    def list_providers(self, *_):
        """GET Providers."""
        with self.providers.lock:
            items = self.providers.all()
            if self.context.fault("list-not-refreshed"):
                items += [old for old in self.stale_list if old not in items]
        if self.context.fault("list-by-client-id"):
            items = list({item["clientId"]: item for item in items}.values())
        views = [provider_view(item, self.context, "list") for item in items]
        return Answer(200, {"Providers": views})

    def read_provider(self, _, identifier):
        """GET Providers/{id}."""
        with self.providers.lock:
            found = self.existing(self.providers, identifier)
        return Answer(200, provider_view(found, self.context, "read"))

    def add_provider(self, request, _):
        """POST Providers."""
        body = object_from(request, self.context)
        if self.context.fault("conflict-before-body") and self.providers.find(str(body.get("id"))):
            raise Refusal(409, "taken", "The id is taken")
        provider = provider_from(body, self.context, with_id=True)
        if self.context.fault("add-race"):
            taken = self.providers.find(provider["id"])
            time.sleep(0.05)
            if not taken:
                self.providers.put(provider)
                return self.created(request, provider, provider_view(provider, self.context, "add"))
        with self.providers.lock:
            taken = self.providers.items.get(self.providers.key(provider["id"]))
            if taken:
                raise Refusal(409, "taken", "The id is taken")
            self.providers.put(provider)
        return self.created(request, provider, provider_view(provider, self.context, "add"))

    def update_provider(self, request, identifier):
        """PUT Providers/{id}: replaces the provider."""
        with self.providers.lock:
            if self.context.pick("body_before_existence") == "yes":
                provider_from(object_from(request, self.context), self.context, with_id=False)
            old = {"id": identifier}
            if not self.context.fault("update-creates"):
                old = self.existing(self.providers, identifier)
            body = object_from(request, self.context)
            new = provider_from(body, self.context, with_id=False)
            if self.context.fault("update-merges"):
                new = {**old, **{name: value for name, value in new.items() if name in body}}
            self.providers.put({**new, "id": old["id"]})
        return Answer(200, has_body=False)

    def delete_provider(self, _, identifier):
        """DELETE Providers/{id}."""
        with self.providers.lock:
            found = self.existing(self.providers, identifier)
            if self.context.fault("list-not-refreshed"):
                self.stale_list.append(found)
            self.providers.remove(identifier)
        return Answer(204, has_body=False)

    # -- authentication methods ------------------------------------------------------------

    def list_methods(self, *_):
        """GET AuthenticationMethods."""
        with self.methods.lock:
            items = self.methods.all()
        return Answer(200, {"Methods": [method_view(item, self.context) for item in items]})

    def read_method(self, _, identifier):
        """GET AuthenticationMethods/{id}."""
        with self.methods.lock:
            return Answer(200, method_view(self.existing(self.methods, identifier), self.context))

    def add_method(self, request, _):
        """POST AuthenticationMethods."""
        method = method_from(object_from(request, self.context), self.context, with_id=True)
        with self.methods.lock:
            if self.methods.items.get(self.methods.key(method["id"])):
                raise Refusal(409, "taken", "The id is taken")
            self.methods.put(method)
        return self.created(request, method, method_view(method, self.context))

    def update_method(self, request, identifier):
        """PUT AuthenticationMethods/{id}: replaces, unless drawn otherwise."""
        with self.methods.lock:
            if self.context.pick("body_before_existence") == "yes":
                method_from(object_from(request, self.context), self.context, with_id=False)
            old = self.existing(self.methods, identifier)
            new = method_from(object_from(request, self.context), self.context, with_id=False)
            if self.context.fault("false-is-left-out") and new.get("enabled") is False:
                new["enabled"] = old.get("enabled", True)
            if self.context.pick("method_update") == "merges":
                new = {**old, **new}
            new["id"] = old["id"]
            self.methods.put(new)
        return Answer(200, method_view(new, self.context))

    def delete_method(self, _, identifier):
        """DELETE AuthenticationMethods/{id}."""
        with self.methods.lock:
            self.existing(self.methods, identifier)
            self.methods.remove(identifier)
        if self.context.fault("method-delete-cascades"):
            self.providers.remove(identifier)
        return Answer(204, has_body=False)
