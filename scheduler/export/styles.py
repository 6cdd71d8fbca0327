"""How the workbooks look: every colour, font and fill, and nothing else.

The colours are tints of Okabe and Ito's palette, which colour-blind readers can tell apart, under dark text. No
meaning hangs on colour alone: each kind of time also has its word in the cell, and what is closed is crossed.
"""

from __future__ import annotations

from scheduler.views import kinds_of_time
from scheduler.views.kinds_of_time import KindOfTime

Properties = dict[str, object]

INK = "#1B2733"
QUIET = "#55606B"
RULE = "#9AA5B1"
DEEP = "#0B3954"
PAPER = "#FFFFFF"
SHADE = "#EEF2F6"
GOOD = "#D3EEE3"
FAIR = "#FBF3C4"
CROSSING = "#B4BCC5"
POOR = "#F8D9C6"
FONT = "Arial"  # as wide in LibreOffice as in Excel

BOTH_DIAGONALS = 3  # a cross through the cell
EDGE_THIN = 1
EDGE_MEDIUM = 2


def _filled(color: str, font_color: str = INK, *, crossed: bool = False) -> Properties:
    if crossed:
        crossing = {"diag_type": BOTH_DIAGONALS, "diag_border": EDGE_THIN, "diag_color": CROSSING}
        return {"bg_color": color, "font_color": font_color, **crossing}
    return {"bg_color": color, "font_color": font_color}


FILLS: dict[KindOfTime, Properties] = {
    kinds_of_time.SESSION: _filled("#CBE6F6"),
    kinds_of_time.RELEASED: _filled("#D3EEE3"),
    kinds_of_time.FLEX: _filled("#FBF3B0"),
    kinds_of_time.COMMON_PLANNING: _filled("#F3DCE8"),
    kinds_of_time.TEACHING: _filled("#DFE3E8"),
    kinds_of_time.PREP: _filled("#FBE0BC"),
    kinds_of_time.UNAVAILABLE: _filled(PAPER, crossed=True),
    kinds_of_time.NOT_RELEASED: _filled(PAPER, QUIET),
    kinds_of_time.OPEN: _filled(PAPER, QUIET),
    kinds_of_time.NO_SLOT: _filled("#F6F7F9"),
    kinds_of_time.NOBODY: _filled(PAPER, crossed=True),
    kinds_of_time.SEVERAL_COACHES: _filled("#CBE6F6"),
    kinds_of_time.ONE_COACH: _filled("#D3EEE3"),
    kinds_of_time.NO_COACH: _filled(PAPER, crossed=True),
}

_BASE: Properties = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
_LINED: Properties = {"bottom": EDGE_THIN, "bottom_color": "#E1E6EB"}
_GRID: Properties = {"border": EDGE_THIN, "border_color": RULE}

STYLES: dict[str, Properties] = {
    "text": {"text_wrap": True},
    "line": {},
    "whole": {"num_format": "#,##0", "align": "right", "indent": 1},
    "share": {"num_format": "0%", "align": "right", "indent": 1},
    "decimal": {"num_format": "#,##0.0", "align": "right", "indent": 1},
    "fine decimal": {"num_format": "#,##0.00", "align": "right", "indent": 1},
    "bold": {"bold": True},
    "quiet": {"font_color": QUIET},
    "note": {"font_color": QUIET, "italic": True, "text_wrap": True},
    "title": {"bold": True, "font_size": 24, "font_color": DEEP, "valign": "vcenter"},
    "subtitle": {"font_size": 12, "font_color": QUIET, "valign": "vcenter"},
    "heading": {
        "bold": True,
        "font_size": 14,
        "font_color": DEEP,
        "valign": "bottom",
        "bottom": EDGE_MEDIUM,
        "bottom_color": DEEP,
    },
    "label": {"bold": True, "valign": "vcenter", "align": "left", "indent": 1},
    "label row": {"bold": True, "text_wrap": True, "align": "left", "indent": 1},
    "score": {"bold": True, "font_size": 14, "valign": "vcenter", "align": "left"},
    "header": {
        "bold": True,
        "font_color": PAPER,
        "bg_color": DEEP,
        "text_wrap": True,
        "align": "left",
        "valign": "vcenter",
        **_GRID,
    },
    "figure header": {"font_size": 9, "align": "center"},
    "cell": {**_GRID, "text_wrap": True, "align": "left", "indent": 1},
    "total": {**_GRID, "align": "left", "indent": 1, "bold": True, "top": EDGE_MEDIUM, "bg_color": SHADE},
    "tile name": {
        "font_size": 10,
        "font_color": QUIET,
        "bg_color": SHADE,
        "align": "center",
        "valign": "vcenter",
        "top": EDGE_MEDIUM,
        "top_color": DEEP,
    },
    "tile figure": {
        "bold": True,
        "font_size": 22,
        "font_color": DEEP,
        "bg_color": SHADE,
        "align": "center",
        "valign": "vcenter",
    },
    "tile words": {"font_size": 9, "bg_color": SHADE, "align": "center", "valign": "top", "text_wrap": True},
    "good": {"bg_color": GOOD},
    "fair": {"bg_color": FAIR},
    "poor": {"bg_color": POOR},
    "day": {
        "bold": True,
        "font_size": 12,
        "font_color": PAPER,
        "bg_color": DEEP,
        "align": "center",
        "valign": "vcenter",
        **_GRID,
    },
    "slot": {
        **_GRID,
        "bold": True,
        "font_size": 11,
        "bg_color": SHADE,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
    },
    "grid": {**_GRID, "font_size": 11, "text_wrap": True, "align": "left", "indent": 1},
    "session title": {"bold": True, "font_size": 11},
    "session line": {"font_size": 10},
    "table text": {"text_wrap": True, **_LINED},
    "table line": _LINED,
    "table whole": {"num_format": "0", "align": "center", **_LINED},
    "session slot": {"font_size": 9, "font_color": QUIET},
    "centre": {"align": "center", "valign": "vcenter"},
    "small": {"font_size": 9},
    "example": {"font_color": QUIET, "italic": True},
    "input header": {"bold": True, "font_color": PAPER, "bg_color": DEEP, "valign": "vcenter", **_GRID},
    "input header required": {"bold": True, "font_color": INK, "bg_color": "#FFD88A", "valign": "vcenter", **_GRID},
    "as text": {"num_format": "@"},
    "banner": {"bold": True, "font_size": 11, "font_color": DEEP, "bg_color": FAIR, "valign": "vcenter"},
}


def properties(*names: str | KindOfTime) -> Properties:
    """What the named styles come to, the later ones over the earlier; KeyError for an unknown name."""
    merged = dict(_BASE)
    for name in names:
        merged |= FILLS[name] if isinstance(name, KindOfTime) else STYLES[name]
    return merged
