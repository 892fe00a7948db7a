"""Objects kept in memory, by id."""

import threading


class Store:
    """Objects by id, in the order of their creation. The caller holds the lock."""

    def __init__(self, context):
        self.context = context
        self.lock = threading.RLock()
        self.items = {}

    def key(self, identifier):
        """What tells ids apart."""
        one = self.context.pick("id_case") == "one-provider"
        return identifier.lower() if one else identifier

    def find(self, identifier):
        """The object of that id, or None."""
        return self.items.get(self.key(identifier))

    def put(self, item):
        """Add or replace an object."""
        self.items[self.key(item["id"])] = item

    def remove(self, identifier):
        """Remove the object of that id."""
        if self.context.fault("delete-takes-neighbours"):
            for key in [key for key in self.items if key.startswith(identifier)]:
                del self.items[key]
        self.items.pop(self.key(identifier), None)

    def all(self):
        """All objects in the drawn order."""
        items = list(self.items.values())
        order = self.context.pick("list_order")
        if order == "by-id":
            items.sort(key=lambda item: item["id"])
        return items[::-1] if order == "newest-first" else items
