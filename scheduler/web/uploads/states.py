"""What was understood of people's days, as a table a site: a row a person, a column a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass
class SiteStates:
    """The people of a site: the periods that anybody of them has, and a row each: id, name, days, what they do."""

    site: str
    periods: list[str]
    rows: list[tuple[str, str, str, list[str]]]


def by_site(lines: Iterable[Mapping[str, Any]]) -> list[SiteStates]:
    """Tables of lines, as the reader's process leaves them."""
    own: dict[str, list[Mapping[str, Any]]] = {}
    for line in lines:
        own.setdefault(line["site"], []).append(line)
    return [_table(site, rows) for site, rows in own.items()]


def _table(site: str, lines: list[Mapping[str, Any]]) -> SiteStates:
    periods = _in_order([[period for period, _ in line["cells"]] for line in lines])
    rows = []
    for line in lines:
        cells = dict(line["cells"])
        rows.append((line["person"], line["name"], line["days"], [cells.get(p, "") for p in periods]))
    return SiteStates(site, periods, rows)


def _in_order(days: Iterable[list[str]]) -> list[str]:
    """The periods of all days, each after those that come before it on a day."""
    order: list[str] = []
    for day in days:
        at = 0
        for period in day:
            if period in order:
                at = max(at, order.index(period) + 1)
            else:
                order.insert(at, period)
                at += 1
    return order
