"""Attacks on an instance's metadata service and on a container's door, over the wire."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
from attack_answers import Row
from endpoint.conftest import TOKEN as AUTHORIZATION
from endpoint.conftest import Served, serving, trusting
from service.sts.sessions import Clocked

from iamctl.service.instance_profiles import add_role_to_instance_profile, create_instance_profile
from iamctl.service.roles import create_role

TTL, TOKEN = "X-aws-ec2-metadata-token-ttl-seconds", "X-aws-ec2-metadata-token"
NEW_TOKEN, ROLE = "/latest/api/token", "/latest/meta-data/iam/security-credentials/Web"
CONTAINER = "/v1/credentials"


def rows() -> Iterator[Row]:
    """In the table's order; the first two are no attacks."""
    world = Clocked()
    world.root.call(create_role, role_name="Web", assume_role_policy_document=trusting(), path="/app/")
    world.root.call(create_instance_profile, instance_profile_name="WebServer")
    world.root.call(add_role_to_instance_profile, instance_profile_name="WebServer", role_name="Web")
    with serving(world) as doors, serving(world) as other:
        yield from _of_tokens(doors)
        yield from _of_credentials(doors, other)
        yield from _of_containers(doors)
        over = doors.token(60)
        world.later(seconds=61)
        yield _asked(doors, "a token that is over", "GET", ROLE, {TOKEN: over})


def _of_tokens(doors: Served) -> Iterator[Row]:
    yield _asked(doors, "none: a token is asked for", "PUT", NEW_TOKEN, {TTL: "60"})
    forwarded = {TTL: "60", "X-Forwarded-For": "203.0.113.7"}
    yield _asked(doors, "a token through a proxy that forwards (X-Forwarded-For)", "PUT", NEW_TOKEN, forwarded)
    yield _asked(doors, "a token by a rebound name (Host)", "PUT", NEW_TOKEN, {TTL: "60", "Host": "evil.example"})
    yield _asked(doors, "a token by another method", "GET", NEW_TOKEN, {TTL: "60"})
    yield _asked(doors, "a token by another method", "POST", NEW_TOKEN, {TTL: "60"})
    yield _asked(doors, "a token without a time to live", "PUT", NEW_TOKEN, {})
    yield _asked(doors, "a token for longer than six hours", "PUT", NEW_TOKEN, {TTL: "21601"})


def _of_credentials(doors: Served, other: Served) -> Iterator[Row]:
    token = doors.token()
    yield _asked(doors, "none: credentials with a token", "GET", ROLE, {TOKEN: token})
    yield _asked(doors, "version 1: no token", "GET", ROLE, {})
    yield _asked(doors, "a token that is none", "GET", ROLE, {TOKEN: "AQAAANjUxiASLZ5jz"})
    yield _asked(doors, "a token of another instance", "GET", ROLE, {TOKEN: other.token()})
    yield _asked(doors, "a token, by a rebound name (Host)", "GET", ROLE, {TOKEN: token, "Host": "evil.example"})
    yield _asked(doors, "a token, by another method", "POST", ROLE, {TOKEN: token})
    yield _asked(doors, "a token, a path that climbs", "GET", f"{ROLE}/../../../../../etc/passwd", {TOKEN: token})


def _of_containers(doors: Served) -> Iterator[Row]:
    right = {"Authorization": AUTHORIZATION}
    yield _asked(doors, "none: a container's credentials", "GET", CONTAINER, right)
    yield _asked(doors, "a container's credentials without its token", "GET", CONTAINER, {})
    yield _asked(doors, "with another token", "GET", CONTAINER, {"Authorization": "guessed"})
    yield _asked(doors, "by a rebound name (Host)", "GET", CONTAINER, {**right, "Host": "evil.example"})
    yield _asked(doors, "by another method", "POST", CONTAINER, right)


def _asked(doors: Served, attack: str, method: str, path: str, headers: dict[str, str]) -> Row:
    answer = httpx.request(method, f"{doors.url}{path}", headers=headers)
    shown = f"`{method} {path}`"
    return Row(f"{attack}: {shown}", f"{answer.status_code} {answer.reason_phrase}")
