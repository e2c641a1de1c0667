"""A document that knows where each of its parts stands."""

from __future__ import annotations

import pytest

from iamctl.errors import MalformedPolicyDocument
from iamctl.policy.source_document import read_source

JSON = '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {"Effect": "Allow", "Action": ["s3:Get*", "s3:Put*"]}\n  ]\n}\n'
TOML = 'Version = "2012-10-17"\n\n[[Statement]]\nEffect = "Allow"\nAction = ["s3:Get*", "s3:Put*"]\n'


@pytest.mark.parametrize(("text", "line", "column"), [(JSON, 4, 47), (TOML, 5, 22)])
def test_an_element_of_a_list_stands_where_it_begins(text: str, line: int, column: int) -> None:
    document = read_source(text, "policy")

    assert document.place_of(("Statement", 0, "Action", 1)) == ("policy", line, column)


@pytest.mark.parametrize(("text", "line", "column"), [(JSON, 4, 25), (TOML, 5, 1)])
def test_an_element_of_a_statement_stands_at_its_key(text: str, line: int, column: int) -> None:
    document = read_source(text, "policy")

    assert document.place_of(("Statement", 0, "Action")) == ("policy", line, column)


def test_what_is_missing_stands_where_what_lacks_it_does() -> None:
    document = read_source(TOML, "policy")

    assert document.place_of(("Statement", 0, "Resource")).line == 3


def test_a_span_is_the_value_itself() -> None:
    document = read_source(JSON, "policy")

    span = document.span_of(("Version",))

    assert JSON[span.start.offset : span.end.offset] == '"2012-10-17"'


def test_a_text_that_does_not_parse_is_placed() -> None:
    with pytest.raises(MalformedPolicyDocument) as caught:
        read_source('{"Version": }', "policy.json")

    assert caught.value.place == ("policy.json", 1, 13)
