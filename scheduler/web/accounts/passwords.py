"""Which passwords are easy to guess, beside those that Django knows: long ones that are made of very little."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LEAST_DIFFERENT = 5  # characters
LEAST_BESIDE_ROWS = 4  # characters that are in no row of keys or figures
_ROW = 4  # so many in a row are one
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "1234567890", "0987654321", "poiuytrewq", "lkjhgfdsa")
_INSTEAD = str.maketrans("013457@$!", "oleastasi")
# Words that those who know of this page would try first.
_OWN_WORDS = """
    coach coaches coaching coachingscheduler scheduler schedule school highschool district planner teacher
    teachers principal admin administrator welcome changeme letmein password passwort spring summer autumn fall
    winter january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday
"""
_OWN = frozenset(_OWN_WORDS.split())
WORDS = "This password is easy to guess: {}. Take a sentence of your own."


class NotGuessable(CommonPasswordValidator):
    """Refuses what is a common word with figures around it, a row of keys, one piece again and again, or no letters."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where a password is easy to guess."""
        why = self._weakness(unicodedata.normalize("NFKC", password).casefold())
        if why:
            raise ValidationError(WORDS.format(why), code="password_easy_to_guess")

    def get_help_text(self) -> str:
        """What is asked, in a sentence."""
        return "No common word with figures around it, and no row of keys."

    def _weakness(self, text: str) -> str:
        if not any(c.isalpha() for c in text):
            return "it has no letters"
        if len(set(text)) < LEAST_DIFFERENT or _is_repeated(text):
            return "it is one short piece again and again"
        if len(text) - _in_rows(text) < LEAST_BESIDE_ROWS:
            return "it is a row of keys or figures"
        if self._is_a_word(text):
            return "it is a common word with something around it"
        return ""

    def _is_a_word(self, text: str) -> bool:
        """Whether all that is neither figure nor punctuation is one common word, however it is written."""
        cores = {text.strip("0123456789 !?.,;:-_+*#@$%&/()=<>'\"")}
        cores |= {core.translate(_INSTEAD) for core in cores}
        cores.add("".join(c for c in text if c.isalpha()))
        cores.add("".join(c for c in text.translate(_INSTEAD) if c.isalpha()))
        return any(_half(core) in _OWN or _half(core) in self.passwords for core in cores)


def _is_repeated(text: str) -> bool:
    return text in (text + text)[1:-1]


def _half(text: str) -> str:
    """The piece of which a text is made twice or more; else the text."""
    return next((text[:n] for n in range(1, len(text) // 2 + 1) if text[:n] * (len(text) // n) == text), text)


def _in_rows(text: str) -> int:
    """How many characters are in rows: of the alphabet, of figures, or of keys, either way."""
    steps = [_follows(a, b) for a, b in pairwise(text)]
    count = run = 0
    for step in [*steps, False]:
        if step:
            run += 1
        else:
            count += run + 1 if run + 1 >= _ROW else 0
            run = 0
    return count


def _follows(one: str, next_one: str) -> bool:
    near = one.isalnum() and next_one.isalnum() and abs(ord(one) - ord(next_one)) <= 1
    return near or any(one + next_one in row for row in _ROWS)
