"""Edits of a statement, and policies with an edit made."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.analysis.mutate import NEGATED, mutated, mutations
from iamctl.engine.authorize import authorize
from iamctl.policy.conditions import OPERATORS
from iamctl.policy.statements import Statement, statements_in
from tests.engine.given import allow, policies_of, request_of


def statement(**elements: Any) -> Statement:
    document = allow(elements.pop("Action", "s3:GetObject"), elements.pop("Resource", "arn:aws:s3:::b/*"), **elements)
    [found] = statements_in(document)
    return found


def edits(given: Statement) -> list[tuple[str, str]]:
    return [(mutation.kind, mutation.detail) for mutation in mutations(given)]


def test_every_element_is_edited() -> None:
    given = statement(Action=["s3:GetObject", "s3:PutObject"], Condition={"StringLikeIfExists": {"aws:username": "a*"}})

    assert edits(given) == [
        ("effect flipped", "Effect becomes Deny"),
        ("statement removed", "the statement is gone"),
        ("action widened", "s3:GetObject becomes s3:*"),
        ("action narrowed", "s3:GetObject is gone"),
        ("action widened", "s3:PutObject becomes s3:*"),
        ("action narrowed", "s3:PutObject is gone"),
        ("resource widened", "Resource becomes *"),
        ("condition dropped", "StringLikeIfExists aws:username is gone"),
        ("condition negated", "StringLikeIfExists aws:username: becomes StringNotLikeIfExists"),
    ]


def test_what_is_as_wide_as_it_can_be_is_not_widened() -> None:
    kinds = {kind for kind, _ in edits(statement(Action="s3:*", Resource="*"))}

    assert kinds == {"effect flipped", "statement removed"}


def test_fewer_exceptions_make_a_statement_wider() -> None:
    given = statement()._replace(actions=None, not_actions=("iam:GetUser", "sts:*"))

    kinds = [kind for kind, detail in edits(given) if detail.endswith("is gone") and "statement" not in detail]

    assert kinds == ["action widened", "action widened"]


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_condition_can_be_negated(operator: str) -> None:
    given = statement(Condition={operator: {"aws:username": "true"}})

    negated = [mutation for mutation in mutations(given) if mutation.kind == "condition negated"]

    assert bool(negated) == (operator in NEGATED or operator in ("Bool", "Null"))
    assert operator == "BinaryEquals" or negated


def test_negating_twice_is_nothing() -> None:
    assert all(NEGATED[NEGATED[operator]] == operator for operator in NEGATED)


def test_an_edit_is_made_wherever_the_policy_stands() -> None:
    policies = policies_of({"identity": [allow("s3:*", "*")]})
    request = request_of(
        {"principal": "arn:aws:iam::111122223333:user/a", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/x"}
    )
    [original] = policies.identity.statements
    gone = next(each for each in mutations(original.statement) if each.kind == "statement removed")

    assert authorize(request, policies).is_allowed
    assert not authorize(request, mutated(policies, original, gone)).is_allowed
    assert authorize(request, policies).is_allowed
