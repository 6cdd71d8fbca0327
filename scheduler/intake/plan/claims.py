"""What a plan workbook says of itself: the score in Summary, and the figures of Rules, Assignments, Unscheduled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypedDict

from scheduler.domain.claims import AssignmentClaim, ChangeClaims, RuleClaim, UnscheduledClaim
from scheduler.domain.instance import ALL_LEVELS, ProgramSession
from scheduler.domain.matching import folded
from scheduler.domain.score import Score
from scheduler.intake.files.raw_cells import text_of
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.table import Row, Table
from scheduler.messages import plans as messages
from scheduler.rules import RULES

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class SummaryClaims(TypedDict):
    """The rows Score, Bound and Status of Summary, each with its cell."""

    score: Score | None
    score_where: str
    bound: Score | None
    bound_where: str
    status: str
    status_where: str


def summary_claims(summary: Table | None) -> SummaryClaims:
    """The rows of Summary that begin with Score, Bound and Status; what is no triple of whole numbers is said."""
    claims: SummaryClaims = {
        "score": None,
        "score_where": "Summary",
        "bound": None,
        "bound_where": "Summary",
        "status": "",
        "status_where": "Summary",
    }
    if summary is None:
        return claims
    for number in sorted(summary.raw.rows):
        cells = sorted(summary.raw.rows[number].items())
        label = folded(text_of(cells[0][1]))
        if len(cells) < 2 or label not in ("score", "bound", "status"):
            continue
        place = summary.at(number, cells[1][0])
        text = " ".join(text_of(value) for _, value in cells[1:])
        if label == "status":
            claims["status"], claims["status_where"] = text, str(place)
            continue
        score = _score(text)
        if score is None:
            summary.report(messages.NOT_A_SCORE, place, text=text)
        elif label == "score" and claims["score"] is None:
            claims["score"], claims["score_where"] = score, str(place)
        elif label == "bound" and claims["bound"] is None:
            claims["bound"], claims["bound_where"] = score, str(place)
    return claims


CHANGE_ROWS = {
    "change": "change",
    "changebound": "change_bound",
    "forced": "forced",
    "peoplewhomove": "people",
    "from": "first",
}


def change_claims(summary: Table | None) -> ChangeClaims | None:
    """The figures of a re-plan: the first whole number of each of its rows; None where the plan is none."""
    rows = _rows_of(summary)
    if "keptplan" not in rows:
        return None
    found = {field: _first_number(rows[label][0]) for label, field in CHANGE_ROWS.items() if label in rows}
    where = {field: rows[label][1] for label, field in CHANGE_ROWS.items() if label in rows}
    free = rows.get("withoutregardtochange", ("", ""))[0].partition(":")[0]
    return ChangeClaims(rows["keptplan"][0], found, where, _score(free))


def first_open_cycle(summary: Table | None) -> int:
    """The cycle that a plan goes on from; 1 where nothing has ended."""
    rows = _rows_of(summary)
    found = _first_number(rows["from"][0]) if "keptplan" in rows and "from" in rows else None
    return max(1, found or 1)


def _rows_of(summary: Table | None) -> dict[str, tuple[str, str]]:
    """The text and the cell of each row of Summary, by its label as it is compared."""
    found: dict[str, tuple[str, str]] = {}
    if summary is None:
        return found
    for number in sorted(summary.raw.rows):
        cells = sorted(summary.raw.rows[number].items())
        if len(cells) > 1:
            text = " ".join(text_of(value) for _, value in cells[1:])
            found.setdefault(folded(text_of(cells[0][1])), (text, str(summary.at(number, cells[1][0]))))
    return found


def _first_number(text: str) -> int | None:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else None


def _score(text: str) -> Score | None:
    numbers = [cell_values.number_of(found) for found in _NUMBER.findall(text)]
    if len(numbers) != 3 or not all(isinstance(n, int) for n in numbers):
        return None
    return Score(*(n for n in numbers if isinstance(n, int)))


def rule_claims(rows: Iterable[Row]) -> tuple[RuleClaim, ...]:
    """Every row of Rules that names a rule and a level, with its figures."""
    claims = []
    for row in rows:
        rule = cell_values.one_of(row.text("rule"), RULES)
        level = row.choice("level", ALL_LEVELS)
        if rule is None:
            row.wrong(messages.UNKNOWN_RULE, "rule", near=cell_values.near(row.text("rule"), RULES))
        shortfall = row.whole("shortfall", 0, message=messages.NOT_A_FIGURE)
        value = None if folded(row.text("value")) == "nolimit" else row.whole("value", message=messages.NOT_A_FIGURE)
        weight = row.whole("weight", message=messages.NOT_A_FIGURE)
        if rule is None or level is None or shortfall is None:
            continue
        claims.append(RuleClaim(rule, level, value, weight, shortfall, str(row.where("shortfall"))))
    return tuple(claims)


def assignment_claims(rows: Iterable[tuple[tuple[str, str], Row]]) -> tuple[AssignmentClaim, ...]:
    """The figures of the rows of Assignments that are an enrollment."""
    return tuple(
        AssignmentClaim(
            teacher=teacher,
            program=program,
            grade_match=row.yes("grade match") if row.has("grade match") else None,
            content_match=row.yes("content match") if row.has("content match") else None,
            due=row.whole("sessions due"),
            scheduled=row.whole("sessions scheduled"),
            where=str(row.where("teacher")),
        )
        for (teacher, program), row in rows
    )


def unscheduled_claims(
    rows: Iterable[Row],
    enrollment: Callable[[Row], tuple[str, str] | None],
    session: Callable[[Row, str], ProgramSession | None],
) -> tuple[UnscheduledClaim, ...]:
    """The rows of Unscheduled that are an enrollment and a session of its program.

    Parameters
    ----------
    rows
        the rows of Unscheduled
    enrollment
        teacher and program of a row, None where the input has no such enrollment
    session
        the session of a row, by the name of its program; None where there is none
    """
    claims = []
    for row in rows:
        key = enrollment(row)
        spec = session(row, key[1]) if key else None
        if key is None or spec is None:
            continue
        cycle = row.whole("cycle", least=1)
        claims.append(UnscheduledClaim(*key, spec.name, cycle, str(row.where("session"))))
    return tuple(claims)
