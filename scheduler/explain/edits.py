"""The changes of cells that may end a conflict: a catalogue, by what the conflict is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.instance import Coach, Instance, Pin, ProgramSession, Slot, hhmm
from scheduler.domain.matching import holds_role, own_or_rule
from scheduler.domain.scenario import Ask
from scheduler.explain.items import Item
from scheduler.explain.names import CASELOAD, COACHED, FUNDED, LEAST, PER_DAY

CAN_MEET = "Every teacher can meet the coach"
MOST_SECTIONS, MOST_SESSIONS_MORE, MOST_MINUTES_MORE = 6, 6, 180
MOST_COACHES_OF_OTHER_SITES = 4
MINUTES_OF_A_SLOT, MINUTES_BEFORE_IT = 30, 5

# What is tried first, and offered first where the outcome is the same: what costs nobody anything, and last of all what
# only asks for less.
FREE, FIGURE, PROGRAM, PERIOD, MONEY, COACH, WEAKER = range(7)


@dataclass(frozen=True, slots=True)
class CandidateEdit:
    """One change: its rows of Scenarios, in words, its rank, and what it costs (None: the input names no price)."""

    asks: tuple[Ask, ...]
    text: str
    rank: int
    cost: float | None = 0

    @property
    def edits(self) -> int:
        """How many cells it changes; what makes one row is one."""
        return len({(ask.kind, ask.sheet, ask.row, ask.kind == "Add" or ask.column) for ask in self.asks})


@dataclass(frozen=True, slots=True)
class FigureCandidates:
    """A cell that may hold any of several figures, those nearest to the present one first."""

    figures: tuple[int, ...]
    edit: Callable[[int], CandidateEdit]


Candidate = CandidateEdit | FigureCandidates


def candidates(part: Instance, whole: Instance, items: Sequence[Item], rules: Iterable[str]) -> list[Candidate]:
    """What may be tried for a conflict of some rules of a part, what costs least first.

    Parameters
    ----------
    items
        what the conflicts are made of
    rules
        that are in conflict
    """
    asked = set(rules)
    found: list[Candidate] = []
    for item in items:
        found += _of_item(part, item)
    if asked & {COACHED, CAN_MEET, "Sessions"}:
        for site in part.sites:
            found += _coaches(part, whole, site, others=COACHED in asked)
            found += _slots(part, site, items)
    found += _weaker(part, asked)
    return sorted(dict.fromkeys(found), key=_rank)


def _rank(candidate: Candidate) -> tuple[int, int]:
    edit = candidate if isinstance(candidate, CandidateEdit) else candidate.edit(candidate.figures[0])
    return edit.rank, edit.edits


def _set(sheet: str, row: str, column: str, value: object) -> tuple[Ask, ...]:
    return (Ask("Set", sheet, row, column, str(value)),)


def _of_item(part: Instance, item: Item) -> Iterator[Candidate]:
    match item.kind:
        case "pin":
            pin = part.pins[int(item.key[0])]
            if item.told.sheet == "Pins":
                yield CandidateEdit(
                    (Ask("Remove", "Pins", pin_row(pin), "", ""),),
                    f"without the pin Pins!{item.told.cell} ({item.told.says})",
                    FREE,
                )
        case "avoid coach":
            yield from _without_avoided(part, item.key[0])
        case "roles" | "coach role":
            yield from _with_roles(part, item)
        case "coach's time":
            yield from _of_time(item)
        case "when" | "minutes" | "within days" | "per week":
            yield from _of_session(part, item)
        case "rule":
            pass
        case _:
            yield from _of_limit(part, item)


def pin_row(pin: Pin) -> str:
    """The id of a row of Pins: pin/teacher or pin/coach, with the period or the session."""
    parts = (pin.kind, pin.teacher or pin.coach, pin.session or pin.period)
    return "/".join(part for part in parts if part)


def _of_limit(part: Instance, item: Item) -> Iterator[Candidate]:
    id = item.key[0]
    if item.kind == "sections funded":
        site = part.sites[id]
        now = own_or_rule(site.sections_funded, part, FUNDED, id) or 0
        price = site.cost_per_section

        def more(figure: int) -> CandidateEdit:
            text = f"{figure} sections funded at {id} instead of {now}"
            cost = None if price is None else price * (figure - now)
            return CandidateEdit(_set("Sites", id, "sections funded", figure), text, MONEY, cost)

        yield FigureCandidates(tuple(range(now + 1, now + MOST_SECTIONS + 1)), more)
    elif item.kind == "prep minutes":
        now = part.teachers[id].prep_minutes or 0
        figures = tuple(range(now + 30, now + MOST_MINUTES_MORE + 1, 30))
        yield FigureCandidates(figures, lambda n: _limit(item, "Teachers", now, n))
    else:
        now, figures = _figures_of_coach(part, part.coaches[id], item.kind)
        if figures:
            yield FigureCandidates(figures, lambda n: _limit(item, "Coaches", now, n))


def _limit(item: Item, sheet: str, now: int, figure: int) -> CandidateEdit:
    id = item.key[0]
    return CandidateEdit(_set(sheet, id, item.kind, figure), f"{item.kind} of {id} {figure} instead of {now}", FIGURE)


def _figures_of_coach(part: Instance, coach: Coach, kind: str) -> tuple[int, tuple[int, ...]]:
    periods = len(part.class_periods(coach.home))
    if kind == "release min":
        now = own_or_rule(coach.release_min, part, LEAST, coach.home) or 0
        return now, tuple(range(now - 1, -1, -1))
    if kind == "release max":
        now = coach.release_max or 0
        return now, tuple(range(now + 1, periods + 1))
    if kind == "max caseload":
        now = own_or_rule(coach.max_caseload, part, CASELOAD, coach.home) or 0
        return now, tuple(range(now + 1, len(part.enrollments) + 1))
    now = own_or_rule(coach.max_sessions_per_day, part, PER_DAY, coach.home) or 0
    return now, tuple(range(now + 1, now + MOST_SESSIONS_MORE + 1))


def _without_avoided(part: Instance, teacher: str) -> Iterator[CandidateEdit]:
    avoided = part.teachers[teacher].avoid_coaches
    for coach in avoided:
        left = ", ".join(c for c in avoided if c != coach)
        yield CandidateEdit(
            _set("Teachers", teacher, "avoid coach", left), f"{teacher} no longer avoids {coach}", FIGURE
        )


def _with_roles(part: Instance, item: Item) -> Iterator[CandidateEdit]:
    if item.kind == "coach role":
        program = item.key[0]
        text = f"{program} without a coach role"
        yield CandidateEdit(_set("Programs", program, "coach role", ""), text, PROGRAM)
        return
    coach = part.coaches[item.key[0]]
    asked = dict.fromkeys(part.programs[e.program].role for e in part.enrollments)
    for role in asked:
        if not holds_role(coach, role):
            roles = ", ".join((*coach.roles, role))
            yield CandidateEdit(
                _set("Coaches", coach.id, "roles", roles), f"{coach.id} also has the role {role}", FIGURE
            )


def _of_time(item: Item) -> Iterator[CandidateEdit]:
    coach, period, status = item.key
    row = f"{coach}/{period}"
    if item.told.sheet == "Master schedule":
        what = f"class of period {period} moves" if status == "Teaching" else f"row of period {period} goes"
        yield CandidateEdit((Ask("Remove", "Master schedule", row, "", ""),), f"if {coach}'s {what}", PERIOD)
    elif item.told.sheet:
        rank = FIGURE if status == "Coaching" else PERIOD
        text = f"{coach} is Available in period {period} instead of {status}"
        yield CandidateEdit(_set("Coach availability", row, "status", "Available"), text, rank)


def _of_session(part: Instance, item: Item) -> Iterator[Candidate]:
    program, name = item.key
    s = part.programs[program].session(name)
    if s is None:
        return
    row = f"{program}/{name}"
    if item.kind == "when":
        for kind in ("Flex", "After school"):
            if kind not in s.when and any(slot.kind == kind for site in part.sites for slot in part.slots(site)):
                yield CandidateEdit(_also(row, s, kind), f"{name} of {program} also in {kind}", PROGRAM)
    elif item.kind == "minutes":
        figures = tuple(range(s.minutes - 5, max(5, s.minutes // 2) - 1, -5))
        if figures:
            yield FigureCandidates(figures, lambda n: _shorter(row, s, n))
    elif item.kind == "within days":
        within = (s.within_days or 0) + 1
        text = f"{name} of {program} up to {within} school days later instead of {s.within_days}"
        yield CandidateEdit(_set("Programs", row, "within days", within), text, PROGRAM)
    elif s.count > 1:
        less = (s.count - 1) / part.settings.weeks
        text = f"{name} of {program} {less:g} a week instead of {s.count / part.settings.weeks:g}"
        yield CandidateEdit(_set("Programs", row, "per week", f"{less:g}"), text, PROGRAM)


def _shorter(row: str, s: ProgramSession, minutes: int) -> CandidateEdit:
    text = f"{s.name} ({row}) takes {minutes} minutes instead of {s.minutes}"
    return CandidateEdit(_set("Programs", row, "minutes", minutes), text, PROGRAM)


def _also(row: str, s: ProgramSession, kind: str) -> tuple[Ask, ...]:
    return _set("Programs", row, "when", ", ".join((*s.when, kind)))


def _coaches(part: Instance, whole: Instance, site: str, *, others: bool) -> Iterator[CandidateEdit]:
    """A coach who is new, or comes from another site."""
    number = next(n for n in range(1, 10_000) if f"{site}-NEW{n}" not in whole.coaches)
    id = f"{site}-NEW{number}"
    new = Ask("Add", "Coaches", id, "sites", site)
    yield CandidateEdit((new,), f"one coach more at {site} ({id}), with its released periods", COACH, None)
    full = Ask("Add", "Coaches", id, "full time", "Y")
    yield CandidateEdit((new, full), f"one full-time coach more at {site} ({id})", COACH, None)
    elsewhere = [c for c in whole.coaches.values() if site not in c.sites] if others else []
    for coach in elsewhere[:MOST_COACHES_OF_OTHER_SITES]:
        sites = ", ".join((*coach.sites, site))
        yield CandidateEdit(_set("Coaches", coach.id, "sites", sites), f"{coach.id} also serves {site}", PERIOD)


def _slots(part: Instance, site: str, items: Sequence[Item]) -> Iterator[CandidateEdit]:
    """Half an hour after school, and the sessions of the conflict in it."""
    slots, bell = part.slots(site), part.sites[site].bell
    if not slots or any(s.kind == "After school" for s in slots):
        return
    label = next(
        name for name in ("After school", *(f"After school {n}" for n in range(2, 99))) if _is_free(name, slots)
    )
    start = max(s.end for s in slots) + MINUTES_BEFORE_IT
    row = f"{bell}/{label}"
    cells = {
        "start": hhmm(start),
        "end": hhmm(start + MINUTES_OF_A_SLOT),
        "kind": "After school",
    }
    asks = tuple(Ask("Add", "Bell schedule", row, column, value) for column, value in cells.items())
    text = f"half an hour after school at {site}, from {hhmm(start)}"
    yield CandidateEdit(asks, text, PROGRAM)
    named = [item.key for item in items if item.kind == "when"]
    sessions = [(program, s) for program, name in named if (s := part.programs[program].session(name))]
    fitting = [(program, s) for program, s in sessions if s.minutes <= MINUTES_OF_A_SLOT]
    if fitting:
        more = tuple(ask for program, s in fitting for ask in _also(f"{program}/{s.name}", s, "After school"))
        names = ", ".join(dict.fromkeys(s.name for _, s in fitting))
        yield CandidateEdit((*asks, *more), f"{text}, for {names}", PROGRAM)


def _is_free(name: str, slots: Sequence[Slot]) -> bool:
    return name.casefold() not in {s.period.casefold() for s in slots}


def _weaker(part: Instance, rules: set[str]) -> Iterator[CandidateEdit]:
    for rule in sorted(rules):
        for site in part.sites:
            setting = part.rule(rule, site)
            if setting.level in ("Required", None) and setting.weight > 0:
                asks = _set("Rules", f"{rule}/{site}", "level", "Recommended")
                yield CandidateEdit(asks, f"{rule} only Recommended at {site}, so that it may fall short", WEAKER, None)
