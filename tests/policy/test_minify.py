"""The smallest form decides every request as the document did."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.policy.coverage import covers
from iamctl.policy.layout import compact
from iamctl.policy.minify import minified

ACTIONS = ["s3:Get*", "s3:GetObject", "S3:getobject", "s3:*", "*", "ec2:Run?", "ec2:RunA"]
RESOURCES = ["*", "arn:aws:s3:::a", "arn:aws:s3:::a*", "arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/*"]
CONDITIONS = [{}, {"Bool": {}}, {"Bool": {"aws:x": ["true", "true"]}}, {"StringLike": {"aws:x": ["true"]}}]


def listed(values: list[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values) | st.lists(st.sampled_from(values), min_size=1, max_size=4)


STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"])},
    optional={"Sid": st.sampled_from(["", "A"]), "Condition": st.sampled_from(CONDITIONS)},
).flatmap(
    lambda base: st.tuples(
        st.sampled_from(["Action", "NotAction"]),
        listed(ACTIONS),
        st.sampled_from(["Resource", "NotResource"]),
        listed(RESOURCES),
    ).map(lambda parts: base | {parts[0]: parts[1], parts[2]: parts[3]})
)
DOCUMENTS = st.lists(STATEMENTS, min_size=1, max_size=5).map(
    lambda found: {"Version": "2012-10-17", "Statement": found}
)
REQUESTS = [
    (action, resource, flag)
    for action in ("s3:GetObject", "s3:PutObject", "ec2:RunA", "iam:GetUser")
    for resource in ("arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:::b/alice", "arn:aws:s3:::c")
    for flag in (True, False)
]


def decided(document: dict[str, Any], action: str, resource: str, flag: bool) -> set[str]:
    """The effects of the statements that apply: a plain reading of the rules, for this test's few patterns."""
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    return {each["Effect"] for each in statements if applies(each, action, resource, flag)}


def applies(statement: dict[str, Any], action: str, resource: str, flag: bool) -> bool:
    for element, asked, ignore_case in (("Action", action, True), ("Resource", resource, False)):
        negated = f"Not{element}" in statement
        value = statement[f"Not{element}" if negated else element]
        texts = [text.replace("${aws:username}", "alice") for text in (value if isinstance(value, list) else [value])]
        if any(covers(text, asked, ignore_case=ignore_case) for text in texts) is negated:
            return False
    condition = statement.get("Condition", {})
    return flag or not any(condition.values())


@given(DOCUMENTS)
@settings(max_examples=300)
def test_every_request_is_decided_alike_before_and_after(document: dict[str, Any]) -> None:
    small = minified(document)

    for request in REQUESTS:
        assert decided(document, *request) == decided(small, *request), compact(small)
    assert len(compact(small)) <= len(compact(document))


@given(DOCUMENTS)
def test_what_is_small_stays_as_it_is(document: dict[str, Any]) -> None:
    small = minified(document)

    assert minified(small) == small


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Sid": "", "Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject"], "Resource": ["*"]}, "s3:Get*"),
        ({"Effect": "Allow", "Action": ["s3:GetObject", "S3:getobject"], "Resource": "*"}, "s3:GetObject"),
    ],
)
def test_what_a_wildcard_covers_goes(statement: dict[str, Any], expected: str) -> None:
    small = minified({"Version": "2012-10-17", "Statement": [statement]})

    assert small["Statement"] == {"Effect": "Allow", "Action": expected, "Resource": "*"}


def test_statements_that_differ_in_actions_alone_become_one_unless_they_have_sids() -> None:
    def both(**sid: str) -> dict[str, Any]:
        rest = {"Effect": "Allow", "Resource": "*"} | sid
        return {"Statement": [rest | {"Action": "s3:A"}, rest | {"Action": "s3:B"}]}

    assert minified(both())["Statement"]["Action"] == ["s3:A", "s3:B"]
    assert len(minified(both(Sid="X"))["Statement"]) == 2


def test_a_number_and_its_text_are_two_values() -> None:
    condition = {"NumericEquals": {"aws:x": [1, "1", 1]}}
    statement = {"Effect": "Allow", "Action": "s3:A", "Resource": "*", "Condition": condition}

    small = minified({"Statement": statement})

    assert small["Statement"]["Condition"] == {"NumericEquals": {"aws:x": [1, "1"]}}
