"""The web server's configuration that comes with the program: its figures are the program's, and nginx takes it."""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from waiting import wait_until
from web_server import ROOT, Server, fresh_database

from scheduler.web.uploads.body_limit import MOST_BODY_BYTES
from scheduler.web.uploads.process import MOST_SECONDS

CONFIGURATION = (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")


def figure(name: str) -> int:
    found = re.search(rf"^\s*{name} (\d+)[ms];", CONFIGURATION, re.MULTILINE)
    assert found is not None, name
    return int(found[1])


def test_its_figures_are_those_of_the_program() -> None:
    assert figure("client_max_body_size") * 2**20 == MOST_BODY_BYTES
    assert figure("proxy_read_timeout") > MOST_SECONDS


def test_what_the_page_believes_is_set_here_and_nowhere_else() -> None:
    said = dict(re.findall(r"proxy_set_header (\S+) ([^;]+);", CONFIGURATION))
    assert said == {
        "Connection": '""',
        "Host": "$host",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Host": '""',
        "Forwarded": '""',
    }


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextlib.contextmanager
def nginx_before(inside: int, folder: Path) -> Iterator[int]:
    """nginx with the configuration that comes with the program, before what listens inside; its own port."""
    if not shutil.which("nginx") or not shutil.which("openssl"):
        pytest.skip("needs nginx and openssl (apt-get install nginx openssl)")
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x"]
    certificate += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "chain.pem")]
    subprocess.run(certificate, check=True, capture_output=True)
    plain, outside = free_port(), free_port()
    text = CONFIGURATION.replace("/etc/ssl/coaching/fullchain.pem", str(folder / "chain.pem"))
    text = text.replace("/etc/ssl/coaching/privkey.pem", str(folder / "key.pem"))
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{inside}")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("listen 443", f"listen 127.0.0.1:{outside}")
    around = folder / "around.conf"
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    around.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log stderr warn; events {{ worker_connections 512; }}\n"
        f"http {{ access_log off; {temporary}\n{text}\n}}\n",
        encoding="utf-8",
    )
    checked = subprocess.run(["nginx", "-t", "-c", str(around)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with (folder / "nginx.log").open("wb") as log:
        nginx = subprocess.Popen(["nginx", "-c", str(around)], stderr=log)
    try:
        wait_until(lambda: answers(outside))
        yield outside
    finally:
        nginx.terminate()
        nginx.wait(120)


@pytest.fixture
def behind_nginx(tmp_path: Path) -> Iterator[tuple[Server, int]]:
    """`coach serve` with nginx in front, as the configuration says; the server, and nginx's port."""
    inside = free_port()
    with fresh_database() as database:
        server = Server(tmp_path / "data", database)
        server.env["COACH_URL"] = "https://coaching.example.org"
        server.start(inside)
        try:
            with nginx_before(inside, tmp_path) as outside:
                yield server, outside
        finally:
            server.stop()


@pytest.fixture
def gunicorn(tmp_path: Path) -> Iterator[int]:
    """gunicorn as docs/how-to-serve.md starts it, with nginx in front; nginx's port."""
    documented = "gunicorn scheduler.web.wsgi --workers 3 --threads 4 --bind 127.0.0.1:8000"
    assert documented in (ROOT / "docs" / "how-to-serve.md").read_text(encoding="utf-8")
    pytest.importorskip("gunicorn", reason="needs gunicorn, of the extra server")
    inside = free_port()
    command = [sys.executable, "-m", *documented.replace("8000", str(inside)).split()]
    with fresh_database() as database:
        server = Server(tmp_path / "data", database)
        env = server.env | {
            "COACH_URL": "https://coaching.example.org",
            "COACH_SECRET_KEY": "only for this test 0123456789 0123456789 0123456789 abc",
        }
        prepare = [sys.executable, "-m", "scheduler", "serve", "--prepare"]
        subprocess.run(prepare, cwd=ROOT, env=env, check=True, capture_output=True)
        with (tmp_path / "gunicorn.log").open("wb") as log:
            started = subprocess.Popen(command, cwd=ROOT, env=env, stderr=log, stdout=log)
        try:
            with nginx_before(inside, tmp_path) as outside:
                yield outside
        finally:
            started.terminate()
            started.wait(120)
            server.log.close()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return ask(port, "GET", "/healthz").status == 200
    return False


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    line = http.client.HTTPSConnection("127.0.0.1", port, timeout=120, context=unchecked)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path, body, {"Host": "coaching.example.org", **given})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


@pytest.mark.lands
@pytest.mark.story
def test_behind_nginx_the_page_knows_who_asks_and_slow_requests_stay_outside(behind_nginx: tuple[Server, int]) -> None:
    _, port = behind_nginx
    page = ask(port, "GET", "/sign-in/", X_Forwarded_Proto="http", X_Forwarded_For="203.0.113.9")
    assert page.status == 200
    assert page.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert "Secure" in str(page.getheader("Set-Cookie"))
    assert ask(port, "GET", "/readyz").status == 404
    token = str(page.getheader("Set-Cookie")).partition("=")[2].partition(";")[0]
    form = f"csrfmiddlewaretoken={token}&username=ann@example.org&password=wrong".encode()
    sent = {"Cookie": f"csrftoken={token}", "Content_Type": "application/x-www-form-urlencoded"}
    origin = "https://coaching.example.org"
    codes = [
        ask(port, "POST", "/sign-in/", form, Origin=origin, X_Forwarded_For=f"203.0.113.{n}", **sent).status
        for n in range(6)
    ]
    assert codes[:4] == [200] * 4
    assert codes[-1] == 429, "all of one computer, whatever it says of itself"
    too_big = ask(port, "POST", "/files/", b"", Content_Length=str(27 * 2**20))
    assert too_big.status == 413

    with slow_lines(port, 100):
        began = time.monotonic()
        assert [ask(port, "GET", "/sign-in/").status for _ in range(10)] == [200] * 10
        assert time.monotonic() - began < 20


@contextlib.contextmanager
def slow_lines(port: int, count: int) -> Iterator[list[ssl.SSLSocket]]:
    """Connections that have sent the beginning of a form, and nothing more."""
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    lines = []
    for _ in range(count):
        line = unchecked.wrap_socket(socket.create_connection(("127.0.0.1", port), 30))
        line.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: coaching.example.org\r\nContent-Length: 100000\r\n\r\nuser")
        lines.append(line)
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


@pytest.mark.deep
@pytest.mark.story
def test_gunicorn_behind_nginx_serves_everybody_while_more_are_slow_than_it_has_threads(gunicorn: int) -> None:
    page = ask(gunicorn, "GET", "/sign-in/", X_Forwarded_Proto="http", X_Forwarded_For="203.0.113.9")
    assert page.status == 200
    assert page.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert "Secure" in str(page.getheader("Set-Cookie"))
    with slow_lines(gunicorn, 150) as lines:  # twelve threads
        assert [ask(gunicorn, "GET", "/sign-in/").status for _ in range(20)] == [200] * 20
        lines[0].settimeout(90)  # client_body_timeout is 30 seconds
        said = lines[0].recv(1_000)
        assert said == b"" or b" 408 " in said, "nginx ends it, and gunicorn has never heard of it"
        assert [ask(gunicorn, "GET", "/healthz").status for _ in range(20)] == [200] * 20
