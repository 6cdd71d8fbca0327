"""Rule "Avoided coach"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, shortfall, teacher

RULE = "Avoided coach"


@pytest.mark.parametrize(("given", "amount"), [("C1", 2), ("C2", 2), ("C3", 0), ("", 0)])
def test_each_enrollment_with_a_coach_whom_the_teacher_avoids_counts(given, amount):
    school = district(
        teachers=[teacher(avoid_coaches=("C1", "C2"), programs=("Access", "Cycle"))],
        coaches=[coach(), coach("C2"), coach("C3")],
    )
    assert shortfall(RULE, school, plan(school, coaches=given)) == amount
