"""What a server needs around it: a check that finds nothing, tables that fit, a backup that comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from waiting import wait_until
from web_cast import two_sites
from web_server import ROOT, Browser, Server, fresh_database
from workbooks import save


def coach(*words: object, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scheduler", *map(str, words)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_check_deploy_finds_nothing_on_a_server_with_tls(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "COACH_DATA": str(tmp_path),
        "COACH_URL": "https://coaching.example.org",
        "COACH_SECRET_KEY": "x1" * 20 + "of many characters, as coach serve makes it",
        "DJANGO_SETTINGS_MODULE": "scheduler.web.settings",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout == "System check identified no issues (2 silenced).\n", "HSTS for subdomains, and its preloading"
    assert done.stderr == ""


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with fresh_database() as database:
        made = Server(tmp_path / "data", database)
        made.start()
        yield made
        made.stop()


@pytest.mark.lands
@pytest.mark.story
def test_a_backup_brings_back_files_people_and_plans(server: Server, tmp_path: Path) -> None:
    both = save(tmp_path / "both.xlsx", two_sites())
    browser = Browser(server.address)
    browser.join(server.link)
    browser.give(both)
    run = browser.ask("Before")
    wait_until(lambda: browser.is_done(run))
    plan = browser.get(f"/plans/{run}/workbook/")
    file = tmp_path / "all.backup"
    assert coach("backup", file, env=server.env).stdout == f"Wrote {file}.\n"
    assert "exists already: choose another name" in coach("backup", file, env=server.env).stderr
    later = browser.ask("After")
    wait_until(lambda: browser.is_done(later))
    server.stop()

    assert "add --replace if that is meant" in coach("restore", file, env=server.env).stderr
    assert coach("restore", file, "--replace", env=server.env).stdout == f"Restored {file}.\n"
    server.log = (tmp_path / "second.log").open("ab")
    server.again()
    browser = Browser(server.address)
    browser.sign_in()
    assert browser.get(f"/plans/{run}/workbook/") == plan
    assert browser.get("/files/1/original/") == both.read_bytes()
    assert "After" not in browser.text("/plans/")


@pytest.mark.story
def test_what_is_no_backup_changes_nothing(server: Server, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.backup"
    wrong.write_bytes(b"this is no database" * 100)
    done = coach("restore", wrong, "--replace", env=server.env)
    assert done.returncode == 1
    Browser(server.address).join(server.link)


def test_the_secret_key_and_the_folder_are_their_owner_s_alone(server: Server) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such permissions")
    assert oct((server.folder / "secret-key").stat().st_mode)[-3:] == "600"
    assert oct(server.folder.stat().st_mode)[-3:] == "700"


def test_a_port_that_is_taken_is_said(server: Server) -> None:
    port = server.address.rpartition(":")[2]
    done = coach("serve", "--port", port, env={**server.env, "COACH_DATA": str(server.folder)})
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be served: Address already in use. Is it running already?" in done.stderr
