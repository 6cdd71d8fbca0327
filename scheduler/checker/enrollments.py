"""Who and how often: items 5 to 7 of "What holds in every plan", and no more sessions than are due."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.domain.instance import ProgramSession
from scheduler.domain.matching import holds_role, most_followers, same_class
from scheduler.domain.score import Violation
from scheduler.rules.entries import Enrolled, Held, PatternDay
from scheduler.rules.following import places_to_follow, unmatched_followers
from scheduler.rules.plan_index import PlanIndex


def coach_is_the_enrollments(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 5: a session's coach is the enrollment's, serves the teacher's site, and holds the program's role."""
    for enrolled in ledger.enrolled.values():
        about = f"Assignment of {enrolled}"
        if enrolled.coach:
            coach = ledger.instance.coaches[enrolled.coach]
            if enrolled.site not in coach.sites:
                yield Violation("5", about, f"{coach.id} does not serve {enrolled.site}")
            if not holds_role(coach, enrolled.program.role):
                yield Violation("5", about, f'{coach.id} does not hold the role "{enrolled.program.role}"')
        for held in enrolled.held:
            if held.row.coach != enrolled.coach:
                text = f"{held.row.coach} is not the coach of {enrolled}, who is {enrolled.coach or 'nobody'}"
                yield Violation("5", str(held), text)


def no_more_than_due(ledger: PlanIndex) -> Iterator[Violation]:
    """No more cycles than the program gives, sessions only in those cycles, no more than are due in a week or cycle."""
    for enrolled in ledger.enrolled.values():
        active = enrolled.active_cycles
        if enrolled.program.sessions and len(active) > enrolled.left:
            left = f"{enrolled.left} of those of {enrolled.program.id} are left to it"
            gives = f"{enrolled.program.id} has {enrolled.program.cycles}" if ledger.past is None else left
            text = f"has {len(active)} {'open ' if ledger.past else ''}cycles, {gives}"
            yield Violation("plan", f"Assignment of {enrolled}", text)
        counts: Counter[tuple[str, int, int]] = Counter()
        for held in enrolled.held:
            if held.row.cycle not in active:
                yield Violation("plan", str(held), f"cycle {held.row.cycle} is not one of {enrolled}")
            counts[held.spec.name, held.row.cycle, 0 if held.spec.weekly is None else held.row.week] += 1
        for spec in enrolled.program.sessions:
            yield from _too_many(enrolled, spec, counts)


def _too_many(enrolled: Enrolled, spec: ProgramSession, counts: Counter[tuple[str, int, int]]) -> Iterator[Violation]:
    due = spec.count if spec.weekly is None else spec.weekly
    for (name, cycle, week), held in counts.items():
        if name == spec.name and held > due:
            span = f"cycle {cycle}" if spec.weekly is None else f"cycle {cycle} week {week}"
            yield Violation("plan", f"{enrolled} {name}", f"{held} are held in {span}, {due} are due")


def same_name_on_different_days(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 6: two sessions of one enrollment with the same name lie on different days."""
    for enrolled in ledger.enrolled.values():
        seen: dict[tuple[str, PatternDay], Held] = {}
        for held in enrolled.held:
            first = seen.setdefault((held.spec.name, held.date), held)
            if first is not held:
                yield Violation("6", str(held), f"is on the day of another {held.spec.name} of {enrolled}")


def followers_have_what_they_follow(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 6: a session with `after` follows one of its own, in time, in the same cycle.

    The sessions of a cycle are matched in order of time, each with the earliest that it can follow and no other does:
    that leaves the fewest unmatched. All that are due beyond the number of those that are followed may follow the last
    of them. Following a Once session is no bar.
    """
    school_days = {
        site: sorted({(s.week, s.day) for s in ledger.instance.slots(site)}) for site in ledger.instance.sites
    }
    for enrolled in ledger.enrolled.values():
        if not enrolled.held:
            continue
        by_session: dict[tuple[str, int], list[Held]] = defaultdict(list)
        for held in enrolled.held:
            by_session[held.spec.name, held.row.cycle].append(held)
        for (name, cycle), followers in by_session.items():
            spec = followers[0].spec
            first = enrolled.program.session(spec.after) if spec.after else None
            if first is None or first.once:
                continue
            firsts = by_session.get((first.name, cycle), [])
            places = places_to_follow(firsts, most_followers(first, spec, len(firsts)))
            for held in unmatched_followers(spec, places, followers, school_days[enrolled.site]):
                within = "" if spec.within_days is None else f" at most {spec.within_days} school days before it"
                yield Violation("6", str(held), f"there is no {first.name}{within} that {name} follows")


def groups_agree(ledger: PlanIndex) -> Iterator[Violation]:
    """Item 7: members of a group share coach, site, program, session and slot, are not too many, and those who teach
    then are in one class, each two of them."""
    labels: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for held in ledger.held:
        if held.row.group:
            labels[held.row.cycle, held.row.group].append(held)
    for (_, label), members in labels.items():
        first = members[0]
        for held in members[1:]:
            differ = _differences(first, held)
            if differ:
                text = f'is in group "{label}" with {first}, but not with the same {", ".join(differ)}'
                yield Violation("7", str(held), text)
        if len(members) > first.spec.group_size:
            text = f'group "{label}" has {len(members)} members, at most {first.spec.group_size} may be'
            yield Violation("7", str(first), text)
        yield from _in_other_classes(label, members)


def _in_other_classes(label: str, members: list[Held]) -> Iterator[Violation]:
    for i, held in enumerate(members):
        for other in members[:i]:
            if held.state and other.state and not same_class(held.state, other.state):
                text = f'is in group "{label}", and teaches another class then than {other.teacher.id}'
                yield Violation("7", str(held), text)
                break


def _differences(a: Held, b: Held) -> list[str]:
    pairs = (
        ("coach", a.row.coach, b.row.coach),
        ("site", a.teacher.site, b.teacher.site),
        ("program", a.row.program, b.row.program),
        ("session", a.spec.name, b.spec.name),
        ("slot", (a.date, a.row.start, a.row.end, a.row.period), (b.date, b.row.start, b.row.end, b.row.period)),
    )
    return [name for name, one, other in pairs if one != other]
