"""What must stay, and which releases are allowed: item 8 of "What holds in every plan", and the coaches' statuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scheduler.checker.replan import is_settled
from scheduler.domain.instance import Pin, hhmm
from scheduler.domain.matching import demanded_periods, is_pinned
from scheduler.domain.score import Violation
from scheduler.rules.entries import Enrolled, Held
from scheduler.rules.plan_index import PlanIndex


def releases_are_allowed(ledger: PlanIndex) -> Iterator[Violation]:
    """A release is allowed, and it is made where the input demands it: Coaching, or a coach who is full time."""
    instance = ledger.instance
    for coach in instance.coaches.values():
        released, blocked = ledger.released[coach.id], ledger.slots.blocked[coach.id]
        demanded = demanded_periods(instance, coach.id)
        for period in instance.class_periods(coach.home):
            about = f"Release of {coach.id} in period {period}"
            if period in released and period in blocked:
                yield Violation("status", about, f"is released, but the input says {blocked[period]}")
            elif period in demanded and period not in released:
                why = "the coach is full time" if coach.full_time else "the input says Coaching"
                yield Violation("status", about, f"is not released, but {why}")


def pins_hold(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 8: a pin holds."""
    enrolled_of: dict[str, list[Enrolled]] = defaultdict(list)
    held_of: dict[str, list[Held]] = defaultdict(list)
    for enrolled in ledger.enrolled.values():
        enrolled_of[enrolled.teacher.id].append(enrolled)
        held_of[enrolled.teacher.id] += enrolled.held
    ended = [s.row for s in ledger.past.sessions] if ledger.past else []
    for pin in ledger.instance.pins:
        if is_settled(pin, ledger.first, ended):
            continue
        if pin.kind == "Release":
            if (pin.period in ledger.released.get(pin.coach, ())) != pin.released:
                state = "released" if pin.released else "not released"
                yield Violation("8", pin.where, f"{pin.coach} is to be {state} in period {pin.period}")
        elif pin.kind == "Coach":
            pinned = [e for e in enrolled_of[pin.teacher] if pin.program in ("", e.program.id)]
            who = f"{pin.teacher} / {pin.program}" if pin.program else pin.teacher
            if not pinned or any(e.coach != pin.coach for e in pinned):
                wanted = f"the coach {pin.coach}" if pin.coach else "no coach"
                yield Violation("8", pin.where, f"{who} is to have {wanted}")
            elif any(not set(pin.cycles) <= set(e.cycles) for e in pinned):
                yield Violation("8", pin.where, f"{who} is to be in cycle {', '.join(map(str, pin.cycles))}")
        elif not any(is_pinned(pin, held.row) for held in held_of[pin.teacher]):
            yield Violation("8", pin.where, f"{_wanted(pin, ledger)} is to be held")


def _wanted(pin: Pin, ledger: PlanIndex) -> str:
    parts = (
        pin.teacher,
        pin.session,
        f"of {pin.program}" if pin.program else "",
        f"with {pin.coach}" if pin.coach else "",
        "" if pin.cycle is None else f"cycle {pin.cycle}",
        "" if pin.week is None else f"week {pin.week}",
        "" if pin.day is None else ledger.instance.settings.days[pin.day],
        f"period {pin.period}" if pin.period else "",
        "" if pin.start is None else hhmm(pin.start),
    )
    return " ".join(part for part in parts if part)
