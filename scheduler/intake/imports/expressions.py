"""Schedule expressions: `3(A,C-E)`, `1-2(M-F)`, `5(A-B) 6(A)`, `M-F(6)`, `HR(A-B)`. Periods and days stay paired.

Which side of the brackets holds the days is decided for a whole source: some systems write periods first, others days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST = 200  # characters of an expression
MOST_IN_RANGE = 40
MOST_LETTERS = 10  # days of a rotation
_TOKEN = r"[A-Za-z0-9]+(?: [A-Za-z](?![A-Za-z0-9]))?"
_RANGE = rf"{_TOKEN}(?:\s*-\s*{_TOKEN})?"
_LIST = rf"{_RANGE}(?:\s*[,;/&+]\s*{_RANGE})*"
_GROUP = re.compile(rf"\s*[,;/&+]?\s*({_LIST})\s*\(\s*({_LIST})\s*\)")
_BARE = re.compile(rf"\s*({_RANGE}(?:\s*[,;/&+]\s*{_RANGE})*)\s*")
_ROW = re.compile(r"\d{1,2}(?:\s+\d{1,2})+")
_NEEDLESS = re.compile(r"\b(?:periods?|per|pd)\b\.?\s*(?=\d)|\bdays?\s+(?=\w\b)", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_AT_END = re.compile(rf"(?:^|\s)({_LIST}\({_LIST}\)(?:\s+{_LIST}\({_LIST}\))*)\s*$")
_YEAR = re.compile(r"\d{4}")

_DAY_WORDS = {
    "m": 0,
    "mo": 0,
    "mon": 0,
    "monday": 0,
    "t": 1,
    "tu": 1,
    "tue": 1,
    "tues": 1,
    "tuesday": 1,
    "w": 2,
    "we": 2,
    "wed": 2,
    "weds": 2,
    "wednesday": 2,
    "r": 3,
    "h": 3,
    "th": 3,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "thursday": 3,
    "f": 4,
    "fr": 4,
    "fri": 4,
    "friday": 4,
    "s": 5,
    "sa": 5,
    "sat": 5,
    "saturday": 5,
    "u": 6,
    "su": 6,
    "sun": 6,
    "sunday": 6,
}

HOMEROOMS = ("HR", "HOMEROOM", "HOME ROOM", "ADV", "ADVISORY")
Span = tuple[str, str]  # the ends of a range; the same twice for one alone


@dataclass(frozen=True, slots=True)
class Group:
    """One pair: what stands before the brackets and in them. Without brackets `right` is empty."""

    left: tuple[Span, ...]
    right: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionMeeting:
    """Periods and the days on which a section meets in each of them; no days: every day."""

    periods: tuple[str, ...]
    days: tuple[str, ...] = ()


@lru_cache(maxsize=16_384)
def parse(text: str) -> tuple[Group, ...] | None:
    """The groups of an expression, or of a bare list of periods; None where it is neither."""
    if len(text) > LONGEST or not text.strip():
        return None
    text = _DASHES.sub("-", text)
    if "(" in text:
        text = _NEEDLESS.sub("", text)
    elif _ROW.fullmatch(text.strip()):
        text = ",".join(text.split())
    if "(" not in text:
        found = _BARE.fullmatch(text)
        return (Group(_spans(found[1])),) if found else None
    groups: list[Group] = []
    at = 0
    while at < len(text.rstrip()):
        group = _GROUP.match(text, at)
        if group is None:
            return None
        groups.append(Group(_spans(group[1]), _spans(group[2])))
        at = group.end()
    return tuple(groups)


def expression_at_end(title: str) -> str:
    """The expression with which the name of a section ends; "" where it ends with none: "(1763-1877)" is none."""
    found = _AT_END.search(title[-LONGEST:])
    return "" if found is None or _YEAR.search(found[1]) else found[1]


def _spans(text: str) -> tuple[Span, ...]:
    spans = []
    for part in re.split(r"\s*[,;/&+]\s*", text):
        first, _, last = (piece.strip() for piece in part.partition("-"))
        spans.append((first, last or first))
    return tuple(spans)


def tokens(spans: Iterable[Span]) -> set[str]:
    """The ends of all ranges."""
    return {end for span in spans for end in span}


def split_list(text: str) -> list[str]:
    """The parts of a list, apart by commas or semicolons that stand outside brackets."""
    return [part.strip() for part in re.split(r"[,;](?![^(]*\))", text) if part.strip()]


# ---- days


def weekday(token: str) -> int | None:
    """The place in the week of a day's name or letter: R, TH and Thursday are 3."""
    return _DAY_WORDS.get(token.casefold().strip(". "))


def weekdays_in(token: str) -> tuple[int, ...] | None:
    """The days of "MWF", "TTh" or "MTWRF"; None where it is no row of letters of days."""
    found = re.fullmatch(r"(?:th|su|m|t|w|r|h|f|s|u)+", token.casefold())
    if not found or len(token) < 2:
        return None
    days = [_DAY_WORDS[d] for d in re.findall(r"th|su|m|t|w|r|h|f|s|u", token.casefold())]
    return tuple(days) if days == sorted(set(days)) else None


def plain_day(token: str) -> str:
    """A day's label without what is around it: "Day A", "A-DAYS" and "A Day" are A; "Day 01" is 1."""
    text = re.sub(r"\s+", " ", token.strip())
    found = re.fullmatch(r"(?:day|rotation)[\s_-]*(\w+)|(\w+?)[\s_-]*days?", text, re.IGNORECASE)
    if found and text.casefold() not in _DAY_WORDS:
        text = found[1] or found[2]
    return text.lstrip("0") or "0" if text.isdecimal() else text


class Days:
    """What the words for days mean in one source: weekdays, a rotation of letters or figures, or labels of its own."""

    def __init__(self, spans: Iterable[Span], by_hand: dict[str, str] | None = None) -> None:
        self.by_hand = {k.casefold(): v for k, v in (by_hand or {}).items()}
        ends = [(self._plain(first), self._plain(last)) for first, last in spans if first]
        ends = [span for span in ends if len(_letters(*span)) <= MOST_LETTERS]  # A-X is a slip, and asked
        plain = {end for span in ends for end in span}
        between = {c for first, last in ends for c in _letters(first, last)}
        self.unknown: set[str] = set()
        self.weekly = (
            bool(plain) and all(weekday(w) is not None or weekdays_in(w) for w in plain) and not _rotates(plain)
        )
        if self.weekly:
            used = {d for w in plain for d in ((weekday(w),) if weekday(w) is not None else weekdays_in(w) or ())}
            last = max((d for d in used if d is not None), default=4)
            self.order: tuple[str, ...] = WEEK[: max(5, last + 1)]
            return
        singles = {w.upper() for w in plain if len(w) == 1 and w.isalpha()} | between
        figures = {int(w) for w in plain if w.isdecimal() and len(w) < 3}
        others = {w for w in plain if not (len(w) == 1 and w.isalpha()) and not (w.isdecimal() and len(w) < 3)}
        if others and all(_dated(w) for w in others):
            self.order = tuple(sorted(others, key=lambda w: (_dated(w) or (0, ""))[::-1]))
        elif singles and len(singles) >= len(figures):
            letters = [chr(c) for c in range(ord("A"), ord(max(singles)) + 1)]
            gap = next((i for i, c in enumerate(letters) if c not in singles and i >= 2), None)
            alphabet = tuple(letters[:gap]) if gap is not None else tuple(letters)
            # R and B, or X and Y, are the letters of two days rather than two of eighteen.
            self.order = alphabet if len(singles & set(alphabet)) > 1 or len(singles) == 1 else tuple(sorted(singles))
        elif figures:
            self.order = tuple(str(n) for n in range(1, min(max(figures), 20) + 1))
        else:
            self.order = tuple(sorted(others)) if len(others) > 1 else ()

        if len(self.order) == 1:
            self.order = ()  # a cycle of one day is every day

    def _plain(self, token: str) -> str:
        return plain_day(self.by_hand.get(token.strip().casefold(), token))

    def of(self, first: str, last: str) -> tuple[str, ...] | None:
        """The labels from one day to another; None where one is unknown."""
        first, last = self._plain(first), self._plain(last)
        if self.weekly and first == last and weekday(first) is None:
            many = weekdays_in(first)
            return None if many is None else tuple(WEEK[d] for d in many)
        if not self.order:
            return ()
        ends = [self._place(end) for end in (first, last)]
        if None in ends or ends[0] > ends[1]:  # type: ignore[operator]
            self.unknown.update(e for e, place in zip((first, last), ends, strict=True) if place is None)
            return None
        return self.order[ends[0] : ends[1] + 1]  # type: ignore[operator]

    def _place(self, token: str) -> int | None:
        if self.weekly:
            day = weekday(token)
            return day if day is not None and day < len(self.order) else None
        upper = [label.upper() for label in self.order]
        return upper.index(token.upper()) if token.upper() in upper else None


def _letters(first: str, last: str) -> list[str]:
    """The letters from one to another, where both are letters in their order."""
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first.upper() <= last.upper():
        return [chr(c) for c in range(ord(first.upper()), ord(last.upper()) + 1)]
    return []


def _rotates(words: set[str]) -> bool:
    """Whether single letters are a rotation (A, B, ...) rather than days of the week: F alone, or with A to E."""
    letters = {w.upper() for w in words}
    return all(len(w) == 1 for w in letters) and bool(letters & set("ABCDEG")) and not letters & set("MWRTUS")


def _dated(word: str) -> tuple[int, str] | None:
    """Weekday and week of "M1", "TH2", "MonA", "Fri B"; None where it is no such word."""
    found = re.fullmatch(r"([A-Za-z]{1,9}?) ?(\d)|([A-Za-z]{2,9}?) ?([A-D])", word)
    if found and found[3]:
        found = re.fullmatch(r"([A-Za-z]{2,9}?) ?([A-D])", word)
    day = weekday(found[1]) if found else None
    return (day, found[2].upper()) if found and day is not None else None


# ---- periods

_PERIOD_WORD = re.compile(
    r"(?:periods?|per|pd|p|hour|hr|block|mod)(?:[\s._#-]*0*(\d+[A-Za-z]?)(?:\.0)?|[\s._#-]+([A-Za-z]))", re.IGNORECASE
)
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th)(?: (?:period|hour|hr|block|per|pd|mod))?", re.IGNORECASE)
_IN_WORDS = {
    word: str(n)
    for n, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1
    )
}


@lru_cache(maxsize=4096)
def period_label(text: str) -> str:
    """A period as its label: 01, P1, Period 1 and 1st are 1; HR and A1 stay."""
    plain = re.sub(r"\s+", " ", text.strip())
    word = _IN_WORDS.get(re.sub(r" (?:period|hour|block)$", "", plain.casefold()))
    if word:
        return word
    found = _PERIOD_WORD.fullmatch(plain) or _ORDINAL.fullmatch(plain)
    if found:
        plain = next(part for part in found.groups() if part)
    if re.fullmatch(r"\d+\.0", plain):
        plain = plain[:-2]
    return plain.lstrip("0") or "0" if plain.isdecimal() else plain


def period_range(first: str, last: str, order: Sequence[str]) -> tuple[str, ...] | None:
    """The periods from one to another; None where they do not follow one another. A reversed range is none.

    Parameters
    ----------
    first, last
        the labels of the two periods
    order
        the labels of the periods that are known, in their order
    """
    a, b = period_label(first), period_label(last)
    if a == b:
        return (a,)
    if a.isdecimal() and b.isdecimal():
        span = range(int(a), int(b) + 1)
        return tuple(str(n) for n in span) if 0 < len(span) <= MOST_IN_RANGE else None
    one, two = (re.fullmatch(r"([A-Za-z]+)(\d+)", end) for end in (a, b))
    if one and two and one[1].upper() == two[1].upper():
        span = range(int(one[2]), int(two[2]) + 1)
        return tuple(f"{one[1]}{n}" for n in span) if 0 < len(span) <= MOST_IN_RANGE else None
    if len(a) == len(b) == 1 and a.isalpha() and b.isalpha() and a.upper() < b.upper():
        return tuple(chr(c) for c in range(ord(a.upper()), ord(b.upper()) + 1))
    if any(end.upper() in HOMEROOMS for end in (a, b)):
        return a, b  # it may come before or after
    if a in order and b in order and order.index(a) < order.index(b):
        return tuple(order[order.index(a) : order.index(b) + 1])
    return None


# ---- which side is which


def _class_of(spans: Sequence[Span]) -> str:
    """What a side looks like: figures, weekday, letters, dated ("M1"), numbered ("D1") or words."""
    words = tokens(spans)
    if all(w.isdecimal() for w in words):
        return "figures"
    if all(re.fullmatch(r"(?:d|day)\d+", w, re.IGNORECASE) for w in words):
        return "numbered"
    if all(weekday(w) is not None and (len(w) > 1 or w.upper() in "MTWRF") for w in words) or all(
        weekday(w) is not None or weekdays_in(w) for w in words
    ):
        return "weekday"
    if all(len(w) == 1 and w.isalpha() for w in words):
        return "letters"
    if all(_dated(w) for w in words):
        return "dated"
    return "words"


_DAY_LIKE = {"weekday": 3, "dated": 4, "numbered": 4, "letters": 2, "figures": 1, "words": 0}


class Orientation:
    """Which side of the brackets holds the days, learned from all expressions of a source."""

    def __init__(self, groups: Iterable[Group]) -> None:
        shapes = [(_class_of(g.left), _class_of(g.right), g) for g in groups if g.right]
        self._letters_are_days = any(left == "figures" and right == "letters" for left, right, _ in shapes)
        wide: Counter[str] = Counter()
        for left, right, group in shapes:
            if left == right == "figures":
                wide["right"] += _width(group.right) > 1 and _width(group.left) == 1
                wide["left"] += _width(group.left) > 1 and _width(group.right) == 1
        self._words_are_days = _words_are_days(
            [g for left, right, g in shapes if (left, right) == ("figures", "words")]
        )
        self._figures_right = wide["right"] >= wide["left"]
        self.mixed = bool(wide["right"] and wide["left"])

    def days_first(self, group: Group) -> bool:
        """Whether the days of this group stand before the brackets."""
        left, right = _class_of(group.left), _class_of(group.right)
        if left == right == "figures":
            if not self._figures_right:
                return not (_width(group.right) >= 4 and _width(group.left) == 1)
            return _width(group.left) >= 4 and _width(group.right) == 1
        if left == "letters" and right == "figures":
            return self._letters_are_days
        if left == "figures" and right == "words" and self._words_are_days:
            return False
        return _DAY_LIKE[left] > _DAY_LIKE[right]


def _words_are_days(groups: Sequence[Group]) -> bool:
    """Whether the words behind figures are days, as in `1(Odd)` and `2(Odd,Even)`: they are no more than the
    figures (fewer where they have figures in them), and none is a homeroom, which is a period (`1-6(HR)`)."""
    words = {word for group in groups for word in tokens(group.right)}
    figures = {figure for group in groups for figure in tokens(group.left)}
    if len(words) < 2 or any(word.upper() in HOMEROOMS for word in words):
        return False
    return len(words) < len(figures) + all(word.isalpha() for word in words)


def _width(spans: Sequence[Span]) -> int:
    total = 0
    for first, last in spans:
        total += max(1, int(last) - int(first) + 1) if first.isdecimal() and last.isdecimal() else 1
    return total
