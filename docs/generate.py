"""Writes the reference pages from the code: `make docs`. A test fails when a page is not what this would write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from docs.rooms import ENGINE_STOREYS, ROOMS, ROOMS_OF_LIBRARY
from scheduler.cli import main
from scheduler.messages import PARTS, messages_of
from scheduler.rules import RULES
from scheduler.schema.sheets import (
    CHANGES_SHEET,
    CONFLICTS_SHEET,
    DAYS_SHEET,
    FIXES_SHEET,
    INPUT_SHEETS,
    PLAN_SHEETS,
    SETTING_KEYS,
    Column,
)

_ROOMS_BEGIN, _ROOMS_END = "<!-- rooms, by `make docs` from docs/rooms.py -->\n", "<!-- end of rooms -->"
HERE = Path(__file__).parent
_WRITTEN_BY = "<!-- Written by `make docs` from {source}. Do not edit. -->\n"


def pages() -> dict[str, str]:
    """The generated pages: file name to text."""
    return {
        "rules.md": rules_page(),
        "workbooks.md": workbooks_page(),
        "problems.md": problems_page(),
        "cli.md": cli_page(),
        "../CONTRIBUTING.md": contributing(),
    }


def rules_page() -> str:
    """Every rule: what is true when it holds, what a shortfall counts, its defaults and whose practice it is."""
    lines = [
        _WRITTEN_BY.format(source="`scheduler/rules`"),
        "# Rules\n",
        "Each rule has a shortfall: a whole number, 0 when the rule holds. Shortfalls times weights are added up by",
        "level, and a plan's score is the three sums: Required, Recommended, Option. No amount of a lower level",
        "buys one unit of a higher one. The sheet `Rules` sets level, value and weight, for all sites or for one.\n",
    ]
    lines += _table(
        ("rule", "level", "value"),
        ((f"[{r.name}](#{_anchor(r.name)})", _level(r.level), _value(r.value, r.unit)) for r in RULES.values()),
    )
    for rule in RULES.values():
        lines += [
            f"## {rule.name}\n",
            f"{rule.holds}\n",
            f"- **Default**: {_level(rule.level)}" + (f", {_value(rule.value, rule.unit)}" if rule.unit else ""),
            f"- **The shortfall counts** {rule.counts}.",
            f"- **Source**: {rule.source}\n",
        ]
    return _text(lines)


def workbooks_page() -> str:
    """Every sheet and column that goes in and comes out."""
    lines = [
        _WRITTEN_BY.format(source="`scheduler/schema/sheets.py`"),
        "# Workbooks\n",
        "Sheet names and headers match whatever their case, spaces and punctuation; title rows above a header are",
        "allowed. Columns marked * are needed. Lists are separated by commas or semicolons.\n",
        "## What goes in\n",
    ]
    for sheet in INPUT_SHEETS:
        lines += [f"### {sheet.name}{' (needed)' if sheet.required else ''}\n", f"{sheet.meaning}\n"]
        if sheet.wide_key:
            lines.append(f"Wide form: `{sheet.wide_key}` and a column a period, instead of the columns below.\n")
        if sheet.name == "Settings":
            lines += _table(("key", "default", "meaning"), ((f"`{k.key}`", k.default, k.meaning) for k in SETTING_KEYS))
        else:
            lines += _columns(sheet.columns)
    lines.append("## What comes out\n")
    for page in (*PLAN_SHEETS, CHANGES_SHEET, CONFLICTS_SHEET, FIXES_SHEET):
        lines += [f"### {page.name} of the plan\n", f"{page.meaning}\n"]
        lines += _columns(page.columns)
    lines += [f"### {DAYS_SHEET.name}\n", f"{DAYS_SHEET.meaning}\n", *_columns(DAYS_SHEET.columns)]
    return _text(lines)


class _Field:
    """Stands for whatever a field of a message will hold."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return "N"

    def __format__(self, _spec: str) -> str:
        return f"*{self.name}*"


def problems_page() -> str:
    """Every problem that an input can have: its code, level, message and fix."""
    lines = [
        _WRITTEN_BY.format(source="`scheduler/messages`"),
        "# Problems\n",
        "All that `coach check` and the other commands can say of an input, with the code that `--json` has. An error",
        "stops a run; a warning is a question that somebody should answer first; a note only tells what was done. What",
        "is in *italics* is filled in: texts of the input, cells, numbers.\n",
    ]
    for part in PARTS:
        lines.append(f"## {str(part.__doc__).splitlines()[0].rstrip('.')}\n")
        rows = []
        for message in messages_of(part).values():
            text, fix = message.words({name: _Field(name) for name in message.fields}, lambda place, _how: str(place))
            rows.append((f"`{message.code}`", message.level, text, fix))
        lines += _table(("code", "level", "message", "how to fix it"), rows)
    return _text(lines)


def cli_page() -> str:
    """Every command's help, as the terminal shows it."""
    lines = [_WRITTEN_BY.format(source="`scheduler/cli`"), "# The command `coach`\n"]
    context = click.Context(main, info_name="coach", **{**main.context_settings, "terminal_width": 100})
    lines += ["```text", main.get_help(context).rstrip(), "```\n"]
    for name in main.list_commands(context):
        command = main.commands[name]
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
        lines += [f"## coach {name}\n", "```text", command.get_help(inner).rstrip(), "```\n"]
    return _text(lines)


def contributing() -> str:
    """CONTRIBUTING.md as it stands, with the tables of rooms, storeys and libraries anew."""
    before, begin, rest = (HERE / "../CONTRIBUTING.md").read_text(encoding="utf-8").partition(_ROOMS_BEGIN)
    _, end, after = rest.partition(_ROOMS_END)
    rooms = (
        (_room(r.name), r.holds, ", ".join(r.may_import) or "nothing") for r in ROOMS if not r.name.startswith("__")
    )
    storeys = (
        (f"`{s.name}`", s.holds + (f" ({s.why})" if s.why else ""), ", ".join(s.may_import) or "nothing")
        for s in ENGINE_STOREYS
        if not s.name.startswith("__")
    )
    libraries = ((name, ", ".join(f"`{room}`" for room in sorted(rooms))) for name, rooms in ROOMS_OF_LIBRARY.items())
    lines = [
        *_table(("room", "what is in it", "may import"), rooms),
        "Inside `scheduler/engine`:\n",
        *_table(("storey", "what is in it", "may import"), storeys),
        "Libraries have their rooms, too:\n",
        *_table(("library", "where it may be imported"), libraries),
    ]
    return before + begin + "\n".join(lines) + end + after


def _room(name: str) -> str:
    path = HERE.parent / "scheduler" / name
    return f"`scheduler/{name}`" if path.is_dir() else f"`scheduler/{name}.py`"


def _columns(columns: Sequence[Column]) -> list[str]:
    rows = ((f"`{c.name}`{'*' if c.required else ''}", c.meaning, ", ".join(c.allowed), c.example) for c in columns)
    return _table(("column", "meaning", "values", "example"), rows) if columns else []


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return ["| " + " | ".join(header) + " |", "| " + " | ".join("---" for _ in header) + " |", *body, ""]


def _level(level: str | None) -> str:
    return level or "as Programs says of each session"


def _value(value: int | None, unit: str) -> str:
    if not unit:
        return ""
    return "no limit" if value is None else f"{value} {unit.removesuffix('s') if value == 1 else unit}"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    for file, text in pages().items():
        (HERE / file).write_text(text, encoding="utf-8")
