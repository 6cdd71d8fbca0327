"""`coach solve --cache`: sites that have not changed are not solved again, and the plan is the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from districts import coach, district, session, teacher

from scheduler.domain.instance import Instance, Site
from scheduler.engine import PartResult, solve_instance
from scheduler.parts_store import PartsStore
from scheduler.pipeline import score_of


class Watched(PartsStore):
    """A store that remembers which answers it was asked for and could give, and which it was given."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.found, self.new = 0, 0

    def get(self, key: str) -> PartResult | None:
        answer = super().get(key)
        self.found += answer is not None
        return answer

    def put(self, key: str, result: PartResult) -> None:
        self.new += 1
        super().put(key, result)


def two_sites() -> Instance:
    """Sites N and S, each with a coach of its own and two teachers who are due an observation."""
    people = [teacher(f"{site}{n}", site, programs=("Cycle",)) for site in "NS" for n in (1, 2)]
    return district(
        sites=[Site("N", "North", "Regular"), Site("S", "South", "Regular")],
        teachers=people,
        coaches=[coach("CN", "N"), coach("CS", "S")],
        sessions=[session("Observe", minutes=25, when=("Teaching",))],
        doing={p.id: {"2": "Teaching"} for p in people},
    )


def test_an_input_that_has_not_changed_is_not_solved_again(tmp_path: Path):
    first, again = Watched(tmp_path), Watched(tmp_path)
    solved = solve_instance(two_sites(), score_of, kept=first)
    assert solve_instance(two_sites(), score_of, kept=again) == solved == solve_instance(two_sites(), score_of)
    assert (first.found, first.new, again.found, again.new) == (0, 2, 2, 0)


def test_only_the_site_that_changed_is_solved_again(tmp_path: Path):
    before = two_sites()
    after = replace(before, teachers={**before.teachers, "S1": replace(before.teachers["S1"], priority=3)})
    solve_instance(before, score_of, kept=Watched(tmp_path))
    store = Watched(tmp_path)
    assert solve_instance(after, score_of, kept=store) == solve_instance(after, score_of)
    assert (store.found, store.new) == (1, 1)


def test_a_new_name_changes_no_plan(tmp_path: Path):
    before = two_sites()
    solve_instance(before, score_of, kept=Watched(tmp_path))
    store = Watched(tmp_path)
    renamed = replace(before, teachers={**before.teachers, "S1": replace(before.teachers["S1"], name="Ann")})
    solve_instance(renamed, score_of, kept=store)
    assert (store.found, store.new) == (2, 0)


def test_a_damaged_answer_is_solved_again(tmp_path: Path):
    solved = solve_instance(two_sites(), score_of, kept=Watched(tmp_path))
    for file in tmp_path.iterdir():
        file.write_text("{", encoding="utf-8")
    store = Watched(tmp_path)
    assert solve_instance(two_sites(), score_of, kept=store) == solved
    assert (store.found, store.new) == (0, 2)
