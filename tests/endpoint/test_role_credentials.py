"""Rotation, and what of the account's changes reaches a running instance when."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import Any

import httpx
import pytest
from service.sts.sessions import Clocked, as_presented

from iamctl.endpoint.role_credentials import RoleCredentials
from iamctl.errors import ExpiredToken, InvalidClientTokenId, LockTimeout
from iamctl.model.secret import Secret
from iamctl.service.instance_profiles import (
    add_role_to_instance_profile,
    create_instance_profile,
    delete_instance_profile,
    remove_role_from_instance_profile,
)
from iamctl.service.roles import create_role, delete_role, update_assume_role_policy
from iamctl.service.sts.instance_sessions import assume_role_for_instance
from iamctl.service.sts.presenting import Presented
from iamctl.service.sts.sessions import end_session

from .conftest import Served, serving, trusting

IAM = "/latest/meta-data/iam"


def document(doors: Served, role: str = "Web") -> dict[str, str]:
    said: dict[str, str] = doors.get(f"{IAM}/security-credentials/{role}").json()
    return said


def presented(said: dict[str, str]) -> Presented:
    return Presented(said["AccessKeyId"], Secret(said["SecretAccessKey"]), Secret(said["Token"]), "a test")


def remove(world: Clocked) -> None:
    world.root.call(remove_role_from_instance_profile, instance_profile_name="WebServer", role_name="Web")


def arn_of(world: Clocked, said: dict[str, str]) -> str:
    service = world.by(presented(said))
    with service.lookups() as reading:
        assert reading.account.standing is not None
        return reading.account.standing.caller.principal.arn


def test_the_same_credentials_are_answered_until_they_are_rotated(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        first = document(doors)
        instance_world.later(minutes=59, seconds=59)
        kept = document(doors)
        instance_world.later(seconds=1)
        rotated = document(doors)

    assert kept == first
    assert rotated["AccessKeyId"] != first["AccessKeyId"]
    assert rotated["LastUpdated"] > first["LastUpdated"]


def test_rotated_credentials_leave_the_older_ones_to_last(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        first = document(doors)
        instance_world.later(hours=1)
        document(doors)

    assert arn_of(instance_world, first) == "arn:aws:sts::111122223333:assumed-role/Web/i-0123456789abcdef0"
    instance_world.later(hours=5)
    with pytest.raises(ExpiredToken):
        arn_of(instance_world, first)


def test_a_role_that_was_taken_out_is_gone_with_the_next_rotation(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        first = document(doors)
        remove(instance_world)
        before = document(doors)
        instance_world.later(hours=1)
        listing = doors.get(f"{IAM}/security-credentials/")
        info = doors.get(f"{IAM}/info").json()

    assert before == first
    assert listing.status_code == 404
    assert info["Code"] == "Success"
    assert info["Message"].startswith("Instance Profile does not contain a role.")


def test_another_role_takes_its_place_with_the_next_rotation(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        document(doors)
        remove(instance_world)
        instance_world.root.call(create_role, role_name="Batch", assume_role_policy_document=trusting())
        instance_world.root.call(add_role_to_instance_profile, instance_profile_name="WebServer", role_name="Batch")
        instance_world.later(hours=1)
        name = doors.get(f"{IAM}/security-credentials/").text
        said = document(doors, "Batch")

    assert name == "Batch"
    assert ":assumed-role/Batch/" in arn_of(instance_world, said)


def test_a_deleted_profile_is_not_found_even_if_another_has_its_name(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        document(doors)
        remove(instance_world)
        instance_world.root.call(delete_instance_profile, instance_profile_name="WebServer")
        instance_world.root.call(create_instance_profile, instance_profile_name="WebServer")
        instance_world.root.call(add_role_to_instance_profile, instance_profile_name="WebServer", role_name="Web")
        instance_world.later(hours=1)
        info = doors.get(f"{IAM}/info").json()

    assert info["Code"] == "InstanceProfileNotFound"
    assert "InstanceProfileArn" not in info


def test_a_role_that_no_longer_trusts_ec2_gives_no_credentials(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        first = document(doors)
        instance_world.root.call(
            update_assume_role_policy, role_name="Web", policy_document=trusting("ecs-tasks.amazonaws.com")
        )
        instance_world.later(hours=1)
        said = document(doors)
        container = httpx.get(f"{doors.url}/v1/credentials", headers={"Authorization": "a token of the container's"})

    assert said["Code"] == "AssumeRoleUnauthorizedAccess"
    assert said["Message"].startswith("EC2 cannot assume the role Web.")
    assert (container.status_code, container.json()["code"]) == (403, "AssumeRoleUnauthorizedAccess")
    assert arn_of(instance_world, first)  # what was handed out lasts


def test_what_was_refused_is_asked_for_again_after_a_minute(instance_world: Clocked) -> None:
    world = instance_world
    world.root.call(update_assume_role_policy, role_name="Web", policy_document=trusting("lambda.amazonaws.com"))
    with serving(world) as doors:
        refused = document(doors)
        world.root.call(update_assume_role_policy, role_name="Web", policy_document=trusting())
        still = document(doors)
        world.later(minutes=1)
        said = document(doors)

    assert (refused["Code"], still["Code"], said["Code"]) == (
        *("AssumeRoleUnauthorizedAccess", "AssumeRoleUnauthorizedAccess", "Success"),
    )


def test_credentials_of_a_deleted_role_are_worth_nothing_at_once(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        first = document(doors)
        remove(instance_world)
        instance_world.root.call(delete_role, role_name="Web")
        served = document(doors)

    assert served == first
    with pytest.raises(InvalidClientTokenId):
        arn_of(instance_world, first)


def test_an_ended_session_is_replaced_with_the_next_rotation(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        first = document(doors)
        instance_world.root.call(end_session, access_key_id=first["AccessKeyId"])
        instance_world.later(hours=1)
        said = document(doors)

    with pytest.raises(InvalidClientTokenId):
        arn_of(instance_world, first)
    assert arn_of(instance_world, said)


class Account:
    """An account that can be made to fail or to wait."""

    def __init__(self, world: Clocked) -> None:
        self.world = world
        self.asked = 0
        self.failure: Exception | None = None
        self.free = Event()
        self.free.set()
        self.profile_id = next(iter(world.store.nouns["instance_profiles"].values())).instance_profile_id

    def __call__(self, delivery: str | None) -> Any:
        self.asked += 1
        assert self.free.wait(10)
        if self.failure is not None:
            raise self.failure
        return self.world.root.call(
            assume_role_for_instance,
            instance_profile_id=self.profile_id,
            instance_id="i-0123456789abcdef0",
            region="eu-central-1",
            role_delivery=delivery,
        )


def test_an_account_that_does_not_answer_leaves_credentials_while_they_last(instance_world: Clocked) -> None:
    account = Account(instance_world)
    with serving(instance_world, ask=account) as doors:
        first = document(doors)
        account.failure = LockTimeout("Another process holds the account.")
        instance_world.later(hours=1)
        kept = document(doors)
        instance_world.later(hours=5)
        failed = document_or_none(doors)
        account.failure = None
        instance_world.later(minutes=1)
        again = document(doors)

    assert kept == first
    assert failed == 404
    assert any("Another process holds the account." in warning for warning in doors.warnings)
    assert again["Code"] == "Success"


def document_or_none(doors: Served) -> int:
    info = doors.get(f"{IAM}/info").json()
    assert info["Code"] == "Failed"
    assert "LockTimeout" in info["Message"]
    container = httpx.get(f"{doors.url}/v1/credentials", headers={"Authorization": "a token of the container's"})
    assert (container.status_code, container.json()["code"]) == (500, "Failed")
    return doors.get(f"{IAM}/security-credentials/").status_code


def test_however_many_ask_at_once_the_account_is_asked_once(instance_world: Clocked) -> None:
    account = Account(instance_world)
    credentials = RoleCredentials(account, lambda: instance_world.now, warn=print)

    async def many() -> set[str]:
        held = await asyncio.gather(*(credentials.current("2.0") for _ in range(50)))
        return {each.credentials.access_key_id for each in held if each.credentials is not None}

    key_ids = asyncio.run(many())
    credentials.close()

    assert (len(key_ids), account.asked) == (1, 1)


def test_an_account_that_keeps_somebody_waiting_has_the_older_credentials_answered(instance_world: Clocked) -> None:
    account = Account(instance_world)
    credentials = RoleCredentials(account, lambda: instance_world.now, warn=print)

    async def ask() -> tuple[str, str, str]:
        first = await credentials.current("2.0")
        account.free.clear()
        instance_world.later(hours=1)
        meanwhile = await credentials.current("2.0")
        account.free.set()
        while (after := await credentials.current("2.0")) is meanwhile:
            pass
        found = (first.credentials, meanwhile.credentials, after.credentials)
        return tuple(each.access_key_id for each in found if each is not None)  # type: ignore[return-value]

    first, meanwhile, after = asyncio.run(ask())
    credentials.close()

    assert meanwhile == first
    assert after != first


def test_nothing_but_the_credentials_is_told_of_a_session(instance_world: Clocked) -> None:
    credentials = RoleCredentials(Account(instance_world), lambda: instance_world.now, warn=print)
    role = credentials.first("2.0")
    credentials.close()

    assert role.issued is not None
    issued = role.issued
    assert issued.credentials.secret_access_key.reveal() not in repr(role)
    assert as_presented(issued).access_key_id == issued.session.access_key_id
