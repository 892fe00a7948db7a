"""A plain server of tests/foreign-apis/gitlab, written from that document alone."""

import datetime
import itertools
import re
import secrets
import urllib.parse

from foreign_api import (ForeignApi, Refusal, flag, json_object, list_of, one_of, picked, run_server,
                         text, uri)
from plain_http import Answer

SCOPES = ("read_repository", "read_registry", "write_registry")
STRATEGIES = ("wildcard", "regex", "all_branches")
FIRST_PROJECT = 42


def address(value, name):
    """A URI; a text that is none is a value that is not allowed."""
    try:
        return uri(text(value, name), name)
    except Refusal as refusal:
        raise Refusal(422 if isinstance(value, str) else 400, str(refusal)) from refusal


def number(value, name):
    """A whole number in a query."""
    if not re.fullmatch(r"-?[0-9]+", value):
        raise Refusal(400, f"{name} is no number")
    return int(value)


HOOK = {"url": address, "name": text, "token": text, "push_events": flag, "issues_events": flag,
        "push_events_branch_filter": text,
        "branch_filter_strategy": one_of(*STRATEGIES, status=422)}


class GitLab(ForeignApi):
    """Hooks, deploy tokens and the job token settings of projects."""

    base_path = "/api/v4"

    def __init__(self, context, keys, projects):
        super().__init__(context)
        self.keys = keys
        self.numbers = itertools.count(1)
        self.projects = {name: {
            "number": FIRST_PROJECT + place, "hooks": {}, "tokens": {},
            "scope": {"inbound_enabled": True, "outbound_enabled": False},
        } for place, name in enumerate(projects)}

    def routes(self):
        """The operations of each path."""
        project = "/projects/{project}"
        return [
            (project + "/hooks", {"GET": self.list_hooks, "POST": self.add_hook}),
            (project + "/hooks/{hook}", {"GET": self.read_hook, "PUT": self.update_hook,
                                         "DELETE": self.delete_hook}),
            (project + "/deploy_tokens", {"GET": self.list_tokens, "POST": self.add_token}),
            (project + "/deploy_tokens/{token}", {"GET": self.read_token,
                                                  "DELETE": self.delete_token}),
            (project + "/job_token_scope", {"GET": self.read_scope, "PATCH": self.change_scope}),
        ]

    def sign_in(self, request):
        """A key that is known."""
        key = request.header("PRIVATE-TOKEN", "")
        known = key in self.keys
        if self.context.fault("key-in-any-case"):
            known = key.lower() in [one.lower() for one in self.keys]
        if not known:
            raise Refusal(401, "401 Unauthorized")

    def error_body(self, status, message):
        """Wrong requests have another body than everything else."""
        return {"error": message} if status in (400, 422) else {"message": message}

    def project(self, name):
        """The one project of that number or path."""
        if name not in self.projects:
            if self.context.fault("any-project"):
                name = next(iter(self.projects))
            else:
                raise Refusal(404, "404 Project Not Found")
        return self.projects[name]

    def found(self, things, number):
        """The one thing of that number."""
        if not number.isascii() or not number.isdigit() or int(number) not in things:
            raise Refusal(404, "404 Not Found")
        return things[int(number)]

    # -- hooks -----------------------------------------------------------------------------

    def hook_from(self, request):
        """A hook as the body gives it, defaults filled in."""
        hook = picked(json_object(request), HOOK, ("url",))
        if not self.context.fault("push-default-forgotten"):
            hook.setdefault("push_events", True)
        hook.setdefault("issues_events", False)
        return hook

    def shown(self, hook):
        """A hook without its secret."""
        hidden = () if self.context.fault("hook-token-shown") else ("token",)
        return {name: value for name, value in hook.items() if name not in hidden}

    def page_of(self, request, things):
        """The page that the query asks for."""
        asked = urllib.parse.parse_qs(request.query, keep_blank_values=True)
        page, size = (number(asked.get(name, [usual])[0], name)
                      for name, usual in (("page", "1"), ("per_page", "20")))
        if self.context.fault("second-page-again") and page > 2:
            page = 2
        return things[max(page - 1, 0) * size:][:size]

    def list_hooks(self, request, project):
        """GET a page of them."""
        hooks = [self.shown(hook) for hook in self.project(project)["hooks"].values()]
        hooks = self.page_of(request, hooks)
        if self.context.fault("id-as-text-in-list"):
            hooks = [{**hook, "id": str(hook["id"])} for hook in hooks]
        return Answer(200, hooks)

    def add_hook(self, request, project):
        """POST: the server makes the number."""
        owner = self.project(project)
        sent = self.hook_from(request)
        now = datetime.datetime.now(datetime.timezone.utc)
        made = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if self.context.fault("created-at-number"):
            made = int(now.timestamp())
        hook = {"id": next(self.numbers), "project_id": owner["number"], "created_at": made, **sent}
        owner["hooks"][hook["id"]] = hook
        return Answer(201, self.shown(hook))

    def read_hook(self, _, project, number):
        """GET one."""
        return Answer(200, self.shown(self.found(self.project(project)["hooks"], number)))

    def update_hook(self, request, project, number):
        """PUT: what the caller may choose is replaced."""
        hooks = self.project(project)["hooks"]
        old = self.found(hooks, number)
        hook = {name: old[name] for name in ("id", "project_id", "created_at")}
        hook.update(self.hook_from(request))
        hooks[hook["id"]] = hook
        return Answer(200, self.shown(hook))

    def delete_hook(self, _, project, number):
        """DELETE one."""
        hooks = self.project(project)["hooks"]
        hook = self.found(hooks, number)
        del hooks[hook["id"]]
        if self.context.fault("delete-answers-200"):
            return Answer(200, self.shown(hook))
        return Answer(204, has_body=False)

    # -- deploy tokens ---------------------------------------------------------------------

    def token_shown(self, token):
        """A deploy token without the token itself."""
        hidden = () if self.context.fault("token-shown-again") else ("token",)
        shown = {name: value for name, value in token.items() if name not in hidden}
        return {**shown, "revoked": False, "expired": False}

    def list_tokens(self, _, project):
        """GET all."""
        tokens = self.project(project)["tokens"].values()
        return Answer(200, [self.token_shown(token) for token in tokens])

    def add_token(self, request, project):
        """POST: only this answer shows the token itself."""
        tokens = self.project(project)["tokens"]
        smallest = 0 if self.context.fault("scopes-empty") else 1
        rules = {"name": text, "username": text, "scopes": list_of(one_of(*SCOPES), smallest)}
        sent = picked(json_object(request), rules, ("name", "scopes"))
        token = {"id": next(self.numbers), **sent, "token": secrets.token_urlsafe(20)}
        tokens[token["id"]] = token
        return Answer(201, token)

    def read_token(self, _, project, number):
        """GET one."""
        return Answer(200, self.token_shown(self.found(self.project(project)["tokens"], number)))

    def delete_token(self, _, project, number):
        """DELETE one."""
        tokens = self.project(project)["tokens"]
        token = self.found(tokens, number)
        del tokens[token["id"]]
        return Answer(204, has_body=False)

    # -- job token settings ----------------------------------------------------------------

    def read_scope(self, _, project):
        """GET the settings."""
        return Answer(200, self.project(project)["scope"])

    def change_scope(self, request, project):
        """PATCH: switches the check of incoming jobs."""
        scope = self.project(project)["scope"]
        sent = picked(json_object(request), {"enabled": flag}, ("enabled",))
        if not self.context.fault("switch-saves-nothing"):
            scope["inbound_enabled"] = sent["enabled"]
        return Answer(204, has_body=False)


def add_options(parser):
    """Who is let in, and what is there."""
    parser.add_argument("--key", action="append", default=[], help="repeatable")
    parser.add_argument("--project", action="append", default=[], help="repeatable")


if __name__ == "__main__":
    run_server(lambda context, given: GitLab(context, given.key, given.project), "gitlab", add_options)
