from __future__ import annotations

import json
import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.cli.output.visible import escaped, visible, visible_line


def test_an_escape_sequence_is_written_out() -> None:
    assert visible("\x1b[31mred\x07") == r"\x1b[31mred\x07"


def test_line_ends_and_tabs_are_written_out_by_their_short_names() -> None:
    assert visible("a\tb\nc\r") == r"a\tb\nc\r"


def test_a_bidirectional_override_and_a_lone_surrogate_are_written_out() -> None:
    assert visible("user\u202etxt\ud800") == r"user\u202etxt\ud800"


def test_other_scripts_and_joined_emoji_stay_as_they_are() -> None:
    family = "日本 Zoë \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 👩\u200d👧"

    assert visible(family) == family


def test_a_line_of_a_file_keeps_its_tabs() -> None:
    assert visible_line("\tname\x1b") == "\tname\\x1b"


@settings(deadline=None)
@given(st.text())
def test_visible_text_is_one_line_that_any_encoding_of_unicode_takes(text: str) -> None:
    shown = visible(text)

    assert len(shown.splitlines()) <= 1
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in shown)
    shown.encode("utf-8")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_escaping_a_json_text_leaves_its_value(text: str) -> None:
    written = escaped(json.dumps(text, ensure_ascii=False))

    assert json.loads(written) == text
    assert written.isprintable() or all(visible(character) == character for character in written)


def test_escaping_a_toml_text_leaves_its_value_and_its_lines() -> None:
    text = 'a = "x\u202ey"\nb = "\x9b"\n'

    written = escaped(text)

    assert written == 'a = "x\\u202ey"\nb = "\\u009b"\n'
    assert tomllib.loads(written) == tomllib.loads(text)
