"""Statements made fewer and smaller that say the same, held against the engine."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.permissions.boxes import Space
from iamctl.analysis.permissions.from_policies import permissions_of_layer
from iamctl.analysis.simplification import Said, Simplifier
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.model.document import Document

from .statements import ACTIONS, CONTEXTS, RESOURCES, STATEMENTS


def statement(action: Any, resource: Any = "*", effect: str = "Allow", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def said(*trees: dict[str, Any], is_movable: bool = True) -> list[Said]:
    return [Said(tree, "policy", number, is_movable) for number, tree in enumerate(trees)]


def simplified(*trees: dict[str, Any]) -> list[dict[str, Any]]:
    return list(Simplifier(Space()).simplified(said(*trees)).statements)


def test_a_statement_that_two_others_cover_together_goes() -> None:
    both = statement(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::b/*")
    reading, writing = statement("s3:Get*"), statement("s3:Put*")

    found = Simplifier(Space()).superfluous(said(both, reading, writing))

    ((one, reason, by),) = found
    assert (one.number, reason, {each.number for each in by}) == (0, "covered", {1, 2})


def test_an_allow_that_a_deny_takes_away_goes_and_the_deny_stays() -> None:
    deny = statement("s3:*", effect="Deny")

    assert simplified(statement("s3:GetObject"), deny) == [deny]


def test_a_deny_of_what_nothing_here_allows_stays() -> None:
    deny = statement("iam:*", effect="Deny")

    assert deny in simplified(statement("s3:GetObject"), deny)


def test_an_allow_under_a_condition_does_not_cover_one_without() -> None:
    narrow = statement("s3:GetObject", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})

    assert simplified(statement("s3:GetObject"), narrow) == [statement("s3:GetObject")]
    assert Simplifier(Space()).superfluous(said(statement("s3:PutObject"), narrow)) == []


def test_statements_that_differ_in_one_list_become_one() -> None:
    assert simplified(statement("s3:GetObject", Sid="A"), statement("s3:PutObject", Sid="B")) == [
        statement(["s3:GetObject", "s3:PutObject"])
    ]


def test_a_statement_that_is_left_alone_keeps_its_sid() -> None:
    assert simplified(statement("s3:GetObject", Sid="Read")) == [statement("s3:GetObject", Sid="Read")]


def test_an_action_that_another_statement_allows_anyway_leaves_the_list() -> None:
    listed = statement(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::b/*")

    assert statement("s3:PutObject", "arn:aws:s3:::b/*") in simplified(listed, statement("s3:Get*"))


def test_what_may_not_move_covers_and_is_not_given_back() -> None:
    fixed = Said(statement("s3:*"), "other", 0, is_movable=False)

    found = Simplifier(Space()).simplified([*said(statement("s3:GetObject")), fixed])

    assert found.statements == ()
    assert found.dropped[0].by == (fixed,)


@settings(deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=5))
def test_the_engine_answers_as_before(trees: list[dict[str, Any]]) -> None:
    small = simplified(*trees)

    assert len(small) <= len(trees)
    for only_denies in (False, True):
        before, after = scene(trees, only_denies=only_denies), scene(small, only_denies=only_denies)
        for action, resource, context in product(ACTIONS, RESOURCES, CONTEXTS):
            assert before.allows(action, resource, context) == after.allows(action, resource, context)


def scene(trees: list[dict[str, Any]], *, only_denies: bool) -> Any:
    """The statements as they are, or the Denies alone beside an Allow of everything."""
    chosen = [statement("*"), *(each for each in trees if each["Effect"] == "Deny")] if only_denies else trees
    document = Document.of({"Version": "2012-10-17", "Statement": chosen})  # type: ignore[dict-item]
    return permissions_of_layer(Layer((NamedDocument("p", document),))).scene
