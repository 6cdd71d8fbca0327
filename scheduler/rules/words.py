"""How words of a workbook are compared: whatever their case, spaces and punctuation."""

from __future__ import annotations


def folded(text: str) -> str:
    """A word as it is compared: "Co-teach", "co teach" and "Coteach" are one."""
    return "".join(c for c in text.casefold() if c.isalnum())
