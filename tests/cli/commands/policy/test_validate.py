"""`iamctl policy validate`: exit status, formats, the whole account."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.conftest import Shell

GOOD = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}]}'
WARNED = GOOD.replace('"Version":"2012-10-17",', "")
BAD = GOOD.replace("GetObject", "GetObjekt")


@pytest.fixture
def policies(home: Path) -> None:
    Path("good.json").write_text(GOOD)
    Path("warned.json").write_text(WARNED)
    Path("bad.json").write_text(BAD)


@pytest.mark.usefixtures("policies")
@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["good.json"], 0),
        (["warned.json"], 0),
        (["warned.json", "--fail-on", "security-warning"], 0),
        (["warned.json", "--fail-on", "warning"], 6),
        (["warned.json", "--fail-on", "suggestion"], 6),
        (["bad.json"], 6),
        (["good.json", "bad.json"], 6),
    ],
)
def test_the_exit_status_follows_from_the_gravest_finding(shell: Shell, words: list[str], status: int) -> None:
    assert shell("policy", "validate", *words).status == status


@pytest.mark.usefixtures("policies")
def test_a_line_says_where_what_and_how_to_mend_it(shell: Shell) -> None:
    outcome = shell("policy", "validate", "bad.json", "--output", "tsv")

    (line,) = [line for line in outcome.lines if "INVALID_ACTION" in line]
    assert line.startswith(
        "bad.json:1:65\tERROR\tINVALID_ACTION\tThe action s3:GetObjekt does not exist.\tdid you mean "
    )


@pytest.mark.usefixtures("policies")
def test_json_has_the_members_of_validate_policy(shell: Shell) -> None:
    (finding,) = shell("policy", "validate", "bad.json", "--output", "json").json["findings"]

    assert {"findingDetails", "findingType", "issueCode", "learnMoreLink", "locations"} <= finding.keys()


@pytest.mark.usefixtures("policies")
def test_sarif_is_a_log_of_one_run(shell: Shell) -> None:
    outcome = shell("policy", "validate", "bad.json", "--format", "sarif")

    assert json.loads(outcome.out)["runs"][0]["results"][0]["ruleId"] == "INVALID_ACTION"
    assert outcome.status == 6


@pytest.mark.usefixtures("policies")
def test_nothing_found_is_said(shell: Shell) -> None:
    outcome = shell("policy", "validate", "good.json")

    assert outcome.out.count("\n") <= 1
    assert "no findings in good.json" in outcome.err


def test_stdin_is_read_and_toml_is_told_by_its_line(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'Version = "2012-10-17"\n\n[[Statement]]\nEffect = "Allow"\nAction = "s3:GetObjekt"\nResource = "*"\n'
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False))

    outcome = shell("policy", "validate", "-", "--output", "json")

    assert outcome.json["findings"][0]["place"] == "<stdin>:5:10"


def test_neither_files_nor_the_account_is_a_mistake_of_the_command_line(shell: Shell) -> None:
    assert shell("policy", "validate").status == 2


def test_the_whole_account_is_told_by_the_lines_of_its_files(account: Shell) -> None:
    trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRol"}]}'
    assert account("policy", "create", "P", "--policy-document", BAD).status == 0
    assert account("user", "create", "u").status == 0
    assert account("user", "put-policy", "u", "I", "--policy-document", BAD).status == 0
    assert account("role", "create", "r", "--trust-policy", trust).status == 0

    outcome = account("policy", "validate", "--all", "--output", "json")

    assert outcome.status == 6
    places = [each["place"] for each in outcome.json["findings"] if each["issueCode"] == "INVALID_ACTION"]
    assert [place.split(":")[0] for place in places] == ["policies/P.toml", "users/u.toml", "roles/r.toml"]
    assert all(int(place.split(":")[1]) > 1 for place in places)
