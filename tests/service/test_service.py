from __future__ import annotations

import pytest

from iamctl.errors import EntityAlreadyExists
from iamctl.model.tag import Tag
from iamctl.service.oidc_providers import create_open_id_connect_provider
from iamctl.service.roles import create_role
from iamctl.service.service import Service
from iamctl.service.users import create_user, get_user, list_users
from iamctl.store.protocol import OperationCall

from .given import EC2, ROOT


def test_an_operation_is_kept_as_one_revision(service: Service) -> None:
    service.call(create_user, user_name="alice", path="/eng/", tags=[Tag("Team", "api")])

    assert service.revision is not None
    assert (service.revision.number, service.revision.time, service.revision.caller) == (
        1,
        "2026-01-02T03:04:05Z",
        ROOT,
    )
    members = {"UserName": "alice", "Path": "/eng/", "Tags": [{"Key": "Team", "Value": "api"}]}
    assert service.revision.operations == (OperationCall("CreateUser", members),)
    assert [change.path for change in service.changes] == ["users/alice"]


def test_members_are_recorded_as_aws_spells_them(service: Service) -> None:
    service.call(create_open_id_connect_provider, url="https://idp.example", client_id_list=["x"])

    assert service.operations == [
        OperationCall("CreateOpenIDConnectProvider", {"Url": "https://idp.example", "ClientIDList": ["x"]})
    ]


def test_documents_are_recorded_as_json(service: Service) -> None:
    service.call(create_role, role_name="Web", assume_role_policy_document=EC2)

    assert service.operations[0].parameters["AssumeRolePolicyDocument"] == EC2.text


def test_reading_makes_no_revision(service: Service) -> None:
    service.call(create_user, user_name="alice")
    first = service.revision

    assert service.call(get_user, user_name="alice").user_name == "alice"
    assert service.revision is first


def test_several_operations_are_one_change_or_none(service: Service) -> None:
    with pytest.raises(EntityAlreadyExists), service.change() as change:
        change.call(create_user, user_name="alice")
        change.call(create_user, user_name="ALICE")
    assert service.call(list_users) == []

    with service.change() as change:
        change.call(create_user, user_name="alice")
        change.call(create_user, user_name="bob")
    assert service.revision is not None and service.revision.number == 1
    assert [operation.name for operation in service.operations] == ["CreateUser", "CreateUser"]


def test_a_dry_run_shows_the_change_and_keeps_nothing(service: Service) -> None:
    service.dry_run = True

    service.call(create_user, user_name="alice")

    assert [change.path for change in service.changes] == ["users/alice"]
    assert service.revision is None
    assert service.call(list_users) == []
