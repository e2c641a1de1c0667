"""Policies of resources that the account does not keep itself."""

from __future__ import annotations

import pytest

from iamctl.errors import EntityAlreadyExists, IamError, InvalidInput, NoSuchEntity, ValidationError
from iamctl.model.document import Document
from iamctl.model.resource_policy import ResourcePolicy
from iamctl.service.account import Account
from iamctl.service.resource_policies import (
    delete_resource_policy,
    get_resource_policy,
    list_resource_policies,
    put_resource_policy,
)

from .given import ACCOUNT_ID, arn

OPEN = Document('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}')
SHUT = Document('{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}')
BUCKET = "arn:aws:s3:::releases"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT_ID}:Work"


def test_a_policy_is_kept_under_the_resources_arn(account: Account) -> None:
    put = put_resource_policy(account, resource_arn=BUCKET, policy=OPEN)

    assert put == ResourcePolicy(account_id=ACCOUNT_ID, resource_arn=BUCKET, document=OPEN)
    assert get_resource_policy(account, resource_arn=BUCKET) == put


def test_a_second_policy_takes_the_place_of_the_first(account: Account) -> None:
    put_resource_policy(account, resource_arn=BUCKET, policy=OPEN)
    put_resource_policy(account, resource_arn=BUCKET, policy=SHUT)

    assert [policy.document for policy in list_resource_policies(account)] == [SHUT]


def test_policies_are_listed_by_arn(account: Account) -> None:
    for resource in (QUEUE, BUCKET):
        put_resource_policy(account, resource_arn=resource, policy=OPEN)

    assert [policy.resource_arn for policy in list_resource_policies(account)] == [BUCKET, QUEUE]


def test_a_deleted_policy_is_gone(account: Account) -> None:
    put_resource_policy(account, resource_arn=BUCKET, policy=OPEN)

    delete_resource_policy(account, resource_arn=BUCKET)

    with pytest.raises(NoSuchEntity):
        get_resource_policy(account, resource_arn=BUCKET)


def test_letters_count_in_their_case(account: Account) -> None:
    put_resource_policy(account, resource_arn=QUEUE, policy=OPEN)
    other = QUEUE.replace("Work", "work")

    with pytest.raises(NoSuchEntity) as refused:
        get_resource_policy(account, resource_arn=other)
    with pytest.raises(EntityAlreadyExists):
        put_resource_policy(account, resource_arn=other, policy=SHUT)

    assert refused.value.hints[0].startswith(f"did you mean {QUEUE}?")
    assert get_resource_policy(account, resource_arn=QUEUE).document == OPEN


@pytest.mark.parametrize(
    ("resource", "error"),
    [
        ("releases", ValidationError),
        ("arn:aws:s3:::*", ValidationError),
        ("arn:aws:s3:::rel eases", ValidationError),
        (f"{BUCKET}/v1", InvalidInput),
        (arn("role/Deploy"), InvalidInput),
        (QUEUE.replace(ACCOUNT_ID, "444455556666"), InvalidInput),
    ],
)
def test_what_has_no_policy_here_is_refused(account: Account, resource: str, error: type[IamError]) -> None:
    with pytest.raises(error):
        put_resource_policy(account, resource_arn=resource, policy=OPEN)

    assert list_resource_policies(account) == []
