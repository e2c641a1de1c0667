"""Checks by the line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamctl.service.comparing.batch import Checker

READ = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}
ALL = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}


def answered(checker: Checker, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(checker.answer(json.dumps(asked).encode()))
    return found


def test_a_line_is_answered_with_its_id_and_counted() -> None:
    checker = Checker()

    failed = answered(checker, id=7, check="no-new-access", existing=READ, new=ALL)
    passed = answered(checker, id="b", check="CheckNoNewAccess", existing=ALL, policy=json.dumps(READ))

    assert (failed["id"], failed["result"]) == (7, "FAIL")
    assert failed["witness"]["action"].startswith("s3:")
    assert (passed["id"], passed["result"], passed["witness"]) == ("b", "PASS", None)
    assert (checker.lines, checker.failures, checker.errors) == (2, 1, 0)


def test_a_check_that_the_line_leaves_out_is_the_commands() -> None:
    found = answered(Checker("access-not-granted"), new=READ, actions=["s3:Get*"])

    assert found["result"] == "FAIL"


def test_a_blank_line_says_nothing_and_counts() -> None:
    checker = Checker()

    assert checker.answer(b" \n") == ""
    assert json.loads(checker.answer(b"{"))["error"]["line"] == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"check": "no-new-access", "new": READ}, "existing must be a policy document."),
        ({"check": "no-news", "new": READ}, "check must be one of"),
        ({"check": "no-new-access", "existing": READ, "new": READ, "typ": "identity"}, "typ is no member of a check."),
        (
            {"check": "no-new-access", "existing": READ, "new": READ, "type": "both"},
            "type must be identity or resource.",
        ),
        ({"check": "no-new-access", "existing": READ, "new": "{"}, ""),
        ({"check": "no-public-access", "new": READ, "resource_type": 7}, "resource_type must be a text"),
        ({"check": "access-not-granted", "new": READ}, "lists neither actions nor resources"),
        ({"check": "access-not-granted", "new": READ, "actions": [1]}, "actions must be a list of texts."),
        ({"check": "access-not-granted", "new": {"Statement": [{"Effect": "Maybe"}]}, "actions": "s3:*"}, ""),
    ],
)
def test_what_is_no_check_is_told_with_its_line(asked: dict[str, Any], said: str) -> None:
    checker = Checker()

    found = answered(checker, id=1, **asked)

    assert said in found["error"]["message"]
    assert found["error"]["line"] == 1
    assert checker.errors == 1


def test_a_line_that_is_too_long_is_told_and_the_next_is_read() -> None:
    checker = Checker("access-not-granted")

    assert "more than" in json.loads(checker.answer(None))["error"]["message"]
    assert answered(checker, new=READ, actions=["iam:*"])["result"] == "PASS"
