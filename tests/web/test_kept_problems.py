"""Problems that a page keeps are read, whichever version of the program kept them."""

from __future__ import annotations

from dataclasses import asdict

from scheduler.domain.problem import Problem
from scheduler.web.kept_problems import fix_of, kept_problem
from scheduler.web.uploads.views import grouped

PROBLEM = Problem("unknown-site", "error", "in.xlsx", "Teachers", "C2", '"LSX" is not a site.', "Fix the spelling.")


def kept_before() -> dict[str, str]:
    """As it was kept when what to do had another key."""
    plain = asdict(PROBLEM)
    return {**{name: value for name, value in plain.items() if name != "fix"}, "mend": plain["fix"]}


def test_a_problem_is_read_as_it_was_kept() -> None:
    assert kept_problem(asdict(PROBLEM)) == PROBLEM


def test_a_problem_that_an_earlier_version_kept_is_the_same_problem() -> None:
    assert kept_problem(kept_before()) == PROBLEM
    assert fix_of(kept_before()) == PROBLEM.fix


def test_the_page_shows_what_to_do_about_both() -> None:
    (group,) = grouped([asdict(PROBLEM), kept_before()], "error")
    assert (group["count"], group["fix"]) == (2, "Fix the spelling.")
