"""Timefold's Python solver: the year as planning entities, HardMediumSoft score for the three levels.

Hard is Required, and what holds in every plan at a far greater weight; Medium is Recommended, Soft is Option. A
session goes to a slot; clock times inside it are put one after another at the end, and a session that has no room or
nothing to follow is left out. It proves nothing. Groups are seen as their members' share of a meeting.
"""

from __future__ import annotations

from typing import Any

from benchmarks.peers.greedy import Greedy
from benchmarks.peers.result import Clock, Missing, PeerResult
from scheduler.domain.instance import LEVELS, Instance, ProgramSession
from scheduler.domain.matching import department_matches, folded, grades_match
from scheduler.domain.plan import Assignment, Plan
from scheduler.engine.problem.index import ProblemIndex

GIVEN_BACK = ", given back"  # as in `year`
IN_TWO_HALVES = ("Every teacher can meet the coach", "Weekly coaching time", "Teachers coached weekly")
NO_LIMIT = 10**6
MINUTES_A_DAY = 24 * 60
IN_CLASS = ("observe", "model", "coteach")
MATCHES = ("Grade match", "Content match", "Avoided coach", "Requested coach", "Keep last coach")


def solve(instance: Instance, seconds: float, cores: int) -> PeerResult:
    """The best plan of so many seconds. Raises `Missing` without timefold or Java."""
    try:
        from timefold.solver import SolverFactory
        from timefold.solver.config import (
            Duration,
            EnvironmentMode,
            ScoreDirectorFactoryConfig,
            SolverConfig,
            SolverConfigOverride,
            TerminationConfig,
        )

        from benchmarks.peers import year as model
    except ImportError as e:
        raise Missing("timefold is not installed: pip install -r requirements-bench.lock") from e
    except Exception as e:  # what jpype raises without a JVM has no name of its own
        raise Missing(f"timefold does not start; it needs Java 17: {e}") from e

    clock = Clock()
    model.RULES.clear()
    model.RULES.update(_rules(instance))
    problem = _Problem(instance, model)
    config = SolverConfig(
        solution_class=model.Year,
        entity_class_list=[model.Release, model.Turn, model.Visit, model.Kept],  # the order in which a plan is begun
        environment_mode=EnvironmentMode.NO_ASSERT,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=model.provide),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(seconds * 1000))),
    )
    factory = SolverFactory.create(config)  # compiles the constraints, which takes seconds
    left = TerminationConfig(spent_limit=Duration(milliseconds=int(max(0.1, seconds - clock.now) * 1000)))
    solver = factory.build_solver(SolverConfigOverride(termination_config=left))
    solver._delegate.addEventListener(_listener(clock))  # noqa: SLF001 # Timefold has no public way to listen
    answer = solver.solve(problem.year)
    return PeerResult(problem.plan(answer), first=clock.first, best=clock.best)


def _listener(clock: Clock) -> Any:
    """Hears of every better plan. Timefold's own Python listeners copy the whole problem each time, which slows the
    search to a twentieth: so this one is Java's, and does not look at the plan."""
    from jpype import JImplements, JOverride

    @JImplements("ai.timefold.solver.core.api.solver.event.SolverEventListener")
    class Listener:
        @JOverride
        def bestSolutionChanged(self, event: Any) -> None:
            clock.better()

    return Listener()


def _rules(instance: Instance) -> dict[str, Any]:
    """Rule -> level, weight and value; of the first site, where sites differ."""
    site = next(iter(instance.sites))
    found = {}
    for name, _ in instance.rules:
        setting = instance.rule(name, site)
        if setting.level in LEVELS and setting.weight:
            found[name] = (setting.level, setting.weight, NO_LIMIT if setting.value is None else setting.value)
    return found | {rule + GIVEN_BACK: found[rule] for rule in IN_TWO_HALVES if rule in found}


class _Problem:
    """The entities of one instance, and a plan of the answer."""

    def __init__(self, instance: Instance, model: Any) -> None:
        self.instance, self.model, self.facts = instance, model, ProblemIndex(instance)
        self.slots: list[Any] = []
        self.place: dict[tuple[str, int], int] = {}
        for site in instance.sites:
            days = self.facts.school_days[instance.sites[site].bell]
            for i, s in enumerate(instance.slots(site)):
                day = days[s.week, s.day]
                self.place[site, i] = len(self.slots)
                self.slots.append(
                    model.Slot(
                        len(self.slots),
                        s.period,
                        s.week,
                        s.week * 100 + s.day,
                        day,
                        day * MINUTES_A_DAY + s.start,
                        s.minutes + self.facts.gap,
                        site,
                    )
                )
        self.coaches = {c: self._coach(c) for c in instance.coaches}
        self.visits: list[Any] = []
        self.what: dict[int, tuple[int, ProgramSession]] = {}
        self.turns: list[Any] = []
        self.preps: list[Any] = []
        for e in range(len(self.facts.enrollments)):
            self._enrollment(e)
        keepers: list[Any] = []
        kept = self._kept(keepers)
        periods = [
            model.Period(s, p) for s in instance.sites if instance.home_coaches(s) for p in instance.class_periods(s)
        ]
        self.year = model.Year(
            self.turns, self.visits, self._releases(), kept, list(self.coaches.values()), keepers, periods, self.preps
        )

    def _value(self, rule: str, site: str, own: int | None = None) -> int:
        value = self.instance.rule(rule, site).value if own is None else own
        return NO_LIMIT if value is None else value

    def _coach(self, c: str) -> Any:
        coach = self.instance.coaches[c]
        need = ["-"] * len(self.slots)
        for site in coach.sites:
            for w in self.facts.windows(c, site):
                need[self.place[site, w.slot]] = w.need
        home = coach.home
        return self.model.Coach(
            c,
            home,
            need,
            self._value("Coaching periods per coach", home, coach.release_min) % NO_LIMIT,
            NO_LIMIT if coach.release_max is None else coach.release_max,
            self._value("Caseload maximum", home, coach.max_caseload),
            self._value("Sessions per day", home, coach.max_sessions_per_day),
            home,
            self._value("Weekly coaching time", home) % NO_LIMIT,
            self._value("Teachers coached weekly", home) % NO_LIMIT,
            self.instance.settings.cycles * self.instance.settings.weeks,
        )

    def _releases(self) -> list[Any]:
        found = []
        for c, coach in self.instance.coaches.items():
            site = self.instance.sites[coach.home]
            avoided = {
                s.period
                for s, said in zip(self.instance.home_slots(c), self.instance.availability[c], strict=True)
                if said == "Avoid"
            }
            for period, settled in self.facts.release_domain(c).items():
                choices = [0, 1] if settled is None else [int(settled)]
                found.append(
                    self.model.Release(
                        f"{c}|{period}",
                        c,
                        period,
                        coach.home,
                        not coach.full_time,
                        self._value("Sections funded", site.id, site.sections_funded),
                        self.coaches[c].least,
                        self.coaches[c].most,
                        int(period in avoided),
                        choices,
                    )
                )
        return found

    # ---- enrollments ----

    def _enrollment(self, e: int) -> None:
        program, enrollment = self.facts.program(e), self.facts.enrollments[e]
        candidates = self.facts.candidates[e]
        if not candidates:
            return
        every = list(range(1, self.instance.settings.cycles + 1))
        sessions = [s for s in program.sessions if not s.once and s.count]
        always = [c for c in candidates if self.facts.meeting_needs(c, enrollment.teacher) is None]
        preps = sorted(
            {p for c in candidates for p in self.facts.meeting_needs(c, enrollment.teacher) or () if c not in always}
        )
        site = self.instance.teachers[enrollment.teacher].site
        costs = [{c: self._cost(e, c, level) for c in candidates} for level in LEVELS]
        for n in range(program.cycles if sessions else 1):
            cycles = [every[n]] if program.cycles == len(every) or not sessions else every
            turn = self.model.Turn(
                len(self.turns),
                e,
                n == 0,
                site,
                enrollment.teacher,
                [self.coaches[c] for c in candidates],
                cycles,
                *costs,
                always,
            )
            self.turns.append(turn)
            self.preps += [self.model.Prep(turn.id, p) for p in preps if n == 0]
            self._visits(e, turn.id, sessions)

    def _cost(self, e: int, c: str, level: str) -> int:
        teacher = self.instance.teachers[self.facts.enrollments[e].teacher]
        coach = self.instance.coaches[c]
        wrong = (
            not grades_match(teacher, coach),
            not department_matches(teacher, coach),
            c in teacher.avoid_coaches,
            bool(teacher.requested_coach) and teacher.requested_coach != c,
            bool(teacher.last_coach) and teacher.last_coach != c,
        )
        settings = [self.instance.rule(rule, teacher.site) for rule in MATCHES]
        return sum(s.weight for s, missed in zip(settings, wrong, strict=True) if missed and s.level == level)

    def _visits(self, e: int, turn: int, sessions: list[ProgramSession]) -> None:
        enrollment = self.facts.enrollments[e]
        teacher = self.instance.teachers[enrollment.teacher]
        states = self.facts.states(enrollment)
        setting = self.instance.rule("Sessions", teacher.site)
        numbered: dict[tuple[str, int], int] = {}
        has_priority = any(s.priority for s in states)
        for session in sessions:
            places = {w.slot for c in self.facts.candidates[e] for w in self.facts.fitting(c, enrollment, session)}
            level = setting.level or session.level
            lost = [teacher.priority * setting.weight if level == name else 0 for name in LEVELS]
            in_class = has_priority and folded(session.activity) in IN_CLASS
            for n in range(session.count):
                week = 1 + n // session.weekly if session.weekly else 0
                slots = [self.slots[self.place[teacher.site, i]] for i in sorted(places)]
                slots = [s for s in slots if not week or s.week == week]
                id = len(self.visits)
                numbered[session.name, n] = id
                self.what[id] = (e, session)
                self.visits.append(
                    self.model.Visit(
                        id,
                        turn,
                        teacher.id,
                        session.name,
                        -(-(session.minutes + self.facts.gap) // session.group_size),
                        session.minutes,
                        session.group_size == 1,
                        -1,
                        NO_LIMIT if session.within_days is None else session.within_days,
                        *lost,
                        self._value("Prep minutes used", teacher.site, teacher.prep_minutes),
                        [self.place[teacher.site, i] for i, s in enumerate(states) if s.doing == "Prep"],
                        [
                            self.place[teacher.site, i]
                            for i, s in enumerate(states)
                            if in_class and s.doing == "Teaching" and not s.priority
                        ],
                        slots,
                    )
                )
        for session in sessions:
            for n in range(session.count):
                self.visits[numbered[session.name, n]].after = numbered.get((session.after, n), -1)

    # ---- kept time ----

    def _kept(self, keepers: list[Any]) -> list[Any]:
        found: list[Any] = []
        rows: list[tuple[str, str, tuple[str, ...]]] = [
            ("Flex", c.home, (c.id,)) for c in self.instance.coaches.values()
        ]
        for site in self.instance.sites:
            homes = tuple(c.id for c in self.instance.home_coaches(site))
            if len(homes) > 1:
                rows.append(("Common planning", site, homes))
        for purpose, site, coaches in rows:
            rule = "Flex time" if purpose == "Flex" else purpose
            value = self.instance.rule(rule, site).value or 0
            if rule not in self.model.RULES:
                continue
            for k, week in self.instance.date_labels():
                slots = [
                    self.slots[self.place[site, i]]
                    for i, s in enumerate(self.instance.slots(site))
                    if s.is_class and s.week == week and all(self._may_keep(c, i, purpose) for c in coaches)
                ]
                for _ in range(value):
                    id = len(found)
                    first = coaches[0]
                    found.append(self.model.Kept(id, purpose, first, list(coaches), k, week, slots))
                    keepers += [self.model.Keeper(id, c, self._preps(c) if purpose != "Flex" else []) for c in coaches]
        return found

    def _may_keep(self, c: str, i: int, purpose: str) -> bool:
        said, slot = self.instance.availability[c][i], self.instance.home_slots(c)[i]
        if said == "Prep":
            return purpose != "Flex"
        return said != "Unavailable" and slot.period not in self.facts.blocked[c]

    def _preps(self, c: str) -> list[int]:
        home, said = self.instance.coaches[c].home, self.instance.availability[c]
        return [self.place[home, i] for i, status in enumerate(said) if status == "Prep"]

    # ---- the answer ----

    def plan(self, year: Any) -> Plan:
        """A plan of an answer: kept time first, then every session that there is room for, what is followed first."""
        writing = Greedy(self.instance)
        for c in self.instance.coaches:
            writing.releases[c] = {r.period for r in year.releases if r.coach == c and r.on == 1}
        offset = {site: self.place[site, 0] for site in self.instance.sites}
        for kept in year.kept:
            if kept.slot is not None:
                i = kept.slot.index - offset[kept.slot.site]
                coaches = list(kept.coaches)
                if all(writing.could_keep(c, kept.cycle, i) for c in coaches):
                    for c in coaches:
                        writing.reserve(c, kept.cycle, i, "Flex" if kept.purpose == "Flex" else "Common planning")
        coach: dict[int, str] = {}
        cycles: dict[int, set[int]] = {}
        turns: dict[int, Any] = {t.id: t for t in year.turns}
        for t in turns.values():
            coach.setdefault(t.enrollment, t.coach.id)
            cycles.setdefault(t.enrollment, set()).add(t.cycle)
        asked = [(writing.steps(*self.what[v.id]), v.slot.moment, v.id, v) for v in year.visits if v.slot is not None]
        for *_, v in sorted(asked, key=lambda a: a[:3]):
            e, session = self.what[v.id]
            writing.hold_in(e, coach[e], turns[v.turn].cycle, session, v.slot.index - offset[v.slot.site])
        rows = tuple(
            Assignment(e.teacher, e.program, coach.get(i, ""), tuple(sorted(cycles.get(i, {1}))))
            for i, e in enumerate(self.facts.enrollments)
        )
        releases = {
            c: tuple(p for p in self.instance.class_periods(x.home) if p in writing.releases[c])
            for c, x in self.instance.coaches.items()
        }
        return Plan(releases, rows, tuple(sorted(writing.sessions)), tuple(sorted(writing.reserved)))
