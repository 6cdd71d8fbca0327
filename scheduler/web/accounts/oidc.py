"""OpenID Connect as far as this page speaks it: send somebody to a provider, and hear who came back.

The library (Authlib) makes and checks state, nonce and PKCE, and the signature and the times of the token; what it must
find there (issuer, audience, algorithms) is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect

from scheduler.web.accounts.providers import Provider

SECONDS_TO_ANSWER = 10
SECONDS_OF_CLOCKS = 60  # by which two clocks may differ
# Signatures that only the provider can make: never "none", nor one by the secret that both know.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class NotSignedIn(Exception):
    """Somebody may not come in this way; the message is for them, `why` for the log."""

    def __init__(self, text: str, why: str = "") -> None:
        super().__init__(text)
        self.why = why or text


@dataclass(frozen=True)
class Attested:
    """Whom a provider says that it has before it, and what was said when they were sent there."""

    issuer: str
    subject: str
    email: str
    is_verified: bool
    name: str
    asked: dict[str, str]


def send_to(provider: Provider, request: HttpRequest, back: str, **asked: str) -> HttpResponseRedirect:
    """The way to a provider, who sends the person back to an address; `asked` is kept until then.

    Parameters
    ----------
    provider
        who vouches for the person
    request
        what the browser asks
    back
        the address to which the person comes back
    asked
        what is kept until the person comes back

    Raises
    ------
    NotSignedIn
        the provider does not answer
    """
    client = _client(provider)
    more = {"prompt": provider.prompt} if provider.prompt else {}
    with _Understood(provider):
        _load_metadata(client, provider)
        way = client.create_authorization_url(back, **more)
    client.save_authorize_data(request, redirect_uri=back, asked=asked, **way)
    return HttpResponseRedirect(way["url"])


def who_came_back(provider: Provider, request: HttpRequest) -> Attested:
    """Whom the provider has sent back, once for each time that somebody was sent there from this browser.

    Raises
    ------
    NotSignedIn
        nobody was sent, the person has said no there, or what the provider says does not hold
    """
    client = _client(provider)
    sent = client.framework.get_state_data(request.session, request.GET.get("state")) or {}
    with _Understood(provider):
        _load_metadata(client, provider)
        options = {"iss": [provider.issuer], "aud": [provider.client_id]}
        token = client.authorize_access_token(
            request,
            claims_options={name: {"essential": True, "values": values} for name, values in options.items()},
            leeway=SECONDS_OF_CLOCKS,
        )
        claims: dict[str, Any] = token.get("userinfo") or {}
        if not claims:
            raise NotSignedIn(_unlike(provider), "no ID token")
        if "email" not in claims and "userinfo_endpoint" in client.server_metadata:  # some tell it only when asked
            told = client.userinfo(token=token)
            if told.get("sub") != claims["sub"]:
                raise NotSignedIn(_unlike(provider), "userinfo is of somebody else")
            claims = {**told, **claims}
    email = str(claims.get("email") or "").strip()
    return Attested(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        email=email.lower() if email.isascii() else email,  # lower() would make plain letters of some that are not
        is_verified=claims.get(provider.verified) in (True, "1", "true"),
        name=str(claims.get("name") or "").strip(),
        asked=sent.get("asked", {}),
    )


@cache
def _client(provider: Provider) -> Any:
    from authlib.integrations.django_client import OAuth

    return OAuth().register(
        provider.key,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS_TO_ANSWER,
        },
    )


def _load_metadata(client: Any, provider: Provider) -> None:
    """Ask the provider once where everything is; it must be who it was asked as."""
    found = client.load_server_metadata()
    if found.get("issuer") != provider.issuer:
        client.server_metadata = {}
        raise NotSignedIn(_unlike(provider), f"it calls itself {found.get('issuer')!r}, not {provider.issuer!r}")
    named = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    found["id_token_signing_alg_values_supported"] = [name for name in named if name in SIGNATURES]
    if not found["id_token_signing_alg_values_supported"]:
        client.server_metadata = {}
        raise NotSignedIn(_unlike(provider), f"it signs by {named} alone")


class _Understood:
    """Says in a sentence what can go wrong between here and a provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        from authlib.common.errors import AuthlibBaseError
        from authlib.integrations.base_client.errors import MismatchingStateError
        from joserfc.errors import JoseError
        from requests import RequestException

        if isinstance(error, MismatchingStateError):
            text = "This way in was used already, or was begun in another browser. Begin again."
        elif isinstance(error, AuthlibBaseError) and error.error == "access_denied":
            text = f"{self._provider.name} was not allowed to tell who you are. Begin again, and allow it."
        elif isinstance(error, RequestException):
            text = f"{self._provider.name} does not answer. Try again in a moment."
        elif isinstance(error, AuthlibBaseError | JoseError | ValueError | KeyError | TypeError | RuntimeError):
            text = _unlike(self._provider)
        else:
            return
        raise NotSignedIn(text, f"{type(error).__name__}: {error}") from error


def _unlike(provider: Provider) -> str:
    return f"What {provider.name} answered cannot be trusted. Begin again; if it stays so, tell the district planner."
