"""Rule "Grade match"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, shortfall, teacher

RULE = "Grade match"


@pytest.mark.parametrize(
    ("taught", "known", "amount"),
    [
        (("9",), ("9", "10"), 0),
        (("9", "12"), ("11", "12"), 0),
        (("9",), ("10",), 1),
        ((), ("10",), 0),
        (("9",), (), 0),
        (("k",), ("K",), 0),
        (("1",), ("10", "11"), 1),
    ],
)
def test_an_enrollment_whose_teacher_shares_no_grade_with_the_coach_counts(taught, known, amount):
    school = district(teachers=[teacher(grades=taught)], coaches=[coach(grades=known)])
    assert shortfall(RULE, school, plan(school)) == amount
    assert shortfall(RULE, school, plan(school, coaches="")) == 0
