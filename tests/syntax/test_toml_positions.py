from __future__ import annotations

import tomllib

from hypothesis import given

from iamctl.errors import Place
from iamctl.syntax.toml_positions import place_of, positions
from iamctl.syntax.toml_render import render_inline, render_key, render_toml

from .tables import tables

TEXT = '''\
# users
title = "a # b = [c]"  # here
a.b.'c d' = 1
[[user]]
name = "alice"
groups = [ # mine
  "devs", 'ops',
  [1, { x = 2, y.z = 3 }],
]
[user."login profile"]
  at = 2024-01-01 00:00:00Z
[[user]]
text = """
[no]
x = 1""\\""""
[user.tags]
'''


def paths_of(tree: object, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [pair for key, value in inside for pair in [((*path, key), value), *paths_of(value, (*path, key))]]


def at(text: str, position: tuple[int, int]) -> str:
    lines = text.split("\n")
    return "\n".join(lines[position[0] - 1 :])[position[1] - 1 :]


def test_every_kind_of_key_has_its_line_and_column():
    found = positions(TEXT)

    assert found == {
        ("title",): (2, 1),
        ("a",): (3, 1),
        ("a", "b"): (3, 3),
        ("a", "b", "c d"): (3, 5),
        ("user",): (4, 3),
        ("user", 0): (4, 1),
        ("user", 0, "name"): (5, 1),
        ("user", 0, "groups"): (6, 1),
        ("user", 0, "groups", 0): (7, 3),
        ("user", 0, "groups", 1): (7, 11),
        ("user", 0, "groups", 2): (8, 3),
        ("user", 0, "groups", 2, 0): (8, 4),
        ("user", 0, "groups", 2, 1): (8, 7),
        ("user", 0, "groups", 2, 1, "x"): (8, 9),
        ("user", 0, "groups", 2, 1, "y"): (8, 16),
        ("user", 0, "groups", 2, 1, "y", "z"): (8, 18),
        ("user", 0, "login profile"): (10, 7),
        ("user", 0, "login profile", "at"): (11, 3),
        ("user", 1): (12, 1),
        ("user", 1, "text"): (13, 1),
        ("user", 1, "tags"): (16, 7),
    }
    assert found.keys() == {path for path, _ in paths_of(tomllib.loads(TEXT))}


@given(tables)
def test_every_path_of_a_rendered_table_is_found_where_its_text_stands(table):
    text = render_toml(table)

    found = positions(text)

    assert found.keys() == {path for path, _ in paths_of(table)}
    for path, value in paths_of(table):
        there = at(text, found[path])
        if isinstance(path[-1], str):
            assert there.startswith(render_key(path[-1]))
        else:
            assert there.startswith(("[[", render_inline(value)))


@given(tables)
def test_every_path_of_a_text_of_tomlkit_is_found(table):
    import tomlkit

    try:
        text = tomlkit.dumps(table)
        tree = tomllib.loads(text)
    except ValueError:  # tomlkit writes some values that no reader takes
        return

    assert positions(text).keys() == {path for path, _ in paths_of(tree)}


def test_carriage_returns_do_not_shift_a_line():
    assert positions("a = 1\r\n\r\n[b]\r\nc = 2\r\n") == {("a",): (1, 1), ("b",): (3, 2), ("b", "c"): (4, 1)}


def test_a_tables_own_header_outranks_the_one_of_a_table_below_it():
    assert positions("[a.b]\n[a]\n")["a",] == (2, 2)


def test_what_has_no_place_is_pointed_at_by_what_is_around_it():
    text = "[user]\nname = 1\n"

    assert place_of(text, "acme.toml", ("user", "name", 3, "x")) == Place("acme.toml", 2, 1)
    assert place_of(text, "acme.toml", ("user", "missing")) == Place("acme.toml", 1, 2)
    assert place_of(text, "acme.toml", ("group",)) == Place("acme.toml", 1, 1)


def test_a_text_that_is_not_toml_has_no_positions():
    assert positions("a = [1 2]") == {}
    assert positions("a b") == {}
