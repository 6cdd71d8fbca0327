"""Bell schedules of every shape: rotating, alternating, other times on other days, odd minutes, clocks that differ."""

from __future__ import annotations

import random

from scheduler.domain.instance import Slot, SlotKind

DAY_LABELS = (
    ("Mon", "Tue", "Wed", "Thu", "Fri"),
    ("D1", "D2", "D3", "D4", "D5"),
    ("A", "B", "C"),
    ("Sun", "Mon", "Tue"),
)
LABELS = (("1", "2", "3", "4", "5"), ("A1", "A2", "B1", "B2", "5"), ("Red", "Blue", "Gold", "8", "9"))
EXTRAS: tuple[tuple[str, SlotKind, tuple[int, ...]], ...] = (
    ("Flex", "Flex", (20, 30, 43)),
    ("Advisory", "Advisory", (15, 25, 30)),
    ("Lunch", "Lunch", (25, 35)),
    ("Zero", "Before school", (20, 45)),
    ("Late", "After school", (30, 60)),
)
MINUTES = (25, 30, 40, 41, 45, 47, 50, 55, 60, 75, 90)
STARTS = (450, 475, 480, 480, 485, 500, 510)


def bell(rng: random.Random, name: str, weeks: int, days: int, periods: int) -> tuple[Slot, ...]:
    """One bell schedule over a pattern of so many weeks and days."""
    labels = list(rng.choice(LABELS)[:periods])
    extras = rng.sample(EXTRAS, rng.choice((0, 0, 1, 1, 2, 3)))
    shape = rng.choice(("regular", "regular", "rotating", "alternating", "short days", "ragged"))
    length, passing, start = rng.choice(MINUTES), rng.choice((0, 0, 3, 5, 10)), rng.choice(STARTS)
    slots: list[Slot] = []
    for n, (week, day) in enumerate((w, d) for w in range(1, weeks + 1) for d in range(days)):
        today, minutes, begins, gap = labels, length, start, passing
        if shape == "rotating" and len(labels) > 2:
            today = (labels[n % len(labels) :] + labels[: n % len(labels)])[:-1]
        elif shape == "alternating" and len(labels) > 1:
            today = labels[n % 2 :: 2] if weeks * days > 1 else labels
        elif shape == "short days" and n % 2:
            minutes, begins = max(20, minutes - rng.choice((5, 12, 15))), begins + rng.choice((0, 0, 30))
        elif shape == "ragged":
            begins, gap = rng.choice(STARTS), rng.choice((0, 5, 7))
            today = [p for p in labels if rng.random() < 0.85] or labels[:1]
        some = [x for x in extras if rng.random() < 0.8]
        slots += _day(rng, (name, week, day), today, (minutes, gap, begins), some, shape == "ragged")
    if rng.random() < 0.15:  # a class that meets as something else on another day
        slots = _odd_one(rng, slots)
    missing = [p for p in labels if not any(s.period == p for s in slots)]
    order = {p: i for i, p in enumerate([*labels, *(x[0] for x in EXTRAS)])}
    return tuple(sorted(slots, key=lambda s: (order[s.period], s.week, s.day))) if len(missing) < len(labels) else ()


def _day(
    rng: random.Random,
    at: tuple[str, int, int],
    labels: list[str],
    clock: tuple[int, int, int],
    extras: list[tuple[str, SlotKind, tuple[int, ...]]],
    ragged: bool,
) -> list[Slot]:
    length, gap, now = clock
    found = []
    middle = [x for x in extras if x[1] in ("Flex", "Advisory", "Lunch")]
    for label, kind, lengths in extras:
        if kind == "Before school":
            found.append(Slot(*at, label, now - rng.choice(lengths), now, kind))
    noon = rng.randint(0, len(labels) - 1)
    for i, label in enumerate(labels):
        minutes = rng.choice(MINUTES) if ragged else length
        found.append(Slot(*at, label, now, now + minutes, "Class"))
        now += minutes + gap
        for extra, kind, lengths in middle if i == noon else ():
            minutes = rng.choice(lengths)
            found.append(Slot(*at, extra, now, now + minutes, kind))
            now += minutes + gap
    for label, kind, lengths in extras:
        if kind == "After school":
            found.append(Slot(*at, label, now, now + rng.choice(lengths), kind))
    return found


def _odd_one(rng: random.Random, slots: list[Slot]) -> list[Slot]:
    i = rng.randrange(len(slots))
    odd = slots[i]
    if odd.kind != "Class" or sum(s.period == odd.period and s.kind == "Class" for s in slots) < 2:
        return slots
    kind: SlotKind = rng.choice(("Flex", "Advisory", "Lunch", "After school"))
    slots[i] = Slot(odd.bell, odd.week, odd.day, odd.period, odd.start, odd.end, kind)
    return slots
