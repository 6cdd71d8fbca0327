"""Which sessions follow which: the matching of the sessions of one cycle in order of time."""

from __future__ import annotations

from bisect import bisect_left

from scheduler.domain.instance import ProgramSession
from scheduler.rules.entries import Held


def places_to_follow(firsts: list[Held], most: int) -> list[Held]:
    """Each session in order of time, the last of them as often as makes `most`."""
    in_order = sorted(firsts, key=_time)
    return in_order + in_order[-1:] * (most - len(in_order))


def unmatched_followers(
    spec: ProgramSession, places: list[Held], followers: list[Held], school_days: list[tuple[int, int]]
) -> list[Held]:
    """The followers that find no place; each takes the earliest that it can follow and no other does.

    Parameters
    ----------
    spec
        the session that follows
    places
        the sessions that come first
    followers
        the sessions that follow them
    school_days
        the days of the pattern in their order, each as week and day
    """
    left, alone = list(places), []
    for held in sorted(followers, key=_time):
        at = bisect_left(school_days, (held.row.week, held.row.day))
        for first in left:
            days_later = at - bisect_left(school_days, (first.row.week, first.row.day))
            ended = (first.row.week, first.row.day, first.row.end) <= _time(held)
            if ended and (spec.within_days is None or days_later <= spec.within_days):
                left.remove(first)
                break
        else:
            alone.append(held)
    return alone


def _time(held: Held) -> tuple[int, int, int]:
    return held.row.week, held.row.day, held.row.start
