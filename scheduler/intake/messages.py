"""The catalogue of what is said of an input: each message once, with its code, its level, its words and its fix.

It begins with the messages that are said once a sheet, with the number of the cells; the others still stand where they
are said, and move here as they are touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scheduler.domain.problem import Severity


@dataclass(frozen=True, slots=True)
class Counted:
    """A message of many cells. `words` makes (text, fix) of their number and of what is in them, each once."""

    code: str
    level: Severity
    words: Callable[[int, Sequence[str]], tuple[str, str]]


def _cells(count: int, verb: str, several: str) -> str:
    return f"1 cell {verb}" if count == 1 else f"{count} cells {several}"


def _listed(examples: Sequence[str], most: int = 4) -> str:
    return ", ".join(examples[:most]) + (", ..." if len(examples) > most else "")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


NEAR_A_WORD = Counted(
    "near-a-word",
    "warning",
    lambda count, examples: (
        f"{_cells(count, 'is', 'are')} read as a course and near a word for something else: {_listed(examples)}.",
        "If a prep, a duty or the like is meant, fix the spelling, or list the text in Settings (prep words, duty "
        "words, off words, release words).",
    ),
)
ONLY_A_FIGURE = Counted(
    "only-a-figure",
    "warning",
    lambda count, examples: (
        f"{_cells(count, 'holds', 'hold')} only a figure and {_are(count)} read as a course: {_listed(examples)}. Are "
        "these seats filled, or rooms?",
        "Write the course, or a word like Prep.",
    ),
)
READ_AS_BLANK = Counted(
    "read-as-blank",
    "warning",
    lambda count, examples: (
        f"{_cells(count, 'is', 'are')} read as blank: {_listed(examples)}.",
        "Clear them, or write what is meant: a blank is what blank means in Settings says.",
    ),
)
RELEASE_OF_A_TEACHER = Counted(
    "release-of-a-teacher",
    "warning",
    lambda count, examples: (
        f"{_cells(count, 'says', 'say')} that a teacher is released to coach ({_listed(examples)}), and {_are(count)} "
        "read as a duty.",
        "Move the person to Coaches if they coach; else write the course, Prep or Off.",
    ),
)
DATE_FOR_COURSE = Counted(
    "date-for-course",
    "warning",
    lambda count, examples: (
        f"{_cells(count, 'holds', 'hold')} a date and {_are(count)} read as a course: {_listed(examples)}.",
        "Format the cells as text and write the course again.",
    ),
)
ODD_GRADE = Counted(
    "odd-grade",
    "warning",
    lambda count, examples: (
        f'"{examples[0]}" is no grade, and matches only the same text{"" if count == 1 else f" ({count} cells)"}.',
        "Write grades like 9, or 9-10, or K, 1.",
    ),
)
BY_NAME = Counted(
    "by-name",
    "note",
    lambda count, examples: (
        f"{'1 cell names a person' if count == 1 else f'{count} cells name people'} by full name instead of the id "
        f'("{examples[0]}"): read as that person.',
        "",
    ),
)
KIND_BY_LABEL = Counted(
    "kind-by-label",
    "note",
    lambda _count, examples: (
        f"kind is blank and goes by the label: {', '.join(examples)}.",
        "Write the kind where that is wrong.",
    ),
)
MERGED_CELLS = Counted(
    "merged-cells",
    "note",
    lambda count, examples: (
        f"merged cells hold their value in each cell: {examples[0]}."
        if count == 1
        else f"{count} merged ranges hold their value in each cell: the first is {examples[0]}.",
        "",
    ),
)


def _without_rows(count: int, examples: Sequence[str]) -> str:
    named = _listed([f'"{one}"' for one in examples], 3)
    if count == 1:
        return f"{named} has no row in Master schedule"
    return f"{count} teachers have no row in Master schedule ({named})"


ASSUMED_PREP = Counted(
    "no-schedule",
    "warning",
    lambda count, examples: (
        f"{_without_rows(count, examples)}: every Class slot is read as Prep.",
        "Add the rows, or set blank means to Off in Settings.",
    ),
)
ASSUMED_OFF = Counted(
    "no-schedule",
    "note",
    lambda count, examples: (
        f"{_without_rows(count, examples)}: every Class slot is read as Off.",
        "Add the rows if they are at work.",
    ),
)
COUNTED = (
    NEAR_A_WORD,
    ONLY_A_FIGURE,
    READ_AS_BLANK,
    RELEASE_OF_A_TEACHER,
    DATE_FOR_COURSE,
    ODD_GRADE,
    BY_NAME,
    KIND_BY_LABEL,
    MERGED_CELLS,
    ASSUMED_PREP,
    ASSUMED_OFF,
)
