"""Sheets Bell schedule and Sites: when periods meet, and which school runs on which schedule."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Literal

from scheduler.domain.instance import WEEKDAYS, Settings, Site, Slot, SlotKind, hhmm
from scheduler.domain.matching import folded
from scheduler.intake.files.raw_cells import is_date
from scheduler.intake.sheets.doubtful_sites import say_doubtful_sites
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.period_names import alike, is_date_text, key_of, same_label
from scheduler.intake.tables.table import Row
from scheduler.messages import bells as messages
from scheduler.schema.sheets import SLOT_KINDS

DEFAULT_BELL = "Regular"
_DEFAULT_PERIODS = (("1", 55), ("2", 55), ("3", 55), ("4", 55), ("Lunch", 35), ("5", 55), ("6", 55))
_EARLY, _LATE = 5 * 60, 22 * 60  # outside of these a clock time is a slip: 1:05 for 13:05

Bells = dict[str, tuple[Slot, ...]]

NO_SLOT = "None"  # the kind of a row that is no slot: passing time, a break
_KIND_OF: dict[str, SlotKind | Literal["None"]] = {
    "lunch": "Lunch",
    "advisory": "Advisory",
    "homeroom": "Advisory",
    "home room": "Advisory",
    "flex": "Flex",
    "tutorial": "Flex",
    "tutorials": "Flex",
    "before school": "Before school",
    "beforeschool": "Before school",
    "after school": "After school",
    "afterschool": "After school",
    "passing": "None",
    "break": "None",
    "brunch": "None",
    "nutrition": "None",
    "recess": "None",
}
_BESIDE_A_KIND = re.compile(
    r"\b(?:time|period|block|\d{1,2}(?:st|nd|rd|th)?|[a-d]|first|second|third|morning|afternoon|min|mins|minutes)\b"
)
_BRACKET = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")


@dataclass
class BellSchedules:
    """What the sheet says: `bells` are the slots of each schedule, and `no_slots` the labels of rows that are
    none; `cells` has the cell of each slot, none where the schedule is the default one."""

    bells: Bells
    no_slots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_bells(reading: InputWorkbook, settings: Settings) -> BellSchedules:
    """Every bell schedule with its slots, in the order of the sheet, week by week and day by day."""
    if not reading.has("Bell schedule"):
        return BellSchedules({DEFAULT_BELL: _default_slots(settings)})
    rows = list(reading.rows("Bell schedule"))
    only = _name_of_blanks(rows)
    names: dict[str, str] = {}
    slots: dict[str, list[tuple[Slot, Row]]] = defaultdict(list)
    labels: dict[str, dict[str, Row]] = defaultdict(dict)
    no_slots: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        text = row.text("bell schedule") or only
        if text is None:
            row.report(messages.BLANK_BELL_SCHEDULE, "bell schedule")
            continue
        name = names.setdefault(text.casefold(), text)
        mine = slots[name]
        period = _label(row, labels[name])
        kind = _kind(row, period)
        if kind == "None":
            no_slots[name].append(period)
            continue
        for slot in _slots_of(row, name, settings, period, kind):
            clash = next(((s, r) for s, r in mine if s.overlaps(slot)), None)
            if clash:
                _overlap(row, slot, clash, settings)
                mine.append((replace(slot, week=0), row))  # the period exists: cells that name it are right
                break
            mine.append((slot, row))
    bells = {name: tuple(slot for slot, _ in own) for name, own in slots.items()} or {DEFAULT_BELL: ()}
    cells = {name: tuple(str(row.where("start")) for _, row in own) for name, own in slots.items()}
    return BellSchedules(bells, {name: tuple(own) for name, own in no_slots.items()}, cells)


def _label(row: Row, known: dict[str, Row]) -> str:
    """The label of a row, as it is first written; another that would be taken for it is said."""
    text = row.text("period")
    if is_date(row.raw("period")) or is_date_text(text):
        row.date_for("period", "the label of a period")
    for label, first in known.items():
        if same_label(label, text):
            return label
        if alike(label, text):
            row.report(messages.LABELS_ALIKE, "period", text=text, label=label, place=first.where("period"))
            break
    known.setdefault(text, row)
    return text


def _kind(row: Row, period: str) -> SlotKind | Literal["None"]:
    """The kind that is written, else the one that the label says, once in a note."""
    if row.has("kind") or row.unread("kind"):
        found = row.choice("kind", (*SLOT_KINDS, NO_SLOT))
        return found or "Class"  # type: ignore[return-value]  # one of the options
    kind = kind_of(period)
    if kind != "Class":
        said = f'"{period}" is {"no slot" if kind == NO_SLOT else kind}'
        row.table.problems.tally(messages.KIND_BY_LABEL, row.where("period"), said)
    return kind


def kind_of(label: str) -> SlotKind | Literal["None"]:
    """What a period is by its label, where no kind is written: Class, unless the label says otherwise."""
    parts = [part for part in re.split(r"[/&+]", key_of(_BRACKET.sub("", label))) if part.strip()]
    kinds = [_kind_of_part(part) for part in parts]
    return kinds[0] if kinds and all(kind != "Class" for kind in kinds) else "Class"


def _kind_of_part(part: str) -> SlotKind | Literal["None"]:
    plain = " ".join(re.sub(r"[^\w\s]", " ", part).split())
    if plain in _KIND_OF:
        return _KIND_OF[plain]
    bare = " ".join(_BESIDE_A_KIND.sub(" ", plain).split())
    found = [_KIND_OF.get(word) for word in ([bare] if bare in _KIND_OF else bare.split())]
    return found[0] if found and found[0] and all(found) else "Class"


def _name_of_blanks(rows: list[Row]) -> str | None:
    """The schedule that a row without a name belongs to: the only one; None where there are several."""
    names = {text.casefold(): text for row in rows if (text := row.text("bell schedule"))}
    if not names:
        return DEFAULT_BELL
    return next(iter(names.values())) if len(names) == 1 else None


def _slots_of(row: Row, bell: str, settings: Settings, period: str, kind: SlotKind) -> list[Slot]:
    days = _days(row, settings)
    start, end = row.time("start"), row.time("end")
    week = row.week("week", settings.weeks)
    if days is None or start is None or end is None:
        # The period still exists: cells that name it are right. So it meets at no time, and nothing is solved with it.
        return [Slot(bell, 0, day, period, 0, 0, kind) for day in (days or (0,))]
    if end <= start:
        row.report(messages.END_BEFORE_START, "end", end=row.text("end"), start=hhmm(start))
        return [Slot(bell, 0, day, period, 0, 0, kind) for day in days]
    if start < _EARLY or end > _LATE:
        column = "start" if start < _EARLY else "end"
        row.report(messages.NIGHT_TIME, column, text=row.text(column))
    weeks = range(1, settings.weeks + 1) if week is None else (week,)
    return [Slot(bell, w, day, period, start, end, kind) for w in weeks for day in days]


def _days(row: Row, settings: Settings) -> tuple[int, ...] | None:
    """The days of a row; blank, or Daily, is Mon-Fri, or all days where these are no labels. None (said) if wrong."""
    if not row.has("days") and not row.unread("days"):
        return tuple(_default_days(settings))
    found = row.days("days", settings.days)
    daily = folded(row.text("days")) in ("daily", "everyday")
    return tuple(_default_days(settings)) if found and daily and settings.days == WEEKDAYS else found


def _overlap(row: Row, slot: Slot, clash: tuple[Slot, Row], settings: Settings) -> None:
    other, at = clash
    row.report(
        messages.OVERLAPPING_SLOTS,
        "start",
        start=hhmm(slot.start),
        end=hhmm(slot.end),
        day=settings.days[slot.day],
        period=other.period,
        other_start=hhmm(other.start),
        other_end=hhmm(other.end),
        place=at.where("period"),
        bell=slot.bell,
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
    unread = reading.open("Sites") or (not reading.has("Sites") and reading.open("Teachers"))
    ids = Ids(
        "a site",
        messages.UNKNOWN_SITE if reading.has("Sites") else messages.UNKNOWN_SITE_OF_TEACHERS,
        "Sites" if reading.has("Sites") else "",
        open=unread,
    )
    bell_ids = Ids(
        "a bell schedule", messages.UNKNOWN_BELL_SCHEDULE, "Bell schedule", bells, open=reading.open("Bell schedule")
    )
    first = next(iter(bells))
    sites: dict[str, Site] = {}
    if not reading.has("Sites"):
        rows: dict[str, list[Row]] = {}
        for row in reading.rows("Teachers"):
            if is_date(row.raw("site")):
                row.date_for("site", "a site")
                continue
            if ids.find(row.text("site")) is None:
                ids.add(row.text("site"), row.where("site"))
                sites[row.text("site")] = Site(row.text("site"), row.text("site"), first)
            rows.setdefault(ids.find(row.text("site")) or row.text("site"), []).append(row)
        say_doubtful_sites(rows)
        return sites, ids
    for row in reading.define(ids, "site"):
        site = row.text("site")
        bell = row.id("bell schedule", bell_ids) or first
        sites[site] = Site(
            site, row.text("name") or site, bell, row.whole("sections funded"), row.amount("cost per section")
        )
    return sites, ids
