"""A sweep is a text: what is varied, and its values."""

from __future__ import annotations

import pytest

from scheduler.domain.scenario import Ask
from scheduler.scenarios.side_by_side import BadSweep, axis_of, crossed


@pytest.mark.parametrize(
    ("text", "name", "labels"),
    [
        ("Sites.LHS.sections funded=5..8", "LHS sections funded", ["5", "6", "7", "8"]),
        ("Sites.LHS.sections funded = 8..6, 2", "LHS sections funded", ["8", "7", "6", "2"]),
        ("Rules.Grade match.level=Off, Option, Off", "Grade match level", ["Off", "Option"]),
        ("Programs.Cycle/Plan v1.5.minutes=30", "Cycle/Plan v1.5 minutes", ["30"]),
        ("Scenarios=Base, More", "Scenario", ["Base", "More"]),
    ],
)
def test_a_sweep_has_a_name_and_a_label_for_each_value(text: str, name: str, labels: list[str]) -> None:
    axis = axis_of(text)
    assert (axis.name, [step.label for step in axis.steps]) == (name, labels)


def test_a_value_of_a_sweep_is_set_in_its_cell() -> None:
    (step,) = axis_of("Sites.St. John.sections funded=5").steps
    assert step.asks == (Ask("Set", "Sites", "St. John", "sections funded", "5"),)


FORM = 'write "Sites.LHS.sections funded=5..10", "Rules.Grade match.level=Off, Option" or "Scenarios=Base, Two coaches"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sites.LHS.sections funded", f'"Sites.LHS.sections funded" names no values; {FORM}'),
        ("Sites.LHS.sections funded=,", f'"Sites.LHS.sections funded=," names no values; {FORM}'),
        ("sections funded=5", f'"sections funded=5" names no sheet, row and column; {FORM}'),
        ("Sites..x=5", f'"Sites..x=5" names no sheet, row and column; {FORM}'),
        ("Sites.LHS.x=1..300", '"1..300" has 300 values; at most 200 are compared'),
    ],
)
def test_a_sweep_that_cannot_be_read_says_how_it_is_written(text: str, said: str) -> None:
    with pytest.raises(BadSweep) as caught:
        axis_of(text)
    assert str(caught.value) == said


def test_at_most_two_sweeps_are_crossed_in_at_most_two_hundred_points() -> None:
    ten, twenty, more = (axis_of(f"Sites.LHS.x=1..{n}") for n in (10, 20, 21))
    assert crossed((ten, twenty)) == (ten, twenty)
    with pytest.raises(BadSweep, match=r"^the sweeps cross in 210 points; at most 200 are compared$"):
        crossed((ten, more))
    with pytest.raises(BadSweep, match=r"^3 sweeps are given; at most two are crossed$"):
        crossed((ten, ten, ten))
