"""Ties as people would break them: the last step, on a plan that is final in its score.

Sessions of a plan change place, or become one meeting, where the score stays what it is on every level and the plan is
nearer to what an office would have chosen, in this order: the plan given, groups together, in person, the same day and
time each week and cycle, even days of a coach, no lunch and nothing before 8:00 for a session that fits anywhere.

Moves are found in a diary that knows of clock times alone (`diary.py`, `moves.py`), and taken in batches that the judge
of plans has to pass: so no rule is known here, and none is broken. What it costs is counted, not timed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan, Session
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.results import Judge
from scheduler.engine.search.budget import Budget
from scheduler.engine.steps.diary import Diary, MeetingMove
from scheduler.engine.steps.moves import Moves

MOST_JUDGED = 40  # plans
MOST_ROWS_JUDGED = 12_000  # of sessions, in all of them together
MOST_TRIED = 12_000  # places of sessions that are looked at


def break_ties(
    facts: ProblemIndex,
    plan: Plan,
    score: Score,
    judge: Judge,
    budget: Budget,
    *,
    fixed: Collection[Session] = (),
    given: Plan | None = None,
) -> Plan:
    """A plan that scores the same, and is as people would have chosen it.

    Parameters
    ----------
    plan
        the plan, which holds and has `score`
    judge
        what a plan scores, None where it breaks what holds in every plan
    budget
        ends it where time is up, or a stop has come; of its work nothing is used
    fixed
        rows that stay where they are, beside those that pins hold
    given
        a plan to stay near
    """
    diary = Diary(facts, plan, fixed, given)
    finding = Moves(diary, MOST_TRIED)
    left = min(MOST_JUDGED, MOST_ROWS_JUDGED // max(1, len(plan.sessions)))
    best = plan
    while left > 0 and not _ended(budget):
        moves = finding.better()
        if not moves:
            break
        good, held, judged = _longest(facts.instance, diary, moves, score, judge, left)
        left -= judged
        best = held or best
        finding.keep(moves[:good])
        if good < len(moves):
            finding.bar(moves[good])
    return best


def _ended(budget: Budget) -> bool:
    return budget.stop.is_set() or budget.seconds_left <= 0


def _longest(
    part: Instance, diary: Diary, moves: Sequence[MeetingMove], score: Score, judge: Judge, most: int
) -> tuple[int, Plan | None, int]:
    """How many of the moves, from the first on, leave the score as it is; the plan that they lead to (None for none of
    them), and how many plans were judged."""
    low, high, judged = 0, len(moves) + 1, 0
    held, at = None, len(moves)
    while judged < most and high - low > 1:
        plan = diary.plan(moves[:at])
        judged += 1
        if judge(part, plan) == score:
            low, held = at, plan
        else:
            high = at
        at = (low + high) // 2
    return low, held, judged
