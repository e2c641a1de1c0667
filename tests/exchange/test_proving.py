"""That an import decides as its dump does is proved, and told where it does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Outcome, Shell, home, shell

from iamctl.exchange import importing

__all__ = ["home", "shell"]

ACCOUNT = "111122223333"
DATE = "2024-01-01T00:00:00Z"


def document(action: str, effect: str = "Allow") -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": "*"}]}


def trusting(service: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def dump(*, own: str = "s3:GetObject", service: str = "ec2.amazonaws.com") -> dict[str, Any]:
    """alice in Readers, bounded by Bound; the role Deploy."""
    arn = f"arn:aws:iam::{ACCOUNT}"
    bound = {"VersionId": "v2", "IsDefaultVersion": True, "Document": document("s3:*"), "CreateDate": DATE}
    old = {"VersionId": "v1", "IsDefaultVersion": False, "Document": document("ec2:*"), "CreateDate": DATE}
    named = {"Path": "/", "CreateDate": DATE}
    return {
        "UserDetailList": [
            named
            | {
                "UserName": "alice",
                "UserId": "AIDAAAAAAAAAAAAAAAAA1",
                "Arn": f"{arn}:user/alice",
                "UserPolicyList": [{"PolicyName": "Own", "PolicyDocument": document(own)}],
                "GroupList": ["Readers"],
                "AttachedManagedPolicies": [],
                "PermissionsBoundary": {
                    "PermissionsBoundaryType": "Policy",
                    "PermissionsBoundaryArn": f"{arn}:policy/Bound",
                },
            }
        ],
        "GroupDetailList": [
            named
            | {
                "GroupName": "Readers",
                "GroupId": "AGPAAAAAAAAAAAAAAAAA1",
                "Arn": f"{arn}:group/Readers",
                "GroupPolicyList": [{"PolicyName": "Reads", "PolicyDocument": document("s3:List*")}],
                "AttachedManagedPolicies": [],
            }
        ],
        "RoleDetailList": [
            named
            | {
                "RoleName": "Deploy",
                "RoleId": "AROAAAAAAAAAAAAAAAAA1",
                "Arn": f"{arn}:role/Deploy",
                "AssumeRolePolicyDocument": trusting(service),
                "RolePolicyList": [],
                "AttachedManagedPolicies": [{"PolicyName": "Bound", "PolicyArn": f"{arn}:policy/Bound"}],
                "InstanceProfileList": [],
            }
        ],
        "Policies": [
            named
            | {
                "PolicyName": "Bound",
                "PolicyId": "ANPAAAAAAAAAAAAAAAAA1",
                "Arn": f"{arn}:policy/Bound",
                "DefaultVersionId": "v2",
                "UpdateDate": DATE,
                "PolicyVersionList": [bound, old],
            }
        ],
    }


def imported(shell: Shell, dumped: dict[str, Any], *words: str) -> Outcome:
    Path("dump.json").write_text(json.dumps(dumped))
    return shell("import", "authorization-details", "dump.json", "--json", *words)


def test_an_import_proves_that_it_decides_as_its_dump(shell: Shell) -> None:
    outcome = imported(shell, dump())

    assert outcome.status == 0
    assert "proved: all 2 users and roles of the dump may do what they may do there" in outcome.err
    proof = outcome.json["Proof"]
    assert (proof["Compared"], proof["Relation"], proof["Missing"]) == (2, "equal", [])


def test_it_is_proved_under_another_id_too(shell: Shell) -> None:
    outcome = imported(shell, dump(), "--into", "444455556666")

    assert "proved: all 2 users and roles" in outcome.err


def test_what_was_left_as_it_was_is_told_where_it_decides_otherwise(shell: Shell) -> None:
    imported(shell, dump())

    outcome = imported(shell, dump(own="s3:PutObject", service="lambda.amazonaws.com"), "--on-conflict", "skip")

    proof = outcome.json["Proof"]
    assert "warning: the account does not decide as the dump does" in outcome.err
    assert {(*row["Principals"], *row["Actions"]) for row in proof["Gained"]} == {
        (f"arn:aws:iam::{ACCOUNT}:user/alice", "s3:GetObject"),
        ("ec2.amazonaws.com by the trust policy of role Deploy", "sts:AssumeRole"),
    }
    assert {(*row["Principals"], *row["Actions"]) for row in proof["Lost"]} == {
        (f"arn:aws:iam::{ACCOUNT}:user/alice", "s3:PutObject"),
        ("lambda.amazonaws.com by the trust policy of role Deploy", "sts:AssumeRole"),
    }


def test_an_import_that_lost_a_group_would_be_found_out(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importing._lay

    def forgetful(account: Any, met: Any) -> None:
        real(account, [each for each in met if each.noun.kind != "group"])

    monkeypatch.setattr(importing, "_lay", forgetful)

    outcome = imported(shell, dump())

    (row,) = outcome.json["Proof"]["Lost"]
    assert (row["Principals"], row["Actions"]) == ([f"arn:aws:iam::{ACCOUNT}:user/alice"], ["s3:List*"])
