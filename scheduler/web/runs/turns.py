"""Whose run is next: people take turns, so that whoever asks for many runs holds up only their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run that waits: its key, whose it is (None: of somebody who is gone), and how often it was begun."""

    run: int
    user: int | None
    attempt: int = 0


def in_turn(
    waiting: Iterable[Waiting], working: Mapping[int | None, int], served: Mapping[int | None, datetime]
) -> list[Waiting]:
    """The order in which waiting runs are begun.

    Parameters
    ----------
    waiting
        in the order in which they were asked for
    working
        how many runs of each person are worked on now
    served
        when a run of each person was begun last

    Returns
    -------
    list of Waiting
        again and again the oldest run of the person of whom the fewest are worked on or stand in the order already;
        among several, of whoever has waited longest since a run of theirs was begun, then of the oldest run
    """
    of_each: dict[int | None, list[Waiting]] = {}
    place: dict[int, int] = {}
    for number, one in enumerate(waiting):
        of_each.setdefault(one.user, []).append(one)
        place[one.run] = number
    turns = [
        (working.get(user, 0) + round, served.get(user, _LONG_AGO), place[one.run], one)
        for user, own in of_each.items()
        for round, one in enumerate(own)
    ]
    return [one for *_, one in sorted(turns, key=lambda turn: turn[:3])]
