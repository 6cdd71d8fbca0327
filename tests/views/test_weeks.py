"""The rows of a week follow the clock where the days agree, and the periods where they do not."""

from __future__ import annotations

import pytest

from scheduler.domain.instance import Slot
from scheduler.views.weeks import GridRow, grid_rows


def slot(day: int, period: str, start: int, end: int) -> Slot:
    return Slot("B", 1, day, period, start, end, "Class")


def words(rows: list[GridRow]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(row.period, row.times.replace("\u2013", "-"), tuple(row.slots)) for row in rows]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        pytest.param(
            [slot(d, p, s, s + 55) for d in (0, 1) for p, s in (("1", 480), ("2", 540))],
            [("1", "08:00-08:55", (0, 1)), ("2", "09:00-09:55", (0, 1))],
            id="the same every day",
        ),
        pytest.param(
            [slot(0, "A1", 480, 570), slot(0, "A2", 580, 670), slot(1, "B1", 480, 570), slot(1, "B2", 580, 670)],
            [
                ("A1", "08:00-09:30", (0,)),
                ("B1", "08:00-09:30", (1,)),
                ("A2", "09:40-11:10", (0,)),
                ("B2", "09:40-11:10", (1,)),
            ],
            id="rotating periods, few enough for a row each",
        ),
        pytest.param(
            [slot(d, f"{d}{n}", 480 + 60 * n, 530 + 60 * n) for d in range(5) for n in range(2)],
            [("", "08:00-08:50", (0, 1, 2, 3, 4)), ("", "09:00-09:50", (0, 1, 2, 3, 4))],
            id="rotating periods at fixed times",
        ),
        pytest.param(
            [slot(d, str(n), (50 + 7 * d) * n, 40 + (50 + 7 * d) * n) for d in range(5) for n in range(1, 4)],
            [("1", "", (0, 1, 2, 3, 4)), ("2", "", (0, 1, 2, 3, 4)), ("3", "", (0, 1, 2, 3, 4))],
            id="fixed periods at other times",
        ),
        pytest.param(
            [
                slot(0, "1", 480, 530),
                slot(0, "2", 540, 590),
                slot(0, "3", 600, 650),
                slot(1, "2", 490, 545),
                slot(1, "3", 555, 605),
                slot(1, "1", 615, 665),
                slot(2, "3", 470, 525),
                slot(2, "1", 535, 585),
                slot(2, "2", 605, 655),
            ],
            [("", "", (0, 1, 2)), ("", "", (0, 1, 2)), ("", "", (0, 1, 2))],
            id="neither periods nor times agree",
        ),
    ],
)
def test_rows_of_a_week(slots: list[Slot], expected: list[tuple[str, str, tuple[int, ...]]]) -> None:
    assert words(grid_rows(slots)) == expected
