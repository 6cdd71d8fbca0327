"""Each reason for a session that is missing is true: an oracle that knows the checker alone looks at every start.

It puts the session at every start, five minutes apart, of every slot of its weeks, and asks the audit whether the plan
still holds. A reason that says that there is no time must find none; one that says when it could be must be right, and
so must every rule that it names; who is said to be there must be there, and a cell that is named must be that person's.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from workbooks import save

from scheduler import pipeline
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan, Session
from scheduler.reasons.missing import Unscheduled, unscheduled
from scheduler.rules.plan_index import PlanIndex

DATA = Path(__file__).parents[3] / "shared" / "data"
AT = r"(?P<day>\w+) (?P<at>\d\d:\d\d)(?: of week (?P<week>\d))?, period "  # "Mon 08:00 of week 2, period "
FREE = re.compile(AT + r"[^,]+,(?: of cycle \d+)? is free")
THERE = re.compile(AT + r"[^:;]+: (?P<coach>\S+) has (?P<session>\w+) with (?P<teacher>\S+?)(?=[;. ]|$)")
COSTS = re.compile(r"([A-Z][A-Za-z ]+?) by (\d+) \((Required|Recommended|Option)\)")
CELL = re.compile(
    r"(?P<who>[\w-]+) (?:teaches|has prep|is not available)[^;:()]*\((?P<sheet>[A-Z][a-z ]+)!(?P<cell>[A-Z]+\d+)\)"
)
NO_TIME = (
    "no time is left",
    "whenever the teacher is",
    "is never",
    "missing too",
    "of its own",
    "never two on one day",
    "has no slot in",
)


def a_tight_school(seed: int) -> dict[str, list[list[Any]]]:
    """A school of two coaches and some teachers in which sessions are likely to find no time."""
    rng = random.Random(seed)
    periods = [str(n) for n in range(1, rng.randint(3, 5))]
    teachers = [f"T{n}" for n in range(1, rng.randint(4, 8))]
    weeks = rng.choice((1, 1, 2))
    bell = [["bell schedule", "week", "days", "period", "start", "end"]]
    for n, period in enumerate(periods):
        span = f"{8 + n:02}:00", f"{8 + n:02}:{rng.choice((30, 45, 55))}"
        bell.append(
            [
                "Regular",
                rng.choice((None, None, 1)) if weeks == 2 else None,
                rng.choice(("Mon-Tue", "Mon, Wed", "Tue")),
                period,
                *span,
            ]
        )
    does = ["Prep", "Algebra", "Prep", "Art", "Lunch Duty", "Off"]
    rows = [[t, *(rng.choice(does) for _ in periods)] for t in teachers]
    rows += [[c, *(rng.choice([None, None, "Art"]) for _ in periods)] for c in ("C1", "C2")]
    return {
        "Settings": [["key", "value"], ["cycles", rng.choice((1, 2))], ["weeks", weeks], ["days", "Mon, Tue, Wed"]],
        "Sites": [["site", "bell schedule", "sections funded"], ["S", "Regular", len(periods) + 1]],
        "Bell schedule": bell,
        "Teachers": [
            ["teacher", "site", "programs", "avoid coach", "prep minutes"],
            *([t, "S", "Cycle", rng.choice((None, None, "C1")), rng.choice((None, 30))] for t in teachers),
        ],
        "Master schedule": [["teacher", *periods], *rows],
        "Coaches": [
            ["coach", "sites", "release max", "max sessions per day"],
            ["C1", "S", rng.choice((1, 2, None)), rng.choice((1, 2, None))],
            ["C2", "S", 2, None],
        ],
        "Coach availability": [
            ["coach", "period", "status"],
            ["C2", rng.choice(periods), rng.choice(("Prep", "Unavailable"))],
        ],
        "Programs": [
            ["program", "session", "minutes", "per week", "when", "after", "within days"],
            ["Cycle", "Plan", 25, 1, "Prep", None, None],
            ["Cycle", "Observe", 25, rng.choice((1, 1, 2)), rng.choice(("Teaching", None)), "Plan", None],
            ["Cycle", "Debrief", 25, 1, "Prep", "Observe", rng.choice((None, 1))],
        ],
        "Rules": [["rule", "level"], ["Sessions per day", rng.choice(("Required", "Recommended"))]],
    }


def starts_that_hold(instance: Instance, plan: Plan, u: Unscheduled, cycle: int) -> set[tuple[int, int, int]]:
    """(week, day, start) of every place at which the plan holds with the session, in weeks that lack it."""
    known = {str(v) for v in pipeline.audit(instance, plan).violations}
    held = defaultdict(int)
    for h in u.enrolled.held:
        if h.spec is u.spec and h.row.cycle == cycle:
            held[h.row.week] += 1
    found = set()
    for slot in instance.slots(u.enrolled.site):
        if u.spec.weekly is not None and held[slot.week] >= u.spec.weekly:
            continue
        for start in range(slot.start, slot.end - u.spec.minutes + 1, 5):
            row = a_row(u, cycle, (slot.week, slot.day, start), slot.period)
            audit = pipeline.audit(instance, replace(plan, sessions=tuple(sorted([*plan.sessions, row]))))
            if not {str(v) for v in audit.violations} - known:
                found.add((slot.week, slot.day, start))
    return found


def a_row(u: Unscheduled, cycle: int, when: tuple[int, int, int], period: str) -> Session:
    week, day, start = when
    mode = "In person" if u.spec.mode == "Either" else u.spec.mode
    return Session(
        cycle,
        week,
        day,
        start,
        start + u.spec.minutes,
        period,
        u.enrolled.coach,
        u.enrolled.teacher.id,
        u.enrolled.program.id,
        u.spec.name,
        mode,
    )


def assert_true(path: Path, instance: Instance, plan: Plan, u: Unscheduled) -> None:
    said = f"{u.enrolled.enrollment} {u.spec.name} cycle {u.cycle}: {u.reason}"
    assert_cells(path, u.reason, said)
    if u.cycle is None or not u.enrolled.coach:
        return
    holds = starts_that_hold(instance, plan, u, u.cycle)
    free = FREE.search(u.reason)
    if free is None:
        assert any(words in u.reason.lower() for words in NO_TIME), said
        assert not holds, (said, holds)
    else:
        days = instance.settings.days
        at = int(free["at"][:2]) * 60 + int(free["at"][3:])
        when = (int(free["week"] or 1), days.index(free["day"]), at)
        assert when in holds, (said, holds)
        slot = next(s for s in instance.slots(u.enrolled.site) if (s.week, s.day) == when[:2] and s.start <= at < s.end)
        row = a_row(u, u.cycle, when, slot.period)
        before = pipeline.audit(instance, plan)
        after = pipeline.audit(instance, replace(plan, sessions=tuple(sorted([*plan.sessions, row]))))
        for rule, amount, level in COSTS.findall(u.reason.partition("would cost ")[2]):
            key = (rule.removeprefix("and ").strip(), level)
            assert after.rules[key] - before.rules[key] == int(amount), said
        if "no rule speaks against it" in u.reason:
            assert after.score < before.score, said
    for there in THERE.finditer(u.reason):
        at = int(there["at"][:2]) * 60 + int(there["at"][3:])
        week, day = int(there["week"] or 1), instance.settings.days.index(there["day"])
        slot = next(s for s in instance.slots(u.enrolled.site) if (s.week, s.day, s.start) == (week, day, at))
        gap = instance.settings.minutes_between_sessions
        assert any(
            s.coach == there["coach"]
            and s.teacher == there["teacher"]
            and s.session == there["session"]
            and (s.cycle, s.week, s.day) == (u.cycle, week, day)
            and s.start < slot.end + gap
            and slot.start - gap < s.end
            for s in plan.sessions
        ), (said, there[0])


def assert_cells(path: Path, reason: str, said: str) -> None:
    named = list(CELL.finditer(reason))
    if not named:
        return
    book = openpyxl.load_workbook(path)
    for found in named:
        sheet = book[found["sheet"]]
        person = sheet.cell(sheet[found["cell"]].row, 1).value
        assert person == found["who"], (said, found[0])
        assert sheet[found["cell"]].value, (said, found[0])


def shortened(plan: Plan, seed: int, share: float) -> Plan:
    """A plan without some of its sessions: of a teacher's in one cycle the later ones, so that it still holds."""
    rng = random.Random(seed)
    chains: dict[tuple[str, str, int], list[Session]] = defaultdict(list)
    for s in sorted(plan.sessions):
        chains[s.teacher, s.program, s.cycle].append(s)
    kept: list[Session] = []
    for rows in chains.values():
        cut = rng.random() < share and not any(s.group for s in rows)
        kept += rows[: rng.randrange(len(rows))] if cut else rows
    return replace(plan, sessions=tuple(sorted(kept)))


def of_a_tight_school(seed: int, folder: Path) -> Iterator[tuple[Path, Instance, Plan]]:
    path = save(folder / f"school-{seed}.xlsx", a_tight_school(seed))
    instance = pipeline.read(path)
    plan = pipeline.solve(instance, time_limit=2).plan
    yield path, instance, plan
    yield path, instance, shortened(plan, seed, 0.5)


def looked_at(path: Path, instance: Instance, plan: Plan) -> int:
    """How many reasons were looked at; none of a plan that does not hold."""
    if pipeline.audit(instance, plan).violations:
        return 0
    missing = list(unscheduled(PlanIndex(instance, plan)))
    for u in missing:
        assert_true(path, instance, plan, u)
    return len(missing)


@pytest.mark.parametrize("seed", range(8))
def test_reasons_are_true_in_tight_schools(seed: int, tmp_path: Path) -> None:
    for case in of_a_tight_school(seed, tmp_path):
        looked_at(*case)


@pytest.mark.deep
def test_reasons_are_true_in_many_tight_schools(tmp_path: Path) -> None:
    assert sum(looked_at(*case) for seed in range(100, 160) for case in of_a_tight_school(seed, tmp_path)) > 100


@pytest.mark.lands
@pytest.mark.parametrize("name", ["avuhsd-gunn", "partners-second-week"])
@pytest.mark.skipif(not DATA.is_dir(), reason="needs the inputs and plans in ../shared/data")
def test_reasons_are_true_of_real_plans_with_sessions_taken_out(name: str) -> None:
    path = DATA / f"{name}.xlsx"
    instance = pipeline.read(path)
    plan = pipeline.read_back(DATA / "changes" / "plans" / f"{name}.xlsx", instance).plan
    less = shortened(plan, 1, 0.05)
    missing = [u for u in unscheduled(PlanIndex(instance, less)) if u.enrolled.coach][:12]
    assert missing
    for u in missing:
        assert_true(path, instance, less, u)
