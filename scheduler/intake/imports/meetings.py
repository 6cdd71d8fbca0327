"""Where the sections of a source meet: their expressions and lists of periods and days, read with one sense of days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.intake.imports import expressions
from scheduler.intake.imports.expressions import Days, Group, Orientation, SectionMeeting, period_label, split_list
from scheduler.intake.imports.model import MeetingText, Section

_ALL_DAYS = ("daily", "all", "every day", "m-f", "mtwrf", "all days", "mon-fri")
EARLY = (*expressions.HOMEROOMS, "ZERO", "0")


class Meetings:
    """Reads the places of all sections. `days` are the labels of the source in their order, () where it knows none."""

    def __init__(self, sections: Iterable[Section], by_hand: Mapping[tuple[str, str], str]) -> None:
        self.periods_by_hand = {k.casefold(): v for (what, k), v in by_hand.items() if what == "Period"}
        days_by_hand = {k.casefold(): v for (what, k), v in by_hand.items() if what == "Day"}
        places = list(dict.fromkeys(p for s in sections for p in s.places))
        groups = [g for p in places for g in expressions.parse(p.periods) or ()]
        self.orientation = Orientation(groups)
        spans = {span for g in groups for span in self._sides(g)[1]}
        spans |= {self._ends(part) for p in places for part in split_list(p.days)}
        single = {p.days.casefold() for p in places if p.days}
        self.one_schedule = len(single) == 1 and not any(
            self._is_label(part) for part in split_list(next(iter(single)))
        )
        self.sense = Days(() if self.one_schedule else sorted(spans), days_by_hand)
        labels = {period_label(w) for g in groups for w in expressions.tokens(self._sides(g)[0])}
        self.order = sorted((self._period(p) for p in labels), key=period_order)
        self.read_as: dict[tuple[str, str], str] = {}  # (Period or Day, as written) -> label
        self.unknown_days: set[str] = set()

    @property
    def days(self) -> tuple[str, ...]:
        """The labels of the days, in their order."""
        return self.sense.order

    def of(self, section: Section) -> tuple[tuple[SectionMeeting, ...], str]:
        """Where a section meets, and what could not be read ("" where all could be)."""
        found: list[SectionMeeting] = []
        wrong: list[str] = []
        for place in section.places:
            one = self._place(place)
            if one is None:
                wrong.append(place.periods + (f" {place.days}" if place.days else ""))
            else:
                found += one
        return tuple(dict.fromkeys(found)), "; ".join(wrong)

    def _place(self, place: MeetingText) -> list[SectionMeeting] | None:
        groups = expressions.parse(place.periods)
        if groups is None:
            label = self._period(period_label(place.periods))
            plain = len(label) <= 20 and "(" not in label and any(c.isalnum() for c in label)
            return [SectionMeeting((label,), self._listed(place.days))] if plain else None
        found = []
        for group in groups:
            periods, days = self._sides(group)
            labels: list[str] = []
            for first, last in periods:
                span = expressions.period_range(first, last, self.order)
                if span is None:
                    return None
                labels += [self._period(p) for p in span]
                for end in (first, last):
                    self.read_as["Period", end] = self._period(period_label(end))
            met = self._days(days) if days else self._listed(place.days)
            found.append(SectionMeeting(tuple(dict.fromkeys(labels)), met))
        return found

    def _sides(self, group: Group) -> tuple[tuple[expressions.Span, ...], tuple[expressions.Span, ...]]:
        """The periods and the days of a group."""
        if not group.right:
            return group.left, ()
        return (group.right, group.left) if self.orientation.days_first(group) else (group.left, group.right)

    def _period(self, label: str) -> str:
        return self.periods_by_hand.get(label.casefold(), label)

    def _listed(self, text: str) -> tuple[str, ...]:
        """The days of a list like "Day A, Day B" or "A-DAYS"; () for all."""
        if not text or text.casefold() in _ALL_DAYS or self.one_schedule:
            return ()
        return self._days(tuple(self._ends(part) for part in split_list(text)))

    def _days(self, spans: Iterable[expressions.Span]) -> tuple[str, ...]:
        """The labels in the order of the source; () for all of them, or where one is not known (which is asked)."""
        labels: set[str] = set()
        for first, last in spans:
            span = self.sense.of(first, last)
            if span is None:
                self.unknown_days.add(first if first == last else f"{first}-{last}")
                return ()
            labels.update(span)
            for end, label in zip((first, last), (*span[:1], *span[-1:]), strict=False):
                self.read_as["Day", end] = label
        return () if len(labels) == len(self.days) else tuple(d for d in self.days if d in labels)

    @staticmethod
    def _ends(part: str) -> expressions.Span:
        """The ends of a range of days; "A-DAYS" is none."""
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if not dash or last.casefold() in ("day", "days"):
            return part.strip(), part.strip()
        return first, last

    def _is_label(self, text: str) -> bool:
        """Whether the only schedule of a source is a day (A, Day 1, Mon) rather than the name of a bell schedule."""
        plain = expressions.plain_day(text)
        return len(plain) <= 2 or expressions.weekday(plain) is not None or bool(expressions.weekdays_in(plain))


def period_order(label: str) -> tuple[int, int, str]:
    """Homeroom and zero first, then figures, then labels with figures, then words."""
    if label.upper() in EARLY:
        return (-1 if label != "0" else 0, 0, label)
    if label.isdecimal():
        return (0, int(label), "")
    digits = "".join(c for c in label if c.isdecimal())
    letters = "".join(c for c in label if c.isalpha())
    return (1, int(digits[:6]) if digits and not letters else 0, f"{letters}{digits.zfill(4)}" if digits else letters)
