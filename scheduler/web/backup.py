"""Everything that the page keeps, in one file, and back again: uploads, plans, people and the trail.

Sessions are in no backup: whoever holds one would be signed in as somebody. What is restored is looked at first, and
brought to this version beside what is there; only then does it take its place, all of it or nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from scheduler.temporary_files import temporary_folder

SESSIONS = "django_session"
_SQLITE = b"SQLite format 3\0"
_PG_DUMP = b"PGDMP"
Applied = set[tuple[str, str]]  # app and name of each migration


class CannotBackUp(Exception):
    """Why there is no backup, or why nothing was restored; the message says what to do."""


def back_up(target: Path) -> None:
    """Write the whole database into a file that only its owner reads, while the server may run.

    Raises
    ------
    CannotBackUp
        the file exists, or PostgreSQL's tools are missing or fail
    """
    if target.exists():
        raise CannotBackUp(f"{target} exists already: choose another name, or move it first.")
    with _private(target.with_name(f".{target.name}.part")) as part:
        if connection.vendor == "sqlite":
            _copy_sqlite(Path(_settings()["NAME"]), part)
            _forget_sessions(part)
            _check_sqlite(part, Path(_settings()["NAME"]))
        else:
            options = ("--format=custom", "--no-owner", "--no-privileges", f"--exclude-table-data={SESSIONS}")
            _postgres("pg_dump", *options, f"--file={part}")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)


def restore(source: Path) -> None:
    """Put a backup in the place of everything that is there, all of it or nothing, with the tables of this version.

    Raises
    ------
    CannotBackUp
        the file is no backup of this kind of database, is damaged, or is of a later version; nothing has changed
    """
    if not source.is_file():
        raise CannotBackUp(f"There is no file {source}.")
    _refuse_kind(source)
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(_settings()["NAME"])
        with _private(target.with_name(f".{target.name}.restored")) as part:
            shutil.copyfile(source, part)  # SQLite would leave files beside the backup
            _refuse_later(_check_sqlite(part, source))
            _bring_up(part)
            _forget_sessions(part)
            _check_sqlite(part, source)
            _copy_sqlite(part, target)
    else:
        _put_back_postgres(source)


def _refuse_kind(source: Path) -> None:
    """A file of the other database, or of none."""
    with source.open("rb") as file:
        start = file.read(len(_SQLITE))
    kinds = {"sqlite": (_SQLITE, "SQLite"), "postgresql": (_PG_DUMP, "PostgreSQL")}
    begins, name = kinds[connection.vendor]
    if start.startswith(begins):
        return
    other = next((n for b, n in kinds.values() if start.startswith(b)), None)
    if other:
        raise CannotBackUp(f"{source} is a backup of {other}, and the database here is {name}'s: see DATABASE_URL.")
    raise CannotBackUp(f"{source} is no backup of this program. Nothing has changed.")


def _refuse_later(applied: Applied) -> None:
    """A backup whose tables this version does not know, or which has none of this program's."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.graph.nodes)
    replaced = {old for migration in loader.replacements.values() for old in migration.replaces}
    own = {config.label for config in apps.get_app_configs()}
    if ("runs", "0001_initial") not in applied:
        raise CannotBackUp("This is no backup of this program. Nothing has changed.")
    later = {m for m in applied if m[0] in own} - known - replaced
    if later:
        names = ", ".join(sorted(".".join(m) for m in later))
        raise CannotBackUp(
            f"This backup is of a later version of the program (it has {names}). Upgrade the program first. Nothing "
            "has changed."
        )


@contextlib.contextmanager
def _private(part: Path) -> Iterator[Path]:
    """An empty file that only its owner reads, gone afterwards with whatever SQLite has put beside it."""
    beside = [part, *(part.with_name(part.name + ending) for ending in ("-wal", "-shm", "-journal"))]
    for file in beside:
        file.unlink(missing_ok=True)  # of one that was killed
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        for file in beside:
            file.unlink(missing_ok=True)


# ---- SQLite


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own way: one transaction, whoever reads or writes meanwhile."""
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as from_here,
            closing(sqlite3.connect(target, timeout=60)) as to_there,
        ):
            from_here.backup(to_there)
    except sqlite3.Error as why:
        raise CannotBackUp(f"{target} cannot be written: {why}. Nothing has changed.") from why


def _check_sqlite(path: Path, shown: Path) -> Applied:
    """Refuse a database of which a page is not sound, or a row refers to nothing; its migrations."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as base:
            found = base.execute("PRAGMA integrity_check").fetchone()[0]
            unmatched_rows = base.execute("PRAGMA foreign_key_check").fetchone() if found == "ok" else None
            tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            applied: Applied = set()
            if "django_migrations" in tables:
                applied = set(base.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.DatabaseError as error:
        raise CannotBackUp(f"{shown} cannot be read as a backup: {error}. Nothing has changed.") from error
    if found != "ok" or unmatched_rows:
        raise CannotBackUp(f"{shown} is damaged. Nothing has changed.")
    if "runs_run" not in tables:
        raise CannotBackUp(f"{shown} is no backup of this program. Nothing has changed.")
    return applied


def _forget_sessions(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode=DELETE")  # one file, with none beside it
        base.execute(f"DELETE FROM {SESSIONS}")
        base.commit()
        base.execute("VACUUM")  # what is deleted stays in the file until then


def _bring_up(part: Path) -> None:
    """Give a copy the tables of this version."""
    settings = connection.settings_dict
    was = settings["NAME"]
    settings["NAME"] = str(part)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except DatabaseError as why:
        text = f"The backup's tables cannot be brought to this version: {why}. Nothing has changed."
        raise CannotBackUp(text) from why
    finally:
        connection.close()
        settings["NAME"] = was


# ---- PostgreSQL


def _migrations_in_dump(source: Path, script: Path) -> Applied:
    """Those that a backup says were made; the whole of it is read, so one that is cut short is seen to be."""
    _postgres("pg_restore", "--data-only", "--table=django_migrations", f"--file={script}", str(source))
    text = script.read_text(encoding="utf-8", errors="replace")
    rows = text.partition("COPY public.django_migrations ")[2].partition("\n")[2].partition("\n\\.")[0]
    return {(cells[1], cells[2]) for line in rows.splitlines() if len(cells := line.split("\t")) > 2}


def _put_back_postgres(source: Path) -> None:
    """In one transaction: take away the tables that this program has here, which may be more than the backup has, make
    those of the backup, and bring them to this version. What fails on the way leaves everything as it was."""
    labels = tuple(f"{config.label}_" for config in apps.get_app_configs())
    names = [n for n in connection.introspection.table_names() if n.startswith((*labels, "django_"))]
    with temporary_folder() as folder:
        _refuse_later(_migrations_in_dump(source, folder / "migrations.sql"))
        script = folder / "backup.sql"
        _postgres("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        try:
            with transaction.atomic(), script.open("rb") as lines:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '30s'")
                    for name in names:
                        cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
                    _run_script(cursor, lines)
                    cursor.execute("RESET search_path")  # the script has set none for the rest of the session
                    cursor.execute(f"DELETE FROM {SESSIONS}")
                _bring_up_postgres()
        except DatabaseError as why:
            first = next(iter(str(why).splitlines()), "?")
            raise CannotBackUp(f"{source} cannot be put back: {first}. Nothing has changed.") from why
        finally:
            connection.close()  # with whatever the script has set for its session


def _run_script(cursor: Any, lines: BinaryIO) -> None:
    """Run what pg_restore writes, in the transaction of the cursor: statements, and rows after each COPY."""
    statement: list[bytes] = []
    for line in lines:
        if line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
            _execute(cursor, statement)
            with cursor.copy(line.decode()) as copy:
                for row in lines:
                    if row.rstrip(b"\r\n") == b"\\.":
                        break
                    copy.write(row)
        elif not line.startswith((b"\\", b"--")):  # neither a word to psql nor a remark
            statement.append(line)
    _execute(cursor, statement)


def _execute(cursor: Any, statement: list[bytes]) -> None:
    text = b"".join(statement).decode()
    statement.clear()
    if text.strip():
        cursor.execute(text)


def _bring_up_postgres() -> None:
    """Give what was put back the tables of this version, one migration after another: rows of one that are still to be
    checked would forbid the next to change a table."""

    def check_rows(action: str, migration: Any = None, fake: bool = False) -> None:
        if action in ("apply_start", "apply_success"):
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    executor = MigrationExecutor(connection, check_rows)  # type: ignore[arg-type]  # stubs: one call shape of three
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0, interactive=False)  # nothing is left to make: what comes after it


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
    done = subprocess.run([path, *options], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "?"
        raise CannotBackUp(f"{tool} failed: {last}. Nothing has changed.")


def _settings() -> dict[str, Any]:
    return dict(connection.settings_dict)
