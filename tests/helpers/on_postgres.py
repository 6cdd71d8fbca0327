"""Run tests on PostgreSQL: a server of its own, made for the run and gone after it.

    python tests/helpers/on_postgres.py tests/web

Everything after the name goes to pytest. PostgreSQL's programs are found on the PATH, or where Debian keeps them.
As root the server runs as the user postgres, as it refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def program(name: str) -> str:
    """Where one of PostgreSQL's programs is."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[4]))
    found = shutil.which(name) or (str(debian[-1]) if debian else None)
    if found is None:
        sys.exit(f"{name} is missing: apt-get install postgresql")
    return found


def as_its_user(*command: str) -> list[str]:
    """The command as somebody who is not root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


def main() -> int:
    """Start a server, run pytest, end the server; pytest's exit code."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="coach-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        base, log = str(folder / "base"), str(folder / "log")

        def run(*command: str) -> None:
            subprocess.run(as_its_user(*command), check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run(program("initdb"), "-D", base, "-U", "coach", "-A", "trust", "-E", "UTF8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        run(program("pg_ctl"), "-D", base, "-l", log, "-o", options, "-w", "start")
        try:
            environment = {**os.environ, "DATABASE_URL": f"postgres://coach@127.0.0.1:{port}/postgres"}
            return subprocess.run(
                [sys.executable, "-m", "pytest", *sys.argv[1:]], env=environment, check=False
            ).returncode
        finally:
            run(program("pg_ctl"), "-D", base, "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main())
