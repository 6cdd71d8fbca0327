"""What is pinned, in the quick plan: held before anything else is chosen, with the releases that it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scheduler.domain.instance import Pin
from scheduler.domain.matching import folded, session_named
from scheduler.engine.problem.index import pin_allows
from scheduler.engine.steps.quick_weeks import QuickStep, Search
from scheduler.engine.steps.quick_year import QuickPlace, Year

TRIES_OF_A_PIN = 2_000


def keep_pins(year: Year, first: Sequence[int] = ()) -> int | None:
    """Holds every pinned session and what it follows, those of `first` before all others; with a start before without.
    The enrollment whose pins could not be kept, if any."""
    pins: dict[int, list[Pin]] = defaultdict(list)
    place = {(e.teacher, e.program): i for i, e in enumerate(year.facts.enrollments)}
    for pin in year.instance.pins:
        programs = year.facts.pinned_programs(pin) if pin.kind != "Release" else ()
        meant = [place[pin.teacher, program] for program in programs]
        if pin.kind == "Coach":
            for e in meant:
                year.kept.setdefault(e, set()).update(pin.cycles)
        elif meant:
            e = next((e for e in meant if year.facts.may_be_active(e, pin) and _could_hold(year, e, pin)), meant[0])
            pins[e].append(pin)
            if pin.cycle is not None:
                year.kept.setdefault(e, set()).add(pin.cycle)
    fixed = {e: sum(pin.start is not None for pin in mine) for e, mine in pins.items()}
    order = sorted(pins, key=lambda e: (e not in first, -fixed[e], e))
    return next((e for e in order if not _keep_sessions(year, e, pins[e])), None)


def _could_hold(year: Year, e: int, pin: Pin) -> bool:
    """Whether an enrollment has a coach with a window for a pinned session."""
    session = session_named(year.facts.program(e), pin.session)
    return session is not None and any(
        pin_allows(pin, w, session)
        for c in year.facts.candidates[e]
        if pin.coach in ("", c)
        for w in year.diaries.windows(e, c, session)
    )


def _keep_sessions(year: Year, e: int, pins: list[Pin]) -> bool:
    """Holds the sessions that are pinned, and those that they follow."""
    kept = year.kept.setdefault(e, set())
    for pin in pins:
        if pin.cycle is None and not kept:
            kept.add(min(year.cycles, key=lambda k: (len(year.members["", k]), k)))
    if len(kept) > year.facts.program(e).cycles:
        return False
    by_cycle = {k: [p for p in pins if p.cycle == k or (p.cycle is None and k == min(kept))] for k in sorted(kept)}
    steps = {k: _pinned_steps(year.steps(e), mine) for k, mine in by_cycle.items() if mine}
    if any(found is None for found in steps.values()):
        return False
    teacher = year.instance.teachers[year.facts.enrollments[e].teacher]
    coaches = [c for c in year.facts.candidates[e] if all(pin.coach in ("", c) for pin in pins)]
    for coach in sorted(coaches, key=lambda c: (year.costs.match(teacher, year.instance.coaches[c]), c)):
        held = {}
        for k, todo in steps.items():
            search = Search(year.diaries, e, coach, k, todo or (), TRIES_OF_A_PIN, release=True)
            found = search.run()
            if found is None:
                break
            held[k] = found[1]
        else:
            for k, spots in held.items():
                for spot in spots:
                    year.diaries.hold(e, coach, k, spot)
                    year.releases.add(coach, spot.window.need)
                year.members["", k].append(e)
            year.pinned[e] = held
            year.places[e] = QuickPlace(coach, held, 0, 0)
            return True
    return False


def _pinned_steps(steps: Sequence[QuickStep], pins: Sequence[Pin]) -> list[QuickStep] | None:
    """The steps that pins name, and those that they follow; None where pins name more than there are."""
    named: dict[int, Pin] = {}
    for pin in sorted(pins, key=lambda p: (p.week is None, p.day is None, p.start is None)):
        fitting = [
            n
            for n, s in enumerate(steps)
            if folded(s.session.name) == folded(pin.session) and (not s.week or pin.week in (None, s.week))
        ]
        free = [n for n in fitting if n not in named]
        same = [n for n in fitting if n in named and _one_session(named[n], pin)]
        if same:
            continue  # held already by what another pin says
        if not free:
            return None
        named[free[0]] = pin
    todo, needed = [], {steps[n].session.after for n in named}
    for n in reversed(range(len(steps))):
        step = steps[n]
        if n in named:
            pin = named[n]
            todo.append(QuickStep(step.session, step.week or pin.week or 0, pin))
        elif step.session.name in needed:
            todo.append(step)
        else:
            continue
        needed.add(step.session.after)
    return todo[::-1]


def _one_session(held: Pin, pin: Pin) -> bool:
    """Whether a session as one pin says is as the other says, too."""
    pairs = (
        (held.week, pin.week),
        (held.day, pin.day),
        (held.start, pin.start),
        (held.period or None, pin.period or None),
    )
    return all(b is None or a == b for a, b in pairs)
