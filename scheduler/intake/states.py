"""What was understood of an input: the state of each person in each slot, and who there is, as plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.instance import Instance, Slot, hhmm

Row = dict[str, object]


@dataclass(frozen=True)
class UnderstoodStates:
    """Six lists of rows; a row maps a column to its value. All are empty where the input has an error."""

    states: tuple[Row, ...] = ()
    bells: tuple[Row, ...] = ()
    teachers: tuple[Row, ...] = ()
    coaches: tuple[Row, ...] = ()
    sites: tuple[Row, ...] = ()
    rules: tuple[Row, ...] = ()

    def as_lists(self) -> dict[str, list[Row]]:
        """The lists by name, for JSON."""
        return {
            name: list(getattr(self, name)) for name in ("states", "bells", "teachers", "coaches", "sites", "rules")
        }


def understood_states(instance: Instance | None) -> UnderstoodStates:
    """The lists of an instance; of None, of an input with errors, empty ones."""
    if instance is None:
        return UnderstoodStates()
    return UnderstoodStates(
        states=tuple(_states(instance)),
        bells=tuple(_bells(instance)),
        teachers=tuple(_teachers(instance)),
        coaches=tuple(_coaches(instance)),
        sites=tuple({"site": s.id, "name": s.name, "bell schedule": s.bell} for s in instance.sites.values()),
        rules=tuple(
            {"rule": name, "level": rule.level, "value": rule.value, "weight": rule.weight, "site": site}
            for (name, site), rule in instance.rules.items()
        ),
    )


def in_order(slots: tuple[Slot, ...]) -> list[int]:
    """The places of slots in order of week, day and start."""
    return sorted(range(len(slots)), key=lambda i: (slots[i].week, slots[i].day, slots[i].start))


def _states(instance: Instance) -> Iterator[Row]:
    days = instance.settings.days
    for teacher in instance.teachers.values():
        slots, states = instance.slots(teacher.site), instance.states[teacher.id]
        for i in in_order(slots):
            slot, state = slots[i], states[i]
            teaches = state.doing == "Teaching"
            yield {
                "person": teacher.id,
                "week": slot.week,
                "day": days[slot.day],
                "period": slot.period,
                "state": state.doing,
                "course": state.course if teaches else "",
                "room": state.room if teaches else "",
            }
    for coach in instance.coaches.values():
        slots, statuses = instance.home_slots(coach.id), instance.availability[coach.id]
        for i in in_order(slots):
            slot = slots[i]
            yield {
                "person": coach.id,
                "week": slot.week,
                "day": days[slot.day],
                "period": slot.period,
                "state": statuses[i],
                "course": "",
                "room": "",
            }


def _bells(instance: Instance) -> Iterator[Row]:
    for bell, slots in instance.bells.items():
        for i in in_order(slots):
            slot = slots[i]
            yield {
                "bell schedule": bell,
                "week": slot.week,
                "day": instance.settings.days[slot.day],
                "period": slot.period,
                "kind": slot.kind,
                "start": hhmm(slot.start),
                "end": hhmm(slot.end),
            }


def _teachers(instance: Instance) -> Iterator[Row]:
    for t in instance.teachers.values():
        yield {
            "teacher": t.id,
            "name": t.name,
            "site": t.site,
            "department": t.department,
            "grades": list(t.grades),
            "role": t.role,
            "programs": list(t.programs),
            "requested coach": t.requested_coach,
            "avoid coach": list(t.avoid_coaches),
            "last coach": t.last_coach,
        }


def _coaches(instance: Instance) -> Iterator[Row]:
    for c in instance.coaches.values():
        yield {
            "coach": c.id,
            "name": c.name,
            "sites": list(c.sites),
            "departments": list(c.departments),
            "grades": list(c.grades),
            "full time": c.full_time,
        }
