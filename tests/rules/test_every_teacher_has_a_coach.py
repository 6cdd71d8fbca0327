"""Rule "Every teacher has a coach"."""

from __future__ import annotations

import pytest
from districts import district, plan, shortfall, teacher

RULE = "Every teacher has a coach"


@pytest.mark.parametrize(("coaches", "without"), [("C1", 0), ({"T1": "C1"}, 2), ({}, 3)])
def test_each_enrollment_without_a_coach_counts(coaches, without):
    school = district(teachers=[teacher(), teacher("T2", programs=("Access", "Cycle"))])
    assert shortfall(RULE, school, plan(school, coaches=coaches)) == without


def test_an_administrator_needs_no_coach():
    school = district(teachers=[teacher(role="Administrator"), teacher("T2", role="Department chair")])
    assert shortfall(RULE, school, plan(school, coaches="")) == 1
