"""Wrong usage is refused with exit code 2, before anything is read or solved."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli import main

ERROR = "Error: "


def refusal(*words: str) -> str:
    """The last line that a refused command says."""
    result = CliRunner().invoke(main, words, prog_name="coach")
    assert result.exit_code == 2, result.output
    return result.stderr.strip().splitlines()[-1]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an input, and nothing else of interest."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "school.xlsx").write_bytes(b"not read in these tests")
    (tmp_path / "sheets").mkdir()
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("solve school.xlsx", "Missing option '-o' / '--output'."),
        ("solve -o plan.xlsx", "Missing argument 'INPUT...'."),
        ("solve school.xlsx -o sheets", "-o: sheets is a folder; name a file in it, such as sheets/plan.xlsx"),
        ("solve school.xlsx -o plan.pdf", "-o: plan.pdf must end in .xlsx"),
        ("solve school.xlsx -o nowhere/plan.xlsx", "-o: there is no folder nowhere"),
        ("solve school.xlsx -o school.xlsx", "-o: school.xlsx is an input; a plan never overwrites one"),
        (
            "solve school.xlsx -o sheets/../school.xlsx",
            "-o: sheets/../school.xlsx is an input; a plan never overwrites one",
        ),
        (
            "solve sheets -o sheets/plan.xlsx",
            "-o: sheets/plan.xlsx is inside the input folder sheets, and would be read as an input",
        ),
        ("solve school.xlsx -o plan.xlsx --by-site school.xlsx", "--by-site: school.xlsx is a file, not a folder"),
        (
            "solve school.xlsx -o plan.xlsx --time-limit 0",
            "Invalid value for '--time-limit': 0.0 is not in the range x>0.",
        ),
        ("solve school.xlsx -o plan.xlsx --workers 0", "Invalid value for '--workers': 0 is not in the range x>=1."),
        ("new school.xlsx", "school.xlsx exists already; choose another name, or move it away first"),
        ("new sheets", "PATH: sheets is a folder; name a file in it, such as sheets/plan.xlsx"),
        (
            "new other.xlsx --model nowhere",
            "Invalid value for '--model': 'nowhere' is not one of 'avuhsd', 'des_moines', 'instruction_partners', "
            "'santa_clara', 'juneau'.",
        ),
        ("audit school.xlsx", "Missing argument 'INPUT...'."),
    ],
)
def test_a_refusal_says_what_is_wrong(words: str, message: str) -> None:
    assert refusal(*words.split()) == ERROR + message


def test_nothing_is_written_by_a_refused_command(here: Path) -> None:
    refusal("new", "other.xlsx", "--model", "nowhere")
    assert sorted(p.name for p in here.iterdir()) == ["school.xlsx", "sheets"]
