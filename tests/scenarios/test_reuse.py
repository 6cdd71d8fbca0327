"""What scenarios share: equal parts are known by their fingerprint, looser limits by their figures."""

from __future__ import annotations

import datetime
import pickle
from dataclasses import replace
from typing import Any

import pytest
from districts import coach, district, session, setting, teacher

from scheduler.domain.instance import Instance, Site
from scheduler.domain.plan import Assignment, Plan
from scheduler.domain.year import CycleDates, DatedInput, YearEvent
from scheduler.engine.problem.fingerprint import fingerprint, restricted
from scheduler.engine.rules.limits import family, limits

SITE = Site("S", "South", "Regular")


def made(**site: Any) -> Instance:
    return district(sites=[replace(SITE, **site)], coaches=[coach("C1"), coach("C2")], teachers=[teacher("T1")])


def with_gap(minutes: int) -> Instance:
    one = district()
    return replace(one, settings=replace(one.settings, minutes_between_sessions=minutes))


def test_equal_parts_have_one_fingerprint_in_every_process() -> None:
    assert fingerprint(made()) == fingerprint(made()) == fingerprint(pickle.loads(pickle.dumps(made())))


def test_names_and_costs_make_no_difference_to_a_plan() -> None:
    assert fingerprint(made(name="North", cost_per_section=9.5)) == fingerprint(made())


def test_dates_make_no_difference_to_a_week_pattern() -> None:
    base = district(sessions=[session()])
    date = datetime.date(2026, 9, 7)
    dated = DatedInput((YearEvent(date, date, "Holiday", sites=frozenset("S")),), (CycleDates(1, date, date),))
    of_dates = {"first_day": "2026-08-31", "last_day": "2027-05-28", "day_rotation": "School days", "short_week": 2}
    settings = replace(base.settings, **of_dates, week_rotation="Calendar weeks", extra_duty_rate=40.0)
    programs = {
        p: replace(program, sessions=tuple(replace(s, make_up_within=0) for s in program.sessions))
        for p, program in base.programs.items()
    }
    assert any(program.sessions for program in programs.values())
    assert fingerprint(replace(base, dated=dated, settings=settings, programs=programs)) == fingerprint(base)


def test_whatever_a_plan_depends_on_makes_another_fingerprint() -> None:
    base = made()
    others = [
        made(sections_funded=5),
        replace(base, coaches={c: replace(one, release_max=3) for c, one in base.coaches.items()}),
        replace(base, teachers={t: replace(one, priority=2) for t, one in base.teachers.items()}),
        replace(base, settings=replace(base.settings, cycles=2)),
        replace(base, coaches=dict(reversed(base.coaches.items()))),
        district(rules=[setting("Flex time", value=2)]),
    ]
    assert len({fingerprint(one) for one in [base, *others]}) == len(others) + 1


@pytest.mark.parametrize(
    ("tight", "loose"),
    [
        (made(sections_funded=5), made(sections_funded=6)),
        (made(sections_funded=6), made()),
        (district(coaches=[coach(release_max=2)]), district(coaches=[coach(release_max=3)])),
        (district(coaches=[coach()]), district(coaches=[coach(release_min=1)])),
        (district(coaches=[coach(max_caseload=9)]), district()),
        (district(teachers=[teacher(prep_minutes=30)]), district(teachers=[teacher(prep_minutes=60)])),
        (
            district(rules=[setting("Caseload maximum", value=9)]),
            district(rules=[setting("Caseload maximum", value=12)]),
        ),
        (district(rules=[setting("Coaching periods per coach", value=3)]), district()),
        (with_gap(10), with_gap(5)),
    ],
)
def test_more_of_a_limit_is_looser_and_stays_in_the_family(tight: Instance, loose: Instance) -> None:
    assert family(tight) == family(loose)
    less, more = limits(tight), limits(loose)
    assert less != more
    assert all(a <= b for kind in less for a, b in zip(less[kind], more[kind], strict=True))


def test_another_rule_is_another_family() -> None:
    assert family(district()) != family(district(rules=[setting("Grade match", level="Required")]))


def test_a_plan_is_cut_down_to_the_people_of_a_part() -> None:
    part = district(teachers=[teacher("T1")], coaches=[coach("C1")])
    whole = Plan(
        {"C1": ("1",), "C2": ("2",)}, (Assignment("T1", "Access", "C1", ()), Assignment("T2", "Access", "C2", ()))
    )
    cut = restricted(whole, part)
    assert cut == Plan({"C1": ("1",)}, (Assignment("T1", "Access", "C1", ()),))
    assert restricted(replace(whole, assignments=whole.assignments[1:]), part) is None
