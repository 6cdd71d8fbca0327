"""The fixtures of the page's tests."""

from __future__ import annotations

from web_cast import answer, cast, signed_in, solved, workbook

__all__ = ["answer", "cast", "signed_in", "solved", "workbook"]
