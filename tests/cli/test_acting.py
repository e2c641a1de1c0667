"""Acting as users and roles on the real command line, with the policies that AWS's documentation gives for it."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from .conftest import Shell

ACCOUNT = "arn:aws:iam::111122223333"
BOUNDARY = f"{ACCOUNT}:policy/XCompanyBoundaries"

# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
# (delegating responsibility to others using permissions boundaries), without what is about credentials.
DELEGATED = [
    {
        "Sid": "CreateOrChangeOnlyWithBoundary",
        "Effect": "Allow",
        "Action": [
            "iam:AttachUserPolicy",
            "iam:CreateUser",
            "iam:DeleteUserPolicy",
            "iam:DetachUserPolicy",
            "iam:PutUserPermissionsBoundary",
            "iam:PutUserPolicy",
        ],
        "Resource": "*",
        "Condition": {"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}},
    },
    {
        "Sid": "CloudWatchAndOtherIAMTasks",
        "Effect": "Allow",
        "Action": [
            "cloudwatch:*",
            "iam:GetUser",
            "iam:ListUsers",
            "iam:DeleteUser",
            "iam:UpdateUser",
            "iam:ListPolicies",
        ],
        "Resource": "*",
    },
    {
        "Sid": "NoBoundaryPolicyEdit",
        "Effect": "Deny",
        "Action": [
            "iam:CreatePolicyVersion",
            "iam:DeletePolicy",
            "iam:DeletePolicyVersion",
            "iam:SetDefaultPolicyVersion",
        ],
        "Resource": [BOUNDARY],
    },
    {"Sid": "NoBoundaryUserDelete", "Effect": "Deny", "Action": "iam:DeleteUserPermissionsBoundary", "Resource": "*"},
]


def allow(action: str | list[str], resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource} | more


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def acting(account: Shell) -> Shell:
    """The account with alice, who has no policies, and her colleagues."""
    for words in (
        ("user", "create", "alice"),
        ("user", "create", "bob", "--path", "/division_abc/", "--tag", "status=terminated"),
        ("user", "create", "carol", "--path", "/division_xyz/"),
        ("group", "create", "Developers"),
    ):
        assert account(*words).status == 0
    return account


def give(shell: Shell, *statements: dict[str, Any]) -> None:
    """Put the statements into alice's inline policy."""
    outcome = shell("user", "put-policy", "alice", "Own", "--policy-document", policy(*statements))
    assert outcome.status == 0, outcome.err


def statuses(shell: Shell, *lines: str) -> list[int]:
    """What each command line comes to, typed as alice."""
    return [shell(*shlex.split(line), "--as", "alice").status for line in lines]


def test_iam_read_only_reads_everything_and_changes_nothing(acting: Shell) -> None:
    assert acting("user", "attach-policy", "alice", "IAMReadOnlyAccess").status == 0

    found = statuses(
        acting,
        "user get bob",
        "user list",
        "group get Developers",
        "policy get ReadOnlyAccess",
        "export authorization-details",
        "who-can iam:GetUser",
        "explain alice iam:GetUser user/bob",
        "user create dave",
        "user delete bob",
        "group add-user Developers alice",
        "history list",
    )

    assert found == [0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3]


def test_delegation_within_a_boundary(acting: Shell) -> None:
    document = policy(allow(["s3:*", "cloudwatch:*", "ec2:*"]))
    assert acting("policy", "create", "XCompanyBoundaries", "--policy-document", document).status == 0
    give(acting, *DELEGATED)

    found = statuses(
        acting,
        "user create dave",
        "user create dave --permissions-boundary PowerUserAccess",
        "user create dave --permissions-boundary XCompanyBoundaries --attach-policy AmazonS3ReadOnlyAccess",
        "user attach-policy bob AmazonS3ReadOnlyAccess",
        "user set-boundary bob PowerUserAccess",
        "user set-boundary bob XCompanyBoundaries",
        "user attach-policy bob AmazonS3ReadOnlyAccess",
        "user delete-boundary bob",
        f"policy version create XCompanyBoundaries --set-as-default --policy-document '{policy(allow('*'))}'",
        "policy delete XCompanyBoundaries --force --yes",
        "role create Deploy --trust-service ec2.amazonaws.com",
    )

    assert found == [3, 3, 0, 3, 3, 0, 0, 3, 3, 3, 3]


def test_users_are_managed_under_a_path(acting: Shell) -> None:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
    give(acting, allow("iam:*", f"{ACCOUNT}:user/division_abc/*"))

    found = statuses(
        acting,
        "user get bob",
        "user get carol",
        "user get alice",
        "user create dave --path /division_abc/eng/",
        "user create erin --path /division_xyz/",
        "user update bob --new-path /division_xyz/",
        "user update bob --new-path /division_abc/ops/",
        "user list",
    )

    assert found == [0, 3, 3, 0, 3, 3, 0, 3]


def test_what_a_tag_lets_go(acting: Shell) -> None:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html
    terminated = {"StringLike": {"iam:ResourceTag/status": "terminated"}}
    give(acting, allow("iam:DeleteUser", f"{ACCOUNT}:user/*", Condition=terminated))

    found = statuses(acting, "user delete carol --yes", "user delete bob --yes", "user delete bob --yes")

    assert found == [3, 0, 3]


def test_what_must_be_tagged(acting: Shell) -> None:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html
    given = {
        "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]},
        "StringEquals": {"aws:RequestTag/team": ["core", "ops"]},
    }
    give(acting, allow(["iam:CreateUser", "iam:TagUser"], Condition=given))

    found = statuses(
        acting,
        "user create dave",
        "user create dave --tag team=sales",
        "user create dave --tag team=core --tag owner=x",
        "user create dave --tag team=core --tag cost=1",
        "user tag bob team=ops",
        "user tag bob status=x",
    )

    assert found == [3, 3, 3, 0, 0, 3]


def test_a_denial_says_who_what_on_what_and_why_and_changes_nothing(acting: Shell) -> None:
    revisions = len(acting("history", "list", "-o", "json").json["Revisions"])

    outcome = acting("user", "create", "dave", "--as", "alice")

    assert outcome.status == 3
    assert outcome.out == ""
    assert outcome.err.splitlines()[0] == (
        f"iamctl: error: AccessDenied: User: {ACCOUNT}:user/alice is not authorized to perform: iam:CreateUser on "
        f"resource: {ACCOUNT}:user/dave because no identity-based policy allows the iam:CreateUser action"
    )
    assert len(acting("history", "list", "-o", "json").json["Revisions"]) == revisions


@pytest.mark.parametrize(
    "line",
    [
        "user get bob",
        "user create dave --tag team=core --permissions-boundary ReadOnlyAccess",
        "user attach-policy bob ReadOnlyAccess",
        "user untag bob status x",
        "user get ghost",
        "policy delete DeployArtifacts",
        "group list",
    ],
)
def test_the_hint_of_a_denial_explains_that_denial(acting: Shell, line: str) -> None:
    denied = acting(*shlex.split(line), "--as", "alice")
    [command] = re.findall(r"hint: see why with `iamctl (.*)`", denied.err)

    explained = acting(*shlex.split(command), "-o", "json")

    assert denied.status == explained.status == 3
    [explanation] = explained.json["Explanations"]
    said = re.search(r"AccessDenied: (.*) on resource: .*?( because .*| with .*)", denied.err)
    assert said is not None
    assert explanation["Message"].startswith(said[1])
    assert explanation["Message"].endswith(said[2])


def test_history_names_the_user(acting: Shell) -> None:
    give(acting, allow("iam:CreateUser"))

    assert acting("user", "create", "dave", "--as", f"{ACCOUNT}:user/alice").status == 0

    assert acting("history", "list", "-o", "json").json["Revisions"][0]["Caller"] == f"{ACCOUNT}:user/alice"


def test_history_names_the_session_of_a_role(acting: Shell) -> None:
    trust = ("--trust-service", "ec2.amazonaws.com", "--attach-policy", "IAMFullAccess", "--path", "/ci/")
    assert acting("role", "create", "Deploy", *trust).status == 0
    session = "arn:aws:sts::111122223333:assumed-role/Deploy/build-7"

    assert acting("user", "create", "dave", "--as", session).status == 0
    assert acting("user", "create", "erin", "--as", "Deploy").status == 0

    callers = [revision["Caller"] for revision in acting("history", "list", "-o", "json").json["Revisions"]]
    assert callers[1] == session
    assert callers[0].startswith("arn:aws:sts::111122223333:assumed-role/Deploy/")


def test_a_dry_run_is_held_to_the_same(acting: Shell) -> None:
    assert acting("user", "create", "dave", "--dry-run", "--as", "alice").status == 3


def test_the_environment_and_the_config_file_say_who_acts(
    acting: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "iamctl.toml"
    config.write_text('as = "alice"\n')

    with monkeypatch.context() as patch:
        patch.setenv("IAMCTL_AS", "alice")
        assert acting("user", "list").status == 3
        assert acting("user", "list", "--as", "root").status == 0
    monkeypatch.setenv("IAMCTL_CONFIG", str(config))
    assert acting("user", "list").status == 3


def test_a_group_does_not_act(acting: Shell) -> None:
    outcome = acting("user", "list", "--as", "Developers")

    assert outcome.status == 6
    assert "Developers is a group, and a group asks for nothing." in outcome.err


@pytest.mark.parametrize(
    "line",
    [
        "account list",
        "account use 111122223333",
        "account delete 111122223333 --yes",
        "init --account-id 444455556666",
        "undo --yes",
        "history list",
        "history show 1",
        "history diff 1 2",
        "history verify",
        "history export",
        "doctor",
        "doctor --repair",
        "edit alice",
        "can alice iam:GetUser --revision 1",
        "bootstrap file.toml",
        "import authorization-details dump.json",
        "resource-policy list",
    ],
)
def test_some_things_only_root_does(acting: Shell, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file.toml").write_text('[[user]]\nname = "dave"\n')
    Path("dump.json").write_text("{}")
    monkeypatch.setenv("EDITOR", "true")
    assert acting("user", "attach-policy", "alice", "AdministratorAccess").status == 0

    outcome = acting(*shlex.split(line), "--as", "alice")

    assert outcome.status == 3
    assert "root user" in outcome.err


def test_what_is_there_is_shown_only_to_who_may_see_it(acting: Shell) -> None:
    give(acting, allow("iam:CreateUser"))

    found = statuses(
        acting, "user create bob --path /division_abc/ --if-not-exists", "user create dave --if-not-exists"
    )

    assert found == [3, 0]


def test_the_last_right_to_administer_does_not_go_by_accident(acting: Shell) -> None:
    assert acting("user", "attach-policy", "alice", "AdministratorAccess").status == 0

    refused = acting("user", "detach-policy", "alice", "AdministratorAccess", "--as", "alice")
    meant = acting("user", "detach-policy", "alice", "AdministratorAccess", "--as", "alice", "--allow-lock-out")

    assert refused.status == 5
    assert "iamctl: error: LockOut: " in refused.err
    assert "--allow-lock-out" in refused.err
    assert meant.status == 0
