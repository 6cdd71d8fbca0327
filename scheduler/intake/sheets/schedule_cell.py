"""What a cell of the master schedule says: a course, a prep, a release, a duty, not at work, or nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.instance import Doing, Settings
from scheduler.domain.matching import folded
from scheduler.intake.files.raw_cells import shows

Doubt = Literal["", "near", "begins", "figure", "nothing", "hardly"]

_NOTHING = frozenset(("0", "false", "none", "noclass", "noclasses"))
_ZERO = re.compile(r"0+(?:[.,]0*)?")  # as a cell's format shows it
# Words beside those of the lists that make no course of them: Common Planning, Staff Meeting, Maternity Leave.
_BESIDE_WORDS = frozenset(
    (
        *("and", "or", "on", "my", "own", "with", "w", "period", "hour", "block", "per", "pd", "time", "am", "pm"),
        *("common", "team", "dept", "department", "co", "collaborative", "joint", "shared", "individual", "extra"),
        *("teacher", "staff", "faculty", "grade", "level", "iep", "sped", "data", "union", "hall", "yard", "campus"),
        *("maternity", "paternity", "parental", "medical", "sick", "unpaid", "daily", "not", "no"),
    )
)
# What hardly names a course, though it is no word of the lists either.
_HARDLY = frozenset(
    (
        *("preparation", "prepare", "planned", "plng", "pln", "pp", "pt", "loa", "sabbatical", "parttime", "halftime"),
        *("advisory", "adv", "hr", "sh", "tutorial", "detention", "inschoolsuspension", "hallmonitor", "monitor"),
        *(
            "office",
            "officehours",
            "adminoffice",
            "admin",
            "administration",
            "adminperiod",
            "deptchair",
            "departmentchair",
        ),
        *("iep", "casemanagement", "casemgmt", "casemanager", "casemgr", "spedcasemanagement", "spedcasemgmt"),
        *("notteaching", "notatwork", "nonteaching", "offsite", "away", "out", "travel", "traveling", "travelling"),
        *("itinerant", "sub", "substitute", "vacant", "vacancy", "unassigned", "open", "openperiod", "blank", "empty"),
        *("tbd", "tba", "tobedetermined", "tobeannounced", "unknown", "same", "ditto", "seeabove", "xx", "xxx", "yes"),
        *(
            "break",
            "passing",
            "nutrition",
            "brunch",
            "recess",
            "releasetime",
            "releaseperiod",
            "released",
            "collaboration",
        ),
    )
)
_FIGURE = re.compile(r"#?\d{1,2}(?:st|nd|rd|th)?")
_BRACKET = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
_PERIOD = re.compile(r"(?<=\w)[\s.]+(?:period|hour|block|per|pd|hr|mod)\.?$", re.IGNORECASE)
_ROOM = re.compile(
    r"(?<=\w)[\W_]+(?:(?:in|at)\s+)?(?:(?:rm|room)[.\s#]*[\w-]{1,12}|#?[a-z]{0,2}-?\d{1,4}[a-z]?)$", re.IGNORECASE
)
_JOINED = re.compile(r"\s*[/&]\s*")
_DUTY = re.compile(r"(?:^|.*\W)duty\W*$", re.IGNORECASE | re.DOTALL)
_SHORTEST_NEAR = 4  # letters of a word: of a shorter one every third course is near
# Words of the lists with which a title begins as well: Free Enterprise, Off Season Training, Homeroom class.
_ADJECTIVES = frozenset(("free", "leave", "off", "release", "absent", "coach", "homeroom", "meeting"))
_SHORTEST_FIRST = 3  # letters of a word that a longer text begins with
_LONG = 8  # letters from which two slips are near


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell says; `doing` None is nothing (a blank). `doubt` says why somebody should look at it: it is near a
    word (`near` is the word) or begins with one, it holds only a number, a text that stands for nothing, or one that
    hardly names a course."""

    doing: Doing | None
    doubt: Doubt = ""
    near: str = ""


_BUILT_IN = frozenset(
    folded(word)
    for words in (Settings().prep_words, Settings().release_words, Settings().off_words, Settings().duty_words)
    for word in words
)
_TEACHING = Meaning("Teaching")
_BLANK = Meaning(None)


class CellWords:
    """The words of one district, and what a cell means by them."""

    def __init__(self, settings: Settings) -> None:
        self._words: dict[str, Doing] = {}
        self._as_written: dict[str, str] = {}
        lists: tuple[tuple[Doing, tuple[str, ...]], ...] = (
            ("Duty", settings.duty_words),
            ("Off", settings.off_words),
            ("Release", settings.release_words),
            ("Prep", settings.prep_words),
        )
        for doing, texts in lists:
            for text in texts:
                self._words[folded(text)] = doing
                self._as_written[folded(text)] = text
        self._words.pop("", None)
        self._long_enough = [word for word in self._words if len(word) >= _SHORTEST_NEAR]
        self._found: dict[str, Meaning] = {}

    def read(self, text: str) -> Meaning:
        """What a text says."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._read(shows(unicodedata.normalize("NFKC", text)).strip())
        return found

    def _read(self, text: str) -> Meaning:
        whole = folded(text)
        if not whole:
            return _BLANK
        doing = self._word(text)
        if doing is not None:
            return Meaning(doing)
        if whole in _NOTHING or _ZERO.fullmatch(text):
            return Meaning(None, "nothing")
        if whole == "true" or not any(c.isalpha() for c in text):
            return Meaning("Teaching", "figure")
        parts = [self._word(part) for part in _JOINED.split(text)]
        if len(parts) > 1 and all(part is not None for part in parts):
            return Meaning(parts[0])
        near = next((part for part in _JOINED.split(text) if len(parts) > 1 and self._word(part)), "")
        near = near.strip() or self._near(whole) or self._only_words(text)
        if not near and (whole in _HARDLY or (len(whole) == 1 and whole.isalpha() and whole.isascii())):
            return Meaning("Teaching", "hardly")
        if not near:
            first = self._begins_with_a_word(text)
            return Meaning("Teaching", "begins", first) if first else _TEACHING
        return Meaning("Teaching", "near", near if folded(near) in _BUILT_IN else "")

    def _word(self, text: str) -> Doing | None:
        """What a word says, with a room, `Period`, `Hour` or `Block` behind it or not; None where it is no word."""
        before = None
        rest = text
        while rest != before and rest:
            found = self._words.get(folded(rest))
            if found is not None:
                return found
            if _DUTY.match(rest) and not _JOINED.search(rest):
                return self._words.get("duty", "Duty")
            before = rest
            rest = _BRACKET.sub("", rest)
            if rest == before:
                rest = _PERIOD.sub("", rest)
            if rest == before:
                rest = _ROOM.sub("", rest)
        return None

    def _only_words(self, text: str) -> str:
        """The first word of a text that has nothing but words of the lists, figures and the like: `1st Lunch`, `Lunch
        and Prep`, `On Leave`. It is hardly the title of a course. "" for any other text."""
        parts = [part for part in re.split(r"[^\w#-]+", text.casefold()) if part.strip("-")]
        rest = [part for part in parts if part not in _BESIDE_WORDS and not _FIGURE.fullmatch(part)]
        if not rest or len(parts) < 2 or any(folded(part) not in self._words for part in rest):
            return ""
        return self._as_written[folded(rest[0])]

    def _begins_with_a_word(self, text: str) -> str:
        """The word of the lists with which a longer text begins: `Prep Gym`, `PLC Math`. It may be the title of a
        course (`Conference Skills`), or a prep with a remark behind it. "" where it begins with none."""
        parts = [part for part in re.split(r"[^\w'/]+", text) if part]
        for length in range(len(parts) - 1, 0, -1):
            word = folded(" ".join(parts[:length]))
            if len(word) >= _SHORTEST_FIRST and word in self._words and word not in _ADJECTIVES:
                return self._as_written[word]
        return ""

    def _near(self, whole: str) -> str:
        """The word that a text was perhaps meant to be; "" where none is near."""
        if len(whole) < _SHORTEST_NEAR - 1 or len(whole) > 30:
            return ""
        from rapidfuzz.distance import OSA

        for word in self._long_enough:
            most = 2 if len(word) >= _LONG else 1
            slip = OSA.distance(whole, word, score_cutoff=most)
            first = whole[0] == word[0] or (whole[0] == word[1] and whole[1] == word[0])
            if 0 < slip <= most and first:
                return self._as_written[word]
            short = len(whole) - len(word)
            if 0 < short <= 2 and whole.endswith(word) and word in ("lunch", "homeroom"):
                return self._as_written[word]  # "B Lunch"
        return ""
