"""Creating roles: whom they trust, and what comes with them."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from cli import world
from cli.conftest import ACCOUNT_ID, Shell

EC2 = ("--trust-service", "ec2.amazonaws.com")


def statements(shell: Shell, role_name: str) -> list[Any]:
    found: list[Any] = shell("role", "trust", "show", role_name).json["Statement"]
    return found


def test_a_role_is_named_by_its_arn(acme: Shell) -> None:
    outcome = acme("role", "create", "Backup", *EC2, "--path", "/ops/")

    assert outcome.lines == [f"arn:aws:iam::{ACCOUNT_ID}:role/ops/Backup"]


def test_json_has_the_members_of_create_role_in_their_order(acme: Shell) -> None:
    words = ("--tag", "team=core", "--permissions-boundary", "PowerUserAccess")
    role = acme("role", "create", "Backup", *EC2, *words, "--json").json["Role"]

    assert list(role) == [
        "Path",
        "RoleName",
        "RoleId",
        "Arn",
        "CreateDate",
        "AssumeRolePolicyDocument",
        "PermissionsBoundary",
        "Tags",
    ]
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "ec2.amazonaws.com"}


def test_builders_add_up_in_one_trust_policy(acme: Shell) -> None:
    acme("provider", "saml", "create", "Okta", "--saml-metadata-document", "idp-metadata.xml")
    outcome = acme(
        *("role", "create", "Many", *EC2, "--trust-service", "lambda.amazonaws.com"),
        *("--trust-account", "444455556666", "--trust-user", "alice", "--trust-role", "Deploy", "--trust-saml", "Okta"),
    )

    assert outcome.status == 0
    assert [statement["Principal"] for statement in statements(acme, "Many")] == [
        {"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]},
        {"AWS": "arn:aws:iam::444455556666:root"},
        {"AWS": [f"arn:aws:iam::{ACCOUNT_ID}:user/eng/alice", f"arn:aws:iam::{ACCOUNT_ID}:role/Deploy"]},
        {"Federated": f"arn:aws:iam::{ACCOUNT_ID}:saml-provider/Okta"},
    ]


def test_an_external_id_and_mfa_are_conditions_on_another_account(acme: Shell) -> None:
    acme("role", "create", "Audit", "--trust-account", "444455556666", "--external-id", "7d2c", "--require-mfa")

    assert statements(acme, "Audit")[0]["Condition"] == {
        "StringEquals": {"sts:ExternalId": "7d2c"},
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
    }


def test_an_openid_connect_provider_is_trusted_for_an_audience_and_a_subject(acme: Shell) -> None:
    issuer = "token.actions.githubusercontent.com"
    acme("provider", "oidc", "create", f"https://{issuer}")
    words = ("--audience", "sts.amazonaws.com", "--subject", "repo:acme/shop:*")
    outcome = acme("role", "create", "Release", "--trust-oidc", issuer, *words)

    [statement] = statements(acme, "Release")
    assert outcome.status == 0
    assert statement["Condition"] == {
        "StringEquals": {f"{issuer}:aud": "sts.amazonaws.com"},
        "StringLike": {f"{issuer}:sub": "repo:acme/shop:*"},
    }


def test_a_shared_provider_is_not_trusted_for_everybody(acme: Shell) -> None:
    acme("provider", "oidc", "create", "https://token.actions.githubusercontent.com")
    outcome = acme("role", "create", "Open", "--trust-oidc", "token.actions.githubusercontent.com")

    assert outcome.status == 6
    assert "MalformedPolicyDocument" in outcome.err
    assert outcome.err.endswith("iamctl: hint: say whom it trusts with `--subject` or `--audience`\n")
    assert acme("role", "get", "Open").status == 4


@pytest.mark.parametrize("argument", ["trust.json", world.TRUST.text, "-"])
def test_a_trust_policy_is_a_file_stdin_or_the_text_itself(
    acme: Shell, argument: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(world.TRUST.text.encode()), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", stdin)

    assert acme("role", "create", "Backup", "--trust-policy", argument).status == 0
    assert acme("role", "trust", "show", "Backup").json == world.TRUST.tree


def test_a_mistake_in_a_trust_policy_has_a_place(acme: Shell) -> None:
    outcome = acme("role", "create", "Backup", "--trust-policy", '{"Version": "2012-10-17", "Statement": [{}]}')

    assert outcome.status == 6
    assert "MalformedPolicyDocument: --trust-policy:1:" in outcome.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "trusts nobody"),
        (("--trust-policy", "trust.json", *EC2), "goes with no other option of trust"),
        (("--trust-policy", "trust.json", "--require-mfa"), "goes with no other option of trust"),
        (("--require-mfa", *EC2), "--require-mfa is a condition on"),
        (("--external-id", "7d2c", *EC2), "--external-id is a condition on"),
        (("--subject", "x", *EC2), "conditions on --trust-oidc"),
    ],
)
def test_options_of_trust_that_do_not_go_together_are_refused(acme: Shell, words: tuple[str, ...], told: str) -> None:
    outcome = acme("role", "create", "Backup", *words)

    assert outcome.status == 2
    assert told in outcome.err


def test_words_that_do_not_go_together_are_refused_before_any_account_is_looked_for(shell: Shell) -> None:
    assert shell("role", "create", "Backup", "--require-mfa", *EC2).status == 2


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--trust-user", "bob"), 4),
        (("--trust-user", f"arn:aws:iam::{ACCOUNT_ID}:user/bob"), 4),
        (("--trust-role", "Nobody"), 4),
        (("--trust-saml", "Okta"), 4),
        (("--trust-oidc", "idp.example.com"), 4),
        (("--trust-account", "1234"), 6),
        (("--trust-service", "not a service"), 6),
        (("--trust-user", "arn:aws:iam::444455556666:user/bob"), 0),
    ],
)
def test_who_is_trusted_has_to_exist_in_this_account(acme: Shell, words: tuple[str, ...], status: int) -> None:
    assert acme("role", "create", "Backup", *words).status == status


@pytest.mark.parametrize(("typed", "seconds"), [("3600", 3600), ("8h", 28800), ("1h30m", 5400), ("12H", 43200)])
def test_the_longest_session_is_typed_in_seconds_or_hours(acme: Shell, typed: str, seconds: int) -> None:
    acme("role", "create", "Backup", *EC2, "--max-session-duration", typed)

    assert acme("role", "get", "Backup", "--json").json["Role"]["MaxSessionDuration"] == seconds


@pytest.mark.parametrize(("typed", "status"), [("soon", 2), ("", 2), ("8h30", 0), ("59m", 6), ("13h", 6), ("-1", 2)])
def test_a_session_that_is_no_duration_or_out_of_bounds_is_refused(acme: Shell, typed: str, status: int) -> None:
    assert acme("role", "create", "Backup", *EC2, f"--max-session-duration={typed}").status == status


def test_policies_come_in_the_same_change_or_nothing_does(acme: Shell) -> None:
    refused = acme("role", "create", "Backup", *EC2, "--attach-policy", "ReadOnlyAccess", "--attach-policy", "Nonsense")

    assert refused.status == 4
    assert acme("role", "get", "Backup").status == 4

    acme("role", "create", "Backup", *EC2, "--attach-policy", "ReadOnlyAccess", "--attach-policy", "Artifacts")
    attached = acme("role", "list-attached-policies", "Backup", "-o", "name").lines
    assert sorted(attached) == ["Artifacts", "ReadOnlyAccess"]


def test_a_name_that_differs_only_in_case_is_taken(acme: Shell) -> None:
    outcome = acme("role", "create", "deploy", *EC2)

    assert outcome.status == 5
    assert "`iamctl role get Deploy`" in outcome.err


def test_a_role_that_exists_is_left_as_it_is(acme: Shell) -> None:
    outcome = acme("role", "create", "deploy", "New", "--trust-service", "lambda.amazonaws.com", "--if-not-exists")

    names = [arn.rpartition("/")[2] for arn in outcome.lines]
    assert (outcome.status, names) == (0, ["Deploy", "New"])
    assert statements(acme, "Deploy")[0]["Principal"] == {"Service": "ec2.amazonaws.com"}


def test_a_dry_run_shows_the_file_and_makes_none(acme: Shell) -> None:
    outcome = acme("role", "create", "Backup", *EC2, "--dry-run")

    assert "+++ roles/Backup.toml" in outcome.lines
    assert acme("role", "get", "Backup").status == 4
