"""How people, sites and periods are named to a reader."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain.instance import Coach, Settings


def display_name(coach: Coach) -> str:
    """Return the coach's name, or the id of a coach without one."""
    return coach.name or coach.id


def named(id: str, name: str) -> str:
    """Return a name with its id after it, and the id alone where there is no name."""
    return (name if id in name else f"{name} ({id})") if name else id


def in_order(periods: Iterable[str]) -> list[str]:
    """Return labels of periods as people count them: 2 before 10, figures before words."""
    return sorted(periods, key=lambda p: (not p.isdecimal(), int(p) if p.isdecimal() else 0, p))


def district_and_year(settings: Settings) -> str:
    """Return the district and the school year, for the top of a printed page."""
    return " ".join(filter(None, (settings.district, settings.school_year)))
