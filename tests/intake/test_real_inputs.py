"""Workbooks on real timetables, where they are at hand: read without an error, and complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.intake import read_instance

DATA = Path(__file__).parents[3] / "shared" / "data"
INPUTS = {
    "avuhsd-gunn.xlsx": (118, 3, 117),
    "avuhsd-ab-block-lone-peak.xlsx": (104, 3, 103),
    "desmoines-two-sites": (138, 2, 136),
    "tosa-ibdp.xlsx": (106, 5, 118),
    "juneau-three-sites.xlsx": (224, 2, 221),
    "partners-second-week.xlsx": (94, 3, 93),
    "impossible-sections.xlsx": (86, 3, 85),
}


@pytest.mark.skipif(not DATA.is_dir(), reason="the workbooks on real timetables are not beside this checkout")
@pytest.mark.parametrize("name", INPUTS)
def test_a_real_input_is_read_whole(name: str) -> None:
    instance = read_instance([DATA / name])
    assert (len(instance.teachers), len(instance.coaches), len(instance.enrollments)) == INPUTS[name]
    for teacher in instance.teachers.values():
        assert len(instance.states[teacher.id]) == len(instance.slots(teacher.site))
    for coach in instance.coaches:
        assert len(instance.availability[coach]) == len(instance.home_slots(coach))
