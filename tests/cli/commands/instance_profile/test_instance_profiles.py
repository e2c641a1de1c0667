"""Instance profiles: containers of one role."""

from __future__ import annotations

import pytest

from cli.conftest import ACCOUNT_ID, Shell


@pytest.fixture
def web(acme: Shell) -> Shell:
    """The instance profile WebServer with the role Deploy in it."""
    acme("instance-profile", "create", "WebServer", "--tag", "team=core")
    assert acme("instance-profile", "add-role", "WebServer", "Deploy").status == 0
    return acme


def test_several_are_made_in_one_change(acme: Shell) -> None:
    outcome = acme("instance-profile", "create", "One", "Two", "--path", "/batch/")

    arn = f"arn:aws:iam::{ACCOUNT_ID}:instance-profile/batch"
    assert outcome.lines == [f"{arn}/One", f"{arn}/Two"]


def test_one_that_exists_is_left_as_it_is(web: Shell) -> None:
    assert web("instance-profile", "create", "webserver").status == 5

    made = web("instance-profile", "create", "webserver", "--if-not-exists", "--json").json["InstanceProfile"]
    assert [role["RoleName"] for role in made["Roles"]] == ["Deploy"]


def test_json_has_the_members_of_get_instance_profile_in_their_order(web: Shell) -> None:
    profile = web("instance-profile", "get", "WebServer", "--json").json["InstanceProfile"]

    assert list(profile) == [
        "Path",
        "InstanceProfileName",
        "InstanceProfileId",
        "Arn",
        "CreateDate",
        "Roles",
        "Tags",
    ]
    assert list(profile["Roles"][0]) == [
        "Path",
        "RoleName",
        "RoleId",
        "Arn",
        "CreateDate",
        "AssumeRolePolicyDocument",
    ]


def test_eyes_see_the_role_by_its_name(web: Shell) -> None:
    assert ["Roles", "Deploy"] in [line.split() for line in web("instance-profile", "get", "WebServer").lines]
    [row] = web("instance-profile", "list", "--no-header").lines
    assert row.split()[:3] == ["WebServer", "/", "Deploy"]


def test_a_list_has_roles_and_no_tags(web: Shell) -> None:
    [profile] = web("instance-profile", "list", "--json").json["InstanceProfiles"]

    assert "Roles" in profile
    assert "Tags" not in profile


def test_a_list_goes_by_path_and_says_what_it_did_not_find(web: Shell) -> None:
    web("instance-profile", "create", "Batch", "--path", "/batch/")

    assert web("instance-profile", "list", "--path-prefix", "/batch/", "-o", "name").lines == ["Batch"]
    assert "no instance profiles under path /x/" in web("instance-profile", "list", "--path-prefix", "/x/").err


def test_a_second_role_is_refused(web: Shell) -> None:
    web("role", "create", "Backup", "--trust-service", "ec2.amazonaws.com")

    assert web("instance-profile", "add-role", "WebServer", "Backup").status == 5
    assert web("instance-profile", "add-role", "WebServer", "Nobody").status == 4


def test_a_role_is_taken_out(web: Shell) -> None:
    removal = ("instance-profile", "remove-role", "WebServer", "Deploy")

    assert web(*removal).status == 0
    assert web("instance-profile", "get", "WebServer", "--json").json["InstanceProfile"]["Roles"] == []
    assert web(*removal).status == 4
    assert web(*removal, "--ignore-missing").status == 0


def test_one_with_a_role_is_deleted_by_force_only(web: Shell) -> None:
    refused = web("instance-profile", "delete", "WebServer")

    assert refused.status == 5
    assert "`iamctl instance-profile remove-role WebServer Deploy`" in refused.err
    assert web("instance-profile", "delete", "WebServer", "--force").status == 2
    assert web("instance-profile", "delete", "WebServer", "--force", "--yes").status == 0
    assert web("instance-profile", "get", "WebServer").status == 4
    assert web("role", "get", "Deploy").status == 0


def test_deleting_what_is_gone_can_be_fine(acme: Shell) -> None:
    assert acme("instance-profile", "delete", "Nothing").status == 4
    assert acme("instance-profile", "delete", "Nothing", "--ignore-missing").status == 0


def test_a_dry_run_changes_nothing(web: Shell) -> None:
    outcome = web("instance-profile", "remove-role", "WebServer", "Deploy", "--dry-run")

    assert outcome.lines[0].startswith("RemoveRoleFromInstanceProfile ")
    assert web("role", "list-instance-profiles", "Deploy", "-o", "name").lines == ["WebServer"]
