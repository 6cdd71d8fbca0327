"""Why a coach cannot be used in a slot, whatever the sessions are: a class, a prep, no release, not at work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.domain.instance import Instance, ProgramSession, Slot, Teacher
from scheduler.domain.matching import fits_when
from scheduler.domain.source_cells import at_cell
from scheduler.rules.coach_slots import NOT_RELEASED, CoachSlots

WORDS = {"Teaching": "teaching", "Prep": "on prep"}  # of what a teacher does; else it is a kind of slot
BLOCKED = {"Teaching": "teaches", "Prep": "has prep", "Unavailable": "is not available"}

Place = tuple[int, Slot]  # a slot, and its index in the bell schedule


def doing_words(spec: ProgramSession) -> str:
    """What a teacher must do in a slot for a session: "on prep or in Flex"."""
    return " or ".join(WORDS.get(w, f"in {w}") for w in spec.when) or "at work"


def fitting_slots(instance: Instance, teacher: Teacher, spec: ProgramSession) -> list[Place]:
    """The slots that are long enough and in which the teacher does what `when` names.

    Parameters
    ----------
    instance
        the input
    teacher
        the id of the teacher
    spec
        the session
    """
    return [
        (i, slot)
        for i, (slot, state) in enumerate(zip(instance.slots(teacher.site), instance.states[teacher.id], strict=True))
        if slot.minutes >= spec.minutes and fits_when(state.doing, slot.kind, spec.when)
    ]


def most_released(instance: Instance) -> CoachSlots:
    """The coaches' slots if each were released wherever the input allows."""
    nothing = CoachSlots(instance, dict.fromkeys(instance.coaches, frozenset()))
    kept_out = {(p.coach, p.period) for p in instance.pins if p.kind == "Release" and not p.released}
    return CoachSlots(
        instance,
        {
            c.id: frozenset(
                p
                for p in instance.class_periods(c.home)
                if p not in nothing.blocked[c.id] and (c.id, p) not in kept_out
            )
            for c in instance.coaches.values()
        },
    )


def hindrance(instance: Instance, slots: CoachSlots, coach: str, site: str, place: Place) -> tuple[str, str]:
    """What keeps a coach from a slot of a site, in words without a subject, and its cell; "" where nothing does.

    Parameters
    ----------
    instance
        the input
    slots
        who can be used when
    coach
        the id of the coach
    site
        the id of the site
    place
        the slot, counted within those of the site
    """
    i, slot = place
    home = instance.home_slots(coach)
    if slots.teaches(coach, slot.bell)[i]:
        own = next(n for n, s in enumerate(home) if s in slots.classes[coach] and s.overlaps(slot))
        return f"teaches period {home[own].period}", instance.cells.state(coach, own)
    why = slots.hindrances(coach, site)[i]
    if not why:
        return "", ""
    around = [n for n, s in enumerate(home) if s.overlaps(slot)]
    if why == NOT_RELEASED:
        for n in around:
            if home[n].is_class and (blocked := slots.blocked[coach].get(home[n].period)):
                return f"{BLOCKED[blocked]} in period {home[n].period}", instance.cells.state(coach, n)
        for pin in instance.pins:
            if pin.kind == "Release" and not pin.released and pin.coach == coach and pin.period == slot.period:
                return f"is pinned as not released in period {pin.period}", pin.where
        return f"is not released in period {slot.period}", ""
    cell = next((c for n in around if (c := instance.cells.state(coach, n))), "")
    return f"is not available in period {slot.period}", cell


def hindrances(
    instance: Instance, slots: CoachSlots, coach: str, site: str, places: Iterable[Place]
) -> list[tuple[str, str]]:
    """What keeps a coach from these slots, each said once, and its cell: ("C1 teaches period 3", a cell).

    Parameters
    ----------
    instance
        the input
    slots
        who can be used when
    coach
        the id of the coach
    site
        the id of the site
    places
        the slots, counted within those of the site
    """
    found: dict[str, str] = {}
    for place in places:
        text, cell = hindrance(instance, slots, coach, site, place)
        if text:
            found.setdefault(f"{coach} {text}", cell)
    return list(found.items())


def in_words(hindered: Sequence[tuple[str, str]], most: int = 5) -> str:
    """ "C1 teaches period 3 (Master schedule!E4); C1 is not released in period 4"."""
    said = [at_cell(text, cell) for text, cell in hindered[:most]]
    return "; ".join(said) + (f"; and {len(hindered) - most} more" if len(hindered) > most else "")
