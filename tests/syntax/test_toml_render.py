from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from iamctl.syntax.toml_render import render_toml

from .tables import EVERY_SCALAR, tables, texts, with_order

USER = {
    "name": "alice",
    "path": "/eng/",
    "create_date": datetime(2024, 1, 1, tzinfo=UTC),
    "groups": ["devs", "ops"],
    "tags": {"team": "iam", "cost center": "42"},
    "inline_policies": [
        {
            "name": "read",
            "document": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "ec2.amazonaws.com"},
                        "Action": "*",
                        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
                    }
                ],
            },
        }
    ],
}

USER_TEXT = """\
name = "alice"
path = "/eng/"
create_date = 2024-01-01T00:00:00Z
groups = ["devs", "ops"]

[tags]
team = "iam"
"cost center" = "42"

[[inline_policies]]
name = "read"

[inline_policies.document]
Version = "2012-10-17"

[[inline_policies.document.Statement]]
Effect = "Allow"
Principal = { Service = "ec2.amazonaws.com" }
Action = "*"

[inline_policies.document.Statement.Condition.Bool]
"aws:MultiFactorAuthPresent" = "true"
"""


def parsed(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=Decimal)


def test_an_identity_is_laid_out_as_a_person_would():
    text = render_toml(USER)

    assert text == USER_TEXT


@given(tables)
def test_every_table_reads_back_as_itself_in_the_order_of_its_keys(table):
    text = render_toml(table)

    assert with_order(parsed(text)) == with_order(table)


@given(texts, texts)
def test_every_string_reads_back_as_key_and_value(key, value):
    text = render_toml({key: value})

    assert parsed(text) == {key: value}
    assert "\r" not in text


@pytest.mark.parametrize("text", ['x"', 'x""', 'x"""', '"""', "\n", "\\", "a\\", "\r\n", "\t", " "])
def test_a_long_text_stands_on_its_lines_and_reads_back(text):
    document = "<xml>\n" * 20 + text

    rendered = render_toml({"metadata": document})

    assert rendered.startswith('metadata = """\n<xml>\n')
    assert parsed(rendered) == {"metadata": document}


def test_a_table_before_a_plain_key_is_inline_and_after_the_last_one_has_a_header():
    table = {"first": {"a": 1}, "plain": 2, "last": {"b": 3}}

    text = render_toml(table)

    assert text == "first = { a = 1 }\nplain = 2\n\n[last]\nb = 3\n"


def test_a_table_of_tables_has_no_header_and_an_empty_one_has():
    text = render_toml({"a": {"b": {"c": 1}}, "d": {}})

    assert text == "[a.b]\nc = 1\n\n[d]\n"


def test_lists_that_are_not_all_tables_stay_inline():
    text = render_toml({"empty": [], "mixed": [1, {"a": 2}], "nested": [[1], []]})

    assert text == "empty = []\nmixed = [1, { a = 2 }]\nnested = [[1], []]\n"


def test_an_array_past_column_100_stands_one_element_to_a_line():
    actions = ["ec2:DescribeInstances"] * 5

    text = render_toml({"Action": actions})

    assert text == "Action = [\n" + '    "ec2:DescribeInstances",\n' * 5 + "]\n"


@pytest.mark.parametrize(
    ("digits", "text"),
    [("1.10", "1.10"), ("1E400", "1E400"), ("1", "1E0"), ("-0", "-0E0"), ("1E-9", "1E-9"), ("100", "100E0")],
)
def test_a_decimal_keeps_its_digits_and_stays_a_float(digits, text):
    rendered = render_toml({"n": Decimal(digits)})

    assert rendered == f"n = {text}\n"
    assert str(parsed(rendered)["n"]) == str(Decimal(digits))


def test_every_scalar_of_toml_has_its_text():
    rendered = render_toml(EVERY_SCALAR)

    assert with_order(parsed(rendered)) == with_order(EVERY_SCALAR)


@pytest.mark.parametrize("value", [None, {"a": None}, [None], b"bytes", {1: "a"}])
def test_what_toml_lacks_is_refused(value):
    with pytest.raises(TypeError):
        render_toml({"x": value})


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan"), "\ud800", ["\udfff"]])
def test_what_would_not_come_back_is_refused(value):
    with pytest.raises(ValueError):
        render_toml({"x": value})


def test_what_reverses_text_is_escaped():
    text = render_toml({"name": "safe\u202eevil"})

    assert text == 'name = "safe\\u202Eevil"\n'
