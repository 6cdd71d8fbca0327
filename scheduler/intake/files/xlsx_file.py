"""A .xlsx as raw sheets: one pass over each sheet's XML, and only the cells that hold something are kept.

openpyxl's own reader pads far-out cells, leaves merged cells out in its streaming mode, and needs a second load to
tell a formula without a value from an empty cell; so the sheets are read here, and dates by openpyxl's rules.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse  # DOCTYPE is refused by read_xml before

from scheduler.intake.files.limits import MOST_COLUMNS, MOST_ELEMENTS, MOST_MERGED_CELLS, MOST_ROWS, MOST_TREE_ELEMENTS
from scheduler.intake.files.raw_cells import ErrorValue, Merge, NoValue, RawSheet, Value, column_number
from scheduler.intake.files.safety import Refusal, damaged, open_zip, part_named, read_xml
from scheduler.messages import files as messages

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
_LAST_ROW, _LAST_COLUMN, _MOST_LETTERS = 1_048_576, 16_384, 3
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how Excel writes a line break or a tab inside a text
_ZEROS = re.compile(r'("[^"]*"|[A-Z])?(0{2,}|(?<=["A-Z])0+)("[^"]*")?')  # 00000, "T"000: how ids are shown
NO_VALUE = NoValue()


@dataclass(slots=True)
class _Book:
    """What the sheets share: texts, which styles are dates, and where each sheet's XML is."""

    texts: list[str] = field(default_factory=list)
    dates: dict[str, bool] = field(default_factory=dict)  # style -> whether it is a length of time
    figures: dict[str, tuple[str, int, str]] = field(default_factory=dict)  # style -> what is before, digits, behind
    from_1904: bool = False
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, part, hidden


def read_workbook(file: str, data: bytes) -> list[RawSheet]:
    """The sheets of a .xlsx or .xlsm; macros, pictures and charts are left alone.

    Raises
    ------
    Refusal
        damaged, hostile, or no workbook
    """
    with open_zip(data) as box:
        try:
            book = _book(box)
            return [_sheet(box, book, file, *sheet) for sheet in book.sheets]
        except Refusal:
            raise
        except (ParseError, KeyError, ValueError, IndexError, OverflowError) as why:
            raise damaged(why) from why


def _book(box: zipfile.ZipFile) -> _Book:
    root = _target(box, "", "officeDocument") or "xl/workbook.xml"
    if part_named(box, root) is None or root.endswith(".bin"):
        raise Refusal(messages.NOT_A_WORKBOOK)
    book = _Book()
    tree = _tree(read_xml(box, root))
    links = _links(box, root)
    for element in tree.iter():
        tag = _tag(element)
        if tag == "workbookPr":
            book.from_1904 = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            kind, part = links.get(link, ("", ""))
            if kind == "worksheet" and part_named(box, part) is not None:
                if any(part.casefold() == other.casefold() for _, other, _ in book.sheets):
                    raise damaged(f"{part} is said to be two sheets")
                book.sheets.append((element.get("name", ""), part, element.get("state", "visible") != "visible"))
    parts = dict(
        link for link in links.values() if part_named(box, link[1]) is not None
    )  # one of a kind, however often it is named
    if "sharedStrings" in parts:
        book.texts = _shared_texts(read_xml(box, parts["sharedStrings"]))
    if "styles" in parts:
        _read_styles(book, read_xml(box, parts["styles"]))
    return book


def _target(box: zipfile.ZipFile, part: str, wanted: str) -> str:
    return next((target for kind, target in _links(box, part).values() if kind == wanted), "")


def _links(box: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id -> (kind, part)."""
    folder, name = posixpath.split(part)
    at = posixpath.join(folder, "_rels", f"{name}.rels")
    if part_named(box, at) is None:
        return {}
    found = {}
    for element in _tree(read_xml(box, at)):
        target = element.get("Target", "").replace("\\", "/")
        if element.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[element.get("Id", "")] = posixpath.basename(element.get("Type", "")), path
    return found


def _tag(element: Element) -> str:
    """The tag without its namespace: the strict and the usual form of the format differ in it alone."""
    return element.tag.rpartition("}")[2]


def _elements(data: bytes) -> int:
    return data.count(b"</") + data.count(b"/>")


def _tree(data: bytes) -> Element:
    if _elements(data) > MOST_TREE_ELEMENTS:
        raise Refusal(messages.TOO_MANY_STYLES)
    return fromstring(data)


def _shared_texts(data: bytes) -> list[str]:
    if _elements(data) > MOST_ELEMENTS:
        raise Refusal(messages.TOO_MANY_TEXTS)
    texts: list[str] = []
    holder: Element | None = None
    for event, element in iterparse(io.BytesIO(data), ("start", "end")):
        if event == "start":
            holder = element if holder is None else holder
        elif element.tag.endswith("}si") and holder is not None:
            texts.append(_text(element))
            holder.clear()
    return texts


def _text(item: Element) -> str:
    """The text of a rich or plain string, without its reading aids for Japanese."""
    pieces = []
    for child in item:
        tag = _tag(child)
        if tag == "t":
            pieces.append(child.text or "")
        elif tag == "r":
            pieces += [run.text or "" for run in child if _tag(run) == "t"]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _read_styles(book: _Book, data: bytes) -> None:
    """The styles under which a number is a date or a time, and those that show it with zeros before it."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    tree = _tree(data)
    formats = dict(BUILTIN_FORMATS)
    for element in tree:
        if _tag(element) == "numFmts":
            formats.update({int(f.get("numFmtId", "0")): f.get("formatCode", "") for f in element})
        elif _tag(element) == "cellXfs":
            for style, xf in enumerate(element):
                code = formats.get(int(xf.get("numFmtId", "0")), "")
                if code and is_date_format(code):
                    book.dates[str(style)] = bool(is_timedelta_format(code))
                elif zeros := _ZEROS.fullmatch(code):
                    before, behind = zeros[1] or "", zeros[3] or ""
                    book.figures[str(style)] = before.strip('"'), len(zeros[2]), behind.strip('"')


def _sheet(box: zipfile.ZipFile, book: _Book, file: str, name: str, part: str, hidden: bool) -> RawSheet:
    sheet = RawSheet(file, name, hidden=hidden)
    data = read_xml(box, part)
    if _elements(data) > MOST_ELEMENTS:
        sheet.too_many = "too many empty formatted cells"
        return sheet
    columns: dict[str, int] = {}
    used: set[int] = set()
    merged = 0
    holder: Element | None = None  # its rows are dropped as soon as they are read
    row_number = 0
    for event, element in iterparse(io.BytesIO(data), ("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "sheetData":
                holder = element
            continue
        if tag == "row" and holder is not None:
            row_number = int(float(element.get("r") or row_number + 1))
            if not 1 <= row_number <= _LAST_ROW:
                raise damaged(f"row {row_number} of {name}")
            row = _row(element, book, columns)
            holder.clear()
            if row:
                if len(sheet.rows) >= MOST_ROWS:
                    sheet.too_many = f"more than {MOST_ROWS} rows"
                    return sheet
                sheet.rows.setdefault(row_number, {}).update(row)
                used.update(row)
                if len(used) > MOST_COLUMNS:
                    sheet.too_many = f"more than {MOST_COLUMNS} columns with something in them"
                    return sheet
        elif tag == "mergeCell":
            merge = _merge(element.get("ref", ""))
            if merge:
                sheet.merges.append(merge)
                merged += merge.cells
                if merged > MOST_MERGED_CELLS:
                    raise Refusal(messages.TOO_MANY_MERGED_CELLS, most=MOST_MERGED_CELLS, name=name)
    sheet.faulty = any(isinstance(v, NoValue | ErrorValue) for row in sheet.rows.values() for v in row.values())
    return sheet


def _row(element: Element, book: _Book, columns: dict[str, int]) -> dict[int, Value]:
    row: dict[int, Value] = {}
    column = 0
    for cell in element:
        reference = cell.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            known = columns.get(letters)
            if known is None:
                known = column_number(letters) if len(letters) <= _MOST_LETTERS else 0
                if not 1 <= known <= _LAST_COLUMN:
                    raise damaged(f"cell {reference[:20]}")
                columns[letters] = known
            column = known
        else:
            column += 1
        value = _value(cell, book) if len(cell) else None
        if value is not None and value != "":
            row[column] = value
    return row


def _value(cell: Element, book: _Book) -> Value:
    kind = cell.get("t", "n")
    raw: str | None = None
    formula = False
    for child in cell:
        tag = child.tag
        if tag.endswith("}v"):
            raw = child.text or ""
        elif tag.endswith("}f"):
            formula = True
        elif tag.endswith("}is"):
            return _text_or_error(_text(child))
    if not raw:
        # Excel stores the empty text that a formula gives as an empty value of kind str: that is no missing value.
        return NO_VALUE if formula and not (kind == "str" and raw is not None) else None
    if kind == "s":
        return _text_or_error(book.texts[int(raw)])
    if kind == "n":
        return _number(raw, cell.get("s"), book)
    if kind == "b":
        return raw in ("1", "true")
    if kind == "e":
        return ErrorValue(raw)
    if kind == "d":
        from openpyxl.utils.datetime import from_ISO8601

        iso: Value = from_ISO8601(raw)  # type: ignore[no-untyped-call]
        return iso
    return _text_or_error(_unescaped(raw))  # a formula's text


def _text_or_error(text: str) -> Value:
    if text[:1] == "#":
        from scheduler.intake.files.raw_cells import ERROR_VALUES

        if text.strip().upper() in ERROR_VALUES:
            return ErrorValue(text.strip())
    return text if text.strip() else None


def _number(raw: str, style: str | None, book: _Book) -> Value:
    number: int | float = float(raw) if "." in raw or "e" in raw or "E" in raw else int(raw)
    if style is None or style not in book.dates:
        if style in book.figures and number >= 0 and number == int(number):
            before, digits, behind = book.figures[style]
            return f"{before}{int(number):0{digits}}{behind}"
        return number
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    try:
        found: Value = from_excel(number, MAC_EPOCH if book.from_1904 else WINDOWS_EPOCH, timedelta=book.dates[style])
    except (OverflowError, ValueError):
        return ErrorValue("#VALUE!")
    return found


def _merge(reference: str) -> Merge | None:
    found = _REFERENCE.fullmatch(reference)
    if not found or not found[3]:
        return None
    return Merge(int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))
