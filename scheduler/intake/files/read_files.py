"""The files of an input: workbooks, .csv files, and folders and .zips of them, as raw sheets. A bad file is said."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.intake.files.csv_file import csv_title, read_csv
from scheduler.intake.files.limits import MIB, MOST_FILES, MOST_UNPACKED_BYTES
from scheduler.intake.files.raw_cells import RawSheet
from scheduler.intake.files.safety import Refusal, open_zip, read_part, refuse_kind, refuse_size
from scheduler.intake.files.xlsx_file import read_workbook
from scheduler.intake.problems import Problems
from scheduler.intake.tables.column_names import sheet_named
from scheduler.messages import files as messages
from scheduler.schema.sheets import INPUT_SHEETS, PLAN_SHEETS

_TEXTS = (".csv", ".tsv", ".txt", ".text")
_READ = (".xlsx", ".xlsm", *_TEXTS)
_OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers", ".zip")
_HEADERS = {
    **{sheet.name: tuple(c.name for c in sheet.columns if c.required) for sheet in PLAN_SHEETS},
    **{sheet.name: sheet.required_columns for sheet in INPUT_SHEETS},
}


@dataclass(slots=True)
class RawBook:
    """What one path holds: a workbook's sheets, or those of all files of a folder or .zip."""

    file: str
    sheets: list[RawSheet] = field(default_factory=list)
    refused: bool = False  # some of it could not be read at all

    def has(self, *names: str) -> bool:
        """Whether there is a sheet of one of these names."""
        wanted = {folded(name) for name in names}
        return any(folded(sheet.name) in wanted for sheet in self.sheets)


OfSites = Mapping[Path, str]  # of each file that is one site's, in a folder or not, the site; others are the district's
NO_SITES: OfSites = MappingProxyType({})


def read_files(paths: Sequence[Path | str], problems: Problems, of_sites: OfSites = NO_SITES) -> list[RawBook]:
    """Every path as a book. What cannot be read is said as an error of its file, and the others are read.

    Parameters
    ----------
    paths
        workbooks, .csv files, folders and .zips
    problems
        where problems are reported
    of_sites
        the paths that are a site's, each with the site's id
    """
    if not paths:
        problems.report(messages.NO_FILE, Place("input"))
    places = [Path(path) for path in paths]
    names = Counter(place.name for place in places)
    seen: set[Path] = set()
    books = []
    for place in places:
        file = place.name if place.name and names[place.name] == 1 else str(place)
        if (real := Path(os.path.realpath(place))) in seen:
            problems.report(messages.FILE_TWICE, Place(file))
            continue
        seen.add(real)
        book = _Reader(problems, RawBook(file)).read(place)
        for sheet in book.sheets:
            inside = place / sheet.file.removeprefix(f"{book.file}/")
            sheet.site = of_sites.get(place) or of_sites.get(inside, "")
        books.append(book)
    return books


def copied(books: Sequence[RawBook]) -> list[RawBook]:
    """The same books, whose rows can be changed without those."""
    return [replace(b, sheets=[replace(s, rows=dict(s.rows)) for s in b.sheets]) for b in books]


class _Reader:
    """Reads one path into one book, with one budget of unpacked bytes for all that is in it."""

    def __init__(self, problems: Problems, book: RawBook) -> None:
        self.problems, self.book = problems, book
        self.unpacked = 0

    def read(self, place: Path) -> RawBook:
        try:
            if place.is_dir():
                self._folder(place)
            elif not place.exists():
                raise Refusal(messages.NO_SUCH_FILE)
            elif not place.is_file():
                raise Refusal(messages.NOT_A_FILE)
            else:
                self._file(place)
        except Refusal as refusal:
            self._refuse(self.book.file, refusal)
        except OSError as why:
            self._refuse(self.book.file, _closed(why))
        return self.book

    def _refuse(self, file: str, refusal: Refusal) -> None:
        self.book.refused = True
        self.problems.report(refusal.message, Place(file), **refusal.fields)

    def _file(self, place: Path) -> None:
        refuse_size(place.stat().st_size)
        data = place.read_bytes()
        refuse_kind(place.name, data)
        if place.suffix.casefold() == ".zip":
            self._zip(data)
        else:
            self._sheets(self.book.file, place.name, data)

    def _folder(self, place: Path) -> None:
        files = sorted((p for p in place.iterdir() if not _is_litter(p.name)), key=lambda p: p.name)
        if len(files) > MOST_FILES:
            raise Refusal(messages.TOO_MANY_FILES, count=len(files), most=MOST_FILES)
        for path in files:
            self._member(f"{self.book.file}/{path.name}", path.name, path=path)
        self._refuse_nothing()

    def _zip(self, data: bytes) -> None:
        with open_zip(data) as box:
            for info in sorted(box.infolist(), key=lambda i: i.filename):
                pieces = info.filename.replace("\\", "/").split("/")
                if info.is_dir() or any(_is_litter(piece) for piece in pieces):
                    continue
                name = "/".join(pieces)
                part = None if PurePosixPath(name).suffix.casefold() not in _READ else read_part(box, info.filename)
                self._member(f"{self.book.file}/{name}", name, data=part)
        self._refuse_nothing()

    def _refuse_nothing(self) -> None:
        if not self.book.sheets and not self.book.refused:
            raise Refusal(messages.EMPTY_FOLDER)

    def _member(self, file: str, name: str, *, path: Path | None = None, data: bytes | None = None) -> None:
        """One file of a folder or .zip: read, refused, or left alone with a note."""
        suffix = PurePosixPath(name).suffix.casefold()
        try:
            if suffix in _OTHER_WORKBOOKS:
                if suffix == ".zip":
                    raise Refusal(messages.NESTED_ZIP)
                refuse_kind(name, b"")
            if suffix not in _READ:
                self.problems.report(messages.UNKNOWN_FILE, Place(file))
                return
            if path is not None:
                refuse_size(path.stat().st_size)
                data = path.read_bytes()
            assert data is not None  # of a .zip: its part was read above
            refuse_size(len(data))
            refuse_kind(name, data)
            self._sheets(file, name, data)
        except Refusal as refusal:
            self._refuse(file, refusal)
        except OSError as why:
            self._refuse(file, _closed(why))

    def _sheets(self, file: str, name: str, data: bytes) -> None:
        if PurePosixPath(name).suffix.casefold() in _TEXTS:
            self._spend(len(data))
            headers = _HEADERS.get(sheet_named(csv_title(name)) or "", ())
            self.book.sheets.append(read_csv(file, name, data, headers))
            return
        with open_zip(data) as box:
            self._spend(sum(part.file_size for part in box.infolist()))
        self.book.sheets += read_workbook(file, data)

    def _spend(self, size: int) -> None:
        self.unpacked += size
        if self.unpacked > MOST_UNPACKED_BYTES:
            raise Refusal(messages.INPUT_TOO_BIG, size=self.unpacked / MIB, most=MOST_UNPACKED_BYTES // MIB)


def _is_litter(name: str) -> bool:
    """Files that a system or Excel leaves in folders: hidden ones, locks, and what a Mac adds to a .zip."""
    return name.startswith((".", "~$")) or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


def _closed(why: OSError) -> Refusal:
    return Refusal(messages.CANNOT_OPEN, why=why.strerror)
