"""Sheet Programs: the service models and their sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.instance import ACCESS, ALL_LEVELS, MAKE_UP_WITHIN, MODES, Program, ProgramSession, Settings
from scheduler.domain.matching import folded
from scheduler.intake.sheets.bell_schedule import Bells
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import programs as messages
from scheduler.schema.sheets import WHEN


def read_programs(reading: InputWorkbook, settings: Settings, bells: Bells) -> tuple[dict[str, Program], Ids]:
    """Every program with its sessions; Access always exists.

    Parameters
    ----------
    reading
        the sheets of the input
    settings
        what Settings says
    bells
        the bell schedules
    """
    ids = Ids("a program", messages.UNKNOWN_PROGRAM, "Programs", (ACCESS,), open=reading.open("Programs"))
    rows: dict[str, list[Row]] = {ACCESS: []}
    for row in reading.rows("Programs"):
        text = row.text("program")
        program = ids.find(text)
        if program is None:
            program = text
            ids.add(text, row.where("program"))
        rows.setdefault(program, []).append(row)
    for table in reading.tables["Programs"]:
        for row in table.rows():
            ids.give(row.text("program"))
    programs = {}
    for program, own in rows.items():
        programs[program] = Program(
            id=program,
            role=_role(program, own, reading),
            cycles=_cycles(program, own, settings),
            sessions=_sessions(own, settings, bells),
            not_with=_not_with(program, own, ids),
        )
    return programs, ids


def _role(program: str, rows: list[Row], reading: InputWorkbook) -> str:
    given = [(row, row.text("coach role")) for row in rows if row.text("coach role")]
    if not given:
        return ""
    row, role = given[0]
    for other, text in given[1:]:
        if folded(text) != folded(role):
            other.report(
                messages.ROLE_DIFFERS,
                "coach role",
                text=text,
                role=role,
                place=row.where("coach role"),
                program=program,
            )
    roles = [cell_values.parts_of(coach.raw("roles")) for coach in reading.rows("Coaches")]
    known = {folded(one): one for own in roles for one in own}
    if folded(role) not in known and roles and not reading.open("Coaches"):
        anybody = any(not own for own in roles)
        message = messages.ROLE_OF_ANYBODY if anybody else messages.UNKNOWN_ROLE
        row.report(message, "coach role", role=role, near=cell_values.near(role, known.values()))
    return role


def _cycles(program: str, rows: list[Row], settings: Settings) -> int:
    """How many cycles an enrolled teacher is active in: as the first row that says so, never more than the year has."""
    first: tuple[Row, int] | None = None
    for row in rows:
        if not row.has("cycles"):
            continue
        if folded(row.text("cycles")) == "all":
            cycles = settings.cycles
        else:
            found = cell_values.number_of(row.raw("cycles"))
            if not isinstance(found, int) or found < 1:
                row.wrong(messages.NOT_A_NUMBER_OF_CYCLES, "cycles")
                continue
            if found > settings.cycles:
                row.report(messages.TOO_MANY_CYCLES, "cycles", cycles=found, most=settings.cycles)
            cycles = min(found, settings.cycles)
        if first is None:
            first = row, cycles
        elif first[1] != cycles:
            row.report(
                messages.CYCLES_DIFFER,
                "cycles",
                cycles=row.text("cycles"),
                place=first[0].where("cycles"),
                program=program,
            )
    return first[1] if first else 1


def _not_with(program: str, rows: list[Row], ids: Ids) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in rows:
        for other in row.ids("not with", ids):
            if other == program:
                row.report(messages.NOT_WITH_ITSELF, "not with", other=other)
            else:
                found[other] = None
    return tuple(found)


_OF_A_SESSION = ("activity", "minutes", "per week", "when")


def _sessions(rows: list[Row], settings: Settings, bells: Bells) -> tuple[ProgramSession, ...]:
    sessions: dict[str, tuple[Row, ProgramSession]] = {}
    nameless = [row for row in rows if not row.has("session") and any(row.has(column) for column in _OF_A_SESSION)]
    for row in nameless:
        if not row.unread("session"):
            row.report(messages.BLANK_SESSION, "session")
    named = [row for row in rows if folded(row.text("session"))]
    names = {folded(row.text("session")): row.text("session") for row in named}
    for row in named:
        session = _session(row, settings, bells)
        after = _after(row, names, quiet=bool(nameless))
        first = sessions.setdefault(folded(session.name), (row, replace(session, after=after)))[0]
        if first is not row:
            row.report(messages.SESSION_TWICE, "session", session=session.name, place=first.where("session"))
    _circles(sessions)
    if len(sessions) == len(named) and not nameless:
        _follow_up(sessions)
    return tuple(session for _, session in sessions.values())


def _session(row: Row, settings: Settings, bells: Bells) -> ProgramSession:
    minutes = row.whole("minutes", least=1)
    if minutes is None and not row.has("minutes") and not row.unread("minutes"):
        row.report(messages.BLANK_MINUTES, "minutes")
    per_week = _per_week(row, settings)
    count = 0 if per_week is None else round(per_week * settings.weeks)
    when = row.choices("when", WHEN)
    group_size = row.whole("group size", 1, least=1)
    make_up_within = row.whole("make up within")
    session = ProgramSession(
        name=row.text("session"),
        activity=row.text("activity"),
        minutes=minutes or 0,
        count=count,
        weekly=int(per_week) if per_week is not None and per_week == int(per_week) else None,
        once=per_week is None,
        when=when,
        within_days=row.whole("within days"),
        level=row.choice("level", ALL_LEVELS) or "Required",  # type: ignore[arg-type]  # one of the options
        mode=row.choice("mode", MODES) or "In person",  # type: ignore[arg-type]
        confidential=row.yes("confidential"),
        group_size=1 if group_size is None else group_size,
        make_up_within=MAKE_UP_WITHIN if make_up_within is None else make_up_within,
    )
    if len(when) == len(cell_values.parts_of(row.raw("when"))):
        _fits(row, session, bells)
    if row.has("within days") and not row.has("after"):
        row.report(messages.WITHIN_OF_NOTHING, "within days")
    return session


def _per_week(row: Row, settings: Settings) -> float | None:
    """How many a week; None for Once, 1 where the cell is blank or (said) wrong."""
    if folded(row.text("per week")) == "once":
        return None
    if not row.has("per week"):
        return 1
    found = cell_values.number_of(row.raw("per week"))
    if found is None or found < 0:
        row.wrong(messages.NOT_A_NUMBER_A_WEEK, "per week")
        return 1
    if abs(found * settings.weeks - round(found * settings.weeks)) > 1e-9:
        message = messages.NOT_WHOLE_IN_A_WEEK if settings.weeks == 1 else messages.NOT_WHOLE
        row.report(message, "per week", text=row.text("per week"), weeks=settings.weeks)
        return 1
    return found


def _after(row: Row, names: Mapping[str, str], *, quiet: bool) -> str:
    """The name of the session that comes first; `quiet` where it may be one whose name is missing."""
    text = row.text("after")
    if not text:
        return ""
    if folded(text) not in names and not quiet:
        row.report(
            messages.UNKNOWN_SESSION,
            "after",
            text=text,
            program=row.text("program"),
            near=cell_values.near(text, names.values()),
        )
    return names.get(folded(text), "")


def _fits(row: Row, session: ProgramSession, bells: Bells) -> None:
    """A session must fit into some slot that `when` allows."""
    slots = [slot for own in bells.values() for slot in own]
    if not slots or any(slot.week == 0 for slot in slots):
        return  # the bell schedule itself is wrong
    states = {"Teaching", "Prep"} & set(session.when)
    longest = max(
        (s.minutes for s in slots if not session.when or s.kind in session.when or (s.is_class and states)), default=0
    )
    if longest == 0:
        row.report(messages.NO_SUCH_SLOT, "when", when=session.when)
    elif session.minutes > longest:
        row.report(messages.TOO_LONG, "minutes", minutes=session.minutes, longest=longest)


def _circles(sessions: Mapping[str, tuple[Row, ProgramSession]]) -> None:
    """Sessions that come after one another in a circle are said once a circle."""
    said: set[str] = set()
    for start in sessions:
        path: list[str] = []
        at = start
        while at in sessions and at not in path:
            path.append(at)
            at = folded(sessions[at][1].after)
        if at == start and at and start not in said:
            said.update(path)
            chain = " after ".join(sessions[key][1].name for key in (*path, start))
            sessions[start][0].report(messages.CIRCLE, "after", chain=chain)


def _follow_up(sessions: Mapping[str, tuple[Row, ProgramSession]]) -> None:
    """One lonely session a cycle has nothing to prepare it and nothing to follow it up. A session of the week pattern
    is no such one: it is held in every pattern of the cycle."""
    held = [(row, s) for row, s in sessions.values() if s.once or s.count]
    if len(held) == 1 and held[0][1].once:
        row, session = held[0]
        row.report(messages.NO_FOLLOW_UP, "session", session=session.name)
