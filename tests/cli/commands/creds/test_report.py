"""`creds report` and `creds check` from the shell."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import pytest

from cli.conftest import Shell


@pytest.fixture
def alice(account: Shell) -> Shell:
    """A console user without MFA."""
    assert account("user", "create", "alice").status == 0
    assert account("creds", "password", "generate", "alice").status == 0
    return account


def test_the_report_is_csv_wherever_it_goes(alice: Shell) -> None:
    shown = alice("creds", "report")
    written = alice("creds", "report", "--out", "report.csv")

    assert [row["user"] for row in csv.DictReader(io.StringIO(shown.out))] == ["<root_account>", "alice"]
    assert (written.status, written.out) == (0, "")
    assert Path("report.csv").read_text() == shown.out
    assert stat.S_IMODE(Path("report.csv").stat().st_mode) == 0o600
    assert alice("creds", "report", "--out", "report.csv").status == 5


def test_the_report_has_members_where_another_format_is_asked_for(alice: Shell) -> None:
    users = alice("creds", "report", "-o", "json").json["Users"]

    assert users[1]["password_enabled"] == "true"


def test_the_report_knows_of_now(alice: Shell) -> None:
    alice("creds", "report")
    alice("user", "create", "bob")

    assert ",bob," not in alice("creds", "report").out
    assert "\nbob,arn:" in alice("creds", "report").out


def test_a_check_that_finds_something_exits_1_and_says_what_to_do(alice: Shell) -> None:
    outcome = alice("creds", "check", "-o", "json")

    assert outcome.status == 1
    (finding,) = outcome.json["Findings"]
    assert finding["Place"] == "users/alice.toml"
    assert (finding["Code"], finding["Mend"]) == ("CONSOLE_USER_WITHOUT_MFA", "iamctl creds mfa enable alice")
    assert "bug" not in outcome.err


def test_a_check_that_finds_nothing_exits_0(alice: Shell) -> None:
    outcome = alice("creds", "check", "root")

    assert outcome.status == 0
    assert "no findings about credentials of root" in outcome.err


def test_findings_are_sarif_for_code_hosts(alice: Shell) -> None:
    outcome = alice("creds", "check", "--format", "sarif")

    (log,) = outcome.json["runs"]
    assert outcome.status == 1
    assert log["results"][0]["ruleId"] == log["tool"]["driver"]["rules"][0]["id"] == "CONSOLE_USER_WITHOUT_MFA"
    assert log["results"][0]["level"] == "warning"
    location = log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert location == "users/alice.toml"


def test_an_age_that_is_none_is_a_mistake_of_the_words(alice: Shell) -> None:
    assert alice("creds", "check", "--max-age", "soon").status == 2


def test_who_may_not_fetch_the_report_gets_neither(alice: Shell) -> None:
    assert alice("creds", "report", "--as", "alice").status == 3
    assert alice("creds", "check", "--as", "alice").status == 3
