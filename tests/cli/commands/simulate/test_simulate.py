"""`iamctl simulate` on real files: the API's members from the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Shell

TARGET = ("--action-names", "s3:GetObject", "--resource-arns", "arn:aws:s3:::artifacts/x")


def results(outcome: Any) -> list[dict[str, Any]]:
    assert outcome.status == 0, outcome.err
    found: list[dict[str, Any]] = outcome.json["EvaluationResults"]
    return found


def test_a_given_policy_is_simulated_with_the_statements_position(acme: Shell) -> None:
    [result] = results(acme("simulate", "custom", "--policy-input-list", "artifacts.json", *TARGET, "-o", "json"))

    assert result["EvalDecision"] == "allowed"
    [matched] = result["MatchedStatements"]
    assert matched["SourcePolicyId"] == "PolicyInputList.1"
    assert matched["StartPosition"] == {"Line": 1, "Column": 38}


def test_a_principal_is_found_by_name_with_its_own_policies_and_given_ones(acme: Shell) -> None:
    [without] = results(acme("simulate", "principal", "alice", *TARGET, "-o", "json"))
    [beside] = results(
        acme("simulate", "principal", "alice", "--policy-input-list", "artifacts.toml", *TARGET, "-o", "json")
    )

    assert (without["EvalDecision"], beside["EvalDecision"]) == ("implicitDeny", "allowed")


def test_a_table_has_one_line_for_each_action(acme: Shell) -> None:
    words = ("--action-names", "s3:GetObject", "--action-names", "s3:PutObject")
    outcome = acme("simulate", "custom", "--policy-input-list", "artifacts.json", *words)

    assert outcome.lines[0].split()[:3] == ["EvalDecision", "EvalActionName", "EvalResourceName"]
    assert len(outcome.lines) == 3


@pytest.mark.parametrize(
    "entry",
    [
        "ContextKeyName=aws:SourceIp,ContextKeyValues=10.1.2.3,ContextKeyType=ip",
        '{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["10.1.2.3"], "ContextKeyType": "ip"}',
        '[{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["10.1.2.3"], "ContextKeyType": "ip"}]',
    ],
)
def test_context_entries_come_in_shorthand_or_json(acme: Shell, entry: str) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "*",
        "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
    words = ("simulate", "custom", "--policy-input-list", policy, *TARGET, "-o", "json")

    assert results(acme(*words))[0]["MissingContextValues"] == ["aws:SourceIp"]
    assert results(acme(*words, "--context-entries", entry))[0]["EvalDecision"] == "allowed"


def test_lists_in_shorthand_are_separated_by_commas(acme: Shell) -> None:
    condition = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]}, "Null": {"aws:TagKeys": "false"}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    words = ("simulate", "custom", "--policy-input-list", json.dumps({"Version": "2012-10-17", "Statement": statement}))
    entry = "ContextKeyName=aws:TagKeys,ContextKeyValues=team,stage,ContextKeyType=stringList"

    [result] = results(acme(*words, "--context-entries", entry, *TARGET, "-o", "json"))

    assert result["EvalDecision"] == "allowed"


@pytest.mark.parametrize(
    "words, status, said",
    [
        (("custom", "--policy-input-list", "artifacts.json"), 2, "There is no action."),
        (("principal", *TARGET), 2, "Say whose policies"),
        (("principal", "alcie", *TARGET), 4, "did you mean alice?"),
        (("custom", "--policy-input-list", "none.json", *TARGET), 6, "there is no such file"),
        (("custom", "--policy-input-list", "{", *TARGET), 6, "InvalidInput"),
        (("custom", "--context-entries", "aws:SourceIp=1", *TARGET), 2, "no ContextKeyName"),
        (("custom", "--context-entries", "{", *TARGET), 6, "InvalidInput"),
        (("principal", "alice", "--policy-exclusion-list", "Policy=x", *TARGET), 2, "cannot be read"),
        (("principal", "alice", "--policy-exclusion-list", "[]", *TARGET), 2, "cannot be read"),
        (("get-context-keys",), 2, "There is no policy"),
    ],
)
def test_mistakes_are_told_in_one_line(acme: Shell, words: tuple[str, ...], status: int, said: str) -> None:
    outcome = acme("simulate", *words)

    assert outcome.status == status
    assert said in outcome.err
    assert outcome.out == ""


def test_an_exclusion_in_json_leaves_an_inline_policy_out(acme: Shell) -> None:
    assert acme("user", "put-policy", "alice", "Read", "--policy-document", "artifacts.json").status == 0
    named = {"PolicyName": "Read", "AttachmentType": "user", "AttachmentName": "al*"}
    exclusion = json.dumps({"InlinePolicyIdentifier": named})

    [kept] = results(acme("simulate", "principal", "alice", *TARGET, "-o", "json"))
    [left] = results(
        acme("simulate", "principal", "alice", "--policy-exclusion-list", exclusion, *TARGET, "-o", "json")
    )

    assert (kept["EvalDecision"], left["EvalDecision"]) == ("allowed", "implicitDeny")


def test_scps_are_levels_of_one_policy_or_a_list(acme: Shell) -> None:
    document = json.loads(Path("artifacts.json").read_text())
    Path("level.json").write_text(json.dumps([document, document]))
    words = (
        "simulate",
        "custom",
        "--policy-input-list",
        "artifacts.json",
        "--scp",
        "level.json",
        *TARGET,
        "-o",
        "json",
    )

    [within] = results(acme(*words))
    other = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}})
    [beyond] = results(acme(*words, "--scp", other))

    assert within["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": True}
    assert (beyond["EvalDecision"], beyond["OrganizationsDecisionDetail"]) == (
        "implicitDeny",
        {"AllowedByOrganizations": False},
    )


def test_context_keys_are_listed_one_a_line(acme: Shell) -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${aws:username}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": statement})

    outcome = acme("simulate", "get-context-keys", "alice", "--policy-input-list", policy, "-o", "name")

    assert outcome.lines == ["aws:username"]
