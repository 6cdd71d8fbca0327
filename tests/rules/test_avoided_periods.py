"""Rule "Avoided periods"."""

from __future__ import annotations

import pytest
from districts import district, plan, shortfall

RULE = "Avoided periods"


@pytest.mark.parametrize(
    ("said", "released", "amount"),
    [
        ({"1": "Avoid", "2": "Avoid"}, "123", 2),
        ({"1": "Avoid", "2": "Avoid"}, "23", 1),
        ({"1": "Avoid"}, "23", 0),
        ({("1", 1): "Avoid"}, "1", 1),  # on one day is in the period
        ({"1": "Prefer"}, "1", 0),
        ({"Flex": "Avoid"}, "1", 0),
    ],
)
def test_each_release_in_a_period_that_the_coach_avoids_counts(said, released, amount):
    school = district(available={"C1": said})
    assert shortfall(RULE, school, plan(school, released={"C1": released})) == amount
