"""The web server's configuration that comes with the program: its figures are the program's, and nginx takes it."""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import socket
import ssl
import subprocess
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


@pytest.fixture
def behind_nginx(tmp_path: Path) -> Iterator[tuple[Server, int]]:
    """`coach serve` with nginx in front, as the configuration says; the server, and nginx's port."""
    if not shutil.which("nginx") or not shutil.which("openssl"):
        pytest.skip("needs nginx and openssl")
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x"]
    certificate += ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "chain.pem")]
    subprocess.run(certificate, check=True, capture_output=True)
    inside, plain, outside = free_port(), free_port(), free_port()
    text = CONFIGURATION.replace("/etc/ssl/coaching/fullchain.pem", str(tmp_path / "chain.pem"))
    text = text.replace("/etc/ssl/coaching/privkey.pem", str(tmp_path / "key.pem"))
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{inside}")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("listen 443", f"listen 127.0.0.1:{outside}")
    around = tmp_path / "around.conf"
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    around.write_text(
        f"daemon off; pid {tmp_path}/nginx.pid; error_log stderr warn; events {{ worker_connections 512; }}\n"
        f"http {{ access_log off; {temporary}\n{text}\n}}\n",
        encoding="utf-8",
    )
    checked = subprocess.run(["nginx", "-t", "-c", str(around)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with fresh_database() as database:
        server = Server(tmp_path / "data", database)
        server.env["COACH_URL"] = "https://coaching.example.org"
        server.start(inside)
        with (tmp_path / "nginx.log").open("wb") as log:
            nginx = subprocess.Popen(["nginx", "-c", str(around)], stderr=log)
        try:
            wait_until(lambda: answers(outside), 20)
            yield server, outside
        finally:
            nginx.terminate()
            nginx.wait(20)
            server.stop()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return ask(port, "GET", "/healthz").status == 200
    return False


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    line = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=unchecked)
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

    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    lines = []
    for _ in range(100):
        line = unchecked.wrap_socket(socket.create_connection(("127.0.0.1", port), 10))
        line.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: coaching.example.org\r\nContent-Length: 100000\r\n\r\nuser")
        lines.append(line)
    began = time.monotonic()
    assert [ask(port, "GET", "/sign-in/").status for _ in range(10)] == [200] * 10
    assert time.monotonic() - began < 20
    for line in lines:
        line.close()
