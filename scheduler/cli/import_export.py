"""`coach import`: an export in, an input workbook with its questions out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import click

from scheduler import pipeline
from scheduler.cli import outcomes, screen
from scheduler.domain.imported import Imported
from scheduler.domain.problem import InputProblems


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What `coach import` was asked."""

    sources: tuple[Path, ...]
    output: Path
    kind: str = ""
    term: str = ""
    map_file: Path | None = None
    since: Path | None = None


def run(options: ImportOptions, as_json: bool) -> int:
    """Import, write, and print what was taken and what is asked."""
    outcomes.check_target(options.output, "-o")
    outcomes.check_not_an_input(options.output, options.sources)
    try:
        imported = pipeline.import_export(
            options.sources, kind=options.kind, term=options.term, map_file=options.map_file, since=options.since
        )
    except InputProblems as refusal:
        return outcomes.refuse(refusal, as_json)
    except OSError as error:
        raise outcomes.file_failure("read", error) from error
    try:
        pipeline.write_import(imported, options.output)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        outcomes.print_json(_as_json(imported, options.output))
    else:
        _show(imported, options.output)
    return outcomes.FINE


def _as_json(imported: Imported, output: Path) -> dict[str, object]:
    return {
        "workbook": str(output),
        "kinds": list(imported.kinds),
        "term": imported.term,
        "terms": list(imported.terms),
        "rows": {sheet.name: len(sheet.rows) for sheet in imported.sheets},
        "import": [asdict(file) for file in imported.files],
        "questions": [{"no": no, **asdict(question)} for no, question in enumerate(imported.questions, 1)],
    }


def _show(imported: Imported, output: Path) -> None:
    out = screen.console()
    for file in imported.files:
        left = f", {file.left_out} left out ({file.why})" if file.left_out or file.why else ""
        out.print(f"{file.file}: {file.taken} of {file.rows} rows taken{left}", soft_wrap=True, markup=False)
    counts = ", ".join(f"{len(sheet.rows)} {sheet.name}" for sheet in imported.sheets if sheet.rows)
    term = f" for {imported.term}" if imported.term else ""
    out.print(f"Wrote {output}{term}: {counts}.", soft_wrap=True, markup=False)
    open_ones = [q for q in imported.questions if not q.confirmed]
    if open_ones:
        out.print(
            f"{len(open_ones)} questions are in the sheet Questions: change the cell that each names, or leave it, "
            f"and write Y under confirmed. Then: coach check {output}",
            soft_wrap=True,
            markup=False,
        )
