"""`coach solve --cache`: sites that have not changed are not solved again, and the plan is the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from districts import coach, district, session, teacher

from scheduler.domain.instance import Instance, Site
from scheduler.engine import ComponentResult, solve_instance
from scheduler.engine.result_cache import ResultCache
from scheduler.pipeline import score_of


class Watched(ResultCache):
    """A store that remembers which answers it was asked for and could give, and which it was given."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.found, self.new = 0, 0

    def get(self, key: str) -> ComponentResult | None:
        answer = super().get(key)
        self.found += answer is not None
        return answer

    def put(self, key: str, result: ComponentResult) -> None:
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
    solved = solve_instance(two_sites(), score_of, cache=first)
    assert solve_instance(two_sites(), score_of, cache=again) == solved == solve_instance(two_sites(), score_of)
    assert (first.found, first.new, again.found, again.new) == (0, 2, 2, 0)


def test_only_the_site_that_changed_is_solved_again(tmp_path: Path):
    before = two_sites()
    after = replace(before, teachers={**before.teachers, "S1": replace(before.teachers["S1"], priority=3)})
    solve_instance(before, score_of, cache=Watched(tmp_path))
    store = Watched(tmp_path)
    assert solve_instance(after, score_of, cache=store) == solve_instance(after, score_of)
    assert (store.found, store.new) == (1, 1)


def test_a_new_name_changes_no_plan(tmp_path: Path):
    before = two_sites()
    solve_instance(before, score_of, cache=Watched(tmp_path))
    store = Watched(tmp_path)
    renamed = replace(before, teachers={**before.teachers, "S1": replace(before.teachers["S1"], name="Ann")})
    solve_instance(renamed, score_of, cache=store)
    assert (store.found, store.new) == (2, 0)


def test_a_damaged_answer_is_solved_again(tmp_path: Path):
    solved = solve_instance(two_sites(), score_of, cache=Watched(tmp_path))
    for file in tmp_path.iterdir():
        file.write_text("{", encoding="utf-8")
    store = Watched(tmp_path)
    assert solve_instance(two_sites(), score_of, cache=store) == solved
    assert (store.found, store.new) == (0, 2)


def digit_changed(file: Path) -> None:
    """The bound says something else, and all of it can still be read."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"bound":[', '"bound":[1', 1), encoding="utf-8")


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


ODD: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "no text": lambda file: file.write_bytes(bytes(range(256))),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "another figure": digit_changed,
    "a list": lambda file: file.write_text("[]", encoding="utf-8"),
    "deep": lambda file: file.write_text("[" * 100_000, encoding="utf-8"),
    "of the version before": lambda file: file.write_text(file.read_text(encoding="utf-8").partition("\n")[2]),
    "a folder": folder_instead,
}


@pytest.mark.parametrize("odd", ODD)
def test_an_answer_that_is_not_to_the_last_character_what_was_kept_is_solved_again(tmp_path: Path, odd: str):
    solved = solve_instance(two_sites(), score_of, cache=Watched(tmp_path))
    for file in list(tmp_path.iterdir()):
        ODD[odd](file)
    store = Watched(tmp_path)
    assert solve_instance(two_sites(), score_of, cache=store) == solved
    assert (store.found, store.new) == (0, 2)
    again = Watched(tmp_path)
    assert solve_instance(two_sites(), score_of, cache=again) == solved
    assert again.found == (0 if odd == "a folder" else 2), "and it is kept anew"


def test_what_is_in_the_folder_and_is_none_of_it_is_left_alone(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / ".hidden").write_text("mine", encoding="utf-8")
    solve_instance(two_sites(), score_of, cache=Watched(tmp_path))
    ResultCache(tmp_path).clear()
    assert sorted(file.name for file in tmp_path.iterdir()) == [".hidden", "notes.txt"]


def test_what_a_killed_process_was_writing_goes_with_the_next_answer(tmp_path: Path):
    solve_instance(two_sites(), score_of, cache=Watched(tmp_path))
    left = tmp_path / f".{'0' * 40}.123"
    left.write_text("half", encoding="utf-8")
    os.utime(left, (1, 1))
    (kept, _) = tmp_path.glob("*.part.json")
    kept.unlink()
    solve_instance(two_sites(), score_of, cache=Watched(tmp_path))
    assert not left.exists()
