"""Each rule of the engine against its twin in `scheduler.rules`: of a plan made for one rule alone they say the same.

The engine has the rule in three models: the coarse one (a bound), the exact one, and the two of them together in a
solve. What the plan truly scores, the audit says.
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from importlib import import_module

import pytest
from districts import bell, coach, district, session, setting, teacher
from laws.solving import solved

from engine.alone import COACHED, SESSIONS, coarse_bound, cycled, only, pin, whole
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance, Program, RuleSetting, Site, State
from scheduler.domain.score import Score
from scheduler.engine import rules as enforced
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.rules import RULES

CLASSES = bell(times={"1": "08:00-09:00", "2": "09:10-10:10", "3": "10:20-11:20"})
SHORT = bell(times={"1": "08:00-09:00", "2": "09:10-10:10"}, days=1)
TWO_SITES = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
TEACHING, PRIORITY = State("Teaching"), State("Teaching", priority=True)


@dataclass(frozen=True)
class Case:
    """A district in which the best plan falls short of one rule by `amount`; `coarse` where the coarse model, which
    knows no days and no cycles, proves less."""

    rule: str
    about: str
    amount: int
    instance: Instance
    coarse: int | None = None

    def __str__(self) -> str:
        return f"{self.rule}: {self.about}"


def counted(
    rule: str, *beside: tuple[str, RuleSetting], value: int | None = None
) -> tuple[tuple[str, RuleSetting], ...]:
    """Only this rule counts, with weight 3; `beside` are Required, and hold."""
    return only(*beside, setting(rule, level="Recommended", value=value, weight=3))


def sessions() -> list[Case]:
    def made(**given: object) -> Instance:
        return district(
            teachers=[cycled(priority=2)],
            rules=counted("Sessions"),
            sessions=[session(**given)],
            cycles=2,
            cycles_each=2,
        )

    return [
        Case("Sessions", "one a week", 0, made()),
        Case("Sessions", "longer than every slot that fits", 4, made(minutes=40, when=("Lunch",))),
        Case("Sessions", "three in two days", 4, made(weekly=3)),
        Case("Sessions", "only the teacher's lunch, once placed by the dated calendar", 0, made(weekly=0, once=True)),
    ]


def has_a_coach() -> list[Case]:
    def made(*roles: str) -> Instance:
        rule = "Every teacher has a coach"
        return district(
            teachers=[cycled(), cycled("T2"), teacher("T3", role="Administrator")],
            coaches=[coach(roles=roles)],
            role="Mentor",
            rules=counted(rule),
        )

    return [
        Case("Every teacher has a coach", "a mentor", 0, made("mentor")),
        Case("Every teacher has a coach", "no mentor", 2, made("Lead")),
    ]


def can_meet() -> list[Case]:
    def made(doing: dict[str, str]) -> Instance:
        rule = "Every teacher can meet the coach"
        twins = [teacher(), teacher("T2")]
        said = {"T1": {"1": "Teaching", "2": "Teaching", "3": "Teaching", **doing}}
        return district(teachers=twins, bells=[CLASSES], doing={**said, "T2": said["T1"]}, rules=counted(rule, COACHED))

    return [
        Case("Every teacher can meet the coach", "a prep", 0, made({"2": "Prep"})),
        Case("Every teacher can meet the coach", "all day in class, two alike", 2, made({})),
    ]


def covered() -> list[Case]:
    def made(**available: object) -> Instance:
        return district(available={"C1": dict(available)}, rules=counted("All periods covered"))  # type: ignore[arg-type]

    def visited(*sites: str) -> Instance:
        return district(
            sites=TWO_SITES,
            coaches=[coach("C1", *sites)],
            teachers=[teacher()],
            available={"C1": {"2": "Teaching"}},
            rules=counted("All periods covered"),
        )

    return [
        Case("All periods covered", "one coach for three periods", 0, made()),
        Case(
            "All periods covered",
            "a class and a prep",
            2,
            district(
                available={"C1": {"1": "Teaching", "2": "Prep"}},
                rules=counted("All periods covered"),
            ),
        ),
        Case("All periods covered", "a visitor covers a site without coaches", 2, visited("S", "N")),
        Case("All periods covered", "nobody comes", 4, visited("S")),
    ]


def funded() -> list[Case]:
    def made(sections: int) -> Instance:
        return district(
            sites=[Site("S", "South", "Regular", sections)],
            coaches=[coach(), coach("C2", full_time=True)],
            available={"C1": {"1": "Coaching", "2": "Coaching"}},
            rules=counted("Sections funded"),
        )

    return [
        Case("Sections funded", "as many as are demanded", 0, made(2)),
        Case("Sections funded", "none", 2, made(0)),
    ]


def periods() -> list[Case]:
    rule = "Coaching periods per coach"

    def made(coach_: object = None, **available: object) -> Instance:
        who = [coach_ or coach()]
        return district(coaches=who, available={"C1": available}, rules=counted(rule, value=2))  # type: ignore[arg-type,list-item]

    return [
        Case(rule, "two of three", 0, made()),
        Case(
            rule,
            "below the value",
            1,
            district(
                available={"C1": {"1": "Teaching", "2": "Teaching"}},
                rules=counted(rule, value=2),
            ),
        ),
        Case(rule, "below release min", 1, made(coach(release_min=4))),
        Case(
            rule,
            "above release max",
            2,
            district(
                coaches=[coach(release_min=0, release_max=1)],
                available={"C1": dict.fromkeys("123", "Coaching")},
                rules=counted(rule, value=2),
            ),
        ),
    ]


def coaches_per_site() -> list[Case]:
    rule = "Coaches per site"

    def made(teachers: int, value: int) -> Instance:
        return district(
            teachers=[teacher(f"T{i}") for i in range(teachers)],
            coaches=[coach(), coach("C2")],
            rules=counted(rule, value=value),
        )

    return [
        Case(rule, "two for two", 0, made(2, 2)),
        Case(rule, "one teacher", 1, made(1, 2)),
        Case(rule, "two coaches of three", 1, made(3, 3)),
    ]


def flex() -> list[Case]:
    rule = "Flex time"

    def made(value: int, **given: object) -> Instance:
        return district(bells=[SHORT], cycles=2, rules=counted(rule, value=value), **given)  # type: ignore[arg-type]

    released: dict[str, object] = {"available": {"C1": {"1": "Coaching", "2": "Teaching"}}}
    return [
        Case(rule, "no release, none owed", 0, made(3, available={"C1": dict.fromkeys("12", "Teaching")})),
        Case(rule, "the one slot", 0, made(1, **released)),
        Case(rule, "one slot of two, in each cycle", 2, made(2, **released)),
        Case(
            rule,
            "a session needs the slot",
            2,
            district(
                bells=[SHORT],
                cycles=2,
                cycles_each=2,
                teachers=[cycled()],
                sessions=[session()],
                rules=counted(rule, SESSIONS, value=1),
                **released,  # type: ignore[arg-type]
            ),
        ),
    ]


def planning() -> list[Case]:
    rule = "Common planning"

    def made(*teaches: str, value: int = 1) -> Instance:
        said = {"C1": dict.fromkeys(teaches, "Teaching"), "C2": {"3": "Prep"}}
        return district(
            coaches=[coach(), coach("C2")],
            bells=[CLASSES],
            available=said,
            cycles=2,  # type: ignore[arg-type]
            rules=counted(rule, value=value),
        )

    return [
        Case(rule, "a prep is free for it", 0, made("1", "2")),
        Case(rule, "no slot of both", 2, made("1", "2", "3")),
        Case(rule, "two slots a week of three", 2, made("1", "2", value=3)),
    ]


def matches() -> list[Case]:
    def made(rule: str, mine: dict[str, object], theirs: dict[str, object]) -> Instance:
        twins = [teacher(id, **mine) for id in ("T1", "T2")]
        return district(teachers=twins, coaches=[coach(**theirs)], rules=counted(rule, COACHED))

    return [
        Case("Grade match", "a grade in common", 0, made("Grade match", {"grades": ("9", "10")}, {"grades": ("10",)})),
        Case("Grade match", "none", 2, made("Grade match", {"grades": ("9",)}, {"grades": ("10",)})),
        Case(
            "Content match",
            "whatever the case",
            0,
            made(
                "Content match",
                {"department": "math"},
                {"departments": ("Math",)},
            ),
        ),
        Case("Content match", "another", 2, made("Content match", {"department": "Math"}, {"departments": ("Art",)})),
    ]


def caseloads() -> list[Case]:
    def most(own: int | None, value: int | None) -> Instance:
        three = [teacher(f"T{i}") for i in range(3)]
        rules = counted("Caseload maximum", COACHED, value=value)
        return district(teachers=three, coaches=[coach(max_caseload=own)], rules=rules)

    def balance(teachers: int, spread: int) -> Instance:
        many = [teacher(f"T{i}", role="Teacher") for i in range(teachers)]
        mentor = Program("Only", "Mentor")
        return district(
            teachers=[*many, teacher("T9", programs=("Only",)), teacher("T8", programs=("Only",))],
            coaches=[coach(roles=("Mentor",)), coach("C2", roles=("Other",))],
            programs=[mentor],
            rules=counted("Caseload balance", COACHED, value=spread),
        )

    return [
        Case("Caseload maximum", "no limit", 0, most(None, None)),
        Case("Caseload maximum", "the coach's own", 1, most(2, 9)),
        Case("Caseload maximum", "the value", 2, most(None, 1)),
        Case("Caseload balance", "two and two", 0, balance(2, 0)),
        Case("Caseload balance", "two that only one may have", 1, balance(0, 1)),
    ]


def wishes() -> list[Case]:
    def made(rule: str, pinned: bool, **given: object) -> Instance:
        pins = [pin("Coach", program="Access", coach="C2")] if pinned else []
        return district(
            teachers=[teacher(**given)], coaches=[coach(), coach("C2")], pins=pins, rules=counted(rule, COACHED)
        )

    return [
        case
        for rule, given in (
            ("Requested coach", {"requested_coach": "C1"}),
            ("Keep last coach", {"last_coach": "C1"}),
            ("Avoided coach", {"avoid_coaches": ("C2",)}),
        )
        for case in (
            Case(rule, "the other is free", 0, made(rule, False, **given)),
            Case(rule, "the other is pinned", 1, made(rule, True, **given)),
        )
    ]


def avoided() -> list[Case]:
    every = setting("All periods covered", level="Required")

    def made(*coaches: str) -> Instance:
        return district(
            coaches=[coach(c) for c in coaches],
            available={"C1": {("1", 0): "Avoid"}},
            rules=counted("Avoided periods", every),
        )

    return [
        Case("Avoided periods", "another coach is there", 0, made("C1", "C2")),
        Case("Avoided periods", "all periods must be covered", 1, made("C1")),
    ]


def days() -> list[Case]:
    def per_day(teachers: int, **own: object) -> Instance:
        return district(
            teachers=[cycled(f"T{i}") for i in range(teachers)],
            sessions=[session()],
            coaches=[coach(**own)],
            rules=counted("Sessions per day", SESSIONS, value=1),
        )

    def one_a_day(*names: str) -> Instance:
        return district(
            teachers=[cycled()], sessions=[session(n) for n in names], rules=counted("One session a day", SESSIONS)
        )

    two = [("Cycle",), ("Other",)]
    programs = [Program("Other", sessions=(session("Talk", weekly=2),))]
    return [
        Case("Sessions per day", "one on each of two days", 0, per_day(2)),
        Case("Sessions per day", "three on two days", 1, per_day(3)),
        Case("Sessions per day", "the coach's own", 0, per_day(3, max_sessions_per_day=2)),
        Case("One session a day", "two on two days", 0, one_a_day("A", "B")),
        Case("One session a day", "three on two days", 1, one_a_day("A", "B", "C")),
        Case(
            "One session a day",
            "of two programs",
            1,
            district(
                teachers=[cycled(programs=(*two[0], *two[1]))],
                sessions=[session()],
                programs=programs,
                rules=counted("One session a day", SESSIONS),
            ),
            coarse=0,
        ),
    ]


def prep() -> list[Case]:
    rule = "Prep minutes used"

    def made(own: int | None, value: int | None, when: tuple[str, ...] = ("Prep",)) -> Instance:
        return district(
            teachers=[cycled(prep_minutes=own)],
            sessions=[session(weekly=2, minutes=35, when=when)],
            rules=counted(rule, SESSIONS, value=value),
        )

    return [
        Case(rule, "as much as is allowed", 0, made(70, 0)),
        Case(rule, "seventy minutes, none allowed", 3, made(None, 0)),
        Case(rule, "in flex instead", 0, made(0, None, ("Prep", "Flex"))),
        Case(rule, "no limit", 0, made(None, None)),
    ]


def weekly() -> list[Case]:
    def made(rule: str, value: int, **given: object) -> Instance:
        return district(
            teachers=[cycled()],
            sessions=[session(weekly=2, **given)],
            cycles=2,
            cycles_each=2,
            rules=counted(rule, value=value),
        )

    time, met = "Weekly coaching time", "Teachers coached weekly"
    return [
        Case(time, "an hour", 0, made(time, 60)),
        Case(time, "thirty-one minutes less, in each cycle", 4, made(time, 91), coarse=3),
        Case(time, "groups are not one to one", 2, made(time, 30, group_size=2)),
        Case(met, "one teacher", 0, made(met, 1)),
        Case(met, "twice the same is one", 2, made(met, 2)),
    ]


def visits() -> list[Case]:
    def made(days: int, **given: object) -> Instance:
        return district(
            sites=TWO_SITES,
            bells=[bell(days=days)],
            coaches=[coach("C1", "S", "N")],
            teachers=[cycled(), cycled("T2", "N")],
            sessions=[session(**given)],
            rules=counted("One site a day", SESSIONS),
        )

    return [
        Case("One site a day", "a day for each", 0, made(2)),
        Case("One site a day", "one day for two", 1, made(1)),
        Case("One site a day", "a virtual one is no visit", 0, made(1, mode="Either")),
    ]


def priority() -> list[Case]:
    def made(*activities: str) -> Instance:
        return district(
            teachers=[cycled()],
            bells=[SHORT],
            doing={"T1": {"1": PRIORITY, "2": TEACHING}},
            sessions=[session(a, when=("Teaching",)) for a in activities],
            rules=counted("Priority sections", SESSIONS),
        )

    return [
        Case("Priority sections", "the one goes there", 0, made("Observe", "Debrief")),
        Case("Priority sections", "no room for two", 1, made("Observe", "Co-teach")),
    ]


def even() -> list[Case]:
    def made(teachers: int, value: int) -> Instance:
        return district(
            teachers=[cycled(f"T{i}") for i in range(teachers)],
            sessions=[session(minutes=40)],
            cycles=2,
            rules=counted("Even cycles", SESSIONS, value=value),
        )

    return [
        Case("Even cycles", "one in each", 0, made(2, 0)),
        Case("Even cycles", "forty minutes and none", 2, made(1, 0)),
        Case("Even cycles", "as much as is allowed", 0, made(3, 40)),
        Case("Even cycles", "one minute more", 1, made(3, 39)),
    ]


TABLES = (
    sessions,
    has_a_coach,
    can_meet,
    covered,
    funded,
    periods,
    coaches_per_site,
    flex,
    planning,
    matches,
    caseloads,
    wishes,
    avoided,
    days,
    prep,
    weekly,
    visits,
    priority,
    even,
)
CASES = [case for table in TABLES for case in table()]


def score(amount: int) -> Score:
    return Score(0, 3 * amount, 0)


def test_every_rule_has_a_case_where_it_holds_and_one_where_it_cannot():
    assert {case.rule for case in CASES if not case.amount} == set(RULES)
    assert {case.rule for case in CASES if case.amount} == set(RULES)


def test_the_engine_enforces_the_rules_of_the_registry_under_their_names():
    assert [rule.name for rule in enforced.RULES] == list(RULES)
    modules = [rule.measure.__module__.rpartition(".")[2] for rule in RULES.values()]
    assert [import_module(f"{enforced.__name__}.{name}").RULE for name in modules] == list(enforced.RULES)


@pytest.mark.parametrize("rule", enforced.RULES, ids=lambda rule: rule.name)
def test_nothing_that_a_rule_module_says_is_left_out_of_its_rule(rule: EngineRule):
    module = next(m for m in sys.modules.values() if getattr(m, "RULE", None) is rule)
    said = {f for f in vars(module).values() if inspect.isfunction(f) and f.__module__ == module.__name__}
    taken = {v for said_of in (rule, rule.quick) for v in vars(said_of).values() if callable(v)}
    helpers = {f for f in said if f.__name__ in {n for g in said for n in g.__code__.co_names}}
    assert said - helpers == taken


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_plan_of_a_solve_scores_what_the_engine_proves(case: Case):
    found = solved(case.instance)
    assert found.violations == ()
    assert found.score == score(case.amount)
    assert found.bound == score(case.amount)
    amounts = dict.fromkeys(RULES, 0) | {case.rule: case.amount}
    audit = audit_plan(case.instance, found.plan)
    assert {rule: n for (rule, level), n in audit.rules.items() if level != "Off"}.items() <= amounts.items()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_exact_model_counts_what_the_audit_counts(case: Case):
    model, reached = whole(case.instance)
    audit = audit_plan(case.instance, model.plan(reached))
    assert audit.violations == ()
    assert (reached.score, reached.bound, audit.score) == (score(case.amount),) * 3


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_coarse_model_proves_as_much_as_it_can(case: Case):
    assert coarse_bound(case.instance) == score(case.amount if case.coarse is None else case.coarse)
