"""A first start that finds no room leaves nothing half: the next one makes all of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from small_disk import fill, served
from web_server import Browser, Server

from scheduler.web import serving

on_postgresql = bool(os.environ.get("DATABASE_URL"))


def test_a_key_that_cannot_be_written_whole_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret-key"

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            serving.make_secret_key(path)
    assert list(tmp_path.iterdir()) == []
    key = serving.make_secret_key(path)
    assert len(key) > 50
    assert serving.make_secret_key(path) == key == path.read_text(encoding="ascii"), "the one that is there stays"


def test_an_empty_key_of_an_earlier_version_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    path.touch()
    assert len(serving.make_secret_key(path)) > 50


@pytest.mark.parametrize("why", serving.NO_LINKS)
def test_a_disk_without_links_has_a_key_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int) -> None:
    def no_links(*_: object) -> None:
        raise OSError(why, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    key = serving.make_secret_key(tmp_path / "secret-key")
    assert [(p.name, p.read_text(encoding="ascii")) for p in tmp_path.iterdir()] == [("secret-key", key)]


@pytest.mark.lands
@pytest.mark.skipif(on_postgresql, reason="of the data folder")
@pytest.mark.parametrize("free", [0, 4_096, 40_000, 200_000])
def test_a_first_start_on_a_full_disk_is_said_and_the_next_one_makes_all_of_it(small: Path, free: int) -> None:
    filler = fill(small)
    os.truncate(filler, filler.stat().st_size - free)
    done = served({**os.environ, "COACH_DATA": str(small / "data")})
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the da")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    filler.unlink()
    server = Server(small / "data", None)
    server.start()
    try:
        Browser(server.address).join(server.link)
        assert sorted(f.name for f in (small / "data").iterdir() if f.name.startswith(".")) == []
    finally:
        server.stop()
