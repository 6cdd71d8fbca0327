"""The road of a question: read the input and a plan, and say why something is so, and what the other way would cost."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from scheduler import pipeline
from scheduler.domain.instance import LEVELS, Instance
from scheduler.domain.plan import Plan
from scheduler.domain.plan_parts import plan_of_part
from scheduler.domain.problem import InputProblems
from scheduler.domain.replan import PublishedPlan, Told
from scheduler.domain.score import Audit, Score
from scheduler.domain.solution import Solution
from scheduler.domain.why import Alone, Best, Hindrance, RuleDifference, Verdict, WhyAnswer, Wish
from scheduler.pipeline import NO_SITES, AnyPath, BrokenPlan, replan

WORK_OF_BOUND = 2.0  # deterministic time of the bound of the best plan
WORK_OF_NEAR = 0.3  # of the search for a plan near the one that is asked about
WORK_OF_BEST = 6.0  # of the search for any plan that is better
MOST_PLACES = 3  # that a sentence or a difference names


@dataclass(frozen=True)
class PlanAsked:
    """A plan that is asked about: its rows, and as it was published."""

    instance: Instance
    plan: Plan
    published: PublishedPlan
    first: int = 1
    is_kept: bool = False  # it goes on from another plan

    @cached_property
    def audit(self) -> Audit:
        """What is true of it."""
        return pipeline.audit(self.instance, self.plan)


def read_asked(
    inputs: Sequence[AnyPath], plan: AnyPath, *, term: str = "", of_sites: Mapping[Path, str] = NO_SITES
) -> PlanAsked:
    """Read an input and a plan of it.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    plan
        the plan workbook
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        the input has errors, or the workbook is no plan
    """
    from scheduler.intake.plan.published_plan import first_open_cycle_of

    first = first_open_cycle_of(Path(plan))
    instance = pipeline.read(*inputs, first=first, of_sites=of_sites, term=term or pipeline.term_of(plan))
    reading = pipeline.read_back(plan, instance)
    published = replan.read_published(plan, instance)
    return PlanAsked(instance, reading.plan, published, first, reading.claims.change is not None)


def why(
    asked: PlanAsked,
    question: str,
    wishes: Sequence[Wish],
    *,
    reasons: Sequence[str] = (),
    seed: int = 0,
    time_limit: float | None = None,
    stop: threading.Event | None = None,
) -> WhyAnswer:
    """What each of some wishes, any of which would do, would come to: whether it can be, alone, and at best.

    Parameters
    ----------
    question
        in words, for the answer
    wishes
        as `scheduler.reasons.wishes` makes them
    reasons
        of sessions that are missing, to be told with the answer
    time_limit
        seconds for each wish; None for a limit of work that repeats

    Raises
    ------
    BrokenPlan
        a plan that was made does not hold: an error of this program
    """
    began = time.perf_counter()
    possible = [w for w in wishes if not w.hindrances]
    alone = _least(_alone(asked, w) for w in possible if w.changed is not None)
    after_alone = time.perf_counter()
    bound_seconds = 0.0
    start = after_alone

    def bounded() -> None:
        nonlocal bound_seconds
        bound_seconds += time.perf_counter() - start

    against: list[Hindrance] = [h for w in wishes for h in w.hindrances]
    found: list[Best] = []
    for wish in possible:
        start = time.perf_counter()
        try:
            found.append(_best(asked, wish, seed, time_limit, bounded, stop))
        except InputProblems as refusal:
            against += [Hindrance(p.text, p.sheet, p.cell or "", p.fix) for p in refusal.problems if p.level == "error"]
    end = time.perf_counter()
    best = _best_of(found)
    verdict, sentence = _verdict(asked, best, against, reasons)
    seconds = (("alone", after_alone - began), ("bound", bound_seconds), ("best", end - after_alone))
    return WhyAnswer(
        question,
        asked.audit.score,
        best is not None,
        () if best else tuple(dict.fromkeys(against)),
        tuple(reasons),
        alone,
        best,
        verdict,
        sentence,
        seconds,
    )


# ---- alone


def _alone(asked: PlanAsked, wish: Wish) -> Alone:
    """The plan with the one change, by the rules alone."""
    assert wish.changed is not None
    audit = pipeline.audit(asked.instance, wish.changed)
    before = {str(v) for v in asked.audit.violations}
    breaks = tuple(str(v) for v in audit.violations if str(v) not in before)
    return Alone(audit.score, differences(asked.audit, audit), breaks)


def _least(found: Iterable[Alone]) -> Alone | None:
    """The one that breaks least and scores best."""
    return min(found, key=lambda a: (len(a.breaks), a.score), default=None)


def differences(before: Audit, after: Audit) -> tuple[RuleDifference, ...]:
    """By how much each rule falls short more or less, at each site."""
    sums: Counter[tuple[str, str, str]] = Counter()
    places: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for audit, sign in ((before, -1), (after, 1)):
        for s in audit.shortfalls:
            if s.level != "Off":
                key = s.rule, s.level, s.site
                sums[key] += sign * s.amount
                places[key][s.about] += sign * s.amount
    levels = {level: n for n, level in enumerate(LEVELS)}
    found = []
    for (rule, level, site), by in sums.items():
        if by:
            more = [about for about, n in places[rule, level, site].items() if n * by > 0]
            rest = f" and {len(more) - MOST_PLACES} more" if len(more) > MOST_PLACES else ""
            about = "; ".join(more[:MOST_PLACES]) + rest
            found.append(RuleDifference(rule, LEVELS[levels[level]], by, site, about))  # type: ignore[index]
    return tuple(sorted(found, key=lambda d: (levels[d.level], -d.by, d.rule, d.site)))


# ---- at best


def _best(
    asked: PlanAsked,
    wish: Wish,
    seed: int,
    time_limit: float | None,
    bounded: Callable[[], None],
    stop: threading.Event | None,
) -> Best:
    """The best plan with the wish as a pin; only the sites are planned that share coaches with it. `bounded` hears when
    the bound is known."""
    from scheduler.engine import parts_of

    instance = replace(asked.instance, pins=(*asked.instance.pins, *wish.pins))
    pin = wish.pins[0]
    part = next(
        p for p in parts_of(instance) if pin.teacher in p.teachers or (not pin.teacher and pin.coach in p.coaches)
    )
    published = _published_of(asked.published, part)
    limit = _Limit(seed, time_limit, stop)
    if asked.first > 1:  # the plan of a year of which cycles have ended is a re-plan, and nothing else
        near = limit.near(part, published, asked.first)
        bounded()
        assert near.replan is not None
        bound = max(near.bound, near.replan.free)
        return _compared(asked, part, near, bound, near.replan.change.people, near.replan.told)
    bound = limit.bound(part)
    bounded()
    best, bound = _found(part, published, wish, bound, limit)
    if best.replan is not None:
        return _compared(asked, part, best, bound, best.replan.change.people, best.replan.told)
    changes = replan.changes(published, best.plan, part, reasons=False)
    people = {t.person for t in changes if t.role == "Teacher" and t.was and t.kind in ("Coach", "Session")}
    return _compared(asked, part, best, bound, len(people), changes)


def _found(part: Instance, published: PublishedPlan, wish: Wish, bound: Score, limit: _Limit) -> tuple[Solution, Score]:
    """The best plan of a part, and what is proven of it: of equal ones the one that changes least. What takes longer is
    tried only where what came before does not meet the bound: the one change, a plan near this one, any plan."""
    found = _changed(part, wish, bound)
    if not found or found[0].score != bound:
        near = limit.near(part, published, 1, WORK_OF_NEAR)
        assert near.replan is not None
        bound = max(bound, near.bound, near.replan.free)
        found.append(near)
    if all(solution.score != bound for solution in found):
        anew = limit.anew(part, min(found, key=lambda solution: solution.score).plan)
        bound = max(bound, anew.bound)
        found.append(anew)
    return min(found, key=lambda solution: solution.score), bound


@dataclass(frozen=True)
class _Limit:
    """The searches for a part, each within the same seconds or work."""

    seed: int
    seconds: float | None
    stop: threading.Event | None

    def bound(self, part: Instance) -> Score:
        from scheduler.engine import bound_of

        return bound_of(part, work=WORK_OF_BOUND, seed=self.seed, time_limit=self.seconds, stop=self.stop)

    def near(self, part: Instance, published: PublishedPlan, first: int, work: float | None = None) -> Solution:
        return replan.replan(
            part,
            published,
            first=first,
            order="option",
            seed=self.seed,
            time_limit=self.seconds,
            stop=self.stop,
            work=work,
        )

    def anew(self, part: Instance, like: Plan) -> Solution:
        from scheduler.engine import solve_part

        made = solve_part(
            part,
            pipeline.score_of,
            seed=self.seed,
            time_limit=self.seconds,
            stop=self.stop,
            initial_plan=like,
            work=WORK_OF_BEST,
            judge=pipeline.judge,
        )
        return pipeline.audited(part, made.plan, made.bound, self.seed)


def _changed(part: Instance, wish: Wish, bound: Score) -> list[Solution]:
    """The plan with the one change, where it holds as it is."""
    if wish.changed is None:
        return []
    plan = plan_of_part(wish.changed, part)
    audit = pipeline.audit(part, plan)
    return [] if audit.violations else [Solution(plan, audit, bound)]


def _compared(
    asked: PlanAsked, part: Instance, solution: Solution, bound: Score, people: int, changes: tuple[Told, ...]
) -> Best:
    """The best plan of a part beside what the plan that is asked about has there."""
    before = pipeline.audit(part, plan_of_part(asked.plan, part))
    score, least = (
        Score(
            *(all_of - here + there for all_of, here, there in zip(asked.audit.score, before.score, new, strict=True))
        )
        for new in (solution.score, bound)
    )
    return Best(score, least, solution.score == bound, differences(before, solution.audit), people, changes)


def _published_of(published: PublishedPlan, part: Instance) -> PublishedPlan:
    return replace(
        published,
        releases=tuple(r for r in published.releases if r.coach in part.coaches),
        assignments=tuple(a for a in published.assignments if a.teacher in part.teachers),
        sessions=tuple(s for s in published.sessions if s.row.teacher in part.teachers),
        reserved=tuple(r for r in published.reserved if r.row.coach in part.coaches),
    )


def _best_of(found: Sequence[Best]) -> Best | None:
    """The best of several; what none of them can go below is the least of their bounds."""
    if not found:
        return None
    best = min(found, key=lambda b: (b.score, b.people))
    bound = min(b.bound for b in found)
    return replace(best, bound=bound, proven=best.score == bound)


# ---- the sentence


def _verdict(
    asked: PlanAsked, best: Best | None, against: Sequence[Hindrance], reasons: Sequence[str]
) -> tuple[Verdict, str]:
    if best is None:
        pins = [h for h in against if h.pinned]
        if pins and len(pins) == len(against):
            return "pinned", f"A pin holds it: {'; '.join(h.text for h in pins)}."
        why = "; ".join(f"{h.text} ({h.sheet}!{h.cell})" if h.cell and not h.pinned else h.text for h in against)
        if not why:
            why = " ".join(reasons).rstrip(".") or "nothing else is there to choose from"
        return "impossible", f"Only possibility: {why}."
    now = asked.audit.score
    if best.score == now:
        if asked.is_kept:
            return "kept", "Kept from the published plan: with the other way nothing gets worse."
        return "as good", "As good: nothing in the rules prefers it as it is; pin the other way and nothing gets worse."
    if best.score < now:
        what = _amounts(now, best.score)
        return "better", f"Better: this plan was not proven best, and the other way saves {what}."
    if best.bound <= now:
        cost = f"It would cost at most {_amounts(best.score, now)}; a cheaper way is not ruled out."
    else:
        cost = f"It would cost {cost_words(now, best)}."
    return "costs", f"{cost} {_told(best)}".rstrip()


def _amounts(more: Score, less: Score) -> str:
    """ "3 Required": by how much one score is above another, at the first level at which they differ."""
    return next(f"{a - b} {level}" for level, a, b in zip(LEVELS, more, less, strict=True) if a != b)


def cost_words(now: Score, best: Best) -> str:
    """ "3 Required"; "between 1 and 3 Required" where the best plan is not proven."""
    if best.proven:
        return _amounts(best.score, now)
    at = next(i for i, (a, b) in enumerate(zip(best.score, now, strict=True)) if a != b)
    least = best.bound[at] - now[at]
    if best.bound[:at] == now[:at] and 0 < least < best.score[at] - now[at]:
        return f"between {least} and {_amounts(best.score, now)}"
    if best.bound[:at] == now[:at] and least == best.score[at] - now[at]:
        return f"{_amounts(best.score, now)}, and on the levels below at most what is said here"
    return f"at most {_amounts(best.score, now)}"


def _told(best: Best) -> str:
    worse = [d for d in best.differences if d.by > 0]
    said = (f"{d.rule} falls short by {d.by} more ({d.about})" for d in worse[:MOST_PLACES])
    return f"{'; '.join(said)}." if worse else ""


__all__ = ["BrokenPlan", "PlanAsked", "differences", "read_asked", "why"]
