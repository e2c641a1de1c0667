"""The server under the doors: what is no request, what is too large, what goes wrong inside."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest
from service.sts.sessions import Clocked

from iamctl.endpoint.serving import bound, is_loopback, url_of
from iamctl.errors import InvalidInput, StorageFailure

from .conftest import INSTANCE_ID, Served, serving


def said_to(doors: Served, sent: bytes) -> bytes:
    address, port = doors.url.removeprefix("http://").split(":")
    with socket.create_connection((address, int(port)), timeout=10) as connection:
        try:
            connection.sendall(sent)
            return connection.recv(4096)
        except (ConnectionResetError, BrokenPipeError):
            return b""


@pytest.mark.parametrize("sent", [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), b"GET\r\n\r\n", b"\r\n" * 10 + b"?\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
], ids=["TLS", "half a line", "no method", "two hosts", "a header of 200 kB", "a body of minus one"])  # fmt: skip
def test_what_is_no_request_is_refused_and_the_next_one_answered(
    instance_world: Clocked, sent: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        answer = said_to(doors, sent)
        after = doors.get("/latest/meta-data/instance-id", token=None)

    assert answer == b"" or answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))
    assert after.text == INSTANCE_ID
    assert "Traceback" not in capfd.readouterr().err


def test_a_body_that_nobody_asked_for_is_not_kept(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        answer = httpx.put(
            f"{doors.url}/latest/api/token",
            headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"},
            content=bytes(10_000_000),
        )

    assert answer.status_code == 200


def test_what_goes_wrong_inside_is_told_to_the_keeper_and_not_to_the_client(
    instance_world: Clocked, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(delivery: str | None) -> object:
        raise ZeroDivisionError(f"the secret of {delivery}")

    with serving(instance_world, ask=broken) as doors:
        answer = doors.get("/latest/meta-data/instance-id")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert doors.warnings == ["a request could not be answered: ZeroDivisionError"]
    assert "Traceback" not in capfd.readouterr().err


def test_a_port_that_is_taken_is_told() -> None:
    with bound("127.0.0.1", 0) as first, pytest.raises(StorageFailure, match="cannot be listened on"):
        bound("127.0.0.1", first.getsockname()[1])


def test_a_name_is_no_address() -> None:
    with pytest.raises(InvalidInput):
        bound("localhost", 0)


@pytest.mark.parametrize(("address", "is_own"), [
    ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("0.0.0.0", False), ("::", False), ("10.0.0.1", False),
])  # fmt: skip
def test_loopback_is_what_only_this_machine_reaches(address: str, is_own: bool) -> None:
    assert is_loopback(address) == is_own


def test_an_address_of_version_6_stands_in_brackets() -> None:
    if not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    with bound("::1", 0) as listening:
        assert url_of(listening).startswith("http://[::1]:")
