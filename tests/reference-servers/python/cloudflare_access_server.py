"""A plain server of tests/foreign-apis/cloudflare-access, written from that document alone."""

import hmac
import uuid

from foreign_api import (ForeignApi, Refusal, flag, json_object, list_of, one_of, picked, run_server,
                         text, uri)
from plain_http import Answer

BEHAVIOURS = ("automatic", "reauth", "no_action")
CONFIG = {"client_id": text, "client_secret": text, "auth_url": uri, "token_url": uri,
          "certs_url": uri, "email_claim_name": text, "pkce_enabled": flag, "scopes": list_of(text)}
CONFIG_NEEDS = ("client_id", "auth_url", "token_url", "certs_url")
SCIM = {"enabled": flag, "seat_deprovision": flag, "identity_update_behavior": one_of(*BEHAVIOURS)}
DESIGN = {"background_color": text, "header_text": text, "logo_path": text}


class CloudflareAccess(ForeignApi):
    """Identity providers and the organization of accounts."""

    base_path = "/client/v4"

    def __init__(self, context, tokens, accounts):
        super().__init__(context)
        self.tokens = tokens
        self.providers = {account: {} for account in accounts}
        self.organizations = {account: {
            "name": "Example", "auth_domain": "example.cloudflareaccess.com",
            "auto_redirect_to_identity": False} for account in accounts}
        self.cached = {}

    def routes(self):
        """The operations of each path."""
        providers = "/accounts/{account}/access/identity_providers"
        return [
            (providers, {"GET": self.list_providers, "POST": self.add_provider}),
            (providers + "/{id}", {"GET": self.read_provider, "PUT": self.update_provider,
                                   "DELETE": self.delete_provider}),
            ("/accounts/{account}/access/organizations",
             {"GET": self.read_organization, "PUT": self.update_organization}),
        ]

    def sign_in(self, request):
        """A bearer token that is known."""
        scheme, _, token = request.header("Authorization", "").partition(" ")
        token = token.strip()
        known = any(hmac.compare_digest(token.encode(), one.encode()) for one in self.tokens)
        if self.context.fault("token-by-its-start"):
            known = len(token) >= 8 and any(one[:8] == token[:8] for one in self.tokens)
        if scheme.lower() != "bearer" or not known:
            raise Refusal(401, "Authentication error", [("WWW-Authenticate", "Bearer")])

    def error_body(self, status, message):
        """The envelope of a failure."""
        if status == 404 and self.context.fault("bare-not-found"):
            return {"error": message}
        return {"success": False, "errors": [{"code": 10000 + status, "message": message}],
                "messages": [], "result": None}

    def of_account(self, kind, account):
        """What an account has."""
        if account not in kind:
            raise Refusal(404, "No such account")
        return kind[account]

    def provider(self, account, identifier):
        """The one provider of that id."""
        providers = self.of_account(self.providers, account)
        if identifier not in providers:
            raise Refusal(404, "No such identity provider")
        return providers[identifier]

    def provider_from(self, request):
        """A provider as the body gives it, defaults filled in."""
        def name(value, where):
            if len(text(value, where)) > 350 and not self.context.fault("name-limit-forgotten"):
                raise Refusal(400, "name is too long")
            return value

        def config(value, _):
            known = picked(value, CONFIG, CONFIG_NEEDS)
            if not self.context.fault("pkce-default-forgotten"):
                known.setdefault("pkce_enabled", False)
            return known

        rules = {"name": name, "type": one_of("oidc"), "config": config,
                 "scim_config": lambda value, _: picked(value, SCIM)}
        return picked(json_object(request), rules, ("name", "type", "config"))

    def list_providers(self, _, account):
        """GET all."""
        shown = [self.shown(one) for one in self.of_account(self.providers, account).values()]
        if self.context.fault("list-cached"):
            shown = self.cached.setdefault(account, shown)
        return wrapped(200, shown)

    def add_provider(self, request, account):
        """POST: the service makes the id."""
        providers = self.of_account(self.providers, account)
        provider = {"id": str(uuid.uuid4()), **self.provider_from(request)}
        providers[provider["id"]] = provider
        return wrapped(201, provider if self.context.fault("secret-after-add") else self.shown(provider))

    def read_provider(self, _, account, identifier):
        """GET one."""
        return wrapped(200, self.shown(self.provider(account, identifier)))

    def update_provider(self, request, account, identifier):
        """PUT: the provider is replaced and keeps its id."""
        old = self.provider(account, identifier)
        provider = {"id": identifier, **self.provider_from(request)}
        if self.context.fault("config-merged"):
            provider["config"] = {**old["config"], **provider["config"]}
        if self.context.fault("id-anew"):
            del self.providers[account][identifier]
            provider["id"] = str(uuid.uuid4())
        self.providers[account][provider["id"]] = provider
        return wrapped(200, self.shown(provider))

    def delete_provider(self, _, account, identifier):
        """DELETE one."""
        self.provider(account, identifier)
        if not self.context.fault("delete-keeps"):
            del self.providers[account][identifier]
        return wrapped(202, {"id": identifier})

    def read_organization(self, _, account):
        """GET the organization."""
        return wrapped(200, self.of_account(self.organizations, account))

    def update_organization(self, request, account):
        """PUT: the organization is replaced."""
        self.of_account(self.organizations, account)
        rules = {"name": text, "auth_domain": text, "auto_redirect_to_identity": flag,
                 "session_duration": text, "login_design": lambda value, _: picked(value, DESIGN)}
        organization = picked(json_object(request), rules, ("name", "auth_domain"))
        organization.setdefault("auto_redirect_to_identity", False)
        if self.context.fault("header-text-lost"):
            organization.get("login_design", {}).pop("header_text", None)
        self.organizations[account] = organization
        return wrapped(200, organization)

    def shown(self, provider):
        """A provider without its secret."""
        config = {name: value for name, value in provider["config"].items() if name != "client_secret"}
        return {**provider, "config": config}


def wrapped(status, result):
    """A success in its envelope."""
    return Answer(status, {"success": True, "result": result})


def add_options(parser):
    """Who is let in, and what is there."""
    parser.add_argument("--token", action="append", default=[], help="repeatable")
    parser.add_argument("--account", action="append", default=[], help="repeatable")


if __name__ == "__main__":
    run_server(lambda context, given: CloudflareAccess(context, given.token, given.account),
               "cloudflare-access", add_options)
