"""Where and when: items 1 to 4 and 9 of "What holds in every plan"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.domain.instance import MODES, UNLISTED_TRAVEL_MINUTES, Instance, hhmm
from scheduler.domain.matching import fits_when, overlap
from scheduler.domain.plan import Reserved
from scheduler.domain.score import Violation
from scheduler.rules.entries import Meeting
from scheduler.rules.plan_index import PlanIndex

AT_WORK = "at work"

Date = tuple[int, int, int]


def nobody_in_two_places(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 1: a coach, and a teacher, is in one place at a time; a class that a coach teaches is a place."""
    days: dict[tuple[str, Date], list[Meeting]] = defaultdict(list)
    for meeting in ledger.meetings:
        people = Counter([meeting.coach, *(h.teacher.id for h in meeting.held)])
        for person, times in people.items():
            days[person, meeting.date].append(meeting)
            if times > 1:
                yield Violation("1", str(meeting), f"{person} stands in this session {times} times")
    for (person, _), meetings in days.items():
        for a, b in _within(meetings, 0):
            yield Violation("1", person, f"is in two places at once: {_of(person, a)}, and {_of(person, b)}")
    yield from _not_in_class(ledger)


def _of(person: str, meeting: Meeting) -> str:
    """A meeting, by the row of the person where the person is one of its teachers."""
    return str(next((h for h in meeting.held if h.teacher.id == person), meeting))


def _not_in_class(ledger: PlanIndex) -> Iterator[Violation]:
    for held in ledger.held:
        if held.slot is None or ledger.hindrance(held.row.coach, held):
            continue  # said under 2 or 3
        if not ledger.slots.teaches(held.row.coach, held.slot.bell)[held.slot_index]:
            continue
        for own in ledger.slots.classes[held.row.coach]:
            same_day = (own.week, own.day) == (held.row.week, held.row.day)
            if same_day and overlap(held.row, own):
                text = f"{held.row.coach} teaches period {own.period} then, {hhmm(own.start)}-{hhmm(own.end)}"
                yield Violation("1", str(held), text)


def coaches_have_time_between(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 1: between two sessions of a coach lies the least gap, and the way between two sites where both need it."""
    instance = ledger.instance
    longest = _longest_need(instance)
    for _, meetings in ledger.days_led:
        for a, b in _within(meetings, longest):
            gap = b.start - a.end
            need = instance.settings.minutes_between_sessions
            by_road = 0 if a.virtual or b.virtual else instance.travel_minutes(a.site, b.site)
            if 0 <= gap < max(need, by_road):
                why = f"to get from {a.site} to {b.site}" if by_road > need else "between two sessions"
                text = f"has {gap} minutes between {a} and {b}; {max(need, by_road)} are needed {why}"
                yield Violation("1", a.coach, text)


def _longest_need(instance: Instance) -> int:
    return max(instance.settings.minutes_between_sessions, UNLISTED_TRAVEL_MINUTES, *instance.travel.values())


def _within(meetings: list[Meeting], minutes: int) -> Iterator[tuple[Meeting, Meeting]]:
    """The pairs of one day's meetings of which the later begins less than so many minutes after the earlier ends."""
    in_order = sorted(meetings, key=lambda m: m.start)
    for i, a in enumerate(in_order):
        for b in in_order[i + 1 :]:
            if b.start >= a.end + minutes:
                break
            yield a, b


def inside_one_slot(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 2: a session lies inside one slot of the teacher's site, with its full length."""
    for held in ledger.held:
        if held.minutes != held.spec.minutes:
            yield Violation("2", str(held), f"is {held.minutes} minutes long, not {held.spec.minutes}")
        if held.slot is None:
            text = f'does not lie inside a slot of period "{held.row.period}" of {held.teacher.site}'
            yield Violation("2", str(held), text)


def coach_can_be_used(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 3: in a Class slot the coach is released; in no slot Unavailable."""
    for held in ledger.held:
        why = ledger.hindrance(held.row.coach, held) if held.slot else ""
        if why:
            yield Violation("3", str(held), f"{held.row.coach} is {why} in period {held.row.period}")


def teacher_fits(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 4: what the teacher does in the slot is something that `when` names; never Off, never Duty."""
    for held in ledger.held:
        if held.slot is None or held.state is None:
            continue
        when, doing = held.spec.when, held.state.doing
        if not fits_when(doing, held.slot.kind, when):
            text = (
                f"{held.teacher.id} is {doing or AT_WORK} in {held.slot.kind} period {held.slot.period}; "
                f"{held.spec.name} is for {' or '.join(when) or 'any time but Off and Duty'}"
            )
            yield Violation("4", str(held), text)


def mode_is_the_programs(ledger: PlanIndex) -> Iterator[Violation]:
    """A session is held In person or Virtual as Programs says; an Either session as one of the two."""
    for held in ledger.held:
        allowed = MODES[:2] if held.spec.mode == "Either" else (held.spec.mode,)
        if held.row.mode not in allowed:
            yield Violation("plan", str(held), f'mode "{held.row.mode}" is not {" or ".join(allowed)}')


def reserved_time_is_free(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 9: a coach's reserved time is kept free of sessions, and is reserved once."""
    led: dict[tuple[str, Date], list[Meeting]] = defaultdict(list)
    for meeting in ledger.meetings:
        led[meeting.coach, meeting.date].append(meeting)
    kept: dict[tuple[str, Date], list[Reserved]] = defaultdict(list)
    for r in ledger.reserved:
        others = kept[r.coach, (r.cycle, r.week, r.day)]
        for meeting in led.get((r.coach, (r.cycle, r.week, r.day)), ()):
            if overlap(meeting, r):
                text = f"lies in the {r.purpose} of {r.coach}, {hhmm(r.start)}-{hhmm(r.end)}"
                yield Violation("9", str(meeting), text)
        for other in others:
            if overlap(other, r):
                text = f"overlaps {other.purpose} {hhmm(other.start)}-{hhmm(other.end)} of the same coach"
                yield Violation("9", f"{r.purpose} of {r.coach}, {ledger.time_text(r)}", text)
        others.append(r)
