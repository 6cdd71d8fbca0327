"""`coach serve`: everything that one machine needs, from an empty folder to a page that answers."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import secrets
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import django

from scheduler.temporary_files import remove_left_folders

THREADS = 8
MOST_BODY_BYTES = 256 * 2**20  # beyond it the server hangs up; up to it the page says how big a file may be
IN_FRONT = {"x-forwarded-proto", "x-forwarded-for"}  # what the web server says that has the TLS certificate
WAIT_BEFORE_NEW_WORKER = 1.0
NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS)
PARENT = "COACH_ENDS_WITH_PARENT"  # set for the worker that `coach serve` starts: its stdin ends when the server does

log = logging.getLogger("scheduler.web")


def set_up() -> None:
    """Make the data folder and the secret key where there are none, and start Django.

    Raises
    ------
    SystemExit
        the environment makes no sense, or the data folder cannot be used; the message says why
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scheduler.web.settings")
    os.umask(0o077)  # whatever this process writes holds people's names
    from django.core.exceptions import ImproperlyConfigured

    try:
        from scheduler.web import settings
    except ImproperlyConfigured as error:
        raise SystemExit(f"Error: {error}") from None

    try:
        if not os.environ.get("DATABASE_URL") or not os.environ.get("COACH_SECRET_KEY"):
            settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not settings.SECRET_KEY:
            settings.SECRET_KEY = make_secret_key(settings.DATA_DIR / "secret-key")
        if not os.environ.get("DATABASE_URL"):
            keep_private(Path(settings.DATABASES["default"]["NAME"]))
    except OSError as error:
        raise SystemExit(
            f"Error: the data folder {settings.DATA_DIR} cannot be used: {error.strerror}. Make room there, or give "
            "another folder in COACH_DATA."
        ) from None
    django.setup()


def make_secret_key(path: Path) -> str:
    """A new key, in a file that only its owner reads, whole or not at all; the one that is there, where two begin at
    once. A file without a key, as an earlier version left it on a full disk, is replaced."""
    key = secrets.token_urlsafe(64)
    if path.is_file() and not path.read_text(encoding="ascii").strip():
        path.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        except OSError as why:
            if why.errno not in NO_LINKS:
                raise
            part.replace(
                path
            )  # a disk without links, as of a memory stick: two that begin at once are its owner's care
    finally:
        part.unlink(missing_ok=True)
    return key


def keep_private(database: Path) -> None:
    """Make the database's file, and what SQLite has beside it, its owner's alone, whatever folder it lies in."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for ending in ("", "-wal", "-shm", "-journal"):
        file = database.with_name(database.name + ending)
        with contextlib.suppress(FileNotFoundError):
            if stat.S_IMODE(file.stat().st_mode) & 0o077:
                file.chmod(0o600)


def migrate() -> None:
    """Bring the tables to this version, and forget sessions that are over: whoever only begins to sign in has one.

    Raises
    ------
    SystemExit
        the database does not answer, or cannot be written; the message says why
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("clearsessions", verbosity=0)
    except OperationalError as error:
        where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else f"the data folder {settings.DATA_DIR}"
        raise SystemExit(
            f"Error: the database cannot be used: {str(error).splitlines()[0]}. Look at {where}."
        ) from None


def planner_link(address: str) -> str | None:
    """The link with which the first district planner makes an account; None where there is a planner."""
    from django.db import transaction

    from scheduler.web.accounts.models import Invitation, Membership, Role

    with transaction.atomic():
        if Membership.objects.filter(role=Role.PLANNER, user__is_active=True).exists():
            return None
        # Of an earlier start: it was never used, and only one key to the house is about.
        Invitation.objects.filter(role=Role.PLANNER, created_by=None, used_at=None, user=None).delete()
        _, token = Invitation.make(role=Role.PLANNER)
    return f"{address.rstrip('/')}/join/{token}/"


def account_link(email: str, address: str) -> str | None:
    """A link with which whoever has this account sets a new password; None where no open account has the address."""
    from django.db import transaction

    from scheduler.web.accounts.models import Invitation, User
    from scheduler.web.activity.models import record

    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return None
    with transaction.atomic():
        _, token = Invitation.make(email=user.email, user=user)
        record(None, "made a new link", f"for {user.email}, by the command")
    return f"{address.rstrip('/')}/join/{token}/"


def serve(host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until a signal ends it, with one worker.

    Parameters
    ----------
    host
        the address to listen at
    port
        the port to listen at
    say
        told what the person at the terminal should know

    Raises
    ------
    OSError
        the port is taken, or may not be used
    """
    set_up()
    migrate()
    from django.conf import settings
    from waitress.server import create_server

    from scheduler.web.patience import make_patient, settings_of_server
    from scheduler.web.wsgi import application

    in_front = {"trusted_proxy": "*", "trusted_proxy_headers": IN_FRONT} if settings.BEHIND_TLS else {}
    server = create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        max_request_body_size=MOST_BODY_BYTES,
        ident=None,
        **settings_of_server(),
        **in_front,
    )
    make_patient(server)

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    shown = "localhost" if host in ("127.0.0.1", "::1") else host
    address = settings.PUBLIC_URL or f"http://{shown}:{server.effective_port}"
    link = planner_link(address)
    if link:
        say(f"To become the district planner, open this link (once, within a week):\n  {link}")
    say(f"Coaching Scheduler: {address}  (Ctrl-C ends it)")

    remove_left_folders()
    keeper = WorkerKeeper()
    keeper.start()
    try:
        server.run()
    finally:
        server.close()
        keeper.end()


class WorkerKeeper(threading.Thread):
    """Keeps one worker running: a new one where it has died."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the worker, and again whenever it ends."""
        while not self._ending.is_set():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "scheduler", "worker"],
                stdin=subprocess.PIPE,
                env={**os.environ, PARENT: "1"},
                start_new_session=True,  # Ctrl-C is the server's, which then tells the worker
            )
            code = self._process.wait()
            if not self._ending.is_set():
                log.error("the worker ended with %s; starting another", code)
                self._ending.wait(WAIT_BEFORE_NEW_WORKER)

    def end(self) -> None:
        """End the worker; a run that it works on goes back into the queue."""
        self._ending.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()


def work() -> None:
    """Work on runs until a signal ends it."""
    set_up()
    from scheduler.web.runs.worker import Worker

    remove_left_folders()
    worker = Worker()
    if os.environ.get(PARENT):
        threading.Thread(target=_end_with_parent, args=(worker.last,), daemon=True).start()
    worker.run_forever()


def _end_with_parent(last: threading.Event) -> None:
    """The server is gone: finish the run that is worked on, and take no other."""
    while os.read(0, 1024):  # not by sys.stdin: its lock would be held at the end of the process
        pass
    last.set()
