from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from iamctl.errors import BrokenFile, InvalidInput, Mistakes, Place
from iamctl.syntax.table_reader import Mistake, TableReader, raise_mistakes

TEXT = """\
name = "alice"
age = 3
admin = true
since = 2024-01-01T02:00:00.5+02:00
groups = ["a", "b"]
tags = { team = "iam" }
tree = { x = [1] }

[login]
at = 2024-01-01T00:00:00Z

[[policies]]
name = "p"
[[policies]]
name = "q"
"""


def reader_of(text: str, what: str = "user") -> tuple[TableReader, list[Mistake]]:
    mistakes: list[Mistake] = []
    return TableReader(tomllib.loads(text, parse_float=Decimal), mistakes, what=what), mistakes


def test_a_sound_table_gives_its_values_and_no_mistakes():
    user, mistakes = reader_of(TEXT)

    assert user.string("name", required=True) == "alice"
    assert user.integer("age") == 3
    assert user.boolean("admin") is True
    assert user.moment("since") == datetime(2024, 1, 1, tzinfo=UTC)
    assert user.strings("groups") == ("a", "b")
    assert user.string_map("tags") == {"team": "iam"}
    assert user.tree("tree") == {"x": [1]}
    login = user.reader("login")
    assert login and login.moment("at") == datetime(2024, 1, 1, tzinfo=UTC)
    assert [policy.string("name") for policy in user.readers("policies")] == ["p", "q"]
    user.finish()
    login.finish()
    assert mistakes == []


def test_what_is_absent_is_empty_or_the_default():
    user, mistakes = reader_of("")

    assert (user.string("a"), user.string("b", default="/"), user.integer("c", default=1)) == (None, "/", 1)
    assert (user.strings("d"), user.string_map("e"), user.reader("f"), user.readers("g")) == ((), {}, None, [])
    assert (user.boolean("h"), user.moment("i"), user.tree("j")) == (None, None, None)
    assert mistakes == []


@pytest.mark.parametrize(
    ("method", "text", "path", "message"),
    [
        ("string", "x = 1", ("x",), "x must be a string, not an integer."),
        ("string", "x = 1.5", ("x",), "x must be a string, not a decimal number."),
        ("integer", "x = true", ("x",), "x must be an integer, not a boolean."),
        ("boolean", "x = 'true'", ("x",), "x must be true or false, not a string."),
        ("strings", "x = 'a'", ("x",), "x must be a list of strings, not a string."),
        ("strings", "x = ['a', 1]", ("x", 1), "x[1] must be a string, not an integer."),
        ("string_map", "x = [1]", ("x",), "x must be a table of strings, not a list."),
        ("string_map", "x.a = 1", ("x", "a"), "x.a must be a string, not an integer."),
        ("moment", "x = 2024-01-01T00:00:00", ("x",), "x has no offset."),
        (
            "moment",
            "x = '2024-01-01T00:00:00Z'",
            ("x",),
            "x must be a date and time such as 2024-01-01T00:00:00Z, not a string.",
        ),
        ("moment", "x = 0001-01-01T00:00:00+10:00", ("x",), "x is not within the years 1 to 9999 of UTC."),
        ("reader", "x = 2024-01-01", ("x",), "x must be a table, not a date."),
        ("readers", "x = {}", ("x",), "x must be an array of tables, not a table."),
        ("readers", "x = [{}, 07:30:00]", ("x", 1), "x[1] must be a table, not a time."),
    ],
)
def test_a_value_of_the_wrong_type_is_told_and_reads_as_absent(method, text, path, message):
    user, mistakes = reader_of(text)

    value = getattr(user, method)("x")

    assert [(mistake.path, mistake.message) for mistake in mistakes] == [(path, message)]
    assert not value or path != ("x",)


def test_a_required_key_is_missed_at_its_table():
    account, mistakes = reader_of("", what="account")

    account.string("name", required=True)
    account.moment("create_date", required=True)

    assert mistakes == [
        Mistake((), "An account needs the key name."),
        Mistake((), "An account needs the key create_date."),
    ]


def test_an_unknown_key_is_told_with_the_nearest_known_one():
    user, mistakes = reader_of("permission_boundary = 1\nzzz = 1\nname = 'a'")
    user.string("name")
    user.string("permissions_boundary")

    user.finish()

    assert mistakes == [
        Mistake(
            ("permission_boundary",),
            "permission_boundary is not a key of a user.",
            "did you mean permissions_boundary?",
        ),
        Mistake(("zzz",), "zzz is not a key of a user."),
    ]


def test_a_mistake_below_has_its_whole_path_and_its_own_noun():
    user, mistakes = reader_of("[[inline_policies]]\nname = 1\nnme = 2")

    for policy in user.readers("inline_policies", "inline policy"):
        policy.string("name")
        policy.finish()

    assert [(mistake.path, mistake.message) for mistake in mistakes] == [
        (("inline_policies", 0, "name"), "name must be a string, not an integer."),
        (("inline_policies", 0, "nme"), "nme is not a key of an inline policy."),
    ]


def test_a_mistake_further_down_is_told_from_the_table_that_found_it():
    user, mistakes = reader_of("[[inline_policies]]\nname = 'p'")

    user.readers("inline_policies")[0].mistake_at(("document", "Statement", 0), "No.", "try it")

    assert mistakes == [Mistake(("inline_policies", 0, "document", "Statement", 0), "No.", "try it")]


def test_no_mistakes_raise_nothing():
    raise_mistakes([], "", "x")


def test_one_mistake_is_one_error_with_its_place_and_hint():
    with pytest.raises(BrokenFile) as caught:
        raise_mistakes([Mistake(("b", "c"), "No.", "try d")], "a = 1\n[b]\nc = 1\n", "u.toml", BrokenFile)

    assert (str(caught.value), caught.value.hints) == ("u.toml:3:1: No.", ("try d",))


def test_several_mistakes_come_in_the_order_of_their_places():
    mistakes = [Mistake(("b",), "Second."), Mistake(("missing",), "Nowhere."), Mistake(("a",), "First.")]

    with pytest.raises(Mistakes) as caught:
        raise_mistakes(mistakes, "\na = 1\nb = 2\n", "u.toml")

    assert all(isinstance(error, InvalidInput) for error in caught.value.errors)
    assert [(error.message, error.place) for error in caught.value.errors] == [
        ("Nowhere.", Place("u.toml", 1, 1)),
        ("First.", Place("u.toml", 2, 1)),
        ("Second.", Place("u.toml", 3, 1)),
    ]
