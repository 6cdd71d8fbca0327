"""What every test runs under: the same random examples on every run, and no verdict by the clock."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

import pytest
import quickness
from hypothesis import settings
from raised_messages import Recorder

from scheduler.domain.message import Message

# A landing must be the same twice in a row; `make deep` looks for what is new.
settings.register_profile("landing", derandomize=True, deadline=None, database=None)
settings.register_profile("deep", deadline=None)
settings.load_profile("landing")


@pytest.fixture
def within(no_cover: None) -> quickness.Within:
    """Assert that some work takes at most so many seconds of CPU; counting lines would take as long again."""
    return quickness.within


# ---- which messages are raised (tests/messages/raised.json)

_ROOT = Path(__file__).parents[1]
_RECORDER = Recorder()


@pytest.fixture(scope="session", autouse=True)
def _recorded() -> Iterator[None]:
    """Note every message that is put into words."""
    words = Message.words

    def heard(self: Message, fields: Mapping[str, object], show: object) -> tuple[str, str]:
        _RECORDER.heard(self)
        return words(self, fields, show)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Message, "words", heard)
        yield
    if os.environ.get("RAISED_MESSAGES") == "write":
        _RECORDER.write()


@pytest.fixture(scope="module", autouse=True)
def _raises_what_it_is_listed_for(request: pytest.FixtureRequest, _recorded: None) -> Iterator[None]:
    """Whether the tests of a file have raised the messages that they are listed for, once all of them have run."""
    file = request.path.relative_to(_ROOT).as_posix()
    _RECORDER.file = file
    yield
    _RECORDER.file = ""
    if not _is_whole(request.config):
        return
    every = {item.nodeid for item in request.session.items if item.path == request.path}
    assert _RECORDER.missing(file, every) == [], (
        "raised by none of its tests any more: tests/helpers/raised_messages.py"
    )


def _is_whole(config: pytest.Config) -> bool:
    """Whether no test of a file was left out by hand."""
    chosen = config.option.keyword or any("::" in str(part) for part in config.args)
    return not chosen and config.option.markexpr == "not deep and not lands and not browser"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Note which tests have passed: one that is skipped or fails raises less than it is there for."""
    yield
    if item.path.is_relative_to(_ROOT):
        _RECORDER.passed[item.path.relative_to(_ROOT).as_posix()].add(item.nodeid)
