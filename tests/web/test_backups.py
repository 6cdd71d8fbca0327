"""Backups are their owner's alone and hold no session; what is to be restored is looked at before anything goes."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from web_server import ROOT, fresh_database

on_postgresql = bool(os.environ.get("DATABASE_URL"))
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
SESSION = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('kept', 'x', '2099-01-01')"
EVENT = "INSERT INTO trail_event (at, who, what, about, place) VALUES ('2026-01-01', 'Ann', 'was here', '', '')"


@dataclass
class Place:
    """A data folder with its database, used by the command and asked past it."""

    env: dict[str, str]
    folder: Path

    def coach(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scheduler", *map(str, words)],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def sql(self, question: str) -> list[tuple[Any, ...]]:
        if "DATABASE_URL" in self.env:
            import psycopg

            with psycopg.connect(self.env["DATABASE_URL"]) as base:
                done = base.execute(question.encode())
                return done.fetchall() if done.description else []
        with closing(sqlite3.connect(self.folder / "coaching.sqlite3")) as lite:
            found = lite.execute(question).fetchall()
            lite.commit()
            return found

    def restored(self, file: Path) -> str:
        """Restore a file; what is said."""
        done = self.coach("restore", file, "--replace")
        return done.stdout + done.stderr


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with fresh_database() as database:
        folder = tmp_path / "data"
        folder.mkdir(mode=0o755)  # one that was there: others may look into it
        env = {**os.environ, "COACH_DATA": str(folder)}
        env.pop("DATABASE_URL", None)
        if database:
            env["DATABASE_URL"] = database
        made = Place(env, folder)
        done = made.coach("serve", "--prepare")
        assert done.returncode == 0, done.stderr
        yield made


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_whatever_the_program_writes_is_its_owner_s_alone(place: Place, tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        assert place.coach("backup", tmp_path / "all.backup").returncode == 0
    finally:
        os.umask(old)
    assert mode(tmp_path / "all.backup") == 0o600
    assert {mode(file) for file in place.folder.iterdir()} == {0o600}


@posix
@pytest.mark.skipif(on_postgresql, reason="of the data folder")
def test_a_database_that_others_could_read_is_closed_at_the_next_start(place: Place) -> None:
    base = place.folder / "coaching.sqlite3"
    base.chmod(0o644)
    place.coach("serve", "--prepare")
    assert mode(base) == 0o600


def test_a_backup_holds_no_session_and_none_comes_back(place: Place, tmp_path: Path) -> None:
    place.sql(SESSION)
    place.sql(EVENT)
    file = tmp_path / "all.backup"
    assert place.coach("backup", file).stdout == f"Wrote {file}.\n"
    if not on_postgresql:
        assert b"kept" not in file.read_bytes()
    assert place.sql("SELECT session_key FROM django_session") == [("kept",)], "who is signed in stays so"
    place.sql("DELETE FROM trail_event")
    assert place.restored(file) == f"Restored {file}.\n"
    assert place.sql("SELECT session_key FROM django_session") == []
    assert place.sql("SELECT who FROM trail_event") == [("Ann",)]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["all.backup", "data"], "nothing is left beside it"
    assert not [f.name for f in place.folder.iterdir() if f.name.startswith(".")]


def other_program(good: Path, wrong: Path) -> None:
    wrong.write_bytes(b"")
    with closing(sqlite3.connect(wrong)) as base:
        base.execute("CREATE TABLE people (name)")
        base.commit()


def damaged(good: Path, wrong: Path) -> None:
    data = bytearray(good.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40_000] = os.urandom(40_000)
    wrong.write_bytes(data)


def of_the_other_kind(good: Path, wrong: Path) -> None:
    wrong.write_bytes(b"SQLite format 3\0" + bytes(100) if on_postgresql else b"PGDMP" + bytes(100))


WRONG: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "empty": (lambda good, wrong: wrong.write_bytes(b""), "is no backup of this program"),
    "a text": (lambda good, wrong: wrong.write_bytes(b"this is no database" * 100), "is no backup of this program"),
    "cut short": (lambda good, wrong: wrong.write_bytes(good.read_bytes()[:-5_000]), ""),
    "damaged": (damaged, ""),
    "its beginning alone": (lambda good, wrong: wrong.write_bytes(good.read_bytes()[:100]), ""),
    "a folder": (lambda good, wrong: wrong.mkdir(), "There is no file"),
    "not there": (lambda good, wrong: None, "There is no file"),
    "of the other database": (of_the_other_kind, "is a backup of"),
    "of another program": (other_program, "is a backup of SQLite" if on_postgresql else "is no backup of this program"),
}
# Good backups of databases in which something is done first: what is done, what takes it back, and what is said.
ALTERED = {
    "of a later version": (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('runs', '9999_later', '2026-01-01')",
        "DELETE FROM django_migrations WHERE name = '9999_later'",
        "is of a later version of the program (it has runs.9999_later)",
    ),
    "without the list of its tables": (
        "UPDATE django_migrations SET app = 'gone ' || app",
        "UPDATE django_migrations SET app = substr(app, 6)",
        "is no backup of this program",
    ),
    "with rows that refer to nothing": (
        "INSERT INTO accounts_membership (user_id, role, place) VALUES (4711, 'planner', '')",
        "DELETE FROM accounts_membership WHERE user_id = 4711",
        "is damaged",
    ),
}


@pytest.mark.lands
def test_what_is_no_good_backup_changes_nothing(place: Place, tmp_path: Path, subtests: Any) -> None:
    good = tmp_path / "good.backup"
    place.coach("backup", good)
    place.sql(EVENT)
    for name, (make, said) in WRONG.items():
        wrong = tmp_path / f"{name}.backup"
        with subtests.test(name):
            make(good, wrong)
            done = place.coach("restore", wrong, "--replace")
            assert done.returncode == 1, done.stdout
            assert said in done.stderr
            assert done.stderr.startswith("Error: ")
            assert len(done.stderr.splitlines()) == 1
            assert place.sql("SELECT who FROM trail_event") == [("Ann",)]
    for name, (change, back, said) in ALTERED.items():
        if on_postgresql and name.startswith("with rows"):
            continue  # PostgreSQL lets nobody make such rows
        wrong = tmp_path / f"{name}.backup"
        with subtests.test(name):
            place.sql(change)
            assert place.coach("backup", wrong).returncode == (0 if said != "is damaged" else 1)
            place.sql(back)
            if wrong.exists():
                done = place.coach("restore", wrong, "--replace")
                assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
                assert said in done.stderr
            assert place.sql("SELECT who FROM trail_event") == [("Ann",)]
    assert place.restored(good) == f"Restored {good}.\n"


@pytest.mark.lands
def test_an_earlier_version_s_backup_replaces_all_that_a_later_one_has_made(place: Place, tmp_path: Path) -> None:
    """As after an upgrade that is taken back: tables that the backup does not have refer to some that it has."""
    good = tmp_path / "good.backup"
    place.coach("backup", good)
    place.sql("CREATE TABLE runs_later (id integer PRIMARY KEY, run_id bigint REFERENCES runs_run (id))")
    place.sql(EVENT)
    assert place.restored(good) == f"Restored {good}.\n"
    assert place.sql("SELECT who FROM trail_event") == []
    with pytest.raises(Exception, match=r"runs_later"):
        place.sql("SELECT * FROM runs_later")


def migrated(place: Place, *where: str) -> None:
    """Bring the tables to an earlier version, as a data folder of then has them."""
    env = place.env | {"DJANGO_SETTINGS_MODULE": "scheduler.web.settings"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", *where], cwd=ROOT, env=env, check=True, capture_output=True
    )


@pytest.mark.lands
def test_an_older_backup_is_brought_up_before_it_takes_the_place(place: Place, tmp_path: Path) -> None:
    old = tmp_path / "old.backup"
    row = {
        "kind": "plan",
        "place": "N",
        "title": "Plan 1",
        "created_at": "2026-01-01",
        "seed": 0,
        "limit_seconds": 60,
        "scenarios": "[]",
        "scenario_seconds": 60,
        "sheet_too": False,
        "state": "failed",
        "attempt": 1,
        "deaths": 0,
        "stop_requested": False,
        "progress": "{}",
        "outcome": "{}",
        "problems": '[{"text": "Sven"}]',
        "failure": "",
    }
    migrated(place, "runs", "0004")
    migrated(place, "uploads", "0005")
    place.sql(f"INSERT INTO runs_run ({', '.join(row)}) VALUES ({', '.join(repr(v) for v in row.values())})")
    assert place.coach("backup", old).returncode == 0
    place.coach("serve", "--prepare")
    place.sql(EVENT)
    assert place.restored(old) == f"Restored {old}.\n"
    assert place.sql("SELECT who FROM trail_event") == []
    assert place.sql("SELECT count(*) FROM uploads_answer") == [(0,)]
    (problems,) = place.sql("SELECT problems FROM runs_run")[0]
    assert problems in ("[]", []), "what earlier versions told a site of others is gone"


@pytest.mark.lands
def test_an_older_backup_that_cannot_be_brought_up_changes_nothing(place: Place, tmp_path: Path) -> None:
    """As where somebody has changed tables by hand: a migration finds made what it is to make."""
    odd = tmp_path / "odd.backup"
    place.sql("DELETE FROM django_migrations WHERE app = 'uploads' AND name = '0006_answers'")
    assert place.coach("backup", odd).returncode == 0
    place.sql("INSERT INTO django_migrations (app, name, applied) VALUES ('uploads', '0006_answers', '2026-01-01')")
    place.sql(EVENT)
    done = place.coach("restore", odd, "--replace")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.endswith("Nothing has changed.\n")
    assert place.sql("SELECT who FROM trail_event") == [("Ann",)]
    assert place.sql("SELECT count(*) FROM django_migrations WHERE name = '0006_answers'") == [(1,)]
