"""The table of what AWS asks of callers, the operations, and what AWS publishes of its actions, held together."""

from __future__ import annotations

import pytest

from iamctl.reference.services import ServiceReference
from iamctl.service import authorization_composites
from iamctl.service.authorization_table import (
    AGE,
    BOUNDARY,
    COMMANDS,
    IDENTITY,
    POLICY,
    SERVICE,
    TABLE,
    TAG_KEYS,
    TAGS,
    Amounts,
    Aws,
    OwnerOnly,
    row_of,
)
from iamctl.service.operations import OPERATIONS

# Made outside the service room, each in a door's own.
ELSEWHERE = {"GetAccountAuthorizationDetails", "ImportAuthorizationDetails"}
_ON_WHAT_IS_THERE = (
    "CreatePolicyVersion",
    "CreateAccountAlias",
    "CreateAccessKey",
    "CreateLoginProfile",
    "CreateServiceSpecificCredential",
)
AWS_ROWS = [name for name, row in TABLE.items() if isinstance(row, Aws)]


@pytest.fixture(scope="module")
def reference() -> ServiceReference:
    return ServiceReference()


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert set(TABLE) - ELSEWHERE == set(OPERATIONS) - ELSEWHERE
    assert list(TABLE) == sorted(TABLE)


def test_commands_are_no_operations() -> None:
    assert TABLE.keys().isdisjoint(COMMANDS)


def test_what_has_no_row_is_the_root_users_alone() -> None:
    assert isinstance(row_of("MakeTea"), OwnerOnly)


@pytest.mark.parametrize("name", AWS_ROWS)
def test_a_row_acts_on_the_resource_types_that_aws_publishes(name: str, reference: ServiceReference) -> None:
    action = reference.action(f"iam:{name}")
    row = TABLE[name]
    assert action is not None
    assert isinstance(row, Aws)

    published = {acted_on.name for acted_on in action.resource_types} - {"sms-mfa"}  # which AWS retired

    assert published == ({"user", "group", "role"} if row.kind == IDENTITY else {row.kind} - {None})


@pytest.mark.parametrize("name", AWS_ROWS)
def test_a_row_tells_the_context_keys_that_aws_publishes(name: str, reference: ServiceReference) -> None:
    action = reference.action(f"iam:{name}")
    row = TABLE[name]
    assert action is not None
    assert isinstance(row, Aws)
    told = {
        TAGS: {"aws:RequestTag/${TagKey}", "aws:TagKeys"},
        TAG_KEYS: {"aws:TagKeys"},
        BOUNDARY: {"iam:PermissionsBoundary"},
        POLICY: {"iam:PolicyARN"},
        SERVICE: {"iam:ServiceSpecificCredentialServiceName"},
        AGE: {"iam:ServiceSpecificCredentialAgeDays"},
    }

    keys = set().union(*(told[each] for each in row.keys))

    of_security_keys = {
        key for key in action.condition_keys if key.startswith(("iam:FIDO-", "iam:RegisterSecurityKey"))
    }
    assert keys == set(action.condition_keys) - {"iam:RoleTemplateARN"} - of_security_keys


@pytest.mark.parametrize("name", AWS_ROWS)
def test_what_creates_asks_for_a_new_arn(name: str) -> None:
    row = TABLE[name]
    assert isinstance(row, Aws)

    creates = name.startswith("Create") and name not in _ON_WHAT_IS_THERE

    assert row.is_new == creates


def test_roles_are_passed_where_aws_says_that_the_action_depends_on_it(reference: ServiceReference) -> None:
    depending = {
        name
        for name in AWS_ROWS
        if (action := reference.action(f"iam:{name}")) is not None and "iam:PassRole" in action.dependent_actions
    }

    assert {name for name in AWS_ROWS if getattr(TABLE[name], "passes_role", False)} == depending


def test_what_amounts_to_calls_has_a_function_that_says_which() -> None:
    functions = {row.function for row in TABLE.values() if isinstance(row, Amounts)}

    assert functions == set(authorization_composites._BEFORE)
