"""Rule "Keep last coach"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, shortfall, teacher

RULE = "Keep last coach"


@pytest.mark.parametrize(("named", "given", "amount"), [("C1", "C1", 0), ("C1", "C2", 2), ("C1", "", 2), ("", "C2", 0)])
def test_each_enrollment_whose_named_coach_is_not_the_coach_counts(named, given, amount):
    school = district(
        teachers=[teacher(last_coach=named, programs=("Access", "Cycle"))], coaches=[coach(), coach("C2")]
    )
    assert shortfall(RULE, school, plan(school, coaches=given)) == amount
