"""What has no one meaning is refused; the rest is read as it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from iamctl.errors import MalformedPolicyDocument
from iamctl.policy.statements import PrincipalEntry, statements_in

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def _document(**changes: Any) -> dict[str, Any]:
    statement = {**ALLOW, **changes}
    return {
        "Version": "2012-10-17",
        "Statement": [{name: value for name, value in statement.items() if value is not None}],
    }


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"Action": None}, "Action"),
        ({"NotAction": "s3:*"}, "Action"),
        ({"NotResource": "*"}, "Resource"),
        ({"Resource": None}, "Resource"),
        ({"Principal": "*", "NotPrincipal": "*"}, "Principal"),
        ({"Principal": "arn:aws:iam::111122223333:user/alice"}, "Principal"),
        ({"Principal": {"Group": "admins"}}, "Principal"),
        ({"Action": 3}, "Action"),
        ({"Action": ["s3:*", None]}, "Action"),
        ({"Effect": "allow"}, "Effect"),
        ({"Efect": "Allow"}, "Efect"),
        ({"Condition": {"StringIs": {"aws:username": "alice"}}}, "StringIs"),
        ({"Condition": {"StringEquals": "alice"}}, "StringEquals"),
        ({"Condition": {"StringEquals": {"aws:username": [None]}}}, "Condition"),
        ({"Condition": []}, "Condition"),
    ],
)
def test_a_statement_without_one_meaning_is_refused_and_the_element_is_named(
    changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(MalformedPolicyDocument, match=r"Syntax errors in policy\.") as refused:
        statements_in(_document(**changes))

    assert named in refused.value.hints[0]


@pytest.mark.parametrize(
    "tree",
    [
        [],
        None,
        {"Version": "2012-10-17"},
        {"Version": "2012-10-18", "Statement": []},
        {"version": "2012-10-17", "Statement": []},
        {"Version": "2012-10-17", "Statement": ["Allow"]},
    ],
)
def test_a_tree_that_is_no_policy_is_refused(tree: Any) -> None:
    with pytest.raises(MalformedPolicyDocument):
        statements_in(tree)


def test_a_policy_of_a_resource_may_leave_the_resource_out() -> None:
    (statement,) = statements_in(
        _document(Resource=None, Principal={"AWS": ["1", "2"], "Service": "ec2.amazonaws.com"})
    )

    assert statement.resources is None
    assert statement.principals == (
        PrincipalEntry("AWS", "1"),
        PrincipalEntry("AWS", "2"),
        PrincipalEntry("Service", "ec2.amazonaws.com"),
    )


def test_values_of_conditions_are_texts_as_json_writes_them() -> None:
    condition = {"NumericEquals": {"t:One": [1, Decimal("1.10")]}, "Bool": {"t:Two": True}}

    (statement,) = statements_in(_document(Condition=condition))

    assert [entry.values for entry in statement.conditions] == [("1", "1.10"), ("true",)]


def test_a_lone_statement_is_a_list_of_one() -> None:
    (statement,) = statements_in({"Statement": ALLOW})

    assert (statement.actions, statement.number, statement.has_variables) == (("s3:GetObject",), 0, False)


def test_an_unknown_operator_without_keys_says_nothing() -> None:
    (statement,) = statements_in(_document(Condition={"StringIs": {}}))

    assert statement.conditions == ()
