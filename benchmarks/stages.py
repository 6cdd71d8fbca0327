"""Where the time of a command goes: reading, building models, solving them, auditing and writing, apart.

    python -m benchmarks.stages [WORKBOOK ...]

Without a workbook: a site of 100 teachers, 3 coaches and 6 cycles with every teacher active, written to a workbook
first. Times are of this machine; read them as shares. CP-SAT's own time is inside `solve`; what is left of the engine
is `build`: looking things up, making models, reading answers.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

import scheduler
from benchmarks.families import FAMILIES
from benchmarks.report import table
from benchmarks.searches import overheard
from scheduler.domain.instance import Instance, hhmm

STAGES = ("import", "read", "build", "solve", "audit", "write")


@dataclass
class Stages:
    """Seconds of each stage, and what CP-SAT did: calls, and deterministic time that repeats on every machine."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    searches: int = 0
    work: float = 0.0
    verdict: str = ""

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Count the time of a block for a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - began


def measure(workbook: Path, folder: Path) -> Stages:
    """The stages of one command on a workbook, in this process."""
    stages = Stages()
    with stages.of("import"):
        from scheduler.engine import solve_instance
        from scheduler.engine.solve_district import DistrictSolve  # noqa: F401 - brings ortools
        from scheduler.pipeline import audited, score_of
    with stages.of("read"):
        instance = scheduler.read(workbook)

    with overheard() as searches, stages.of("build"):
        result = solve_instance(instance, score_of)
    stages.searches, stages.work = len(searches), sum(s.work for s in searches)
    stages.seconds["solve"] = sum(s.seconds for s in searches)
    stages.seconds["build"] -= stages.seconds["solve"]
    with stages.of("audit"):
        solution = audited(instance, result.plan, result.bound, 0)
    with stages.of("write"):
        scheduler.write(instance, solution, folder / "plan.xlsx")
    stages.verdict = f"{solution.status}, {solution.score} of {solution.bound}"
    return stages


def write_workbook(instance: Instance, path: Path) -> None:
    """A seeded district as the workbook that a site admin would give."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    for name, rows in _sheets(instance).items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell not in (None, ""):
                    sheet.write(r, c, cell)
    book.close()


def _sheets(instance: Instance) -> dict[str, list[tuple[Any, ...]]]:
    days, teachers = instance.settings.days, instance.teachers.values()
    any_site = next(iter(instance.sites))
    periods = instance.class_periods(any_site)
    programs = [
        (p.id, p.cycles, s.name, s.activity, s.minutes, s.weekly, ", ".join(s.when), s.after, s.within_days)
        for p in instance.programs.values()
        for s in p.sessions
    ]
    return {
        "Settings": [("key", "value"), ("cycles", instance.settings.cycles), ("weeks", instance.settings.weeks)],
        "Sites": [
            ("site", "bell schedule", "sections funded"),
            *((s.id, s.bell, s.sections_funded) for s in instance.sites.values()),
        ],
        "Bell schedule": [
            ("bell schedule", "days", "period", "start", "end", "kind"),
            *(
                (s.bell, days[s.day], s.period, hhmm(s.start), hhmm(s.end), s.kind)
                for slots in instance.bells.values()
                for s in slots
            ),
        ],
        "Teachers": [
            ("teacher", "site", "department", "grades", "programs", "requested coach", "last coach"),
            *(
                (
                    t.id,
                    t.site,
                    t.department,
                    ", ".join(t.grades),
                    ", ".join(t.programs),
                    t.requested_coach,
                    t.last_coach,
                )
                for t in teachers
            ),
        ],
        "Master schedule": [
            ("teacher", *periods),
            *((t.id, *_week(instance, t.site, t.id, periods)) for t in teachers),
        ],
        "Coaches": [
            ("coach", "sites", "departments", "grades", "release max"),
            *(
                (c.id, ", ".join(c.sites), ", ".join(c.departments), ", ".join(c.grades), c.release_max)
                for c in instance.coaches.values()
            ),
        ],
        "Coach availability": [("coach", "period", "status"), *_availability(instance)],
        "Programs": [
            ("program", "cycles", "session", "activity", "minutes", "per week", "when", "after", "within days"),
            *programs,
        ],
    }


def _week(instance: Instance, site: str, teacher: str, periods: tuple[str, ...]) -> list[str]:
    doing = {
        slot.period: "Prep" if state.doing == "Prep" else state.course
        for slot, state in zip(instance.slots(site), instance.states[teacher], strict=True)
    }
    return [doing[p] for p in periods]


def _availability(instance: Instance) -> list[tuple[str, str, str]]:
    rows = {
        (c, slot.period, status)
        for c in instance.coaches
        for slot, status in zip(instance.home_slots(c), instance.availability[c], strict=True)
        if status != "Available"
    }
    return sorted(rows)


def main() -> None:
    """Print how long each stage of the way takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = [Path(a) for a in sys.argv[1:]]
        if not given:
            given = [folder / "seeded.xlsx"]
            write_workbook(FAMILIES["seeded"].build(1), given[0])
        rows = [("workbook", *(f"{s} s" for s in STAGES), "searches", "work", "")]
        for workbook in given:
            found = measure(workbook, folder)
            seconds = (f"{found.seconds[s]:.2f}" for s in STAGES)
            rows.append((workbook.stem, *seconds, str(found.searches), f"{found.work:.2f}", found.verdict))
        print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
