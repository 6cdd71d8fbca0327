"""Rule "Coaching periods per coach"."""

from __future__ import annotations

import pytest
from districts import coach, district, plan, shortfall

RULE = "Coaching periods per coach"


@pytest.mark.parametrize(
    ("least", "most", "released", "amount"),
    [
        (None, None, "12", 0),
        (None, None, "1", 1),
        (None, None, "", 2),
        (1, None, "1", 0),
        (3, None, "1", 2),
        (None, 2, "12", 0),
        (None, 2, "123", 1),
        (0, 0, "123", 3),
        (3, 1, "12", 2),  # below the one and above the other
    ],
)
def test_periods_below_the_least_and_above_the_most_count(least, most, released, amount):
    school = district(coaches=[coach(release_min=least, release_max=most)])
    assert shortfall(RULE, school, plan(school, released={"C1": released})) == amount
