"""The bell schedule of an import: the periods that the export knows, at the times of the default bell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.intake.imports.titles import plain

_ADVISORY = {"hr", "homeroom", "home room", "adv", "advisory", "advisement", "homebase", "advis"}
_FLEX = {"flex", "fsq", "flx", "tutorial", "wi n", "win", "enrichment", "intervention"}
_LUNCH = {"lunch", "lun", "l", "lunch a", "lunch b"}
_AFTER = {"asa", "after school", "afterschool", "as"}
FIRST_START, LENGTH, GAP, LUNCH, SHORT = 8 * 60, 55, 5, 35, 25
_LATEST = 17 * 60 + 30


@dataclass(frozen=True, slots=True)
class Bell:
    """One row of the bell schedule; `days` () is all."""

    period: str
    start: int
    end: int
    kind: str
    days: tuple[str, ...] = ()


def kind_of_period(label: str) -> str:
    """The kind of a period by its label: HR is Advisory, FLEX Flex; most are Class."""
    words = " ".join(re.findall(r"[^\W_]+", label.casefold()))
    for names, kind in ((_ADVISORY, "Advisory"), (_FLEX, "Flex"), (_LUNCH, "Lunch"), (_AFTER, "After school")):
        if words in names or (plain(label) in names and len(words) > 1):
            return kind
    return "Class"


def bells_of(periods: Sequence[str]) -> list[Bell]:
    """The default bell with these periods: 55 minutes from 08:00, 5 apart, lunch after the fourth class, homeroom and
    zero period before; shorter where there are many."""
    early = [p for p in periods if kind_of_period(p) == "Advisory" or p == "0" or p.casefold() == "zero"]
    late = [p for p in periods if kind_of_period(p) in ("Flex", "After school") and p not in early]
    lunch = [p for p in periods if kind_of_period(p) == "Lunch"]
    blocks = _by_day(periods)
    classes = [p for p in periods if p not in (*early, *late, *lunch)]
    rows: list[Bell] = []
    for days, own in blocks or [((), classes)]:
        rows += _run([p for p in own if p in classes], lunch, days)
    at = FIRST_START - GAP
    for period in reversed(early):
        kind = kind_of_period(period)
        length = SHORT if kind == "Advisory" else LENGTH
        rows.insert(0, Bell(period, at - length, at, kind))
        at -= length + GAP
    at = max((b.end for b in rows), default=FIRST_START) + GAP
    for period in late:
        rows.append(Bell(period, at, at + SHORT, kind_of_period(period)))
        at += SHORT + GAP
    return rows


def _run(classes: Sequence[str], lunch: Sequence[str], days: tuple[str, ...]) -> list[Bell]:
    length, gap = LENGTH, GAP
    if classes and FIRST_START + len(classes) * (LENGTH + GAP) + LUNCH > _LATEST:
        gap = 2
        length = min(LENGTH, max(5, (_LATEST - FIRST_START - LUNCH) // len(classes) - gap))
    rows: list[Bell] = []
    at = FIRST_START
    for number, period in enumerate(classes, 1):
        rows.append(Bell(period, at, at + length, "Class", days))
        at += length + gap
        if number == min(4, max(1, len(classes) - 1)) or (number == len(classes) == 1):
            labels = list(lunch) or ["Lunch"]
            rows.append(Bell(labels[0], at, at + LUNCH, "Lunch", days))
            at += LUNCH + GAP
            for more in labels[1:]:
                rows.append(Bell(more, at, at + LUNCH, "Lunch", days))
                at += LUNCH + GAP
    return rows


def days_in_labels(periods: Sequence[str]) -> tuple[str, ...]:
    """The days that labels of blocks name: A1 to A4 and B5 to B8 meet on A and B days."""
    return tuple(days[0] for days, _ in _by_day(periods) or [])


def _by_day(periods: Sequence[str]) -> list[tuple[tuple[str, ...], list[str]]] | None:
    found: dict[str, list[str]] = {}
    for label in periods:
        match = re.fullmatch(r"([A-F])(\d)", label, re.IGNORECASE)
        if match:
            found.setdefault(match[1].upper(), []).append(label)
        elif kind_of_period(label) == "Class":
            return None
    letters = sorted(found)
    if len(letters) < 2 or letters != [chr(ord("A") + i) for i in range(len(letters))]:
        return None
    return [((letter,), found[letter]) for letter in letters] if min(len(v) for v in found.values()) >= 2 else None


def clock(minutes: int) -> str:
    """A clock time like 08:05, of minutes after midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
