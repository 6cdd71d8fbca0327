"""Placements become meetings of a coach: one for each session of one teacher, and groups who may meet together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.instance import ProgramSession, State
from scheduler.domain.matching import same_class
from scheduler.engine.problem.index import Window

if TYPE_CHECKING:
    from scheduler.engine.model.calendar import Calendar, Placement


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a coach may do in a window: `count` meetings of one session, at most `most`."""

    coach: str
    cycle: int
    window: Window
    session: ProgramSession
    virtual: bool
    count: cp_model.IntVar
    most: int
    members: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class SharedSession:
    """One session of one program in one window of a coach, where those who have it may meet in groups."""

    coach: str
    cycle: int
    window: Window
    session: ProgramSession
    virtual: bool
    members: tuple[Placement, ...]


def add_meetings(m: Calendar) -> None:
    """Adds the meetings of all placements, with what holds inside each of them."""
    by_session: dict[tuple[str, int, Window, str, str, bool], list[Placement]] = defaultdict(list)
    for p in m.placements:
        if p.session.group_size == 1:
            m.meetings[p.coach, p.cycle].append(
                Meeting(p.coach, p.cycle, p.window, p.session, p.virtual, p.var, 1, (p,))
            )
        else:
            program = m.enrolment(p.enrolment).program
            by_session[p.coach, p.cycle, p.window, program, p.session.name, p.virtual].append(p)
    for (coach, k, window, _, _, virtual), members in by_session.items():
        _add_groups(m, SharedSession(coach, k, window, members[0].session, virtual, tuple(members)))


def _add_groups(m: Calendar, room: SharedSession) -> None:
    """As many meetings as there may be: of members who can all be in one meeting, else of each class by itself."""
    classes = _classes(m, room.members)
    timed = (room.coach, room.cycle, room.window) in m.timed.keys
    if classes is None:
        _add_each(m, room, _most_of_all(m, room, [1] * len(room.members)))
    elif len(classes) < 2:
        most = _most(m, room, len(room.members))
        if timed and most > 1:
            _add_each(m, room, most)
        else:
            _add_some(m, room, most)
    elif timed:
        _add_each(m, room, _most_of_all(m, room, [len(c) for c in classes]))
    else:
        _add_by_class(m, room, classes)


def _state(m: Calendar, p: Placement) -> State:
    return m.instance.states[m.enrolment(p.enrolment).teacher][p.window.slot]


def _classes(m: Calendar, members: Sequence[Placement]) -> list[list[Placement]] | None:
    """Those who teach then, by class, and first those who do not, where there are both or several classes; None where
    some share the course with two who are in different rooms, so that there are no classes."""
    teaching = [p for p in members if _state(m, p).doing == "Teaching"]
    classes: list[list[Placement]] = []
    for p in teaching:
        found = [c for c in classes if any(same_class(_state(m, p), _state(m, other)) for other in c)]
        if len(found) > 1 or any(not same_class(_state(m, p), _state(m, other)) for c in found for other in c):
            return None
        if found:
            found[0].append(p)
        else:
            classes.append([p])
    if len(classes) < 2:
        return [list(members)]
    rest = [p for p in members if _state(m, p).doing != "Teaching"]
    return [rest, *classes] if rest else classes


def _most(m: Calendar, room: SharedSession, n: int) -> int:
    """Most meetings of `n` members. More than are needed are of use only where a cycle would else be too empty."""
    home = m.instance.coaches[room.coach].home
    uneven = m.objective.counts("Even cycles", home) and m.objective.value("Even cycles", home) is not None
    if uneven and m.instance.settings.cycles > 1 and not m.in_turn:
        size = room.session.minutes + m.facts.gap
        return max(1, min(n, (room.window.minutes + m.facts.gap) // size))
    return -(-n // room.session.group_size)


def _most_of_all(m: Calendar, room: SharedSession, sizes: Sequence[int]) -> int:
    """Most meetings where those of different classes meet apart: no more than fit into the window."""
    size = room.session.minutes + m.facts.gap
    fit = (room.window.minutes + m.facts.gap) // size
    return max(1, min(fit, sum(_most(m, room, n) for n in sizes)))


def _add_some(m: Calendar, room: SharedSession, most: int) -> None:
    """`count` meetings with enough places for all."""
    count = m.cp.new_bool_var("") if most == 1 else m.cp.new_int_var(0, most, "")
    _fill(m, room, count, room.members, most)


def _fill(m: Calendar, room: SharedSession, count: cp_model.IntVar, members: Sequence[Placement], most: int) -> None:
    total = cp_model.LinearExpr.sum([p.var for p in members])
    m.cp.add(total <= room.session.group_size * count)
    m.cp.add(count <= total)
    m.meetings[room.coach, room.cycle].append(
        Meeting(room.coach, room.cycle, room.window, room.session, room.virtual, count, most, tuple(members))
    )


def _add_by_class(m: Calendar, room: SharedSession, classes: Sequence[Sequence[Placement]]) -> None:
    """Meetings of each class; who does not teach then has a place in any of them, or in a meeting without a class."""
    rest = [p for p in classes[0] if _state(m, p).doing != "Teaching"]
    places: dict[Placement, list[Placement]] = {p: [] for p in rest}
    for mine in classes:
        members = [p for p in mine if p not in places]
        for p in rest:
            places[p].append(replace(p, var=m.cp.new_bool_var("")))
            members.append(places[p][-1])
        most = _most(m, room, len(members))
        count = m.cp.new_bool_var("") if most == 1 else m.cp.new_int_var(0, most, "")
        _fill(m, room, count, members, most)
    for p, mine_of_all in places.items():
        m.cp.add(cp_model.LinearExpr.sum([place.var for place in mine_of_all]) == p.var)


def _add_each(m: Calendar, room: SharedSession, most: int) -> None:
    """Several meetings, each with its own places: where clock times matter, or where not all can meet together."""
    members, counts = room.members, []
    apart = [
        (i, j) for (i, a), (j, b) in combinations(enumerate(members), 2) if not same_class(_state(m, a), _state(m, b))
    ]
    for _ in range(most):
        count = m.cp.new_bool_var("")
        places = [replace(p, var=m.cp.new_bool_var("")) for p in members]
        for p, place in zip(members, places, strict=True):
            m.places[p].append(place)
        for i, j in apart:
            m.cp.add_at_most_one([places[i].var, places[j].var])
        _fill(m, room, count, places, 1)
        counts.append(count)
    for p in members:
        m.cp.add(cp_model.LinearExpr.sum([place.var for place in m.places[p]]) == p.var)
    for one, other in pairwise(counts):
        m.cp.add(one >= other)
