"""A quick plan: what a careful person makes in one go, in a fraction of a second a site.

It is there before anything is proven, so that a stop or a short limit leaves no school without a plan. Releases come
first, then what is pinned, then one enrollment after another, those with the fewest times first: each takes the coach,
the cycles and the times that cost least by the rules then. Whoever has to go short is tried again, with somebody else
moved out of the way; where sessions are still missing, the year is planned anew with those people first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

from scheduler.domain.instance import ProgramSession
from scheduler.domain.matching import fits_when
from scheduler.domain.plan import Assignment, Plan
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.results import ScoreOf
from scheduler.engine.steps.quick_pins import keep_pins
from scheduler.engine.steps.quick_reserves import keep_flex, keep_planning, reserve_flex, set_aside
from scheduler.engine.steps.quick_year import Year

YEARS = 4  # of which the best is taken
MOST_LOOKS = 300  # an enrollment, over all years, beyond which none is begun any more
LOOKS_FOR_ROOM = 60  # an enrollment, for those who go short, in one year
MORE_WANTED = 200  # times, are the periods of those who went short in the year before


def quick_plan(facts: ProblemIndex, score: ScoreOf, hurried: Callable[[], bool] = lambda: False) -> Plan | None:
    """The best of a few plans, each made in one go; None where none of them keeps all pins. Once it is `hurried`, the
    one that is under way is the last, and nobody is moved out of another's way any more.

    Parameters
    ----------
    facts
        the index of the instance
    score
        how a plan is scored
    hurried
        whether time is short; asked again and again
    """
    best: tuple[Score, Plan] | None = None
    first: list[int] = []
    looks = 0
    for _ in range(YEARS):
        year = Year(facts, first, hurried)
        stuck = _made(year)
        looks += year.diaries.looks
        if stuck is not None:
            first = list(dict.fromkeys([stuck, *first]))
            continue
        plan = _rows(year)
        reached = score(facts.instance, plan)
        if best is None or reached < best[0]:
            best = reached, plan
        short = [e for e in year.order if year.goes_short(e)]
        more = list(dict.fromkeys([*short, *first]))
        if hurried() or not short or more == first or looks > MOST_LOOKS * len(facts.enrollments):
            break
        first = more
    return None if best is None else best[1]


def _made(year: Year) -> int | None:
    """Makes the plan; the enrollment whose pins could not be kept, if any, and then no plan."""
    _look_around(year)
    stuck = keep_pins(year, list(year.first))
    if stuck is not None:
        return stuck
    year.releases.fill(*_wanted(year))
    for c in year.instance.coaches:
        set_aside(year, c)
    times = {e: _times(year, e) for e in range(len(year.facts.enrollments))}
    year.order = sorted(
        times,
        key=lambda e: (
            e not in year.kept,
            year.first.get(e, len(times)),
            not times[e],
            times[e],
            _suiting(year, e),
            e,
        ),
    )
    for e in year.order:
        year.put(e, year.choose(e))
    year.most_looks = year.diaries.looks + LOOKS_FOR_ROOM * len(year.order)
    for e in year.order:
        if year.goes_short(e) and not year.hurried():
            year.make_room(e)
    for e in year.order:
        if year.places[e].cost and year.facts.candidates[e] and not year.hurried():
            year.again(e)
    return None


def _rows(year: Year) -> Plan:
    """What was made, as rows."""
    for c in year.instance.coaches:
        keep_flex(year, c)
    for c in year.instance.coaches:
        reserve_flex(year, c)
    for site in year.instance.sites:
        keep_planning(year, site)
    rows, sessions = [], []
    for e, enrollment in enumerate(year.facts.enrollments):
        place = year.places[e]
        cycles = list(place.spots) or _first_cycles(year, e)
        rows.append(Assignment(enrollment.teacher, enrollment.program, place.coach, tuple(sorted(cycles))))
        for k, spots in place.spots.items():
            sessions += [year.diaries.row(e, place.coach, k, spot) for spot in spots]
    releases = {
        c: tuple(p for p in year.instance.class_periods(coach.home) if p in year.releases.released[c])
        for c, coach in year.instance.coaches.items()
    }
    return Plan(releases, tuple(rows), tuple(sorted(sessions)), tuple(sorted(year.reserved)))


def _first_cycles(year: Year, e: int) -> list[int]:
    """The cycles of an enrollment without sessions: those that pins name, and then the first."""
    kept = sorted(year.kept.get(e, ()))
    return [*kept, *(k for k in year.cycles if k not in kept)][: max(len(kept), year.facts.program(e).cycles)]


def _look_around(year: Year) -> None:
    """How much each period of a site is wanted: by sessions that could lie in few others, most."""
    wanted: dict[tuple[str, str], float] = defaultdict(float)
    for enrollment in year.facts.enrollments:
        site = year.instance.teachers[enrollment.teacher].site
        states = year.facts.states(enrollment)
        for session in pattern_sessions(year.facts, enrollment):
            periods = {
                slot.period
                for slot, state in zip(year.instance.slots(site), states, strict=True)
                if slot.minutes >= session.minutes and fits_when(state.doing, slot.kind, session.when)
            }
            for p in periods:
                wanted[site, p] += session.minutes * session.count / len(periods) ** 2
    year.diaries.wanted = {key: round(x, 6) for key, x in wanted.items()}


def _wanted(year: Year) -> tuple[dict[tuple[str, str], Fraction], set[tuple[str, str]]]:
    """Minutes that could lie in a period of a coach who may be released in it, whom an enrollment does not avoid and
    can have for all of its sessions; and those that somebody needs who went short in the year before."""
    wanted: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    needed: set[tuple[str, str]] = set()
    for e, enrollment in enumerate(year.facts.enrollments):
        due = year.facts.program(e).cycles * (MORE_WANTED if e in year.first else 1)
        avoided = year.instance.teachers[enrollment.teacher].avoid_coaches
        sessions = pattern_sessions(year.facts, enrollment)
        coaches = [c for c in year.facts.candidates[e] if c not in avoided]
        able = [c for c in coaches if all(year.diaries.windows(e, c, s) for s in sessions)]
        for session in sessions:
            for c in able or coaches:
                needs = {w.need for w in year.diaries.windows(e, c, session)}
                for p in needs if "" not in needs else ():
                    wanted[c, p] += Fraction(session.minutes * session.count * due, len(needs) ** 2)
                    if e in year.first:
                        needed.add((c, p))
    return wanted, needed


def _times(year: Year, e: int) -> int:
    """How many times there are for the session that has the fewest of them; 0 without sessions."""
    sessions = pattern_sessions(year.facts, year.facts.enrollments[e])
    return min((1 + sum(_open(year, e, c, s) for c in year.facts.candidates[e]) for s in sessions), default=0)


def _open(year: Year, e: int, coach: str, session: ProgramSession) -> int:
    return sum(year.releases.has(coach, w.need) for w in year.diaries.windows(e, coach, session))


def _suiting(year: Year, e: int) -> int:
    """How many coaches an enrollment may have whom its teacher does not avoid."""
    avoided = year.instance.teachers[year.facts.enrollments[e].teacher].avoid_coaches
    return sum(c not in avoided for c in year.facts.candidates[e])
