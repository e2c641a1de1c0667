"""What is advised works: every command that is printed runs, and `--apply` comes to what the commands come to."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli import federated_world as words
from cli.conftest import Outcome, Shell
from cli.terminal import terminal
from iamctl import bootstrap
from iamctl.service.advising.guidance import TABLE
from iamctl.service.advising.situation import WHERE_APPLICATION, WHERE_PEOPLE
from tests.federation.oidc import issuing
from tests.federation.saml import identity_provider as saml

PERSON, COMPANY = ("--who", "person"), ("--identity-system", "none")
APPLICATION = ("--who", "application", "--where")
FEDERATED = ("--provider-url", issuing.ISSUER, "--client-id", issuing.CLIENT, "--subject", "alice")
SITUATIONS: dict[str, tuple[str, ...]] = {
    "NEVER_ROOT": ("--who", "root"),
    "ONE_USER_FOR_ONESELF": ("--who", "myself", "--name", "kim"),
    "SAML_FEDERATION": (
        *("--who", "people", "--where", "company", "--identity-system", "saml", "--provider-name", "Company"),
        *("--metadata", "metadata.xml", "--name", "Staff", "--policy", "ReadOnlyAccess", "--how-long", "8h"),
    ),
    "OIDC_FEDERATION": ("--who", "people", "--identity-system", "oidc", *FEDERATED, "--how-long", "14d"),
    "IDENTITY_BROKER": ("--who", "people", "--identity-system", "ldap", "--name", "Engineer", "--name", "Audit"),
    "USERS_FOR_PEOPLE": (
        *("--who", "people", *COMPANY, "--name", "kim", "--name", "lee"),
        *("--group", "Readers", "--policy", "ReadOnlyAccess", "--policy", "IAMUserChangePassword"),
    ),
    "ROLE_FOR_ANOTHER_ACCOUNT": (*PERSON, "--where", "other-account", "--from-account", "444455556666"),
    "ROLE_FOR_AN_APPS_USERS": ("--who", "people", "--where", "mobile", *FEDERATED),
    "INSTANCE_ROLE": (*APPLICATION, "ec2", "--name", "Web", "--name", "Batch", "--policy", "ReadOnlyAccess"),
    "TASK_ROLE": (*APPLICATION, "ecs", "--how-long", "5400"),
    "EXECUTION_ROLE": (*APPLICATION, "lambda", "--policy", "AmazonSQSFullAccess"),
    "POD_ROLE": (*APPLICATION, "kubernetes"),
    "PIPELINE_ROLE": (*APPLICATION, "ci", *FEDERATED),
    "WORKLOAD_FEDERATION": (*APPLICATION, "on-premises", "--identity-system", "oidc", *FEDERATED),
    "ROLES_ANYWHERE": (*APPLICATION, "on-premises", "--identity-system", "none"),
    "ROLE_FOR_ANOTHER_ACCOUNTS_PROGRAM": (
        *(*APPLICATION, "other-account", "--from-account", "444455556666", "--external-id", "a customer's 7d2c"),
    ),
    "USER_WITH_A_KEY": (*APPLICATION, "keys-only", "--name", "wordpress", "--policy", "AmazonS3ReadOnlyAccess"),
}


@pytest.fixture
def counterparts(account: Shell) -> Shell:
    """An empty account, and beside it what the advices speak of: metadata, a token, a response, a broker's file."""
    work = Path.cwd()
    work.joinpath("metadata.xml").write_text(saml.metadata(saml.signer()).ljust(1200))
    work.joinpath("keys.json").write_text(issuing.published(issuing.public(issuing.key_of("RS256"))))
    work.joinpath("token.jwt").write_text(words.token(bootstrap.now()).reveal())
    work.joinpath("response.b64").write_text(words.assertion(bootstrap.now(), None, "Staff"))
    shutil.copytree(Path(__file__).parents[3] / "examples" / "broker", work, dirs_exist_ok=True)
    return account


def advised(shell: Shell, *options: str) -> dict[str, list[str]]:
    outcome = shell("advise", *options, "--output", "json")
    assert outcome.status == 0, outcome.err
    found: dict[str, list[str]] = outcome.json
    return found


def run_all(shell: Shell, commands: Sequence[str]) -> None:
    for command in commands:
        program, *arguments = shlex.split(command)
        outcome: Outcome = shell(*arguments)
        assert (program, outcome.status) == ("iamctl", 0), f"{command}\n{outcome.err}"


def texts(home: Path) -> dict[str, str]:
    """Every file of the account, without ids, moments and what is drawn by lot."""
    folder = home / "accounts" / "111122223333"
    lot = re.compile(r"\b(A[A-Z]{3}|PWDI)[A-Z0-9]{12,17}\b|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?")
    return {
        str(path.relative_to(folder)): "\n".join(sorted(lot.sub("…", path.read_text()).splitlines()))
        for path in sorted(folder.rglob("*.toml"))
    }


def test_every_row_of_the_table_has_a_situation_here() -> None:
    assert [row.code for row in TABLE] == list(SITUATIONS)
    assert all(set(row.where) <= {*WHERE_PEOPLE, *WHERE_APPLICATION} for row in TABLE)


@pytest.mark.parametrize("code", SITUATIONS)
def test_every_command_that_is_printed_works(code: str, counterparts: Shell) -> None:
    advice = advised(counterparts, *SITUATIONS[code])

    run_all(counterparts, advice["Commands"])
    if any(command.startswith("iamctl provider oidc") for command in advice["Commands"]):
        # The provider is nobody's who could be asked.
        assert counterparts("provider", "oidc", "update", issuing.ISSUER, "--jwks", "keys.json").status == 0
    run_all(counterparts, advice["Then"])

    assert advice["Code"] == code


@pytest.mark.parametrize("code", SITUATIONS)
def test_applying_comes_to_what_the_commands_come_to(code: str, counterparts: Shell, home: Path) -> None:
    options = SITUATIONS[code]
    empty = home.parent / "empty"
    shutil.copytree(home, empty)
    run_all(counterparts, advised(counterparts, *options)["Commands"])
    typed = texts(home)
    shutil.rmtree(home)
    empty.rename(home)

    outcome = counterparts("advise", *options, "--apply")

    assert outcome.status == 0, outcome.err
    assert texts(home) == typed
    revisions = counterparts("history", "list", "--output", "json").json["Revisions"]
    assert len(revisions) == (1 if code == "NEVER_ROOT" else 2), "the account's own, and one for all of it"


def test_a_dry_run_changes_nothing(account: Shell, home: Path) -> None:
    before = texts(home)

    outcome = account("advise", *SITUATIONS["USERS_FOR_PEOPLE"], "--apply", "--dry-run")

    assert outcome.status == 0
    assert "users/kim.toml" in outcome.out
    assert texts(home) == before


def test_what_fails_half_way_leaves_nothing_behind(account: Shell, home: Path) -> None:
    assert account("instance-profile", "create", "Web").status == 0
    before = texts(home)

    outcome = account("advise", *SITUATIONS["INSTANCE_ROLE"], "--apply")

    assert (outcome.status, texts(home)) == (5, before)
    assert "EntityAlreadyExists" in outcome.err


def test_secrets_go_into_a_file_and_are_not_shown(account: Shell) -> None:
    outcome = account("advise", *SITUATIONS["USER_WITH_A_KEY"], "--apply", "--credentials-out", "key.json")

    made = json.loads(Path("key.json").read_text())["Credentials"][0]
    assert made["UserName"] == "wordpress"
    assert made["AccessKeys"][0]["SecretAccessKey"] not in outcome.out + outcome.err


def test_a_provider_or_group_that_is_there_is_not_made_again(counterparts: Shell) -> None:
    for code in ("SAML_FEDERATION", "OIDC_FEDERATION", "USERS_FOR_PEOPLE"):
        assert counterparts("advise", *SITUATIONS[code], "--apply").status == 0

    saml_again = advised(
        counterparts, "--who", "people", "--identity-system", "saml", "--provider-name", "Company", "--name", "Audit"
    )
    oidc_again = advised(counterparts, *SITUATIONS["PIPELINE_ROLE"])
    users_again = advised(counterparts, *PERSON, *COMPANY, "--name", "max", "--group", "Readers")

    assert [command.split()[1] for command in saml_again["Commands"]] == ["role"]
    assert [command.split()[1] for command in oidc_again["Commands"]] == ["role"]
    assert users_again["Commands"][0] == "iamctl user create max --group Readers"


def test_a_provider_that_every_account_has_is_not_made(account: Shell) -> None:
    options = ("--who", "people", "--where", "mobile", "--provider-url", "accounts.google.com", "--client-id", "app-1")

    (command,) = advised(account, *options)["Commands"]

    assert command == "iamctl role create Federated --trust-oidc accounts.google.com --audience app-1"
    run_all(account, [command])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--who"),
        (("--who", "people"), "--where"),
        (("--who", "people", "--where", "company"), "--identity-system"),
        ((*APPLICATION, "on-premises"), "--identity-system"),
        ((*APPLICATION, "other-account"), "--from-account"),
        ((*APPLICATION, "ci", "--provider-url", issuing.ISSUER, "--client-id", "x"), "--subject"),
        (("--who", "people", "--identity-system", "saml"), "--provider-name"),
        (("--who", "people", "--identity-system", "saml", "--provider-name", "X"), "--metadata"),
    ],
)
def test_what_is_not_known_is_named_where_nobody_can_be_asked(
    options: tuple[str, ...], said: str, account: Shell
) -> None:
    outcome = account("advise", *options)

    assert (outcome.status, outcome.out) == (2, "")
    assert f"say it with `{said}`" in outcome.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--who", "nobody"), "--who is 'nobody'"),
        ((*APPLICATION, "company"), "--where is 'company'"),
        ((*APPLICATION, "on-premises", "--identity-system", "saml"), "--identity-system is 'saml'"),
        ((*APPLICATION, "ec2", "--group", "X"), "--group says nothing"),
        ((*APPLICATION, "lambda", "--external-id", "X", "--from-account", "1"), "--from-account and --external-id"),
        ((*APPLICATION, "ec2", "--dry-run"), "--dry-run is about --apply"),
        ((*APPLICATION, "ec2", "--format", "sarif"), "--format is about"),
        ((*APPLICATION, "ec2", "--recent", "1d"), "--recent is about"),
        (("--check", "--who", "root"), "--who says nothing about --check"),
        (("--check", "--apply", "--dry-run"), "--apply and --dry-run says nothing about --check"),
    ],
)
def test_an_option_that_says_nothing_is_refused(options: tuple[str, ...], said: str, account: Shell) -> None:
    outcome = account("advise", *options)

    assert outcome.status == 2
    assert said in outcome.err


def test_a_person_at_a_terminal_is_asked(account: Shell, program: list[str]) -> None:
    with terminal([*program, "advise"], os.environ) as screen:
        screen.read_until(r"\[1-5\] ")
        screen.type("5\n")
        screen.read_until(r"\[1-9\] ")
        screen.type("5\n")
        for answer in ("https://ci.example.com", "acme", "repo:acme/site:*"):
            screen.read_until(r"\? $")
            screen.type(f"{answer}\n")
        said = screen.read_to_the_end()

    assert "iamctl provider oidc create https://ci.example.com --client-id acme" in said
    assert "--subject 'repo:acme/site:*'" in said


def test_what_goes_against_the_guidance_is_found(account: Shell) -> None:
    assert account("advise", "--check").status == 0
    assert account("user", "create", "builder", "--attach-policy", "ReadOnlyAccess").status == 0
    assert account("creds", "key", "create", "builder").status == 0

    outcome = account("advise", "--check", "--output", "json")
    log = account("advise", "--check", "--format", "sarif")

    assert (outcome.status, log.status) == (1, 1)
    assert [finding["Code"] for finding in outcome.json["Findings"]] == ["USER_IS_APPLICATION"]
    assert log.json["runs"][0]["results"][0]["ruleId"] == "USER_IS_APPLICATION"


def test_only_who_sees_everything_checks_the_account(account: Shell) -> None:
    assert account("user", "create", "kim", "--attach-policy", "ReadOnlyAccess").status == 0

    assert account("advise", "--check", "--as", "kim").status == 3
    assert account("advise", *SITUATIONS["INSTANCE_ROLE"], "--as", "kim").status == 0
    assert account("advise", *SITUATIONS["INSTANCE_ROLE"], "--as", "kim", "--apply").status == 3
