"""Documents and requests that mean harm: bounded work, and an answer or a clear refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iamctl.engine.authorize import authorize
from iamctl.engine.conditions.addresses import read_address, read_network
from iamctl.engine.conditions.dates import read_date
from iamctl.engine.conditions.numbers import read_number
from iamctl.engine.decision import Outcome
from iamctl.engine.request import Request
from iamctl.errors import MalformedPolicyDocument, ValidationError
from iamctl.model.document import Document
from iamctl.policy.document import parse_document
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.statements import statements_in
from tests.engine.given import ALICE, allow, layer_of, policies_of, principal_of, request_of

ROOT = Path(__file__).parents[2]
OFTEN = settings(max_examples=600, deadline=None, database=None)
REQUEST = {"principal": ALICE, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/x"}
TOKENS = st.sampled_from(
    (
        *[
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            '"',
            "=",
            "[[",
            "-",
            "NaN",
            "null",
            "true",
            "1e999",
            "é",
            "\\ud800",
            '"*"',
            '"Statement"',
            '"Effect"',
            '"Allow"',
            '"Action"',
        ],
        *['"Deny"', '"Resource"', '"Condition"', '"Version"', '"2012-10-17"'],
        *"\n \x00",
    )
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from(["Allow", "*", "s3:*"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Statement",
                    "Effect",
                    "Action",
                    "Resource",
                    "Condition",
                    "Principal",
                    "Version",
                    "StringLike",
                    "AWS",
                    "x",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@OFTEN
@given(st.text(max_size=60) | st.lists(TOKENS, max_size=30).map("".join), st.sampled_from(PolicyKind))
@example("[" * 5000, PolicyKind.IDENTITY)
@example('{"Statement":' * 3000, PolicyKind.IDENTITY)
@example('{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}', PolicyKind.IDENTITY)
@example('{"Statement": NaN}', PolicyKind.TRUST)
@example('{"Statement": ' + "9" * 100_000 + "}", PolicyKind.TRUST)
@example('{"a": "\\ud800"}', PolicyKind.SESSION)
@example("a=[" * 2000, PolicyKind.SESSION)
def test_any_text_is_a_document_or_is_refused_by_name(text: str, kind: PolicyKind) -> None:
    try:
        document = parse_document(text, "-", kind)
    except (MalformedPolicyDocument, ValidationError) as refusal:
        assert refusal.message.endswith((".", "]+", "1", "2", "Json", "*"))
    else:
        assert isinstance(document, Document)


@OFTEN
@given(JSON)
def test_any_tree_is_statements_or_is_refused_by_name(tree: Any) -> None:
    try:
        statements = statements_in(tree)
    except MalformedPolicyDocument as refusal:
        assert refusal.hints
    else:
        assert all(isinstance(value, str) for each in statements for entry in each.conditions for value in entry.values)


@OFTEN
@given(st.text(max_size=40) | st.text(st.sampled_from("0123456789.:/+-eETZabf "), max_size=40))
@example("9" * 100_000)
@example("1e" + "9" * 1000)
@example("-" + "9" * 3999 + "e999999")
@example("0" * 1_000_000 + ".0.0.0")
@example(":" * 100_000)
@example("2026-01-01T00:00:00." + "0" * 100_000 + "Z")
@example("\ud800")
@example("٣")
def test_any_text_is_read_as_number_date_or_address_or_as_none(text: str) -> None:
    number = read_number(text)
    date = read_date(text)

    assert number is None or number == number
    assert date is None or abs(date) < 2**80
    assert read_address(text) is None or "." in text or ":" in text
    assert read_network(text) is None or "." in text or ":" in text


@pytest.mark.parametrize("size", [131_073, 50_000_000])
def test_a_text_longer_than_the_api_takes_is_refused_before_it_is_parsed(size: int) -> None:
    with pytest.raises(ValidationError, match="less than or equal to 131072"):
        parse_document("{" + " " * (size - 1), "-", PolicyKind.IDENTITY)


def test_ten_thousand_statements_are_compiled_and_asked() -> None:
    statements = [
        {"Effect": "Allow", "Action": f"s3:Get{number}*", "Resource": f"arn:aws:s3:::bucket-{number}/*"}
        for number in range(10_000)
    ]
    policies = policies_of({"identity": [{"Version": "2012-10-17", "Statement": statements}]})
    last = {**REQUEST, "action": "s3:Get9999Object", "resource": "arn:aws:s3:::bucket-9999/x"}

    assert authorize(request_of(last), policies).is_allowed
    assert not authorize(request_of({**last, "resource": "arn:aws:s3:::bucket-9998/x"}), policies).is_allowed


def test_the_statements_that_a_request_looks_at_do_not_grow_with_those_about_other_things() -> None:
    def looked_at(count: int) -> int:
        statements = [
            {"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::bucket-{number:05}/*"}
            for number in range(count)
        ]
        layer = layer_of([{"Version": "2012-10-17", "Statement": statements}])
        return len(layer.about("s3:getobject", "arn:aws:s3:::bucket-00007/x"))

    assert looked_at(1000) == looked_at(10) == 1


def test_an_action_asked_a_million_ways_does_not_fill_the_memory() -> None:
    layer = layer_of([allow()])

    for number in range(10_000):
        layer.about(f"s3:action{number}", "*")

    assert len(layer._by_action) <= 4096


@pytest.mark.parametrize("text", ["\ud800", "\udc00\ud800", "\ud801\udc00", "\x00", "a" * 100_000])
def test_odd_texts_of_a_request_are_compared_like_any_other(text: str) -> None:
    policies = policies_of({"identity": [allow(Condition={"StringLike": {"t:One": text}})]})
    request = Request(principal_of(ALICE), "s3:GetObject", f"arn:aws:s3:::b/{text}", {"t:one": text})

    assert authorize(request, policies).is_allowed
    assert authorize(request._replace(context={"t:one": text + "x"}), policies).outcome is Outcome.IMPLICITLY_DENIED


def test_numbers_of_any_size_are_compared_within_ten_seconds_of_processor_time() -> None:
    program = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from iamctl.engine.conditions.comparisons import MATCHERS, Answer
texts = ["1e999999", "-1e999999", "9" * 4000, "9" * 3900 + "e999999", "1e-999999", "9" * 1000000, "1e" + "9" * 1000000]
for name in ("NumericEquals", "NumericLessThan", "NumericGreaterThanEquals", "DateEquals", "IpAddress", "Bool"):
    match = MATCHERS[name](tuple(texts), True)
    answers = [match(text, {}) for text in texts]
assert [MATCHERS["NumericEquals"]((text,), False)(text, {}) is Answer.FITS for text in texts] == [True] * 5 + [False] * 2
"""
    child = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)

    assert child.returncode == 0


def test_a_tree_that_json_reads_loosely_holds_nothing_that_compares() -> None:
    tree = json.loads(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*",'
        ' "Condition": {"NumericEquals": {"t:One": [NaN, Infinity, 1e400]}}}]}'
    )
    policies = policies_of({"identity": [tree]})

    for said in ("nan", "NaN", "inf", "Infinity"):
        assert not authorize(request_of({**REQUEST, "context": {"t:One": said}}), policies).is_allowed
