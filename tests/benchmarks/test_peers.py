"""The peers are given the same district and are judged by the audit; what is not installed is said to be missing."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from typing import Any

import pytest

from benchmarks import report
from benchmarks.families import FAMILIES, TIGHTNESS, Tightness
from benchmarks.growth import fitted
from benchmarks.measure import Measured
from benchmarks.peers import PEERS, solve_of
from benchmarks.peers.result import Missing, PeerResult
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score


def small(name: str, sites: int = 1, tightness: Tightness = "tight", **fewer: Any) -> Instance:
    """A district of a family with fewer people."""
    family = FAMILIES[name]
    sizes: dict[str, Any] = {"teachers": 12, "coached": 6, **fewer}
    return replace(family, staff={t: replace(s, **sizes) for t, s in family.staff.items()}).build(sites, tightness)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_the_same_on_every_run(name: str) -> None:
    assert FAMILIES[name].build(2) == FAMILIES[name].build(2)


@pytest.mark.parametrize("name", [n for n, f in FAMILIES.items() if f.together == 1])
def test_more_sites_leave_the_first_as_it_is(name: str) -> None:
    one, two = FAMILIES[name].build(1), FAMILIES[name].build(2)
    assert {t: two.states[t] for t in one.teachers} == one.states
    assert {c: two.coaches[c] for c in one.coaches} == one.coaches


@pytest.mark.parametrize("tightness", TIGHTNESS)
def test_only_too_few_sections_are_impossible(tightness: Tightness) -> None:
    result = solve_of("coach")(small("avuhsd", tightness=tightness), 30, 1)
    assert (result.bound[0] != 0) == (tightness == "impossible")


@pytest.mark.parametrize("name", FAMILIES)
def test_the_greedy_plan_breaks_nothing_and_is_never_better_than_the_bound(name: str) -> None:
    instance = small(name, sites=3 if name == "juneau" else 1)
    greedy, product = solve_of("greedy")(instance, 5, 1), solve_of("coach")(instance, 30, 1)
    assert greedy.plan is not None
    audit = audit_plan(instance, greedy.plan)
    assert audit.violations == ()
    assert product.proof is not None
    assert audit.score >= product.bound


@pytest.mark.parametrize("name", FAMILIES)
def test_the_textbook_model_and_the_product_prove_the_same_score(name: str) -> None:
    instance = small(name, teachers=7, coached=4)
    textbook, product = solve_of("cp-sat")(instance, 300, 2), solve_of("coach")(instance, 300, 1)
    assert textbook.plan is not None
    audit = audit_plan(instance, textbook.plan)
    assert audit.violations == ()
    assert audit.score == textbook.bound == product.bound


@pytest.mark.parametrize(
    ("peer", "module", "said"),
    [
        ("highs", "highspy", "highspy is not installed: pip install -r requirements-bench.lock"),
        ("timefold", "timefold.solver", "timefold is not installed: pip install -r requirements-bench.lock"),
    ],
)
def test_a_library_that_is_not_installed_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, peer: str, module: str, said: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Missing) as missing:
        solve_of(peer)(small("avuhsd"), 1, 1)
    assert str(missing.value) == said


def test_a_program_that_is_not_installed_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(Missing) as missing:
        solve_of("fet")(small("avuhsd"), 1, 1)
    assert str(missing.value) == "fet-cl is not installed: apt-get install fet"


NO_SHORTFALL = Score()


def measured(
    peer: str = "coach", *, sites: int = 1, seconds: float = 1.0, score: Score = NO_SHORTFALL, **more: Any
) -> Measured:
    result = PeerResult(Plan({}, ()), (*score,), seconds, seconds, (seconds, seconds, seconds))
    fields: dict[str, Any] = {"result": result, "score": score, "mebibytes": 100.0 * sites, **more}
    family = fields.pop("family", "f")
    return Measured(peer, f"{family}-tight-{sites}", family, "tight", sites, 10 * sites, **fields)


def test_growth_is_the_exponent_of_a_power_law() -> None:
    growth = fitted(measured(sites=n, seconds=0.5 * n**1.5) for n in (1, 2, 10))
    assert [(g.peer, g.sizes, round(g.time, 6), round(g.memory, 6)) for g in growth] == [
        ("coach", (1, 2, 10), 1.5, 1.0)
    ]


def test_what_a_limit_cut_short_is_left_out_of_the_growth() -> None:
    cut = PeerResult(Plan({}, ()), first=9.0, best=9.0)
    assert fitted([measured(sites=1), measured(sites=2), measured(sites=10, result=cut)]) == []
    assert len(fitted(measured(sites=n, result=cut) for n in (1, 2, 10))) == 1


def test_growth_begins_where_as_many_sites_share_coaches_as_at_every_size() -> None:
    [growth] = fitted(measured(sites=n, family="juneau") for n in (1, 2, 3, 30, 90))
    assert growth.sizes == (3, 30, 90)


def test_two_sizes_are_too_few_for_a_growth() -> None:
    assert fitted(measured(sites=n) for n in (1, 2)) == []


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            measured(score=Score(0, 1, 2)),
            ("f-tight-1", "10", "coach", "0 / 1 / 2", "0 / 1 / 2", "1.00", "1.00", "1.00", "100", ""),
        ),
        (
            measured("highs", result=None, trouble="missing: highspy"),
            ("f-tight-1", "10", "highs", "", "", "", "", "", "", "missing: highspy"),
        ),
        (
            measured("fet", violations=2),
            (
                "f-tight-1",
                "10",
                "fet",
                "0 / 0 / 0",
                "0 / 0 / 0",
                "1.00",
                "1.00",
                "1.00",
                "100",
                "breaks 2 things that hold in every plan",
            ),
        ),
    ],
)
def test_a_line_of_the_table(given: Measured, line: tuple[str, ...]) -> None:
    assert report.line(given) == line


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (measured("cp-sat", seconds=7.0), "f-tight-1: coach proves all levels 7.0 times as fast as cp-sat"),
        (
            measured("cp-sat", score=Score(0, 0, 0), result=PeerResult(Plan({}, ()))),
            "f-tight-1: cp-sat ends better than coach: 0 / 0 / 0 against 0 / 0 / 1",
        ),
    ],
)
def test_the_report_says_who_is_better_and_how_much_sooner(theirs: Measured, said: str) -> None:
    mine = measured(score=Score(0, 0, int(theirs.result is not None and theirs.result.proof is None)))
    text = report.text([mine, theirs], [], "60 s", 2, "python -m benchmarks")
    assert said in text.splitlines()


def test_every_peer_has_a_module_of_its_own() -> None:
    assert len({module for module, _ in PEERS.values()}) == len(PEERS)
