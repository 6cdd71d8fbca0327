"""Which slots a coach can be used in, by the releases of a plan: item 3 of "What holds in every plan"."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.instance import Instance, Slot, Status
from scheduler.domain.matching import blocked_periods

NOT_RELEASED = "not released"
UNAVAILABLE = "Unavailable"


class CoachSlots:
    """What hinders each coach in each slot of a site; worked out once for a coach and a site.

    At another site the slots of the home bell schedule that meet at the same clock time decide, unless the input says
    something for that site alone.
    """

    def __init__(self, instance: Instance, released: Mapping[str, frozenset[str]]) -> None:
        self._instance = instance
        self._released = released
        self.blocked: dict[str, dict[str, Status]] = {c: blocked_periods(instance, c) for c in instance.coaches}
        self.classes: dict[str, tuple[Slot, ...]] = {c: self._classes(c) for c in instance.coaches}
        self._around: dict[tuple[str, str], tuple[tuple[int, ...], ...]] = {}
        self._in_release: dict[tuple[str, str], tuple[bool, ...]] = {}
        self._hindrances: dict[tuple[str, str], tuple[str, ...]] = {}
        self._teaches: dict[tuple[str, str], tuple[bool, ...]] = {}

    def hindrances(self, coach: str, site: str) -> tuple[str, ...]:
        """For each slot of a site why the coach cannot be used in it; "" where the coach can."""
        key = coach, site
        if key not in self._hindrances:
            bell = self._instance.sites[site].bell
            status, around = self._instance.availability_for(coach, site), self._home_slots_around(coach, bell)
            here = self._instance.at_site.get(key, (None,) * len(around))
            in_release = self.in_release(coach, site)
            found = []
            for i, slot in enumerate(self._instance.bells[bell]):
                if slot.is_class and not in_release[i]:
                    found.append(NOT_RELEASED)
                else:
                    said = (here[i],) if here[i] else (status[h] for h in around[i])
                    found.append(UNAVAILABLE if "Unavailable" in said else "")
            self._hindrances[key] = tuple(found)
        return self._hindrances[key]

    def in_release(self, coach: str, site: str) -> tuple[bool, ...]:
        """For each slot of a site whether it lies in the coach's released time: at home in a released period,
        elsewhere inside a released slot's clock time; for a full-time coach, at no time of a blocked period."""
        key = coach, site
        if key not in self._in_release:
            bell = self._instance.sites[site].bell
            home, slots = self._instance.home_slots(coach), self._instance.bells[bell]
            around, released = self._home_slots_around(coach, bell), self._released[coach]
            if self._instance.coaches[coach].full_time:
                blocked = blocked_periods(self._instance, coach, site)
                self._in_release[key] = tuple(
                    not any(home[h].is_class and home[h].period in blocked for h in around[i])
                    for i in range(len(slots))
                )
            else:
                self._in_release[key] = tuple(
                    any(home[h].is_class and home[h].period in released and home[h].holds(slot) for h in around[i])
                    for i, slot in enumerate(slots)
                )
        return self._in_release[key]

    def teaches(self, coach: str, bell: str) -> tuple[bool, ...]:
        """For each slot of a bell schedule whether a class of the coach's own meets at that clock time."""
        key = coach, bell
        if key not in self._teaches:
            classes = self.classes[coach]
            self._teaches[key] = tuple(any(slot.overlaps(c) for c in classes) for slot in self._instance.bells[bell])
        return self._teaches[key]

    def _classes(self, coach: str) -> tuple[Slot, ...]:
        home, status = self._instance.home_slots(coach), self._instance.availability[coach]
        return tuple(s for s, doing in zip(home, status, strict=True) if doing == "Teaching")

    def _home_slots_around(self, coach: str, bell: str) -> tuple[tuple[int, ...], ...]:
        """For each slot of a bell schedule the slots of the coach's home at that time; at home, itself."""
        home_bell = self._instance.sites[self._instance.coaches[coach].home].bell
        key = home_bell, bell
        if key not in self._around:
            slots = self._instance.bells[bell]
            if bell == home_bell:
                self._around[key] = tuple((i,) for i in range(len(slots)))
            else:
                home = self._instance.bells[home_bell]
                self._around[key] = tuple(
                    tuple(h for h, there in enumerate(home) if there.overlaps(slot)) for slot in slots
                )
        return self._around[key]
