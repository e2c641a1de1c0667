"""Tags, alike on everything that has them but for the case of their keys."""

from __future__ import annotations

import pytest

from cli.conftest import Shell
from iamctl.cli.commands.tags.tagged import KINDS

NAMES = {
    "user": "alice",
    "role": "Deploy",
    "policy": "Artifacts",
    "instance-profile": "WebServer",
    "provider saml": "Okta",
    "provider oidc": "idp.example.com",
}
EVERY_KIND = pytest.mark.parametrize("words", list(NAMES))


@pytest.fixture
def things(acme: Shell) -> Shell:
    """One thing of every kind."""
    acme("instance-profile", "create", "WebServer")
    acme("provider", "saml", "create", "Okta", "--saml-metadata-document", "idp-metadata.xml")
    acme("provider", "oidc", "create", "https://idp.example.com")
    return acme


def test_every_kind_is_tried_here() -> None:
    assert NAMES.keys() == KINDS.keys()


@EVERY_KIND
def test_tags_come_and_go(things: Shell, words: str) -> None:
    name = NAMES[words]
    assert things(*words.split(), "tag", name, "team=core", "Key=env,Value=prod").status == 0
    assert things(*words.split(), "tag", name, "team=ops").status == 0
    assert things(*words.split(), "untag", name, "env", "absent").status == 0

    listed = things(*words.split(), "list-tags", name, "--json").json
    assert listed == {"Tags": [{"Key": "team", "Value": "ops"}]}


@EVERY_KIND
def test_keys_that_differ_in_case_are_as_the_help_says(things: Shell, words: str) -> None:
    things(*words.split(), "tag", NAMES[words], "team=core")
    things(*words.split(), "tag", NAMES[words], "TEAM=ops")

    keys = things(*words.split(), "list-tags", NAMES[words], "-o", "name").lines
    help_text = " ".join(things(*words.split(), "tag", "--help").out.split())
    assert keys == (["TEAM"] if "are one key" in help_text else ["TEAM", "team"])


@EVERY_KIND
def test_what_has_no_tags_says_so(things: Shell, words: str) -> None:
    outcome = things(*words.split(), "list-tags", NAMES[words])

    assert (outcome.status, outcome.out) == (0, "")
    assert f"{NAMES[words]} in account" in outcome.err


@EVERY_KIND
def test_what_is_not_there_is_not_tagged(things: Shell, words: str) -> None:
    assert things(*words.split(), "tag", "absent", "team=core").status == 4


def test_a_tag_without_a_value_is_refused(things: Shell) -> None:
    assert things("role", "tag", "Deploy", "team").status == 2


def test_a_policy_of_aws_is_not_tagged(things: Shell) -> None:
    assert things("policy", "tag", "ReadOnlyAccess", "team=core").status == 3
