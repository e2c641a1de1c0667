from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import BrokenFile, Place
from iamctl.syntax.same_value import is_same_value
from iamctl.syntax.toml_merge import merge_toml
from iamctl.syntax.toml_render import render_toml

from .handwriting import changed, handwritten_changes
from .tables import tables

TEXT = """\
# Alice, who came with the merger.
name = "alice"   # as in HR
path = "/eng/"
groups = [
    # everybody
    "staff",
    "devs",  # since May
    "ops",
]

# Who may log in.
[tags]
team = "iam"  # ours
cost = '42'

# reads the logs
[[inline_policies]]
name = "logs"
document.Version = "2012-10-17"  # never 2008

# starts machines
[[inline_policies]]
name = "start"

[inline_policies.document]
Version = "2012-10-17"
Statement = [{ Effect = "Allow", Action = ["ec2:*"] }]

# the end
"""


def parsed(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=Decimal)


def merged(change, text: str = TEXT) -> str:
    table = parsed(text)
    change(table)
    result = merge_toml(text, table, "alice.toml")
    assert is_same_value(parsed(result), table)
    return result


def test_an_unchanged_table_leaves_the_text_alone():
    assert merged(lambda user: None) == TEXT


def test_a_changed_value_keeps_the_comment_beside_it():
    text = merged(lambda user: user.update(name="alicia"))

    assert text == TEXT.replace('"alice"', '"alicia"')


def test_a_key_that_goes_takes_its_own_comment_and_no_other():
    text = merged(lambda user: user["tags"].pop("team"))

    assert text == TEXT.replace('team = "iam"  # ours\n', "")


def test_a_new_key_goes_after_the_one_before_it():
    def change(user):
        rest = {key: user.pop(key) for key in list(user) if key != "name"}
        user.update({"user_id": "AIDA"}, **rest)

    text = merged(change)

    assert text == TEXT.replace("# as in HR\n", '# as in HR\nuser_id = "AIDA"\n')


def test_a_new_table_goes_after_the_one_before_it():
    def change(user):
        policies = user.pop("inline_policies")
        user.update(boundary={"arn": "x"}, inline_policies=policies)

    text = merged(change)

    assert text == TEXT.replace("cost = '42'\n", "cost = '42'\n\n[boundary]\narn = \"x\"\n")


def test_an_array_over_several_lines_keeps_the_comments_of_what_stays():
    text = merged(lambda user: user.update(groups=["staff", "admins", "ops", "new"]))

    assert text == TEXT.replace(
        '    "devs",  # since May\n    "ops",\n', '    "admins",  # since May\n    "ops",\n    "new",\n'
    )


def test_an_element_goes_with_the_comment_on_its_line():
    text = merged(lambda user: user.update(groups=["ops"]))

    assert text == TEXT.replace('    "staff",\n    "devs",  # since May\n', "")


def test_an_array_without_a_last_comma_gets_one_when_it_grows():
    before = "groups = [\n  'a', # x\n  'b' # y\n]\n"

    text = merged(lambda user: user["groups"].append("c"), before)

    assert text == "groups = [\n  'a', # x\n  'b', # y\n  \"c\",\n]\n"


def test_an_array_of_tables_keeps_what_belongs_to_each_name():
    text = merged(lambda user: user["inline_policies"].insert(1, {"name": "mid", "document": {"Version": "x"}}))

    assert text == TEXT.replace(
        "# never 2008\n",
        '# never 2008\n\n[[inline_policies]]\nname = "mid"\n\n[inline_policies.document]\nVersion = "x"\n',
    )


def test_a_table_that_goes_leaves_the_comments_of_its_neighbours():
    text = merged(lambda user: user["inline_policies"].pop(0))

    assert "# reads the logs\n" in text
    assert "# starts machines\n[[inline_policies]]\n" in text
    assert "never 2008" not in text
    assert text.endswith("\n\n# the end\n")


def test_a_comment_at_the_end_of_a_table_that_goes_stays_apart_from_what_is_above():
    text = merged(lambda user: user.pop("tags"), 'name = "x"\n\n[tags]\na = 1\n# b = 2\n\n[z]\nb = 1\n')

    assert text == 'name = "x"\n\n# b = 2\n\n[z]\nb = 1\n'


def test_the_last_table_goes_with_the_blank_line_above_it():
    text = merged(lambda user: user.pop("tags"), '# c\nname = "x"\n\n[tags]\na = 1\n')

    assert text == '# c\nname = "x"\n'


def test_a_value_in_an_inline_table_is_changed_in_its_place():
    text = merged(lambda user: user["inline_policies"][1]["document"]["Statement"][0]["Action"].append("s3:*"))

    assert text == TEXT.replace('["ec2:*"]', '["ec2:*", "s3:*"]')


def test_a_dotted_table_grows_by_a_dotted_key():
    text = merged(lambda user: user["inline_policies"][0]["document"].update(Id="x"))

    assert text == TEXT.replace("# never 2008\n", '# never 2008\ndocument.Id = "x"\n')


def test_line_ends_of_windows_stay_everywhere():
    def change(user):
        user["groups"].append("new")
        user["x"] = 1
        user["tags"]["y"] = "z"
        user["more"] = [{"a": {"b": 1}}]

    text = merged(change, TEXT.replace("\n", "\r\n"))

    assert text.count("\r\n") == text.count("\n")
    assert "# Who may log in.\r\n[tags]\r\n" in text


def test_a_text_without_a_last_line_end_still_has_none():
    assert merged(lambda table: table.update(b=2), "# x\na = 1") == "# x\na = 1\nb = 2"


def test_a_rendered_text_is_rendered_anew():
    table = {"name": "alice", "tags": {"a": "b"}}
    after = {"path": "/", "name": "alice"}

    text = merge_toml(render_toml(table), after, "alice.toml")

    assert text == render_toml(after)


def test_digits_are_a_difference():
    assert merge_toml("# x\na = 1.0\n", {"a": Decimal("1.00")}, "x") == "# x\na = 1.00\n"
    assert merge_toml("# x\na = 1\n", {"a": True}, "x") == "# x\na = true\n"


def test_a_key_that_becomes_a_table_gets_a_header():
    text = merge_toml("# x\ntags = []\nb = 1 # y\n", {"tags": [{"k": 1}], "b": 1}, "x")

    assert text == "# x\nb = 1 # y\n\n[[tags]]\nk = 1\n"


def test_a_broken_text_is_never_merged():
    with pytest.raises(BrokenFile) as caught:
        merge_toml("a = 1\nb =\n", {"a": 2}, "users/alice.toml")

    assert caught.value.place == Place("users/alice.toml", 2, 4)


@given(handwritten_changes())
def test_whatever_a_person_wrote_the_result_reads_as_the_table(case):
    before, text, after = case
    assert is_same_value(parsed(text), before)

    result = merge_toml(text, after, "x")

    assert is_same_value(parsed(result), after)


@st.composite
def commented(draw):
    """A table, its text with a comment above every line that may have one, and a second table with some keys of the first."""
    before = draw(tables)
    lines = render_toml(before).split("\n")
    inside = False
    with_comments = []
    for number, line in enumerate(lines):
        if not inside and (line or draw(st.booleans())):
            with_comments.append(f"# comment {number}")
        is_edge = line.endswith((' = """', " = [")) or (inside and line.endswith(('"""', "]")))
        inside = inside != is_edge
        with_comments.append(line)
    text = "\n".join(with_comments)
    after = {
        key: draw(st.one_of(st.just(value), changed(value))) for key, value in before.items() if draw(st.booleans())
    }
    after.update(draw(tables) if draw(st.booleans()) else {})
    return before, text, after


@given(commented(), st.sampled_from(["\n", "\r\n"]))
def test_whatever_changes_the_result_reads_as_the_table_and_loses_no_comment_outside_it(case, line_end):
    before, text, after = case
    try:
        is_intact = is_same_value(parsed(text), before)
    except tomllib.TOMLDecodeError:
        is_intact = False
    if not is_intact:  # a comment fell into a text of several lines
        return

    result = merge_toml(text.replace("\n", line_end), after, "x")

    assert is_same_value(parsed(result), after)
    kept = {key for key in before if key in after and is_same_value(before[key], after[key])}
    from iamctl.syntax.toml_outline import outline

    lines = result.replace("\r\n", "\n").split("\n")
    for section in outline(text):
        for entry in section.entries:
            path = (*section.path, *entry.keys)
            if path[0] in kept:
                above = text[: entry.starts[0]].split("\n")[-2:-1]
                assert not above or not above[0].startswith("# comment") or above[0] in lines


@pytest.mark.parametrize("broken", ["x = 1\nx = 2\n", "head = 1\n"])
def test_an_edit_that_reads_back_wrong_is_replaced_by_one_of_tomlkit(monkeypatch, broken):
    monkeypatch.setattr("iamctl.syntax.toml_merge._finely", lambda *given: broken)
    text = "# head\n\na = 1 # one\n[b]\nc = [\n1, # two\n]\n"

    result = merge_toml(text, {"a": 1, "b": {"c": [1, 2]}}, "x")

    assert result == "# head\n\na = 1 # one\n[b]\nc = [1, 2]\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_when_no_edit_reads_back_right_the_comments_at_the_head_are_kept(monkeypatch, line_end):
    monkeypatch.setattr("iamctl.syntax.toml_merge._finely", lambda *given: "x = ")
    monkeypatch.setattr("iamctl.syntax.toml_merge._with_tomlkit", lambda *given: "x = 1")
    text = "# head\n\n# more\na = 1 # one\n".replace("\n", line_end)

    result = merge_toml(text, {"a": 2}, "x")

    assert result == "# head\n\n# more\na = 2\n".replace("\n", line_end)


def test_one_element_among_thousands_is_found_in_linear_time():
    users = "".join(f'[[user]]\nname = "u{number}" # {number}\n\n' for number in range(5000))

    text = merged(lambda account: account["user"].pop(77), users)

    assert text == users.replace('[[user]]\nname = "u77" # 77\n\n', "")
