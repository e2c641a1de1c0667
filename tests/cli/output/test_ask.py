from __future__ import annotations

from collections.abc import Callable

import pytest

from iamctl.cli.output.ask import confirm
from iamctl.errors import UsageError

ASK = (
    "import sys\n"
    "from iamctl.cli.output.ask import confirm\n"
    "try:\n"
    "    print(confirm('Delete the user alice?', is_someone_there=True))\n"
    "except KeyboardInterrupt:\n"
    "    sys.exit(130)\n"
)
Run = Callable[..., tuple[str, int]]


@pytest.mark.parametrize("is_someone_there", [False, True])
def test_without_a_person_the_question_is_refused_and_the_option_named(is_someone_there: bool) -> None:
    with pytest.raises(UsageError) as caught:
        confirm("Delete it?", is_someone_there=is_someone_there)

    assert "Delete it?" in caught.value.message
    assert caught.value.hints == ("pass `--yes` to go ahead without a question",)
    assert caught.value.exit_status == 2


def test_a_closed_stdin_is_no_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(UsageError):
        confirm("Delete it?", is_someone_there=True)


@pytest.mark.parametrize(
    ("typed", "answer"), [(b"y\n", "True"), (b"YES\n", "True"), (b"n\n", "False"), (b"\n", "False")]
)
def test_only_a_yes_goes_ahead(on_terminal: Run, typed: bytes, answer: str) -> None:
    text, status = on_terminal(ASK, typed=typed)

    assert "Delete the user alice? [y/N] " in text
    assert text.splitlines()[-1].endswith(answer)
    assert status == 0


def test_another_answer_is_asked_again(on_terminal: Run) -> None:
    text, _ = on_terminal(ASK, typed=b"perhaps\n\xff\ny\n")

    assert text.count("[y/N]") == 3
    assert text.splitlines()[-1].endswith("True")


def test_the_end_of_input_is_an_interruption(on_terminal: Run) -> None:
    text, status = on_terminal(ASK, typed=b"\x04")

    assert status == 130
    assert "Traceback" not in text


def test_ctrl_c_is_an_interruption_that_leaves_a_clean_line(on_terminal: Run) -> None:
    # NOFLSH: at Ctrl-C the kernel signals first and then throws away what waits to be read, the new line too.
    # A shell that started the tests in the background had them ignore Ctrl-C; a person's shell does not.
    code = (
        "import fcntl, signal, sys, termios\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
        "mode = termios.tcgetattr(0)\n"
        "mode[3] |= termios.NOFLSH\n"
        "termios.tcsetattr(0, termios.TCSANOW, mode)\n"
    ) + ASK

    text, status = on_terminal(code, interrupt_at=b"[y/N] ")

    assert status == 130
    assert text.endswith("\n")
    assert "Traceback" not in text
