"""What can stand on a side, and for whom it differs."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.analysis.permissions.compare import Relation
from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.model.document import Document
from iamctl.service import attachments, boundaries, groups, inline_policies, policies, users
from iamctl.service.account import Account
from iamctl.service.comparing.comparison import Comparer, Comparison
from iamctl.service.comparing.sides import (
    IDENTITY,
    RESOURCE,
    TRUST,
    compare_policies,
    compare_principals,
    difference_of,
    permissions_of,
    policy_side,
    principal_side,
    read_policy,
)
from service.given import EC2, GET, PUT, allowing, trusting

THEIRS = "arn:aws:s3:::b/*"


def bucket(*statements: dict[str, Any]) -> Document:
    shape = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": THEIRS}
    return Document.of({"Version": "2012-10-17", "Statement": [{**shape, **each} for each in statements]})


def compared(before: Document, after: Document, kind: str | None = None) -> Comparison:
    return compare_policies(
        policy_side(before, "before", kind=kind), policy_side(after, "after", kind=kind), Comparer()
    )


def gainers(found: Comparison) -> set[str]:
    return {whom for part in found.parts if part.difference.gained for whom in part.whom}


@pytest.fixture
def readers(account: Account) -> Account:
    """alice reads by her group; bob does by a policy of his own, within a boundary that allows writing alone."""
    policies.create_policy(account, policy_name="Writing", policy_document=PUT)
    groups.create_group(account, group_name="Readers")
    inline_policies.put_group_policy(account, group_name="Readers", policy_name="Reading", policy_document=GET)
    for name in ("alice", "bob"):
        users.create_user(account, user_name=name)
    groups.add_user_to_group(account, group_name="Readers", user_name="alice")
    inline_policies.put_user_policy(account, user_name="bob", policy_name="Reading", policy_document=GET)
    boundaries.put_user_permissions_boundary(account, user_name="bob", permissions_boundary="Writing")
    return account


def test_a_policy_is_what_its_elements_make_it() -> None:
    assert policy_side(GET, "p").kind == IDENTITY
    assert policy_side(bucket({"Principal": "*"}), "p").kind == RESOURCE
    assert policy_side(EC2, "p").kind == TRUST


def test_policies_of_two_kinds_have_nothing_to_compare() -> None:
    with pytest.raises(InvalidInput, match="before is an identity policy, after a trust policy"):
        compared(GET, EC2)


def test_a_text_is_read_in_json_and_in_toml() -> None:
    toml = 'Version = "2012-10-17"\n[[Statement]]\nEffect = "Allow"\nAction = ["s3:GetObject"]\nResource = "*"\n'
    before, after = read_policy(GET.text, "get.json"), read_policy(toml, "get.toml")

    assert compare_policies(before, after, Comparer()).relation is Relation.EQUAL


def test_what_a_group_gives_is_what_its_members_have_of_it(readers: Account) -> None:
    found = compare_principals(principal_side(readers, "Readers"), principal_side(readers, "alice"), Comparer())

    assert found.relation is Relation.EQUAL


def test_a_boundary_leaves_nothing_of_what_it_does_not_allow(readers: Account) -> None:
    found = compare_principals(principal_side(readers, "alice"), principal_side(readers, "bob"), Comparer())

    assert found.relation is Relation.NARROWER
    assert permissions_of(readers, "bob").scene.allows("s3:GetObject", THEIRS, {}) is False


def test_an_attached_policy_is_what_its_version_in_force_says(readers: Account) -> None:
    attachments.attach_user_policy(readers, user_name="alice", policy_arn="Writing")

    found = compare_principals(principal_side(readers, "Readers"), principal_side(readers, "alice"), Comparer())

    assert found.relation is Relation.WIDER
    [part] = found.parts
    assert [piece.witness.action for piece in part.difference.gained] == ["s3:PutObject"]


def test_who_is_not_there_yet_gains_all_that_it_has(account: Account, readers: Account) -> None:
    assert difference_of(readers, readers, "alice", Comparer()).relation is Relation.EQUAL
    assert difference_of(readers, readers, "nobody", Comparer()).relation is Relation.EQUAL
    with pytest.raises(NoSuchEntity):
        permissions_of(account, "nobody")


def test_who_is_named_and_who_is_not_are_told_apart() -> None:
    everybody = bucket({"Principal": "*"})
    but_bob = bucket({"Principal": "*"}, {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::111122223333:user/bob"}})

    assert gainers(compared(but_bob, everybody)) == {"arn:aws:iam::111122223333:user/bob"}
    assert compared(everybody, but_bob).relation is Relation.NARROWER


CARRIED = {"aws:username": "al*", "aws:SourceIdentity": "al*", "aws:PrincipalTag/team": "core", "aws:userid": "A*"}
UNNAMED = ("*", {"AWS": "*"}, {"AWS": "111122223333"}, {"AWS": "AIDAAAAAAAAAAAAAAAAAA"})


@pytest.mark.parametrize(
    ("key", "principal"),
    # a user, whom its id names, has no source identity
    [(key, each) for key in CARRIED for each in UNNAMED if key != "aws:SourceIdentity" or "AIDA" not in str(each)],
)
def test_whoever_is_not_named_in_full_may_carry_what_users_and_role_sessions_do(key: str, principal: Any) -> None:
    value = CARRIED[key]
    condition = {"StringLike": {key: value}}
    other = {"Principal": {"AWS": "arn:aws:iam::999999999999:user/z"}, "Action": "s3:ListBucket"}

    assert (
        compared(bucket(other), bucket(other, {"Principal": principal, "Condition": condition})).relation
        is Relation.WIDER
    )


def test_a_deny_of_whom_a_user_name_tells_is_no_nothing() -> None:
    everybody = {"Principal": "*"}
    denied = {"Effect": "Deny", "Principal": "*", "Condition": {"StringEquals": {"aws:username": "bob"}}}

    assert compared(bucket(everybody), bucket(everybody, denied)).relation is Relation.NARROWER


def test_a_service_and_one_who_does_not_sign_have_no_user_name() -> None:
    condition = {"StringLike": {"aws:username": "*"}}
    service = {"Principal": {"Service": "s3.amazonaws.com"}}
    lists = {**service, "Action": "s3:ListBucket"}

    assert compared(bucket(lists), bucket(lists, {**service, "Condition": condition})).relation is Relation.EQUAL


def test_a_trust_policy_speaks_of_assuming_alone() -> None:
    wide = Document.of(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*"}]}
    )
    found = compared(trusting(AWS="arn:aws:iam::111122223333:user/bob"), wide, TRUST)

    actions = {piece.witness.action for part in found.parts for piece in part.difference.gained}
    assert actions
    assert all(action.startswith("sts:") for action in actions)


def test_a_pattern_without_a_known_action_is_remarked_on_in_texts() -> None:
    before, after = (read_policy(allowing(action).text, "p.json") for action in ("s3:GetObjct", "s3:GetObject"))

    assert compare_policies(before, after, Comparer()).remarks == (
        "s3:GetObjct in p.json covers no action that is known",
    )


def test_everybody_is_nobody_whom_the_policies_name() -> None:
    bob = "arn:aws:iam::111122223333:user/bob"
    of_bob = {"Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"aws:PrincipalArn": bob}}}

    assert compared(bucket(of_bob), bucket({"Principal": {"AWS": bob}})).relation is Relation.EQUAL
    assert compared(bucket({"Principal": {"AWS": bob}}), bucket({"Principal": "*"})).relation is Relation.WIDER


def test_an_account_that_a_condition_names_is_the_one_that_a_principal_does() -> None:
    of_account = {"Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}}
    named = {"Principal": {"AWS": "111122223333"}}
    of_another = {**of_account, "Principal": {"AWS": "999999999999"}}

    found = compared(bucket(of_account), bucket(named))

    assert {whom for part in found.parts for whom in part.whom} <= {"every service", "every identity provider"}
    assert compared(bucket(named), bucket(named, of_another)).relation is Relation.EQUAL
