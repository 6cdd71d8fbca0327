"""A district that is made smaller stays a district, and keeps what was looked for."""

from __future__ import annotations

from laws.adversary.exact import Exact
from laws.adversary.smaller import smallest, steps
from laws.adversary.verdict import instance_of
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance


def with_a_group(instance: Instance) -> bool:
    """Whether somebody is enrolled in a program with a group of three or more."""
    return any(s.group_size > 2 for e in instance.enrollments for s in instance.programs[e.program].sessions)


def test_what_is_left_is_the_least_that_has_it():
    seed = next(n for n in range(100) if with_a_group(instance_of(n)))
    found = smallest(instance_of(seed), with_a_group)
    assert with_a_group(found)
    assert not any(map(with_a_group, steps(found)))
    assert (len(found.teachers), len(found.coaches), len(found.sites), found.settings.cycles) == (1, 1, 1, 1)
    assert sum(len(p.sessions) for p in found.programs.values()) == 1


def test_every_step_leaves_a_district_that_can_be_planned():
    for one in list(steps(instance_of(6)))[::5]:
        found = Exact(one).best(0.2)
        assert found is not None
        assert audit_plan(one, found.plan).violations == ()
