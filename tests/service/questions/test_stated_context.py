"""Context keys as a person states them."""

from __future__ import annotations

import json

import pytest

from iamctl.errors import InvalidInput
from iamctl.service.questions.stated_context import context_from, context_table


def test_a_key_that_comes_twice_has_several_values() -> None:
    context = context_from([("aws:SourceIp", "10.0.0.1"), ("x:k", "a"), ("X:K", "b")])

    assert context == {"aws:SourceIp": "10.0.0.1", "x:k": ("a", "b")}


def test_a_key_that_aws_declares_as_a_list_is_multivalued_with_one_value_too() -> None:
    assert context_from([("aws:TagKeys", "team")]) == {"aws:TagKeys": ("team",)}


def test_a_word_outranks_a_file() -> None:
    table = context_table('{"aws:username": "alice", "aws:MultiFactorAuthPresent": true}', "context.json")

    context = context_from([("AWS:UserName", "bob")], [table])

    assert context == {"aws:MultiFactorAuthPresent": "true", "AWS:UserName": "bob"}


def test_a_table_in_toml_is_read_too() -> None:
    text = '"aws:MultiFactorAuthAge" = 300\n"aws:TagKeys" = ["a", "b"]\n'

    assert context_table(text, "context.toml") == {"aws:MultiFactorAuthAge": "300", "aws:TagKeys": ("a", "b")}


@pytest.mark.parametrize("text", ['{"k": null}', '{"k": {"a": 1}}', '{"k": [[]]}', "k = 2026-01-01\n", "{", "k ="])
def test_what_holds_no_context_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        context_table(text, "context")


def test_a_list_in_the_place_of_a_table_is_told_as_such() -> None:
    with pytest.raises(InvalidInput, match="holds no table"):
        context_table('["a"]', "context.json")


def test_of_two_spellings_of_a_key_the_later_one_counts() -> None:
    assert context_table('{"aws:SourceIp": "10.0.0.1", "AWS:sourceip": "10.0.0.2"}', "c") == {
        "AWS:sourceip": "10.0.0.2"
    }


def test_a_table_of_very_many_keys_is_read() -> None:
    many = {f"aws:RequestTag/k{number}": "v" for number in range(20_000)}

    assert context_from([], [context_table(json.dumps(many), "context.json")]) == many
