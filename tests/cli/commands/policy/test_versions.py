"""Versions of managed policies: one is in force, five at most are kept."""

from __future__ import annotations

import pytest

from cli import world
from cli.conftest import Outcome, Shell


def version(shell: Shell, *words: str) -> Outcome:
    command, *rest = words
    return shell("policy", "version", command, "Artifacts", *rest)


@pytest.fixture
def two(acme: Shell) -> Shell:
    """Artifacts with v1 in force and v2."""
    assert version(acme, "create", "--policy-document", "artifacts.toml").lines == ["v2"]
    return acme


def test_a_new_version_is_not_in_force(two: Shell) -> None:
    versions = version(two, "list", "--json").json["Versions"]

    assert [list(one) for one in versions] == [["VersionId", "IsDefaultVersion", "CreateDate"]] * 2
    assert [(one["VersionId"], one["IsDefaultVersion"]) for one in versions] == [("v2", False), ("v1", True)]


def test_a_new_version_can_be_put_in_force_at_once(two: Shell) -> None:
    made = version(two, "create", "--policy-document", "artifacts.json", "--set-as-default", "--json")

    assert made.json["PolicyVersion"]["IsDefaultVersion"] is True
    assert two("policy", "get", "Artifacts", "--json").json["Policy"]["DefaultVersionId"] == "v3"


def test_the_version_in_force_is_shown_unless_another_is_named(two: Shell) -> None:
    shown = version(two, "get", "--json").json["PolicyVersion"]

    assert list(shown) == ["Document", "VersionId", "IsDefaultVersion", "CreateDate"]
    assert (shown["VersionId"], shown["Document"]) == ("v1", world.ARTIFACTS.tree)
    assert version(two, "get", "v2", "-o", "name").lines == ["v2"]


def test_a_document_is_read_again_as_it_was_shown(two: Shell) -> None:
    text = version(two, "get", "v2", "--query", "PolicyVersion.Document", "--json").out

    assert version(two, "create", "--policy-document", text).status == 0
    assert version(two, "get", "v3", "--query", "PolicyVersion.Document", "--json").out == text


def test_another_version_is_put_in_force(two: Shell) -> None:
    assert version(two, "set-default", "v2").status == 0

    assert version(two, "get", "--query", "PolicyVersion.VersionId", "-o", "name").lines == ["v2"]


def test_the_version_in_force_is_not_deleted(two: Shell) -> None:
    outcome = version(two, "delete", "v1")

    assert outcome.status == 5
    assert "`iamctl policy version set-default Artifacts v2`" in outcome.err


def test_the_number_of_a_deleted_version_is_not_given_again(two: Shell) -> None:
    assert version(two, "delete", "v2").status == 0

    assert version(two, "create", "--policy-document", "artifacts.json").lines == ["v3"]


def test_a_sixth_version_is_refused_with_those_that_may_go(two: Shell) -> None:
    for _ in range(3):
        version(two, "create", "--policy-document", "artifacts.json")

    outcome = version(two, "create", "--policy-document", "artifacts.json")

    assert outcome.status == 5
    assert "`iamctl policy version delete Artifacts v2`" in outcome.err


def test_several_versions_go_together_or_not_at_all(two: Shell) -> None:
    assert version(two, "delete", "v2", "v1").status == 5
    assert version(two, "list", "-o", "name").lines == ["v2", "v1"]

    assert version(two, "delete", "v2", "v9", "--ignore-missing").status == 0
    assert version(two, "list", "-o", "name").lines == ["v1"]


@pytest.mark.parametrize(("named", "status"), [("v9", 4), ("9", 6), ("latest", 6)])
def test_a_version_that_is_not_there_is_told_from_one_that_cannot_be(two: Shell, named: str, status: int) -> None:
    assert version(two, "get", named).status == status


def test_a_policy_of_aws_takes_no_version(acme: Shell) -> None:
    document = ("--policy-document", "artifacts.json")

    assert acme("policy", "version", "create", "ReadOnlyAccess", *document).status == 3
    assert acme("policy", "version", "get", "ReadOnlyAccess").status == 0
