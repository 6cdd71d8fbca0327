"""A small provider of OpenID Connect on this machine, with keys of its own: discovery, consent, token, keys, userinfo.

It keeps the rules that a real one keeps (the client's secret, each code once, PKCE, the exact address to send people
back to), and lies where a test tells it to.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT_ID = "coaching"
CLIENT_SECRET = "known to the two of them, and long enough to sign by"
Claims = dict[str, Any]


@dataclass
class Provider:
    """What it says, and what it was asked. `person` is who is signed in there; `lies` changes the claims of a token."""

    back: str = ""  # the address that it was told to send people back to; "": any
    person: Claims = field(default_factory=dict)
    userinfo: Claims = field(default_factory=dict)
    lies: Callable[[Claims], Claims] = lambda claims: claims
    lies_about_itself: Claims = field(default_factory=dict)
    refuses: str = ""
    signs_by: str = "RS256"
    asks: bool = False  # shows a page with a button, as real ones do
    is_down: bool = False
    issuer: str = ""
    seen: list[dict[str, str]] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}, auto_kid=False))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def is_(self, email: str, subject: str = "1", *, verified: bool = True, **more: Any) -> None:
        """Sign somebody in there."""
        self.person = {"sub": subject, "email": email, "email_verified": verified, "name": "Ana Alvarez", **more}

    def metadata(self) -> Claims:
        own = {name: f"{self.issuer}/{name}" for name in ("authorize", "token", "keys", "userinfo")}
        return {
            "issuer": self.issuer,
            "authorization_endpoint": own["authorize"],
            "token_endpoint": own["token"],
            "jwks_uri": own["keys"],
            "userinfo_endpoint": own["userinfo"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.lies_about_itself,
        }

    def agree(self, asked: dict[str, str]) -> str:
        """The address to which somebody is sent back who agrees, or does not."""
        self.seen.append(asked)
        if self.back and asked["redirect_uri"] != self.back:
            raise ValueError(f"{asked['redirect_uri']} is not the address of this client")
        answer = {"state": asked["state"]}
        if self.refuses:
            answer["error"] = self.refuses
        else:
            answer["code"] = secrets.token_urlsafe(16)
            self.codes[answer["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, given: dict[str, str], authorization: str) -> Claims | None:
        """The tokens of a code, once; None where anything about it is wrong."""
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        asked = self.codes.pop(given.get("code", ""), None)
        if (unquote(name), unquote(secret)) != (CLIENT_ID, CLIENT_SECRET) or asked is None:
            return None
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked["code_challenge_method"] != "S256" or challenge != asked["code_challenge"]:
            return None
        if given["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"access_token": "of-nothing", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        claims = self.lies(claims)
        if self.signs_by == "none":
            parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        key = OctKey.import_key(CLIENT_SECRET) if self.signs_by == "HS256" else self.key
        header = {"alg": self.signs_by, **({"kid": self.key.kid} if key is self.key else {})}
        return jwt.encode(header, claims, key, algorithms=[self.signs_by])


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            asked = {k: v[0] for k, v in parse_qs(at.query).items()}
            if provider.is_down:
                self._answer(503, b"closed")
            elif at.path == "/.well-known/openid-configuration":
                self._json(provider.metadata())
            elif at.path == "/keys":
                self._json(KeySet([provider.key]).as_dict(private=False))
            elif at.path == "/userinfo":
                self._json(provider.userinfo)
            elif at.path == "/authorize" and provider.asks and "agreed" not in asked:
                head = '<!doctype html><title>Provider</title><link rel="icon" href="data:,">'
                page = f'{head}<a href="{self.path}&amp;agreed=1">It is me</a>'
                self._answer(200, page.encode(), ("Content-Type", "text/html"))
            elif at.path == "/authorize":
                self._answer(302, b"", ("Location", provider.agree(asked)))
            else:
                self._answer(404, b"")

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            given = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            found = provider.token(given, self.headers.get("Authorization", ""))
            self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

        def _json(self, told: Claims, status: int = 200) -> None:
            self._answer(status, json.dumps(told).encode(), ("Content-Type", "application/json"))

        def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
            self.send_response(status)
            for name, value in (*headers, ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider at an address of this machine."""
    provider = Provider()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider)) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
