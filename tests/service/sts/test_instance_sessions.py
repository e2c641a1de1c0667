"""What EC2 does with an instance profile: launching, and handing the role's sessions on."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.errors import AccessDenied, NoSuchEntity, ValidationError
from iamctl.model.document import Document
from iamctl.model.instance import Instance
from iamctl.service.inline_policies import put_role_policy
from iamctl.service.instance_profiles import add_role_to_instance_profile, create_instance_profile
from iamctl.service.roles import create_role
from iamctl.service.sts.instance_sessions import InstanceRole, assume_role_for_instance, launch_instance
from iamctl.service.sts.sessions import list_sessions
from iamctl.service.users import list_users
from service.acting import policy, statement
from service.given import ACCOUNT_ID

from .sessions import Clocked

INSTANCE_ID = "i-0123456789abcdef0"
INSTANCES = f"arn:aws:ec2:us-east-1:{ACCOUNT_ID}:instance/*"
ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/Web"


def trusting(principal: dict[str, Any], **condition: Any) -> Document:
    element = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return policy(element | ({"Condition": condition} if condition else {}))


@pytest.fixture
def world() -> Clocked:
    return with_role(trusting({"Service": "ec2.amazonaws.com"}))


def with_role(trust: Document, **more: Any) -> Clocked:
    world = Clocked()
    world.root.call(create_role, role_name="Web", assume_role_policy_document=trust, **more)
    world.root.call(create_instance_profile, instance_profile_name="WebServer")
    world.root.call(add_role_to_instance_profile, instance_profile_name="WebServer", role_name="Web")
    return world


def launched(world: Clocked, caller: str | None = None, **more: Any) -> Instance:
    return world.acting(caller).call(
        launch_instance, **{"instance_profile_name": "WebServer", "region": "us-east-1", **more}
    )


def handed_on(world: Clocked, **more: Any) -> InstanceRole:
    profile_id = launched(world).instance_profile_id
    return world.root.call(
        assume_role_for_instance,
        **{"instance_profile_id": profile_id, "instance_id": INSTANCE_ID, "region": "us-east-1", **more},
    )


def test_a_session_is_called_after_the_instance_and_lasts_six_hours() -> None:
    world = with_role(trusting({"Service": "ec2.amazonaws.com"}), max_session_duration=3600)

    issued = handed_on(world).issued

    assert issued is not None
    assert issued.arn == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Web/{INSTANCE_ID}"
    assert (issued.session.expiration - issued.session.issue_date).total_seconds() == 6 * 3600


def test_a_session_has_the_roles_permissions_and_stands_in_the_list(world: Clocked) -> None:
    world.root.call(
        put_role_policy, role_name="Web", policy_name="List", policy_document=policy(statement("iam:ListUsers"))
    )
    issued = handed_on(world).issued
    assert issued is not None

    assert world.by(issued).call(list_users) == []
    record = world.root.call(list_sessions, principal="Web")[0]
    assert (record.session.issuer, record.session.chain) == ("InstanceProfile", ("ec2.amazonaws.com",))


@pytest.mark.parametrize(("delivery", "is_allowed"), [("2.0", True), ("1.0", False), (None, False)])
def test_policies_can_ask_how_the_session_was_delivered(world: Clocked, delivery: str | None, is_allowed: bool) -> None:
    only_v2 = statement("iam:ListUsers", Condition={"NumericGreaterThanEquals": {"ec2:RoleDelivery": "2.0"}})
    world.root.call(put_role_policy, role_name="Web", policy_name="V2", policy_document=policy(only_v2))
    issued = handed_on(world, role_delivery=delivery).issued
    assert issued is not None

    if is_allowed:
        assert world.by(issued).call(list_users) == []
    else:
        with pytest.raises(AccessDenied):
            world.by(issued).call(list_users)


def test_policies_can_ask_which_instance_it_is(world: Clocked) -> None:
    own = statement(
        "iam:ListUsers",
        Condition={
            "ArnEquals": {"ec2:SourceInstanceArn": f"arn:aws:ec2:us-east-1:{ACCOUNT_ID}:instance/{INSTANCE_ID}"}
        },
    )
    world.root.call(put_role_policy, role_name="Web", policy_name="Own", policy_document=policy(own))
    one, other = handed_on(world).issued, handed_on(world, instance_id="i-00000000").issued
    assert one is not None
    assert other is not None

    assert world.by(one).call(list_users) == []
    with pytest.raises(AccessDenied):
        world.by(other).call(list_users)


@pytest.mark.parametrize(
    "trust",
    [
        trusting({"Service": "ecs-tasks.amazonaws.com"}),
        trusting({"AWS": ACCOUNT_ID}),
        trusting({"Service": "ec2.amazonaws.com"}, StringEquals={"sts:RoleSessionName": "another"}),
        trusting({"Service": "ec2.amazonaws.com"}, StringEquals={"sts:ExternalId": "x"}),
    ],
    ids=["another service", "the account", "another session's name", "an external id"],
)
def test_a_role_that_does_not_trust_ec2_is_not_handed_on(trust: Document) -> None:
    found = handed_on(with_role(trust))

    assert (found.role_code, found.issued) == ("AssumeRoleUnauthorizedAccess", None)
    assert found.message.startswith("EC2 cannot assume the role Web.")


def test_a_trust_policy_may_name_the_instance() -> None:
    world = with_role(trusting({"Service": "ec2.amazonaws.com"}, StringLike={"sts:RoleSessionName": "i-*"}))

    assert handed_on(world).issued is not None


def test_an_instance_gets_an_id_where_none_is_given(world: Clocked) -> None:
    one, other = launched(world), launched(world)

    assert one.instance_id != other.instance_id
    assert len(one.instance_id) == 19


@pytest.mark.parametrize("wrong", [{"instance_id": "i-123"}, {"instance_id": "I-00000000"}, {"region": "us_east_1"}])
def test_an_instance_that_aws_would_not_name_so_is_not_launched(world: Clocked, wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        launched(world, **wrong)


def test_a_profile_without_a_role_or_that_is_not_there_launches_nothing(world: Clocked) -> None:
    world.root.call(create_instance_profile, instance_profile_name="Empty")

    with pytest.raises(AccessDenied, match="has no role"):
        launched(world, instance_profile_name="Empty")
    with pytest.raises(NoSuchEntity):
        launched(world, instance_profile_name="Nowhere")


PASS = statement("iam:PassRole", ROLE, Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}})
RUN = statement("ec2:RunInstances", INSTANCES)


@pytest.mark.parametrize(("statements", "missing"), [
    ([], "ec2:RunInstances"), ([RUN], "iam:PassRole"), ([PASS], "ec2:RunInstances"), ([RUN, PASS], None),
    ([RUN, statement("iam:PassRole", ROLE.replace("Web", "Other"))], "iam:PassRole"),
    ([RUN, PASS, statement("iam:PassRole", ROLE, Effect="Deny")], "iam:PassRole"),
])  # fmt: skip
def test_who_launches_has_to_be_allowed_to_pass_the_role_on(
    world: Clocked, statements: list[dict[str, Any]], missing: str | None
) -> None:
    world.user("alice", *statements)

    if missing is None:
        assert launched(world, "alice").instance_profile_id
    else:
        with pytest.raises(AccessDenied, match=missing):
            launched(world, "alice")


def test_only_ec2_hands_a_role_on(world: Clocked) -> None:
    world.administrator("boss")

    with pytest.raises(AccessDenied, match="EC2 alone"):
        world.acting("boss").call(
            assume_role_for_instance,
            instance_profile_id=launched(world).instance_profile_id,
            instance_id=INSTANCE_ID,
            region="us-east-1",
        )
