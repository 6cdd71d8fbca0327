"""Tries to sign in: from where they come, which are slowed, and how they stand in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from scheduler.web.activity.models import record_stranger
from scheduler.web.storing import storable

MOST_ACCOUNTS = 10  # that are tried in vain from one place, before each further try waits
WAIT_SECONDS = 60
_OF_ONE_COMPUTER = 64  # bits: an address of IPv6 is one of as many as anybody likes


def account_tried(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The account that somebody tries to sign in to: one, however its address is written."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(storable(given)).strip().lower()[:254]


def address_of(request: HttpRequest) -> str | None:
    """The computer that asks; behind TLS the last that the web server in front has noted, as all come from that
    server. Else anybody could lock an account for everybody."""
    noted = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if settings.BEHIND_TLS else ""
    try:
        return str(ip_address(noted))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or None  # "": by a socket that is a file


def tried_from(request: HttpRequest) -> str | None:
    """The place that tries are counted by: the computer, by IPv6 its network, as it has addresses without number."""
    address = address_of(request)
    try:
        found = ip_address(address or "")
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ip_network((found, _OF_ONE_COMPUTER), strict=False).network_address)
    return str(found)


def is_slowed(request: HttpRequest) -> bool:
    """Whether so many accounts were tried in vain from this place that the next try has to wait: whoever goes through a
    list of accounts with one password locks none of them."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    vain = AccessAttempt.objects.filter(ip_address=tried_from(request), attempt_time__gt=since).order_by()
    if vain.values("username").distinct().count() < MOST_ACCOUNTS:
        return False
    return bool(vain.filter(attempt_time__gt=timezone.now() - timedelta(seconds=WAIT_SECONDS)).exists())


def is_locked(request: HttpRequest) -> bool:
    """Whether the account is locked for this place already: then a try is none."""
    return bool(AxesProxyHandler.is_locked(request, {"username": account_tried(request)}))


def record_failure(request: HttpRequest, account: str, how: str = "") -> None:
    """Put a try that failed into the trail, with the account and the address.

    Parameters
    ----------
    request
        what the browser asks
    account
        the address that was tried
    how
        the way of signing in
    """
    record_stranger(account, "failed to sign in", f"{how}from {address_of(request) or 'this machine'}")


def forget_tries(account: str) -> None:
    """Forget the tries on an account that is deleted."""
    AccessAttempt.objects.filter(username=account.lower()).delete()
