"""A district hands out its plan: to a principal, a coach, a teacher; none of them reads what is confidential."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

pytestmark = pytest.mark.story


def rows(path: Path, sheet: str) -> Iterator[dict[str, object]]:
    header, *cells = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return (dict(zip(header, row, strict=True)) for row in cells)


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as box:
        return "\n".join(box.read(name).decode("utf-8") for name in box.namelist())


@pytest.mark.lands
def test_each_reader_gets_what_the_reader_may_see_and_no_more(coach, shared_data: Path, tmp_path: Path) -> None:
    school, plan = shared_data / "tosa-ibdp.xlsx", tmp_path / "plan.xlsx"
    assert coach("solve", school, "-o", plan).returncode == 0
    full = [r for r in rows(plan, "Sessions") if r["teacher"]]
    secret = [r for r in full if r["session"] in ("Weekly mentoring", "Conference")]
    mentor, mentee = secret[0]["coach"], secret[0]["teacher"]
    assert secret

    for reader, own in (
        ("site-admin:UA", [r for r in full if r not in secret]),
        ("principal:UA", None),
        (f"coach:{mentor}", [r for r in full if r["coach"] == mentor]),
        (f"teacher:{mentee}", [{**r, "group": None} for r in full if r["teacher"] == mentee]),
    ):
        handed = tmp_path / "handed out.xlsx"
        told = coach("solve", school, "-o", handed, "--for", reader, "--json")
        assert told.returncode == 0, told.stderr
        assert json.loads(told.stdout)["plan"] == str(handed)
        if own is None:
            assert "UA-T" not in text_of(handed)
        else:
            assert [r for r in rows(handed, "Sessions") if r["teacher"] != "Time taken"] == own
        if not reader.startswith(("coach", "teacher")):
            assert not any(word in text_of(handed) for word in ("Weekly mentoring", "Conference", "Induction"))
        refused = coach("audit", school, handed)
        assert refused.returncode == 3
        assert "this plan was redacted for somebody, so rows are missing from it." in refused.stderr
        assert coach("solve", school, handed, "-o", tmp_path / "again.xlsx").returncode == 3


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("site-admin:UAX", 'Error: --for: "UAX" is not a site of the input (the nearest is UA)'),
        ("coach:UA-C9", 'Error: --for: "UA-C9" is not a coach of the input (the nearest is UA-C1)'),
        ("teacher:UA-T0001", 'Error: --for: "UA-T0001" is not a teacher of the input (the nearest is UA-T001)'),
    ],
)
def test_a_reader_whom_the_input_does_not_know_is_refused_before_anything_is_solved(
    coach, shared_data: Path, tmp_path: Path, reader: str, said: str
) -> None:
    run = coach("solve", shared_data / "tosa-ibdp.xlsx", "-o", tmp_path / "plan.xlsx", "--for", reader)
    assert run.returncode == 2
    assert run.stderr.strip().splitlines()[-1] == said
    assert "Solving" not in run.stderr
    assert not (tmp_path / "plan.xlsx").exists()
