"""Placements become meetings of a coach: one for each session of one teacher, and groups who may meet together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from scheduler.domain.instance import ProgramSession, State
from scheduler.domain.matching import same_class
from scheduler.engine.model.placements import CoachWindow, Placement, when
from scheduler.engine.problem.index import ProblemIndex, Window


@dataclass(frozen=True, slots=True)
class CoachMeeting:
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


class MeetingMaker:
    """Makes the meetings of placements, with what holds inside each of them.

    Parameters
    ----------
    timed
        the windows whose clock times matter: each meeting there is one by itself
    spare
        the coaches for whom more meetings of a group than it needs are of use
    split
        the timed windows in which a group may meet in more meetings than it needs, because its members are not free at
        the same time
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        facts: ProblemIndex,
        timed: Container[CoachWindow],
        spare: Container[str],
        split: Container[CoachWindow],
    ) -> None:
        self._cp, self._facts, self._timed, self._spare, self._split = cp, facts, timed, spare, split
        self.meetings: dict[tuple[str, int], list[CoachMeeting]] = defaultdict(list)  # coach, cycle
        self.places: dict[Placement, list[Placement]] = defaultdict(list)  # in each of several groups of one slot

    def add(self, placements: Sequence[Placement]) -> None:
        """Add the meetings of all placements of a model."""
        by_session: dict[tuple[str, int, Window, str, str, bool], list[Placement]] = defaultdict(list)
        for p in placements:
            if p.session.group_size == 1:
                self.meetings[p.coach, p.cycle].append(
                    CoachMeeting(p.coach, p.cycle, p.window, p.session, p.virtual, p.var, 1, (p,))
                )
            else:
                program = self._facts.enrollments[p.enrollment].program
                by_session[p.coach, p.cycle, p.window, program, p.session.name, p.virtual].append(p)
        for (coach, k, window, _, _, virtual), members in by_session.items():
            self._add_groups(SharedSession(coach, k, window, members[0].session, virtual, tuple(members)))

    def _add_groups(self, shared: SharedSession) -> None:
        """As many meetings as there may be: of members who can all be in one meeting, else of each class by itself."""
        classes = self._classes(shared.members)
        timed = CoachWindow(shared.coach, shared.cycle, shared.window) in self._timed
        if classes is None:
            self._add_each(shared, self._most_of_all(shared, [1] * len(shared.members)))
        elif len(classes) < 2:
            most = self._most(shared, len(shared.members))
            if timed and most > 1:
                self._add_each(shared, most)
            else:
                self._fill(shared, self._count(most, self._name(shared)), shared.members, most)
        elif timed:
            self._add_each(shared, self._most_of_all(shared, [len(c) for c in classes]))
        else:
            self._add_by_class(shared, classes)

    def _state(self, p: Placement) -> State:
        return self._facts.instance.states[self._facts.enrollments[p.enrollment].teacher][p.window.slot]

    def _classes(self, members: Sequence[Placement]) -> list[list[Placement]] | None:
        """Those who teach then, by class, and first those who do not, where there are both or several classes; None
        where some share the course with two who are in different rooms, so that there are no classes."""
        teaching = [p for p in members if self._state(p).doing == "Teaching"]
        classes: list[list[Placement]] = []
        for p in teaching:
            state = self._state(p)
            found = [c for c in classes if any(same_class(state, self._state(other)) for other in c)]
            if len(found) > 1 or any(not same_class(state, self._state(other)) for c in found for other in c):
                return None
            if found:
                found[0].append(p)
            else:
                classes.append([p])
        if len(classes) < 2:
            return [list(members)]
        rest = [p for p in members if self._state(p).doing != "Teaching"]
        return [rest, *classes] if rest else classes

    def _fit(self, shared: SharedSession) -> int:
        """How many meetings fit into the window one after another."""
        gap = self._facts.gap
        return (shared.window.minutes + gap) // (shared.session.minutes + gap)

    def _most(self, shared: SharedSession, n: int) -> int:
        """Most meetings of `n` members: more than they need only where these are of use."""
        if shared.coach in self._spare or CoachWindow(shared.coach, shared.cycle, shared.window) in self._split:
            return max(1, min(n, self._fit(shared)))
        return -(-n // shared.session.group_size)

    def _most_of_all(self, shared: SharedSession, sizes: Sequence[int]) -> int:
        """Most meetings where those of different classes meet apart: no more than fit into the window."""
        return max(1, min(self._fit(shared), sum(self._most(shared, n) for n in sizes)))

    def _count(self, most: int, name: str) -> cp_model.IntVar:
        return self._cp.new_bool_var(name) if most == 1 else self._cp.new_int_var(0, most, name)

    def _name(self, shared: SharedSession) -> str:
        program = self._facts.enrollments[shared.members[0].enrollment].program
        mode = " virtual" if shared.virtual else ""
        window = when(shared.window)
        return f"meetings: {program} {shared.session.name} with {shared.coach} cycle {shared.cycle} {window}{mode}"

    def _fill(self, shared: SharedSession, count: cp_model.IntVar, members: Sequence[Placement], most: int) -> None:
        """`count` meetings with enough places for all."""
        total = cp_model.LinearExpr.sum([p.var for p in members])
        self._cp.add(total <= shared.session.group_size * count)
        self._cp.add(count <= total)
        self.meetings[shared.coach, shared.cycle].append(
            CoachMeeting(
                shared.coach,
                shared.cycle,
                shared.window,
                shared.session,
                shared.virtual,
                count,
                most,
                tuple(members),
            )
        )

    def _add_by_class(self, shared: SharedSession, classes: Sequence[Sequence[Placement]]) -> None:
        """Meetings of each class; who does not teach then has a place in any of them, or in one without a class."""
        rest = [p for p in classes[0] if self._state(p).doing != "Teaching"]
        places: dict[Placement, list[Placement]] = {p: [] for p in rest}
        for n, mine in enumerate(classes, 1):
            members = [p for p in mine if p not in places]
            for p in rest:
                places[p].append(replace(p, var=self._cp.new_bool_var(f"{p.var.name} in class {n}")))
                members.append(places[p][-1])
            most = self._most(shared, len(members))
            self._fill(shared, self._count(most, f"{self._name(shared)} class {n}"), members, most)
        for p, mine_of_all in places.items():
            self._cp.add(cp_model.LinearExpr.sum([place.var for place in mine_of_all]) == p.var)

    def _add_each(self, shared: SharedSession, most: int) -> None:
        """Several meetings, each with its own places: where clock times matter, or where not all can meet together."""
        members, counts = shared.members, []
        apart = [
            (i, j)
            for (i, a), (j, b) in combinations(enumerate(members), 2)
            if not same_class(self._state(a), self._state(b))
        ]
        for n in range(1, most + 1):
            count = self._cp.new_bool_var(f"{self._name(shared)} meeting {n}")
            places = [replace(p, var=self._cp.new_bool_var(f"{p.var.name} in meeting {n}")) for p in members]
            for p, place in zip(members, places, strict=True):
                self.places[p].append(place)
            for i, j in apart:
                self._cp.add_at_most_one([places[i].var, places[j].var])
            self._fill(shared, count, places, 1)
            counts.append(count)
        for p in members:
            self._cp.add(cp_model.LinearExpr.sum([place.var for place in self.places[p]]) == p.var)
        for one, other in pairwise(counts):
            self._cp.add(one >= other)
