"""Trust policies of roles: shown as what is read again, and put in the place of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import world
from cli.conftest import ACCOUNT_ID, Shell


@pytest.mark.parametrize("format", [(), ("--output", "toml"), ("--json",)])
def test_what_is_shown_can_be_set_again(acme: Shell, format: tuple[str, ...]) -> None:
    acme("role", "trust", "set", "Deploy", "--trust-user", "alice", "--require-mfa")
    shown = acme("role", "trust", "show", "Deploy").json
    Path("shown").write_text(acme("role", "trust", "show", "Deploy", *format).out)

    acme("role", "trust", "set", "Deploy", "--trust-service", "lambda.amazonaws.com")
    assert acme("role", "trust", "set", "Deploy", "--trust-policy", "shown").status == 0

    assert acme("role", "trust", "show", "Deploy").json == shown


def test_it_is_json_unless_another_format_is_asked_for(acme: Shell) -> None:
    assert acme("role", "trust", "show", "Deploy").lines[0] == "{"
    assert acme("role", "trust", "show", "Deploy", "--output", "toml").lines[0] == 'Version = "2012-10-17"'


def test_nothing_of_the_old_trust_policy_stays(acme: Shell) -> None:
    acme("role", "trust", "set", "Deploy", "--trust-user", "alice")

    [statement] = acme("role", "trust", "show", "Deploy").json["Statement"]
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:user/eng/alice"}


def test_a_query_looks_into_the_document(acme: Shell) -> None:
    assert acme("role", "trust", "show", "Deploy", "--query", "Statement[0].Principal.Service").json == (
        "ec2.amazonaws.com"
    )


def test_a_refused_trust_policy_leaves_the_old_one(acme: Shell) -> None:
    outcome = acme("role", "trust", "set", "Deploy", "--trust-policy", world.TRUST.text.replace("ec2.amaz", "a b"))

    assert outcome.status == 6
    assert acme("role", "trust", "show", "Deploy").json == world.TRUST.tree


def test_a_trust_policy_that_is_named_by_nothing_is_asked_for(acme: Shell) -> None:
    assert acme("role", "trust", "set", "Deploy").status == 2
    assert acme("role", "trust", "set", "Nobody", "--trust-service", "ec2.amazonaws.com").status == 4
