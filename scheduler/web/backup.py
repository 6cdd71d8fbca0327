"""Everything that the page keeps, in one file, and back again: uploads, plans, people and the trail."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection


class CannotBackUp(Exception):
    """Why there is no backup, or why nothing was restored; the message says what to do."""


def back_up(target: Path) -> None:
    """Write the whole database into a file, while the server may run.

    Raises
    ------
    CannotBackUp
        the file exists, or PostgreSQL's tools are missing or fail
    """
    if target.exists():
        raise CannotBackUp(f"{target} exists already: give another name, or move it away first.")
    part = target.with_name(f".{target.name}.part")
    try:
        if connection.vendor == "sqlite":
            _copy_sqlite(Path(_settings()["NAME"]), part)
            _check_sqlite(part)
        else:
            _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def restore(source: Path) -> None:
    """Put a backup in the place of everything that is there, all of it or nothing.

    Raises
    ------
    CannotBackUp
        the file is no backup of this kind of database, or is damaged
    """
    if not source.is_file():
        raise CannotBackUp(f"There is no file {source}.")
    if connection.vendor == "sqlite":
        _check_sqlite(source)
        connection.close()
        _copy_sqlite(source, Path(_settings()["NAME"]))
    else:
        connection.close()
        _postgres(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname=", str(source)
        )


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own way: one transaction, whoever reads or writes meanwhile."""
    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as from_here,
        closing(sqlite3.connect(target, timeout=60)) as to_there,
    ):
        from_here.backup(to_there)


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as base:
            found = base.execute("PRAGMA integrity_check").fetchone()[0]
            tables = base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'runs_run'").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise CannotBackUp(f"{path} is no backup that can be read here: {error}.") from error
    if found != "ok" or not tables:
        raise CannotBackUp(f"{path} is damaged, or no backup of this program.")


def _postgres(tool: str, *options: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise CannotBackUp(f"{tool} is missing here: it comes with PostgreSQL's client programs. Install those.")
    base = _settings()
    environment = {
        **os.environ,
        "PGHOST": str(base.get("HOST") or ""),
        "PGPORT": str(base.get("PORT") or ""),
        "PGUSER": str(base.get("USER") or ""),
        "PGPASSWORD": str(base.get("PASSWORD") or ""),
        "PGDATABASE": str(base["NAME"]),
    }
    named = [f"--dbname={base['NAME']}" if o == "--dbname=" else o for o in options]
    done = subprocess.run([path, *named], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotBackUp(f"{tool} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else '?'}")


def _settings() -> dict[str, Any]:
    return dict(connection.settings_dict)
