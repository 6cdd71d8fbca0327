"""Rule "Sections funded"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, setting, shortfall

from scheduler.domain.instance import Site

RULE = "Sections funded"


@pytest.mark.parametrize(
    ("funded", "value", "above"),
    [(5, None, 0), (4, None, 1), (2, None, 3), (0, None, 5), (None, None, 0), (None, 3, 2), (6, 3, 0)],
)
def test_released_periods_above_the_sites_sections_or_else_the_value_count(funded, value, above):
    school = district(
        sites=[Site("S", "South", "Regular", funded)],
        coaches=[coach(), coach("C2")],
        rules=[setting(RULE, value=value)],
    )
    assert shortfall(RULE, school, plan(school, released={"C1": "123", "C2": "12"})) == above


def test_full_time_coaches_and_visitors_are_not_paid_from_the_sections():
    school = district(
        sites=[Site("S", "South", "Regular", 0), Site("N", "North", "Regular")],
        coaches=[coach("C1", full_time=True), coach("C2", "N", "S")],
    )
    assert shortfall(RULE, school, plan(school, released={"C1": "123", "C2": "123"})) == 0
