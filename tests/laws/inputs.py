"""A district as the workbook that somebody would have filled in for it."""

from __future__ import annotations

from typing import Any

from scheduler.domain.instance import Instance, Pin, Slot, hhmm

Grid = list[list[Any]]


def book_of(instance: Instance) -> dict[str, Grid]:
    """Every sheet of the contract that has something to say; the master schedule in long form."""
    s = instance.settings
    return {
        "Settings": [
            ["key", "value"],
            ["district", s.district],
            ["days", ", ".join(s.days)],
            ["weeks", s.weeks],
            ["cycles", s.cycles],
            ["minutes between sessions", s.minutes_between_sessions],
        ],
        "Sites": [
            ["site", "name", "bell schedule", "sections funded"],
            *([x.id, x.name, x.bell, x.sections_funded] for x in instance.sites.values()),
        ],
        "Bell schedule": [
            ["bell schedule", "week", "days", "period", "start", "end", "kind"],
            *(
                [b, x.week, s.days[x.day], x.period, hhmm(x.start), hhmm(x.end), x.kind]
                for b, slots in instance.bells.items()
                for x in slots
            ),
        ],
        "Teachers": _teachers(instance),
        "Master schedule": _master_schedule(instance),
        "Coaches": _coaches(instance),
        "Coach availability": _availability(instance),
        "Programs": _programs(instance),
        "Rules": [
            ["rule", "level", "value", "weight", "site"],
            *(
                [r.rule, r.level, "no limit" if r.value is None else r.value, r.weight, site or None]
                for (_, site), r in instance.rules.items()
            ),
        ],
        "Travel": [["from", "to", "minutes"], *([a, b, n] for (a, b), n in instance.travel.items())],
        "Pins": _pins(instance),
    }


def _list(values: tuple[str, ...]) -> str | None:
    return ", ".join(values) or None


def _teachers(instance: Instance) -> Grid:
    header = [
        "teacher",
        "name",
        "site",
        "department",
        "grades",
        "role",
        "programs",
        "priority",
        "requested coach",
        "avoid coach",
        "last coach",
        "prep minutes",
    ]
    rows = [
        [
            t.id,
            t.name,
            t.site,
            t.department or None,
            _list(t.grades),
            t.role,
            _list(t.programs),
            t.priority,
            t.requested_coach or None,
            _list(t.avoid_coaches),
            t.last_coach or None,
            t.prep_minutes,
        ]
        for t in instance.teachers.values()
    ]
    return [header, *rows]


def _place(instance: Instance, slot: Slot) -> list[Any]:
    return [slot.period, instance.settings.days[slot.day], slot.week]


def _master_schedule(instance: Instance) -> Grid:
    kinds = {"Teaching": "Teach", "Prep": "Prep", "Duty": "Duty", "Off": "Off"}
    rows = [
        [
            t,
            *_place(instance, slot),
            state.course or None,
            state.room or None,
            kinds[state.doing],
            "Y" if state.priority else None,
        ]
        for t, states in instance.states.items()
        for slot, state in zip(instance.slots(instance.teachers[t].site), states, strict=True)
        if state.doing
    ]
    return [["teacher", "period", "days", "week", "course", "room", "kind", "priority"], *rows]


def _coaches(instance: Instance) -> Grid:
    header = [
        "coach",
        "name",
        "sites",
        "roles",
        "departments",
        "grades",
        "release min",
        "release max",
        "full time",
        "max caseload",
        "max sessions per day",
    ]
    rows = [
        [
            c.id,
            c.name,
            _list(c.sites),
            _list(c.roles),
            _list(c.departments),
            _list(c.grades),
            c.release_min,
            c.release_max,
            "Y" if c.full_time else None,
            c.max_caseload,
            c.max_sessions_per_day,
        ]
        for c in instance.coaches.values()
    ]
    return [header, *rows]


def _availability(instance: Instance) -> Grid:
    rows: Grid = []
    for c, said in instance.availability.items():
        everywhere = instance.apart.get(c, said)
        for slot, status, at_home in zip(instance.home_slots(c), everywhere, said, strict=True):
            rows.append([c, *_place(instance, slot), None, status])
            if at_home != status:
                rows.append([c, *_place(instance, slot), instance.coaches[c].home, at_home])
    for (c, site), statuses in instance.at_site.items():
        for slot, found in zip(instance.slots(site), statuses, strict=True):
            if found is not None:
                rows.append([c, *_place(instance, slot), site, found])
    return [["coach", "period", "days", "week", "site", "status"], *rows]


def _programs(instance: Instance) -> Grid:
    header = [
        "program",
        "coach role",
        "cycles",
        "session",
        "activity",
        "minutes",
        "per week",
        "when",
        "after",
        "within days",
        "level",
        "mode",
        "confidential",
        "group size",
    ]
    rows = [
        [
            p.id,
            p.role or None,
            p.cycles,
            s.name,
            s.activity,
            s.minutes,
            "Once" if s.once else s.count / instance.settings.weeks,
            _list(s.when),
            s.after or None,
            s.within_days,
            s.level,
            s.mode,
            "Y" if s.confidential else None,
            s.group_size,
        ]
        for p in instance.programs.values()
        for s in p.sessions
    ]
    return [header, *rows]


def _pins(instance: Instance) -> Grid:
    header = ["pin", "teacher", "program", "coach", "cycle", "week", "day", "period", "session", "start"]
    return [header, *(_pin(instance, p) for p in instance.pins if is_typed(p))]


def is_typed(pin: Pin) -> bool:
    """Whether a pin can stand in the sheet Pins; others only in the locked rows of a plan."""
    return pin.released and len(pin.cycles) <= 1 and (pin.kind != "Coach" or bool(pin.coach))


def _pin(instance: Instance, p: Pin) -> list[Any]:
    return [
        p.kind,
        p.teacher or None,
        p.program or None,
        p.coach or None,
        next(iter(p.cycles), p.cycle),
        p.week,
        None if p.day is None else instance.settings.days[p.day],
        p.period or None,
        p.session or None,
        None if p.start is None else hhmm(p.start),
    ]
