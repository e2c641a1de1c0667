"""The program as a process: what it loads, what it says into pipes, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from iamctl.version import __version__

from .conftest import Shell

HEAVY = {"rich", "tomlkit", "jmespath", "platformdirs", "unittest", "email", "http", "pydantic"}


def loaded_by(*words: str, started_with: str = "iamctl.__main__") -> set[str]:
    """The modules that a run has loaded when it ends."""
    code = f"""
import json, sys
sys.argv = ["iamctl", *{list(words)!r}]
from {started_with} import main
status = main()
sys.stderr.write(json.dumps([status, sorted(sys.modules)]))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, modules = json.loads(run.stderr)
    assert status == 0, run.stderr
    return set(modules)


def test_the_version_waits_for_nothing(program: list[str]) -> None:
    run = subprocess.run([*program, "--version"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, f"iamctl {__version__}\n")

    modules = {name.partition(".")[0] for name in loaded_by("--version")}

    assert not modules & {"typer", "click", "sqlite3", "typing"}
    assert "iamctl.errors" not in loaded_by("--version")


def test_a_look_up_loads_nothing_heavy(account: Shell, program: list[str]) -> None:
    account("user", "create", "alice", "--path", "/eng/", "--tag", "team=core")

    modules = loaded_by("user", "get", "alice")

    assert not HEAVY & {name.partition(".")[0] for name in modules}
    assert "iamctl.cli.commands.user.get" in modules
    others = {name for name in modules if name.startswith("iamctl.cli.commands.")}
    assert others == {"iamctl.cli.commands.user", "iamctl.cli.commands.user.get"}


def test_help_loads_no_command(program: list[str]) -> None:
    modules = loaded_by("user", "--help")

    assert not [name for name in modules if name.startswith(("iamctl.cli.commands.", "iamctl.service", "iamctl.store"))]
    assert not HEAVY & {name.partition(".")[0] for name in modules}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_version_that_cannot_be_said_is_an_error_like_any_other(program: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run([*program, "--version"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert run.returncode == 74
    assert run.stderr == "iamctl: error: StorageFailure: The answer cannot be written: No space left on device.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_behind_stdout_is_an_error(account: Shell, program: list[str]) -> None:
    account("user", "create", "alice")

    with Path("/dev/full").open("w") as full:
        run = subprocess.run([*program, "user", "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert run.returncode == 74
    assert "No space left on device" in run.stderr


def test_a_reader_that_has_gone_ends_it_quietly(account: Shell, program: list[str]) -> None:
    account("user", "create", "alice")
    reading, writing = os.pipe()
    os.close(reading)

    run = subprocess.run([*program, "user", "list"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)

    os.close(writing)
    assert (run.returncode, run.stderr) == (141, "")


def test_ctrl_c_while_it_reads_stdin_ends_quietly(account: Shell, program: list[str], tmp_path: Path) -> None:
    account("user", "create", "alice")
    fifo = tmp_path / "document"
    os.mkfifo(fifo)
    words = ["user", "put-policy", "alice", "P", "--policy-document", str(fifo)]
    # A test run in the background has SIGINT ignored, and its children would inherit that.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{listening}; import sys; sys.argv = ['iamctl', *{words!r}]; from iamctl.__main__ import main; sys.exit(main())"
    # Opening the other end waits until the program has opened its own: then it is reading.
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as process, fifo.open("w"):
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()

    assert (process.returncode, said) == (130, "")


def test_a_document_comes_through_stdin(account: Shell, program: list[str]) -> None:
    account("user", "create", "alice")
    document = 'Version = "2012-10-17"\n\n[[Statement]]\nEffect = "Allow"\nAction = "s3:*"\nResource = "*"\n'

    run = subprocess.run(
        [*program, "user", "put-policy", "alice", "P", "--policy-document", "-"], input=document, text=True, check=False
    )

    assert run.returncode == 0
    assert (
        account("user", "get-policy", "alice", "P", "--json").json["PolicyDocument"]["Statement"][0]["Action"] == "s3:*"
    )


def test_a_name_that_could_drive_the_terminal_is_written_out(account: Shell) -> None:
    outcome = account("user", "get", "\x1b[2Jalice")

    assert outcome.status == 4
    assert "\x1b" not in outcome.err
