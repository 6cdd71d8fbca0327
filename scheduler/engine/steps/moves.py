"""Moves of the meetings of a plan that make it more as people would have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.domain.instance import ProgramSession
from scheduler.domain.plan import Session
from scheduler.engine.steps.diary import Diary, MeetingMove, Rows, Wishes, enrollment_of, session_of


class Moves:
    """Finds moves in a diary; it looks at no more than `most` of them, in all."""

    def __init__(self, diary: Diary, most: int) -> None:
        self._diary, self._left = diary, most

    def better(self) -> list[MeetingMove]:
        """Moves that can be made one after another, each of which makes the plan more as people would have it."""
        diary, made = self._diary, []
        for i in sorted(diary.meetings, key=lambda i: diary.meetings[i]):
            if i not in diary.fixed and diary.meetings[i] and (move := self._best_move(i)) is not None:
                diary.put(move.after)
                made.append(move)
        for move in reversed(made):
            diary.put(move.before)
        return made

    def keep(self, moves: Sequence[MeetingMove]) -> None:
        """Make moves for good."""
        for move in moves:
            self._diary.put(move.after)

    def bar(self, move: MeetingMove) -> None:
        """Let those whom a move moves stay where they are."""
        self._diary.fixed.update(i for i, _ in move.before)

    def _best_move(self, i: int) -> MeetingMove | None:
        """The possible move of a meeting that helps most; the first of several as good, None where none helps."""
        best, gain = None, Wishes()
        for move in self._moves(i):
            if self._left <= 0:
                break
            self._left -= 1
            more = self._diary.difference(move)
            if more < gain:
                best, gain = move, more
        return best

    def _moves(self, i: int) -> Iterator[MeetingMove]:
        """What could be done with a meeting: it becomes part of another, is held in person, or elsewhere in its week,
        also where another is that takes its place."""
        rows = self._diary.meetings[i]
        first = rows[0]
        spec = self._diary.specs[first.program, first.session]
        if spec.group_size > len(rows):
            for n in self._diary.others(i):
                there = self._diary.meetings[n]
                if self._diary.kind(there[0]) == self._diary.kind(first) and len(rows) + len(there) <= spec.group_size:
                    yield self._together(i, n)
        if first.mode == "Virtual" and spec.mode == "Either":
            yield self._move({i: tuple(replace(s, mode="In person") for s in rows)})
        yield from self._elsewhere(i, rows, spec)

    def _elsewhere(self, i: int, rows: Rows, spec: ProgramSession) -> Iterator[MeetingMove]:
        """Where a meeting has a reason to be: when others of the same session are, on a day with less, or at a time
        that is not odd."""
        first = rows[0]
        wanted = {time for s in rows for time in self._diary.times(session_of(s))} - {(first.day, first.start)}
        odd, here = self._diary.is_odd(first, spec), len(self._diary.on_day(first, first.day))
        for window in self._diary.facts.fitting(first.coach, enrollment_of(first), spec):
            if window.week != first.week:
                continue
            starts = [start for day, start in sorted(wanted) if day == window.day]
            others = self._diary.on_day(first, window.day)
            if odd or len(others) + 1 < here:
                after = (self._diary.meetings[n][0].end + self._diary.facts.gap for n in others if n != i)
                starts += [window.start, *sorted(after)]
            for start in dict.fromkeys(starts):
                if window.start <= start and start + spec.minutes <= window.end:
                    there = replace(first, day=window.day, start=start, end=start + spec.minutes, period=window.period)
                    yield self._move({i: _at(rows, there)})
        for n in self._diary.others(i) if wanted else ():
            there = self._diary.meetings[n][0]
            if (there.day, there.start) in wanted and there.end - there.start == spec.minutes:
                yield self._move({i: _at(rows, there), n: _at(self._diary.meetings[n], first)})

    def _together(self, i: int, n: int) -> MeetingMove:
        """The i-th meeting becomes part of the n-th."""
        mine, there = self._diary.meetings[i], self._diary.meetings[n]
        every = _labelled((*there, *_at(mine, there[0])))
        return MeetingMove(
            ((i, mine), (n, there)), ((i, ()), (n, every)), tuple(zip((*there, *mine), every, strict=True))
        )

    def _move(self, after: dict[int, Rows]) -> MeetingMove:
        before = {i: self._diary.meetings[i] for i in after}
        pairs = [pair for i, rows in after.items() for pair in zip(before[i], rows, strict=True)]
        return MeetingMove(tuple(before.items()), tuple(after.items()), tuple(pairs))


def _at(rows: Rows, there: Session) -> Rows:
    """The rows of a meeting at the time of another."""
    return tuple(replace(s, day=there.day, start=there.start, end=there.end, period=there.period) for s in rows)


def _labelled(rows: Rows) -> Rows:
    """Rows as one group."""
    s = rows[0]
    label = s.group or f"{s.coach} w{s.week} d{s.day + 1} {s.start} {s.teacher}"
    return tuple(replace(row, group=label) for row in rows)
