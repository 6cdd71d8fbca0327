"""The re-plan of one part."""

from __future__ import annotations

import pytest

from engine.replan.test_nearby import in_order, kept, school
from scheduler.engine.replan import component
from scheduler.engine.search.budget import Budget
from scheduler.pipeline import judge


@pytest.mark.parametrize("after_ties", [("T1", "T2", "T3"), ("T2", "T1", "T3")])
def test_breaking_ties_gives_up_nothing_that_was_kept(
    monkeypatch: pytest.MonkeyPatch, after_ties: tuple[str, ...]
) -> None:
    instance = school()
    published = in_order(instance, "T1", "T2", "T3")
    monkeypatch.setattr(component, "break_ties", lambda *_, **__: in_order(instance, *after_ties))
    part = component.PartReplan(
        instance, kept(instance, published), "required", judge, 0, Budget(), lambda *_: None, published
    )
    assert part.solve().plan == published
