"""A browser is handed over to a console: the credentials go to the federation endpoint, the browser gets a token."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from .conftest import RULES, Start
from .test_door import COMMAND


class Endpoint:
    """A federation endpoint of AWS's shape.

    Attributes:
        asked: the forms that it was posted.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.url = ""
        self.status = 200


@contextmanager
def answering(endpoint: Endpoint) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            endpoint.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            body = json.dumps({"SigninToken": "a token &c"}).encode()
            self.send_response(endpoint.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        endpoint.url = f"http://127.0.0.1:{server.server_port}/federation"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    found = Endpoint()
    with answering(found):
        yield found


@pytest.fixture
def file(endpoint: Endpoint, tmp_path: Path) -> str:
    (tmp_path / "people.py").write_text(COMMAND)
    command = json.dumps([sys.executable, "people.py"])
    return (
        f'[console]\nfederation_url = "{endpoint.url}"\ndestination = "https://console.acme.example/"\n\n'
        f'[[authenticator]]\nkind = "command"\ncommand = {command}\n\n{RULES}'
    )


def test_a_browser_is_sent_on_with_a_token_and_without_credentials(start: Start, endpoint: Endpoint, file: str) -> None:
    broker = start(file)

    answer = broker.get("/console", user="kim", headers={"Accept": "text/html"}, follow_redirects=False)

    there = urlsplit(answer.headers["location"])
    asked, session = parse_qs(there.query), json.loads(endpoint.asked[0]["Session"][0])
    assert answer.status_code == 303
    assert asked == {
        "Action": ["login"],
        "Issuer": [f"{broker.url}/"],
        "Destination": ["https://console.acme.example/"],
        "SigninToken": ["a token &c"],
    }
    assert endpoint.asked[0]["Action"] == ["getSigninToken"]
    assert endpoint.asked[0]["SessionDuration"] == ["1800"]
    assert sorted(session) == ["sessionId", "sessionKey", "sessionToken"]
    assert session["sessionKey"] not in answer.headers["location"]


def test_the_destination_is_below_the_files_own(start: Start, endpoint: Endpoint, file: str) -> None:
    broker = start(file)

    below = broker.get("/console?destination=https://console.acme.example/s3", user="kim")
    elsewhere = broker.get("/console?destination=https://console.acme.example.evil.example/", user="kim")

    assert "Destination=https%3A%2F%2Fconsole.acme.example%2Fs3" in below.json()["SigninUrl"]
    assert elsewhere.status_code == 400
    assert len(endpoint.asked) == 1


def test_an_endpoint_that_gives_no_token_sends_nobody_anywhere(start: Start, endpoint: Endpoint, file: str) -> None:
    endpoint.status = 403

    assert start(file).get("/console", user="kim").status_code == 503


def test_without_a_console_nobody_is_handed_over(start: Start, file: str) -> None:
    broker = start(file.partition("\n\n")[2])

    assert broker.get("/console", user="kim").status_code == 404
