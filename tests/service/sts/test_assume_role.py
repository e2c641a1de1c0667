from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import pytest

from iamctl.errors import (
    AccessDenied,
    InvalidInput,
    MalformedPolicyDocument,
    PackedPolicyTooLarge,
    ValidationError,
)
from iamctl.model.tag import Tag
from iamctl.service.groups import list_groups
from iamctl.service.users import create_user, list_users
from service.acting import statement
from service.given import ACCOUNT_ID, NOW, arn

from .sessions import Clocked, trusting_account

ASSUME = statement(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])


@pytest.fixture
def world() -> Clocked:
    made = Clocked()
    made.user("alice", ASSUME)
    made.user("bob", statement("s3:GetObject"))
    made.trusted_role("Deploy", statement(["iam:ListUsers", "iam:ListGroups"]))
    return made


def test_who_is_allowed_gets_a_session_that_does_what_the_role_may(world: Clocked) -> None:
    issued = world.assumed(world.acting("alice"), "Deploy")

    assert issued.arn == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/ci"
    assert issued.credentials.access_key_id.startswith("ASIA")
    assert issued.credentials.expiration == NOW + timedelta(hours=1)
    assert [user.user_name for user in world.by(issued).call(list_users)] == ["alice", "bob"]


def test_the_policies_of_the_user_are_not_the_sessions(world: Clocked) -> None:
    world.trusted_role("Empty")
    issued = world.assumed(world.acting("alice"), "Empty")

    with pytest.raises(AccessDenied, match="because no identity-based policy allows the iam:ListUsers action"):
        world.by(issued).call(list_users)


def test_who_lacks_the_permission_is_refused_in_awss_words(world: Clocked) -> None:
    with pytest.raises(AccessDenied) as refused:
        world.assumed(world.acting("bob"), "Deploy")

    assert refused.value.message == (
        f"User: {arn('user/bob')} is not authorized to perform: sts:AssumeRole on resource: {arn('role/Deploy')}"
        " because no identity-based policy allows the sts:AssumeRole action"
    )


def test_the_trust_policy_has_to_agree(world: Clocked) -> None:
    world.trusted_role("Other", trust=trusting_account(StringEquals={"sts:ExternalId": "x1"}))
    alice = world.acting("alice")

    with pytest.raises(AccessDenied, match="because no role trust policy allows the sts:AssumeRole action"):
        world.assumed(alice, "Other")
    assert world.assumed(alice, "Other", external_id="x1").session.name == "ci"


def test_a_role_that_is_not_there_is_refused_like_one_that_may_not_be_taken_on(world: Clocked) -> None:
    with pytest.raises(AccessDenied, match=r"is not authorized to perform: sts:AssumeRole on resource: .*role/None$"):
        world.assumed(world.acting("alice"), "None")


def test_the_root_user_assumes_no_roles(world: Clocked) -> None:
    with pytest.raises(AccessDenied, match=r"^Roles may not be assumed by root accounts\.$"):
        world.assumed(world.root, "Deploy")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"role_session_name": "a b"}, "Value 'a b' at 'roleSessionName' failed to satisfy constraint"),
        ({"role_session_name": "a"}, "greater than or equal to 2"),
        ({"duration_seconds": 899}, "Value '899' at 'durationSeconds'"),
        ({"duration_seconds": 43_201}, "Value '43201' at 'durationSeconds'"),
        ({"external_id": "x"}, "externalId"),
        ({"source_identity": "aws:me"}, "sourceIdentity"),
        ({"policy": "{" + " " * 2048 + "}"}, "less than or equal to 2048"),
        ({"policy_arns": ("arn:aws:iam::aws:policy/ReadOnlyAccess",) * 11}, "less than or equal to 10"),
        ({"policy_arns": ("arn:aws:iam::999988887777:policy/P",)}, "no managed policy of account"),
    ],
)
def test_what_is_out_of_shape_is_a_validation_error(world: Clocked, wish: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        world.assumed(world.acting("alice"), "Deploy", **wish)


def test_a_session_lasts_as_long_as_the_role_allows(world: Clocked) -> None:
    world.trusted_role("Long", max_session_duration=7200)
    alice = world.acting("alice")

    assert world.assumed(alice, "Long", duration_seconds=7200).credentials.expiration == NOW + timedelta(hours=2)
    with pytest.raises(ValidationError) as refused:
        world.assumed(alice, "Long", duration_seconds=7201)
    assert refused.value.message == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    assert refused.value.hints == ("the longest permitted is 7200 seconds: `--duration max`",)


def test_out_of_a_roles_session_another_lasts_an_hour_at_most(world: Clocked) -> None:
    world.trusted_role("First", ASSUME, max_session_duration=43_200)
    world.trusted_role("Second", max_session_duration=43_200)
    first = world.by(world.assumed(world.acting("alice"), "First", duration_seconds=43_200))

    with pytest.raises(ValidationError, match="exceeds the 1 hour session limit for roles assumed by role chaining"):
        world.assumed(first, "Second", duration_seconds=3601)
    second = world.assumed(first, "Second", duration_seconds=3600).session
    assert second.chain == (arn("user/alice"), f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/First/ci")
    assert len(second.ancestors) == 1


def test_a_session_policy_narrows_and_never_widens(world: Clocked) -> None:
    narrow = json.dumps({"Version": "2012-10-17", "Statement": [statement(["iam:ListUsers", "iam:DeleteUser"])]})
    issued = world.assumed(world.acting("alice"), "Deploy", policy=narrow)
    session = world.by(issued)

    assert session.call(list_users)
    with pytest.raises(AccessDenied, match="because no session policy allows the iam:ListGroups action"):
        session.call(list_groups)
    assert issued.packed_policy_size is not None
    assert 0 < issued.packed_policy_size < 20


def test_a_session_policy_that_is_none_or_is_not_there_is_refused(world: Clocked) -> None:
    alice = world.acting("alice")

    with pytest.raises(MalformedPolicyDocument):
        world.assumed(alice, "Deploy", policy="{}")
    with pytest.raises(MalformedPolicyDocument, match="does not exist"):
        world.assumed(alice, "Deploy", policy_arns=(arn("policy/Gone"),))


def test_more_than_there_is_room_for_is_refused(world: Clocked) -> None:
    lot = Random(7)
    tags = [
        Tag(f"k{n}", "".join(lot.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(200))) for n in range(30)
    ]

    with pytest.raises(PackedPolicyTooLarge, match=r"Packed policy consumes \d+% of allotted space"):
        world.assumed(world.acting("alice"), "Deploy", tags=tags)


def test_session_tags_are_the_principals_tags_before_the_roles_own(world: Clocked) -> None:
    only_blue = statement("iam:ListUsers", Condition={"StringEquals": {"aws:PrincipalTag/team": "blue"}})
    world.trusted_role("Tagged", only_blue, tags=[Tag("Team", "red")])
    alice = world.acting("alice")

    assert world.by(world.assumed(alice, "Tagged", tags=[Tag("team", "blue")])).call(list_users)
    with pytest.raises(AccessDenied):
        world.by(world.assumed(alice, "Tagged")).call(list_users)


def test_tags_need_tag_session_on_both_sides(world: Clocked) -> None:
    world.user("carol", statement("sts:AssumeRole"))
    with pytest.raises(AccessDenied, match="sts:TagSession"):
        world.assumed(world.acting("carol"), "Deploy", tags=[Tag("team", "blue")])


def test_transitive_tags_are_handed_on_and_cannot_be_changed(world: Clocked) -> None:
    world.trusted_role("First", ASSUME)
    first = world.by(
        world.assumed(
            world.acting("alice"), "First", tags=[Tag("team", "blue"), Tag("x", "y")], transitive_tag_keys=["team"]
        )
    )

    assert world.assumed(first, "Deploy").session.tags == (Tag("team", "blue"),)
    with pytest.raises(ValidationError, match="conflicts with a transitive tag key from the calling session"):
        world.assumed(first, "Deploy", tags=[Tag("TEAM", "red")])


def test_a_transitive_key_that_is_no_tag_is_refused(world: Clocked) -> None:
    with pytest.raises(InvalidInput, match="Transitive tag key team is no tag of this session"):
        world.assumed(world.acting("alice"), "Deploy", transitive_tag_keys=["team"])


def test_a_source_identity_is_set_once_for_the_whole_chain(world: Clocked) -> None:
    world.trusted_role("First", ASSUME)
    first = world.by(world.assumed(world.acting("alice"), "First", source_identity="alice"))

    assert world.assumed(first, "Deploy").session.source_identity == "alice"
    with pytest.raises(AccessDenied, match="Source identity cannot be changed once it is set"):
        world.assumed(first, "Deploy", source_identity="mallory")


def test_a_chain_with_a_source_identity_needs_the_right_to_set_it(world: Clocked) -> None:
    world.trusted_role("First", statement("sts:AssumeRole"))
    first = world.by(world.assumed(world.acting("alice"), "First", source_identity="alice"))

    with pytest.raises(AccessDenied, match="sts:SetSourceIdentity"):
        world.assumed(first, "Deploy")


def test_history_names_the_session(world: Clocked) -> None:
    world.trusted_role("Admin", statement("iam:CreateUser"))
    session = world.by(world.assumed(world.acting("alice"), "Admin"))
    session.call(create_user, user_name="dave")

    revision = world.store.revisions[-1]
    assert revision.caller_arn == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Admin/ci"
    assert revision.session_id == session.presented.access_key_id


def test_a_session_of_ones_own_is_no_further_link_of_the_chain(world: Clocked) -> None:
    from iamctl.service.sts.session_token import get_session_token

    own = world.by(world.with_key("alice")).call(get_session_token)

    assert world.assumed(world.by(own), "Deploy").session.chain == (arn("user/alice"),)


def test_a_refusals_hint_carries_what_narrows_the_session(world: Clocked) -> None:
    narrow = json.dumps({"Version": "2012-10-17", "Statement": [statement("iam:ListUsers")]})
    session = world.by(world.assumed(world.acting("alice"), "Deploy", policy=narrow))

    with pytest.raises(AccessDenied) as refused:
        session.call(list_groups)
    assert "--session-policy '{" in refused.value.hints[0]


def test_a_policy_of_the_callers_that_is_not_there_might_deny_it(world: Clocked) -> None:
    from dataclasses import replace

    alice = world.store.nouns["users"]["alice"]
    world.store.nouns["users"]["alice"] = replace(alice, attached_policies=(arn("policy/Gone"),))

    with pytest.raises(AccessDenied, match=r"it is not known what policy .*policy/Gone"):
        world.assumed(world.acting("alice"), "Deploy")
