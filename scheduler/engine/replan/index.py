"""What may be, where some coaches and releases are constants."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from scheduler.engine.problem.index import ProblemIndex


class KeptFacts(ProblemIndex):
    """The look-ups of an instance in which some enrollments keep their coach, and some releases are as they were."""

    def __init__(
        self, facts: ProblemIndex, coaches: Mapping[int, str], releases: Mapping[tuple[str, str], bool]
    ) -> None:
        self.__dict__.update(facts.__dict__)  # what was looked up already stays so
        self.__dict__.pop("candidates", None)
        self._all, self._kept_coaches, self._kept_releases = facts, coaches, releases

    def release_domain(self, coach: str) -> dict[str, bool | None]:
        """As of `ProblemIndex`, with the releases that are kept."""
        domain = self._all.release_domain(coach)
        return {p: self._kept_releases.get((coach, p)) if free is None else free for p, free in domain.items()}

    @cached_property
    def candidates(self) -> tuple[tuple[str, ...], ...]:
        """As of `ProblemIndex`; whoever keeps the coach has no other."""
        return tuple(
            tuple(c for c in all if e not in self._kept_coaches or c == self._kept_coaches[e])
            for e, all in enumerate(self._all.candidates)
        )
