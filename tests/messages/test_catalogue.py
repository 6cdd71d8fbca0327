"""The catalogue of messages: each has a code, a level, a text and a fix, and is told the fields that it names."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import scheduler
from scheduler.domain.message import Message
from scheduler.domain.place import Place
from scheduler.messages import CATALOGUE, PARTS

PROGRAM = Path(scheduler.__file__).parent
REPORTS = {"report": 2, "wrong": 2, "Refused": 2, "Refusal": 1, "problem_of": 2}  # and how many come before the fields


def words(message: Message, **fields: object) -> str:
    return " ".join(message.words(fields, lambda place, how: place.cell if how == "cell" else str(place)))


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_message_ends_its_sentences_and_says_what_to_do(name: str) -> None:
    message = CATALOGUE[name]
    assert message.text.endswith((".", "?", "}"))
    assert message.fix == "" or message.fix.endswith(".")
    assert message.level == "note" or message.fix, "what somebody should answer says how"
    assert message.code == message.code.casefold()


def test_no_two_messages_of_a_part_say_the_same() -> None:
    for part in PARTS:
        own = [m for m in vars(part).values() if isinstance(m, Message)]
        assert len({(m.code, m.level, m.text, m.fix) for m in own}) == len(own), part.__name__


def test_a_number_chooses_between_one_and_many() -> None:
    message = Message("x", "note", "{count:1 cell is|# cells are} blank: {examples:few}.")
    assert words(message, count=1, examples=("a",)) == "1 cell is blank: a. "
    assert words(message, count=5, examples=tuple("abcde")) == "5 cells are blank: a, b, c, d, .... "


def example(field: str, how: str) -> object:
    """A value that a field may have, by the form in which the message shows it."""
    if "|" in how:
        return 2
    if how in ("few", "quoted", "first") or how.endswith((" ", "and")):
        return (f"one {field}", f"two {field}")
    if how in ("row", "cell"):
        return Place("a.xlsx", "Teachers", 3, 2)
    return 2.5 if how else f"some {field}"


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_fields_of_a_message_can_be_read_out_of_its_words(name: str) -> None:
    message = CATALOGUE[name]
    forms: dict[str, str] = {}
    for _, field, how, _ in string.Formatter().parse(message.text + message.fix):
        if field:
            forms[field] = forms.get(field) or how or ""
    values = {field: example(field, how) for field, how in forms.items()}
    found = message.read(*message.words(values, lambda place, _: str(place)))
    assert found is not None
    side_by_side = set(re.findall(r"{(\w+)[^}]*}{", message.text)) | set(re.findall(r"}{(\w+)", message.text))
    plain = {field: value for field, value in values.items() if not forms[field] and field not in side_by_side}
    assert {field: found[field] for field in plain} == plain


def test_a_list_is_joined_as_the_text_asks() -> None:
    assert words(Message("x", "note", "{ids: and of }.", "{ids}."), ids=("A", "B")) == "A and of B. A, B."


def test_a_place_is_shown_as_it_is_asked_for() -> None:
    place = Place("a.xlsx", "Teachers", 3, 2)
    assert words(Message("x", "note", "{place}, {place:cell}"), place=place) == "Teachers!B3, B3 "


def calls() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every call that reports a message by its name: where it stands, the message, and the fields that it gives."""
    for path in sorted(PROGRAM.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {
            alias.asname or alias.name: f"{alias.name}."
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "scheduler.messages"
            for alias in node.names
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or any(k.arg is None for k in node.keywords):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0] if node.args else None
            if name not in REPORTS or not isinstance(first, ast.Attribute) or not isinstance(first.value, ast.Name):
                continue
            if first.value.id not in parts:
                continue
            fields = {str(k.arg) for k in node.keywords} | ({"text"} if name == "wrong" else set())
            assert len(node.args) == REPORTS[name], f"{path}:{node.lineno}"
            yield f"{path.name}:{node.lineno}", parts[first.value.id] + first.attr, frozenset(fields)


def test_every_call_gives_the_fields_that_its_message_names() -> None:
    found = list(calls())
    assert len(found) > 100
    assert [where for where, name, fields in found if fields != CATALOGUE[name].fields] == []


def test_every_message_is_reported_somewhere() -> None:
    named: set[str] = set()
    for path in sorted(PROGRAM.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        parts = {
            alias.asname or alias.name: alias.name
            for node in imports
            if node.module == "scheduler.messages"
            for alias in node.names
        }
        named |= {
            f"{str(node.module).rpartition('.')[2]}.{alias.name}"
            for node in imports
            if str(node.module).startswith("scheduler.messages.")
            for alias in node.names
        }
        named |= {
            f"{parts[node.value.id]}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in parts
        }
    assert set(CATALOGUE) - named == set()
