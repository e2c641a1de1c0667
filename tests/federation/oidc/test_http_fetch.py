"""The network, with real servers on this machine that behave as strangers' may."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from iamctl.federation.oidc import http_fetch
from iamctl.federation.oidc.fetch import Fetched, Unreachable
from iamctl.federation.oidc.http_fetch import HttpFetch, fetch_for, is_loopback

pytest.importorskip("httpx")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Talk = Callable[[socket.socket], None]


@contextmanager
def serving(talk: Talk) -> Iterator[str]:
    """A server that answers each connection in its own way; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.recv(65536)
                        talk(connection)
                    except OSError:
                        pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def saying(answer: bytes) -> Talk:
    return lambda connection: connection.sendall(answer)


def refused(url: str, **options: Any) -> str:
    with pytest.raises(Unreachable) as raised:
        HttpFetch(**{"loopback": True, "seconds": 0.5, "largest": 1000, **options})(url)
    return raised.value.reason


def test_an_answer_comes_whole_with_its_status() -> None:
    with serving(saying(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")) as url:
        assert HttpFetch(loopback=True)(url) == Fetched(404, b"no")


def test_this_machine_is_not_asked_unless_it_is_allowed() -> None:
    with serving(saying(OK)) as url:
        assert refused(url, loopback=False).endswith("only over https")
        assert "is at 127.0.0.1, which is not an address of the public network" in refused(
            url.replace("http:", "https:"), loopback=False
        )


@pytest.mark.parametrize(
    "address",
    [
        *(
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "240.0.0.1",
        ),
        *("::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "2001:0:7f00:1::f5ff:fffe"),
    ],
)
def test_a_name_that_leads_into_a_private_network_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    answer = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(http_fetch.socket, "getaddrinfo", lambda *_, **__: answer)

    reason = refused("https://keys.example.com/jwks", loopback=False)

    assert reason.startswith("keys.example.com is at ")


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(http_fetch.socket, "getaddrinfo", lambda *_, **__: answer)

    assert "10.0.0.1" in refused("https://keys.example.com/jwks")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://idp.example.com/",
            "file:///etc/passwd",
            "http://idp.example.com/",
            "//idp.example.com",
            "",
            "https://",
        ),
        *(
            "https://user:pw@idp.example.com/",
            "https://idp.example.com:x/",
            "https://[::1/",
            "https://idp.example.com/a b",
        ),
        *("https://idp.example.com/\r\nX: y", "https://idp.éxample.com/", "https://idp.example.com/" + "a" * 9000),
    ],
)
def test_an_address_that_is_none_is_not_asked(url: str) -> None:
    assert refused(url)


def test_a_server_that_says_nothing_is_left() -> None:
    wait = threading.Event()
    with serving(lambda connection: wait.wait(5) and None) as url:
        assert refused(url) == "127.0.0.1 does not answer within 0.5 seconds"
        wait.set()


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
def test_a_server_that_drips_is_left(begins: bytes) -> None:
    done = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(begins)
        while not done.wait(0.05):
            connection.sendall(b"a")

    with serving(drip) as url:
        assert refused(url) == "127.0.0.1 does not answer within 0.5 seconds"
        done.set()


@pytest.mark.parametrize(
    ("begins", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", "127.0.0.1 answers with more than 1,000 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "127.0.0.1 answers with more than 1,000 bytes"),
        (b"HTTP/1.1 200 OK\r\nX: ", "127.0.0.1 cannot be asked: "),
    ],
)
def test_an_answer_without_end_is_left(begins: bytes, reason: str) -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(begins)
        while True:
            connection.sendall(b"a" * 65536)

    with serving(flood) as url:
        assert refused(url, seconds=5).startswith(reason)


def test_interim_answers_without_end_are_left() -> None:
    def flood(connection: socket.socket) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)

    with serving(flood) as url:
        assert refused(url)


def test_a_compressed_answer_is_not_unpacked() -> None:
    with serving(saying(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx")) as url:
        assert refused(url).endswith("compresses its answer, unasked")


@pytest.mark.parametrize("answer", [b"", b"rubbish\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"])
def test_what_is_no_answer_is_said_so(answer: bytes) -> None:
    with serving(saying(answer)) as url:
        assert refused(url).startswith("127.0.0.1 cannot be asked")


def test_a_redirection_is_followed_on_the_same_host_only() -> None:
    answers = [b"HTTP/1.1 302 Found\r\nLocation: /keys\r\nContent-Length: 0\r\n\r\n", OK]
    with serving(lambda connection: connection.sendall(answers.pop(0))) as url:
        assert HttpFetch(loopback=True)(url) == Fetched(200, b"{}")

    for there in ("https://evil.example/", "http://127.0.0.1:9/", "//evil.example/", "file:///etc/passwd"):
        moved = f"HTTP/1.1 301 Moved\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(saying(moved)) as url:
            assert "another host" in refused(url), there


def test_redirections_without_end_are_left() -> None:
    with serving(saying(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")) as url:
        assert refused(url) == "127.0.0.1 redirects over 3 times"


def test_a_reason_tells_nothing_of_the_address_but_its_host() -> None:
    reason = refused("https://127.0.0.1:1/?access_token=secret", seconds=2)

    assert reason.startswith("127.0.0.1 cannot be asked")
    assert "secret" not in reason


def test_this_machine_is_what_names_itself_so() -> None:
    assert all(
        map(is_loopback, ("https://localhost/", "http://127.0.0.1:80", "https://[::1]:8443/x", "https://127.9.9.9"))
    )
    assert not any(
        map(is_loopback, ("https://idp.example.com", "https://localhost.evil.example", "https://10.0.0.1", "x"))
    )


def test_only_an_issuer_on_this_machine_is_asked_on_it() -> None:
    with serving(saying(OK)) as url:
        assert fetch_for("https://localhost:8443", allow_loopback=True)(url) == Fetched(200, b"{}")
        for issuer, allowed in (("https://idp.example.com", True), ("https://localhost:8443", False)):
            with pytest.raises(Unreachable):
                fetch_for(issuer, allow_loopback=allowed)(url)
