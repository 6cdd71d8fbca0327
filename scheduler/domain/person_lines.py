"""What each person does, period by period, as a secretary would hold it beside the school's own grid."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.instance import Instance, Slot

Cells = tuple[tuple[str, str], ...]  # (period, what the person does in it)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person on days that are alike: `days` is "" where all of them are."""

    person: str
    name: str
    site: str
    days: str
    cells: Cells

    def __str__(self) -> str:
        """ "Rivera (Mon, Wed): 1 Algebra 1 · 2 Algebra 1 · 3 Prep"."""
        who = self.person if self.name in ("", self.person) else f"{self.person} {self.name}"
        days = f" ({self.days})" if self.days else ""
        return f"{who}{days}: " + " \N{MIDDLE DOT} ".join(f"{period} {does}".rstrip() for period, does in self.cells)


def person_lines(instance: Instance) -> tuple[PersonLine, ...]:
    """A line a person, or several where the days differ: teachers, then coaches, as in their sheets."""
    lines: list[PersonLine] = []
    for teacher in instance.teachers.values():
        slots = instance.slots(teacher.site)
        doing = [state.course or state.doing for state in instance.states[teacher.id]]
        lines += _lines(instance, teacher.id, teacher.name, teacher.site, slots, doing)
    for coach in instance.coaches.values():
        slots, statuses = instance.home_slots(coach.id), instance.availability[coach.id]
        lines += _lines(instance, coach.id, coach.name, coach.home, slots, list(statuses))
    return tuple(lines)


def _lines(
    instance: Instance, person: str, name: str, site: str, slots: tuple[Slot, ...], doing: list[str]
) -> list[PersonLine]:
    """Days with the same periods and the same in each of them go together."""
    days: dict[tuple[int, int], list[tuple[Slot, str]]] = {}
    for slot, does in zip(slots, doing, strict=True):
        if slot.is_class or does in ("Off", "Duty", "Unavailable"):
            days.setdefault((slot.week, slot.day), []).append((slot, does))
    alike: dict[Cells, list[tuple[int, int]]] = {}
    for date in sorted(days):
        cells = tuple((slot.period, does) for slot, does in sorted(days[date], key=lambda d: d[0].start))
        alike.setdefault(cells, []).append(date)
    labels, weeks = instance.settings.days, instance.settings.weeks
    return [
        PersonLine(person, name, site, "" if len(alike) == 1 else _said(dates, labels, weeks), cells)
        for cells, dates in alike.items()
    ]


def _said(dates: list[tuple[int, int]], labels: tuple[str, ...], weeks: int) -> str:
    """ "Mon, Wed"; in a pattern of two weeks with the week: "Mon 1, Mon 2"."""
    return ", ".join(labels[day] if weeks == 1 else f"{labels[day]} {week}" for week, day in dates)
