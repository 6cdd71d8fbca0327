"""The catalogue of messages: each has a text, a level and a code of its own, for one cell and for many."""

from __future__ import annotations

import pytest

from scheduler.intake.messages import COUNTED, Counted


@pytest.mark.parametrize("message", COUNTED, ids=lambda message: f"{message.code} {message.level}")
@pytest.mark.parametrize("examples", [["x"], ["x", "y"], list("abcdefgh")])
def test_a_counted_message_says_how_many_and_ends_its_sentence(message: Counted, examples: list[str]) -> None:
    text, fix = message.words(len(examples), examples)
    assert text.endswith((".", "?"))
    assert fix == "" or fix.endswith(".")
    assert message.level == "note" or fix, "what somebody should answer says how"
    assert examples[0] in text


def test_no_two_messages_share_code_and_level() -> None:
    assert len({(message.code, message.level) for message in COUNTED}) == len(COUNTED)
