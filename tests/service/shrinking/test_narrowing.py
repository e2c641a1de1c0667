"""Policies narrowed to what was used."""

from __future__ import annotations

from typing import Any

from analysis.statements import STATEMENTS
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.permissions.compare import Relation
from iamctl.analysis.permissions.from_policies import permissions_of_layer
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.model.document import Document
from iamctl.service.shrinking.narrowing import Shrunk, shrink
from iamctl.service.shrinking.used import Use

GET = Use("s3:GetObject", ("arn:aws:s3:::a/k",), "")


def statement(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def narrowed(*trees: dict[str, Any], uses: list[Use], version: str = "2012-10-17", **more: Any) -> Shrunk:
    document = Document.of({"Version": version, "Statement": list(trees)})
    return shrink([NamedDocument("p", document)], uses, label="p", **more)


def statements(shrunk: Shrunk) -> Any:
    assert shrunk.document is not None
    tree: Any = shrunk.document.tree
    listed = tree["Statement"]
    return listed[0] if len(listed) == 1 else listed


def test_the_actions_that_were_used_stay() -> None:
    shrunk = narrowed(statement("s3:*"), uses=[GET])

    assert statements(shrunk) == statement("s3:GetObject")
    assert shrunk.comparison.relation is Relation.NARROWER


def test_resources_are_narrowed_where_the_log_names_them_for_every_use() -> None:
    put = [Use("s3:PutObject", ("arn:aws:s3:::a/k",), ""), Use("s3:PutObject", (), "")]

    found = statements(narrowed(statement("s3:*", "arn:aws:s3:::*"), uses=[GET, *put], with_resources=True))

    assert statement("s3:GetObject", "arn:aws:s3:::a/k") in found
    assert statement("s3:PutObject", "arn:aws:s3:::*") in found


def test_a_statement_that_does_not_speak_of_the_resource_goes() -> None:
    kept, gone = statement("s3:Get*", "arn:aws:s3:::a/*"), statement("s3:Get*", "arn:aws:s3:::b/*")

    assert statements(narrowed(kept, gone, uses=[GET])) == statement("s3:GetObject", "arn:aws:s3:::a/*")


def test_all_but_some_actions_become_those_that_were_used() -> None:
    tree = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}

    assert statements(narrowed(tree, uses=[GET, Use("iam:GetUser", (), "")])) == statement("s3:GetObject")


def test_denies_and_conditions_stay() -> None:
    deny = {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
    condition = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}

    found = statements(narrowed(statement("s3:*", Condition=condition), deny, uses=[GET]))

    assert statement("s3:GetObject", Condition=condition) in found
    assert deny in found


def test_a_resource_with_a_variable_stays_as_it_is() -> None:
    tree = statement("s3:*", "arn:aws:s3:::a/${aws:username}")

    found = statements(narrowed(tree, uses=[GET], with_resources=True))

    assert found == statement("s3:GetObject", "arn:aws:s3:::a/${aws:username}")


def test_an_old_version_keeps_its_literal_variables() -> None:
    shrunk = narrowed(statement("s3:*", "arn:aws:s3:::${x}"), uses=[Use("s3:GetObject", (), "")], version="2008-10-17")

    assert shrunk.document is not None
    assert '"Version":"2008-10-17"' in shrunk.document.text


def test_nothing_used_leaves_nothing() -> None:
    assert narrowed(statement("s3:*"), uses=[]).document is None


USES = st.lists(
    st.builds(
        Use,
        st.sampled_from(["s3:GetObject", "s3:PutObject"]),
        st.sampled_from([(), ("arn:aws:s3:::a/k",), ("arn:aws:s3:::b/k",)]),
        st.just(""),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=4), USES, st.booleans())
def test_what_was_used_is_still_allowed_and_nothing_new_is(
    trees: list[dict[str, Any]], uses: list[Use], with_resources: bool
) -> None:
    document = Document.of({"Version": "2012-10-17", "Statement": trees})  # type: ignore[dict-item]
    shrunk = shrink([NamedDocument("p", document)], uses, label="p", with_resources=with_resources)

    before = permissions_of_layer(Layer((NamedDocument("p", document),))).scene
    after = permissions_of_layer(Layer(() if shrunk.document is None else (NamedDocument("p", shrunk.document),))).scene
    contexts: tuple[dict[str, Any], ...] = ({}, {"aws:sourceip": "10.0.0.1"})
    for use in uses:
        for resource in use.resources:
            for context in contexts:
                assert before.allows(use.action, resource, context) == after.allows(use.action, resource, context)
    for action in ("s3:GetObject", "s3:PutObject", "iam:GetUser"):
        for context in contexts:
            allowed = after.allows(action, "arn:aws:s3:::b/k", context)
            assert not allowed or before.allows(action, "arn:aws:s3:::b/k", context)
