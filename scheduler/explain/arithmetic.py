"""Conflicts that a few figures explain: sections against periods, coaches and caseloads. Said only where exact."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.instance import Coach, Instance
from scheduler.domain.matching import department_matches, grades_match, own_or_rule
from scheduler.engine.problem.index import ProblemIndex
from scheduler.explain.names import CASELOAD, COACHED, COVERED, FUNDED, LEAST
from scheduler.wording import count, plural

MATCHES = {"Content match": ("department", department_matches), "Grade match": ("grade", grades_match)}
NEED_A_COACH = frozenset({COACHED, "Sessions"})
MOST_NAMED = 4


def arithmetic(instance: Instance, rules: frozenset[str]) -> list[str]:
    """A clause for each site or person for whom figures alone show that these rules cannot all hold; none where they
    do not."""
    facts = ProblemIndex(instance)
    cases = {
        frozenset({FUNDED, COVERED}): _more_periods_than_sections,
        frozenset({FUNDED, LEAST}): _coaches_ask_for_more_than_is_funded,
        frozenset({COVERED, LEAST}): _more_periods_than_coaches_may_cover,
        frozenset({COVERED}): _periods_that_nobody_can_cover,
        frozenset({LEAST}): _coaches_who_cannot_be_released,
        frozenset({COACHED}): _enrollments_that_nobody_can_coach,
        frozenset({COACHED, CASELOAD}): _more_enrollments_than_places,
    }
    if rules in cases:
        return list(cases[rules](facts))
    return list(_enrollments_that_nobody_matches(facts, rules)) if rules - NEED_A_COACH <= MATCHES.keys() else []


def _more_periods_than_sections(facts: ProblemIndex) -> Iterator[str]:
    for site in facts.instance.sites:
        funded, periods = _funded(facts, site), _periods_to_buy(facts, site)
        if funded is not None and periods > funded:
            yield f"{site} has {count(periods, 'period')} to cover and {count(funded, 'section')} funded"


def _coaches_ask_for_more_than_is_funded(facts: ProblemIndex) -> Iterator[str]:
    for site in facts.instance.sites:
        funded, coaches = _funded(facts, site), _bought(facts, site)
        least = [_least(facts, c) for c in coaches]
        if funded is None or sum(least) <= funded:
            continue
        if len(set(least)) == 1 and len(coaches) > 1:
            need = f"{len(coaches)} coaches with at least {count(least[0], 'coaching period')} each need {sum(least)}"
        else:
            asked = ", ".join(f"{c.id} {n}" for c, n in zip(coaches, least, strict=True))
            need = f"the coaches need at least {count(sum(least), 'coaching period')} ({asked})"
        yield f"at {site} {need}, and {count(funded, 'section')} {plural(funded, 'is', 'are')} funded"


def _more_periods_than_coaches_may_cover(facts: ProblemIndex) -> Iterator[str]:
    for site in facts.instance.sites:
        coaches, periods = _bought(facts, site), _periods_to_buy(facts, site)
        most = [c.release_max for c in coaches if c.release_max is not None and _is_required(facts, LEAST, c.home)]
        if coaches and len(most) == len(coaches) and sum(most) < periods:
            may = f"may be released in at most {sum(most)} (release max)"
            yield f"{site} has {count(periods, 'period')} to cover, and its coaches {may}"


def _periods_that_nobody_can_cover(facts: ProblemIndex) -> Iterator[str]:
    for site in facts.instance.sites:
        homes = facts.instance.home_coaches(site)
        if not homes or not _is_required(facts, COVERED, site):
            continue
        domains = [facts.release_domain(c.id) for c in homes]
        never = [p for p in facts.instance.class_periods(site) if all(d[p] is False for d in domains)]
        if never:
            yield f"at {site} no coach can be released in {plural(len(never), 'period')} {', '.join(never)}"


def _coaches_who_cannot_be_released(facts: ProblemIndex) -> Iterator[str]:
    for coach in facts.instance.coaches.values():
        if not _is_required(facts, LEAST, coach.home):
            continue
        domain = facts.release_domain(coach.id)
        can, must = sum(d is not False for d in domain.values()), sum(d is True for d in domain.values())
        least = _least(facts, coach)
        if can < least:
            yield f"{coach.id} can be released in {count(can, 'period')}, and at least {least} are asked"
        elif coach.release_max is not None and must > coach.release_max:
            yield f"{coach.id} must be released in {count(must, 'period')}, with a release max of {coach.release_max}"
        elif coach.release_max is not None and least > coach.release_max:
            yield f"{coach.id} has a release min of {least} and a release max of {coach.release_max}"


def _enrollments_that_nobody_can_coach(facts: ProblemIndex) -> Iterator[str]:
    nobody = [
        str(e)
        for e, coaches in zip(facts.enrollments, facts.candidates, strict=True)
        if not coaches and _is_required(facts, COACHED, facts.instance.teachers[e.teacher].site)
    ]
    if nobody:
        more = f" and {len(nobody) - MOST_NAMED} more" if len(nobody) > MOST_NAMED else ""
        yield f"nobody serves the site and holds the role for {', '.join(nobody[:MOST_NAMED])}{more}"


def _enrollments_that_nobody_matches(facts: ProblemIndex, rules: frozenset[str]) -> Iterator[str]:
    """Those of whom each coach who could be theirs has another department or grade, by what the rules ask."""
    asked = [MATCHES[rule] for rule in MATCHES if rule in rules]
    instance, nobody = facts.instance, []
    for e, coaches in zip(facts.enrollments, facts.candidates, strict=True):
        teacher = instance.teachers[e.teacher]
        here = all(_is_required(facts, rule, teacher.site) for rule in rules & MATCHES.keys())
        if here and not any(all(match(teacher, instance.coaches[c]) for _, match in asked) for c in coaches):
            nobody.append(str(e))
    if asked and nobody:
        what = " and ".join(name for name, _ in asked)
        more = f" and {len(nobody) - MOST_NAMED} more" if len(nobody) > MOST_NAMED else ""
        yield f"no coach who could be theirs has the {what} of {', '.join(nobody[:MOST_NAMED])}{more}"


def _more_enrollments_than_places(facts: ProblemIndex) -> Iterator[str]:
    """Over all sites of the part: coaches at several sites take from all of them."""
    instance = facts.instance
    if not all(_is_required(facts, rule, site) for rule in (COACHED, CASELOAD) for site in instance.sites):
        return
    places = [own_or_rule(c.max_caseload, instance, CASELOAD, c.home) for c in instance.coaches.values()]
    known = [p for p in places if p is not None]
    if len(known) == len(places) and len(facts.enrollments) > sum(known):
        coaches = count(len(places), "coach", "coaches")
        yield f"there are {len(facts.enrollments)} enrollments, and {coaches} with room for {sum(known)}"


def _is_required(facts: ProblemIndex, rule: str, site: str) -> bool:
    return facts.instance.rule(rule, site).level == "Required"


def _funded(facts: ProblemIndex, site: str) -> int | None:
    """The sections that a site may use; None where there is no limit, or it is not Required."""
    if not _is_required(facts, FUNDED, site):
        return None
    return own_or_rule(facts.instance.sites[site].sections_funded, facts.instance, FUNDED, site)


def _bought(facts: ProblemIndex, site: str) -> list[Coach]:
    """The home coaches whose releases come out of the funded sections."""
    return [c for c in facts.instance.home_coaches(site) if not c.full_time]


def _least(facts: ProblemIndex, coach: Coach) -> int:
    """The periods in which a coach must be released at least; 0 where that is not Required."""
    if not _is_required(facts, LEAST, coach.home):
        return 0
    return own_or_rule(coach.release_min, facts.instance, LEAST, coach.home) or 0


def _periods_to_buy(facts: ProblemIndex, site: str) -> int:
    """The periods of a site that no full-time coach of its own covers; 0 where it is nobody's home, or the rule is not
    Required there."""
    homes = facts.instance.home_coaches(site)
    if not homes or not _is_required(facts, COVERED, site):
        return 0
    given = [facts.release_domain(c.id) for c in homes if c.full_time]
    return sum(all(domain[p] is False for domain in given) for p in facts.instance.class_periods(site))
