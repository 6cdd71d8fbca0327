"""The keys of Settings that are about dates."""

from __future__ import annotations

import re
from dataclasses import replace

from scheduler.domain.instance import Settings
from scheduler.domain.year import DAY_ROTATIONS, WEEK_ROTATIONS
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages

KEYS = frozenset(("day rotation", "week rotation", "short week", "extra duty rate", "calendar address"))
_NOT_USED_YET = KEYS - {"day rotation", "week rotation"}
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


def with_dates(settings: Settings, key: str, row: Row) -> Settings:
    """The settings with the value of one of KEYS; what no plan uses yet is said.

    Parameters
    ----------
    settings
        those that are read so far
    key
        the key
    row
        its row
    """
    before = row.table.problems.count
    found = _set(settings, key, row)
    if key in _NOT_USED_YET and row.table.problems.count == before:
        row.report(messages.SETTING_NOT_USED_YET, "key", key=key)
    return found


def _set(settings: Settings, key: str, row: Row) -> Settings:
    if key == "day rotation":
        said = row.choice("value", DAY_ROTATIONS)
        return replace(settings, day_rotation=next((r for r in DAY_ROTATIONS if r == said), ""))
    if key == "week rotation":
        said = row.choice("value", WEEK_ROTATIONS)
        return replace(settings, week_rotation=next((r for r in WEEK_ROTATIONS if r == said), settings.week_rotation))
    if key == "short week":
        short = row.whole("value")
        return settings if short is None else replace(settings, short_week=short)
    if key == "extra duty rate":
        return replace(settings, extra_duty_rate=row.amount("value"))
    if not _ADDRESS.fullmatch(row.text("value")):
        row.wrong(messages.NOT_AN_ADDRESS, "value")
        return settings
    return replace(settings, calendar_address=row.text("value"))
