"""Sweeps: one cell, or which scenario of the sheet, varied over several values."""

from __future__ import annotations

import re

from scheduler.domain.scenario import Ask, Axis, Step

SCENARIO_AXIS = "Scenario"
MOST_POINTS = 200  # of one axis, and of two crossed
_FORM = '"Sites.LHS.sections funded=5..10", "Rules.Grade match.level=Off, Option" or "Scenarios=Base, Two coaches"'
_RANGE = re.compile(r"(-?\d+)\s*\.\.\s*(-?\d+)")


class BadSweep(ValueError):
    """A sweep that cannot be read; the message says how it is written."""


def axis_of(text: str) -> Axis:
    """The axis that a text such as "Sites.LHS.sections funded=5..10" asks for.

    Raises
    ------
    BadSweep
        it names no sheet, row and column, or no values
    """
    what, equals, listed = text.partition("=")
    values = _values(listed)
    if not equals or not values:
        raise BadSweep(f'"{text}" names no values; write {_FORM}')
    if len(values) > MOST_POINTS:
        raise BadSweep(f'"{text}" has {len(values)} values; at most {MOST_POINTS} are compared')
    if what.strip().casefold() in ("scenario", "scenarios"):
        return Axis(SCENARIO_AXIS, tuple(Step(v, scenario=v) for v in values), text)
    sheet, _, rest = what.strip().partition(".")
    row, _, column = rest.rpartition(".")
    if not (sheet.strip() and row.strip() and column.strip()):
        raise BadSweep(f'"{text}" names no sheet, row and column; write {_FORM}')
    sheet, row, column = sheet.strip(), row.strip(), column.strip()
    return Axis(f"{row} {column}", tuple(Step(v, (Ask("Set", sheet, row, column, v),)) for v in values), text)


def crossed(axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    """The same axes, when their points are not too many.

    Raises
    ------
    BadSweep
        there are more than two, or more points than are compared
    """
    if len(axes) > 2:
        raise BadSweep(f"{len(axes)} sweeps are given; at most two are crossed")
    points = 1
    for axis in axes:
        points *= len(axis.steps)
    if points > MOST_POINTS:
        raise BadSweep(f"the sweeps cross in {points} points; at most {MOST_POINTS} are compared")
    return axes


def _values(listed: str) -> list[str]:
    found: list[str] = []
    for part in (p.strip() for p in listed.split(",")):
        span = _RANGE.fullmatch(part)
        if span:
            first, last = int(span[1]), int(span[2])
            step = 1 if first <= last else -1
            if abs(last - first) > MOST_POINTS:
                raise BadSweep(f'"{part}" has {abs(last - first) + 1} values; at most {MOST_POINTS} are compared')
            found += [str(n) for n in range(first, last + step, step)]
        elif part:
            found.append(part)
    return list(dict.fromkeys(found))
