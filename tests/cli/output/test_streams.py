from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from iamctl.cli.output.streams import note, warn, write, write_line
from iamctl.errors import StorageFailure


def test_a_line_goes_to_stdout_with_its_controls_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    write_line("arn\x1b[0m\n")

    assert capsys.readouterr() == ("arn\\x1b[0m\\n\n", "")


def test_notes_and_warnings_go_to_stderr_and_quiet_drops_notes_alone(capsys: pytest.CaptureFixture[str]) -> None:
    note("no users")
    note("not said", quiet=True)
    warn("The vault is locked.")

    assert capsys.readouterr() == ("", "iamctl: note: no users\niamctl: warning: The vault is locked.\n")


def test_an_answer_that_has_nowhere_to_go_is_a_failure_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)

    with pytest.raises(StorageFailure, match="stdout is closed") as caught:
        write("x")

    assert caught.value.exit_status == 74


def test_nobody_listening_on_stderr_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)

    note("nobody hears this")


def test_bytes_that_came_in_undecoded_do_not_go_out_raw(in_pipe: Callable[..., Any]) -> None:
    code = "from iamctl.cli.output.streams import write\nwrite('x\\udc9b2J')"

    result = in_pipe(code, variables={"LC_ALL": "C"})

    assert result.stdout == b"x\\udc9b2J"
