"""What there is to solve in a comparison: the parts of all scenarios, each once, however many have it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from scheduler.domain.instance import Instance
from scheduler.domain.scenario import Scenario
from scheduler.executor import Task


@dataclass(frozen=True)
class _Part:
    """A part of some scenario: what its answer depends on, and what it has in common with others."""

    instance: Instance
    print: str  # its fingerprint
    family: str
    limits: tuple[float, ...]

    @classmethod
    def of(cls, instance: Instance) -> _Part:
        from scheduler.engine.reuse import family, fingerprint, limits

        return cls(instance, fingerprint(instance), family(instance), limits(instance))

    def shares_sites(self, other: _Part) -> bool:
        return bool(self.instance.sites.keys() & other.instance.sites.keys())

    def is_within(self, other: _Part) -> bool:
        """Whether it is the other part under limits that are nowhere looser."""
        return self.family == other.family and all(a <= b for a, b in zip(self.limits, other.limits, strict=True))


@dataclass
class Work:
    """The parts of all scenarios, each once, and which of them each scenario is made of."""

    tasks: list[Task] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenarios: Sequence[Scenario], seed: int) -> Work:
        """Base first. A changed part may take over the plan of Base, or of itself under looser limits: where that is
        as good as any can be, it stays, and the same people keep their coach."""
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
                    loosest = _loosest(part, distinct.values())
                    if loosest.print != part.print:
                        looser = task_of(loosest).key
                        likes.append(looser)
                likes = list(dict.fromkeys(likes))
                task = Task(_key(seed, part.print, likes), part.instance, tuple(likes), looser)
                work.tasks.append(task)
                tasks[part.print] = task
            return tasks[part.print]

        for scenario in scenarios:
            work.keys[scenario.name] = [task_of(part).key for part in parts[scenario.name]]
        return work


def _loosest(part: _Part, parts: Iterable[_Part]) -> _Part:
    """The part of the family with the loosest limits that none of its own pass; itself where there is no other."""
    wider = [p for p in parts if part.is_within(p)]
    return max(wider, key=lambda p: (sum(q.is_within(p) for q in wider), p.limits))


def _key(seed: int, fingerprint: str, likes: Sequence[str]) -> str:
    """All that an answer depends on: another version of the program or of its solver solves anew."""
    made_by = f"{version('coaching-scheduler')} {version('ortools')} {seed}"
    return hashlib.sha256("\n".join([made_by, fingerprint, *likes]).encode()).hexdigest()[:40]
