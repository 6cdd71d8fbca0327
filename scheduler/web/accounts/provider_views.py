"""Signing in with the account of a provider: out to it, and back.

The way out is a link and not a form: a strict form-action would stop a form from being sent on to the provider.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from scheduler.web.access import To, open_to
from scheduler.web.accounts import oidc
from scheduler.web.accounts.invitations import account_of
from scheduler.web.accounts.models import User
from scheduler.web.accounts.providers import Provider
from scheduler.web.accounts.tries import record_failure
from scheduler.web.accounts.views import BACKEND

log = logging.getLogger(__name__)


@open_to(To.ANYBODY)
@require_GET
def sign_in_with(request: HttpRequest, key: str) -> HttpResponse:
    """Go to a provider, and come back signed in."""
    if isinstance(request.user, User):
        return redirect("home")
    return _send(request, key, next=request.GET.get("next", ""))


@open_to(To.ANYBODY)
@require_GET
def join_with(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Go to a provider with the link of an invitation, and come back with its role."""
    return _send(request, key, token=token)


@open_to(To.ANYBODY)
@require_GET
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Where a provider sends people back to."""
    provider = _provider(key)
    try:
        attested = oidc.who_came_back(provider, request)
    except oidc.NotSignedIn as refusal:
        return _refused(request, provider, refusal)
    try:
        user = account_of(attested, provider)
    except oidc.NotSignedIn as refusal:
        record_failure(request, attested.email, f"with {provider.name}, ")
        return _refused(request, provider, refusal)
    login(request, user, backend=BACKEND)
    target = attested.asked.get("next", "")
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if here else "home")


def _send(request: HttpRequest, key: str, **asked: str) -> HttpResponse:
    provider = _provider(key)
    address = request.build_absolute_uri(reverse("sign-in-back", args=[key]))
    try:
        return oidc.send_to(provider, request, address, **asked)
    except oidc.NotSignedIn as refusal:
        return _refused(request, provider, refusal)


def _provider(key: str) -> Provider:
    found: Provider | None = settings.WAYS_IN.providers.get(key)
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, provider: Provider, refusal: oidc.NotSignedIn) -> HttpResponse:
    log.warning("not signed in with %s: %r", provider.name, refusal.why)
    messages.error(request, str(refusal))
    return redirect("sign-in")
