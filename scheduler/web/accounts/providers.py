"""With whose accounts people may sign in besides a password: what the environment says of Google, Microsoft, or any
other that speaks OpenID Connect. Nothing of it is set: nothing of it is on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import NoReturn
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "COACH_OIDC_"
_WANTED = {
    "GOOGLE": ("ID", "SECRET"),
    "MICROSOFT": ("ID", "SECRET", "TENANT"),
    "OTHER": ("ID", "SECRET", "ISSUER", "NAME"),
}
KNOWN = {f"{who}_{what}" for who, wanted in _WANTED.items() for what in wanted} | {"DOMAINS", "ONLY"}
_TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Provider:
    """Somebody whose word is taken for who a person is. `key` stands in addresses, `name` on the button; `verified` is
    the claim that says that an address is the person's own; `prompt` is what the person is asked there each time."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    verified: str = "email_verified"
    prompt: str = ""


@dataclass(frozen=True)
class WaysIn:
    """How people may sign in. `domains` are those that an address must be of (none named: any)."""

    providers: Mapping[str, Provider] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()
    password: bool = True

    @property
    def names(self) -> str:
        """ "Google or Microsoft"."""
        return " or ".join(p.name for p in self.providers.values())


def ways_in(environment: Mapping[str, str]) -> WaysIn:
    """What the environment asks for.

    Raises
    ------
    ImproperlyConfigured
        a variable is missing, unknown or makes no sense; the message names it and says what to do
    """
    given = {k.removeprefix(PREFIX): v.strip() for k, v in environment.items() if k.startswith(PREFIX) and v.strip()}
    for name in sorted(given.keys() - KNOWN):
        _refuse(f"{PREFIX}{name} is not known; these are: {', '.join(PREFIX + k for k in sorted(KNOWN))}")
    providers = [_provider(who, given) for who in _WANTED if any(name.startswith(f"{who}_") for name in given)]
    only = given.get("ONLY", "no").lower()
    if only not in ("yes", "no"):
        _refuse(f"{PREFIX}ONLY is {only!r}: write yes or no")
    if not providers and given:
        _refuse(f"{PREFIX}{min(given)} is set, but nobody to sign in with: set {PREFIX}GOOGLE_ID, for example")
    if providers and find_spec("authlib") is None:
        _refuse("signing in with other accounts needs a library: pip install authlib requests")
    domains = frozenset(d.strip().lower().removeprefix("@") for d in given.get("DOMAINS", "").split(",") if d.strip())
    return WaysIn({p.key: p for p in providers}, domains, password=only == "no")


def _provider(who: str, given: Mapping[str, str]) -> Provider:
    value = {what: given.get(f"{who}_{what}", "") for what in _WANTED[who]}
    missing = [f"{PREFIX}{who}_{what}" for what, text in value.items() if not text]
    if missing:
        _refuse(f"{', '.join(missing)} must be set, too, to sign in with {who.capitalize()}")
    if who == "GOOGLE":
        issuer = "https://accounts.google.com"
        return Provider("google", "Google", issuer, value["ID"], value["SECRET"], prompt="select_account")
    if who == "MICROSOFT":
        if not _TENANT.fullmatch(value["TENANT"]):
            _refuse(
                f"{PREFIX}MICROSOFT_TENANT is {value['TENANT']!r}: write the Directory (tenant) ID of the district, "
                "like 12345678-90ab-cdef-1234-567890abcdef; common and organizations would let in everybody's addresses"
            )
        issuer = f"https://login.microsoftonline.com/{value['TENANT'].lower()}/v2.0"
        # Microsoft never says email_verified; this optional claim says that the domain is the directory's own.
        return Provider("microsoft", "Microsoft", issuer, value["ID"], value["SECRET"], "xms_edov", "select_account")
    address = urlsplit(value["ISSUER"])
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _THIS_MACHINE):
        _refuse(f"{PREFIX}OTHER_ISSUER is {value['ISSUER']!r}: it must begin with https://")
    return Provider("other", value["NAME"], value["ISSUER"], value["ID"], value["SECRET"])


def _refuse(text: str) -> NoReturn:
    raise ImproperlyConfigured(text)
