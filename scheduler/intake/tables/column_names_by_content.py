"""Other names of columns that hold only where the cells fit: a `Title` that is a role, an `Evaluator` who coaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.domain.matching import folded
from scheduler.intake.files.raw_cells import text_of
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.column_names import ONLY_WHERE_CELLS_FIT
from scheduler.intake.tables.ids import name_key
from scheduler.intake.tables.table import Table, shown
from scheduler.messages import tables as messages
from scheduler.schema.sheets import TEACHER_ROLES


def settle_other_names(tables: Mapping[str, Sequence[Table]]) -> None:
    """Leave a column alone, with a warning, that has such a name and holds something else."""
    for (sheet, column), names in ONLY_WHERE_CELLS_FIT.items():
        doubtful = {folded(name) for name in names}
        for table in tables[sheet]:
            number = table.columns.get(column)
            if number is None or folded(text_of(table.header.get(number))) not in doubtful:
                continue
            texts = [text for row in table.rows() if (text := row.text(column))]
            odd = [text for text in texts if not _fits(column, text, tables)]
            if not odd:
                continue
            table.report(
                messages.OTHER_NAME,
                table.over(number),
                header=text_of(table.header[number]),
                column=column,
                odd=shown(odd[0]),
                what="role" if column == "role" else "coach",
                expected=_expected(column),
            )
            del table.columns[column]


def _fits(column: str, text: str, tables: Mapping[str, Sequence[Table]]) -> bool:
    if column == "role":
        return cell_values.one_of(text, TEACHER_ROLES) is not None
    known = {
        key
        for table in tables["Coaches"]
        for row in table.rows()
        for key in (row.text("coach").casefold(), name_key(row.text("name")))
        if key
    }
    return all(part.casefold() in known or name_key(part) in known for part in cell_values.parts_of(text))


def _expected(column: str) -> str:
    return ", ".join(TEACHER_ROLES) if column == "role" else "ids of Coaches"
