"""Rule "One site a day"."""

from __future__ import annotations

import pytest
from districts import coach, district, meet, plan, session, shortfall, teacher

from scheduler.domain.instance import Site

RULE = "One site a day"


@pytest.mark.parametrize(
    ("held", "amount"),
    [
        ([meet(), meet("T2", period="3")], 1),
        ([meet(), meet("T2", day=1)], 0),
        ([meet(), meet("T2", period="3", mode="Virtual")], 0),
        ([meet(), meet("T2", period="3", coach="C2")], 0),
        ([meet("T2"), meet("T2", period="3"), meet(period="Flex")], 1),
    ],
)
def test_sites_that_a_coach_visits_above_one_in_a_day_count(held, amount):
    school = district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "Regular")],
        coaches=[coach("C1", "S", "N"), coach("C2", "N")],
        teachers=[teacher(programs=("Cycle",)), teacher("T2", "N", programs=("Cycle",))],
        sessions=[session(weekly=2, mode="Either")],
    )
    assert shortfall(RULE, school, plan(school, sessions=held)) == amount


@pytest.mark.parametrize(("mode", "amount"), [("Virtual", 0), ("In person", 1)])
def test_a_group_with_one_member_in_the_room_is_a_visit(mode, amount):
    school = district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "Regular")],
        coaches=[coach("C1", "S", "N")],
        teachers=[teacher(f"T{i}", site, programs=("Cycle",)) for i, site in ((1, "S"), (2, "N"), (3, "N"))],
        sessions=[session(mode="Either", group_size=2)],
    )
    group = [meet("T2", period="3", mode="Virtual", group="a"), meet("T3", period="3", mode=mode, group="a")]
    assert shortfall(RULE, school, plan(school, sessions=[meet(), *group])) == amount
