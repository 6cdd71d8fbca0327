"""Plans of several scenarios side by side: what they come to, how they differ, which are worth their cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.domain.comparison import Comparison, MatrixRow, Move, Outcome, ScenarioEntry, ScenarioFigures
from scheduler.domain.reader import PLANNER, Reader
from scheduler.scenarios.figures import coaches_of, figures_at_site, figures_of
from scheduler.scenarios.matrix import matrix_of
from scheduler.scenarios.pareto import COST_IN_MONEY, cheapest, cost_measure, front
from scheduler.scenarios.sweeps import BadSweep, axis_of, crossed

MOST_NAMED = 8

__all__ = ["BadSweep", "axis_of", "compare", "crossed", "figures_against", "figures_at_site", "figures_of"]


def figures_against(base: Outcome, outcome: Outcome) -> ScenarioFigures | None:
    """What the plan of a scenario comes to, beside that of Base; None where it has no plan."""
    if outcome.solution is None:
        return None
    beside = None if outcome is base or base.solution is None else base.solution.plan
    return figures_of(outcome.scenario.instance, outcome.solution, beside)


def compare(
    outcomes: Sequence[Outcome], figures: Sequence[ScenarioFigures | None] | None = None, reader: Reader = PLANNER
) -> Comparison:
    """What became of each scenario, side by side; the first is Base. `figures` are those of `figures_against`, where
    they are known; of a `reader` who is not the planner they and the outcomes are those that this reader may see.

    Parameters
    ----------
    outcomes
        what became of each scenario, Base first
    figures
        the figures of each, None to work them out
    reader
        for whom it is written
    """
    base = outcomes[0]
    if figures is None:
        figures = [figures_against(base, o) for o in outcomes]
    planned = [i for i, f in enumerate(figures) if f is not None]
    known = [f for f in figures if f is not None]
    cost_is, cost = cost_measure(known)
    unbeaten = {i for i, is_on in zip(planned, front(known, cost), strict=True) if is_on}
    best = cheapest(known, cost)
    entries = tuple(ScenarioEntry(o, f, i in unbeaten) for i, (o, f) in enumerate(zip(outcomes, figures, strict=True)))
    settings = base.scenario.instance.settings
    comparison = Comparison(
        district=settings.district,
        school_year=settings.school_year,
        entries=entries,
        matrix=(
            *_verdicts(entries, "" if best is None else entries[planned[best]].name),
            *matrix_of(outcomes, figures, reader),
        ),
        moves=tuple(move for o in outcomes[1:] for move in _moves(base, o)),
        cheapest="" if best is None else entries[planned[best]].name,
        cost_is=cost_is,
        sentences=(),
        axes=tuple(dict.fromkeys(axis for o in outcomes for axis, _ in o.scenario.point)),
        reader=reader,
    )
    return replace(comparison, sentences=tuple(_sentences(comparison)))


def _verdicts(entries: Sequence[ScenarioEntry], best: str) -> Iterator[MatrixRow]:
    """Whether each is beaten by none on cost and service, and which is the cheapest that meets every Required rule."""
    front_words = tuple(None if e.figures is None else "yes" if e.on_front else "no" for e in entries)
    cheapest_words = tuple("cheapest" if e.name == best else "" for e in entries)
    nothing = ("",) * len(entries)
    yield MatrixRow("Verdict", "No other beats it on cost and service", "text", "", front_words, nothing)
    yield MatrixRow("Verdict", "Cheapest that meets what is Required", "text", "", cheapest_words, nothing)


def _moves(base: Outcome, other: Outcome) -> list[Move]:
    """The enrollments of both whose coach is another one."""
    if base.solution is None or other.solution is None:
        return []
    before, after = coaches_of(base.solution.plan), coaches_of(other.solution.plan)
    teachers = other.scenario.instance.teachers
    return [
        Move(other.scenario.name, e.teacher, e.program, teachers[e.teacher].site, coach, after[e])
        for e, coach in before.items()
        if e in after and after[e] != coach
    ]


def _sentences(comparison: Comparison) -> list[str]:
    """The main things, for somebody who reads nothing else."""
    said = []
    if comparison.cheapest:
        entry = next(e for e in comparison.entries if e.name == comparison.cheapest)
        assert entry.figures is not None
        equals = _as_cheap(comparison, entry)
        said.append(
            f"The cheapest that meets every Required rule is {entry.name} ({_cost(comparison, entry.figures)})"
            + (f"; as cheap: {_listed(equals)}." if equals else ".")
        )
    else:
        said.append("No scenario meets every Required rule.")
    planned = [e for e in comparison.entries if e.figures is not None]
    without = [e.name for e in planned if e.figures is not None and e.figures.cost is None]
    if comparison.cost_is != COST_IN_MONEY and comparison.reader.sees_all:
        said.append(
            "Cost is counted in coach-periods, since not every cost is known"
            f"{f' for {_listed(without)}' if len(without) < len(planned) else ''}: "
            "cost per section in Sites, cost of full-time coaches in Coaches."
        )
    unbeaten = [e.name for e in comparison.entries if e.on_front]
    if unbeaten:
        said.append(
            "No other scenario beats these on cost and service (hours of coaching) without missing more of what is "
            f"Required: {_listed(unbeaten)}."
        )
    for entry in comparison.entries:
        if entry.figures is None:
            said.append(f"{entry.name} has no plan: {entry.outcome.reason}.")
        elif entry.figures.required_missed:
            missed = ", ".join(f"{rule} (short by {amount})" for rule, amount in entry.figures.required_missed)
            words = f"{entry.name} misses what is Required: {missed}."
            said.append(" ".join((words, *_ended_early(entry.figures), *entry.outcome.why)))
        elif entry.figures.score.required:
            said.append(f"{entry.name} misses something that is Required. The planner sees what.")
    return [sentence.strip() for sentence in said]


def _ended_early(figures: ScenarioFigures) -> list[str]:
    """Whether a plan misses more than it must, as far as anybody has proven."""
    if figures.score.required == figures.bound.required:
        return []
    least = figures.bound.required
    return [
        "Its search was ended before it was proven that it must: with more time it may be short by "
        + (f"as little as {least}." if least else "nothing.")
    ]


def _as_cheap(comparison: Comparison, entry: ScenarioEntry) -> list[str]:
    """The others that meet every Required rule at the same cost."""
    _, cost = cost_measure([e.figures for e in comparison.entries if e.figures is not None])
    return [
        e.name
        for e in comparison.entries
        if e is not entry
        and e.figures is not None
        and entry.figures is not None
        and e.figures.score.required == 0
        and cost(e.figures) == cost(entry.figures)
    ]


def _listed(names: Sequence[str]) -> str:
    """At most so many names as somebody reads."""
    return ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")


def _cost(comparison: Comparison, figures: ScenarioFigures) -> str:
    if comparison.cost_is == COST_IN_MONEY:
        return f"cost {figures.cost:,.0f}"
    return f"{figures.coach_periods} coach-periods"
