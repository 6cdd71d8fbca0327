"""The bytes of files in the database, in pieces: no process ever holds the whole of a big file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scheduler.web.uploads.models import Piece, Upload

PIECE_BYTES = 2**18


def keep(upload: Upload, path: Path, *, marked: bool = False, corrected: bool = False) -> None:
    """Put the bytes of a file into the database, within the caller's transaction; `marked`: of the marked copy,
    `corrected`: of the copy in which answers are made.

    Parameters
    ----------
    upload
        whose bytes they are
    path
        the file that holds them
    marked
        whether they are of the marked copy
    corrected
        whether they are of the corrected copy
    """
    with path.open("rb") as file:
        number = 0
        while content := file.read(PIECE_BYTES):
            Piece.objects.create(upload=upload, marked=marked, corrected=corrected, number=number, content=content)
            number += 1


def kept(upload: Upload, *, marked: bool = False, corrected: bool = False) -> Iterator[bytes]:
    """The bytes of a file, piece by piece: as it was given, or of one of its copies.

    Parameters
    ----------
    upload
        whose bytes they are
    marked
        whether they are of the marked copy
    corrected
        whether they are of the corrected copy
    """
    found = Piece.objects.filter(upload=upload, marked=marked, corrected=corrected)
    for number in range(found.count()):
        yield bytes(found.values_list("content", flat=True).get(number=number))


def write(upload: Upload, path: Path, *, as_given: bool = False) -> None:
    """Write the file as it is read, with the answers made that somebody has given; or as it was given.

    Parameters
    ----------
    upload
        the file
    path
        where it is written
    as_given
        whether it is left without the answers
    """
    with path.open("wb") as file:
        file.writelines(kept(upload, corrected=bool(upload.corrected_name) and not as_given))
