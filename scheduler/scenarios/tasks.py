"""What there is to solve in a comparison: the parts of all scenarios, each once, however many have it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from scheduler.domain.instance import Instance
from scheduler.domain.scenario import ScenarioInput
from scheduler.scenarios.executor import Task


@dataclass(frozen=True)
class _Part:
    """A part of some scenario: what its answer depends on, and what it has in common with others."""

    instance: Instance
    print: str  # its fingerprint
    family: str
    limits: dict[str, tuple[float, ...]]

    @classmethod
    def of(cls, instance: Instance) -> _Part:
        from scheduler.engine.problem.fingerprint import fingerprint
        from scheduler.engine.rules.limits import family, limits

        return cls(instance, fingerprint(instance), family(instance), limits(instance))

    def shares_sites(self, other: _Part) -> bool:
        return bool(self.instance.sites.keys() & other.instance.sites.keys())

    def is_within(self, other: _Part) -> bool:
        """Whether it is the other part under limits that are nowhere looser."""
        return self.family == other.family and all(
            a <= b for kind, mine in self.limits.items() for a, b in zip(mine, other.limits[kind], strict=True)
        )

    def is_in_line_with(self, other: _Part, kind: str) -> bool:
        """Whether it is the other part but for limits of one kind."""
        mine, theirs = dict(self.limits), dict(other.limits)
        del mine[kind], theirs[kind]
        return self.family == other.family and mine == theirs


@dataclass
class Work:
    """The parts of all scenarios, each once, and which of them each scenario is made of."""

    tasks: list[Task] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenarios: Sequence[ScenarioInput], seed: int) -> Work:
        """Base first. A changed part may take over the plan of Base, or of itself under other limits: where that is as
        good as any can be, it stays, and the same people keep their coach."""
        from scheduler.engine import parts_of

        parts = {s.name: [_Part.of(part) for part in parts_of(s.instance)] for s in scenarios}
        distinct = {p.print: p for own in parts.values() for p in own}
        of_base = {p.print: p for p in parts[scenarios[0].name]}  # solved as by itself, whatever it is compared with
        work = cls()
        tasks: dict[str, Task] = {}

        def task_of(part: _Part) -> Task:
            if part.print not in tasks:
                likes: list[str] = []
                looser = ""
                if part.print not in of_base:
                    likes = [task_of(p).key for p in of_base.values() if p.shares_sites(part)]
                    ends = [task_of(end).key for end in _between(part, tuple(distinct.values()))]
                    looser = ends[0] if ends else ""
                    likes += ends
                likes = list(dict.fromkeys(likes))
                task = Task(_key(seed, part.print, likes), part.instance, tuple(likes), looser)
                work.tasks.append(task)
                tasks[part.print] = task
            return tasks[part.print]

        for scenario in scenarios:
            work.keys[scenario.name] = [task_of(part).key for part in parts[scenario.name]]
        return work


def _between(part: _Part, parts: Sequence[_Part]) -> tuple[_Part, ...]:
    """What is solved before a part, the loosest first: no plan of it is better than one of the first, and a plan of
    the second, if there is one, is a plan of it.

    Where the part lies between others that differ in one kind of limit alone, these are the ends of that line, which
    lie on no such line themselves: so no part ever waits for itself. Else the first is the loosest there is."""
    for kind in part.limits:
        line = [p for p in parts if p.is_in_line_with(part, kind)]
        ends = _end(part, line, looser=True), _end(part, line, looser=False)
        if all(end.print != part.print for end in ends):
            return ends
    loosest = _end(part, parts, looser=True)
    return () if loosest.print == part.print else (loosest,)


def _end(part: _Part, parts: Iterable[_Part], *, looser: bool) -> _Part:
    """The loosest of the parts that a part is within, or the tightest within it; itself where there is no other."""

    def within(a: _Part, b: _Part) -> bool:
        return a.is_within(b) if looser else b.is_within(a)

    beyond = [p for p in parts if within(part, p)]
    return max(beyond, key=lambda p: (sum(within(q, p) for q in beyond), p.print))


def _key(seed: int, fingerprint: str, likes: Sequence[str]) -> str:
    """All that an answer depends on: another version of the program or of its solver solves anew."""
    made_by = f"{version('coaching-scheduler')} {version('ortools')} {seed}"
    return hashlib.sha256("\n".join([made_by, fingerprint, *likes]).encode()).hexdigest()[:40]
