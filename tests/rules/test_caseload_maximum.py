"""Rule "Caseload maximum"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, setting, shortfall, teacher

from scheduler.domain.instance import Site

RULE = "Caseload maximum"


@pytest.mark.parametrize(
    ("own", "value", "above"), [(3, None, 0), (2, None, 1), (0, None, 3), (None, 2, 1), (None, None, 0), (3, 1, 0)]
)
def test_enrollments_above_the_coachs_own_most_or_else_the_value_count(own, value, above):
    school = district(
        teachers=[teacher(), teacher("T2", programs=("Access", "Cycle"))],
        coaches=[coach(max_caseload=own)],
        rules=[setting(RULE, value=value)],
    )
    assert shortfall(RULE, school, plan(school)) == above


def test_enrollments_at_all_sites_count():
    sites = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
    school = district(
        sites=sites, teachers=[teacher(), teacher("T2", "N")], coaches=[coach("C1", "S", "N", max_caseload=1)]
    )
    assert shortfall(RULE, school, plan(school)) == 1
