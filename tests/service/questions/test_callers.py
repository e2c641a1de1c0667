"""Whom the words of a question mean."""

from __future__ import annotations

import pytest

from iamctl.engine.request import Principal, PrincipalKind
from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.service import roles, users
from iamctl.service.account import Account
from iamctl.service.questions.callers import caller_of, principal_of
from service.given import ACCOUNT_ID, EC2, ROOT, arn

ALICE = arn("user/eng/alice")
SESSION = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/ci"


def user_id(account: Account, name: str) -> str:
    user = account.users.find(name)
    assert user is not None
    return user.user_id


@pytest.mark.parametrize("text", ["alice", "ALICE", ALICE])
def test_a_user_is_meant_by_name_or_arn(asked: Account, text: str) -> None:
    expected = Principal(PrincipalKind.USER, ALICE, ACCOUNT_ID, unique_ids=(user_id(asked, "alice"),))

    assert principal_of(asked, text) == expected


def test_a_user_is_meant_by_its_unique_id(asked: Account) -> None:
    assert principal_of(asked, user_id(asked, "alice")).arn == ALICE


@pytest.mark.parametrize("text", ["Deploy", arn("role/ci/Deploy"), SESSION.replace("/ci", "/iamctl")])
def test_a_role_is_a_session_of_it(asked: Account, text: str) -> None:
    role = asked.roles.find("Deploy")
    assert role is not None

    principal = principal_of(asked, text)

    assert principal.kind is PrincipalKind.ROLE_SESSION
    assert principal.arn == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/iamctl"
    assert principal.parent_arn == arn("role/ci/Deploy")
    assert principal.unique_ids == (f"{role.role_id}:iamctl", role.role_id)


def test_a_session_keeps_its_name(asked: Account) -> None:
    assert principal_of(asked, SESSION).arn == SESSION


@pytest.mark.parametrize("text", ["root", ACCOUNT_ID, ROOT])
def test_an_account_is_its_root_user(asked: Account, text: str) -> None:
    assert principal_of(asked, text) == Principal(PrincipalKind.ROOT, ROOT, ACCOUNT_ID, unique_ids=(ACCOUNT_ID,))


@pytest.mark.parametrize(
    ("text", "kind", "account_id"),
    [
        ("ec2.amazonaws.com", PrincipalKind.SERVICE, ""),
        ("anonymous", PrincipalKind.ANONYMOUS, ""),
        ("accounts.google.com", PrincipalKind.FEDERATED, ""),
        (arn("saml-provider/Okta"), PrincipalKind.FEDERATED, ""),
        ("444455556666", PrincipalKind.ROOT, "444455556666"),
        ("arn:aws:iam::444455556666:user/eve", PrincipalKind.USER, "444455556666"),
        (f"arn:aws:sts::{ACCOUNT_ID}:federated-user/kim", PrincipalKind.FEDERATED_USER, ACCOUNT_ID),
    ],
)
def test_what_is_no_entity_of_the_account_is_taken_as_it_says(
    asked: Account, text: str, kind: PrincipalKind, account_id: str
) -> None:
    principal = principal_of(asked, text)

    assert (principal.kind, principal.account_id) == (kind, account_id)


def test_a_role_of_another_account_is_known_by_its_arn(asked: Account) -> None:
    caller = caller_of(asked, "arn:aws:iam::444455556666:role/ops/Audit")

    assert caller.principal.arn == "arn:aws:sts::444455556666:assumed-role/Audit/iamctl"
    assert caller.principal.parent_arn == "arn:aws:iam::444455556666:role/ops/Audit"
    assert not caller.is_known


def test_a_federated_user_has_the_policies_of_the_user_that_is_named(asked: Account) -> None:
    text = f"arn:aws:sts::{ACCOUNT_ID}:federated-user/kim"

    caller = caller_of(asked, text, federated_by="alice")

    assert caller.identity == asked.users.find("alice")
    assert caller.principal.parent_arn == ALICE
    assert not caller_of(asked, text).is_known


def test_a_service_linked_role_is_known_by_its_path(asked: Account) -> None:
    principal = principal_of(asked, "arn:aws:iam::444455556666:role/aws-service-role/ecs.amazonaws.com/X")

    assert principal.is_service_linked
    assert not principal_of(asked, "Deploy").is_service_linked


@pytest.mark.parametrize("text", ["alize", arn("user/alice"), arn("role/Deploy"), SESSION.replace("Deploy", "deploy")])
def test_who_is_not_there_is_refused_with_a_near_one(asked: Account, text: str) -> None:
    with pytest.raises(NoSuchEntity) as refused:
        principal_of(asked, text)

    assert "did you mean" in refused.value.hints[0]


def test_a_name_of_a_user_and_a_role_is_refused(asked: Account) -> None:
    roles.create_role(asked, role_name="Bob", assume_role_policy_document=EC2)

    with pytest.raises(InvalidInput) as refused:
        principal_of(asked, "bob")

    assert refused.value.hints == (f"say {arn('user/bob')}", f"or {arn('role/Bob')}")


@pytest.mark.parametrize("text", ["Developers", arn("group/Developers"), "arn:aws:s3:::bucket", arn("policy/Edge")])
def test_what_asks_for_nothing_is_refused(asked: Account, text: str) -> None:
    with pytest.raises(InvalidInput):
        principal_of(asked, text)


def test_a_user_that_is_deleted_is_not_there(asked: Account) -> None:
    users.delete_user(asked, user_name="bob")

    with pytest.raises(NoSuchEntity):
        principal_of(asked, "bob")


@pytest.mark.parametrize("text", ["alice", "root", "Deploy", "anonymous"])
def test_only_a_federated_users_session_came_from_a_user(asked: Account, text: str) -> None:
    with pytest.raises(InvalidInput, match="is no federated user"):
        caller_of(asked, text, federated_by="alice")
