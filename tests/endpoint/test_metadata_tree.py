"""What SDKs and programs ask an instance for."""

from __future__ import annotations

import json

import pytest
from service.sts.sessions import Clocked

from .conftest import INSTANCE_ID, serving


@pytest.mark.parametrize(("path", "text"), [
    ("/latest/meta-data/instance-id", INSTANCE_ID),
    ("/2021-07-15/meta-data/instance-id", INSTANCE_ID),
    ("/latest/meta-data/ami-id", "ami-0123456789abcdef0"),
    ("/latest/meta-data/placement/region", "eu-central-1"),
    ("/latest/meta-data/placement/availability-zone", "eu-central-1a"),
    ("/latest/meta-data/placement/availability-zone/", "eu-central-1a"),
    ("/latest/meta-data/placement/", "availability-zone\nregion"),
    ("/latest/meta-data/placement", "availability-zone\nregion"),
    ("/latest/meta-data/hostname", "ip-10-188-222-240.eu-central-1.compute.internal"),
    ("/latest/meta-data/local-ipv4", "10.188.222.240"),
    ("/latest/meta-data/mac", "02:01:23:45:67:12"),
    ("/latest/meta-data/services/partition", "aws"),
    ("/latest/meta-data/iam/", "info\nsecurity-credentials/"),
    ("/latest/meta-data/iam/security-credentials", "Web"),
    ("/latest/dynamic/instance-identity/", "document"),
    ("/latest/", "dynamic/\nmeta-data/"),
])  # fmt: skip
def test_a_path_has_its_text(instance_world: Clocked, path: str, text: str) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        answer = doors.get(path, token=None)

    assert (answer.status_code, answer.text) == (200, text)


@pytest.mark.parametrize("path", [
    "/earliest/meta-data/", "/latest/meta-data/nothing", "/latest/user-data", "/latest/meta-data/instance-id/more",
    "/latest/meta-data/iam/security-credentials/Other", "/latest/meta-data/iam/security-credentials-extended/",
    "/latest/dynamic/instance-identity/signature", "/latest/dynamic/instance-identity/pkcs7",
    "/latest/dynamic/instance-identity/rsa2048", "/latest/meta-data/../../etc/passwd"
])  # fmt: skip
def test_what_is_not_there_is_not_found(instance_world: Clocked, path: str) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        assert doors.get(path, token=None).status_code == 404


def test_the_root_lists_the_versions(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        versions = doors.get("/", token=None).text.split("\n")

    assert versions[-1] == "latest"
    assert "2021-07-15" in versions


def test_the_identity_document_says_whose_instance_it_is(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        said = json.loads(doors.get("/latest/dynamic/instance-identity/document", token=None).text)

    assert (said["accountId"], said["instanceId"], said["region"]) == ("111122223333", INSTANCE_ID, "eu-central-1")
    assert said["pendingTime"] == f"{instance_world.now:%Y-%m-%dT%H:%M:%SZ}"


def test_the_profile_is_told_by_arn_and_id(instance_world: Clocked) -> None:
    with serving(instance_world, allows_v1=True) as doors:
        said = doors.get("/latest/meta-data/iam/info", token=None).json()

    assert said["Code"] == "Success"
    assert said["InstanceProfileArn"] == "arn:aws:iam::111122223333:instance-profile/WebServer"
    assert said["InstanceProfileId"] == doors.instance.instance_profile_id
