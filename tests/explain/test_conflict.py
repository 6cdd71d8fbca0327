"""Which Required rules cannot hold together is found, every minimal set of them, and said in figures where exact."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from districts import coach, district, session, setting, teacher
from openpyxl import load_workbook
from quickness import Within

from scheduler import pipeline
from scheduler.checker import audit_plan
from scheduler.cli import main
from scheduler.domain.instance import Instance, Pin, Site, Status
from scheduler.domain.score import Score
from scheduler.engine import solve_instance
from scheduler.explain import Conflict, conflicts_of

DATA = Path(__file__).parents[3] / "shared" / "data"
COVERED, FUNDED, LEAST = "All periods covered", "Sections funded", "Coaching periods per coach"
TEACHING: dict[str, Status] = {"1": "Teaching", "2": "Teaching"}


def site(funded: int | None) -> list[Site]:
    return [Site("S", "South", "Regular", funded)]


def explained(instance: Instance) -> tuple[Conflict, ...]:
    result = solve_instance(instance, pipeline.score_of)
    return conflicts_of(instance, audit_plan(instance, result.plan), result.bound)


def said(instance: Instance) -> list[tuple[tuple[str, ...], str]]:
    return [(c.rules, c.sentence) for c in explained(instance)]


# What the district has, and each minimal set of rules in conflict with the sentence that explains it.
CASES: list[tuple[str, Instance, list[tuple[tuple[str, ...], str]]]] = [
    (
        "fewer sections than periods",
        district(sites=site(2)),
        [
            (
                (COVERED, FUNDED),
                "All periods covered and Sections funded cannot both hold: S has 3 periods to cover and 2 sections "
                "funded.",
            )
        ],
    ),
    ("as many sections as periods", district(sites=site(3)), []),
    (
        "more asked by coaches than is funded",
        district(
            sites=site(3),
            coaches=[coach("C1", release_min=1), coach("C2", release_min=3)],
            rules=[setting(COVERED, level="Option")],
        ),
        [
            (
                (FUNDED, LEAST),
                "Sections funded and Coaching periods per coach cannot both hold: at S the coaches need at least 4 "
                "coaching periods (C1 1, C2 3), and 3 sections are funded.",
            )
        ],
    ),
    (
        "a coach with two classes",
        district(available={"C1": TEACHING}, rules=[setting(COVERED, level="Option")]),
        [((LEAST,), f"{LEAST} cannot hold: C1 can be released in 1 period, and at least 2 are asked.")],
    ),
    (
        "periods that nobody can cover",
        district(coaches=[coach(release_min=0)], available={"C1": TEACHING}),
        [((COVERED,), f"{COVERED} cannot hold: at S no coach can be released in periods 1, 2.")],
    ),
    (
        "coaches who may be released too little",
        district(coaches=[coach(release_min=1, release_max=1), coach("C2", release_min=1, release_max=1)]),
        [
            (
                (COVERED, LEAST),
                "All periods covered and Coaching periods per coach cannot both hold: S has 3 periods to cover, and "
                "its coaches may be released in at most 2 (release max).",
            )
        ],
    ),
    (
        "a role that nobody holds",
        district(
            sessions=[session()],
            role="Mentor",
            teachers=[teacher(programs=("Cycle",))],
            coaches=[coach(roles=("Data",))],
            rules=[setting("Sessions", level="Off")],
        ),
        [
            (
                ("Every teacher has a coach",),
                "Every teacher has a coach cannot hold: nobody serves the site and holds the role for T1 / Cycle.",
            )
        ],
    ),
    (
        "more enrollments than places",
        district(
            teachers=[teacher(f"T{i}") for i in range(5)], coaches=[coach(c, max_caseload=2) for c in ("C1", "C2")]
        ),
        [
            (
                ("Every teacher has a coach", "Caseload maximum"),
                "Every teacher has a coach and Caseload maximum cannot both hold: there are 5 enrollments, and 2 "
                "coaches with room for 4.",
            )
        ],
    ),
    (
        "no figures explain it",
        district(
            sessions=[session(minutes=60, when=("Teaching",))],
            teachers=[teacher(programs=("Cycle",))],
            rules=[setting(COVERED, level="Option")],
        ),
        [(("Sessions",), "Sessions cannot hold at S: whatever the plan, they are short by at least 1.")],
    ),
]


@pytest.mark.parametrize(("instance", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_rules_in_conflict_are_named_and_explained(
    instance: Instance, expected: list[tuple[tuple[str, ...], str]]
) -> None:
    assert said(instance) == expected


def in_conflict(found: Iterable[Conflict]) -> set[tuple[str, ...]]:
    return {c.rules for c in found}


def test_every_minimal_set_is_found_and_no_rule_of_it_can_be_left_out() -> None:
    both = district(sites=site(2), coaches=[coach(), coach("C2")])
    assert in_conflict(explained(both)) == {(COVERED, FUNDED), (FUNDED, LEAST)}
    for off, left in ((COVERED, {(FUNDED, LEAST)}), (LEAST, {(COVERED, FUNDED)}), (FUNDED, set())):
        rules = [setting(off, level="Off")]
        assert in_conflict(explained(district(sites=site(2), coaches=[coach(), coach("C2")], rules=rules))) == left


def test_a_rule_that_is_not_required_is_never_in_conflict() -> None:
    rules = [setting(FUNDED, level="Recommended")]
    assert explained(district(sites=site(2), rules=rules)) == ()


def test_only_the_part_of_a_district_that_falls_short_is_explained() -> None:
    two = district(
        sites=[Site("S", "South", "Regular", 2), Site("N", "North", "Regular", 3)],
        coaches=[coach(), coach("C2", "N")],
        teachers=[teacher(), teacher("T2", "N")],
    )
    assert [(c.sites, c.least) for c in explained(two)] == [(("S",), 1)]


def test_pins_that_leave_no_way_are_mentioned() -> None:
    pins = [Pin(f"Pins!A{i}", "Release", coach="C1", period=p, released=False) for i, p in enumerate("12", 2)]
    found = said(district(pins=pins, rules=[setting(COVERED, level="Off")]))
    assert found == [((LEAST,), f"{LEAST} cannot hold: C1 can be released in 1 period, and at least 2 are asked.")]


def test_a_plan_that_meets_all_is_not_explained() -> None:
    instance = district()
    plan = solve_instance(instance, pipeline.score_of).plan
    assert conflicts_of(instance, audit_plan(instance, plan), Score()) == ()


def test_the_rules_of_a_school_with_too_few_sections_are_named_soon(within: Within) -> None:
    path = DATA / "impossible-sections.xlsx"
    if not path.is_file():
        pytest.skip("needs the inputs on real timetables in ../shared/data")
    instance = pipeline.read(path)
    result = solve_instance(instance, pipeline.score_of)
    audit = audit_plan(instance, result.plan)
    found = within(2, lambda: conflicts_of(instance, audit, result.bound))  # about 0.5
    assert found == conflicts_of(instance, audit, result.bound)
    assert [(c.rules, c.least, c.sentence) for c in found] == [
        (
            (COVERED, FUNDED),
            1,
            "All periods covered and Sections funded cannot both hold: XY has 6 periods to cover and 5 sections "
            "funded.",
        ),
        (
            (FUNDED, LEAST),
            1,
            "Sections funded and Coaching periods per coach cannot both hold: at XY 3 coaches with at least 2 coaching "
            "periods each need 6, and 5 sections are funded.",
        ),
    ]


@pytest.mark.lands
def test_the_conflict_is_printed_given_as_json_and_stands_in_the_summary(tmp_path: Path) -> None:
    path = DATA / "impossible-sections.xlsx"
    if not path.is_file():
        pytest.skip("needs the inputs on real timetables in ../shared/data")
    told = CliRunner().invoke(main, ["solve", str(path), "-o", str(tmp_path / "plan.xlsx"), "--json"])
    assert told.exit_code == 4
    sentences = [c["sentence"] for c in json.loads(told.stdout)["conflicts"]]
    assert len(sentences) == 2
    summary = [row[0] for row in load_workbook(tmp_path / "plan.xlsx")["Summary"].iter_rows(values_only=True)]
    at = summary.index("Required rules that cannot hold together")
    assert summary[at + 1 : at + 3] == sentences
    shown = CliRunner().invoke(main, ["solve", str(path), "-o", str(tmp_path / "b.xlsx")])
    assert [line[2:] for line in shown.stdout.splitlines() if line.startswith("- ")] == sentences


def test_a_subject_that_no_coach_has_is_the_reason_not_the_rules() -> None:
    instance = district(
        sessions=[session()],
        teachers=[teacher(programs=("Cycle",), department="Art")],
        coaches=[coach(departments=("Math",))],
        rules=[setting("Content match", level="Required"), setting(COVERED, level="Off"), setting(LEAST, level="Off")],
    )
    sentences = [sentence for _, sentence in said(instance)]
    assert sentences
    for sentence in sentences:
        assert sentence.endswith("no coach who could be theirs has the department of T1 / Cycle.")
