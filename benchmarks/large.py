"""A large district of real timetables: an input beside the project several times over, its mentors shared in a ring.

    python -m benchmarks.large WORKBOOK [COPIES] [WEEKS]     prints what building its models takes, part by part

Nothing is invented but the copies: ids get a letter, and every coach at several sites serves a site of the next copy,
so that the parts are larger than those of the input. With two weeks the pattern is the same week twice.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import scheduler
from benchmarks.report import table
from scheduler.domain.instance import Coach, Instance, Program, ProgramSession
from scheduler.engine import parts_of, rules
from scheduler.engine.aggregate.capacity import AllPatternSets
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.steps.relaxation import Relaxation, make_groups


def large(instance: Instance, copies: int = 3, weeks: int = 1) -> Instance:
    """`copies` of a district as one; coaches at several sites also serve a site of the next copy."""
    longer = _in_weeks(instance, weeks)
    letters = [chr(ord("A") + n) for n in range(copies)]
    every = [_copy(longer, letter, letters[(n + 1) % copies]) for n, letter in enumerate(letters)]
    first = every[0]
    return replace(
        first,
        sites={k: v for one in every for k, v in one.sites.items()},
        teachers={k: v for one in every for k, v in one.teachers.items()},
        states={k: v for one in every for k, v in one.states.items()},
        coaches={k: v for one in every for k, v in one.coaches.items()},
        availability={k: v for one in every for k, v in one.availability.items()},
        rules={k: v for one in every for k, v in one.rules.items()},
        travel={k: v for one in every for k, v in one.travel.items()},
        pins=(),
        problems=(),
    )


def _copy(instance: Instance, letter: str, after: str) -> Instance:
    def named(id: str) -> str:
        return f"{letter}-{id}" if id else ""

    def coach(one: Coach) -> Coach:
        sites = tuple(map(named, one.sites))
        if len(sites) > 1:
            sites += (f"{after}-{one.sites[0]}",)
        return replace(one, id=named(one.id), name=named(one.id), sites=sites)

    return replace(
        instance,
        sites={named(s): replace(site, id=named(s)) for s, site in instance.sites.items()},
        teachers={
            named(t): replace(
                teacher,
                id=named(t),
                site=named(teacher.site),
                requested_coach=named(teacher.requested_coach),
                avoid_coaches=tuple(map(named, teacher.avoid_coaches)),
                last_coach=named(teacher.last_coach),
            )
            for t, teacher in instance.teachers.items()
        },
        states={named(t): states for t, states in instance.states.items()},
        coaches={named(c): coach(one) for c, one in instance.coaches.items()},
        availability={named(c): said for c, said in instance.availability.items()},
        rules={(rule, named(site)): setting for (rule, site), setting in instance.rules.items()},
        travel={(named(a), named(b)): minutes for (a, b), minutes in instance.travel.items()},
    )


def _in_weeks(instance: Instance, weeks: int) -> Instance:
    """The same week `weeks` times, with as many sessions in each."""
    if weeks == 1 or instance.settings.weeks != 1:
        return instance

    def session(one: ProgramSession) -> ProgramSession:
        return replace(one, count=one.count * weeks)

    def program(one: Program) -> Program:
        return replace(one, sessions=tuple(map(session, one.sessions)))

    return replace(
        instance,
        settings=replace(instance.settings, weeks=weeks),
        bells={
            b: tuple(replace(s, week=w + 1) for w in range(weeks) for s in slots) for b, slots in instance.bells.items()
        },
        states={t: states * weeks for t, states in instance.states.items()},
        availability={c: said * weeks for c, said in instance.availability.items()},
        programs={p: program(one) for p, one in instance.programs.items()},
    )


def main() -> None:
    """Print how long copies of a workbook take, by number of sites."""
    workbook, copies, weeks = Path(sys.argv[1]), *(int(a) for a in (*sys.argv[2:], "3", "1")[:2])
    rows: list[tuple[str, ...]] = [
        ("sites", "teachers", "coaches", "model of the year", "shapes", "slot by slot", "shapes")
    ]
    for part in parts_of(large(scheduler.read(workbook), copies, weeks)):
        found = []
        for by_day in (False, True):
            began, facts = time.process_time(), ProblemIndex(part, by_day=by_day)
            ways = AllPatternSets(facts, rules.pattern_costs)
            Relaxation(facts, make_groups(facts), ways)
            found += [f"{time.process_time() - began:.2f} s", str(ways.looked_at)]
        rows.append((str(len(part.sites)), str(len(part.teachers)), str(len(part.coaches)), *found))
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
