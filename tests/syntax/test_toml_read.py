from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import BrokenFile, IamctlError, InvalidInput, Place
from iamctl.syntax.toml_read import parse_toml, read_text


def refused(text: str) -> IamctlError:
    with pytest.raises(InvalidInput) as caught:
        parse_toml(text, "acme.toml")
    return caught.value


def test_a_number_keeps_the_digits_it_was_written_with():
    table = parse_toml("a = 1.10\nb = 1\nc = 1e400", "x")

    assert [str(table[key]) for key in "abc"] == ["1.10", "1", "1E+400"]
    assert isinstance(table["a"], Decimal)


def test_carriage_returns_are_line_ends():
    assert parse_toml("a = 1\r\n[b]\r\nc = 2\r\n", "x") == {"a": 1, "b": {"c": 2}}


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("a = 1\nb =\n", 2, 4, "This is no TOML value; a text needs quotes around it."),
        ("a = 1\na = 2\n", 2, 6, "This key has a value already."),
        ("a = alice\n", 1, 5, "This is no TOML value; a text needs quotes around it."),
        ('a = "x\n', 1, 7, "A text in single-line quotes has to end on its line."),
        ("[a]\n[a]\n", 2, 3, "The table a is defined already and cannot be declared here."),
        ("[a.b]\r\nx = 1\r\n[a.b]\r\n", 3, 5, "The table a.b is defined already and cannot be declared here."),
        ("a = { b = 1, b = 2 }\n", 1, 19, "The key b stands twice in this table."),
        ("a = { b = 1 }\na.b.c = 1", 2, 10, "The table a.b is complete; nothing can be added."),
        ("a = 1 b = 2\n", 1, 7, "The line should end here."),
        ("=\n", 1, 1, "This is neither a key with its value nor a [table]."),
        ("a = 1\nb = [1,\n2", 3, 2, "Unclosed array."),
        ("a = [1,\r\n", 2, 1, "This is no TOML value; a text needs quotes around it."),
        ('a = """\né', 2, 2, "Unterminated string."),
        ("x = 2024-02-30\n", 1, 5, "Invalid date or datetime."),
    ],
)
def test_a_broken_text_is_told_with_line_column_and_a_sentence(text, line, column, sentence):
    error = refused(text)

    assert (error.place, error.message) == (Place("acme.toml", line, column), sentence)


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ('a = "nan"\nb = [1, -nan]', 2, 9, "-nan is not a number that can be kept."),
        ("# inf\na = inf", 2, 5, "inf is not a number that can be kept."),
        ("a = 1e99999999999999999999", 1, 5, "1e99999999999999999999 is not a number that can be kept."),
        ("a = 1\nb = " + "9" * 5000, 2, 5, "This integer has more than 4300 digits."),
        ("a = 1\nb = " + "[" * 101 + "]" * 101, 2, 105, "The text nests deeper than 100 levels."),
        ("a = " + "[" * 90000, 1, 105, "The text nests deeper than 100 levels."),
        ("b = 1\n" + ".".join("a" * 120) + " = 1", 2, 1, "The text nests deeper than 100 levels."),
        ("b = 1\n" + ".".join("a" * 500_000) + " = 1", 2, 1, "The text nests deeper than 100 levels."),
        ('a = "é\ud800"', 1, 7, "The text holds half of a surrogate pair, U+D800, which is no character."),
    ],
)
def test_what_goes_past_the_limits_is_refused_where_it_stands(text, line, column, sentence):
    error = refused(text)

    assert (error.place, error.message) == (Place("acme.toml", line, column), sentence)


def test_a_hundred_levels_are_fine():
    assert parse_toml("a = " + "[" * 99 + "]" * 99, "x")


def test_the_caller_chooses_the_error():
    with pytest.raises(BrokenFile):
        parse_toml("a", "x", error=BrokenFile)


@given(st.text(st.sampled_from("a1=[]{}\"'\\\n\r.#,-:TZ_ é\0"), max_size=30))
def test_any_text_is_a_table_or_an_error_with_its_place(text):
    try:
        parse_toml(text, "x")
    except InvalidInput as error:
        assert error.place
        assert 1 <= error.place.line <= text.count("\n") + 1
        assert error.message.endswith(".")


def test_a_byte_order_mark_is_dropped():
    assert read_text(b"\xef\xbb\xbfa = 1", "x") == "a = 1"


@pytest.mark.parametrize(
    ("data", "line", "column", "sentence"),
    [
        ("é = 1\néé".encode() + b"\xff", 2, 3, "The byte 0xff is not UTF-8."),
        (b"\xef\xbb\xbf\xe9", 1, 1, "The byte 0xe9 is not UTF-8."),
        (b"a\n\xed\xa0\x80", 2, 1, "The byte 0xed is not UTF-8."),
        (b"a\nb\0", 2, 2, "The text holds a NUL character."),
    ],
)
def test_what_is_no_text_is_refused_where_it_stands(data, line, column, sentence):
    with pytest.raises(InvalidInput) as caught:
        read_text(data, "acme.toml")

    assert (caught.value.place, caught.value.message) == (Place("acme.toml", line, column), sentence)


def test_more_than_64_megabytes_are_refused():
    with pytest.raises(InvalidInput, match="larger than 64 MB"):
        read_text(bytes(64 * 1024 * 1024 + 1), "x")
