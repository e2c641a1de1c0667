"""The metadata service as a client on the wire meets it."""

from __future__ import annotations

import socket
from datetime import timedelta

import httpx
import pytest
from service.sts.sessions import Clocked

from .conftest import INSTANCE_ID, Served, serving

TOKEN = "/latest/api/token"
TTL = "X-aws-ec2-metadata-token-ttl-seconds"
ID = "/latest/meta-data/instance-id"
CREDENTIALS = "/latest/meta-data/iam/security-credentials"


def test_credentials_are_had_with_a_token(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        name = doors.get(f"{CREDENTIALS}/")
        document = doors.get(f"{CREDENTIALS}/{name.text}")

    assert name.text == "Web"
    assert document.headers["content-type"].startswith("text/plain")
    said = document.json()
    assert said["Code"] == "Success"
    assert said["Type"] == "AWS-HMAC"
    assert said["AccessKeyId"].startswith("ASIA")
    assert said["Expiration"] == f"{instance_world.now + timedelta(hours=6):%Y-%m-%dT%H:%M:%SZ}"
    assert set(said) == {
        *("Code", "LastUpdated", "Type", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"),
    }


@pytest.mark.parametrize("ttl", [None, "", "0", "21601", "-1", "1.5", "abc", "99999999999999999999", "٣"])
def test_a_token_is_asked_for_with_a_time_to_live_that_it_may_have(instance_world: Clocked, ttl: str | None) -> None:
    headers = {} if ttl is None else {TTL: ttl.encode()}
    with serving(instance_world) as doors:
        answer = httpx.put(f"{doors.url}{TOKEN}", headers=headers)

    assert answer.status_code == 400


@pytest.mark.parametrize("ttl", ["1", "21600"])
def test_a_token_comes_with_its_time_to_live(instance_world: Clocked, ttl: str) -> None:
    with serving(instance_world) as doors:
        answer = httpx.put(f"{doors.url}{TOKEN}", headers={TTL: ttl})

    assert (answer.status_code, answer.headers[TTL], len(answer.text)) == (200, ttl, 56)


def test_a_token_that_came_through_a_proxy_is_refused(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        answer = httpx.put(f"{doors.url}{TOKEN}", headers={TTL: "60", "X-Forwarded-For": "203.0.113.7"})

    assert answer.status_code == 403


def test_a_token_is_had_at_the_latest_version_alone(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        answer = httpx.put(f"{doors.url}/2021-03-23/api/token", headers={TTL: "60"})

    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path", "allow"), [
    ("GET", TOKEN, "OPTIONS, PUT"), ("POST", TOKEN, "OPTIONS, PUT"), ("DELETE", TOKEN, "OPTIONS, PUT"),
    ("PUT", ID, "GET, HEAD"), ("POST", ID, "GET, HEAD"), ("PATCH", "/", "GET, HEAD"), ("TRACE", ID, "GET, HEAD"),
])  # fmt: skip
def test_another_method_is_refused(instance_world: Clocked, method: str, path: str, allow: str) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        answer = httpx.request(method, f"{doors.url}{path}", headers={TTL: "60"})

    assert (answer.status_code, answer.headers["allow"]) == (405, allow)


def test_a_head_request_is_answered_without_a_body(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        answer = httpx.head(f"{doors.url}{ID}")

    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, str(len(INSTANCE_ID)), b"")


def test_nothing_is_told_without_a_token(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        answers = [doors.get(path, token=None) for path in ("/", ID, f"{CREDENTIALS}/Web", "/not/there")]

    assert [answer.status_code for answer in answers] == [401] * 4


def test_version_1_is_answered_where_it_is_allowed(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        answer = doors.get(ID, token=None)

    assert (answer.status_code, answer.text) == (200, INSTANCE_ID)


@pytest.mark.parametrize("allows_v1", [True, False])
def test_a_token_that_is_none_is_refused_even_where_none_is_needed(instance_world: Clocked, allows_v1: bool) -> None:
    with serving(instance_world, allows_v1=allows_v1) as doors:
        answer = doors.get(ID, token="AQAAANjUxiASLZ5jz0000000000000000000000000000000000000==")

    assert answer.status_code == 401


def test_a_token_is_worth_nothing_when_its_time_is_over(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        token = doors.token(60)
        instance_world.later(seconds=59)
        before = doors.get(ID, token=token)
        instance_world.later(seconds=1)
        after = doors.get(ID, token=token)

    assert (before.status_code, after.status_code) == (200, 401)


def test_a_token_of_another_instance_is_none(instance_world: Clocked) -> None:
    with serving(instance_world) as one, serving(instance_world) as other:
        answer = other.get(ID, token=one.token())

    assert answer.status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost.evil"])
def test_a_page_whose_name_was_rebound_gets_nothing(instance_world: Clocked, host: str) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        token = httpx.put(f"{doors.url}{TOKEN}", headers={TTL: "60", "Host": host})
        answer = doors.get(f"{CREDENTIALS}/Web", token=None, Host=host)
        container = httpx.get(f"{doors.url}/v1/credentials", headers={"Host": host, "Authorization": "x"})

    assert (token.status_code, answer.status_code, container.status_code) == (403, 403, 403)


def test_a_name_that_was_allowed_is_answered(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True, hosts=("host.docker.internal",)) as doors:
        answer = doors.get(ID, token=None, Host="Host.Docker.Internal:1338")

    assert answer.status_code == 200


def test_credentials_tell_by_which_version_they_were_delivered(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        keys = {
            version: doors.get(f"{CREDENTIALS}/Web", token=token).json()["AccessKeyId"]
            for version, token in (("1.0", None), ("2.0", ""))
        }

    for version, key_id in keys.items():
        assert instance_world.store.marks["session", key_id]["provided"]["ec2:RoleDelivery"] == version


def test_the_hop_limit_is_the_time_to_live_of_the_answer_with_the_token(instance_world: Clocked) -> None:
    """What is to be received has to come from no further than the limit: Linux drops a packet that came further."""
    if not hasattr(socket, "IP_TTL") or not hasattr(socket, "SO_BINDTODEVICE"):
        pytest.skip("only Linux says IP_MINTTL")
    with serving(instance_world, hop_limit=3) as doors:
        assert _token_comes(doors, least_ttl=3)
        assert not _token_comes(doors, least_ttl=4)


def _token_comes(doors: Served, *, least_ttl: int) -> bool:
    ip_minttl = 21
    address, port = doors.url.removeprefix("http://").split(":")
    with socket.create_connection((address, int(port)), timeout=0.5) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        said = b""
        while not said.endswith(b"</html>\n"):
            said += connection.recv(4096)
        connection.setsockopt(socket.IPPROTO_IP, ip_minttl, least_ttl)
        connection.sendall(f"PUT {TOKEN} HTTP/1.1\r\nHost: {address}\r\n{TTL}: 60\r\n\r\n".encode())
        try:
            return connection.recv(4096).startswith(b"HTTP/1.1 200")
        except TimeoutError:
            return False
