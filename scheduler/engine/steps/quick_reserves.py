"""Time that coaches keep free in the quick plan: flex time before the sessions come, common planning after them."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.instance import Slot
from scheduler.domain.plan import COMMON_PLANNING, FLEX, Purpose, Reserved
from scheduler.engine import rules
from scheduler.engine.steps.quick_weeks import Spot
from scheduler.engine.steps.quick_year import QuickPlace, Year

_FLEX_RULE, _PLANNING_RULE = rules.keeper_of(FLEX), rules.keeper_of(COMMON_PLANNING)
MOST_CLEARED = 4  # slots that are tried to be cleared for flex time


def set_aside(year: Year, c: str) -> None:
    """Flex time, before the sessions come; where one needs the slot, it gives way."""
    home = year.instance.coaches[c].home
    if not year.costs.of(_FLEX_RULE, home):
        return
    for k, week in year.instance.date_labels():
        free = sorted(_free(year, c, k, week), key=lambda s: (year.diaries.wanted.get((home, s.period), 0.0), -s.day))
        for slot in free[: year.costs.value(_FLEX_RULE, home) or 0]:
            year.diaries.flex[c, k][slot.week, slot.day].append(slot)


def _clear(year: Year, c: str, k: int, week: int) -> None:
    """A slot for flex time, where those who have sessions in it can move at less cost than it is worth."""
    worth = year.costs.of(_FLEX_RULE, year.instance.coaches[c].home)
    said, released = year.instance.availability[c], year.releases.released[c]
    choices = []
    for n, (slot, status) in enumerate(zip(year.instance.home_slots(c), said, strict=True)):
        if slot.week == week and slot.is_class and slot.period in released and status != "Unavailable":
            there = [e for e in year.members[c, k] if any(_lies_in(s, slot) for s in year.places[e].spots[k])]
            if there and not any(e in year.pinned for e in there):
                choices.append((len(there), n, slot, there))
    for _, _, slot, there in sorted(choices, key=lambda x: x[:2])[:MOST_CLEARED]:
        before = [year.take_out(e) for e in there]
        if not year.diaries.idle(c, k, slot):
            _restore(year, there, before)
            continue
        year.diaries.flex[c, k][slot.week, slot.day].append(slot)
        limit, moved = sum(place.cost for place in before) + worth, []
        for e in there:
            place = year.choose(e, limit)
            if place is None:
                break
            year.put(e, place)
            moved.append(e)
            limit -= place.cost
        else:
            return
        for e in reversed(moved):
            year.take_out(e)
        kept = year.diaries.flex[c, k][slot.week, slot.day]
        if slot in kept:
            kept.remove(slot)
        _restore(year, there, before)


def _restore(year: Year, enrollments: Sequence[int], places: Sequence[QuickPlace]) -> None:
    for e, place in zip(enrollments, places, strict=True):
        year.put(e, place)


def _free(year: Year, c: str, k: int, week: int) -> list[Slot]:
    """The slots that a coach could keep as flex, and has nothing in."""
    said = year.instance.availability[c]
    return [
        slot
        for slot, status in zip(year.instance.home_slots(c), said, strict=True)
        if slot.week == week and slot.is_class and slot.period in year.releases.released[c]
        if status != "Unavailable" and year.diaries.idle(c, k, slot)
    ]


def keep_flex(year: Year, c: str) -> None:
    """What is still set aside, and more where there is room again."""
    home = year.instance.coaches[c].home
    value = (year.costs.value(_FLEX_RULE, home) or 0) if year.costs.of(_FLEX_RULE, home) else 0
    for k, week in year.instance.date_labels() if value else ():
        for _ in range(value - len(_aside(year, c, k, week))):
            free = _free(year, c, k, week)
            if free:
                year.diaries.flex[c, k][free[-1].week, free[-1].day].append(free[-1])
            elif not year.hurried():
                _clear(year, c, k, week)


def reserve_flex(year: Year, c: str) -> None:
    """Reserve the flex slots of a coach in every week."""
    for k, week in year.instance.date_labels():
        year.reserved += [_reserved(c, k, slot, FLEX) for slot in _aside(year, c, k, week)]


def _aside(year: Year, c: str, k: int, week: int) -> list[Slot]:
    return [s for slots in year.diaries.flex[c, k].values() for s in slots if s.week == week]


def keep_planning(year: Year, site: str) -> None:
    """Slots in which no home coach has anything else."""
    coaches = [c.id for c in year.instance.home_coaches(site)]
    value = (year.costs.value(_PLANNING_RULE, site) or 0) if year.costs.of(_PLANNING_RULE, site) else 0
    for k, week in year.instance.date_labels() if len(coaches) > 1 and value else ():
        left = value
        for i, slot in enumerate(year.instance.slots(site)):
            if left and slot.week == week and slot.is_class and all(_could_plan(year, c, k, i) for c in coaches):
                year.reserved += [_reserved(c, k, slot, COMMON_PLANNING) for c in coaches]
                for c in coaches:
                    year.diaries.flex[c, k][slot.week, slot.day].append(slot)
                left -= 1


def _could_plan(year: Year, c: str, k: int, i: int) -> bool:
    """Whether a coach could plan in a slot of the home bell schedule: released or on Prep, and idle."""
    said, slot = year.instance.availability[c][i], year.instance.home_slots(c)[i]
    released = slot.period in year.releases.released[c] and said != "Unavailable"
    return (released or said == "Prep") and year.diaries.idle(c, k, slot)


def _reserved(c: str, k: int, slot: Slot, purpose: Purpose) -> Reserved:
    return Reserved(k, slot.week, slot.day, slot.start, slot.end, slot.period, c, purpose)


def _lies_in(spot: Spot, slot: Slot) -> bool:
    return spot.window.date == (slot.week, slot.day) and spot.start < slot.end and slot.start < spot.end
