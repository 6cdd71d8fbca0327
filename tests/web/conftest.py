"""The fixtures of the page's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from small_disk import small
from web_cast import answer, answers, cast, signed_in, solved, workbook
from web_server import Server, running_server

__all__ = ["answer", "answers", "cast", "signed_in", "small", "solved", "workbook"]


@pytest.fixture(scope="module")
def kept_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database, for what takes long to make and every test of a module begins with: what a fixture of the module
    puts there stays until the module's end, and what a test changes (it asks for `db`) is undone after that test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server as people start it."""
    with running_server(tmp_path / "data") as made:
        yield made
