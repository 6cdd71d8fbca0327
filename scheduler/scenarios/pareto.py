"""Which scenarios are worth their cost: the Pareto front of cost and service, and the cheapest that will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scheduler.domain.comparison import ScenarioFigures

COST_IN_MONEY = "cost"
COST_IN_PERIODS = "coach-periods"

ParetoCost = Callable[[ScenarioFigures], float]


def cost_measure(figures: Sequence[ScenarioFigures]) -> tuple[str, ParetoCost]:
    """What cost is measured in: money where every scenario's is known, else coach-periods (sections to be paid, and
    the Class periods of full-time coaches)."""
    if figures and all(f.cost is not None for f in figures):
        return COST_IN_MONEY, lambda f: f.cost or 0.0
    return COST_IN_PERIODS, lambda f: float(f.coach_periods)


def front(figures: Sequence[ScenarioFigures], cost: ParetoCost) -> list[bool]:
    """Whether each is beaten by none: none other costs no more, coaches no less and misses no more of what is Required,
    and is better in one of the three."""

    def place(f: ScenarioFigures) -> tuple[float, float, int]:
        return cost(f), -round(f.teacher_minutes, 6), f.score.required

    places = [place(f) for f in figures]
    return [not any(_beats(other, own) for other in places) for own in places]


def _beats(a: tuple[float, float, int], b: tuple[float, float, int]) -> bool:
    return a != b and all(x <= y for x, y in zip(a, b, strict=True))


def cheapest(figures: Sequence[ScenarioFigures], cost: ParetoCost) -> int | None:
    """The place of the cheapest that meets every Required rule; of equal cost the one that coaches more, then the
    first. Scores say nothing here: a scenario with a rule off has less to fall short of."""
    able = [i for i, f in enumerate(figures) if f.score.required == 0]
    return min(able, key=lambda i: (cost(figures[i]), -round(figures[i].teacher_minutes, 6), i), default=None)
