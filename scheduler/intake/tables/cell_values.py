"""What the words of a cell mean: lists, numbers, clock times, days, grades, periods. No problem is said here."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from scheduler.domain.instance import WEEKDAYS
from scheduler.domain.matching import folded
from scheduler.intake.files.raw_cells import Value, text_of

GRADES = ("PreK", "TK", "K", *(str(n) for n in range(1, 13)))
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
    "\N{CHECK MARK}": True,
    "\N{HEAVY CHECK MARK}": True,
    "\N{WHITE HEAVY CHECK MARK}": True,
    "\N{BALLOT BOX WITH CHECK}": True,
    "n": False,
    "no": False,
    "false": False,
    "0": False,
}
NEAR = 60  # of 100: an id that is less alike is no suggestion
NEAR_NAME = 80  # of a sheet, a column, a word of the contract
AHEAD = 10  # of the next


def parts_of(value: Value) -> list[str]:
    """The parts of a list, separated by commas or semicolons; where it has semicolons, commas do not separate."""
    text = text_of(value)
    if "," not in text and ";" not in text:
        return [text] if text else []
    return [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]


def _pieces(text: str) -> list[str]:
    """The parts of a list whose parts hold no comma themselves: days, grades."""
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


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
    if day == "weds":
        return "wed"
    one = day.removesuffix("s") if len(day) > 4 else day  # Mondays
    return next((name[:3] for name in _DAY_NAMES if len(one) > 2 and name.startswith(one)), day)


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
    if folded(text) in _EVERY_DAY and folded(text) not in order:
        return tuple(range(len(labels)))
    if folded(text) in _WEEKDAYS and all(day in order for day in _OF_A_WEEK):
        return tuple(order.index(day) for day in _OF_A_WEEK)
    found: set[int] = set()
    for part in _pieces(text):
        span = _days_of_part(part, order)
        if not span:
            return None
        found.update(order.index(day) for day in span)
    return tuple(sorted(found)) or None


_EVERY_DAY = frozenset(("daily", "everyday", "alldays", "all"))
_WEEKDAYS = frozenset(("weekdays", "allweekdays", "everyweekday"))
_OF_A_WEEK = ("mon", "tue", "wed", "thu", "fri")
_RUN = re.compile(r"th|tu|su|sa|[mtwrfu]")  # MWF, TTh, MTWRF
_OF_A_RUN = {
    "m": "mon",
    "t": "tue",
    "tu": "tue",
    "w": "wed",
    "th": "thu",
    "r": "thu",
    "f": "fri",
    "sa": "sat",
    "su": "sun",
    "u": "sun",
}


def _days_of_part(part: str, order: Sequence[str]) -> list[str] | None:
    """A day, a range, `Mon/Wed`, or the letters of days (`M-F`, `MWF`, `TTh`)."""
    span = _span(part, order, lambda text: _weekday(text, order))
    if span is not None:
        return span
    pieces = [piece for piece in re.split(r"[/&+]|\band\b|\s+", part) if piece.strip()]
    if len(pieces) > 1:
        found = [_days_of_part(piece, order) for piece in pieces]
        return None if any(own is None for own in found) else [day for own in found for day in own or ()]
    letters = folded(part)
    days = [_OF_A_RUN[letter] for letter in _RUN.findall(letters)]
    whole = "".join(_RUN.findall(letters)) == letters
    return days if whole and len(days) > 1 and len(set(days)) == len(days) and all(d in order for d in days) else None


def _weekday(text: str, order: Sequence[str]) -> str:
    """A day as it is compared; the letter of a weekday where no label is that letter. `A Day` is A."""
    day = day_word(text)
    alone = re.sub(r"^days?|days?$", "", day)
    if day not in order and alone in order:
        return alone
    return day if day in order else _OF_A_RUN.get(day, day)


def grades_of(text: str) -> tuple[str, ...] | None:
    """Single grades ("9", "K"), ranges written out; None where a range lacks an end. What is no grade stays so."""
    found: list[str] = []
    for part in _pieces(_PRE_K.sub("prek", text)):
        span = _span(part, GRADES, _grade)
        pieces = [_grade(piece) for piece in re.split(r"[/&+]|\band\b", part) if piece.strip()]
        if span is None and len(pieces) > 1 and all(piece in GRADES for piece in pieces):
            span = pieces
        if span is None and any(_grade(end) in GRADES for end in _DASH.split(part)):
            return None
        found += span or [part]
    return tuple(dict.fromkeys(found))


_PRE_K = re.compile(r"\bpre[\s-]*(?:k\b|kindergarten\b|kinder\b)", re.IGNORECASE)
_GRADE_NAMES = {
    "pk": "PreK",
    "prek": "PreK",
    "tk": "TK",
    "transitionalkindergarten": "TK",
    "k": "K",
    "kg": "K",
    "kinder": "K",
    "kindergarten": "K",
    "freshman": "9",
    "freshmen": "9",
    "sophomore": "10",
    "junior": "11",
    "senior": "12",
}
_GRADE = re.compile(r"(?:grades?|gr)?0*(\d{1,2})(?:st|nd|rd|th)?(?:grades?|graders?)?")


def _grade(text: str) -> str:
    """A grade in one form: `9` for 09, 9th, Grade 9 and Freshman; another text as it is."""
    short = re.sub(r"[\s._]|(?<=[a-z])-(?=grade)", "", text.casefold())
    found = _GRADE.fullmatch(short)
    if found:
        return found[1]
    return _GRADE_NAMES.get(short) or _GRADE_NAMES.get(short.removesuffix("s")) or text.strip()


def _span(part: str, order: Sequence[str], name: Callable[[str], str]) -> list[str] | None:
    """A name, or a range of names ("Mon-Fri", "9-10"), written out; None when it is neither."""
    if name(part) in order:
        return [name(part)]
    ends = [name(end) for end in _DASH.split(part)]
    if len(ends) == 1:
        ends = [name(end) for end in re.split(r"\s+(?:to|thru|through)\s+", part)]
    if len(ends) != 2 or any(end not in order for end in ends):
        return None
    return list(order[order.index(ends[0]) : order.index(ends[1]) + 1]) or None


def nearest(value: str, known: Iterable[str], least: int = NEAR) -> str | None:
    """The known word that is most like `value`; None where none is near enough, or two are about as near.

    Parameters
    ----------
    value
        what a cell says
    known
        the words that it may mean
    least
        how alike they must be, in percent
    """
    from rapidfuzz import fuzz, process

    words = {word.casefold(): word for word in known}
    found = process.extract(value.casefold(), list(words), scorer=fuzz.ratio, score_cutoff=least, limit=2)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < (AHEAD if least >= NEAR_NAME else 1)):
        return None
    return words[found[0][0]]


def all_near(value: str, known: Iterable[str], least: int) -> list[str]:
    """Every known word that is like a text.

    Parameters
    ----------
    value
        the text
    known
        the words
    least
        how much they are alike at least, of 100
    """
    from rapidfuzz import fuzz

    return [word for word in known if fuzz.ratio(value.casefold(), word.casefold()) >= least]


def near(value: str, known: Iterable[str], least: int = NEAR) -> str:
    """' (nearest: "C2")' for a message, "" where nothing is near.

    Parameters
    ----------
    value
        what a cell says
    known
        the words that it may mean
    least
        how alike they must be, in percent
    """
    found = nearest(value, known, least)
    return f' (nearest: "{found}")' if found else ""
