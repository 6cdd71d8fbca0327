"""Why a session is not in the plan, in words that a principal understands: the reason that is the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.instance import Coach, Instance, Pin, ProgramSession, Teacher
from scheduler.domain.matching import holds_role, most_followers, same_class
from scheduler.domain.source_cells import at_cell
from scheduler.reasons.coach_cost import CoachCosts
from scheduler.reasons.hindrances import (
    Place,
    doing_words,
    fitting_slots,
    hindrance,
    hindrances,
    in_words,
    most_released,
)
from scheduler.reasons.slots import Lookout, SlotLook, slot_words
from scheduler.rules.coach_slots import CoachSlots
from scheduler.rules.entries import Enrolled
from scheduler.rules.plan_index import PlanIndex

MOST_NAMED = 4  # slots that a reason names
MOST_TIMES = 6  # free times of one session that are tried by the rules
MOST_TRIES = 400  # of one plan: a plan that was stopped early lacks hundreds


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """Sessions of one name that an enrollment lacks in one cycle; `cycle` None: in a cycle that it was not given.
    `outline` is the reason without other people."""

    enrolled: Enrolled
    spec: ProgramSession
    cycle: int | None
    missing: int
    reason: str
    outline: str


def unscheduled(ledger: PlanIndex) -> Iterator[Unscheduled]:
    """Every session that is short, in the order of the enrollments, of their programs' sessions and of the cycles."""
    reasons = _Reasons(ledger)
    for enrolled in ledger.enrolled.values():
        for due in ledger.dues(enrolled):
            left = due.missing
            for cycle in sorted(enrolled.active_cycles) if left else ():
                lacking = min(left, due.spec.count - counted(enrolled, due.spec, cycle))
                if lacking > 0:
                    left -= lacking
                    yield Unscheduled(enrolled, due.spec, cycle, lacking, *reasons.of(enrolled, due.spec, cycle))
            if left:
                yield Unscheduled(enrolled, due.spec, None, left, *reasons.of(enrolled, due.spec, None))


def counted(enrolled: Enrolled, spec: ProgramSession, cycle: int) -> int:
    """The sessions of a cycle that count as due ones: a surplus of one week makes up for no other.

    Parameters
    ----------
    enrolled
        the enrollment with its sessions
    spec
        the session
    cycle
        the number of the cycle
    """
    weeks = Counter(h.row.week for h in enrolled.held if h.spec is spec and h.row.cycle == cycle)
    if spec.weekly is None:
        return min(spec.count, weeks.total())
    return sum(min(n, spec.weekly) for n in weeks.values())


class _Reasons:
    """Finds reasons: each is (for the planner, for others: without other people)."""

    def __init__(self, ledger: PlanIndex) -> None:
        self.ledger, self.instance = ledger, ledger.instance
        self.lookout = Lookout(ledger)
        self._most: CoachSlots | None = None
        self.costs = CoachCosts(ledger)
        self._tries = MOST_TRIES

    @property
    def most(self) -> CoachSlots:
        """The coaches' slots with every release that the input allows."""
        if self._most is None:
            self._most = most_released(self.instance)
        return self._most

    def of(self, enrolled: Enrolled, spec: ProgramSession, cycle: int | None) -> tuple[str, str]:
        """Why an enrollment lacks a session in a cycle (None: in one that it was not given)."""
        if not enrolled.coach:
            return _both(self._no_coach(enrolled))
        doing = doing_words(spec)
        fitting = fitting_slots(self.instance, enrolled.teacher, spec)
        if not fitting:
            cell = self.instance.cells.column("Programs", f"{enrolled.program.id}/{spec.name}", "when")
            never = f"The teacher is never {doing} in a slot of {spec.minutes} minutes or more"
            return _both(f"{at_cell(never, cell)}.")
        usable = self._usable(enrolled, fitting)
        if not usable:
            there = hindrances(self.instance, self.ledger.slots, enrolled.coach, enrolled.site, fitting)
            return _both(f"Whenever the teacher is {doing}: {in_words(there)}.")
        if cycle is None:
            return self._no_cycle(enrolled, spec, fitting)
        if follows := self._follows_missing(enrolled, spec, cycle):
            return _both(follows)
        if other := self._group_of_another_class(enrolled, spec, cycle, usable):
            return other
        return self._in_cycle(enrolled, spec, cycle, fitting)

    def _usable(self, enrolled: Enrolled, places: Iterable[Place]) -> list[Place]:
        slots = self.ledger.slots
        return [p for p in places if not hindrance(self.instance, slots, enrolled.coach, enrolled.site, p)[0]]

    def _follows_missing(self, enrolled: Enrolled, spec: ProgramSession, cycle: int) -> str:
        """That what it is to follow is missing; "" where what there is leaves it room."""
        first = enrolled.program.session(spec.after) if spec.after else None
        if first is None or first.once:
            return ""
        there, held = counted(enrolled, first, cycle), counted(enrolled, spec, cycle)
        if there >= first.count or most_followers(first, spec, there) > held:
            return ""
        if not there:
            return f"It follows {first.name}, which is missing too."
        return f"Each {spec.name} follows a {first.name} of its own, and only {there} of {first.count} is there."

    def _in_cycle(self, enrolled: Enrolled, spec: ProgramSession, cycle: int, fitting: list[Place]) -> tuple[str, str]:
        """Slot by slot, in the weeks that lack the session."""
        weeks = _lacking_weeks(self.instance, enrolled, spec, cycle)
        doing = doing_words(spec)
        fitting = [(i, s) for i, s in fitting if s.week in weeks]
        named = f"week{'s' * (len(weeks) > 1)} {', '.join(map(str, weeks))} of cycle {cycle}"
        if not fitting:
            if not any(s.week in weeks for s in self.instance.slots(enrolled.site)):
                return _both(f"The bell schedule has no slot in {named}.")
            return _both(f"The teacher is never {doing} in a slot of {spec.minutes} minutes or more in {named}.")
        usable = self._usable(enrolled, fitting)
        if not usable:
            there = hindrances(self.instance, self.ledger.slots, enrolled.coach, enrolled.site, fitting)
            return _both(f"In {named}, whenever the teacher is {doing}: {in_words(there)}.")
        looks = [self.lookout.look(enrolled, spec, cycle, place) for place in usable]
        free = [look for look in looks if look.start is not None]
        if free:
            return self._free(enrolled, spec, cycle, free)
        days = len({(s.week, s.day) for _, s in usable})
        if all(look.same_day for look in looks):
            span = spec.count if spec.weekly is None else spec.weekly
            text = (
                f"{span} {spec.name} are due in a {'cycle' if spec.weekly is None else 'week'}, never two on one day: "
                f"on the {days} day{'s' * (days > 1)} with a slot that fits there is one already."
            )
            return _both(text)
        return self._taken(enrolled, spec, cycle, looks, fitting)

    def _taken(
        self, enrolled: Enrolled, spec: ProgramSession, cycle: int, looks: Sequence[SlotLook], fitting: list[Place]
    ) -> tuple[str, str]:
        """Who or what is in each slot."""
        said = [f"{slot_words(self.instance, look.slot)}: {look.blocker}" for look in looks]
        said += [
            at_cell(*h) for h in hindrances(self.instance, self.ledger.slots, enrolled.coach, enrolled.site, fitting)
        ]
        more = f"; and {len(said) - MOST_NAMED} more" if len(said) > MOST_NAMED else ""
        periods = list(dict.fromkeys(look.slot.period for look in looks))
        outline = (
            f"No time is left for {enrolled.coach} and the teacher in cycle {cycle} "
            f"(period{'s' * (len(periods) > 1)} {', '.join(periods)})."
        )
        return f"No time is left in cycle {cycle}. {'; '.join(said[:MOST_NAMED])}{more}.", outline

    def _free(self, enrolled: Enrolled, spec: ProgramSession, cycle: int, free: Sequence[SlotLook]) -> tuple[str, str]:
        """What a time that is free for both would cost."""
        first = ""
        for look in free[:MOST_TIMES]:
            at = f"{slot_words(self.instance, look.slot, look.start)}, of cycle {cycle}"
            if self._tries == 0:
                return _both(first or f"{at} is free for both; what it would cost was not looked at.")
            self._tries -= 1
            cost = self.lookout.cost(enrolled, spec, cycle, look)
            if not cost:
                return _both(f"{at} is free for both, and no rule speaks against it: it could be held then.")
            first = first or f"{at} is free for both, but would cost {' and '.join(cost[:2])}."
        return _both(first)

    def _no_cycle(self, enrolled: Enrolled, spec: ProgramSession, fitting: list[Place]) -> tuple[str, str]:
        """Why an enrollment was not given another cycle."""
        active = sorted(enrolled.active_cycles)
        given = ", ".join(map(str, active)) or "none"
        due = f"The teacher is due sessions in {enrolled.program.cycles} cycles and was given {given}."
        first = enrolled.program.session(spec.after) if spec.after else None
        if first is not None and not first.once:
            return _both(f"{due} It follows {first.name}, which is missing there too.")
        usable = self._usable(enrolled, fitting)
        others = [c for c in self.ledger.open_cycles if c not in active]
        for cycle in others:
            looks = [self.lookout.look(enrolled, spec, cycle, place) for place in usable]
            free = [look for look in looks if look.start is not None]
            if free:
                at = slot_words(self.instance, free[0].slot, free[0].start)
                where = f"In cycle {cycle} {at}, is free for {spec.name}"
                return _both(f"{due} {where}; its other sessions or other rules stand against it.")
        if not others:
            return _both(f"{due} The year has no other cycle.")
        looks = [self.lookout.look(enrolled, spec, others[0], place) for place in usable]
        reason, outline = self._taken(enrolled, spec, others[0], looks, fitting)
        return f"{due} {reason}", f"{due} {outline}"

    def _group_of_another_class(
        self, enrolled: Enrolled, spec: ProgramSession, cycle: int, usable: Iterable[Place]
    ) -> tuple[str, str] | None:
        """That a group with room meets at a time that fits, and teaches another class then."""
        states, slots = self.instance.states[enrolled.teacher.id], dict(usable)
        for meeting in self.ledger.meetings_of.get(enrolled.coach, ()):
            first = meeting.held[0]
            if first.spec is spec and meeting.date[0] == cycle and len(meeting.held) < spec.group_size:
                others = [h for h in meeting.held if h.state and not same_class(h.state, states[h.slot_index])]
                if first.teacher.site == enrolled.site and first.slot_index in slots and others:
                    at = slot_words(self.instance, slots[first.slot_index], meeting.start)
                    return (
                        f"{at}, has a group with room, but {others[0].teacher.id} teaches another class then.",
                        f"{at}, has a group with room, but of another class.",
                    )
        return None

    # ---- no coach

    def _no_coach(self, enrolled: Enrolled) -> str:
        pin = next((p for p in self.instance.pins if _pins_nobody(p, enrolled)), None)
        if pin is not None:
            return f"{at_cell('No coach: a locked row of Assignments says that there is none', pin.where)}."
        serving, role = self.ledger.serving(enrolled.site), enrolled.program.role
        if not serving:
            return f"No coach: nobody serves {enrolled.site}."
        able = [c for c in serving if holds_role(c, role)]
        if not able:
            cell = self.instance.cells.column("Programs", f"{enrolled.program.id}/coach role", "coach role")
            return f"{at_cell(f'No coach: nobody who serves {enrolled.site} has the role {role}', cell)}."
        allowed = [c for c in able if c.id not in enrolled.teacher.avoid_coaches]
        if not allowed:
            named = ", ".join(c.id for c in able)
            cell = self.instance.cells.column("Teachers", enrolled.teacher.id, "avoid coach")
            return f"{at_cell(f'No coach: the teacher avoids everybody who could be it, {named}', cell)}."
        return f"No coach: {'; '.join(self._why_not(enrolled, c) for c in allowed)}."

    def _why_not(self, enrolled: Enrolled, coach: Coach) -> str:
        """Why a coach who is allowed was not given."""
        for spec in enrolled.program.sessions:
            if spec.once or not spec.count:
                continue
            never = never_meets(self.instance, self.most, enrolled.teacher, spec, coach.id)
            if never:
                return f"for {spec.name} {never}"
        cost = self.costs.of(enrolled.enrollment, coach.id)
        if cost:
            return f"{coach.id} would cost {' and '.join(cost[:2])}"
        return f"{coach.id} could be it, and no rule about coaches speaks against it"


def never_meets(instance: Instance, most: CoachSlots, teacher: Teacher, spec: ProgramSession, coach: str) -> str:
    """Why a coach and a teacher can never meet for a session, whatever is released; "" where they can.

    Parameters
    ----------
    instance
        the input
    most
        what the coaches can do when all is released
    teacher
        who is to be coached
    spec
        the session
    coach
        the id of the coach
    """
    places = fitting_slots(instance, teacher, spec)
    if not places:
        return f"the teacher is never {doing_words(spec)} in a slot of {spec.minutes} minutes or more"
    if any(not hindrance(instance, most, coach, teacher.site, place)[0] for place in places):
        return ""
    return in_words(hindrances(instance, most, coach, teacher.site, places))


def _lacking_weeks(instance: Instance, enrolled: Enrolled, spec: ProgramSession, cycle: int) -> list[int]:
    """The weeks of a cycle in which a session more would count."""
    held = Counter(h.row.week for h in enrolled.held if h.spec is spec and h.row.cycle == cycle)
    weeks = range(1, instance.settings.weeks + 1)
    return [w for w in weeks if spec.weekly is None or held[w] < spec.weekly]


def _pins_nobody(pin: Pin, enrolled: Enrolled) -> bool:
    mine = pin.teacher == enrolled.teacher.id and pin.program in ("", enrolled.program.id)
    return mine and pin.kind == "Coach" and not pin.coach


def _both(text: str) -> tuple[str, str]:
    return text, text
