"""Rule "Content match"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, shortfall, teacher

RULE = "Content match"


@pytest.mark.parametrize(
    ("department", "known", "amount"),
    [
        ("Math", ("Math",), 0),
        ("Math", ("Science", "math "), 0),
        ("Math", ("Science",), 1),
        ("", ("Science",), 0),
        ("Math", (), 0),
        ("World Languages", ("world-languages",), 0),
    ],
)
def test_an_enrollment_whose_department_the_coach_does_not_know_counts(department, known, amount):
    school = district(teachers=[teacher(department=department)], coaches=[coach(departments=known)])
    assert shortfall(RULE, school, plan(school)) == amount
    assert shortfall(RULE, school, plan(school, coaches="")) == 0
