"""The road of "what else?": read the input and a plan, and say what could be instead, each with what it would cost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from scheduler import pipeline
from scheduler.domain.instance import LEVELS, Instance
from scheduler.domain.plan import Plan, Session
from scheduler.domain.score import Score
from scheduler.domain.why import Blocked, Option, Options
from scheduler.pipeline.why import PlanAsked, differences
from scheduler.reasons import alternatives
from scheduler.reasons.alternatives import Alternative
from scheduler.reasons.questions import day_and_time, enrollment_of, row_or_missing
from scheduler.reasons.wishes import NoSuchThing

MOST_SHOWN = 10
MOST_TRIED = 120  # alternatives that are put to the rules, those that move nobody else first


def options(
    asked: PlanAsked, *, teacher: str = "", program: str = "", session: str = "", slot: str = "", most: int = MOST_SHOWN
) -> Options:
    """What else could be, everything else as it is but for at most one session that makes way: the best first.

    Parameters
    ----------
    teacher, program
        other coaches, cycles and times of a teacher, in one program where there are several
    session
        other times of a session, TEACHER/PROGRAM/SESSION/CYCLE; one that the plan lacks may be asked for, too
    slot
        what a coach could hold at a time: "C1 Tue 10:05"
    most
        how many are given

    Raises
    ------
    NoSuchThing
        the question names something that the input or the plan does not have, or is not one question
    """
    if sum(map(bool, (teacher, session, slot))) != 1:
        raise NoSuchThing("ask for one thing: a teacher, a session or a slot")
    began = time.perf_counter()
    instance, plan = asked.instance, asked.plan
    if teacher:
        e = enrollment_of(instance, teacher, program)
        question = f"What else could be for {e}?"
        part, mine = _part_of(instance, plan, teacher)
        found, blocked = alternatives.other_staffing(part, mine, e.teacher, e.program)
    elif session:
        row, key = row_or_missing(instance, plan, session)
        question = f"When else could {key.session} of {key.teacher} be in cycle {key.cycle}?"
        part, mine = _around(instance, plan, key.teacher)
        found, blocked = (
            alternatives.times_for_missing(part, mine, *key)
            if row is None
            else alternatives.other_times(part, mine, row)
        )
    else:
        coach, day, start = _slot(instance, slot)
        question = f"What else could {coach} hold on {slot.removeprefix(coach).strip()}?"
        part, mine = alternatives.part_around(instance, plan, [coach], ())
        found, blocked = alternatives.in_slot(part, mine, coach, day, start)
    tried = sorted(found, key=lambda a: len(a.moves))[:MOST_TRIED]
    answers, broken = _judged(asked, part, mine, tried)
    note = f"{len(found) - len(tried)} more were not looked at." if len(found) > len(tried) else ""
    return Options(
        question,
        asked.audit.score,
        tuple(answers[:most]),
        tuple(dict.fromkeys((*blocked, *broken))),
        len(tried),
        note,
        time.perf_counter() - began,
    )


def _judged(
    asked: PlanAsked, part: Instance, plan: Plan, found: Sequence[Alternative]
) -> tuple[list[Option], list[Blocked]]:
    """Each alternative by the rules alone, the best first; and what those that do not hold would break."""
    before = pipeline.audit(part, plan)
    known = {str(v) for v in before.violations}
    answers: list[Option] = []
    broken: list[Blocked] = []
    for one in found:
        audit = pipeline.audit(part, one.plan)
        breaks = [v for v in audit.violations if str(v) not in known]
        if breaks:
            if not one.moves:
                broken.append(Blocked(one.text, f"{breaks[0].about}: {breaks[0].text}"))
            continue
        by = tuple(b - a for a, b in zip(before.score, audit.score, strict=True))
        score = Score(*(a + d for a, d in zip(asked.audit.score, by, strict=True)))
        told = differences(before, audit)
        rows, whole = _rows(plan, one.plan), _whole(asked.plan, part, one.plan)
        answers.append(Option(one.text, Score(*by), score, told, one.moves, _says(by), rows, whole))
    return sorted(answers, key=lambda a: (a.difference, len(a.moves))), broken


def _says(by: Sequence[int]) -> str:
    if not any(by):
        return "As good."
    level, amount = next((level, n) for level, n in zip(LEVELS, by, strict=True) if n)
    return f"Costs {amount} {level}." if amount > 0 else f"Saves {-amount} {level}."


def _rows(before: Plan, after: Plan) -> tuple[Session, ...]:
    """The rows of Sessions that are new with an option: as pins, they make it."""
    there = set(before.sessions)
    return tuple(s for s in after.sessions if s not in there)


def _whole(plan: Plan, part: Instance, changed: Plan) -> Plan:
    """A plan with what a part of it has been changed to."""
    mine = {(a.teacher, a.program): a for a in changed.assignments}
    sessions = (*(s for s in plan.sessions if s.teacher not in part.teachers), *changed.sessions)
    return replace(
        plan,
        assignments=tuple(mine.get((a.teacher, a.program), a) for a in plan.assignments),
        sessions=tuple(sorted(sessions)),
    )


def _part_of(instance: Instance, plan: Plan, teacher: str) -> tuple[Instance, Plan]:
    """The sites that share coaches with a teacher's."""
    from scheduler.domain.plan_parts import plan_of_part
    from scheduler.engine import parts_of

    part = next(p for p in parts_of(instance) if teacher in p.teachers)
    part = replace(part, cells=instance.cells)
    return part, plan_of_part(plan, part)


def _around(instance: Instance, plan: Plan, teacher: str) -> tuple[Instance, Plan]:
    coaches = {a.coach for a in plan.assignments if a.teacher == teacher and a.coach}
    return alternatives.part_around(instance, plan, coaches, [teacher])


def _slot(instance: Instance, text: str) -> tuple[str, int, int]:
    """ "C1 Tue 10:05": the coach, the day and the minutes."""
    for coach in sorted(instance.coaches, key=len, reverse=True):
        if text.startswith(f"{coach} "):
            return coach, *day_and_time(instance, text[len(coach) + 1 :])
    raise NoSuchThing(f'"{text}" begins with no coach of the input; write it like "C1 Tue 10:05"')
