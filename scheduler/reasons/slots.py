"""Slot by slot: who or what is there when a session could be held, and what speaks against a time that is free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.domain.instance import Instance, ProgramSession, Slot, hhmm
from scheduler.domain.matching import most_followers
from scheduler.domain.plan import Session
from scheduler.reasons.hindrances import Place
from scheduler.rules import RULES
from scheduler.rules.entries import Enrolled, Held, Meeting
from scheduler.rules.following import places_to_follow, unmatched_followers
from scheduler.rules.plan_index import PlanIndex

Date = tuple[int, int, int]  # cycle, week, day
Measured = dict[tuple[str, str], int]  # (rule, level): what a plan falls short by, where the level counts


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a day in which somebody is taken, with what; `gap` minutes around it are needed, too."""

    start: int
    end: int
    text: str
    gap: int = 0
    meeting: Meeting | None = None
    rows: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotLook:
    """What was found in a slot: a start that is free for both, or who or what is in the way, and as which rows of
    Sessions."""

    slot: Slot
    start: int | None
    blocker: str = ""
    same_day: bool = False  # another session of the same name is on that day
    rows: tuple[Session, ...] = ()


class Lookout:
    """Looks at the slots of a plan for sessions that it lacks."""

    def __init__(self, ledger: PlanIndex, *, followers_stay: bool = True) -> None:
        """With `followers_stay` a time is not free at which a session would come after those that follow it."""
        self.ledger, self.instance, self.followers_stay = ledger, ledger.instance, followers_stay
        self._coach: dict[tuple[str, Date], list[Taken]] = defaultdict(list)
        self._teacher: dict[tuple[str, Date], list[Taken]] = defaultdict(list)
        gap = self.instance.settings.minutes_between_sessions
        for m in ledger.meetings:
            text = f"{m.coach} has {_meeting_words(m)}"
            self._coach[m.coach, m.date].append(Taken(m.start, m.end, text, gap, m, tuple(h.row for h in m.held)))
        for r in ledger.reserved:
            text = f"{r.coach} has {r.purpose}"
            self._coach[r.coach, (r.cycle, r.week, r.day)].append(Taken(r.start, r.end, text))
        for h in ledger.held:
            text = f"{h.teacher.id} has {h.spec.name} with {h.row.coach}"
            self._teacher[h.teacher.id, h.date].append(Taken(h.row.start, h.row.end, text, rows=(h.row,)))
        self._days = {
            site: sorted({(s.week, s.day) for s in self.instance.slots(site)}) for site in self.instance.sites
        }

    def look(self, enrolled: Enrolled, spec: ProgramSession, cycle: int, place: Place) -> SlotLook:
        """What is in a slot of a cycle, for a session with the enrollment's coach.

        Parameters
        ----------
        enrolled
            the enrollment with its sessions
        spec
            the session
        cycle
            the number of the cycle
        place
            the slot, counted within those of the site
        """
        return next(self.looks(enrolled, spec, cycle, place))

    def looks(
        self, enrolled: Enrolled, spec: ProgramSession, cycle: int, place: Place, also: int | None = None
    ) -> Iterator[SlotLook]:
        """Each free start in a slot of a cycle, `also` among them where it is one; else what is in the way.

        Parameters
        ----------
        enrolled
            the enrollment with its sessions
        spec
            the session
        cycle
            the number of the cycle
        place
            the slot, counted within those of the site
        also
            one more start, in minutes after midnight
        """
        slot = place[1]
        date = (cycle, slot.week, slot.day)
        if any(h.spec is spec and h.date == date for h in enrolled.held):
            blocker = f"another {spec.name} of {enrolled.teacher.id} is on that day"
            yield SlotLook(slot, None, blocker, same_day=True)
            return
        taken = [
            *(replace(t, gap=self._gap(enrolled, spec, t)) for t in self._coach.get((enrolled.coach, date), ())),
        ]
        led = {(t.start, t.end) for t in taken}  # a session of the two is said once
        taken += [t for t in self._teacher.get((enrolled.teacher.id, date), ()) if (t.start, t.end) not in led]
        order, is_free = "", False
        starts = self._starts(slot, spec, taken, also)
        for start in starts:
            wrong = self._out_of_order(enrolled, spec, cycle, place, start)
            order = order or wrong
            if not wrong:
                is_free = True
                yield SlotLook(slot, start)
        if is_free:
            return
        if starts:
            yield SlotLook(slot, None, order)
            return
        there = sorted(taken, key=lambda t: t.start)
        there = [t for t in there if slot.start < t.end + t.gap and t.start - t.gap < slot.end]
        rows = tuple(dict.fromkeys(row for t in there for row in t.rows))
        yield SlotLook(slot, None, " and ".join(dict.fromkeys(t.text for t in there)), rows=rows)

    def _gap(self, enrolled: Enrolled, spec: ProgramSession, taken: Taken) -> int:
        """The minutes that a coach needs before and after: between sessions, and by road to another site."""
        other = taken.meeting
        if other is None or other.virtual or spec.mode != "In person":
            return taken.gap
        return max(taken.gap, self.instance.travel_minutes(other.site, enrolled.site))

    @staticmethod
    def _starts(slot: Slot, spec: ProgramSession, taken: list[Taken], also: int | None = None) -> list[int]:
        """The starts in a slot at which coach and teacher are free: the slot's, the ends of what is there, `also`."""
        last = slot.end - spec.minutes
        ends = {t.end + t.gap for t in taken if slot.start < t.end + t.gap <= last}
        if also is not None and slot.start < also <= last:
            ends.add(also)
        return [
            start
            for start in (slot.start, *sorted(ends))
            if all(start + spec.minutes <= t.start - t.gap or t.end + t.gap <= start for t in taken)
        ]

    def _out_of_order(self, enrolled: Enrolled, spec: ProgramSession, cycle: int, place: Place, start: int) -> str:
        """Why a session at a time would not follow what it is to follow, or would come too late for those that follow
        it; "" where the order is right."""
        held = [h for h in enrolled.held if h.row.cycle == cycle]
        new = self._held(enrolled, spec, cycle, place, start)
        first = enrolled.program.session(spec.after) if spec.after else None
        if first is not None and not first.once:
            with_it = [*held, new]
            if self._unmatched(enrolled, first, spec, with_it) > self._unmatched(enrolled, first, spec, held):
                anytime = replace(spec, within_days=None)
                if self._unmatched(enrolled, first, anytime, with_it) > self._unmatched(enrolled, first, anytime, held):
                    return f"no {first.name} comes before it"
                return f"it would come more than {spec.within_days} school days after {first.name}"
        for other in enrolled.program.sessions if self.followers_stay else ():
            if other.after == spec.name and not spec.once:
                before = self._unmatched(enrolled, spec, other, held)
                if self._unmatched(enrolled, spec, other, [*held, new]) > before:
                    return f"{other.name}, which follows it, would come before it or too late"
        return ""

    def _unmatched(self, enrolled: Enrolled, first: ProgramSession, spec: ProgramSession, held: list[Held]) -> int:
        """How many of a session do not follow what they are to follow."""
        firsts = [h for h in held if h.spec.name == first.name]
        followers = [replace(h, spec=spec) for h in held if h.spec.name == spec.name]
        places = places_to_follow(firsts, most_followers(first, spec, len(firsts)))
        return len(unmatched_followers(spec, places, followers, self._days[enrolled.site]))

    def _held(self, enrolled: Enrolled, spec: ProgramSession, cycle: int, place: Place, start: int) -> Held:
        i, slot = place
        row = self.row(enrolled, spec, cycle, slot, start)
        day = self.instance.settings.days[slot.day]
        return Held(row, enrolled, spec, day, slot, i, self.instance.states[enrolled.teacher.id][i])

    @staticmethod
    def row(enrolled: Enrolled, spec: ProgramSession, cycle: int, slot: Slot, start: int) -> Session:
        """The row of Sessions that a session at a time would be.

        Parameters
        ----------
        enrolled
            the enrollment with its sessions
        spec
            the session
        cycle
            the number of the cycle
        slot
            the slot
        start
            minutes after midnight
        """
        mode = "In person" if spec.mode == "Either" else spec.mode
        return Session(
            cycle,
            slot.week,
            slot.day,
            start,
            start + spec.minutes,
            slot.period,
            enrolled.coach,
            enrolled.teacher.id,
            enrolled.program.id,
            spec.name,
            mode,
        )

    def cost(self, enrolled: Enrolled, spec: ProgramSession, cycle: int, look: SlotLook) -> list[str]:
        """The rules that would fall short by more with a session at a free time: "Sessions per day by 1 (Required)".

        Parameters
        ----------
        enrolled
            the enrollment with its sessions
        spec
            the session
        cycle
            the number of the cycle
        look
            the free time
        """
        assert look.start is not None
        small = self._of_coach(enrolled)
        plan = self.ledger.plan
        plan = replace(plan, sessions=tuple(s for s in plan.sessions if s.teacher in small.teachers))
        plan = replace(plan, assignments=tuple(a for a in plan.assignments if a.teacher in small.teachers))
        new = self.row(enrolled, spec, cycle, look.slot, look.start)
        before = measured(PlanIndex(small, plan))
        after = measured(PlanIndex(small, replace(plan, sessions=(*plan.sessions, new))))
        return worse(before, after)

    def _of_coach(self, enrolled: Enrolled) -> Instance:
        """The instance with the teachers of one coach, and the one teacher: rules about others are as before."""
        mine = {e.teacher.id for e in self.ledger.enrolled.values() if e.coach == enrolled.coach}
        mine |= {h.teacher.id for m in self.ledger.meetings_of.get(enrolled.coach, ()) for h in m.held}
        mine.add(enrolled.teacher.id)
        return replace(
            self.instance, teachers={t: self.instance.teachers[t] for t in self.instance.teachers if t in mine}
        )


def measured(ledger: PlanIndex) -> Measured:
    """What a plan falls short by, rule by rule."""
    found: Measured = defaultdict(int)
    for name, rule in RULES.items():
        for site, amount, _, level in rule.measure(ledger):
            counted = ledger.instance.rule(name, site).level or level
            if amount and counted and counted != "Off":
                found[name, counted] += amount
    return found


def worse(before: Measured, after: Measured) -> list[str]:
    """What falls short by more: "Sessions per day by 1 (Required)"."""
    return [
        f"{rule} by {amount - before.get((rule, level), 0)} ({level})"
        for (rule, level), amount in after.items()
        if amount > before.get((rule, level), 0)
    ]


def _meeting_words(meeting: Meeting) -> str:
    """ "Observe with T7"; of a confidential one only that there is one."""
    first = meeting.held[0]
    if first.spec.confidential:
        return "a confidential session"
    return f"{first.spec.name} with {' and '.join(h.teacher.id for h in meeting.held)}"


def slot_words(instance: Instance, slot: Slot, start: int | None = None) -> str:
    """ "Mon 10:05 of week 2, period 3".

    Parameters
    ----------
    instance
        the input
    slot
        the slot
    start
        minutes after midnight, None for the start of the slot
    """
    week = f" of week {slot.week}" if instance.settings.weeks > 1 else ""
    return (
        f"{instance.settings.days[slot.day]} {hhmm(slot.start if start is None else start)}{week}, period {slot.period}"
    )
