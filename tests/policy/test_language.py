"""Which language a policy's text is in."""

from __future__ import annotations

import pytest

from iamctl.errors import MalformedPolicyDocument
from iamctl.policy.document import parse_document
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.language import is_json
from iamctl.policy.source_document import read_source


@pytest.mark.parametrize("text", ["{}", '\ufeff \n{"Statement": []}', "[]", "[ {}]"])
def test_a_text_that_begins_as_no_toml_does_is_json(text: str) -> None:
    assert is_json(text)


@pytest.mark.parametrize("text", ['[[Statement]]\nEffect = "Allow"', '[Statement]\nEffect = "Allow"', 'Version = "x"'])
def test_a_table_or_a_key_is_toml(text: str) -> None:
    assert not is_json(text)


@pytest.mark.parametrize("text", ["", "null", '["x"]'])
def test_a_file_that_is_called_json_holds_json(text: str) -> None:
    assert is_json(text, "Policy.JSON")


def test_a_list_in_the_place_of_a_document_is_told_as_such() -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        parse_document("[]", "<stdin>", PolicyKind.IDENTITY)

    assert "a policy document must be an object, not a list" in " ".join(raised.value.hints)


def test_what_is_wrong_with_a_json_file_is_told_as_json() -> None:
    with pytest.raises(MalformedPolicyDocument, match="JSON value"):
        read_source("nul", "policy.json")
