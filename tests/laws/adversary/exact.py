"""The exact model: the rules about sessions, and the search for the best plan, level by level."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import permutations

from ortools.sat.python import cp_model

from laws.adversary.staffing import Linear, Literal, plain
from laws.adversary.weeks import Date, Place, WeekSolution
from scheduler.domain.instance import LEVELS, Instance
from scheduler.domain.plan import Assignment, Plan, Reserved, Session


@dataclass(frozen=True)
class Found:
    """The best plan that was found, what it scores by the model, and how many levels, from the first, are proven."""

    plan: Plan
    score: tuple[int, ...]
    proven: int


class Exact(WeekSolution):
    """All plans of an instance, and what each scores."""

    def __init__(self, instance: Instance) -> None:
        super().__init__(instance)
        self._count_sessions()
        self._count_teachers()
        self._count_coaches()

    # ---- rules about sessions ----

    def _count_sessions(self) -> None:
        of = self.by_session()
        for e in self.instance.enrollments:
            teacher, program = self.instance.teachers[e.teacher], self.instance.programs[e.program]
            for spec in program.sessions:
                if not spec.once:
                    held = [
                        p.held
                        for k in range(1, self.instance.settings.cycles + 1)
                        for p in of.get((e, k, spec.name), [])
                    ]
                    missing = program.cycles * spec.count - sum(held)
                    self.count("Sessions", teacher.site, teacher.priority * missing, spec.level)

    def _count_teachers(self) -> None:
        days: dict[tuple[str, int, Date], list[Place]] = defaultdict(list)
        preps: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
        for p in self.places:
            teacher = self.instance.teachers[p.enrollment.teacher]
            states = self.instance.states[teacher.id]
            days[teacher.id, p.cycle, p.date].append(p)
            if states[p.index].doing == "Prep":
                preps[teacher.id, p.cycle, p.slot.week].append(p)
            in_class = plain(p.spec.activity) in ("observe", "model", "coteach") and states[p.index].doing == "Teaching"
            if in_class and not states[p.index].priority and any(s.doing == "Teaching" and s.priority for s in states):
                self.count("Priority sections", p.site, p.held)
        for (t, _, _), places in days.items():
            site = self.instance.teachers[t].site
            self.count("One session a day", site, self.excess(sum(p.held for p in places), 1, len(places)))
        for (t, _, _), places in preps.items():
            teacher = self.instance.teachers[t]
            most = self.value("Prep minutes used", teacher.site, teacher.prep_minutes)
            if most is not None:
                minutes = sum(p.spec.minutes * p.held for p in places)
                longest = sum(p.spec.minutes for p in places)
                self.count("Prep minutes used", teacher.site, self.half_hours(minutes - most, longest))

    def _count_coaches(self) -> None:
        led: dict[str, list[tuple[Place, Literal]]] = {c: [] for c in self.instance.coaches}
        for p in self.places:
            for c, literal in p.leads.items():
                led[c].append((p, literal))
        for c, mine in led.items():
            for key in sorted({(p.cycle, p.date) for p, _ in mine}):
                self._count_day(c, [(p, literal) for p, literal in mine if (p.cycle, p.date) == key])
            for key in self.instance.date_labels():
                one = [x for x in mine if (x[0].cycle, x[0].slot.week) == key and x[0].spec.group_size == 1]
                self._count_week(c, one)
            self._count_year(c, mine)

    def _count_day(self, coach: str, today: list[tuple[Place, Literal]]) -> None:
        c = self.instance.coaches[coach]
        most = self.value("Sessions per day", c.home, c.max_sessions_per_day)
        self.count("Sessions per day", c.home, self.excess(sum(x for _, x in today), most, len(today)))
        sites: dict[str, list[Literal]] = defaultdict(list)
        for p, literal in today:
            if not p.virtual:
                sites[p.site].append(literal)
        if len(sites) > 1:
            visited = [self.any_of(literals) for literals in sites.values()]
            self.count("One site a day", c.home, self.excess(sum(visited), 1, len(visited)))

    def _count_week(self, coach: str, one_to_one: list[tuple[Place, Literal]]) -> None:
        home = self.instance.coaches[coach].home
        if self.matters("Weekly coaching time", home):
            least = self.value("Weekly coaching time", home) or 0
            minutes = sum(p.spec.minutes * x for p, x in one_to_one)
            self.count("Weekly coaching time", home, self.half_hours(least - minutes, least))
        if self.matters("Teachers coached weekly", home):
            met: dict[str, list[Literal]] = defaultdict(list)
            for p, x in one_to_one:
                met[p.enrollment.teacher].append(x)
            least = self.value("Teachers coached weekly", home) or 0
            seen = sum(self.any_of(literals) for literals in met.values())
            self.count("Teachers coached weekly", home, self.excess(-seen, -least, least))

    def _count_year(self, coach: str, mine: list[tuple[Place, Literal]]) -> None:
        home, cycles = self.instance.coaches[coach].home, self.instance.settings.cycles
        limit = self.value("Even cycles", home)
        if cycles < 2 or limit is None or not self.matters("Even cycles", home):
            return
        spent = {k: sum((p.spec.minutes * x for p, x in mine if p.cycle == k), start=0) for k in range(1, cycles + 1)}
        longest = sum(p.spec.minutes for p, _ in mine)
        over = self.model.new_int_var(0, longest // 30 + 1, "")
        for a, b in permutations(spent.values(), 2):
            self.model.add(30 * over >= a - b - limit)
        self.count("Even cycles", home, over)

    # ---- the search ----

    def best(self, effort: float, *, seed: int = 0) -> Found | None:
        """The best plan, level by level, with so much deterministic work for each; None where there is no plan at all.

        Raises
        ------
        TimeoutError
            No plan was found with that work, nor that there is none.
        """
        found: Found | None = None
        proven, open_yet = 0, True
        for level in LEVELS:
            goal: Linear = sum(self.terms[level], start=0)
            self.model.minimize(goal)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = seed
            solver.parameters.max_deterministic_time = effort
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE and found is None:
                return None
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                if found is None:
                    raise TimeoutError(f"no plan with an effort of {effort}")
                break
            open_yet = open_yet and status == cp_model.OPTIMAL
            proven += open_yet
            found = Found(self._read(solver), self._points(solver), proven)
            self.model.add(goal <= round(solver.value(goal)))
            self._hint(solver)
        return found

    def any_plan(self, rng_seed: int, taste: list[tuple[int, Literal]]) -> Plan | None:
        """Some plan that holds, chosen by a taste: whatever it scores. None where none was found."""
        self.model.maximize(sum(w * x for w, x in taste))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = rng_seed
        solver.parameters.max_deterministic_time = 0.3
        found = solver.solve(self.model)
        return self._read(solver) if found in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def _points(self, solver: cp_model.CpSolver) -> tuple[int, ...]:
        return tuple(round(solver.value(sum(self.terms[level], start=0))) for level in LEVELS)

    def _hint(self, solver: cp_model.CpSolver) -> None:
        self.model.clear_hints()
        for i in range(len(self.model.proto.variables)):
            variable = self.model.get_int_var_from_proto_index(i)
            self.model.add_hint(variable, solver.value(variable))

    def _read(self, solver: cp_model.CpSolver) -> Plan:
        on = solver.boolean_value
        releases = {c: tuple(p for p in self.periods(c) if on(self.released(c, p))) for c in self.instance.coaches}
        assignments = tuple(
            Assignment(
                e.teacher,
                e.program,
                next((c for c, x in here.items() if on(x)), ""),
                tuple(k for k in range(1, self.instance.settings.cycles + 1) if on(self.active[e, k])),
            )
            for e, here in self.assigned.items()
        )
        labels: dict[int, str] = {}
        for p in self.places:
            for (first, _), joins in p.joins.items():
                if on(joins):
                    label = labels.setdefault(id(first), f"G{len(labels) + 1}")
                    labels[id(p)] = label
        sessions = []
        for p in self.places:
            for c, x in p.at.items():
                if on(x):
                    start = solver.value(p.start)
                    sessions.append(
                        Session(
                            p.cycle,
                            *p.date,
                            start,
                            start + p.spec.minutes,
                            p.slot.period,
                            c,
                            p.enrollment.teacher,
                            p.enrollment.program,
                            p.spec.name,
                            "Virtual" if p.virtual else "In person",
                            labels.get(id(p), ""),
                        )
                    )
        reserved = [
            Reserved(k, s.week, s.day, s.start, s.end, s.period, c, purpose)
            for c, k, s, purpose, x in self.reserves
            if on(x)
        ]
        return Plan(releases, assignments, tuple(sorted(sessions)), tuple(sorted(reserved)))
