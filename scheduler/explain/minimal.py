"""A smallest set of things that are in conflict together: QuickXplain (Junker 2004)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class TooMuchWork(Exception):
    """The test for a conflict may not be made any more. It never leaves the search."""


def smallest_conflict(items: Sequence[T], conflicts: Callable[[Sequence[T]], bool]) -> tuple[T, ...] | None:
    """A set of the items that is in conflict, and of which none can be left out; None where all of them are in none.

    Parameters
    ----------
    items
        those that had rather not be in the set stand last
    conflicts
        whether some of them, in the order of `items`, are in conflict: never fewer conflicts with more items. It may
        raise TooMuchWork

    Raises
    ------
    TooMuchWork
        from `conflicts`
    """
    if not conflicts(items):
        return None
    if conflicts(()):
        return ()
    place = {id(item): n for n, item in enumerate(items)}

    def test(some: Sequence[T]) -> bool:
        return conflicts(sorted(some, key=lambda item: place[id(item)]))

    def needed(background: Sequence[T], is_new: bool, among: Sequence[T]) -> list[T]:
        """The items `among` which are needed for a conflict together with the background."""
        if is_new and test(background):
            return []
        if len(among) == 1:
            return list(among)
        half = len(among) // 2
        first, second = among[:half], among[half:]
        of_second = needed([*background, *first], bool(first), second)
        of_first = needed([*background, *of_second], bool(of_second), first)
        return [*of_first, *of_second]

    found = needed((), False, list(items))
    return tuple(sorted(found, key=lambda item: place[id(item)]))
