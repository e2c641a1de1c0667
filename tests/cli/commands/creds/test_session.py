"""`creds session`, `creds inspect`, `creds revoke` and `creds rotate-session-key` on the real command line."""

from __future__ import annotations

import json
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cli.conftest import Outcome, Shell
from iamctl import bootstrap

ACCOUNT = "arn:aws:iam::111122223333"
SESSION_ARN = "arn:aws:sts::111122223333:assumed-role/Deploy/build-7"
TELL = ("--", sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))")


@pytest.fixture
def people(account: Shell) -> Shell:
    """Alice, and a role that she and sessions of the role may take on, within a boundary."""
    alone, both = (trusting(*names) for names in (["user/alice"], ["user/alice", "role/Deploy"]))
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    for words in (
        ("user", "create", "alice"),
        ("role", "create", "Deploy", "--assume-role-policy-document", alone),
        ("role", "trust", "set", "Deploy", "--assume-role-policy-document", both),
        ("role", "put-policy", "Deploy", "All", "--policy-document", json.dumps(everything)),
        ("role", "set-boundary", "Deploy", "ReadOnlyAccess"),
    ):
        outcome = account(*words)
        assert outcome.status == 0, outcome.err
    return account


def trusting(*names: str) -> str:
    """A trust policy that lets these identities of the account take a role on."""
    principal = {"AWS": [f"{ACCOUNT}:{name}" for name in names]}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def session_of(shell: Shell, *words: str) -> dict[str, str]:
    """The variables of a new session; the first word says whose."""
    outcome = shell("exec", *words, *TELL)
    assert outcome.status == 0, outcome.err
    return {name: value for name, value in outcome.json.items() if name.startswith("AWS_")}


def deploy(shell: Shell) -> dict[str, str]:
    return session_of(shell, "Deploy", "--session-name", "build-7", "--as", "alice")


def acting(shell: Shell, session: dict[str, str], *words: str) -> Outcome:
    """A command with the session's credentials in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in session.items():
            patch.setenv(name, value)
        return shell(*words)


def live(shell: Shell, *words: str) -> list[str]:
    return shell("creds", "session", "list", *words, "-o", "name").lines


def test_the_newest_session_stands_first_and_one_may_ask_for_one_principals(people: Shell) -> None:
    own, role = session_of(people, "alice"), deploy(people)

    assert set(live(people)) == {role["AWS_ACCESS_KEY_ID"], own["AWS_ACCESS_KEY_ID"]}
    assert live(people, "alice") == [own["AWS_ACCESS_KEY_ID"]]
    assert live(people, "Deploy") == live(people, SESSION_ARN) == [role["AWS_ACCESS_KEY_ID"]]


def test_what_is_over_is_listed_only_when_asked_for_with_the_reason(
    people: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = deploy(people)
    later = bootstrap.now() + timedelta(hours=1)
    monkeypatch.setattr(bootstrap, "now", lambda: later)

    assert live(people) == []
    (row,) = people("creds", "session", "list", "--all", "-o", "json").json["Sessions"]
    assert (row["AccessKeyId"], row["Live"], row["Remaining"]) == (role["AWS_ACCESS_KEY_ID"], False, "0s")
    assert row["Why"].startswith("it expired at ")


def test_a_session_may_what_its_role_may_within_the_boundary(people: Shell) -> None:
    role = deploy(people)

    shown = people("creds", "session", "show", role["AWS_ACCESS_KEY_ID"], "--service", "iam", "-o", "json").json

    assert (shown["Arn"], shown["Live"], shown["IssuedBy"]) == (SESSION_ARN, True, "AssumeRole")
    assert shown["PermissionsBoundary"] == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    actions = {action for row in shown["Access"] for action in row["Actions"]}
    assert "ListUsers" in actions
    assert "CreateUser" not in actions


def test_a_session_policy_narrows_what_is_shown(people: Shell) -> None:
    only = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}]}
    assumed = people(
        "assume", "Deploy", "--session-policy", json.dumps(only), "--as", "alice", "--format", "json", "--no-cache"
    )
    assert assumed.status == 0, assumed.err
    key = assumed.json["Credentials"]["AccessKeyId"]

    shown = people("creds", "session", "show", key, "--service", "iam", "-o", "json").json

    assert [row["Actions"] for row in shown["Access"]] == [["ListUsers"]]
    assert shown["SessionPolicy"] == only


def test_a_session_without_mfa_is_not_said_to_call_iam(people: Shell) -> None:
    assert people("user", "attach-policy", "alice", "AdministratorAccess").status == 0
    own = session_of(people, "alice")

    words = ("--service", "iam", "--service", "sts", "--service", "sqs", "-o", "json")
    shown = people("creds", "session", "show", own["AWS_ACCESS_KEY_ID"], *words).json

    by_service: dict[str, set[str]] = {}
    for row in shown["Access"]:
        by_service.setdefault(row["Service"], set()).update(row["Actions"])
    assert "iam" not in by_service
    assert "AssumeRole" in by_service["sts"]
    assert "SendMessage" in by_service["sqs"]
    assert "GetAccessKeyInfo" not in by_service["sts"]


def test_one_that_is_over_may_nothing_and_says_why(people: Shell) -> None:
    role = deploy(people)
    assert people("role", "delete", "Deploy", "--force", "--yes").status == 0

    shown = people("creds", "session", "show", role["AWS_ACCESS_KEY_ID"], "-o", "json").json

    assert (shown["Live"], shown["Access"]) == (False, [])
    assert shown["Why"] == "the role that it was issued for is gone"


def test_ending_a_session_ends_what_came_out_of_it(people: Shell) -> None:
    assert people("role", "delete-boundary", "Deploy").status == 0
    first = deploy(people)
    second = json.loads(acting(people, first, "exec", "Deploy", *TELL).out)
    other = deploy(people)

    refused = people("creds", "session", "revoke", first["AWS_ACCESS_KEY_ID"])
    assert refused.status == 2
    assert second["AWS_ACCESS_KEY_ID"] in refused.err
    ended = people("creds", "session", "revoke", first["AWS_ACCESS_KEY_ID"], "--yes")

    assert set(ended.lines) == {first["AWS_ACCESS_KEY_ID"], second["AWS_ACCESS_KEY_ID"]}
    assert live(people) == [other["AWS_ACCESS_KEY_ID"]]
    for session in (first, {name: second[name] for name in first}):
        assert acting(people, session, "whoami").status == 3
    assert acting(people, other, "whoami").status == 0


def test_all_sessions_of_a_principal_end_at_once_and_a_dry_run_ends_none(people: Shell) -> None:
    own, _, _ = session_of(people, "alice"), deploy(people), deploy(people)

    would = people("creds", "session", "revoke", "--of", "Deploy", "--dry-run", "-o", "name")
    assert len(would.lines) == 2
    assert len(live(people)) == 3
    assert people("creds", "session", "revoke", "--of", "Deploy").status == 0

    assert live(people) == [own["AWS_ACCESS_KEY_ID"]]
    assert people("creds", "session", "revoke", "--of", "nobody").status == 4
    assert people("creds", "session", "revoke").status == 2


def test_whoever_has_a_session_may_end_it_and_no_other(people: Shell) -> None:
    own, other = deploy(people), deploy(people)

    refused = acting(people, own, "creds", "session", "revoke", other["AWS_ACCESS_KEY_ID"])
    ended = acting(people, own, "creds", "session", "revoke", own["AWS_ACCESS_KEY_ID"])

    assert (refused.status, ended.status) == (3, 0)
    assert live(people) == [other["AWS_ACCESS_KEY_ID"]]


def inspected(shell: Shell, what: str) -> dict[str, object]:
    return dict(shell("creds", "inspect", what, "-o", "json").json)


def test_a_key_tells_whose_it_is_and_why_it_is_not_taken(people: Shell) -> None:
    key = people("creds", "key", "create", "alice", "-o", "json").json["AccessKey"]["AccessKeyId"]
    alive = inspected(people, key)
    assert people("creds", "key", "deactivate", key).status == 0
    inactive = inspected(people, key)
    assert people("creds", "key", "delete", key, "--yes").status == 0
    gone = inspected(people, key)

    assert (alive["Arn"], alive["Account"], alive["Live"]) == (f"{ACCOUNT}:user/alice", "111122223333", True)
    assert (inactive["Live"], inactive["Why"]) == (False, "it is inactive")
    assert (gone["Live"], gone["Arn"], gone["Account"]) == (False, None, "111122223333")


# Vectors of https://awsteele.com/blog/2020/09/26/aws-access-key-format.html and of AWS's documentation.
@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("ASIAY34FZKBOKMUTVV7A", "609629065308"),
        ("ASIAQNZGKIQY56JQ7WML", "029608264753"),
        ("AKIAIOSFODNN7EXAMPLE", None),
    ],
)
def test_a_foreign_key_tells_its_account_and_no_more(people: Shell, key: str, number: str | None) -> None:
    found = inspected(people, key)

    assert (found["Account"], found["Live"], found["Arn"]) == (number, None, None)


def test_a_unique_id_tells_its_kind(people: Shell) -> None:
    unique_id = people("role", "get", "Deploy", "-o", "json").json["Role"]["RoleId"]

    assert inspected(people, unique_id) == {
        "Id": unique_id,
        "Kind": "role",
        "Account": "111122223333",
        "Arn": f"{ACCOUNT}:role/Deploy",
        "Live": True,
        "Why": None,
    }
    assert inspected(people, "AIDAAAAAAAAAAAAAAAAAA")["Live"] is False
    assert people("creds", "inspect", "XXXXAAAAAAAAAAAAAAAAA").status == 6
    assert people("creds", "inspect", "alice").status == 6


def test_a_token_tells_its_session_and_not_its_secret(people: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    role = deploy(people)
    token, secret = role["AWS_SESSION_TOKEN"], role["AWS_SECRET_ACCESS_KEY"]

    put(monkeypatch, f"{token}\n")
    by_stdin = people("creds", "inspect", "-", "-o", "json")
    by_word = people("creds", "inspect", token, "-o", "json")

    assert by_stdin.json | {"Remaining": ""} == by_word.json | {"Remaining": ""}  # a second may lie between them
    assert (by_stdin.json["Arn"], by_stdin.json["Live"]) == (SESSION_ARN, True)
    assert (by_stdin.err, "seen by others" in by_word.err) == ("", True)
    assert secret not in by_stdin.out
    assert token not in by_stdin.out + by_word.err


def test_a_token_that_is_altered_ended_or_not_ours_is_not_alive(people: Shell) -> None:
    role = deploy(people)
    token = role["AWS_SESSION_TOKEN"]
    altered = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]
    assert inspected(people, altered)["Live"] is False
    assert inspected(people, "IQoJb3JpZ2luX2VjEJr" * 9)["Live"] is False
    assert people("creds", "session", "revoke", role["AWS_ACCESS_KEY_ID"]).status == 0

    ended = inspected(people, token)

    assert ended["Live"] is False
    assert "was ended" in str(ended["Why"])


def put(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    import io
    from types import SimpleNamespace

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False))


def test_older_sessions_may_nothing_and_later_ones_what_they_might(people: Shell) -> None:
    before = deploy(people)
    assert acting(people, before, "user", "list").status == 0

    outcome = people("creds", "revoke", "Deploy")
    after = deploy(people)

    assert outcome.status == 0
    assert acting(people, before, "user", "list").status == 3
    assert acting(people, before, "whoami").status == 0
    assert acting(people, after, "user", "list").status == 0
    document = people("role", "get-policy", "Deploy", "AWSRevokeOlderSessions", "-o", "json").json["PolicyDocument"]
    moment = document["Statement"][0]["Condition"]["DateLessThan"].pop("aws:TokenIssueTime")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z", moment)
    assert document == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": ["*"], "Resource": ["*"], "Condition": {"DateLessThan": {}}}],
    }
    assert people("undo", "--yes").status == 0
    assert acting(people, before, "user", "list").status == 0


def test_a_users_key_goes_on_when_its_sessions_are_revoked(people: Shell) -> None:
    assert people("user", "attach-policy", "alice", "ReadOnlyAccess").status == 0
    assert people("creds", "revoke", "alice").status == 0

    assert people("user", "list", "--as", "alice").status == 0


def test_revoking_is_held_to_the_callers_policies(people: Shell) -> None:
    outcome = people("creds", "revoke", "Deploy", "--as", "alice")

    assert (outcome.status, outcome.out) == (3, "")
    assert "iam:PutRolePolicy" in outcome.err
    unknown = people("creds", "revoke", "Nobody", "--as", "alice")
    assert unknown.status == 3
    assert unknown.err.splitlines()[0].replace("Nobody", "Deploy") == outcome.err.splitlines()[0]


def test_what_is_aws_own_is_not_revoked(people: Shell, home: Path) -> None:
    roles = home / "accounts" / "111122223333" / "roles"
    own = roles / "Deploy.toml"
    text = own.read_text("utf-8").replace('path = "/"', 'path = "/aws-service-role/support.amazonaws.com/"')
    assert "aws-service-role" in text
    own.write_text(text, "utf-8")

    outcome = people("creds", "revoke", "Deploy")

    assert outcome.status == 6
    assert "UnmodifiableEntity" in outcome.err


def test_sessions_outlive_a_new_session_key_unless_all_are_to_end(people: Shell) -> None:
    first = deploy(people)
    assert people("creds", "rotate-session-key").status == 0
    second = deploy(people)
    assert acting(people, first, "whoami").status == acting(people, second, "whoami").status == 0

    assert people("creds", "rotate-session-key", "--end-all").status == 0

    assert live(people) == []
    assert "session key" in people("creds", "session", "list", "--all").out
    for session in (first, second):
        refused = acting(people, session, "whoami")
        assert (refused.status, refused.out) == (3, "")
    assert acting(people, deploy(people), "whoami").status == 0
