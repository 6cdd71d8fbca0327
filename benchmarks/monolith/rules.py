"""The rules of the monolithic model that look at sessions and reserved time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from benchmarks.monolith.weeks import Place, Room, Weeks
from scheduler.domain.instance import Slot
from scheduler.domain.matching import folded

HALF_HOUR = 30
IN_CLASS = ("observe", "model", "coteach")


class Reserves:
    """`flex[coach, cycle, slot]` and `planning[site, cycle, slot]`: slots of the home bell schedule that are kept."""

    def __init__(self, weeks: Weeks) -> None:
        self.weeks, self.model, self.instance = weeks, weeks.model, weeks.instance
        self.flex: dict[tuple[str, int, int], int] = {}
        self.planning: dict[tuple[str, int, int], int] = {}
        self._rooms: dict[tuple[str, int, tuple[int, int]], list[tuple[tuple[int, int], Room, int]]] = defaultdict(list)
        for (coach, k, w), room in weeks.rooms.items():
            self._rooms[coach, k, w.date].append(((w.start, w.end), room, w.minutes + weeks.facts.gap))
        for c in self.instance.coaches:
            self._keep_flex(c)
        for site in self.instance.sites:
            self._keep_planning(site)
        for (c, k, i), flex in self.flex.items():
            planning = self.planning.get((self.instance.coaches[c].home, k, i))
            if planning is not None:
                self.model.at_most_one([flex, planning])

    def _can(self, coach: str, i: int, slot: Slot) -> bool:
        said = self.instance.availability[coach][i]
        return slot.is_class and said != "Unavailable" and slot.period not in self.weeks.facts.blocked[coach]

    def _cycles(self) -> range:
        return range(1, self.instance.settings.cycles + 1)

    def _free(self, coach: str, k: int, slot: Slot, kept: int) -> None:
        """No meeting of the coach overlaps a slot that is kept."""
        gap = self.weeks.facts.gap
        for (start, end), room, size in self._rooms[coach, k, (slot.week, slot.day)]:
            if start < slot.end and slot.start < end:
                self.model.row([*((m + gap, v) for v, m, _, _ in room.held), (size, kept)], high=size)

    def _keep_flex(self, c: str) -> None:
        home = self.instance.coaches[c].home
        value = self.instance.rule("Flex time", home).value or 0
        if not value or self.model.level("Flex time", home) is None:
            return
        any_release = self.model.boolean()
        for _, v in self.weeks.staffing.releases_of(c):
            self.model.implies(v, any_release)
        for k in self._cycles():
            week: dict[int, list[int]] = defaultdict(list)
            for i, slot in enumerate(self.instance.home_slots(c)):
                if self._can(c, i, slot):
                    kept = self.flex[c, k, i] = self.model.boolean()
                    self.model.implies(kept, self.weeks.staffing.release[c, slot.period])
                    self._free(c, k, slot, kept)
                    week[slot.week].append(kept)
            for w in range(1, self.instance.settings.weeks + 1):
                short = self.model.integer(0, value)
                self.model.row([*((1, v) for v in week[w]), (1, short), (-value, any_release)], low=0)
                self.model.cost("Flex time", home, [(1, short)])

    def _keep_planning(self, site: str) -> None:
        rule, coaches = "Common planning", [c.id for c in self.instance.home_coaches(site)]
        value = self.instance.rule(rule, site).value or 0
        if len(coaches) < 2 or not value or self.model.level(rule, site) is None:
            return
        for k in self._cycles():
            week: dict[int, list[int]] = defaultdict(list)
            for i, slot in enumerate(self.instance.slots(site)):
                on_prep = {c: self.instance.availability[c][i] == "Prep" for c in coaches}
                if not slot.is_class or not all(on_prep[c] or self._can(c, i, slot) for c in coaches):
                    continue
                kept = self.planning[site, k, i] = self.model.boolean()
                for c in coaches:
                    if not on_prep[c]:
                        self.model.implies(kept, self.weeks.staffing.release[c, slot.period])
                    self._free(c, k, slot, kept)
                week[slot.week].append(kept)
            for w in range(1, self.instance.settings.weeks + 1):
                self.model.below(rule, site, [(1, v) for v in week[w]], value)


def add_rules(weeks: Weeks) -> None:
    """Counts the shortfalls of every rule that looks at sessions."""
    for rule in (_of_teachers, _of_coaches_days, _of_coaches_weeks, _even_cycles):
        rule(weeks)


def _of_teachers(weeks: Weeks) -> None:
    days: dict[tuple[str, int, tuple[int, int]], list[Place]] = defaultdict(list)
    preps: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
    instance, model = weeks.instance, weeks.model
    having = {t for t, states in instance.states.items() if any(s.doing == "Teaching" and s.priority for s in states)}
    for p in weeks.places:
        teacher = weeks.staffing.teacher(p.enrollment)
        state = instance.states[teacher.id][p.window.slot]
        days[teacher.id, p.cycle, p.window.date].append(p)
        if state.doing == "Prep":
            preps[teacher.id, p.cycle, p.window.week].append(p)
        if teacher.id in having and folded(p.session.activity) in IN_CLASS:
            model.cost(
                "Priority sections", teacher.site, [(int(state.doing == "Teaching" and not state.priority), p.var)]
            )
    for (t, _, _), held in days.items():
        most = _sessions_of(held)
        model.above("One session a day", instance.teachers[t].site, [(1, p.var) for p in held], 1, most)
    for (t, _, _), held in preps.items():
        teacher = instance.teachers[t]
        limit = instance.rule("Prep minutes used", teacher.site).value
        limit = limit if teacher.prep_minutes is None else teacher.prep_minutes
        if limit is not None:
            most = sum(n * minutes for n, minutes in _kinds(held))
            terms = [(p.session.minutes, p.var) for p in held]
            model.above("Prep minutes used", teacher.site, terms, limit, most, HALF_HOUR)


def _kinds(held: Iterable[Place]) -> list[tuple[int, int]]:
    """(most, minutes) of each kind of session among places."""
    kinds = {(p.enrollment, p.session.name): (p.session.count, p.session.minutes) for p in held}
    return list(kinds.values())


def _sessions_of(held: Iterable[Place]) -> int:
    return len(_kinds(held))


def _of_coaches_days(weeks: Weeks) -> None:
    days: dict[tuple[str, int, tuple[int, int]], list[tuple[str, Room]]] = defaultdict(list)
    for (c, k, w), room in weeks.rooms.items():
        days[c, k, w.date].append((w.site, room))
    model, instance = weeks.model, weeks.instance
    for (c, _, _), rooms in days.items():
        coach = instance.coaches[c]
        limit = instance.rule("Sessions per day", coach.home).value
        limit = limit if coach.max_sessions_per_day is None else coach.max_sessions_per_day
        held = [(v, most) for _, room in rooms for v, _, most, _ in room.held]
        if limit is not None:
            model.above("Sessions per day", coach.home, [(1, v) for v, _ in held], limit, sum(m for _, m in held))
        sites = sorted({site for site, _ in rooms})
        if len(sites) > 1 and model.level("One site a day", coach.home):
            visits = []
            for site in sites:
                visits.append(model.boolean())
                for there, room in rooms:
                    for v, _, most, present in room.held:
                        if there == site and present:
                            model.row([(1, v), (-most, visits[-1])], high=0)
            model.above("One site a day", coach.home, [(1, v) for v in visits], 1, len(visits))


def _of_coaches_weeks(weeks: Weeks) -> None:
    alone: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
    for p in weeks.places:
        if p.session.group_size == 1:
            alone[p.coach, p.cycle, p.window.week].append(p)
    model, instance = weeks.model, weeks.instance
    for c, coach in instance.coaches.items():
        for k, w in instance.date_labels():
            held = alone[c, k, w]
            value = instance.rule("Weekly coaching time", coach.home).value or 0
            model.below(
                "Weekly coaching time", coach.home, [(p.session.minutes, p.var) for p in held], value, HALF_HOUR
            )
            if model.level("Teachers coached weekly", coach.home) is None:
                continue
            of_teacher: dict[str, list[int]] = defaultdict(list)
            for p in held:
                of_teacher[weeks.facts.enrollments[p.enrollment].teacher].append(p.var)
            met = []
            for members in of_teacher.values():
                met.append(model.boolean())
                model.row([(1, met[-1]), *((-1, v) for v in members)], high=0)
            value = instance.rule("Teachers coached weekly", coach.home).value or 0
            model.below("Teachers coached weekly", coach.home, [(1, v) for v in met], value)


def _even_cycles(weeks: Weeks) -> None:
    rule, model, instance = "Even cycles", weeks.model, weeks.instance
    terms: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for (c, k, _), room in weeks.rooms.items():
        terms[c, k] += [(minutes, v) for v, minutes, _, _ in room.held]
    for c, coach in instance.coaches.items():
        limit = instance.rule(rule, coach.home).value
        if limit is None or instance.settings.cycles < 2 or model.level(rule, coach.home) is None:
            continue
        most = sum({s: s.minutes for w in weeks.facts.instance.sites for s in instance.slots(w)}.values())
        high, low = model.integer(0, most), model.integer(0, most)
        for k in range(1, instance.settings.cycles + 1):
            model.row([*terms[c, k], (-1, high)], high=0)
            model.row([*terms[c, k], (-1, low)], low=0)
        model.above(rule, coach.home, [(1, high), (-1, low)], limit, most, HALF_HOUR)
