"""Looking at roles, changing and deleting them."""

from __future__ import annotations

import pytest

from cli.conftest import ACCOUNT_ID, Shell


def test_json_has_the_members_of_get_role_in_their_order(acme: Shell) -> None:
    acme("role", "update", "Deploy", "--description", "Puts releases out")
    acme("role", "set-boundary", "Deploy", "PowerUserAccess")
    acme("role", "tag", "Deploy", "team=core")

    role = acme("role", "get", "deploy", "--json").json["Role"]

    assert list(role) == [
        "Path",
        "RoleName",
        "RoleId",
        "Arn",
        "CreateDate",
        "AssumeRolePolicyDocument",
        "Description",
        "MaxSessionDuration",
        "PermissionsBoundary",
        "Tags",
        "RoleLastUsed",
    ]


def test_a_role_is_found_by_name_arn_and_unique_id(acme: Shell) -> None:
    role = acme("role", "get", "Deploy", "--json").json["Role"]

    for text in ("DEPLOY", role["Arn"], role["RoleId"]):
        assert acme("role", "get", text, "-o", "name").lines == ["Deploy"]


def test_several_roles_are_shown_in_the_order_of_their_names_on_the_line(acme: Shell) -> None:
    acme("role", "create", "Backup", "--trust-service", "ec2.amazonaws.com")

    assert acme("role", "get", "Deploy", "Backup", "-o", "name").lines == ["Deploy", "Backup"]
    assert acme("role", "get", "Deploy", "Backup").lines[0].split() == ["RoleName", "Path", "RoleId", "CreateDate"]


def test_a_list_has_what_list_roles_has(acme: Shell) -> None:
    acme("role", "tag", "Deploy", "team=core")

    [role] = acme("role", "list", "--json").json["Roles"]

    assert list(role)[-2:] == ["AssumeRolePolicyDocument", "MaxSessionDuration"]


def test_a_list_goes_by_path_and_says_what_it_did_not_find(acme: Shell) -> None:
    acme("role", "create", "Backup", "--trust-service", "ec2.amazonaws.com", "--path", "/ops/")

    assert acme("role", "list", "--path-prefix", "/ops/", "-o", "name").lines == ["Backup"]
    nothing = acme("role", "list", "--path-prefix", "/eng/")
    assert (nothing.status, nothing.out) == (0, "")
    assert f"no roles under path /eng/ in account {ACCOUNT_ID}" in nothing.err


def test_an_update_changes_what_is_named_and_nothing_else(acme: Shell) -> None:
    acme("role", "update", "Deploy", "--description", "Puts releases out", "--max-session-duration", "2h")
    acme("role", "update", "Deploy", "--max-session-duration", "3h")

    role = acme("role", "get", "Deploy", "--json").json["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("Puts releases out", 10800)

    acme("role", "update", "Deploy", "--description", "")
    assert "Description" not in acme("role", "get", "Deploy", "--json").json["Role"]


def test_an_update_of_nothing_is_refused(acme: Shell) -> None:
    assert acme("role", "update", "Deploy").status == 2


@pytest.fixture
def hung(acme: Shell) -> Shell:
    """Deploy with an attached and an inline policy, in an instance profile."""
    acme("role", "attach-policy", "Deploy", "ReadOnlyAccess")
    acme("role", "put-policy", "Deploy", "Upload", "--policy-document", "artifacts.json")
    acme("instance-profile", "create", "WebServer")
    acme("instance-profile", "add-role", "WebServer", "Deploy")
    return acme


def test_a_refused_deletion_names_all_that_is_in_the_way(hung: Shell) -> None:
    outcome = hung("role", "delete", "Deploy")

    assert outcome.status == 5
    assert [line.partition("hint: ")[2] for line in outcome.err.splitlines()[1:]] == [
        "`iamctl role detach-policy Deploy arn:aws:iam::aws:policy/ReadOnlyAccess`",
        "`iamctl role delete-policy Deploy Upload`",
        "`iamctl instance-profile remove-role WebServer Deploy`",
        "or all of them at once: `iamctl role delete Deploy --force`",
    ]


def test_what_the_hints_say_lets_the_deletion_through(hung: Shell) -> None:
    hints = [line for line in hung("role", "delete", "Deploy").err.splitlines() if "hint: `iamctl " in line]
    for hint in hints:
        assert hung(*hint.partition("`iamctl ")[2].rstrip("`").split()).status == 0

    assert hung("role", "delete", "Deploy").status == 0


def test_nobody_there_means_that_nothing_more_than_the_role_goes(hung: Shell) -> None:
    assert hung("role", "delete", "Deploy", "--force").status == 2
    assert hung("role", "get", "Deploy").status == 0


def test_force_takes_all_of_it_in_one_change(hung: Shell) -> None:
    assert hung("role", "delete", "Deploy", "--force", "--yes").status == 0

    assert hung("role", "get", "Deploy").status == 4
    profile = hung("instance-profile", "get", "WebServer", "--json").json["InstanceProfile"]
    assert profile["Roles"] == []


def test_deleting_who_is_gone_can_be_fine(acme: Shell) -> None:
    acme("role", "delete", "Deploy")

    assert acme("role", "delete", "Deploy").status == 4
    assert acme("role", "delete", "Deploy", "--ignore-missing").status == 0


def test_trust_keeps_the_unique_id_of_a_deleted_role(acme: Shell) -> None:
    role_id = acme("role", "get", "Deploy", "--json").json["Role"]["RoleId"]
    acme("role", "create", "Backup", "--trust-role", "Deploy")
    acme("role", "delete", "Deploy")

    [statement] = acme("role", "trust", "show", "Backup").json["Statement"]
    assert statement["Principal"] == {"AWS": role_id}


def test_a_role_knows_the_instance_profiles_that_it_is_in(hung: Shell) -> None:
    hung("role", "create", "Backup", "--trust-service", "ec2.amazonaws.com")

    assert hung("role", "list-instance-profiles", "Deploy", "-o", "name").lines == ["WebServer"]
    nowhere = hung("role", "list-instance-profiles", "Backup")
    assert (nowhere.status, nowhere.out) == (0, "")
    assert "Backup is in no instance profile" in nowhere.err
