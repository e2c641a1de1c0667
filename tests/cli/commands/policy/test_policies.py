"""Managed policies: making, finding, listing and deleting them."""

from __future__ import annotations

import pytest

from cli.conftest import ACCOUNT_ID, Shell

ARTIFACTS = f"arn:aws:iam::{ACCOUNT_ID}:policy/Artifacts"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def test_a_policy_is_named_by_its_arn(acme: Shell) -> None:
    outcome = acme("policy", "create", "Upload", "--policy-document", "artifacts.toml", "--path", "/ci/")

    assert outcome.lines == [f"arn:aws:iam::{ACCOUNT_ID}:policy/ci/Upload"]


def test_json_has_the_members_of_create_policy_in_their_order(acme: Shell) -> None:
    words = ("--policy-document", "artifacts.json", "--description", "Read them", "--tag", "team=core")
    policy = acme("policy", "create", "Upload", *words, "--json").json["Policy"]

    assert list(policy) == [
        "PolicyName",
        "PolicyId",
        "Arn",
        "Path",
        "DefaultVersionId",
        "AttachmentCount",
        "PermissionsBoundaryUsageCount",
        "IsAttachable",
        "CreateDate",
        "UpdateDate",
        "Tags",
    ]


def test_a_policy_that_exists_is_left_as_it_is(acme: Shell) -> None:
    acme("user", "attach-policy", "alice", "Artifacts")
    words = ("policy", "create", "artifacts", "--policy-document", "artifacts.toml", "--path", "/ci/")

    assert acme(*words).status == 5
    policy = acme(*words, "--if-not-exists", "--json").json["Policy"]
    assert (policy["Arn"], policy["AttachmentCount"]) == (ARTIFACTS, 1)


def test_a_mistake_in_a_document_has_a_place_and_leaves_nothing_behind(acme: Shell) -> None:
    outcome = acme("policy", "create", "Broken", "--policy-document", '{"Version": "2012-10-17", "Statement": []}')

    assert outcome.status == 6
    assert "MalformedPolicyDocument: --policy-document:1:" in outcome.err
    assert acme("policy", "get", "Broken").status == 4


@pytest.mark.parametrize("argument", ["nowhere.json", "."])
def test_a_document_that_cannot_be_read_is_invalid_input(acme: Shell, argument: str) -> None:
    outcome = acme("policy", "create", "Upload", "--policy-document", argument)

    assert outcome.status == 6
    assert f"InvalidInput: {argument} cannot be read" in outcome.err


def test_a_description_is_shown_by_get_and_by_no_list(acme: Shell) -> None:
    acme("policy", "create", "Upload", "--policy-document", "artifacts.json", "--description", "Read them")

    assert acme("policy", "get", "Upload", "--json").json["Policy"]["Description"] == "Read them"
    assert all("Description" not in policy for policy in acme("policy", "list", "--json").json["Policies"])


def test_a_policy_of_aws_is_found_by_name_and_arn(acme: Shell) -> None:
    for text in ("ReadOnlyAccess", READ_ONLY):
        assert acme("policy", "get", text, "--query", "Policy.Arn", "-o", "name").lines == [READ_ONLY]


def test_several_policies_are_shown_at_once(acme: Shell) -> None:
    outcome = acme("policy", "get", "Artifacts", "ReadOnlyAccess", "-o", "name")

    assert outcome.lines == ["Artifacts", "ReadOnlyAccess"]


def test_a_list_has_the_accounts_own_unless_told_otherwise(acme: Shell) -> None:
    acme("role", "attach-policy", "Deploy", "ReadOnlyAccess")

    assert acme("policy", "list", "-o", "name").lines == ["Artifacts"]
    assert acme("policy", "list", "--scope", "aws", "--only-attached", "-o", "name").lines == ["ReadOnlyAccess"]
    everything = acme("policy", "list", "--scope", "All", "-o", "name").lines
    assert len(everything) > 1000
    assert {"Artifacts", "ReadOnlyAccess"} <= set(everything)


def test_boundaries_count_as_use_unless_one_use_is_named(acme: Shell) -> None:
    acme("user", "set-boundary", "alice", "Artifacts")
    listing = ("policy", "list", "--only-attached", "-o", "name")

    assert acme(*listing).lines == ["Artifacts"]
    assert acme(*listing, "--policy-usage-filter", "permissionspolicy").lines == []
    assert acme(*listing, "--policy-usage-filter", "PermissionsBoundary").lines == ["Artifacts"]


def test_a_usage_filter_that_would_do_nothing_is_refused(acme: Shell) -> None:
    assert acme("policy", "list", "--policy-usage-filter", "PermissionsBoundary").status == 2


def test_a_word_that_an_option_does_not_take_is_refused_with_those_that_it_takes(acme: Shell) -> None:
    outcome = acme("policy", "list", "--scope", "mine")

    assert outcome.status == 2
    assert "it takes All, AWS, Local" in outcome.err


def test_an_empty_list_says_what_was_looked_for(acme: Shell) -> None:
    outcome = acme("policy", "list", "--path-prefix", "/ci/", "--only-attached")

    assert outcome.out == ""
    assert f"no customer managed policies under path /ci/ that anybody uses in account {ACCOUNT_ID}" in outcome.err


@pytest.fixture
def used(acme: Shell) -> Shell:
    """The policy Artifacts: attached to alice and Deploy, Deploy's boundary, with two versions."""
    acme("user", "attach-policy", "alice", "Artifacts")
    acme("role", "attach-policy", "Deploy", "Artifacts")
    acme("role", "set-boundary", "Deploy", "Artifacts")
    acme("policy", "version", "create", "Artifacts", "--policy-document", "artifacts.toml")
    return acme


def test_entities_are_three_lists_in_json(used: Shell) -> None:
    entities = used("policy", "list-entities", "Artifacts", "--json").json

    assert list(entities) == ["PolicyGroups", "PolicyUsers", "PolicyRoles"]
    assert entities["PolicyGroups"] == []
    assert [list(user) for user in entities["PolicyUsers"]] == [["UserName", "UserId"]]
    assert [role["RoleName"] for role in entities["PolicyRoles"]] == ["Deploy"]


def test_entities_are_one_list_for_eyes(used: Shell) -> None:
    rows = [line.split() for line in used("policy", "list-entities", "Artifacts").lines]

    assert rows[0] == ["Type", "Name", "Id", "Path"]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [("User", "alice", "/eng/"), ("Role", "Deploy", "/")]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--entity-filter", "user"), ["alice"]),
        (("--entity-filter", "Group"), []),
        (("--path-prefix", "/eng/"), ["alice"]),
        (("--policy-usage-filter", "PermissionsBoundary"), ["Deploy"]),
    ],
)
def test_entities_go_by_kind_path_and_use(used: Shell, words: tuple[str, ...], names: list[str]) -> None:
    assert used("policy", "list-entities", "Artifacts", *words, "-o", "name").lines == names


def test_a_refused_deletion_names_all_that_is_in_the_way(used: Shell) -> None:
    outcome = used("policy", "delete", "Artifacts")

    assert outcome.status == 5
    assert [line.partition("hint: ")[2] for line in outcome.err.splitlines()[1:]] == [
        f"`iamctl user detach-policy alice {ARTIFACTS}`",
        f"`iamctl role detach-policy Deploy {ARTIFACTS}`",
        "`iamctl role delete-boundary Deploy`",
        "`iamctl policy version delete Artifacts v2`",
        "or all of them at once: `iamctl policy delete Artifacts --force`",
    ]


def test_force_takes_the_policy_off_everybody(used: Shell) -> None:
    assert used("policy", "delete", "Artifacts", "--force").status == 2
    assert used("policy", "delete", "Artifacts", "--force", "--yes").status == 0

    assert used("policy", "get", "Artifacts").status == 4
    assert "PermissionsBoundary" not in used("role", "get", "Deploy", "--json").json["Role"]
    assert used("user", "list-attached-policies", "alice", "-o", "name").lines == []


def test_a_policy_of_aws_is_not_deleted(acme: Shell) -> None:
    outcome = acme("policy", "delete", "ReadOnlyAccess", "--yes")

    assert outcome.status == 3
    assert "not authorized to perform: iam:DeletePolicy" in outcome.err


def test_deleting_what_is_gone_can_be_fine(acme: Shell) -> None:
    assert acme("policy", "delete", "Nothing").status == 4
    assert acme("policy", "delete", "Nothing", "Artifacts", "--ignore-missing").status == 0
    assert acme("policy", "list", "-o", "name").lines == []
