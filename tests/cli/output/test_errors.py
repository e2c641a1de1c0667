from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from iamctl.cli.output.errors import show_bug, show_error, show_warning
from iamctl.errors import CheckFailed, MalformedPolicyDocument, Mistakes, NoSuchEntity, Place, UsageError

Capture = pytest.CaptureFixture[str]
NO_ALICE = NoSuchEntity("user", "alice", hint=["did you mean alicia?", "list them with `iamctl user list`"])
MISSPELT = MalformedPolicyDocument("Efect is not an element of a statement.", place=Place("deploy.json", 14, 9))


def test_an_error_says_its_code_and_sentence_and_then_its_hints(capsys: Capture) -> None:
    show_error(NO_ALICE, json=False)

    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "iamctl: error: NoSuchEntity: The user with name alice cannot be found.",
        "iamctl: hint: did you mean alicia?",
        "iamctl: hint: list them with `iamctl user list`",
    ]


def test_an_error_in_a_text_says_where(capsys: Capture) -> None:
    show_error(MISSPELT, json=False)

    assert capsys.readouterr().err == (
        "iamctl: error: MalformedPolicyDocument: deploy.json:14:9: Efect is not an element of a statement.\n"
    )


def test_mistakes_are_told_one_by_one(capsys: Capture) -> None:
    show_error(Mistakes([MISSPELT, Mistakes([NO_ALICE])]), json=False)

    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1:3] for line in lines[:2]] == [
        ["error", "MalformedPolicyDocument"],
        ["error", "NoSuchEntity"],
    ]
    assert len(lines) == 4


def test_a_hint_for_all_mistakes_comes_after_them(capsys: Capture) -> None:
    mistakes = Mistakes([MISSPELT, UsageError("A tag has no value.")])
    mistakes.hints = ("your text is kept: /tmp/deploy.json",)

    show_error(mistakes, json=False)

    lines = capsys.readouterr().err.splitlines()
    assert lines[-2:] == [
        "iamctl: error: Usage: A tag has no value.",
        "iamctl: hint: your text is kept: /tmp/deploy.json",
    ]


def test_mistakes_stop_at_fifty_and_a_count(capsys: Capture) -> None:
    show_error(Mistakes([MISSPELT] * 62), json=False)

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 51
    assert lines[-1] == "iamctl: error: Mistakes: 12 more mistakes are not shown."


def test_a_failed_check_has_been_told_already(capsys: Capture) -> None:
    show_error(CheckFailed("It differs."), json=False)
    show_error(CheckFailed("It differs."), json=True)

    assert capsys.readouterr() == ("", "")


def test_an_error_in_json_is_one_object_on_one_line(capsys: Capture) -> None:
    show_error(NO_ALICE, json=True)
    show_error(MISSPELT, json=True)

    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first == {
        "Error": {
            "Code": "NoSuchEntity",
            "Message": "The user with name alice cannot be found.",
            "Hints": list(NO_ALICE.hints),
        }
    }
    assert second == {
        "Error": {
            "Code": "MalformedPolicyDocument",
            "Message": "Efect is not an element of a statement.",
            "Place": {"Source": "deploy.json", "Line": 14, "Column": 9},
        }
    }


def test_mistakes_in_json_are_all_there(capsys: Capture) -> None:
    show_error(Mistakes([MISSPELT] * 62), json=True)

    error = json.loads(capsys.readouterr().err)["Error"]
    assert error["Code"] == "Mistakes"
    assert len(error["Errors"]) == 62
    assert error["Errors"][0]["Place"]["Line"] == 14


def test_a_hostile_text_in_an_error_or_a_warning_does_not_drive_the_terminal(capsys: Capture) -> None:
    hostile = "x\x1b[2J\niamctl: error: Forged: y"
    show_error(UsageError(hostile, hint=hostile, place=Place(hostile, 1, 1)), json=False)
    show_warning(hostile)

    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert [line.split(":")[1] for line in err.splitlines()] == [" error", " hint", " warning"]


def test_a_bug_is_one_line_and_its_details_are_in_a_private_file(capsys: Capture, tmp_path: Path) -> None:
    status = show_bug(_caught(), debug=False, folder=tmp_path / "state" / "bugs")

    [file] = (tmp_path / "state" / "bugs").iterdir()
    assert status == 70
    assert capsys.readouterr().err == (
        f"iamctl: error: InternalFailure: This is a bug in iamctl (ZeroDivisionError). The details are in {file}.\n"
    )
    assert "in _caught" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_bug_shows_its_traceback_to_who_debugs(capsys: Capture, tmp_path: Path) -> None:
    show_bug(_caught(), debug=True, folder=tmp_path)

    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_bug_whose_details_cannot_be_written_still_says_so(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    status = show_bug(_caught(), debug=False, folder=tmp_path / "file")

    assert status == 70
    assert "could not be written (File exists); `--debug` prints them." in capsys.readouterr().err


def _caught() -> Exception:
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError as error:
        return error
    raise AssertionError
