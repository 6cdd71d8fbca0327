"""What the titles of classes and jobs say: prep, duty, homeroom, coaching, administrator; and people's names."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["Teach", "Prep", "Duty", "Off", "Coaching"]

_PREP = {
    "prep",
    "planning",
    "plan",
    "conference",
    "conf",
    "cnf",
    "free",
    "preparation",
    "teacher prep",
    "prep conference",
}
_PREP |= {
    "conference prep",
    "teacher conference",
    "planning prep",
    "common planning",
    "common prep",
    "teacher planning",
}
HOMEROOM = {"homeroom", "home room", "hr", "advisory", "advisement", "advise", "homebase", "home base"}
_DUTY = {"duty", "lunch", "study hall", "study", "supervision", "plc", "iss", "meeting", "department meeting"}
_DUTY |= {"guided study", "study period", "in school suspension", "detention"} | HOMEROOM
_OFF = {"off", "n a", "na", "absent", "not available", "off campus", "leave", "unassigned", "no class", "none"}
_COACHING = re.compile(r"\b(?:coach|coaches|coaching|tosa)\b", re.IGNORECASE)
_RELEASE = {"release", "ic", "tosa", "release period", "coach release"}
_OF_TEACHERS = re.compile(
    r"\b(?:instruction\w*|literacy|math\w*|induction|academic|reading|data|eld|peer|teach\w*|curriculum|technology|"
    r"digital|ib|avid|stem|science|new teacher|staff|learning)\b",
    re.IGNORECASE,
)
_OF_ATHLETES = re.compile(
    r"\b(?:head|assistant|athletics?|foot ?ball|basket ?ball|base ?ball|soft ?ball|soccer|track|tennis|golf|swim\w*|"
    r"wrestling|volley ?ball|cheer\w*|dance|cross country|lacrosse|hockey|water polo|sports?|strength|band|debate|"
    r"robotics)\b",
    re.IGNORECASE,
)
_ADMINISTRATOR = re.compile(
    r"\b(?:principal|superintendent|administrators?|headmaster|dean|director|vp|head of school)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof)\.?", re.IGNORECASE)


def plain(text: str) -> str:
    """A title in small letters, without punctuation, and without a period, grade or section behind."""
    words = re.findall(r"[^\W_]+", text.casefold())
    while len(words) > 1 and (
        words[-1] in ("period", "hour", "block", "class") or words[-1].isdecimal() or len(words[-1]) == 1
    ):
        words.pop()
    return " ".join(words)


def kind_of_class(title: str, students: int | None = None) -> Kind:
    """What a person does in a class of that title: only whole titles count, "College Prep English" is a class."""
    words = plain(title)
    if words in _PREP:
        return "Prep"
    if (
        words in _DUTY
        or words.endswith((" duty", " supervision"))
        or words.startswith(("homeroom ", "study hall ", "advisory "))
    ):
        return "Duty"
    if words in _OFF:
        return "Off"
    if says_coach(title) and (not students or _OF_TEACHERS.search(title)):
        return "Coaching"
    return "Coaching" if words in _RELEASE and not students else "Teach"


def is_homeroom(title: str) -> bool:
    """Whether a course is a homeroom or an advisory."""
    words = plain(title)
    return words in HOMEROOM or words.startswith(("homeroom ", "advisory "))


def says_coach(title: str) -> bool:
    """Whether a title of a job or class is that of a coach of teachers."""
    if not _COACHING.search(title):
        return False
    return bool(_OF_TEACHERS.search(title)) or not _OF_ATHLETES.search(title)


def is_administrator(text: str) -> bool:
    """Whether a role or a title is an administrator's: Principal, siteAdministrator."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return bool(_ADMINISTRATOR.search(spaced)) and not re.search(
        r"\bassistant to\b|\bsecretary\b", spaced, re.IGNORECASE
    )


def is_salutation(title: str) -> bool:
    """Whether a word is a form of address, like Ms. or Dr."""
    return bool(_SALUTATION.fullmatch(title.strip()))


def full_name(first: str, last: str, middle: str = "") -> str:
    """First and last name in one; the middle name where there is neither.

    Parameters
    ----------
    first
        the first name
    last
        the last name
    middle
        the middle name
    """
    return " ".join(part for part in (first.strip(), last.strip()) if part) or middle.strip()


def in_order(name: str) -> str:
    """ "Rivera, Ana M" as Ana M Rivera; any other name as it stands. "Rivera, Ana, Jr." keeps its end."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) < 2 or not parts[0] or not parts[1]:
        return name.strip().strip(",").strip()
    return " ".join([parts[1], parts[0], *parts[2:]])


GRADE_WORDS = {"kg": "K", "k": "K", "tk": "TK", "pk": "PK", "prek": "PK", "pre-k": "PK", "kindergarten": "K"}


def grades_of(*texts: str) -> tuple[str, ...]:
    """The grades that a list names, as the workbook writes them: 09 is 9, KG is K. What is no grade is left out."""
    found: dict[str, None] = {}
    for text in texts:
        for part in re.split(r"[,;/ ]+", text.strip()):
            word = GRADE_WORDS.get(part.casefold(), part.lstrip("0"))
            span = re.fullmatch(r"0?(\d{1,2})-0?(\d{1,2})", part)
            if span and int(span[1]) <= int(span[2]) <= 12:
                found.update(dict.fromkeys(str(n) for n in range(int(span[1]), int(span[2]) + 1)))
            elif word in ("K", "TK", "PK") or (word.isdecimal() and 1 <= int(word) <= 12):
                found[word] = None
    return tuple(sorted(found, key=lambda g: ("PK", "TK", "K").index(g) - 3 if g in ("PK", "TK", "K") else int(g)))
