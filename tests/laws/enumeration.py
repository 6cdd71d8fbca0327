"""Every plan of a tiny district, counted out: is there one that is better than a given score?

Releases, coaches and active cycles are tried in full; sessions are put into slots in every way, and inside a day in
every order, each as early as it can be (any plan can be pushed to the left without changing its score). What a plan
costs by staffing alone is asked of the audit; what its weeks cost is counted here, and the plan that is found is
audited by who asked. No solver, and nothing of the engine. Plans with pins are not counted out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from laws.counted_days import TooMany
from laws.counted_weeks import ZERO, Cycles, Triple, Weeks, add
from scheduler.checker import audit_plan
from scheduler.domain.instance import LEVELS, Enrollment, Instance
from scheduler.domain.matching import folded
from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.score import Score
from scheduler.rules.coach_slots import CoachSlots

OF_THE_WEEKS = (
    "Sessions",
    "Flex time",
    "Common planning",
    "Sessions per day",
    "Prep minutes used",
    "One session a day",
    "Weekly coaching time",
    "Teachers coached weekly",
    "One site a day",
    "Priority sections",
    "Even cycles",
)


class Enumeration(Cycles):
    """The plans of one instance. `patience` is in steps of the search."""

    def __init__(self, instance: Instance, patience: int = 200_000) -> None:
        assert not instance.pins
        super().__init__(instance, patience)

    def better_than(self, score: Score | None) -> Plan | None:
        """The best plan of all if it is better than `score` (None: in any case); None where there is none better."""
        best: Plan | None = None
        bar: Triple | None = None if score is None else tuple(score)  # type: ignore[assignment]
        for base, releases, coaches in sorted(self._staffings(), key=lambda s: s[0]):
            if bar is not None and base >= bar:
                break
            found = self._best_year(base, releases, coaches, bar)
            if found is not None:
                bar, best = found
        return best

    # ---- staffing ----

    def _staffings(self) -> Iterator[tuple[Triple, dict[str, tuple[str, ...]], dict[Enrollment, str]]]:
        """(what it costs at least, releases, coaches)"""
        free, fixed = [], {}
        blocked = CoachSlots(self.instance, dict.fromkeys(self.instance.coaches, frozenset())).blocked
        for c in self.instance.coaches.values():
            slots = list(zip(self.instance.home_slots(c.id), self.instance.availability[c.id], strict=True))
            for p in self.instance.class_periods(c.home):
                demanded = any(
                    s.period == p and s.is_class and (c.full_time or said == "Coaching") for s, said in slots
                )
                if p in blocked[c.id] or demanded:
                    fixed[c.id, p] = p not in blocked[c.id]
                else:
                    free.append((c.id, p))
        choices = [("", *self._may_coach(e)) for e in self.instance.enrollments]
        count = 2 ** len(free)
        for c in choices:
            count *= len(c)
        if count > 30_000:
            raise TooMany(f"{count} staffings")
        for on in product((False, True), repeat=len(free)):
            state = {**fixed, **dict(zip(free, on, strict=True))}
            releases = {
                c.id: tuple(p for p in self.instance.class_periods(c.home) if state[c.id, p])
                for c in self.instance.coaches.values()
            }
            for chosen in product(*choices):
                coaches = dict(zip(self.instance.enrollments, chosen, strict=True))
                yield self._base(releases, coaches), releases, coaches

    def _may_coach(self, e: Enrollment) -> list[str]:
        site, role = self.instance.teachers[e.teacher].site, folded(self.instance.programs[e.program].role)
        return [
            c.id
            for c in self.instance.coaches.values()
            if site in c.sites and (not role or not c.roles or role in map(folded, c.roles))
        ]

    def _base(self, releases: dict[str, tuple[str, ...]], coaches: Mapping[Enrollment, str]) -> Triple:
        """What the audit counts for staffing, and the sessions of those who have no coach."""
        points = [0, 0, 0]
        for s in audit_plan(self.instance, self._plan(releases, coaches, {}, ())).shortfalls:
            if s.level == "Off":
                continue
            if s.rule not in OF_THE_WEEKS:
                points[LEVELS.index(s.level)] += s.amount * s.weight
        for e, coach in coaches.items():
            if not coach:
                program = self.instance.programs[e.program]
                for spec in program.sessions:
                    cost = self._missing(e, spec, program.cycles * spec.count)
                    points = [a + b for a, b in zip(points, cost, strict=True)]
        return points[0], points[1], points[2]

    def _plan(
        self,
        releases: dict[str, tuple[str, ...]],
        coaches: Mapping[Enrollment, str],
        active: Mapping[Enrollment, Sequence[int]],
        weeks: Sequence[Weeks],
    ) -> Plan:
        assignments = tuple(
            Assignment(
                e.teacher,
                e.program,
                coaches[e],
                tuple(active.get(e, range(1, self.instance.programs[e.program].cycles + 1))),
            )
            for e in self.instance.enrollments
        )
        sessions: list[Session] = []
        reserved: list[Reserved] = []
        for k, cycle in enumerate(weeks, 1):
            for n, (group, start) in enumerate(cycle.held):
                label = f"G{n + 1}" if len(group) > 1 else ""
                for p in group:
                    sessions.append(
                        Session(
                            k,
                            *p.date,
                            start,
                            start + p.item.spec.minutes,
                            p.slot.period,
                            p.coach,
                            p.item.enrollment.teacher,
                            p.item.enrollment.program,
                            p.item.spec.name,
                            "Virtual" if p.virtual else "In person",
                            label,
                        )
                    )
            for coach, slot, purpose in cycle.reserved:
                reserved.append(
                    Reserved(k, slot.week, slot.day, slot.start, slot.end, slot.period, coach, purpose)  # type: ignore[arg-type]
                )
        return Plan(releases, assignments, tuple(sorted(sessions)), tuple(sorted(reserved)))

    # ---- the year ----

    def _best_year(
        self,
        base: Triple,
        releases: dict[str, tuple[str, ...]],
        coaches: dict[Enrollment, str],
        bar: Triple | None,
    ) -> tuple[Triple, Plan] | None:
        cycles = self.instance.settings.cycles
        released = {c: frozenset(p) for c, p in releases.items()}
        slots = CoachSlots(self.instance, released)
        coached = [e for e, c in coaches.items() if c and self._due(self.instance.programs[e.program])]
        best: tuple[Triple, Plan] | None = None
        turns = [list(combinations(range(cycles), self.instance.programs[e.program].cycles)) for e in coached]
        seen = set()
        for chosen in product(*turns):
            sets = tuple(
                frozenset(e for e, turn in zip(coached, chosen, strict=True) if k in turn) for k in range(cycles)
            )
            alike = tuple(sorted(tuple(sorted(map(str, s))) for s in sets))  # cycles are all alike
            if alike in seen:
                continue
            seen.add(alike)
            options = [self._cycle(released, slots, coaches, s) for s in sets]
            for ways in product(*(o.items() for o in options)):
                cost = base
                for _, weeks in ways:
                    cost = add(cost, weeks.cost)
                cost = add(cost, self._uneven([minutes for minutes, _ in ways]))
                if bar is None or cost < bar:
                    active = {e: tuple(k + 1 for k in range(cycles) if e in sets[k]) for e in coached}
                    bar, best = cost, (cost, self._plan(releases, coaches, active, [w for _, w in ways]))
        return best

    def _uneven(self, minutes: list[tuple[int, ...]]) -> Triple:
        cost = ZERO
        if not self._counts_evenness():
            return cost
        for i, c in enumerate(self.instance.coaches.values()):
            mine = [m[i] for m in minutes]
            limit = self.instance.rule("Even cycles", c.home).value
            over = 0 if limit is None else max(0, max(mine) - min(mine) - limit)
            cost = add(cost, self._times("Even cycles", c.home, -(-over // 30)))
        return cost
