"""Sheets Bell schedule and Sites: when periods meet, and which school runs on which schedule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from scheduler.domain.instance import WEEKDAYS, Settings, Site, Slot, SlotKind, hhmm
from scheduler.intake import words
from scheduler.intake.ids import Ids
from scheduler.intake.reading import InputWorkbook
from scheduler.intake.tables import Row
from scheduler.schema.sheets import SLOT_KINDS

DEFAULT_BELL = "Regular"
_DEFAULT_PERIODS = (("1", 55), ("2", 55), ("3", 55), ("4", 55), ("Lunch", 35), ("5", 55), ("6", 55))
_EARLY, _LATE = 5 * 60, 22 * 60  # outside of these a clock time is a slip: 1:05 for 13:05

Bells = dict[str, tuple[Slot, ...]]


def read_bells(reading: InputWorkbook, settings: Settings) -> Bells:
    """Every bell schedule with its slots, in the order of the sheet, week by week and day by day."""
    if not reading.has("Bell schedule"):
        return {DEFAULT_BELL: _default_slots(settings)}
    rows = list(reading.rows("Bell schedule"))
    only = _name_of_blanks(rows)
    names: dict[str, str] = {}
    slots: dict[str, list[tuple[Slot, Row]]] = defaultdict(list)
    for row in rows:
        text = row.text("bell schedule") or only
        if text is None:
            row.say(
                "error",
                "blank-cell",
                "bell schedule",
                "bell schedule is blank, and there are several.",
                "Write the name of the bell schedule.",
            )
            continue
        name = names.setdefault(text.casefold(), text)
        mine = slots[name]
        for slot in _slots_of(row, name, settings, [s.period for s, _ in mine]):
            clash = next(((s, r) for s, r in mine if s.overlaps(slot)), None)
            if clash:
                _overlap(row, slot, clash, settings)
                mine.append((replace(slot, week=0), row))  # the period exists: cells that name it are right
                break
            mine.append((slot, row))
    return {name: tuple(slot for slot, _ in own) for name, own in slots.items()} or {DEFAULT_BELL: ()}


def _name_of_blanks(rows: list[Row]) -> str | None:
    """The schedule that a row without a name belongs to: the only one; None where there are several."""
    names = {text.casefold(): text for row in rows if (text := row.text("bell schedule"))}
    if not names:
        return DEFAULT_BELL
    return next(iter(names.values())) if len(names) == 1 else None


def _slots_of(row: Row, bell: str, settings: Settings, periods: list[str]) -> list[Slot]:
    days = row.days("days", settings.days)
    start, end = row.time("start"), row.time("end")
    week = row.week("week", settings.weeks)
    kind: SlotKind = row.choice("kind", SLOT_KINDS) or "Class"  # type: ignore[assignment]  # one of the options
    period = words.period_of(row.text("period"), periods) or row.text("period")
    if days is None or start is None or end is None:
        # The period still exists: cells that name it are right. So it meets at no time, and nothing is solved with it.
        return [Slot(bell, 0, day, period, 0, 0, kind) for day in (days or (0,))]
    if end <= start:
        row.say(
            "error",
            "end-before-start",
            "end",
            f'"{row.text("end")}" is not after the start, {hhmm(start)}.',
            "Mend one of the two, or add AM or PM.",
        )
        return [Slot(bell, 0, day, period, 0, 0, kind) for day in days]
    if start < _EARLY or end > _LATE:
        column = "start" if start < _EARLY else "end"
        row.say(
            "warning",
            "night-time",
            column,
            f'"{row.text(column)}" is in the night: is the afternoon meant?',
            "Write afternoon times like 13:05, or with PM.",
        )
    weeks = range(1, settings.weeks + 1) if week is None else (week,)
    return [Slot(bell, w, day, period, start, end, kind) for w in weeks for day in days]


def _overlap(row: Row, slot: Slot, clash: tuple[Slot, Row], settings: Settings) -> None:
    other, at = clash
    row.say(
        "error",
        "overlapping-slots",
        "start",
        f"{hhmm(slot.start)}-{hhmm(slot.end)} on {settings.days[slot.day]} overlaps period {other.period} "
        f'({hhmm(other.start)}-{hhmm(other.end)}) in row {at.number} of bell schedule "{slot.bell}".',
        "Mend the times, the days or the week of one of the two.",
    )


def default_rows(settings: Settings) -> list[dict[str, str]]:
    """The default bell schedule as rows of the sheet."""
    days = ", ".join(settings.days[place] for place in _default_days(settings))
    slots = {slot.period: slot for slot in reversed(_default_slots(settings))}
    return [
        {
            "bell schedule": DEFAULT_BELL,
            "days": days,
            "period": period,
            "start": hhmm(slots[period].start),
            "end": hhmm(slots[period].end),
            "kind": slots[period].kind,
        }
        for period, _ in _DEFAULT_PERIODS
    ]


def _default_days(settings: Settings) -> list[int]:
    weekdays = [place for place, day in enumerate(settings.days) if day in WEEKDAYS[:5]]
    return weekdays or list(range(len(settings.days)))


def _default_slots(settings: Settings) -> tuple[Slot, ...]:
    """Six Class periods of 55 minutes from 08:00, each slot 5 minutes after the one before; Lunch from 12:00."""
    days = _default_days(settings)
    slots: list[Slot] = []
    start = 8 * 60
    for period, minutes in _DEFAULT_PERIODS:
        kind: SlotKind = "Lunch" if period == "Lunch" else "Class"
        slots += [
            Slot(DEFAULT_BELL, week, day, period, start, start + minutes, kind)
            for week in range(1, settings.weeks + 1)
            for day in days
        ]
        start += minutes + 5
    return tuple(slots)


def read_sites(reading: InputWorkbook, bells: Bells) -> tuple[dict[str, Site], Ids]:
    """The schools of the sheet Sites; without it those that Teachers names, each on the first bell schedule."""
    ids = Ids("a site", "unknown-site", "Sites" if reading.has("Sites") else "", open=reading.open("Sites"))
    bell_ids = Ids(
        "a bell schedule", "unknown-bell-schedule", "Bell schedule", bells, open=reading.open("Bell schedule")
    )
    first = next(iter(bells))
    sites: dict[str, Site] = {}
    if not reading.has("Sites"):
        for row in reading.rows("Teachers"):
            if ids.find(row.text("site")) is None:
                ids.add(row.text("site"), "")
                sites[row.text("site")] = Site(row.text("site"), row.text("site"), first)
        return sites, ids
    for row in ids.defining(reading, "site"):
        site = row.text("site")
        bell = row.id("bell schedule", bell_ids) or first
        sites[site] = Site(
            site, row.text("name") or site, bell, row.whole("sections funded"), row.amount("cost per section")
        )
    return sites, ids
