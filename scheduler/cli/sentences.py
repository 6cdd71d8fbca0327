"""The sentences that the command line says: plain text, the same on a terminal and in a pipe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import NamedTuple

from scheduler.domain.instance import LEVELS, Instance
from scheduler.domain.problem import Problem, Severity
from scheduler.domain.progress import Progress
from scheduler.domain.replan import Replan, Told
from scheduler.domain.solution import Solution
from scheduler.wording import STAGE_WORDS, count

LATE = (
    "The time limit was too short: reading, a quick plan for every school and writing it alone took longer. "
    "Nothing was proven, and nothing better was looked for."
)

PROBLEM_LEVELS: tuple[Severity, ...] = ("error", "warning", "note")
PROBLEM_HEADINGS: dict[Severity, str] = {
    "error": "",
    "warning": "To answer before a run: is it meant so?",
    "note": "For your information:",
}

# Control and direction characters of a cell must not reach a terminal: they could repaint what it shows.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text of someone's workbook, safe to show on a terminal and in one line."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))


def tally(problems: Iterable[Problem]) -> str:
    """ "3 errors, 1 warning"; "" of nothing."""
    levels = Counter(p.level for p in problems)
    return ", ".join(count(levels[level], level) for level in PROBLEM_LEVELS if levels[level])


def verdict(solution: Solution) -> str:
    """What the status means, in a sentence."""
    score, bound = solution.score, solution.bound
    if solution.status == "optimal":
        return "Proven optimal: no plan scores better."
    if solution.status == "feasible":
        return "Every Required rule is met. A better plan is not ruled out."
    missed = "The Required rules cannot all hold" if bound.required else "This plan does not meet every Required rule"
    if score.required == bound.required:
        return f"{missed}: it falls short by {score.required}, and no plan by less."
    return f"{missed}: it falls short by {score.required}; one that falls short by {bound.required} is not ruled out."


def what_was_asked(instance: Instance) -> str:
    """ "1 site, 3 coaches, 118 teachers, 6 cycles"."""
    coached = {e.teacher for e in instance.enrollments}
    return ", ".join(
        [
            count(len(instance.sites), "site"),
            count(len(instance.coaches), "coach", "coaches"),
            count(len(coached), "teacher"),
            count(instance.settings.cycles, "cycle"),
        ]
    )


def what_was_done(instance: Instance, solution: Solution) -> str:
    """ "207 of 207 sessions placed, 117 of 117 enrollments with a coach"."""
    programs = instance.programs
    due = sum(
        programs[e.program].cycles * session.count
        for e in instance.enrollments
        for session in programs[e.program].sessions
    )
    plan = solution.plan
    coached = sum(1 for a in plan.assignments if a.coach)
    return (
        f"{len(plan.sessions):,} of {count(due, 'session')} placed, "
        f"{coached:,} of {count(len(plan.assignments), 'enrollment')} with a coach"
    )


class ScoreLine(NamedTuple):
    """A level of the score as it is shown: the score, the proven bound, and what the two say together."""

    level: str
    score: str
    bound: str
    proof: str


class ShortLine(NamedTuple):
    """A rule that falls short, as it is shown."""

    level: str
    rule: str
    amount: str


def score_table(solution: Solution) -> list[ScoreLine]:
    """A line for each level."""
    rows: list[ScoreLine] = []
    proven = True
    for level, score, bound in zip(LEVELS, solution.score, solution.bound, strict=True):
        proven_here = proven and score == bound
        proof = "proven best" if proven_here else "not proven"
        rows.append(ScoreLine(level, str(score), str(bound) if proven else "-", proof))
        proven = proven_here
    return rows


def falls_short(solution: Solution) -> list[ShortLine]:
    """A line for each rule and level with a shortfall; Required first."""
    return [
        ShortLine(level, rule, str(amount))
        for of_level in LEVELS
        for (rule, level), amount in solution.audit.rules.items()
        if level == of_level and amount
    ]


def are_several(problems: Sequence[Problem]) -> bool:
    """Whether the problems are of more than one file."""
    return len({p.file for p in problems if p.file}) > 1


def by_sheet(problems: Sequence[Problem], several: bool | None = None) -> Iterator[tuple[str, list[Problem]]]:
    """The problems under a heading a sheet, "Master schedule: 3 errors"; in each the errors first. With `several` files
    each heading names its own."""
    several = are_several(problems) if several is None else several
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.file if several or not problem.sheet else "", problem.sheet), []).append(problem)
    for (file, sheet), members in groups.items():
        title = ", ".join(part for part in (file, sheet) if part) or "Input"
        yield f"{printable(title)}: {tally(members)}", sorted(members, key=lambda p: PROBLEM_LEVELS.index(p.level))


def problem_line(problem: Problem) -> tuple[str, str]:
    """The cell ("" for the whole sheet), and what is wrong there with how to mend it."""
    mark = "" if problem.level == "error" else f"{problem.level}: "
    text = f"{mark}{problem.text}" + (f" {problem.fix}" if problem.fix else "")
    return printable(problem.cell or ""), printable(text)


def progress_line(state: Progress) -> str:
    """One line of a running solve: "Laying out each coach's week (LHS); 3 of 12 parts done, 2 under way; a stop now
    gives 0 / 0 / 12, at best 0 / 0 / 9"."""
    where = ", ".join(state.sites[:3]) + (" ..." if len(state.sites) > 3 else "")
    said = [STAGE_WORDS[state.stage] + (f" ({printable(where)})" if where else "")]
    if state.parts > 1:
        busy = f", {state.busy} under way" if state.busy else ""
        said.append(f"{state.done} of {state.parts} parts done{busy}")
    if state.score is not None:
        bound = f", at best {state.bound}" if state.bound is not None else ""
        said.append(f"stopping now gives {state.score}{bound}")
    return "; ".join(said)


def replan_json(replan: Replan) -> dict[str, object]:
    """What JSON tells of a re-plan beside its score."""
    return {
        "change": asdict(replan.change),
        "order": replan.order,
        "from": replan.first,
        "kept": {"plan": replan.kept, "sha256": replan.checksum},
        "free": list(replan.free),
        "ladder": [{**asdict(rung), "score": list(rung.score)} for rung in replan.ladder],
        "changes": [told_json(told) for told in replan.told],
    }


def told_json(told: Told) -> dict[str, object]:
    """A row of the sheet Changes."""
    return {("is" if name == "now" else name): value for name, value in asdict(told).items()}


def change_lines(replan: Replan) -> Iterator[str]:
    """What a re-plan changes, in sentences."""
    change = replan.change
    parts = [
        count(change.sessions, "session"),
        count(change.coaches, "coach of a teacher", "coaches of teachers"),
        count(change.releases, "release period"),
        count(change.reserved, "reserved slot"),
    ]
    moves = [part for part in parts if not part.startswith("0 ")]
    proven = ", and no plan as good changes less" if change.value == change.bound else f", at least {change.bound}"
    people = "nobody moves" if not change.people else count(change.people, "teacher moves", "teachers move")
    yield f"Change {change.value}{proven}: {people}{'; ' if moves else ''}{', '.join(moves)}{' differ' * bool(moves)}."
    if change.forced:
        yield f"Of that {change.forced} is forced: no plan of this input could hold it."
    yield f"Without regard to change it could be {replan.free}."
