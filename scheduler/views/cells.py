"""What a cell of a table holds."""

from __future__ import annotations

Cell = str | int | float | None
Row = tuple[Cell, ...]
