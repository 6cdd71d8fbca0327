"""A server of the page as people start it, in a process of its own, and a plain browser for it."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[2]
LEASE_SECONDS = 2
PASSWORD = "a sentence to remember"


class Server:
    """`coach serve` on a folder of its own; it can be killed and started again."""

    def __init__(self, folder: Path, database: str | None, lease_seconds: float = LEASE_SECONDS) -> None:
        self.folder = folder
        self.env = {**os.environ, "COACH_DATA": str(folder), "COACH_LEASE_SECONDS": str(lease_seconds)}
        self.env.pop("DATABASE_URL", None)
        if database:
            self.env["DATABASE_URL"] = database
        self.link = ""
        self.address = ""
        self.process: subprocess.Popen[str] | None = None
        self.log = (folder.parent / f"{folder.name}.log").open("ab")

    def start(self, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scheduler", "serve", "--port", str(port)],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "/join/" in line:
                self.link = line.strip()
            if line.startswith("Coaching Scheduler: "):
                self.address = line.split()[2]
                return
        raise AssertionError("the server did not start: " + Path(self.log.name).read_text(encoding="utf-8"))

    def again(self) -> None:
        """Start it on the same port."""
        self.start(urlsplit(self.address).port or 0)

    def kill(self) -> None:
        """kill -9 of the web process."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(120) == 0
            assert self.process.stdout is not None
            self.process.stdout.close()
        self.log.close()

    def workers(self) -> list[int]:
        """The workers that the web process has started."""
        assert self.process is not None
        return children(self.process.pid)


@contextmanager
def running_server(folder: Path, lease_seconds: float = LEASE_SECONDS) -> Iterator[Server]:
    """A server on an empty folder and database, ended and gone afterwards."""
    with fresh_database() as database:
        made = Server(folder, database, lease_seconds)
        made.start()
        try:
            yield made
        finally:
            made.stop()


def children(pid: int) -> list[int]:
    """The processes that a process has started, of whichever of its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(p) for p in task.read_text().split()]
    return found


def resident_mib(pid: int) -> tuple[float, float]:
    """The memory that a process holds, and the most that it has held."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024, int(lines["VmHWM"].split()[0]) / 1024


class Browser:
    """Follows links and sends forms, with cookies, and nothing else."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def cookies(self) -> str:
        """Those that it sends, as a header has them."""
        return "; ".join(f"{c.name}={c.value}" for c in self._jar)

    def get(self, path: str) -> bytes:
        with self._open.open(self.address + path, timeout=120) as answer:
            content: bytes = answer.read()
        return content

    def text(self, path: str) -> str:
        return self.get(path).decode("utf-8")

    def post(self, path: str, fields: dict[str, str], page: str | None = None, file: Path | None = None) -> str:
        """Send the form that stands on a page; the address that it leads to."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.text(page or path))
        assert token is not None
        given = {"csrfmiddlewaretoken": unescape(token[1]), **fields}
        if file is None:
            request = urllib.request.Request(self.address + path, urlencode(given).encode())
        else:
            edge = uuid.uuid4().hex
            parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in given.items()]
            head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
            body = "".join(parts).encode() + head.encode() + file.read_bytes() + f"\r\n--{edge}--\r\n".encode()
            kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
            request = urllib.request.Request(self.address + path, body, kind)
        request.add_header("Referer", self.address + path)
        with self._open.open(request, timeout=120) as answer:
            return urlsplit(answer.url).path

    def join(self, link: str, email: str = "pat@example.org") -> None:
        self.post(urlsplit(link).path, {"email": email, "name": "Pat Planner", "password": PASSWORD})

    def sign_in(self, email: str = "pat@example.org") -> None:
        self.post("/sign-in/", {"username": email, "password": PASSWORD})

    def give(self, file: Path, place: str = "") -> None:
        """Upload a file and confirm it."""
        page = self.post("/files/", {"place": place}, file=file)
        self.post(f"{page}confirm/", {}, page=page)

    def ask(self, title: str, seed: int = 0, limit_seconds: int = 600) -> int:
        """Ask for a plan; the number of its run."""
        given = {"place": "", "title": title, "seed": str(seed), "limit_seconds": str(limit_seconds)}
        where = self.post("/plans/", given)
        return int(re.findall(r"\d+", where)[0])

    def publish(self, run: int) -> str:
        """Publish a plan, as its page says beforehand what that does; the address that it leads to."""
        page = f"/plans/{run}/publish/"
        seen = re.search(r'name="seen" value="([^"]+)"', self.text(page))
        assert seen is not None, "there is nothing to publish"
        return self.post(page, {"seen": seen[1]})

    def is_done(self, run: int) -> bool:
        try:
            page = self.text(f"/plans/{run}/run/")
        except (urllib.error.URLError, ConnectionError):
            return False
        assert "No plan." not in page, page
        return "Download the workbook" in page


@contextmanager
def fresh_database() -> Iterator[str | None]:
    """The URL of an empty database beside that of DATABASE_URL, gone afterwards; None (SQLite) without one."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        yield None
        return
    import psycopg

    name = f"story_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(given, autocommit=True) as base:
        base.execute(f'CREATE DATABASE "{name}"')
    try:
        yield given.rpartition("/")[0] + "/" + name
    finally:
        with psycopg.connect(given, autocommit=True) as base:
            base.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
