"""A user without policies types every example of every help text: nothing of the account is told or changed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from iamctl.cli.groups import commands
from iamctl.cli.tree import Leaf, command_at, parts_of_help

from . import world
from .conftest import Shell
from .test_examples import lay_out, stdin_of, taken_apart

# What looks at no account, and what everybody may ask of itself.
OPEN = {
    ("broker", "login"),
    ("check",),
    ("completion",),
    ("creds", "cache"),
    ("creds", "configure-profile"),
    ("creds", "session-token"),
    ("federation",),
    ("login",),
    ("logout",),
    ("policy", "fmt"),
    ("policy", "from-access"),
    ("policy", "minify"),
    ("reference",),
    ("whoami",),
}
# An identity provider's word needs no caller, and whom `--as` names is whom its owner asks about.
OPEN_EXAMPLES = (
    "advise --who application --where ec2",
    "advise --who myself",
    "--as Broker",
    "compare artifacts",
    "compare PowerUserAccess",
    "policy shrink PowerUserAccess",
    "policy shrink artifacts",
    "iamctl assume Pipeline --web",
    "iamctl assume Console --saml",
    "explain assume Deploy --as",
    "--no-account",
    "assume --list",
    "policy validate artifacts",
    "policy validate trust",
    "policy validate -",
)


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    (folder / "work").mkdir()
    world.build(folder / "home", folder / "work")
    return folder


def is_open(path: tuple[str, ...], example: str) -> bool:
    return any(path[: len(words)] == words for words in OPEN) or any(words in example for words in OPEN_EXAMPLES)


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_a_user_without_policies_is_denied(
    path: tuple[str, ...], peopled: Path, home: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = command_at(path)
    assert isinstance(command, Leaf)
    _, examples = parts_of_help(command.help or "")
    for example in examples:
        if is_open(path, example):
            continue
        lay_out(peopled, home)
        assert shell("user", "create", "stranger").status == 0
        before = revisions(shell)
        words, _, redirected = example.partition(" < ")
        with monkeypatch.context() as patch:
            if redirected:
                patch.setattr(sys, "stdin", stdin_of(Path(redirected.strip())))
            variables, _, arguments = taken_apart(words)
            for name, value in (*variables, ("IAMCTL_AS", "stranger")):
                patch.setenv(name, value)

            outcome = shell(*[word for word in arguments if word != "--ignore-missing"])

        assert (example, outcome.status, outcome.out) == (example, 3, "")
        assert "AccessDenied" in outcome.err
        assert revisions(shell) == before


def revisions(shell: Shell) -> int:
    return len(shell("history", "list", "-o", "json").json["Revisions"])
