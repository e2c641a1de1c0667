"""A dump of one account taken into another."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, unquote

import pytest

from iamctl.errors import IamctlError
from iamctl.exchange.dump import ROLES, USERS, Dump, read_dump
from iamctl.exchange.target import aim

from .given import ACCOUNT_ID, allowing, attached, dump, profile, role, trusting, user

NEW = "444455556666"


def aimed(answer: Any, **parameters: Any) -> tuple[Dump, Any]:
    read = read_dump(json.dumps(answer), "dump.json")
    return read, aim(read, **({"into": None, "account_id": None, "known": []} | parameters))


def test_arns_outside_documents_name_the_new_account() -> None:
    boundary = {"PermissionsBoundaryArn": f"arn:aws:iam::{ACCOUNT_ID}:policy/Edge"}
    answer = dump(
        user(
            "alice",
            PermissionsBoundary=boundary,
            AttachedManagedPolicies=attached(f"arn:aws:iam::{ACCOUNT_ID}:policy/P"),
        ),
        role("Deploy", InstanceProfileList=[profile("Web")]),
    )

    read, target = aimed(answer, into=NEW)

    everything = json.dumps([entry.value for member in (USERS, ROLES) for entry in read.lists[member]])
    assert ACCOUNT_ID not in everything
    assert everything.count(NEW) == 5
    assert target.rewritten == f"5 texts that named account {ACCOUNT_ID} name account {NEW} now"
    assert target.left is None


def test_principals_of_trust_policies_name_the_new_account_and_the_rest_is_counted() -> None:
    trust = trusting(AWS=[f"arn:aws:iam::{ACCOUNT_ID}:root", ACCOUNT_ID, "arn:aws:iam::999988887777:root"])
    trust["Statement"][0]["Condition"] = {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}
    inline = [{"PolicyName": "P", "PolicyDocument": allowing() | {"Id": f"arn:aws:iam::{ACCOUNT_ID}:user/alice"}}]

    read, target = aimed(dump(role("Deploy", AssumeRolePolicyDocument=trust, RolePolicyList=inline)), into=NEW)

    document = read.lists[ROLES][0].value["AssumeRolePolicyDocument"]
    assert document["Statement"][0]["Principal"]["AWS"] == [
        f"arn:aws:iam::{NEW}:root",
        NEW,
        "arn:aws:iam::999988887777:root",
    ]
    assert target.left == f"2 texts in policy documents still name account {ACCOUNT_ID}; they are left as they are"


def test_a_percent_encoded_trust_policy_is_rewritten_and_encoded_again() -> None:
    trust = quote(json.dumps(trusting(AWS=ACCOUNT_ID)), safe="")

    read, _ = aimed(dump(role("Deploy", AssumeRolePolicyDocument=trust)), into=NEW)

    document = read.lists[ROLES][0].value["AssumeRolePolicyDocument"]
    assert json.loads(unquote(document)) == trusting(AWS=NEW)
    assert document.startswith("%7B")


@pytest.mark.parametrize(
    ("parameters", "account_id", "is_new"),
    [
        ({}, ACCOUNT_ID, True),
        ({"known": [ACCOUNT_ID]}, ACCOUNT_ID, False),
        ({"account_id": ACCOUNT_ID}, ACCOUNT_ID, True),
        ({"into": ACCOUNT_ID}, ACCOUNT_ID, True),
        ({"into": NEW, "known": [NEW], "account_id": ACCOUNT_ID}, NEW, False),
    ],
)
def test_the_account_that_is_meant(parameters: dict[str, Any], account_id: str, is_new: bool) -> None:
    _, target = aimed(dump(user()), **parameters)

    assert (target.account_id, target.is_new) == (account_id, is_new)


def test_naming_another_account_without_into_is_refused() -> None:
    with pytest.raises(IamctlError, match=f"is a dump of account {ACCOUNT_ID}, not of {NEW}"):
        aimed(dump(user()), account_id=NEW)


def test_an_empty_dump_needs_an_account() -> None:
    with pytest.raises(IamctlError, match="holds no ARN"):
        aimed(dump())

    _, target = aimed(dump(), into=NEW)
    assert target.account_id == NEW


def test_into_is_an_account_id() -> None:
    with pytest.raises(IamctlError, match="accountId"):
        aimed(dump(user()), into="prod")
