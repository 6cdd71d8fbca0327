"""How headers and cells name the periods of a bell schedule: `1st Period`, `P1`, `01`, `1.0`, `1-2`, `VI`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from scheduler.intake.files.raw_cells import shows

_DASHES = r"\-" "\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?|[ap])?|\d{1,2}\s*[ap]\.?m\.?)"
_TIMES = re.compile(rf"[\s,;:@|{_DASHES}]*{_CLOCK}(?:\s*(?:[{_DASHES}]|to|until)\s*{_CLOCK})?\s*$")
_BRACKET = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})\s*$")
_WORDS = "periods?|per|pers|pds?|p|hours?|hrs?|blocks?|mods?"
_WORD_BEFORE = re.compile(rf"(?:{_WORDS})(?:[\s.:#_{_DASHES}]+(?=\S)|(?=\d))")
_WORD_BEHIND = re.compile(rf"(?<=\S)[\s.]+(?:{_WORDS})\.?$")
_ORDINAL = re.compile(r"(\d{1,2})\s?(?:st|nd|rd|th)")
_DECIMAL = re.compile(r"(\d{1,3})\.0+")
_SEVERAL = re.compile(r"[,;/&+]|\band\b")
_RANGE = re.compile(rf"\s*[{_DASHES}]\s*|\s+(?:to|thru|through)\s+")
_LIKE_A_PERIOD = re.compile(r"[a-z]?\d{1,2}[a-z]?(?:[._]\d+)?")
_ENDS = re.compile(r"([a-z]{0,2})(\d{1,2})")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_LIKE_A_DATE = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:[ t]\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?|\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}[- ](?:{_MONTHS})(?:[- ]\d{{2,4}})?|(?:{_MONTHS})[- ]\d{{2}}(?:\d{{2}})?"
)
_FIGURES: Mapping[str, str] = {
    word: str(number)
    for number, words in enumerate(
        (
            "zero zeroth",
            "one first",
            "two second",
            "three third",
            "four fourth",
            "five fifth",
            "six sixth",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
            "eleven eleventh",
            "twelve twelfth",
        )
    )
    for word in words.split()
}
_ROMAN: Mapping[str, str] = {
    roman: str(number)
    for number, roman in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}


def is_a_word(text: str) -> bool:
    """Whether a header is a figure in a word alone: `First` may be a period, and a person's name."""
    return _plain(text) in _FIGURES


def is_date_text(text: str) -> bool:
    """Whether a text is a date as spreadsheets write one into a .csv: `2-Jan`, `1/2/2026`, `Dec-09`, `2026-01-02`."""
    return _LIKE_A_DATE.fullmatch(text.strip().casefold()) is not None


@lru_cache(maxsize=8192)
def reads_as_a_period(text: str) -> bool:
    """Whether a header looks like a period, whatever the bell schedule: `7`, `7th`, `P7`, `1.1`, `Period X`, `7-8`."""
    plain = _plain(text)
    bare = _bare(plain)
    parts = _SEVERAL.split(bare)
    ends = [end for part in parts for end in _RANGE.split(part)]
    if all(_LIKE_A_PERIOD.fullmatch(key_of(end)) for end in ends):
        return True
    if bare in _FIGURES or (bare in _ROMAN and len(bare) > 1):
        return True
    return len(bare) <= 2 and _WORD_BEFORE.match(plain) is not None


@lru_cache(maxsize=8192)
def key_of(text: str) -> str:
    """What the names of one period have in common: `1`, `01`, `1.0`, `1st`, `P1`, `Period 1 (8:00-8:55)` give `1`."""
    bare = _bare(_plain(text))
    return _figure(bare.rstrip(" .:") or bare)


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """A label as labels are compared: without case, single blanks, none at the ends, no sign that does not show."""
    return " ".join(shows(unicodedata.normalize("NFKC", text)).casefold().split())


def _bare(plain: str) -> str:
    """A name without a clock time behind it and without the word for a period."""
    before = None
    while before != plain:
        before = plain
        bracket = _BRACKET.search(plain)
        if bracket and _TIMES.fullmatch(bracket[0].strip(" ()[]{}")):
            plain = plain[: bracket.start()]
        else:
            plain = _TIMES.sub("", plain) or plain
    for word in (_WORD_BEFORE.match(plain), _WORD_BEHIND.search(plain)):
        if word and word[0] != plain:
            return (plain[word.end() :] if word.start() == 0 else plain[: word.start()]).strip()
    return plain


def _figure(bare: str) -> str:
    """A figure in one form: `1` for 01, 1.0, 1st, First and One; any other text as it is."""
    found = _ORDINAL.fullmatch(bare) or _DECIMAL.fullmatch(bare)
    number = found[1] if found else _FIGURES.get(bare, bare)
    return number.lstrip("0") or "0" if number.isdecimal() and number.isascii() else number


def alike(a: str, b: str) -> bool:
    """Whether two labels of one bell schedule would be taken for each other: `1` and `P1`; `1` and `1 (A)`."""
    return _plain(a) != _plain(b) and (key_of(a) == key_of(b) or key_of(a) == _short(b) or _short(a) == key_of(b))


def same_label(a: str, b: str) -> bool:
    """Whether two labels are one: compared without case and without blanks at the ends."""
    return _plain(a) == _plain(b)


def _short(text: str) -> str:
    """The key without a bracket behind it."""
    plain = _bare(_plain(text))
    return _figure(_bare(_BRACKET.sub("", plain)))


def _close(text: str) -> str | None:
    """The key without blanks: `A 1` is A1. Never of figures alone: `1 2` is not 12."""
    close = key_of(text).replace(" ", "")
    return None if not close or close.isdecimal() else close


class PeriodNames:
    """The labels of one bell schedule, in its order, and which of them a text names."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = tuple(labels)
        self._exact = {_plain(label): label for label in reversed(self.labels)}
        self._by_key: dict[str, list[str]] = {}
        self._by_short: dict[str, list[str]] = {}
        self._without_blanks: dict[str, list[str]] = {}
        for label in self.labels:
            self._by_key.setdefault(key_of(label), []).append(label)
            self._by_short.setdefault(_short(label), []).append(label)
            if (close := _close(label)) is not None:
                self._without_blanks.setdefault(close, []).append(label)
        keys = set(self._by_key)
        letters = {key for key in keys if len(key) == 1 and key.isalpha()}
        self._labels_are_roman = "ii" in keys and letters <= {"i", "v", "x"}
        self._roman = not letters or self._labels_are_roman
        self._found: dict[str, tuple[str, ...]] = {}

    def find(self, text: str) -> tuple[str, ...]:
        """The periods that a text names: one, several (`1-2`, `1/2`), or none; two that fit equally are none."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def one(self, text: str) -> str | None:
        """The one period that a text names; None where it names none or several."""
        found = self.find(text)
        return found[0] if len(found) == 1 else None

    def left_aside(self, text: str) -> str:
        """What stands in brackets behind the name of a period, and is no clock time: `Fri` of `1 (Fri)`. "" where a
        label has it too."""
        plain = _bare(_plain(text))
        bracket = _BRACKET.search(plain)
        if bracket is None or _plain(text) in self._exact or key_of(text) in self._by_key:
            return ""
        return bracket[0].strip(" ()[]{}")

    def fits_two(self, text: str) -> tuple[str, ...]:
        """The labels between which a text does not decide."""
        found = self._by_key.get(key_of(text)) or self._by_short.get(_short(text)) or []
        return tuple(found) if len(found) > 1 and _plain(text) not in self._exact else ()

    def _find(self, text: str) -> tuple[str, ...]:
        if not _plain(text):
            return ()
        one = self._single(text)
        if one is not None:
            return (one,)
        bare = _bare(_BRACKET.sub("", _bare(_plain(text))))
        found: dict[str, None] = {}
        for part in _SEVERAL.split(bare):
            own = self._part(part)
            if not own:
                return ()
            found.update(dict.fromkeys(own))
        return tuple(label for label in self.labels if label in found)

    def _part(self, part: str) -> list[str]:
        one = self._single(part)
        if one is not None:
            return [one]
        ends = [self._single(end) for end in _RANGE.split(part)]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            return []
        return self._between(ends[0], ends[1])

    def _between(self, first: str, last: str) -> list[str]:
        """The labels from one to another: `4-6` is 4, 5 and 6, `A-C` is A, B and C."""
        a, b = self._sort_key(first), self._sort_key(last)
        if a is None or b is None or a[0] != b[0] or a[1] > b[1]:
            return []
        keys = ((label, self._sort_key(label)) for label in self.labels)
        return [label for label, key in keys if key is not None and key[0] == a[0] and a[1] <= key[1] <= b[1]]

    def _sort_key(self, label: str) -> tuple[str, int] | None:
        key = key_of(label)
        if self._labels_are_roman:
            key = _ROMAN.get(key, key)
        if len(key) == 1 and key.isalpha():
            return "letter", ord(key)
        found = _ENDS.fullmatch(key)
        return (found[1], int(found[2])) if found else None

    def _single(self, text: str) -> str | None:
        exact = self._exact.get(_plain(text))
        if exact is not None:
            return exact
        for known, key in ((self._by_key, key_of(text)), (self._by_short, _short(text))):
            found = known.get(key) or self._as_roman(known, key)
            if found:
                return found[0] if len(found) == 1 else None
        close = self._without_blanks.get(_close(text) or "", [])
        return close[0] if len(close) == 1 else None

    def _as_roman(self, known: Mapping[str, list[str]], key: str) -> list[str]:
        if not self._roman:
            return []
        if key in _ROMAN:
            return known.get(_ROMAN[key], [])
        if self._labels_are_roman and key.isdecimal():
            return next((known[roman] for roman, figure in _ROMAN.items() if figure == key and roman in known), [])
        return []


@lru_cache(maxsize=256)
def _names_of(labels: tuple[str, ...]) -> PeriodNames:
    return PeriodNames(labels)


def period_named(text: str, labels: Iterable[str]) -> str | None:
    """The one period, of these labels, that a text names; None where it names none or several."""
    return _names_of(tuple(labels)).one(text)
