"""What templates say things with."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scheduler.web.accounts.models import role_words
from scheduler.wording import STATUS_WORDS, count

register = template.Library()


@register.filter
def counted(number: int, noun: str) -> str:
    """ "3 errors"; the plural after a comma where it is no s: "coach,coaches"."""
    one, _, many = noun.partition(",")
    return count(number, one, many)


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """A moment in the server's time zone: "Nov 22, 2026, 2:05 PM"; with its exact time for programs."""
    if moment is None:
        return ""
    local = moment.astimezone()  # the machine's zone: the district's own, on a machine of the district
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), f"{local:%b %-d, %Y, %-I:%M %p}")


@register.filter
def place_words(place: str) -> str:
    """The district, or a site."""
    return place or "the whole district"


@register.filter
def megabytes(size: int) -> str:
    """ "24 kB", "1.2 MB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


@register.filter
def item(mapping: dict[str, object], key: str) -> object:
    """The value of a key."""
    return mapping.get(key, "")


@register.filter
def role_of(reader: str) -> str:
    """ "coach:C1" in words."""
    who, _, place = reader.partition(":")
    return role_words(who, place)


@register.filter
def status_words(status: str) -> str:
    """ "optimal" in words."""
    return STATUS_WORDS[status]
