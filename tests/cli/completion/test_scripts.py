"""The completion scripts in the shells themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.terminal import Terminal, terminal
from iamctl.cli.completion.shells import SHELLS, script_of

# The program's own name tells what reached it, but for the question that completion asks.
TELLING = 'iamctl() { if [[ $1 == --complete-names ]]; then command iamctl "$@"; else echo "<$*>"; fi; }\n'
INTERACTIVE = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {script}\n"),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; source {script}\n"),
}
COMPLETED = [
    ("user get gi\t", "user get gina@example.com"),
    ("user get gina@\t", "user get gina@example.com"),
    ("user get gina@ex\t", "user get gina@example.com"),
    ("user get alice gu\t", "user get alice gus-x"),
    ("user remo\t", "user remove-from-group"),
    ("account pass\tsh\t", "account password-policy show"),
    ("user create new --grou\tDe\t", "user create new --group Developers"),
    ("--output js\b\btab\t user list", "--output table user list"),
    ("user list --output=tab\t", "user list --output=table"),
    ("user list --acc\t1111\t", "user list --account 111122223333"),
    ("role delete-b\t", "role delete-boundary"),
    ("bootstrap acm\t", "bootstrap acme.toml"),
]


@pytest.fixture(params=sorted(INTERACTIVE))
def prompt(request: pytest.FixtureRequest, environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    shell: str = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / SHELLS[shell].file
    script.write_text(script_of(shell))
    Path("acme.toml").touch()
    command, setup = INTERACTIVE[shell]
    with terminal(command, environment) as opened:
        opened.type(setup.format(script=script) + TELLING + "echo rea''dy\n")
        opened.read_until("\nready|\rready")
        yield opened


def test_what_is_begun_is_completed(prompt: Terminal) -> None:
    for typed, completed in COMPLETED:
        prompt.type(f"iamctl {typed}\n")

        told = prompt.read_until(r"<[a-z-][^<>$]*>")

        assert " ".join(told[told.rindex("<") + 1 : -1].split()) == completed, typed


def test_several_possibilities_are_listed(prompt: Terminal) -> None:
    prompt.type("iamctl user g\t\t\t")

    prompt.read_until(r"get-policy")


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("user g", ["get", "get-policy"]),
        ("user get g", ["gina@example.com", "gus-x"]),
        ("user get gina@ex", ["gina@example.com"]),
        ("user create x --group ", ["Auditors", "Developers"]),
        ("user create x --gro", ["--group"]),
        ("user list --output=j", ["--output=json", "--output=jsonl"]),
        ("--output j", ["json", "jsonl"]),
        ("--json user list-g", ["list-groups"]),
        ("account password-policy s", ["set", "show"]),
        ("history show ", ["1", "2", "3"]),
        ("bootstrap acm", ["acme.toml"]),
    ],
)
def test_fish_offers(environment: dict[str, str], tmp_path: Path, typed: str, offered: list[str]) -> None:
    script = tmp_path / "iamctl.fish"
    script.write_text(script_of("fish"))
    Path("acme.toml").touch()

    ran = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C 'iamctl {typed}'"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert [line.partition("\t")[0] for line in ran.stdout.splitlines()] == offered
    assert ran.stderr == ""


@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_every_command_and_option_is_in_the_script(shell: str) -> None:
    script = script_of(shell)

    for word in ("move-user", "password-policy", "--trust-service", "--lock-timeout", "authorization-details"):
        assert re.search(rf"{word}\b", script), word


def test_the_powershell_script_parses(tmp_path: Path) -> None:
    if shutil.which("pwsh") is None:
        pytest.skip("PowerShell is not installed")
    script = tmp_path / "iamctl.ps1"
    script.write_text(script_of("powershell"))

    asked = f". {script}; (TabExpansion2 'iamctl user get-p' 17).CompletionMatches.CompletionText"
    ran = subprocess.run(["pwsh", "-NoProfile", "-c", asked], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["get-policy"]
