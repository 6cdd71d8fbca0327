"""The files of an export, looked at before they are read, as sheets whose rows are streamed and never all held."""

from __future__ import annotations

import csv
import datetime
import html
import io
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scheduler.domain.matching import folded
from scheduler.domain.problem import InputProblems, Problem
from scheduler.intake.files.csv_file import decoded, separator_of
from scheduler.intake.files.limits import MIB, MOST_FILES, MOST_LINES, MOST_UNPACKED_BYTES
from scheduler.intake.files.raw_cells import RawSheet, text_of
from scheduler.intake.files.safety import OLE, Refusal, damaged, open_zip, read_part, refuse_kind, refuse_size
from scheduler.intake.files.xlsx_file import read_workbook
from scheduler.messages import imports as messages
from scheduler.schema.sheets import INPUT_SHEETS

TEXTS = (".csv", ".tsv", ".txt", ".text")
CALENDARS = (".ics", ".ical", ".icalendar")
WORKBOOKS = (".xlsx", ".xlsm")
INPUT_NAMES = frozenset(folded(sheet.name) for sheet in INPUT_SHEETS)
_LONGEST_CELL = 2_000  # characters: an export has no longer one, and an error message neither
_GAPS = re.compile(r"\t|\s{2,}")


@dataclass(slots=True)
class Sheet:
    """One file of text, or one sheet of a workbook. `name` is its name without ending; `home` what it came in."""

    file: str
    name: str
    home: str
    data: bytes = b""
    raw: RawSheet | None = None
    calendar: bool = False

    def rows(self) -> Iterator[list[str]]:
        """Every row that holds something, each cell as text.

        Raises
        ------
        Refusal
            it is no text, its quotes do not match, or it is too long
        """
        source = self._raw_rows(self.raw) if self.raw is not None else self._text_rows()
        for cells in source:
            if any(cells):
                yield cells

    def text(self) -> str:
        """The whole text of a file that is no table: a calendar."""
        return decoded(self.data)

    def _raw_rows(self, raw: RawSheet) -> Iterator[list[str]]:
        if raw.too_many:
            raise Refusal(messages.TOO_MANY_ROWS, what=raw.too_many)
        for number in sorted(raw.rows):
            row = raw.rows[number]
            yield [_clean(text_of(row.get(column))) for column in range(1, max(row) + 1)] if row else []

    def _text_rows(self) -> Iterator[list[str]]:
        content = decoded(self.data)
        if max(content.count("\n"), content.count("\r")) > MOST_LINES:
            raise Refusal(messages.TOO_MANY_LINES, most=MOST_LINES)
        separator = separator_of(content, ())
        if separator not in content[:65_536] or _is_a_page(content):
            for line in content.splitlines():
                yield [_clean(cell) for cell in _GAPS.split(line.strip())]
            return
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
        try:
            for number, cells in enumerate(reader):
                if number == 0 and len(cells) <= 2 and cells and cells[0].casefold().startswith("sep="):
                    continue
                yield [_clean(cell) for cell in cells]
        except csv.Error as why:
            raise damaged(f"line {reader.line_num}: {why}") from why


def _is_a_page(content: str) -> bool:
    """Whether it is a schedule copied off a page: columns are apart by blanks, and commas stand in names."""
    return bool(re.search(r"^\s*Exp\s+Trm\s+Crs-Sec\b", content[:65_536], re.MULTILINE))


def _clean(cell: str) -> str:
    text = cell.strip().replace("\xa0", " ").strip()
    if text[:2] == '="' and text[-1:] == '"':
        text = text[2:-1]
    return text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL]


def read_sources(paths: Sequence[Path | str]) -> list[Sheet]:
    """Every file of an export: of folders and .zips those that may be part of one; others are left alone.

    Raises
    ------
    InputProblems
        a file is missing, damaged, hostile or of no kind that can be read
    """
    reader = _Reader()
    names = Counter(Path(path).name for path in paths)
    for path in paths:
        reader.take(Path(path), alone=names[Path(path).name] == 1)
    if not reader.problems and not reader.sheets:
        reader.refuse("", Refusal(messages.NO_FILE))
    if reader.problems:
        raise InputProblems(tuple(reader.problems))
    return reader.sheets


def names_an_input(path: Path) -> bool:
    """Whether a file alone, or a sheet of a workbook, is named like a sheet of an input: told without reading it."""
    return any(folded(name) in INPUT_NAMES for name in names_of_sheets(path))


def names_of_sheets(path: Path) -> list[str]:
    """The names of a workbook's sheets, or the name of a file of text; none of a folder, a .zip or what is damaged."""
    suffix = path.suffix.casefold()
    if suffix in TEXTS:
        return [path.name.split(".")[0]]
    if suffix not in WORKBOOKS:
        return []
    try:
        refuse_size(path.stat().st_size)
        with open_zip(path.read_bytes()) as box:
            listed = [n for n in box.namelist() if n.replace("\\", "/").casefold() == "xl/workbook.xml"]
            text = read_part(box, listed[0]).decode("utf-8", "replace") if listed else ""
    except (Refusal, OSError):
        return []  # whoever reads it says why it cannot be read
    return [html.unescape(name) for name in re.findall(r"<(?:\w+:)?sheet\s[^>]*?name=\"([^\"]*)\"", text)]


class _Reader:
    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.problems: list[Problem] = []
        self.unpacked = 0
        self.seen: set[str] = set()

    def refuse(self, file: str, refusal: Refusal) -> None:
        self.problems.append(refusal.problem(file))

    def take(self, place: Path, *, alone: bool) -> None:
        """Read one path; its name says enough where it is `alone` with it."""
        real = os.path.realpath(place)
        if real in self.seen:
            return
        self.seen.add(real)
        file = place.name if place.name and alone else str(place)
        try:
            if place.is_dir():
                self._folder(place, file)
            elif not place.exists():
                raise Refusal(messages.NO_SUCH_FILE)
            elif not place.is_file():
                raise Refusal(messages.NOT_A_FILE)
            else:
                refuse_size(place.stat().st_size)
                self._file(file, place.name, file, place.read_bytes(), alone=True)
        except Refusal as refusal:
            self.refuse(file, refusal)
        except OSError as why:
            self.refuse(file, Refusal(messages.CANNOT_OPEN, why=why.strerror))

    def _folder(self, place: Path, home: str) -> None:
        files = sorted((p for p in place.iterdir() if p.is_file() and not _is_litter(p.name)), key=lambda p: p.name)
        if len(files) > MOST_FILES:
            raise Refusal(messages.TOO_MANY_FILES, count=len(files), most=MOST_FILES)
        for path in files:
            if not _may_be_read(path.name):
                continue
            try:
                refuse_size(path.stat().st_size)
                self._file(f"{home}/{path.name}", path.name, home, path.read_bytes())
            except Refusal as refusal:
                if refusal.message.code != "empty-file":  # an export has a file for what a school does not use
                    self.refuse(f"{home}/{path.name}", refusal)

    def _zip(self, home: str, data: bytes) -> None:
        with open_zip(data) as box:
            for info in sorted(box.infolist(), key=lambda i: i.filename):
                pieces = info.filename.replace("\\", "/").split("/")
                if info.is_dir() or info.file_size == 0 or any(_is_litter(piece) for piece in pieces):
                    continue
                if not _may_be_read(pieces[-1]):
                    continue
                refuse_size(info.file_size)
                self._file(f"{home}/{'/'.join(pieces)}", pieces[-1], home, read_part(box, info.filename))

    def _file(self, file: str, name: str, home: str, data: bytes, *, alone: bool = False) -> None:
        suffix = PurePosixPath(name).suffix.casefold()
        stem = name.split(".", maxsplit=1)[0].strip()
        if suffix == ".zip":
            if not alone:
                raise Refusal(messages.NESTED_ZIP)
            refuse_kind(name, data)
            self._zip(home, data)
        elif suffix in WORKBOOKS:
            refuse_kind(name, data)
            with open_zip(data) as box:
                self._spend(sum(part.file_size for part in box.infolist()))
            for raw in read_workbook(file, data):
                if not raw.hidden:
                    self.sheets.append(Sheet(f"{file}/{raw.name}", raw.name, home, raw=raw))
        elif suffix in TEXTS or suffix in CALENDARS:
            if data.startswith((OLE, b"PK\x03\x04")):
                raise Refusal(messages.NAMED_OTHERWISE, suffix=suffix)
            self._spend(len(data))
            self.sheets.append(Sheet(file, stem, home, data, calendar=_is_calendar(suffix, data)))
        else:
            refuse_kind(name, data)
            raise Refusal(messages.OTHER_FORMAT, suffix=suffix)

    def _spend(self, size: int) -> None:
        self.unpacked += size
        if self.unpacked > MOST_UNPACKED_BYTES:
            raise Refusal(messages.UNPACKED_TOO_BIG, size=self.unpacked / MIB, most=MOST_UNPACKED_BYTES // MIB)


def _is_calendar(suffix: str, data: bytes) -> bool:
    return suffix in CALENDARS or b"BEGIN:VCALENDAR" in data[:200]


def _may_be_read(name: str) -> bool:
    return PurePosixPath(name).suffix.casefold() in (*TEXTS, *CALENDARS, *WORKBOOKS, ".zip")


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


def date_of(text: str) -> datetime.date | None:
    """A date of an export: 2026-08-12, 20260812, 8/12/2026, 8/12/26, each with or without a time behind."""
    plain = re.split(r"[T ]", text.strip())[0]
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%m/%d/%y", "%m-%d-%Y", "%Y/%m/%d"):
        try:
            return datetime.datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None
