"""What a plan workbook says of itself, against what is true: its score, its shortfalls, its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.domain.claims import AssignmentClaim, PlanReading, RuleClaim
from scheduler.domain.instance import ALL_LEVELS, Enrollment, Instance, Level
from scheduler.domain.matching import department_matches, folded, grades_match
from scheduler.domain.score import Audit, Score, Violation
from scheduler.rules import RULES
from scheduler.rules.entries import Enrolled
from scheduler.rules.plan_index import PlanIndex

STATUSES = ("optimal", "feasible", "short")


def audit_claims(instance: Instance, reading: PlanReading, audit: Audit) -> tuple[Violation, ...]:
    """Every figure of a plan workbook that is not the recomputed one ("claim"), and every row that could not be
    resolved when it was read ("plan"). `audit` is that of `reading.plan`. Of a redacted plan nothing can be said but
    that it is one.

    Parameters
    ----------
    instance
        the input
    reading
        the plan workbook as it was read
    audit
        the audit of the plan
    """
    if reading.claims.redacted:
        text = "this plan was redacted for somebody, so rows are missing from it; use the whole plan workbook"
        return (Violation("plan", "Summary", text),)
    ledger = PlanIndex(instance, reading.plan)
    unread = (Violation("plan", p.where, f"{p.text} {p.fix}".strip()) for p in reading.problems if p.level == "error")
    found = [
        *unread,
        *_summary(reading, audit),
        *_rules(instance, reading.claims.rules, audit),
        *_assignments(ledger, reading.claims.assignments),
        *_unscheduled(ledger, reading),
    ]
    return tuple(dict.fromkeys(found))


def _claim(where: str, text: str) -> Violation:
    return Violation("claim", where, text)


# ---- Summary


def _summary(reading: PlanReading, audit: Audit) -> Iterator[Violation]:
    """The score is the recomputed one; the bound is not beyond it; the status follows from the two."""
    claims, score = reading.claims, audit.score
    if claims.score is not None and claims.score != score:
        yield _claim(claims.score_where, f"the score is {score}, not {claims.score}")
    if claims.bound is not None and not _can_bound(claims.bound, score):
        yield _claim(claims.bound_where, f"{claims.bound} is no bound of the score {score}")
    if claims.status and claims.status != _status(score, claims.bound):
        known = "" if claims.status in STATUSES else f" (one of {', '.join(STATUSES)})"
        text = f'the status is {_status(score, claims.bound)}, not "{claims.status}"{known}'
        yield _claim(claims.status_where, text)


def _can_bound(bound: Score, score: Score) -> bool:
    """A level's bound is at most its score given that the levels above are proven; 0 while one of those is not."""
    for i in range(len(score)):
        if bound[i] != score[i]:
            return 0 <= bound[i] < score[i] and not any(bound[i + 1 :])
    return True


def _status(score: Score, bound: Score | None) -> str:
    if score.required > 0:
        return "short"
    return "optimal" if score == bound else "feasible"


# ---- Rules


def _rules(instance: Instance, claims: tuple[RuleClaim, ...], audit: Audit) -> Iterator[Violation]:
    """Claims are added up by rule and level; a rule that is left out is claimed to be 0."""
    names = {folded(name): name for name in RULES}
    claimed: Counter[tuple[str, Level]] = Counter()
    first: dict[tuple[str, Level], RuleClaim] = {}
    for claim in claims:
        name = names.get(folded(claim.rule))
        if name is None:
            yield Violation("plan", claim.where, f'"{claim.rule}" is not a rule')
            continue
        yield from _settings(instance, name, claim)
        levels = [level for rule, level in audit.rules if rule == name]
        found = next((level for level in ALL_LEVELS if folded(level) == folded(claim.level)), None)
        if found is not None and found in levels:
            first.setdefault((name, found), claim)
            claimed[name, found] += claim.shortfall
        elif levels or claim.shortfall:
            said = " or ".join(levels) or "none, as no program has sessions"
            yield _claim(claim.where, f'{name}: the level is {said}, not "{claim.level}"')
    for key, shortfall in audit.rules.items():
        if key[1] != "Off" and claimed[key] != shortfall:
            where = first[key].where if key in first else "Rules"
            said = str(claimed[key]) if key in first else "left out"
            yield _claim(where, f"{key[0]} ({key[1]}): the shortfall is {shortfall}, not {said}")


def _settings(instance: Instance, name: str, claim: RuleClaim) -> Iterator[Violation]:
    settings = [instance.rule(name, site) for site in instance.sites]
    figures = (
        ("value", claim.value, [s.value for s in settings]),
        ("weight", claim.weight, [s.weight for s in settings]),
    )
    for column, said, given in figures:
        known = dict.fromkeys(g for g in given if g is not None)
        if said is not None and known and said not in known:
            text = f"{name}: the {column} is {' or '.join(str(k) for k in known)}, not {said}"
            yield _claim(claim.where, text)


# ---- Assignments and Unscheduled


def _assignments(ledger: PlanIndex, claims: tuple[AssignmentClaim, ...]) -> Iterator[Violation]:
    seen: set[Enrollment] = set()
    for claim in claims:
        key = Enrollment(claim.teacher, claim.program)
        enrolled = ledger.enrolled.get(key)
        if enrolled is None or key in seen:
            continue  # said by the audit: it is no enrollment, or it is given twice
        seen.add(key)
        for column, said, is_so in _figures(ledger, enrolled, claim):
            if said is not None and said != is_so:
                yield _claim(claim.where, f"{enrolled}: {column} is {_cell(is_so)}, not {_cell(said)}")


def _figures(
    ledger: PlanIndex, enrolled: Enrolled, claim: AssignmentClaim
) -> Iterator[tuple[str, bool | int | None, bool | int]]:
    yield "sessions due", claim.due, sum(due.due for due in ledger.dues(enrolled))
    yield "sessions scheduled", claim.scheduled, enrolled.scheduled
    if enrolled.coach:
        coach = ledger.instance.coaches[enrolled.coach]
        yield "grade match", claim.grade_match, grades_match(enrolled.teacher, coach)
        yield "content match", claim.content_match, department_matches(enrolled.teacher, coach)


def _cell(value: bool | int) -> str:
    if isinstance(value, bool):
        return "Y" if value else "N"
    return str(value)


def _unscheduled(ledger: PlanIndex, reading: PlanReading) -> Iterator[Violation]:
    """Unscheduled names every session that is short, and no other."""
    missing = {
        (enrolled.enrollment, due.spec.name): due.missing
        for enrolled in ledger.enrolled.values()
        for due in ledger.dues(enrolled)
        if due.missing
    }
    listed: set[tuple[Enrollment, str]] = set()
    for claim in reading.claims.unscheduled:
        key = Enrollment(claim.teacher, claim.program)
        enrolled = ledger.enrolled.get(key)
        spec = enrolled.program.session(claim.session) if enrolled else None
        if enrolled is None:
            yield Violation("plan", claim.where, f"{key} is not an enrollment of the input")
        elif spec is None:
            yield Violation("plan", claim.where, f'"{claim.session}" is not a session of program {claim.program}')
        elif not spec.once and (key, spec.name) not in missing:
            yield _claim(claim.where, f"{key}: no {spec.name} is missing")
        listed.add((key, claim.session))
    for (key, session), count in missing.items():
        if (key, session) not in listed:
            yield _claim("Unscheduled", f"{key}: {count} {session} missing and not listed")
