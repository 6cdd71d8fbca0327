"""Releases and assignments of the monolithic model, with the rules that look at nothing else."""

from __future__ import annotations

from collections import defaultdict

from benchmarks.monolith.linear import Linear
from scheduler.domain.instance import Instance, Teacher
from scheduler.domain.matching import department_matches, grades_match
from scheduler.engine.problem.index import ProblemIndex


class Staffing:
    """`release[coach, period]`, `coached[enrollment, coach]` and `alone[enrollment]`: all 0 or 1."""

    def __init__(self, model: Linear, facts: ProblemIndex) -> None:
        self.model, self.facts = model, facts
        self.instance: Instance = facts.instance
        self.release = {
            (c, p): model.boolean(settled)
            for c in self.instance.coaches
            for p, settled in facts.release_domain(c).items()
        }
        self.coached: dict[tuple[int, str], int] = {}
        self.alone: list[int] = []
        for e, candidates in enumerate(facts.candidates):
            mine = {c: model.boolean() for c in candidates}
            self.coached.update({(e, c): v for c, v in mine.items()})
            self.alone.append(model.boolean())
            model.exactly_one([self.alone[e], *mine.values()])
        self._releases()
        self._matches()
        self._meet()
        self._caseloads()

    def teacher(self, e: int) -> Teacher:
        """The teacher of an enrollment."""
        return self.instance.teachers[self.facts.enrollments[e].teacher]

    def releases_of(self, coach: str) -> list[tuple[int, int]]:
        """The sum of a coach's releases, as terms."""
        periods = self.instance.class_periods(self.instance.coaches[coach].home)
        return [(1, self.release[coach, p]) for p in periods]

    def _releases(self) -> None:
        for c, coach in self.instance.coaches.items():
            mine = self.releases_of(c)
            least = self.instance.rule("Coaching periods per coach", coach.home).value
            least = least if coach.release_min is None else coach.release_min
            self.model.below("Coaching periods per coach", coach.home, mine, least or 0)
            if coach.release_max is not None:
                self.model.above("Coaching periods per coach", coach.home, mine, coach.release_max, len(mine))
            avoided = {
                s.period
                for s, said in zip(self.instance.home_slots(c), self.instance.availability[c], strict=True)
                if s.is_class and said == "Avoid"
            }
            self.model.cost("Avoided periods", coach.home, [(1, self.release[c, p]) for p in avoided])
        for s, site in self.instance.sites.items():
            homes = [c.id for c in self.instance.home_coaches(s) if not c.full_time]
            funded = self.instance.rule("Sections funded", s).value
            funded = funded if site.sections_funded is None else site.sections_funded
            used = [term for c in homes for term in self.releases_of(c)]
            if funded is not None:
                self.model.above("Sections funded", s, used, funded, len(used))
            self._covered(s)

    def _covered(self, site: str) -> None:
        homes = self.instance.home_coaches(site)
        for period in self.instance.class_periods(site):
            if homes:
                cover = [(1, self.release[c.id, period]) for c in homes]
            else:
                cover = [(1, v) for c in self.instance.coaches for v in self._visiting(c, site, period)]
            self.model.below("All periods covered", site, cover, 1)

    def _visiting(self, coach: str, site: str, period: str) -> list[int]:
        """Whether a coach from elsewhere can use every slot of a period of a site: a variable, where it can be."""
        slots = self.instance.slots(site)
        if site not in self.instance.coaches[coach].sites:
            return []
        needs = {
            self.facts.released_in(coach, site, i) for i, s in enumerate(slots) if s.is_class and s.period == period
        }
        if None in needs:
            return []
        covers = self.model.boolean()
        for need in needs:
            if need:
                self.model.implies(covers, self.release[coach, need])
        return [covers]

    def _matches(self) -> None:
        for (e, c), v in self.coached.items():
            teacher, coach = self.teacher(e), self.instance.coaches[c]
            site = teacher.site
            if not grades_match(teacher, coach):
                self.model.cost("Grade match", site, [(1, v)])
            if not department_matches(teacher, coach):
                self.model.cost("Content match", site, [(1, v)])
            if c in teacher.avoid_coaches:
                self.model.cost("Avoided coach", site, [(1, v)])
        for e, alone in enumerate(self.alone):
            teacher = self.teacher(e)
            self.model.cost("Every teacher has a coach", teacher.site, [(1, alone)])
            for rule, wish in (("Requested coach", teacher.requested_coach), ("Keep last coach", teacher.last_coach)):
                if wish:
                    has = [(-1, self.coached[e, wish])] if (e, wish) in self.coached else []
                    self.model.cost(rule, teacher.site, has, 1)

    def _meet(self) -> None:
        for (e, c), v in self.coached.items():
            teacher = self.teacher(e)
            needs = self.facts.meeting_needs(c, teacher.id)
            if needs is not None and self.model.level("Every teacher can meet the coach", teacher.site):
                never = self.model.boolean()
                self.model.row([(1, v), *((-1, self.release[c, p]) for p in sorted(needs)), (-1, never)], high=0)
                self.model.cost("Every teacher can meet the coach", teacher.site, [(1, never)])

    def _caseloads(self) -> None:
        loads: dict[str, list[tuple[int, int]]] = defaultdict(list)
        here: dict[tuple[str, str], list[int]] = defaultdict(list)
        for (e, c), v in self.coached.items():
            loads[c].append((1, v))
            here[self.teacher(e).site, c].append(v)
        for c, coach in self.instance.coaches.items():
            most = self.instance.rule("Caseload maximum", coach.home).value
            most = most if coach.max_caseload is None else coach.max_caseload
            if most is not None:
                self.model.above("Caseload maximum", coach.home, loads[c], most, len(loads[c]))
        for site in self.instance.sites:
            self._several_coaches(site, {c: vs for (s, c), vs in here.items() if s == site})
            self._balance(site, loads)

    def _several_coaches(self, site: str, here: dict[str, list[int]]) -> None:
        rule = "Coaches per site"
        if self.model.level(rule, site) is None:
            return
        used = []
        for members in here.values():
            used.append(self.model.boolean())
            self.model.row([(1, used[-1]), *((-1, v) for v in members)], high=0)
        self.model.below(rule, site, [(1, v) for v in used], self.instance.rule(rule, site).value or 0)

    def _balance(self, site: str, loads: dict[str, list[tuple[int, int]]]) -> None:
        rule, homes = "Caseload balance", [c.id for c in self.instance.home_coaches(site)]
        limit = self.instance.rule(rule, site).value
        if limit is None or len(homes) < 2 or self.model.level(rule, site) is None:
            return
        many = max(len(loads[c]) for c in homes)
        largest, smallest = self.model.integer(0, many), self.model.integer(0, many)
        for c in homes:
            self.model.row([*loads[c], (-1, largest)], high=0)
            self.model.row([*loads[c], (-1, smallest)], low=0)
        self.model.above(rule, site, [(1, largest), (-1, smallest)], limit, many)
