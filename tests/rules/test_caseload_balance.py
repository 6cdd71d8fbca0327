"""Rule "Caseload balance"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, setting, shortfall, teacher

from scheduler.domain.instance import Site

RULE = "Caseload balance"


@pytest.mark.parametrize(
    ("of_c1", "of_c2", "above"),
    [(2, 2, 0), (3, 1, 0), (4, 0, 2), (4, 1, 1)],
)
def test_largest_less_smallest_caseload_above_the_value_counts(of_c1, of_c2, above):
    school = district(teachers=[teacher(f"T{i}") for i in range(of_c1 + of_c2)], coaches=[coach(), coach("C2")])
    coaches = {f"T{i}": "C1" if i < of_c1 else "C2" for i in range(of_c1 + of_c2)}
    assert shortfall(RULE, school, plan(school, coaches=coaches)) == above


def test_a_visitor_is_not_weighed_against_the_home_coaches():
    sites = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
    school = district(
        sites=sites, teachers=[teacher(f"T{i}") for i in range(4)], coaches=[coach(), coach("C2", "N", "S")]
    )
    assert shortfall(RULE, school, plan(school)) == 0


def test_a_site_that_is_nobodys_home_is_balanced():
    school = district(coaches=[coach("C1", "N", "S")], sites=[SOUTH, NORTH], rules=[setting(RULE, value=0)])
    assert shortfall(RULE, school, plan(school)) == 0


SOUTH, NORTH = Site("S", "South", "Regular"), Site("N", "North", "Regular")
