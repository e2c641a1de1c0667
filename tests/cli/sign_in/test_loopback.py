from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from iamctl.cli.sign_in.loopback import DONE, Loopback
from iamctl.errors import StorageFailure


class Waiting:
    """A listener that waits for the state `s` at /callback."""

    def __init__(self, loopback: Loopback, method: str = "GET") -> None:
        self.loopback = loopback
        self.found: dict[str, str] | None = None
        self._thread = threading.Thread(target=self._wait, args=(method,))
        self._thread.start()

    def _wait(self, method: str) -> None:
        self.found = self.loopback.answer(method, "/callback", lambda fields: fields.get("state") == "s", 10)

    def ended(self) -> dict[str, str] | None:
        self._thread.join(10)
        assert not self._thread.is_alive()
        return self.found


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback() as listening:
        yield listening


def asked(url: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def announced(url: str, length: int) -> int:
    """What a form of this length is answered before any of it is sent: who is refused early may not get to send it."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.putrequest("POST", parts.path)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        return connection.getresponse().status


def test_the_answer_that_is_waited_for_is_taken_and_nothing_of_it_shown(loopback: Loopback) -> None:
    waiting = Waiting(loopback)

    status, page = asked(loopback.url("/callback?state=s&code=secret"))

    assert (status, DONE in page, "secret" in page) == (200, True, False)
    assert waiting.ended() == {"state": "s", "code": "secret"}


def test_what_does_not_belong_to_the_sign_in_changes_nothing(loopback: Loopback) -> None:
    waiting = Waiting(loopback)
    here = loopback.url("/callback")

    refused = [
        asked(f"{here}?state=other&code=c"),
        asked(f"{here}?state=other&state=s&code=c"),
        asked(loopback.url("/elsewhere?state=s&code=c")),
        asked(here, b"state=s&code=c"),
        asked(f"{here}?state=s&code=c", Host="evil.example"),
    ]

    assert [status for status, _ in refused] == [400, 400, 400, 400, 421]
    assert asked(f"{here}?state=s&code=mine")[0] == 200
    assert waiting.ended() == {"state": "s", "code": "mine"}


def test_a_form_is_taken_where_one_is_waited_for(loopback: Loopback) -> None:
    waiting = Waiting(loopback, "POST")

    assert announced(loopback.url("/callback"), 600_000) == 413
    assert asked(loopback.url("/callback"), b"state=s&SAMLResponse=PD94")[0] == 200
    assert waiting.ended() == {"state": "s", "SAMLResponse": "PD94"}


def test_a_page_is_shown_before_the_answer_comes(loopback: Loopback) -> None:
    loopback.serve("/begin", "<p>begin")
    waiting = Waiting(loopback)

    assert asked(loopback.url("/begin")) == (200, "<p>begin")
    assert asked(loopback.url("/callback?state=s"))[0] == 200
    assert waiting.ended() == {"state": "s"}


def test_nobody_comes_in_time(loopback: Loopback) -> None:
    assert loopback.answer("GET", "/callback", lambda fields: True, 0) is None


def test_a_port_that_is_taken_is_said(loopback: Loopback) -> None:
    port = int(loopback.url("").rpartition(":")[2])

    with pytest.raises(StorageFailure, match=f"Port {port} of 127.0.0.1 cannot be listened on"):
        Loopback(port)
