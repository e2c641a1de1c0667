"""The container's door: one path, one token."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from service.sts.sessions import Clocked

from .conftest import TOKEN, serving


def test_the_credentials_come_as_sdks_read_them(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        answer = httpx.get(f"{doors.url}/v1/credentials", headers={"Authorization": TOKEN})

    said = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert said["Expiration"] == f"{instance_world.now + timedelta(hours=6):%Y-%m-%dT%H:%M:%SZ}"
    assert said["RoleArn"] == "arn:aws:iam::111122223333:role/app/Web"
    assert said["AccountId"] == "111122223333"
    assert set(said) == {"AccessKeyId", "SecretAccessKey", "Token", "Expiration", "RoleArn", "AccountId"}


@pytest.mark.parametrize("token", [None, "", "wrong", f"Bearer {TOKEN}", TOKEN[:-1], f"{TOKEN}é"])
def test_another_token_gets_nothing(instance_world: Clocked, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": token.encode()}
    with serving(instance_world) as doors:
        answer = httpx.get(f"{doors.url}/v1/credentials", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "Unauthorized")
    assert TOKEN not in answer.text


def test_another_method_is_refused(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        answer = httpx.post(f"{doors.url}/v1/credentials", headers={"Authorization": TOKEN})

    assert (answer.status_code, answer.json()["code"]) == (405, "MethodNotAllowed")


def test_credentials_of_containers_tell_of_no_version_of_the_metadata_service(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        said = httpx.get(f"{doors.url}/v1/credentials", headers={"Authorization": TOKEN}).json()

    provided = instance_world.store.marks["session", said["AccessKeyId"]]["provided"]
    assert set(provided) == {"ec2:SourceInstanceArn"}
