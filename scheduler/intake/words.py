"""What the words of a cell mean: lists, numbers, clock times, days, grades, periods. No problem is said here."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from scheduler.domain.instance import WEEKDAYS
from scheduler.domain.matching import folded
from scheduler.intake.cells import Value, text_of

GRADES = ("PK", "TK", "K", *(str(n) for n in range(1, 13)))
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DASH = re.compile("[-–—]")  # noqa: RUF001  # Word and Excel turn a hyphen into a longer dash
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:([ap])\.?(?:m\.?)?)?")
_YES = {
    "": False,
    "y": True,
    "yes": True,
    "true": True,
    "1": True,
    "x": True,
    "n": False,
    "no": False,
    "false": False,
    "0": False,
}
NEAR = 60  # of 100: an id that is less alike is no suggestion
NEAR_NAME = 80  # of a sheet, a column, a word of the contract
AHEAD = 10  # of the next


def parts_of(value: Value) -> list[str]:
    """The parts of a list, separated by commas or semicolons."""
    text = text_of(value)
    if "," not in text and ";" not in text:
        return [text] if text else []
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]


def number_of(value: Value) -> int | float | None:
    """A number, an int where it is whole; None when it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    try:
        number = value if isinstance(value, float) else float(text_of(value))
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def minutes_of(value: Value) -> int | None:
    """Minutes after midnight of a clock time ("08:05", "8:05 AM", a time of Excel); None when it is none."""
    if isinstance(value, datetime.datetime | datetime.time):
        return value.hour * 60 + value.minute
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return minutes if 0 <= minutes < 1440 else None
    if isinstance(value, float) and 0 <= value < 1:
        return round(value * 1440) % 1440
    found = _CLOCK.fullmatch(text_of(value).casefold())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2])
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def date_of(value: Value) -> str | None:
    """A date as ISO text; None when it is none."""
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m-%d}"
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return f"{datetime.datetime.strptime(text_of(value), form):%Y-%m-%d}"
        except ValueError:
            continue
    return None


def yes_of(value: Value) -> bool | None:
    """Yes or no; blank is no, None when it is neither."""
    return _YES.get(text_of(value).casefold())


def one_of(value: Value, options: Iterable[str]) -> str | None:
    """The option that a cell names, whatever its case, spaces and punctuation."""
    wanted = folded(text_of(value))
    return next((option for option in options if folded(option) == wanted), None) if wanted else None


def day_word(text: str) -> str:
    """ "mon" for Mon, Monday and mon.; another label as it is compared."""
    day = folded(text)
    return next((name[:3] for name in _DAY_NAMES if len(day) > 2 and name.startswith(day)), day)


def day_labels(value: Value) -> tuple[str, ...]:
    """The days of a week as Settings lists them; a range of weekdays (Sun-Thu) is written out."""
    labels: list[str] = []
    weekdays = [day_word(day) for day in WEEKDAYS]
    for part in parts_of(value):
        ends = [day_word(end) for end in _DASH.split(part)]
        if len(ends) == 2 and all(end in weekdays for end in ends):
            first, last = (weekdays.index(end) for end in ends)
            labels += (WEEKDAYS * 2)[first : last + 1 + 7 * (last < first)]
        else:
            labels.append(part)
    return tuple(labels)


@lru_cache(maxsize=4096)  # a long master schedule says the same few lists of days thousands of times
def days_of(text: str, labels: tuple[str, ...]) -> tuple[int, ...] | None:
    """The places of the days that a cell names, in order; None when it names something else."""
    order = [day_word(label) for label in labels]
    spans = [_span(part, order, day_word) for part in parts_of(text)]
    found: set[int] = set()
    for span in spans:
        if span is None:
            return None
        found.update(order.index(day) for day in span)
    return tuple(sorted(found)) or None


def grades_of(text: str) -> tuple[str, ...] | None:
    """Single grades ("9", "K"), ranges written out; None where a range is none. Other labels stay as they are."""
    found: list[str] = []
    for part in parts_of(text):
        span = _span(part, GRADES, _grade)
        if span is None and _DASH.search(part):
            return None
        found += span or [part.upper()]
    return tuple(dict.fromkeys(found))


def _grade(text: str) -> str:
    return text.strip().upper().lstrip("0")


def _span(part: str, order: Sequence[str], name: Callable[[str], str]) -> list[str] | None:
    """A name, or a range of names ("Mon-Fri", "9-10"), written out; None when it is neither."""
    if name(part) in order:
        return [name(part)]
    ends = [name(end) for end in _DASH.split(part)]
    if len(ends) != 2 or any(end not in order for end in ends):
        return None
    return list(order[order.index(ends[0]) : order.index(ends[1]) + 1]) or None


def period_of(value: str, labels: Iterable[str]) -> str | None:
    """The period that a header or a cell names: "1", "P1" and "Period 1" are "1"."""
    wanted = period_key(value)
    if not wanted:
        return None
    found = None
    for label in labels:
        if label == value:
            return label
        key = period_key(label)
        if found is None and (key == wanted or "p" + key == wanted):
            found = label
    return found


@lru_cache(maxsize=4096)
def period_key(label: str) -> str:
    """What the names of one period have in common: "1", "P1" and "Period 1" give "1", "Flex" gives "flex"."""
    key = folded(label)
    found = re.fullmatch(r"period(.+)|p(\d.*)", key)
    return (found[1] or found[2]) if found else key


def nearest(value: str, known: Iterable[str], least: int = NEAR) -> str | None:
    """The known word that is most like `value`; None where none is near enough, or two are about as near."""
    from rapidfuzz import fuzz, process

    words = {word.casefold(): word for word in known}
    found = process.extract(value.casefold(), list(words), scorer=fuzz.ratio, score_cutoff=least, limit=2)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < (AHEAD if least >= NEAR_NAME else 1)):
        return None
    return words[found[0][0]]


def near(value: str, known: Iterable[str], least: int = NEAR) -> str:
    """' (nearest: "C2")' for a message, "" where nothing is near."""
    found = nearest(value, known, least)
    return f' (nearest: "{found}")' if found else ""
