from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.cli.output.difference import show_changes, unified
from iamctl.cli.output.settings import OutputSettings

Capture = pytest.CaptureFixture[str]


class Change(NamedTuple):
    path: str
    before: str | None
    after: str | None


CREATED = Change("users/alice.toml", None, 'name = "alice"\npath = "/eng/"\n')
CHANGED = Change("groups/eng.toml", "a = 1\nb = 2\nc = 3\n", "a = 1\nb = 4\nc = 3\n")
REMOVED = Change("users/bob.toml", 'name = "bob"\n', None)
CREATE_ALICE = ("CreateUser", {"UserName": "alice", "Path": "/eng/"})


def test_a_dry_run_shows_the_operations_and_then_each_files_difference(capsys: Capture) -> None:
    show_changes([CREATED, CHANGED, REMOVED], [CREATE_ALICE, ("DeleteUser", {"UserName": "bob"})], OutputSettings())

    assert capsys.readouterr().out.splitlines() == [
        "CreateUser UserName=alice Path=/eng/",
        "DeleteUser UserName=bob",
        "",
        "--- /dev/null",
        "+++ users/alice.toml",
        "@@ -0,0 +1,2 @@",
        '+name = "alice"',
        '+path = "/eng/"',
        "--- groups/eng.toml",
        "+++ groups/eng.toml",
        "@@ -1,3 +1,3 @@",
        " a = 1",
        "-b = 2",
        "+b = 4",
        " c = 3",
        "--- users/bob.toml",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        '-name = "bob"',
    ]


def test_parameters_that_are_more_than_a_word_are_json(capsys: Capture) -> None:
    parameters = {
        "Description": "two words",
        "Tags": [{"Key": "a", "Value": "b"}],
        "Empty": "",
        "Force": True,
        "Path": "/",
    }

    show_changes([], [("CreateRole", parameters)], OutputSettings(quiet=True))

    assert capsys.readouterr().out == (
        'CreateRole Description="two words" Tags=[{"Key":"a","Value":"b"}] Empty="" Force=true Path=/\n'
    )


def test_a_dry_run_that_would_change_nothing_says_so(capsys: Capture) -> None:
    show_changes([], [], OutputSettings())

    assert capsys.readouterr() == ("", "iamctl: note: no file would change\n")


def test_a_dry_run_in_json_holds_both_texts_and_their_difference(capsys: Capture) -> None:
    show_changes([CREATED], [CREATE_ALICE], OutputSettings(format="json"))

    assert json.loads(capsys.readouterr().out) == {
        "DryRun": True,
        "Operations": [{"Operation": "CreateUser", "Parameters": {"UserName": "alice", "Path": "/eng/"}}],
        "Files": [
            {"Path": CREATED.path, "Before": None, "After": CREATED.after, "Diff": unified(*CREATED)},
        ],
    }


def test_a_dry_run_takes_the_other_data_formats_and_queries(capsys: Capture) -> None:
    show_changes([CREATED], [CREATE_ALICE], OutputSettings(format="yaml"))
    assert yaml.safe_load(capsys.readouterr().out)["Files"][0]["Diff"] == unified(*CREATED)

    show_changes([CREATED], [CREATE_ALICE], OutputSettings(query="Files[].Path"))
    assert capsys.readouterr().out == "users/alice.toml\n"


def test_colours_repeat_the_marks_on_a_terminal_alone(
    on_terminal: Callable[..., Any], in_pipe: Callable[..., Any]
) -> None:
    code = (
        "import sys\n"
        "from iamctl.cli.output.difference import show_changes\n"
        "from iamctl.cli.output.settings import OutputSettings\n"
        "from iamctl.store.protocol import FileChange\n"
        "change = FileChange('a.toml', 'a = 1\\n', 'a = 2\\n')\n"
        "show_changes([change], [], OutputSettings(terminal=sys.stdout.isatty()))\n"
        "print('rich' in sys.modules)\n"
    )

    on_a_terminal, _ = on_terminal(code)
    without_colour, _ = on_terminal(code, variables={"NO_COLOR": "1"})
    in_a_pipe = in_pipe(code).stdout.decode()

    assert "\x1b[31m-a = 1\x1b[0m\n\x1b[32m+a = 2\x1b[0m\n" in on_a_terminal
    assert without_colour == in_a_pipe
    assert "-a = 1\n+a = 2\nFalse\n" in in_a_pipe


def test_a_hostile_line_of_a_file_does_not_drive_the_terminal(capsys: Capture) -> None:
    show_changes([Change("a\x1b.toml", None, "\tx\x1b[2J\u202e\r\n")], [], OutputSettings(terminal=True, color="never"))

    out = capsys.readouterr().out
    assert "+\tx\\x1b[2J\\u202e\\r\n" in out
    assert "\x1b" not in out


def test_equal_texts_have_no_difference() -> None:
    assert unified("a", "x\n", "x\n") == unified("a", None, None) == ""


def test_a_missing_line_end_is_told_as_patch_writes_it() -> None:
    assert unified("a", "x", "x\n").splitlines()[3:] == ["-x", "\\ No newline at end of file", "+x"]


def test_an_empty_file_that_comes_is_a_difference_without_lines() -> None:
    assert unified("a", None, "") == "--- /dev/null\n+++ a\n"


texts = st.text(st.sampled_from("ab\n\r\u2028 -+@\\"), max_size=30)


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch program")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(texts, texts)
def test_patch_makes_the_text_after_of_the_text_before(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(before.encode())

    patch = unified("file", before, after).encode()
    done = subprocess.run(["patch", "--binary", "-s", "-f", str(file)], input=patch, capture_output=True, check=False)

    assert done.returncode == 0 or not patch, done
    assert (file.read_bytes() if file.exists() else b"") == after.encode()
