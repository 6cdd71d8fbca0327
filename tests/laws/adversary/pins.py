"""Pins that hold together: they are taken from some plan of the exact model, and loosened in every way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from laws.adversary.exact import Exact
from scheduler.domain.instance import Instance, Pin
from scheduler.domain.plan import Plan


def with_pins(instance: Instance, seed: int) -> Instance:
    """The instance with a few pins of every kind, all of which some plan keeps."""
    rng = random.Random(f"pins {seed}")
    model = Exact(instance)
    taste = [(rng.randint(0, 9), p.held) for p in model.places]
    taste += [(rng.randint(-3, 3), x) for here in model.assigned.values() for x in here.values()]
    taste += [(rng.randint(-2, 2), model.released(c, p)) for c in instance.coaches for p in model.periods(c)]
    plan = model.any_plan(seed, taste)
    if plan is None:
        return instance
    share = rng.choice((0.1, 0.3, 0.6, 1.0))
    pins = [p for p in _pins(instance, plan, rng) if rng.random() < share]
    return replace(instance, pins=tuple(replace(p, where=f"Pins!A{i}") for i, p in enumerate(pins, 2)))


def _pins(instance: Instance, plan: Plan, rng: random.Random) -> Iterator[Pin]:
    for coach, periods in plan.releases.items():
        for period in instance.class_periods(instance.coaches[coach].home):
            if rng.random() < 0.3:
                yield Pin("", "Release", coach=coach, period=period, released=period in periods)
    for a in plan.assignments:
        held = [s for s in plan.sessions if (s.teacher, s.program) == (a.teacher, a.program)]
        if rng.random() < (0.5 if a.coach else 0.2):  # only a plan can lock that there is no coach, or several cycles
            cycles = tuple(k for k in a.cycles if rng.random() < 0.4) if held and rng.random() < 0.5 else ()
            yield Pin("", "Coach", teacher=a.teacher, program=a.program, coach=a.coach, cycles=cycles)
        for s in held:
            if rng.random() < 0.5:
                exact = Pin(
                    "", "Session", s.teacher, s.program, s.coach, s.cycle, s.week, s.day, s.period, s.session, s.start
                )
                yield _loosened(exact, rng)


def _loosened(pin: Pin, rng: random.Random) -> Pin:
    blank = {"program": "", "coach": "", "cycle": None, "week": None, "day": None, "period": "", "start": None}
    share = rng.choice((0.0, 0.3, 0.6, 0.9))
    return replace(pin, **{name: value for name, value in blank.items() if rng.random() < share})
