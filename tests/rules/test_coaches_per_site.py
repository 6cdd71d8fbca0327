"""Rule "Coaches per site"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, setting, shortfall, teacher

from scheduler.domain.instance import Site

RULE = "Coaches per site"


@pytest.mark.parametrize(
    ("coaches", "amount"),
    [({"T1": "C1", "T2": "C2"}, 0), ({"T1": "C1", "T2": "C1"}, 1), ({}, 2)],
)
def test_coaches_with_an_enrollment_at_the_site_below_the_value_count(coaches, amount):
    school = district(teachers=[teacher(), teacher("T2")], coaches=[coach(), coach("C2")])
    assert shortfall(RULE, school, plan(school, coaches=coaches)) == amount


def test_without_a_value_nothing_is_asked():
    school = district(rules=[setting(RULE, value=None)])
    assert shortfall(RULE, school, plan(school, coaches="")) == 0


def test_a_site_has_its_own_value():
    school = district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "Regular")], rules=[setting(RULE, site="N", value=0)]
    )
    assert shortfall(RULE, school, plan(school)) == 1
