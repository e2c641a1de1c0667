"""Where each kind of policy has its statements."""

from __future__ import annotations

import pytest

from iamctl.service import inline_policies, policies, roles, users
from iamctl.service.account import Account
from iamctl.service.questions.supposed import Text
from iamctl.service.statement_places import place_of_statement

from .given import EC2, GET, READ_ONLY, arn

JSON = '{"Version": "2012-10-17",\n "Statement": [\n  {"Effect": "Allow"},\n  {"Effect": "Deny"}]}'
TOML = 'Version = "2012-10-17"\n\n[[Statement]]\nEffect = "Allow"\n\n[[Statement]]\nEffect = "Deny"\n'
LONE = '{"Version": "2012-10-17",\n "Statement": {"Effect": "Allow"}}'


@pytest.fixture
def acme(account: Account) -> Account:
    users.create_user(account, user_name="alice")
    inline_policies.put_user_policy(account, user_name="alice", policy_name="Read", policy_document=GET)
    roles.create_role(account, role_name="Deploy", assume_role_policy_document=EC2)
    policies.create_policy(account, policy_name="Shared", policy_document=GET)
    return account


@pytest.mark.parametrize(
    "policy, place",
    [
        ("inline Read of user alice", "users/alice.toml"),
        ("inline Gone of user alice", None),
        ("inline Read of user nobody", None),
        (arn("policy/Shared"), "policies/Shared.toml"),
        (arn("policy/Gone"), None),
        (READ_ONLY, None),
        ("trust policy of role Deploy", "roles/Deploy.toml"),
        ("something else", None),
    ],
)
def test_a_policy_of_the_account_stands_in_its_file(acme: Account, policy: str, place: str | None) -> None:
    assert place_of_statement(acme, policy, 0) == place


@pytest.mark.parametrize(
    "policy, text, place",
    [
        ("draft a.json", JSON, "a.json:4:3"),
        ("boundary a.toml", TOML, "a.toml:6:1"),
        ("draft b.toml", TOML.removeprefix('Version = "2012-10-17"\n\n'), "b.toml:4:1"),
        ("SCP a.json", JSON, "a.json:4:3"),
        ("SCP a.json[1]", f"[{JSON},\n{JSON}]", "a.json:8:3"),
        ("session policy a b.json", JSON, "a b.json:4:3"),
        ("resource policy a.json", LONE, "a.json:2:2"),
    ],
)
def test_a_text_that_came_with_the_question_is_pointed_into(
    account: Account, policy: str, text: str, place: str
) -> None:
    source = place.rsplit(":", 2)[0]

    assert place_of_statement(account, policy, 1, (Text(text, source),)) == place


def test_of_two_texts_by_one_name_none_is_pointed_into(account: Account) -> None:
    texts = (Text(JSON, "--policy"), Text(TOML, "--policy"))

    assert place_of_statement(account, "draft --policy", 1, texts) is None
