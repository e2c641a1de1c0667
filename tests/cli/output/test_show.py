from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.output.settings import OutputSettings
from iamctl.cli.output.show import show
from iamctl.errors import InvalidInput, UsageError

from .conftest import USERS, environment

ALICE = {"Path": "/", "UserName": "alice", "Arn": "arn:aws:iam::111122223333:user/alice"}
BOB = {
    "Path": "/eng/",
    "UserName": "bob",
    "Arn": "arn:aws:iam::111122223333:user/eng/bob",
    "Tags": [{"Key": "team", "Value": "core"}],
}
COLUMNS = (Column("User", "UserName"), Column("Path", "Path"), Column("Tags", "Tags"))
LIST = Answer({"Users": [ALICE, BOB]}, COLUMNS, rows="Users", name="UserName", empty="no users in account 111122223333")
EMPTY = LIST._replace(members={"Users": []})
DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Condition": {"NumericEquals": {"k": Decimal("1.10")}}}],
}
ROLE = Answer(
    {"Role": {"RoleName": "app", "AssumeRolePolicyDocument": DOCUMENT, "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}],
              "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:x"}, "Description": ""}},
    name="RoleName",
)  # fmt: skip
Capture = pytest.CaptureFixture[str]


def shown(capsys: Capture, answer: Answer, **settings: Any) -> str:
    show(answer, OutputSettings(**settings))
    return capsys.readouterr().out


# Tables off a terminal


def test_a_list_in_a_pipe_is_aligned_two_spaces_apart_without_colours(capsys: Capture) -> None:
    assert shown(capsys, LIST).splitlines() == [
        "User   Path   Tags",
        "alice  /      -",
        "bob    /eng/  team=core",
    ]


def test_the_header_can_be_left_out(capsys: Capture) -> None:
    assert shown(capsys, LIST, header=False).splitlines()[0] == "alice  /      -"


def test_wide_characters_take_two_columns(capsys: Capture) -> None:
    answer = Answer({"Tags": [{"Key": "日本", "Value": "x"}, {"Key": "abc", "Value": "y"}]}, rows="Tags")

    assert shown(capsys, answer).splitlines() == ["Key   Value", "日本  x", "abc   y"]


def test_nothing_is_cut_in_a_pipe_however_long(capsys: Capture) -> None:
    arn = "arn:aws:iam::111122223333:user/" + "x" * 500

    assert arn in shown(capsys, Answer({"Users": [{"Arn": arn}]}, rows="Users"), width=80)


def test_an_entity_is_listed_member_by_member(capsys: Capture) -> None:
    lines = shown(capsys, ROLE).splitlines()

    assert lines[0] == "RoleName                  app"
    assert lines[1:3] == ["AssumeRolePolicyDocument  {", '                              "Version": "2012-10-17",']
    assert lines[-5:] == [
        "Tags                      a=1",
        "                          b=",
        "PermissionsBoundary       PermissionsBoundaryType=Policy",
        "                          PermissionsBoundaryArn=arn:x",
        "Description               -",
    ]


def test_a_document_alone_is_shown_as_a_document(capsys: Capture) -> None:
    assert shown(capsys, Answer({"PolicyDocument": DOCUMENT})).splitlines()[0] == "PolicyDocument  {"
    assert shown(capsys, Answer({"PolicyDocument": {"Version": "2012-10-17"}})).splitlines()[0] == "PolicyDocument  {"


def test_an_answer_of_one_line_stays_one_line(capsys: Capture) -> None:
    assert shown(capsys, Answer({"AccountAlias": "acme"})) == "AccountAlias  acme\n"


def test_a_list_of_names_is_a_column(capsys: Capture) -> None:
    assert shown(capsys, Answer({"PolicyNames": ["a", "b"]}, rows="PolicyNames")) == "PolicyNames\na\nb\n"


def test_a_column_reads_a_dotted_path_or_asks_a_function(capsys: Capture) -> None:
    columns = (Column("Type", "Boundary.Type"), Column("Tags", lambda row: len(row["Tags"])))
    rows = [{"Boundary": {"Type": "Policy"}, "Tags": [1, 2]}, {"Tags": []}]

    assert shown(capsys, Answer({"Rows": rows}, columns, rows="Rows"), header=False) == "Policy  2\n-       0\n"


@pytest.mark.parametrize("format", ["table", "name", "tsv"])
def test_an_empty_list_says_on_stderr_what_was_looked_for(capsys: Capture, format: Any) -> None:
    show(EMPTY, OutputSettings(format=format, header=False))

    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err == "iamctl: note: no users in account 111122223333\n"


def test_a_quiet_command_does_not_say_that_a_list_is_empty(capsys: Capture) -> None:
    show(EMPTY, OutputSettings(quiet=True))

    assert capsys.readouterr() == ("", "")


# Data formats


def test_json_has_the_members_as_aws_has_them(capsys: Capture) -> None:
    text = shown(capsys, LIST, format="json")

    assert text == json.dumps(LIST.members, indent=4) + "\n"


def test_an_empty_list_is_an_empty_array_in_json_and_nothing_is_said(capsys: Capture) -> None:
    show(EMPTY, OutputSettings(format="json"))

    assert capsys.readouterr() == ('{\n    "Users": []\n}\n', "")


def test_jsonl_has_a_row_a_line(capsys: Capture) -> None:
    lines = shown(capsys, LIST, format="jsonl").splitlines()

    assert [json.loads(line) for line in lines] == [ALICE, BOB]
    assert " " not in lines[0]


def test_yaml_and_toml_hold_the_same_as_json(capsys: Capture) -> None:
    assert yaml.safe_load(shown(capsys, LIST, format="yaml")) == LIST.members
    assert tomllib.loads(shown(capsys, LIST, format="toml")) == LIST.members


def test_toml_leaves_out_what_is_null(capsys: Capture) -> None:
    answer = Answer({"Role": {"A": None, "B": [None, 1], "C": "\u202e"}})

    text = shown(capsys, answer, format="toml")

    assert tomllib.loads(text) == {"Role": {"B": [1], "C": "\u202e"}}
    assert "\u202e" not in text


def test_a_text_that_toml_cannot_hold_is_refused(capsys: Capture) -> None:
    with pytest.raises(InvalidInput, match="TOML cannot hold"):
        shown(capsys, Answer({"A": "\ud800"}), format="toml")


def test_tsv_has_a_header_and_a_row_a_line_with_lists_as_json(capsys: Capture) -> None:
    assert (
        shown(capsys, LIST, format="tsv")
        == 'User\tPath\tTags\nalice\t/\t\nbob\t/eng/\t[{"Key":"team","Value":"core"}]\n'
    )


def test_tabs_line_ends_and_backslashes_in_tsv_can_be_told_apart(capsys: Capture) -> None:
    rows = [{"Key": "a\tb", "Value": "c\nd\\t"}]

    assert shown(capsys, Answer({"Tags": rows}, rows="Tags"), format="tsv", header=False) == "a\\tb\tc\\nd\\\\t\n"


def test_an_entity_in_tsv_is_one_row(capsys: Capture) -> None:
    assert shown(capsys, Answer({"User": ALICE}), format="tsv").splitlines() == [
        "\t".join(ALICE),
        "\t".join(ALICE.values()),
    ]


def test_names_come_one_a_line(capsys: Capture) -> None:
    assert shown(capsys, LIST, format="name") == "alice\nbob\n"
    assert shown(capsys, ROLE, format="name") == "app\n"
    assert shown(capsys, Answer({"PolicyNames": ["a", "b"]}, rows="PolicyNames"), format="name") == "a\nb\n"


def test_an_answer_without_names_refuses_to_print_them(capsys: Capture) -> None:
    with pytest.raises(UsageError, match="no names"):
        shown(capsys, Answer({"Summary": {"Users": 1}}), format="name")


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "yaml", "toml", "tsv"])
def test_a_number_of_a_document_keeps_its_digits_in_every_format(capsys: Capture, format: Any) -> None:
    assert "1.10" in shown(capsys, ROLE, format=format)


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "yaml", "toml", "tsv", "name"])
@pytest.mark.parametrize("terminal", [True, False])
def test_a_hostile_name_does_not_drive_the_terminal(capsys: Capture, format: Any, terminal: bool) -> None:
    hostile = "x\x1b]0;owned\x07\x9b2J\u202e\r\n"
    answers = (
        Answer(
            {"Users": [{"UserName": hostile, "Tags": [{"Key": hostile, "Value": hostile}]}]},
            rows="Users",
            name="UserName",
        ),
        Answer({"User": {"UserName": hostile, hostile: {"Statement": hostile}}}, name="UserName"),
    )

    for answer in answers:
        text = shown(capsys, answer, format=format, terminal=terminal, color="never", width=60)

        assert "x" in text
        assert not set(text) & set("\x1b\x07\x9b\u202e\r")


# Queries


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Users[].UserName", "alice\nbob\n"),
        ("Users[].[UserName, Path]", "alice  /\nbob    /eng/\n"),
        ("Users[].{N: UserName, P: Path}", "N      P\nalice  /\nbob    /eng/\n"),
        ("Users[0].UserName", "alice\n"),
        ("Users[0].{N: UserName}", "N  alice\n"),
        ("length(Users)", "2\n"),
        ("Users[1].Tags[0].Value == 'core'", "true\n"),
        ("Groups", ""),
        ("Users[?Path=='/none/']", ""),
    ],
)
def test_a_query_shows_what_it_finds_in_its_shape(capsys: Capture, query: str, text: str) -> None:
    assert shown(capsys, LIST, query=query) == text


def test_a_query_that_finds_nothing_is_null_in_json_alone(capsys: Capture) -> None:
    found = {
        format: shown(capsys, LIST, query="Groups", format=format)
        for format in ("json", "jsonl", "yaml", "tsv", "toml", "name")
    }

    assert found == {"json": "null\n", "jsonl": "", "yaml": "", "tsv": "", "toml": "", "name": ""}


def test_a_query_in_the_other_formats(capsys: Capture) -> None:
    query = "Users[].{N: UserName, P: Path}"

    assert shown(capsys, LIST, query="Users[].UserName", format="json") == '[\n    "alice",\n    "bob"\n]\n'
    assert shown(capsys, LIST, query=query, format="jsonl") == '{"N":"alice","P":"/"}\n{"N":"bob","P":"/eng/"}\n'
    assert shown(capsys, LIST, query=query, format="tsv") == "N\tP\nalice\t/\nbob\t/eng/\n"
    assert shown(capsys, LIST, query="Users[]", format="name") == "alice\nbob\n"
    assert tomllib.loads(shown(capsys, LIST, query="{Found: Users[].Path}", format="toml")) == {"Found": ["/", "/eng/"]}


def test_toml_of_a_query_that_gives_no_table_is_refused(capsys: Capture) -> None:
    with pytest.raises(UsageError, match="TOML holds a table"):
        shown(capsys, LIST, query="Users", format="toml")


# Streams


def test_a_table_in_a_pipe_does_not_load_rich_nor_a_query_that_was_not_asked(in_pipe: Callable[..., Any]) -> None:
    code = (
        USERS + "show(answer, OutputSettings())\nprint([m for m in ('rich', 'jmespath', 'typer') if m in sys.modules])"
    )

    result = in_pipe(code)

    assert result.stdout.splitlines()[-1] == b"[]"


def test_a_reader_that_has_gone_ends_the_program_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    code = USERS + "show(answer._replace(members={'Users': users * 20000}), OutputSettings(format='json'))"

    result = subprocess.run(
        [sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, env=environment(), check=False
    )
    os.close(writing)

    assert result.stderr == b""
    assert result.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_a_storage_failure_and_nothing_is_said_at_exit() -> None:
    code = USERS + (
        "from iamctl.errors import StorageFailure\n"
        "try: show(answer, OutputSettings())\n"
        "except StorageFailure as error: sys.stderr.write(error.message)"
    )

    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )

    assert result.stderr == b"The answer cannot be written: No space left on device."
    assert result.returncode == 0


@pytest.mark.parametrize("format", ["json", "jsonl", "yaml", "toml"])
def test_an_encoding_that_lacks_a_character_gets_the_escape_of_the_format(
    in_pipe: Callable[..., Any], format: str
) -> None:
    code = USERS + f"show(Answer({{'User': {{'Zoë': 'Zoë 😀'}}}}), OutputSettings(format={format!r}))"
    read: dict[str, Callable[[str], Any]] = {"yaml": yaml.safe_load, "toml": tomllib.loads}

    result = in_pipe(code, variables={"PYTHONIOENCODING": "ascii"})

    assert result.returncode == 0, result.stderr
    assert read.get(format, json.loads)(result.stdout.decode("ascii")) == {"User": {"Zoë": "Zoë 😀"}}


def test_an_encoding_that_lacks_a_character_does_not_stop_a_table(in_pipe: Callable[..., Any]) -> None:
    code = USERS + "show(Answer({'Alias': 'Zoë'}), OutputSettings())"

    result = in_pipe(code, variables={"PYTHONIOENCODING": "ascii"})

    assert result.stdout == b"Alias  Zo\\xeb\n"
