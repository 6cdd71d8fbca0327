"""A plan workbook's own figures: the right ones agree, each wrong one is said with its cell."""

from __future__ import annotations

import pytest
from districts import coach, district, meet, plan, session, setting, teacher

from scheduler.checker import audit_claims, audit_plan
from scheduler.domain.claims import AssignmentClaim, Claims, PlanReading, RuleClaim, UnscheduledClaim
from scheduler.domain.problem import Problem
from scheduler.domain.score import Score

LAUNCH = session("Launch", weekly=0, once=True)
SCHOOL = district(
    teachers=[teacher(programs=("Cycle",), department="Math", grades=("9",)), teacher("T2", programs=("Cycle",))],
    coaches=[coach(departments=("Science",), grades=("9",))],
    sessions=[session(weekly=2), LAUNCH],
    rules=[setting("Coaches per site", value=1), setting("Content match", weight=3), setting("Flex time", level="Off")],
)
PLAN = plan(SCHOOL, released={"C1": "123"}, coaches={"T1": "C1"}, sessions=[meet()])
AUDIT = audit_plan(SCHOOL, PLAN)
SCORE = Score(1 + 3, 0, 3)  # T2 has no coach; three sessions are missing; the content of T1
LISTED = tuple(
    UnscheduledClaim(t, "Cycle", "Observe", None, f"Unscheduled!A{i}") for i, t in enumerate(("T1", "T2"), 2)
)
RULES_CLAIMED = tuple(
    RuleClaim(rule, level, None, None, amount, f"Rules!A{row}")
    for row, ((rule, level), amount) in enumerate(AUDIT.rules.items(), 2)
)


def said(**claims: object) -> list[str]:
    """What is wrong with claims; those that are not given are the right ones."""
    right = {"rules": RULES_CLAIMED, "unscheduled": LISTED}
    reading = PlanReading(PLAN, Claims(**(right | claims)))  # type: ignore[arg-type]
    return [str(v) for v in audit_claims(SCHOOL, reading, AUDIT)]


def test_the_plan_of_these_tests_is_as_they_think():
    assert AUDIT.violations == ()
    assert AUDIT.score == SCORE
    assert said() == []


# ---- Summary


def test_the_score_is_the_recomputed_one():
    assert said(score=SCORE, score_where="Summary!B2") == []
    assert said(score=Score(4, 0, 2), score_where="Summary!B2") == [
        "[claim] Summary!B2: the score is 4 / 0 / 3, not 4 / 0 / 2"
    ]


@pytest.mark.parametrize(
    ("bound", "can_be"),
    [
        (Score(4, 0, 3), True),
        (Score(4, 0, 2), True),
        (Score(3, 0, 0), True),
        (Score(0, 0, 0), True),
        (Score(4, 0, 4), False),
        (Score(5, 0, 0), False),
        (Score(3, 0, 1), False),  # nothing is claimed below a level that is not proven
        (Score(4, 1, 0), False),
        (Score(3, 1, 0), False),
        (Score(-1, 0, 0), False),
    ],
)
def test_a_bound_is_not_beyond_the_score(bound, can_be):
    text = f"[claim] Summary!B3: {bound} is no bound of the score 4 / 0 / 3"
    assert said(bound=bound, bound_where="Summary!B3") == [text] * (not can_be)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("short", None),
        ("optimal", 'the status is short, not "optimal"'),
        ("done", 'the status is short, not "done" (one of optimal, feasible, short)'),
    ],
)
def test_the_status_follows_from_score_and_bound(status, text):
    expected = [] if text is None else [f"[claim] Summary!B4: {text}"]
    assert said(status=status, status_where="Summary!B4", bound=SCORE) == expected


@pytest.mark.parametrize(("bound", "status"), [(None, "feasible"), ("score", "optimal"), ("less", "feasible")])
def test_without_a_required_shortfall_a_plan_is_optimal_or_feasible(bound, status):
    rules = [
        setting(rule, level="Off")
        for rule in ("All periods covered", "Coaching periods per coach", "Every teacher can meet the coach")
    ]
    here = district(rules=rules)
    audit = audit_plan(here, plan(here))
    assert audit.score == Score(0, 1, 0)
    bounds = {None: None, "score": audit.score, "less": Score(0, 0, 0)}
    for claimed in ("optimal", "feasible", "short"):
        reading = PlanReading(plan(here), Claims(status=claimed, bound=bounds[bound], rules=rules_of(audit)))
        assert (audit_claims(here, reading, audit) == ()) is (claimed == status)


def rules_of(audit):
    return tuple(RuleClaim(rule, level, None, None, n, "Rules!A2") for (rule, level), n in audit.rules.items())


# ---- Rules


def with_row(rule: str, /, **changed: object) -> tuple[RuleClaim, ...]:
    def row(claim: RuleClaim) -> RuleClaim:
        fields = {f: getattr(claim, f) for f in RuleClaim.__slots__} | changed
        return RuleClaim(**fields) if claim.rule == rule else claim

    return tuple(row(claim) for claim in RULES_CLAIMED)


def where(rule: str) -> str:
    return next(claim.where for claim in RULES_CLAIMED if claim.rule == rule)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"shortfall": 0}, "Content match (Option): the shortfall is 1, not 0"),
        ({"rule": "content-match", "weight": 3}, None),
        ({"weight": 1}, "Content match: the weight is 3, not 1"),
        ({"value": 7}, None),  # it has no value that could be wrong
    ],
)
def test_a_rule_that_claims_a_wrong_figure_is_said(changed, text):
    expected = [] if text is None else [f"[claim] {where('Content match')}: {text}"]
    assert said(rules=with_row("Content match", **changed)) == expected


def test_a_wrong_value_is_said():
    text = f"[claim] {where('Coaches per site')}: Coaches per site: the value is 1, not 2"
    assert said(rules=with_row("Coaches per site", value=2)) == [text]
    assert said(rules=with_row("Coaches per site", value=1)) == []


def test_a_wrong_level_is_said_with_the_shortfall_that_it_leaves_out():
    assert said(rules=with_row("Content match", level="Required")) == [
        f'[claim] {where("Content match")}: Content match: the level is Option, not "Required"',
        "[claim] Rules: Content match (Option): the shortfall is 1, not left out",
    ]


def test_a_rule_that_is_left_out_is_claimed_to_be_0():
    assert said(rules=()) == [
        "[claim] Rules: Sessions (Required): the shortfall is 3, not left out",
        "[claim] Rules: Every teacher has a coach (Required): the shortfall is 1, not left out",
        "[claim] Rules: Content match (Option): the shortfall is 1, not left out",
    ]


def test_rows_of_one_rule_and_level_are_added_up():
    twice = (*with_row("Sessions", shortfall=1), RuleClaim("Sessions", "Required", None, None, 2, "Rules!A40"))
    assert said(rules=twice) == []


def test_a_rule_that_there_is_not_is_said():
    rows = (*RULES_CLAIMED, RuleClaim("Flexible time", "Required", None, None, 0, "Rules!A40"))
    assert said(rules=rows) == ['[plan] Rules!A40: "Flexible time" is not a rule']


def test_a_rule_that_is_off_claims_nothing():
    assert said(rules=with_row("Flex time", shortfall=9)) == []


# ---- Assignments and Unscheduled


def figures(name: str = "T1", **given: object) -> tuple[AssignmentClaim, ...]:
    fields = {"grade_match": None, "content_match": None, "due": None, "scheduled": None}
    return (AssignmentClaim(name, "Cycle", where="Assignments!A2", **(fields | given)),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"due": 2, "scheduled": 1, "grade_match": True, "content_match": False}, None),
        ({"due": 3}, "sessions due is 2, not 3"),
        ({"scheduled": 0}, "sessions scheduled is 1, not 0"),
        ({"grade_match": False}, "grade match is Y, not N"),
        ({"content_match": True}, "content match is N, not Y"),
    ],
)
def test_the_figures_of_an_assignment_are_the_recomputed_ones(given, text):
    expected = [] if text is None else [f"[claim] Assignments!A2: T1 / Cycle: {text}"]
    assert said(assignments=figures(**given)) == expected


def test_without_a_coach_a_match_is_not_looked_at():
    assert said(assignments=figures("T2", grade_match=True, content_match=True, due=2, scheduled=0)) == []


def test_unscheduled_names_every_session_that_is_short_and_no_other():
    extra = UnscheduledClaim("T1", "Cycle", "Launch", None, "Unscheduled!A4")  # Once: the dated calendar's own
    assert said(unscheduled=(*LISTED, extra)) == []
    assert said(unscheduled=LISTED[:1]) == ["[claim] Unscheduled: T2 / Cycle: 2 Observe missing and not listed"]


@pytest.mark.parametrize(
    ("program", "name", "text"),
    [
        ("Access", "Observe", "[plan] Unscheduled!A4: T1 / Access is not an enrollment of the input"),
        ("Cycle", "Debrief", '[plan] Unscheduled!A4: "Debrief" is not a session of program Cycle'),
    ],
)
def test_a_row_of_unscheduled_that_does_not_fit_the_input_is_said(program, name, text):
    assert said(unscheduled=(*LISTED, UnscheduledClaim("T1", program, name, None, "Unscheduled!A4"))) == [text]


def test_a_session_that_is_not_missing_is_not_unscheduled():
    both = plan(SCHOOL, released={"C1": "123"}, coaches={"T1": "C1"}, sessions=[meet(), meet(day=1)])
    audit = audit_plan(SCHOOL, both)
    reading = PlanReading(both, Claims(rules=rules_of(audit), unscheduled=LISTED))
    assert [str(v) for v in audit_claims(SCHOOL, reading, audit)] == [
        "[claim] Unscheduled!A2: T1 / Cycle: no Observe is missing"
    ]


def test_a_row_that_could_not_be_read_is_said_and_a_note_is_not():
    problems = (
        Problem("unknown-coach", "error", "plan.xlsx", "Sessions", "G4", '"C9" is not a coach.', "Write C1."),
        Problem("unknown-column", "note", "plan.xlsx", "Sessions", "Z1", "left alone"),
    )
    reading = PlanReading(PLAN, Claims(rules=RULES_CLAIMED, unscheduled=LISTED), problems)
    assert [str(v) for v in audit_claims(SCHOOL, reading, AUDIT)] == [
        '[plan] Sessions!G4: "C9" is not a coach. Write C1.'
    ]


def test_a_rule_that_has_no_level_here_has_no_shortfall():
    here = district(teachers=[teacher(department="Math")])
    audit = audit_plan(here, plan(here, released={"C1": "123"}))
    for amount, expected in (
        (0, []),
        (1, ['[claim] Rules!A40: Sessions: the level is none, as no program has sessions, not "Required"']),
    ):
        rows = (*rules_of(audit), RuleClaim("Sessions", "Required", None, None, amount, "Rules!A40"))
        reading = PlanReading(plan(here, released={"C1": "123"}), Claims(rules=rows))
        assert [str(v) for v in audit_claims(here, reading, audit)] == expected


def test_a_level_that_there_is_not_is_said():
    assert said(rules=with_row("Caseload maximum", level="Must")) == [
        f'[claim] {where("Caseload maximum")}: Caseload maximum: the level is Required, not "Must"'
    ]


def test_the_claims_of_rows_that_the_audit_already_refuses_are_not_looked_at():
    assert said(assignments=figures("T9", due=7)) == []
    assert said(assignments=(*figures(due=2), *figures(due=7))) == []


def test_one_required_unit_is_short():
    rules = [setting("All periods covered", level="Off"), setting("Every teacher can meet the coach", level="Off")]
    here = district(rules=rules)
    one = plan(here, released={"C1": "1"})
    audit = audit_plan(here, one)
    assert audit.score.required == 1
    reading = PlanReading(one, Claims(status="short", rules=rules_of(audit)))
    assert audit_claims(here, reading, audit) == ()


def test_a_redacted_plan_cannot_be_audited():
    assert said(redacted=True, score=Score(0, 0, 0)) == [
        "[plan] Summary: this plan was redacted for somebody, so rows are missing from it; use the whole plan workbook"
    ]
