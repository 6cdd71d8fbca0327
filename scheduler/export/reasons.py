"""Why a session is not in the plan, in words that a principal understands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.domain.instance import Pin, ProgramSession, Slot, hhmm
from scheduler.domain.matching import fits_when, holds_role, most_followers, same_class
from scheduler.rules.entries import Enrolled
from scheduler.rules.plan_index import PlanIndex

WORDS = {"Teaching": "teaching", "Prep": "on prep"}  # of what a teacher does; else it is a kind of slot
Busy = dict[tuple[str, int, int, int], list[tuple[int, int]]]  # (person, cycle, week, day): starts and ends


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """Sessions of one name that an enrolment lacks in one cycle; `cycle` None: in a cycle that it was not given."""

    enrolled: Enrolled
    spec: ProgramSession
    cycle: int | None
    missing: int
    reason: str


def unscheduled(ledger: PlanIndex) -> Iterator[Unscheduled]:
    """Every session that is short, in the order of the enrolments, of their programs' sessions and of the cycles."""
    busy = _busy(ledger)
    for enrolled in ledger.enrolled.values():
        for due in ledger.dues(enrolled):
            left = due.missing
            for cycle in sorted(enrolled.active_cycles) if left else ():
                lacking = min(left, due.spec.count - _counted(enrolled, due.spec, cycle))
                if lacking > 0:
                    left -= lacking
                    reason = _reason(ledger, busy, enrolled, due.spec, cycle)
                    yield Unscheduled(enrolled, due.spec, cycle, lacking, reason)
            if left:
                yield Unscheduled(enrolled, due.spec, None, left, _reason(ledger, busy, enrolled, due.spec, None))


def _busy(ledger: PlanIndex) -> Busy:
    """When each coach and each teacher is taken; of a coach with the least gap before and after."""
    gap = ledger.instance.settings.minutes_between_sessions
    busy: Busy = defaultdict(list)
    for meeting in ledger.meetings:
        busy[meeting.coach, *meeting.date].append((meeting.start - gap, meeting.end + gap))
    for row in ledger.reserved:
        busy[row.coach, row.cycle, row.week, row.day].append((row.start, row.end))
    for held in ledger.held:
        busy[held.teacher.id, *held.date].append((held.row.start, held.row.end))
    return busy


def _counted(enrolled: Enrolled, spec: ProgramSession, cycle: int) -> int:
    """The sessions of a cycle that count as due ones: a surplus of one week makes up for no other."""
    weeks = Counter(h.row.week for h in enrolled.held if h.spec is spec and h.row.cycle == cycle)
    if spec.weekly is None:
        return min(spec.count, weeks.total())
    return sum(min(n, spec.weekly) for n in weeks.values())


def _reason(ledger: PlanIndex, busy: Busy, enrolled: Enrolled, spec: ProgramSession, cycle: int | None) -> str:
    if not enrolled.coach:
        return _no_coach(ledger, enrolled)
    doing = " or ".join(WORDS.get(w, f"in {w}") for w in spec.when) or "at work"
    fitting = _fitting_slots(ledger, enrolled, spec)
    if not fitting:
        return f"The teacher is never {doing} in a slot of {spec.minutes} minutes or more."
    usable = _usable_slots(ledger, enrolled, fitting)
    if not usable:
        times = _periods(slot for _, slot in fitting)
        return f"{enrolled.coach} is not free to coach, by release or by hours, while the teacher is {doing} ({times})."
    if cycle is None:
        given = ", ".join(str(c) for c in sorted(enrolled.active_cycles)) or "none"
        return (
            f"The teacher is due sessions in {enrolled.program.cycles} cycles and was given {given}: no room was "
            f"found in {enrolled.coach}'s time in another."
        )
    first = enrolled.program.session(spec.after) if spec.after else None
    held = _counted(enrolled, spec, cycle)
    if first and not first.once and most_followers(first, spec, _counted(enrolled, first, cycle)) <= held:
        return f"It follows {first.name}, which is missing too."
    if other := _group_of_another_class(ledger, enrolled, spec, cycle, usable):
        return other
    free = next((f for slot in usable if (f := _free_time(busy, enrolled, spec, cycle, slot[1]))), None)
    if free is None:
        times = _periods(slot for _, slot in usable)
        return f"No room left in {enrolled.coach}'s or the teacher's time in cycle {cycle} ({times})."
    return (
        f"{_at(ledger, *free)} is free for both, but does not keep the order of the sessions or a limit, or would cost "
        f"another rule more."
    )


def _group_of_another_class(
    ledger: PlanIndex, enrolled: Enrolled, spec: ProgramSession, cycle: int, usable: Iterable[tuple[int, Slot]]
) -> str:
    """That a group with room meets at a time that fits, and teaches another class then; "" where there is none."""
    states, slots = ledger.instance.states[enrolled.teacher.id], dict(usable)
    for meeting in ledger.meetings_of.get(enrolled.coach, ()):
        first = meeting.held[0]
        if first.spec is spec and meeting.date[0] == cycle and len(meeting.held) < spec.group_size:
            others = [h for h in meeting.held if h.state and not same_class(h.state, states[h.slot_index])]
            if first.teacher.site == enrolled.site and first.slot_index in slots and others:
                at = _at(ledger, slots[first.slot_index], meeting.start)
                return f"{at} has a group with room, but {others[0].teacher.id} teaches another class then."
    return ""


def _no_coach(ledger: PlanIndex, enrolled: Enrolled) -> str:
    if any(_pins_nobody(pin, enrolled) for pin in ledger.instance.pins):
        return "No coach: a locked row of Assignments says that there is none."
    serving, role = ledger.serving(enrolled.site), enrolled.program.role
    if not serving:
        return f"No coach: nobody serves {enrolled.site}."
    able = [c.id for c in serving if holds_role(c, role)]
    if not able:
        return f"No coach: nobody who serves {enrolled.site} has the role {role}."
    allowed = [c for c in able if c not in enrolled.teacher.avoid_coaches]
    if not allowed:
        return f"No coach: the teacher avoids everybody who could be it ({', '.join(able)})."
    return f"No coach: the teacher was given none ({', '.join(allowed)} could be it, within the other rules)."


def _pins_nobody(pin: Pin, enrolled: Enrolled) -> bool:
    mine = pin.teacher == enrolled.teacher.id and pin.program in ("", enrolled.program.id)
    return mine and pin.kind == "Coach" and not pin.coach


def _fitting_slots(ledger: PlanIndex, enrolled: Enrolled, spec: ProgramSession) -> list[tuple[int, Slot]]:
    """The slots, with their index, that are long enough and in which the teacher is in a state that `when` names."""
    slots, states = ledger.instance.slots(enrolled.site), ledger.instance.states[enrolled.teacher.id]
    return [
        (i, slot)
        for i, (slot, state) in enumerate(zip(slots, states, strict=True))
        if slot.minutes >= spec.minutes and fits_when(state.doing, slot.kind, spec.when)
    ]


def _usable_slots(ledger: PlanIndex, enrolled: Enrolled, slots: list[tuple[int, Slot]]) -> list[tuple[int, Slot]]:
    bell = ledger.instance.sites[enrolled.site].bell
    hindrances = ledger.slots.hindrances(enrolled.coach, enrolled.site)
    teaches = ledger.slots.teaches(enrolled.coach, bell)
    return [(i, slot) for i, slot in slots if not hindrances[i] and not teaches[i]]


def _free_time(busy: Busy, enrolled: Enrolled, spec: ProgramSession, cycle: int, slot: Slot) -> tuple[Slot, int] | None:
    """The first start in a slot at which coach and teacher are free, on a day without a session of the same name."""
    date = (cycle, slot.week, slot.day)
    if any(h.spec is spec and h.date == date for h in enrolled.held):
        return None
    taken = [*busy.get((enrolled.coach, *date), ()), *busy.get((enrolled.teacher.id, *date), ())]
    last = slot.end - spec.minutes
    for start in (slot.start, *sorted(end for _, end in taken if slot.start < end <= last)):
        if all(start + spec.minutes <= begin or end <= start for begin, end in taken):
            return slot, start
    return None


def _at(ledger: PlanIndex, slot: Slot, start: int) -> str:
    settings = ledger.instance.settings
    week = f" of week {slot.week}" if settings.weeks > 1 else ""
    return f"{settings.days[slot.day]} {hhmm(start)}{week}, period {slot.period},"


def _periods(slots: Iterable[Slot]) -> str:
    labels = list(dict.fromkeys(s.period for s in slots))
    return f"period{'s' * (len(labels) > 1)} {', '.join(labels)}"
