"""The things that a conflict is made of, each with its cell, and the part without some of them.

An item is what a cell asks for: a limit, a rule at a site, a pin, what a coach does in a period, an avoided coach, a
role, what a program asks of a session. Without it a plan may do more and need do no less; so a set of items that is in
conflict stays in conflict when more are added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Literal, get_args

from scheduler.domain.conflict import ConflictItem
from scheduler.domain.instance import Coach, Instance, Pin, Program, ProgramSession, Status, Teacher, hhmm
from scheduler.domain.matching import own_or_rule
from scheduler.explain.names import CASELOAD, FUNDED, LEAST, OF_LIMITS, PER_DAY

Kind = Literal[
    "rule",
    "release min",
    "release max",
    "max caseload",
    "max sessions per day",
    "prep minutes",
    "pin",
    "avoid coach",
    "roles",
    "coach role",
    "when",
    "minutes",
    "within days",
    "per week",
    "coach's time",
    "sections funded",
]
KINDS: tuple[Kind, ...] = get_args(Kind)  # in their order: those that are named rather come first
LEAST_MINUTES = 5  # of a session that may be as short as you like
NO_LIMIT = 1_000_000

_DOES: dict[Status, str] = {
    "Teaching": "teaches",
    "Prep": "has prep",
    "Unavailable": "is not available",
    "Coaching": "must be released",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what it is, of whom or what, and how it is told. `key` is (rule, site), (coach,), (coach, period),
    (teacher,), (program, session), (site,), or the place of a pin."""

    kind: Kind
    key: tuple[str, ...]
    told: ConflictItem


def items_of(part: Instance, rules: frozenset[str]) -> tuple[Item, ...]:
    """What these rules of a part rest on, those first that a conflict had rather name."""
    found = [*_limits(part, rules), *_of_rules(part, rules), *_pins(part), *_of_coaches(part), *_of_programs(part)]
    if "Avoided coach" in rules:
        found += _avoided(part)
    return tuple(sorted(found, key=lambda item: KINDS.index(item.kind)))


# ---- what there is


def _at(item: str, cell: str, says: str, sheet: str = "") -> ConflictItem:
    of_sheet, _, address = cell.rpartition("!")
    return ConflictItem(item, of_sheet or sheet, address, says)


def _is_required(part: Instance, rule: str, site: str) -> bool:
    setting = part.rule(rule, site)
    return setting.level in ("Required", None) and setting.weight > 0


def _of_rules(part: Instance, rules: frozenset[str]) -> Iterator[Item]:
    for rule in sorted(rules - OF_LIMITS):
        for site in part.sites:
            if _is_required(part, rule, site):
                level = part.rule(rule, site).level or "as Programs says"
                told = _at(f"{rule}, {site}", part.cells.rule(rule, site), f"{rule} is {level} at {site}", "Rules")
                yield Item("rule", (rule, site), told)


def _limits(part: Instance, rules: frozenset[str]) -> Iterator[Item]:
    """The figures that a rule limits by: of a site, a coach or a teacher, else the rule's own."""
    if FUNDED in rules:
        for site in part.sites.values():
            most = own_or_rule(site.sections_funded, part, FUNDED, site.id)
            if most is not None and _is_required(part, FUNDED, site.id) and part.home_coaches(site.id):
                cell = _limit_cell(part, "Sites", site.id, "sections funded", site.sections_funded, FUNDED, site.id)
                says = f"{site.id} has {_count(most, 'section')} funded"
                yield Item("sections funded", (site.id,), _at(f"Sections funded, {site.id}", cell, says, "Sites"))
    for coach in part.coaches.values():
        yield from _limits_of_coach(part, rules, coach)
    if "Prep minutes used" in rules:
        for t in part.teachers.values():
            if t.prep_minutes is not None:
                cell = part.cells.column("Teachers", t.id, "prep minutes")
                says = f"coaching may use {t.prep_minutes} minutes of the prep of {t.id} a week"
                yield Item("prep minutes", (t.id,), _at(f"prep minutes, {t.id}", cell, says, "Teachers"))


def _limits_of_coach(part: Instance, rules: frozenset[str], coach: Coach) -> Iterator[Item]:
    id = coach.id
    limits: list[tuple[Kind, str, int | None, int | None, str]] = [
        (
            "release min",
            LEAST,
            coach.release_min,
            own_or_rule(coach.release_min, part, LEAST, coach.home),
            f"{id} is to be released in at least {{}}",
        ),
        ("release max", LEAST, coach.release_max, coach.release_max, f"{id} may be released in at most {{}}"),
        (
            "max caseload",
            CASELOAD,
            coach.max_caseload,
            own_or_rule(coach.max_caseload, part, CASELOAD, coach.home),
            f"{id} may have at most {{}}",
        ),
        (
            "max sessions per day",
            PER_DAY,
            coach.max_sessions_per_day,
            own_or_rule(coach.max_sessions_per_day, part, PER_DAY, coach.home),
            f"{id} may hold at most {{}} a day",
        ),
    ]
    units = {LEAST: "period", CASELOAD: "enrollment", PER_DAY: "session"}
    for kind, rule, own, figure, says in limits:
        if rule in rules and figure is not None and _is_required(part, rule, coach.home):
            if kind == "release min" and figure == 0:
                continue
            cell = _limit_cell(part, "Coaches", id, kind, own, rule, coach.home)
            yield Item(kind, (id,), _at(f"{kind}, {id}", cell, says.format(_count(figure, units[rule])), "Coaches"))


def _limit_cell(part: Instance, sheet: str, id: str, column: str, own: int | None, rule: str, site: str) -> str:
    """The cell of a limit: its own where it has one, else that of the rule."""
    return part.cells.column(sheet, id, column) if own is not None else part.cells.rule(rule, site, "value")


def _pins(part: Instance) -> Iterator[Item]:
    for n, pin in enumerate(part.pins):
        yield Item("pin", (str(n),), _at("pin", pin.where, pin_words(part, pin), "Pins"))


def pin_words(part: Instance, pin: Pin) -> str:
    """What a pin asks for: "a pin gives T1 the coach C1 in cycle 2"."""
    cycle = f" in cycle {pin.cycle}" if pin.cycle is not None else ""
    if pin.kind == "Release":
        return f"a pin keeps {pin.coach} {'released' if pin.released else 'not released'} in period {pin.period}"
    program = f" ({pin.program})" if pin.program else ""
    if pin.kind == "Coach":
        return f"a pin gives {pin.teacher}{program} {f'the coach {pin.coach}' if pin.coach else 'no coach'}{cycle}"
    day = f" on {part.settings.days[pin.day]}" if pin.day is not None else ""
    at = f" at {hhmm(pin.start)}" if pin.start is not None else ""
    period = f" in period {pin.period}" if pin.period else ""
    coach = f" with {pin.coach}" if pin.coach else ""
    week = f" of week {pin.week}" if pin.week is not None else ""
    return f"a pin holds {pin.session or 'a session'} of {pin.teacher}{program}{coach}{day}{at}{period}{week}{cycle}"


def _of_coaches(part: Instance) -> Iterator[Item]:
    """What a coach does in a period, and the roles of a coach."""
    for coach in part.coaches.values():
        seen: dict[tuple[str, Status], str] = {}
        for place, (slot, status) in enumerate(
            zip(part.home_slots(coach.id), part.availability[coach.id], strict=True)
        ):
            if status in _DOES:
                cell = part.cells.state(coach.id, place)
                seen[slot.period, status] = seen.get((slot.period, status), "") or cell
        for (period, status), cell in seen.items():
            told = _at(f"{status}, {coach.id} period {period}", cell, f"{coach.id} {_DOES[status]} in period {period}")
            yield Item("coach's time", (coach.id, period, status), told)
        if coach.roles and any(p.role for p in part.programs.values()):
            cell = part.cells.column("Coaches", coach.id, "roles")
            told = _at(f"roles, {coach.id}", cell, f"{coach.id} has the roles {', '.join(coach.roles)}", "Coaches")
            yield Item("roles", (coach.id,), told)


def _of_programs(part: Instance) -> Iterator[Item]:
    used = {e.program for e in part.enrollments}
    for program in part.programs.values():
        if program.id not in used:
            continue
        if program.role:
            cell = part.cells.column("Programs", f"{program.id}/coach role", "coach role")
            says = f"the coach of {program.id} must have the role {program.role}"
            yield Item("coach role", (program.id,), _at(f"coach role, {program.id}", cell, says, "Programs"))
        for s in program.sessions:
            if not s.once and s.count:
                yield from _of_session(part, program, s)


def _of_session(part: Instance, program: Program, s: ProgramSession) -> Iterator[Item]:
    name = f"{program.id}/{s.name}"
    says: list[tuple[Kind, str]] = [("per week", f"{s.name} is due {_count(s.count, 'time')} in each cycle")]
    if s.when:
        says.append(("when", f"{s.name} is for {' or '.join(s.when)}"))
    if s.minutes > LEAST_MINUTES:
        says.append(("minutes", f"{s.name} takes {s.minutes} minutes"))
    if s.within_days is not None:
        says.append(("within days", f"{s.name} comes at most {_count(s.within_days, 'school day')} after {s.after}"))
    for kind, text in says:
        cell = part.cells.column("Programs", name, kind)
        yield Item(kind, (program.id, s.name), _at(f"{kind}, {name}", cell, text, "Programs"))


def _avoided(part: Instance) -> Iterator[Item]:
    for t in part.teachers.values():
        if t.avoid_coaches and _is_required(part, "Avoided coach", t.site):
            cell = part.cells.column("Teachers", t.id, "avoid coach")
            told = _at(f"avoid coach, {t.id}", cell, f"{t.id} avoids {', '.join(t.avoid_coaches)}", "Teachers")
            yield Item("avoid coach", (t.id,), told)


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


# ---- the part without some


def without(part: Instance, items: Iterable[Item]) -> Instance:
    """The part in which these items ask for nothing."""
    by_kind: dict[Kind, set[tuple[str, ...]]] = {}
    for item in items:
        by_kind.setdefault(item.kind, set()).add(item.key)

    def has(kind: Kind, *key: str) -> bool:
        return key in by_kind.get(kind, ())

    rules = dict(part.rules)
    for rule, site in by_kind.get("rule", ()):
        rules[rule, site] = replace(part.rule(rule, site), level="Off")
    dropped = by_kind.get("per week", set())
    pins = tuple(p for n, p in enumerate(part.pins) if not has("pin", str(n)) and not _is_of_dropped(part, p, dropped))
    return replace(
        part,
        rules=rules,
        pins=pins,
        sites={
            s.id: replace(s, sections_funded=NO_LIMIT) if has("sections funded", s.id) else s
            for s in part.sites.values()
        },
        coaches={c.id: _coach_without(c, has) for c in part.coaches.values()},
        availability={c: _time_without(part, c, statuses, has) for c, statuses in part.availability.items()},
        apart={c: _time_without(part, c, statuses, has) for c, statuses in part.apart.items()},
        teachers={t.id: _teacher_without(t, has) for t in part.teachers.values()},
        programs={p.id: _program_without(p, has) for p in part.programs.values()},
    )


_Has = Callable[..., bool]


def _is_of_dropped(part: Instance, pin: Pin, dropped: Set[tuple[str, ...]]) -> bool:
    """Whether a pin holds a session that is not due any more."""
    if pin.kind != "Session" or not dropped:
        return False
    programs = [pin.program] if pin.program else part.teachers[pin.teacher].programs
    return any((program, pin.session) in dropped for program in programs)


def _coach_without(c: Coach, has: _Has) -> Coach:
    return replace(
        c,
        release_min=0 if has("release min", c.id) else c.release_min,
        release_max=None if has("release max", c.id) else c.release_max,
        max_caseload=NO_LIMIT if has("max caseload", c.id) else c.max_caseload,
        max_sessions_per_day=NO_LIMIT if has("max sessions per day", c.id) else c.max_sessions_per_day,
        roles=() if has("roles", c.id) else c.roles,
    )


def _teacher_without(t: Teacher, has: _Has) -> Teacher:
    if has("avoid coach", t.id) or has("prep minutes", t.id):
        return replace(
            t,
            avoid_coaches=() if has("avoid coach", t.id) else t.avoid_coaches,
            prep_minutes=NO_LIMIT if has("prep minutes", t.id) else t.prep_minutes,
        )
    return t


def _time_without(part: Instance, coach: str, statuses: tuple[Status, ...], has: _Has) -> tuple[Status, ...]:
    return tuple(
        "Available" if has("coach's time", coach, slot.period, status) else status
        for slot, status in zip(part.home_slots(coach), statuses, strict=True)
    )


def _program_without(p: Program, has: _Has) -> Program:
    sessions = tuple(
        replace(
            s,
            when=() if has("when", p.id, s.name) else s.when,
            minutes=LEAST_MINUTES if has("minutes", p.id, s.name) else s.minutes,
            within_days=None if has("within days", p.id, s.name) else s.within_days,
        )
        for s in p.sessions
        if not has("per week", p.id, s.name)
    )
    left = {s.name for s in sessions}
    sessions = tuple(s if not s.after or s.after in left else replace(s, after="", within_days=None) for s in sessions)
    return replace(p, role="" if has("coach role", p.id) else p.role, sessions=sessions)
