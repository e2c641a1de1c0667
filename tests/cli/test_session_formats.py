"""Credentials in the forms that shells and AWS's clients read: each value comes out as it went in."""

from __future__ import annotations

import configparser
import json
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.cli.session_formats import (
    plain_for_dotenv,
    quoted_for_fish,
    quoted_for_posix_and_fish,
    quoted_for_powershell,
    rendered,
)
from iamctl.errors import InvalidInput
from iamctl.model.secret import Secret
from iamctl.model.session import Credentials

CREDENTIALS = Credentials(
    access_key_id="ASIAIOSFODNN7EXAMPLE",
    secret_access_key=Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCY=="),
    session_token=Secret("iamctl.SKEYA.to-ken_"),
    expiration=datetime(2026, 11, 24, 12, tzinfo=UTC),
)
VARIABLES = {
    "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCY==",
    "AWS_SESSION_TOKEN": "iamctl.SKEYA.to-ken_",
    "AWS_CREDENTIAL_EXPIRATION": "2026-11-24T12:00:00Z",
}
NASTY = [
    "",
    "plain",
    "it's",
    "''",
    "back\\slash",
    "\\\\",
    "\\'",
    "'\\",
    "$HOME",
    "$(id)",
    "`id`",
    "a;b&c|d",
    "!!",
    "~",
    "*?[a]",
    "{a,b}",
    "a\nb",
    "\ttab ",
    '"quotes"',
    "%s%%",
    "é漢",
    "#no",
    "-n",
    "^a",
    "(a)",
]


def form(name: str) -> str:
    return rendered(name, CREDENTIALS, {"PackedPolicySize": 3}, profile="deploy")


def need(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def words_of(program: str, script: str) -> list[str]:
    """What a shell makes of the words behind `printf`."""
    arguments = ["--no-config"] if program == "fish" else ["--norc"] if program == "bash" else ["-f"]
    command = [need(program), *(arguments if program != "sh" else []), "-c", script]
    said = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return said.split("\0")[:-1]


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh", "fish"])
def test_what_is_quoted_for_posix_shells_and_fish_comes_out_as_it_was(shell: str) -> None:
    script = "printf '%s\\0' " + " ".join(quoted_for_posix_and_fish(value) for value in NASTY)

    assert words_of(shell, script) == NASTY


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh", "fish"])
def test_it_comes_out_of_eval_as_it_was(shell: str) -> None:
    exports = "".join(f"export V{number}={quoted_for_posix_and_fish(value)};\n" for number, value in enumerate(NASTY))
    print_all = "printf '%s\\0' " + " ".join(f'"$V{number}"' for number in range(len(NASTY)))

    assert words_of(shell, f"eval {quoted_for_posix_and_fish(exports)}\n{print_all}") == NASTY


def test_what_is_quoted_for_fish_comes_out_as_it_was() -> None:
    assert words_of("fish", "printf '%s\\0' " + " ".join(map(quoted_for_fish, NASTY))) == NASTY


def test_powershell_doubles_every_quote_that_it_knows() -> None:
    assert quoted_for_powershell("a'b$c`d’e") == "'a''b$c`d’’e'"


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])))
def test_every_text_is_one_word_of_a_posix_shell(value: str) -> None:
    import shlex

    assert shlex.split(quoted_for_posix_and_fish(value)) == [value]


@pytest.mark.parametrize("value", ["a b", "it's", "a#b", "", "é", "a\nb"])
def test_a_file_of_variables_refuses_what_its_readers_take_in_different_ways(value: str) -> None:
    with pytest.raises(InvalidInput):
        plain_for_dotenv(value)


@pytest.mark.parametrize(("shell", "name"), [("bash", "env"), ("zsh", "env"), ("fish", "env"), ("fish", "fish")])
def test_a_shell_has_the_variables_then(shell: str, name: str) -> None:
    print_all = "printf '%s\\0' " + " ".join(f'"${variable}"' for variable in VARIABLES)

    assert words_of(shell, f"{form(name)}{print_all}") == list(VARIABLES.values())


def test_the_lines_may_be_joined_by_blanks() -> None:
    joined = " ".join(form("env").split("\n"))

    assert words_of("fish", f"{joined} printf '%s\\0' $AWS_SESSION_TOKEN") == ["iamctl.SKEYA.to-ken_"]


def test_a_file_of_variables_has_them_as_they_are() -> None:
    assert dict(line.split("=", 1) for line in form("dotenv").splitlines()) == VARIABLES


def test_json_is_awss_answer() -> None:
    assert json.loads(form("json")) == {
        "Credentials": {
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCY==",
            "SessionToken": "iamctl.SKEYA.to-ken_",
            "Expiration": "2026-11-24T12:00:00Z",
        },
        "PackedPolicySize": 3,
    }


def test_credential_process_has_the_schema_of_aws() -> None:
    assert json.loads(form("credential-process")) == {
        "Version": 1,
        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCY==",
        "SessionToken": "iamctl.SKEYA.to-ken_",
        "Expiration": "2026-11-24T12:00:00Z",
    }


def test_a_profile_is_one_of_the_shared_credentials_file() -> None:
    parser = configparser.RawConfigParser(default_section="")
    parser.read_string(form("profile"))

    assert dict(parser["deploy"]) == {
        "aws_access_key_id": "ASIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCY==",
        "aws_session_token": "iamctl.SKEYA.to-ken_",
    }
