"""Files that were made to do harm: refused at once, in words, and the server is no bigger for them."""

from __future__ import annotations

import io
import json
import logging
import signal
import subprocess
import sys
import time
import urllib.error
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hostile import MARKED, MIB, NOT_MARKED, REFUSED, Hostile, honest, zipped
from quickness import Within
from web_cast import two_sites
from web_server import ROOT, Browser, Server, resident_mib
from workbooks import save, school

from scheduler.web.uploads import marking, process, reading
from scheduler.web.uploads.models import Upload

MOST_GROWTH_MIB = 50

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


def given(client: Client, name: str, content: bytes) -> Upload:
    answer = client.post("/files/", {"place": "", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=int(answer["Location"].strip("/").rpartition("/")[2]))


@pytest.mark.parametrize("hostile", [*REFUSED, *NOT_MARKED, *MARKED], ids=lambda h: h.name)
def test_a_hostile_file_is_refused_with_a_message_within_a_second(
    planner: Client, hostile: Hostile, within: Within
) -> None:
    content = hostile.content()

    def upload_and_page() -> tuple[Upload, str]:
        upload = given(planner, hostile.name, content)
        return upload, planner.get(f"/files/{upload.pk}/").content.decode()

    upload, page = within(1, upload_and_page)
    assert not upload.can_be_confirmed
    assert "cannot be used yet" in page
    assert any(hostile.said in p["text"] for p in upload.problems if p["level"] == "error"), upload.problems


@pytest.mark.parametrize("hostile", NOT_MARKED, ids=lambda h: h.name)
def test_a_workbook_that_cannot_be_marked_is_said_to_be_so(planner: Client, hostile: Hostile) -> None:
    upload = given(planner, hostile.name, hostile.content())
    answer = planner.get(f"/files/{upload.pk}/marked/", follow=True)
    said = f"A copy with the cells marked cannot be made of {hostile.name}: copy its sheets into a new workbook"
    assert said in answer.content.decode()
    assert answer.status_code == 200


@pytest.mark.parametrize("hostile", MARKED[-2:], ids=lambda h: h.name)
def test_a_workbook_that_can_be_marked_is(planner: Client, hostile: Hostile) -> None:
    upload = given(planner, hostile.name, hostile.content())
    copy = b"".join(planner.get(f"/files/{upload.pk}/marked/"))
    said = [c.value for row in openpyxl.load_workbook(io.BytesIO(copy))["Problems"].iter_rows() for c in row]
    assert any(hostile.said in str(text) for text in said)
    assert b"".join(planner.get(f"/files/{upload.pk}/marked/")) == copy, "and is kept"


def test_a_body_that_is_too_big_is_refused_before_it_is_read(client: Client) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = client.generic("POST", "/files/", b"", CONTENT_LENGTH=str(50 * MIB), **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert b"It has 50 MiB; at most 25 MiB are read." in answer.content


def test_a_crowd_of_files_is_asked_to_come_back(planner: Client, workbook: Path) -> None:
    for _ in range(process.MOST_IN_HAND):
        process._IN_HAND.acquire()
    try:
        file = SimpleUploadedFile("both.xlsx", workbook.read_bytes())
        answer = planner.post("/files/", {"place": "", "file": file})
    finally:
        for _ in range(process.MOST_IN_HAND):
            process._IN_HAND.release()
    assert answer.status_code == 400
    assert "both.xlsx: other files are being read just now. Try again in a minute." in answer.content.decode()
    assert not Upload.objects.exists()
    assert given(planner, "both.xlsx", workbook.read_bytes()).errors == 0, "a minute later"


@pytest.mark.parametrize(
    ("code", "last", "said"),
    [
        (None, "", "it takes too long to read. Delete sheets and rows that the program does not need."),
        (-signal.SIGXCPU, "", "it takes too long to read. Delete sheets and rows that the program does not need."),
        (-signal.SIGKILL, "", "it needs too much memory. Delete sheets and rows that the program does not need."),
        (1, "MemoryError", "it needs too much memory. Delete sheets and rows that the program does not need."),
    ],
)
def test_a_file_that_is_too_much_for_its_process_is_said_to_be_so(
    planner: Client, monkeypatch: pytest.MonkeyPatch, code: int | None, last: str, said: str
) -> None:
    monkeypatch.setattr(process, "_ended", lambda module, folder: (code, last))
    answer = planner.post("/files/", {"place": "", "file": SimpleUploadedFile("both.xlsx", b"bytes")})
    assert answer.status_code == 400
    assert f"both.xlsx: {said}" in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_reader_that_fails_for_another_reason_is_an_error_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(process.ProcessFailed, match=r"No module named scheduler\.no_such_thing"):
        process.run("scheduler.no_such_thing", tmp_path, {})


@on_linux
@pytest.mark.parametrize(
    ("what", "code", "last"),
    [
        ("while True: pass", -signal.SIGXCPU, "it said nothing"),
        ("bytearray(2**31)", 1, "MemoryError"),
    ],
)
def test_the_reader_s_process_is_kept_within_its_means(tmp_path: Path, what: str, code: int, last: str) -> None:
    (tmp_path / process.JOB).write_text("{}")
    program = "from scheduler.web.uploads import process; process.MOST_CPU_SECONDS = 1; process.job_within_limits()\n"
    done = subprocess.run(
        [sys.executable, "-c", program + what, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, (done.stderr.strip().splitlines() or ["it said nothing"])[-1]) == (code, last)


def answer_of(folder: Path, *files: Path) -> dict[str, Any]:
    reading.read(folder, {"own": str(files[0]), "others": [str(f) for f in files[1:]], "site": "", "sites": {}})
    found: dict[str, Any] = json.loads((folder / reading.ANSWER).read_text(encoding="utf-8"))
    return found


def test_the_reader_tells_what_a_good_file_comes_to(tmp_path: Path) -> None:
    found = answer_of(tmp_path, save(tmp_path / "both.xlsx", two_sites()))
    assert found["problems_in_all"] == len(found["problems"])
    assert [p for p in found["problems"] if p["level"] == "error"] == []
    told = {
        "district": "Both",
        "school_year": "",
        "sites": {"N": "North High", "S": "South High"},
        "coaches": {"CN": "Nadia", "CS": "Sven"},
        "teachers": 6,
        "enrolments": 8,  # a key of stored pages
        "cycles": 2,
        "weeks": 1,
        "sessions": 8,
    }
    assert found["extent"] | told == found["extent"]
    assert {s["file"] for s in found["sheets"]} == {"both.xlsx"}


def test_the_reader_tells_of_a_bad_file_and_its_copy_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "school.xlsx"
    file.write_bytes(zipped(honest()))
    other = save(tmp_path / "other.xlsx", {"Travel": school()["Travel"]})
    found = answer_of(tmp_path, file, other)
    assert found["extent"] == {}
    (problem,) = [p for p in found["problems"] if p["level"] == "error"]
    assert (problem["file"], problem["sheet"], problem["cell"]) == ("school.xlsx", "Teachers", "C2")
    assert {s["file"] for s in found["sheets"]} == {"school.xlsx"}, "the other file is only read beside it"
    marking.mark(tmp_path, {"file": str(file), "problems": [problem], "titles": {"Teachers": "Teachers"}})
    comment = openpyxl.load_workbook(tmp_path / marking.MARKED)["Teachers"]["C2"].comment
    assert comment is not None
    assert "Nowhere" in comment.text


def test_what_the_reader_tells_is_short_however_long_the_names_are(tmp_path: Path) -> None:
    parts = {f"{'sheet' * 6_000}{n}.csv": b"a,b\n1,2\n" for n in range(50)} | {f"{'x' * 60_000}.txt": b""}
    file = tmp_path / "long.zip"
    file.write_bytes(zipped(parts))
    found = answer_of(tmp_path, file)
    assert max(len(str(v)) for p in found["problems"] for v in p.values()) <= reading.MOST_CHARACTERS + 3
    assert found["problems_in_all"] > 50


CLEVER = {
    "sections.csv": b"School_id,Section_id,Teacher_id,Course_name,Period\r\n55,a,T1,Algebra 1,1\r\n",
    "teachers.csv": b"School_id,Teacher_id,First_name,Last_name\r\n55,T1,Ann,Able\r\n",
}
BESIDE_AN_EXPORT = ("empty.xlsx", "page.xlsx", "cut.xlsx", "bomb.xlsx", "bomb.zip", "entities.xlsx", "merges.xlsx")


@pytest.mark.parametrize("asked", ["map", "since"])
@pytest.mark.parametrize("hostile", [h for h in REFUSED if h.name in BESIDE_AN_EXPORT], ids=lambda h: h.name)
def test_a_hostile_workbook_given_with_an_export_is_refused_as_any_file(
    tmp_path: Path, hostile: Hostile, asked: str
) -> None:
    """A Map that somebody has edited, or an earlier import."""
    own, beside = tmp_path / "clever.zip", tmp_path / "beside.xlsx"
    own.write_bytes(zipped(CLEVER))
    beside.write_bytes(hostile.content())
    reading.read(
        tmp_path, {"own": str(own), "others": [], "site": "", "sites": {}, "import": {"term": "", asked: str(beside)}}
    )
    found = json.loads((tmp_path / reading.ANSWER).read_text(encoding="utf-8"))
    assert [p["file"] for p in found["problems"] if p["level"] == "error"] == ["beside.xlsx"]
    assert found["imported"] == ""


EVERY = (*REFUSED, *NOT_MARKED, *MARKED)
HEAVIEST = [h for h in EVERY if h.name in ("bomb.xlsx", "lying.xlsx", "far.xlsx", "Coaches.csv", "long number.xlsx")]


def measured(browser: Browser, folder: Path, files: Sequence[Hostile]) -> Iterator[tuple[str, float]]:
    """Give hostile files to a server that runs; each with the seconds that the answer took."""
    for hostile in files:
        file = folder / hostile.name
        file.write_bytes(hostile.content())
        began = time.perf_counter()
        page = browser.text(browser.post("/files/", {"place": ""}, file=file))
        yield hostile.name, time.perf_counter() - began
        assert "cannot be used yet" in page


@on_linux
@pytest.mark.story
@pytest.mark.parametrize(
    "files",
    [
        pytest.param(HEAVIEST, id="heaviest", marks=pytest.mark.lands),
        pytest.param(EVERY, id="every", marks=pytest.mark.deep),
    ],
)
def test_the_server_is_no_bigger_for_hostile_files_and_goes_on(
    server: Server, tmp_path: Path, files: Sequence[Hostile]
) -> None:
    browser = Browser(server.address)
    browser.join(server.link)
    both = save(tmp_path / "both.xlsx", two_sites())
    browser.give(both)
    assert server.process is not None
    before, _ = resident_mib(server.process.pid)
    seconds = dict(measured(browser, tmp_path, files))
    big = tmp_path / "big.xlsx"
    big.write_bytes(b"PK\x03\x04" + bytes(50 * MIB))
    with pytest.raises(urllib.error.HTTPError, match="413"):
        browser.post("/files/", {"place": ""}, file=big)
    after, most = resident_mib(server.process.pid)  # most: also while it took them
    slowest = max(seconds, key=lambda name: seconds[name])
    logging.getLogger(__name__).info(
        "%.0f MiB before, %.0f after, %.0f at most; the slowest: %s, %.2f s",
        before,
        after,
        most,
        slowest,
        seconds[slowest],
    )
    assert most - before < MOST_GROWTH_MIB
    run = browser.ask("And a plan all the same")
    assert f"/plans/{run}/" in browser.text("/plans/")
