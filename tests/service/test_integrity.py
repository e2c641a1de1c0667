from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from iamctl.errors import BrokenFile
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.tag import Tag
from iamctl.service.account import Account
from iamctl.service.groups import add_user_to_group, create_group
from iamctl.service.instance_profiles import add_role_to_instance_profile, create_instance_profile
from iamctl.service.integrity import findings
from iamctl.service.policies import create_policy
from iamctl.service.roles import create_role
from iamctl.service.saml_providers import create_saml_provider
from iamctl.service.users import create_user, delete_user

from .given import EC2, GET, READ_ONLY, arn, long_policy, trusting
from .test_saml_providers import METADATA


@pytest.fixture
def acme(account: Account) -> Account:
    """An account that holds together."""
    create_policy(account, policy_name="Get", policy_document=GET)
    create_group(account, group_name="Admins")
    create_user(account, user_name="alice", permissions_boundary="Get")
    add_user_to_group(account, group_name="Admins", user_name="alice")
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)
    trust = trusting(AWS=arn("user/alice"), Federated=arn("saml-provider/Okta"))
    create_role(account, role_name="Web", assume_role_policy_document=trust)
    create_instance_profile(account, instance_profile_name="Servers")
    add_role_to_instance_profile(account, instance_profile_name="Servers", role_name="Web")
    return account


def change(account: Account, shelf: str, name: str, **facts: Any) -> None:
    """An edit by hand."""
    nouns = getattr(account, shelf)
    nouns.put(replace(nouns.find(name), **facts))


def told(account: Account) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in findings(account)]


def test_an_account_made_by_operations_holds_together(acme: Account) -> None:
    assert findings(acme) == []


@pytest.mark.parametrize(
    ("shelf", "name", "facts", "code", "message"),
    [
        ("users", "alice", {"groups": ("Admins", "Gone")}, "DanglingGroup", "User alice is in group Gone"),
        ("users", "alice", {"attached_policies": (READ_ONLY, arn("policy/Gone"))}, "DanglingPolicy", "policy/Gone"),
        ("groups", "Admins", {"attached_policies": (READ_ONLY + "x",)}, "DanglingPolicy", "Group Admins has policy"),
        ("users", "alice", {"permissions_boundary": arn("policy/Gone")}, "DanglingBoundary", "it may do nothing"),
        ("roles", "Web", {"permissions_boundary": arn("policy/a/Get")}, "DanglingBoundary", "Role Web has boundary"),
        ("instance_profiles", "Servers", {"roles": ("Gone",)}, "DanglingRole", "Servers has role Gone"),
        ("roles", "Web", {"trust_policy": trusting(AWS=arn("user/bob"))}, "DanglingPrincipal", "user/bob"),
        (
            "roles",
            "Web",
            {"trust_policy": trusting(Federated=arn("saml-provider/x"))},
            "DanglingProvider",
            "provider/x",
        ),
        ("users", "alice", {"tags": tuple(Tag(str(n), "") for n in range(51))}, "LimitExceeded", "tags .* 50"),
        ("users", "alice", {"groups": ("Admins",) * 11}, "LimitExceeded", "GroupsPerUser: 10"),
        ("groups", "Admins", {"attached_policies": (READ_ONLY,) * 11}, "LimitExceeded", "PoliciesPerGroup: 10"),
        ("roles", "Web", {"trust_policy": long_policy(2049)}, "LimitExceeded", "ACLSizePerRole: 2048"),
        (
            "users",
            "alice",
            {"inline_policies": (InlinePolicy("Long", long_policy(2049)),)},
            "LimitExceeded",
            "Maximum policy size of 2048 bytes exceeded for user alice",
        ),
        ("instance_profiles", "Servers", {"roles": ("Web", "Web")}, "LimitExceeded", "InstanceSessions"),
    ],
)
def test_what_an_edit_breaks_is_found(
    acme: Account, shelf: str, name: str, facts: dict[str, Any], code: str, message: str
) -> None:
    change(acme, shelf, name, **facts)

    (finding,) = findings(acme)

    assert (finding.code, finding.place) == (code, f"{shelf}/{name}.toml")
    assert finding.mend
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(finding.message)


def test_a_deleted_principal_is_told_by_its_unique_id(acme: Account) -> None:
    alice = delete_user_freed(acme)

    (finding,) = findings(acme)

    assert finding.message.startswith(f"Role Web trusts {alice}, which was deleted")
    assert finding.mend == "write another trust policy with `iamctl role trust set Web`"


def delete_user_freed(account: Account) -> str:
    change(account, "users", "alice", groups=())
    return delete_user(account, user_name="alice").user_id


def test_two_entities_with_one_unique_id_are_told(acme: Account) -> None:
    create_user(acme, user_name="bob")
    alice = acme.users.find("alice")
    assert alice is not None
    change(acme, "users", "bob", user_id=alice.user_id)

    assert told(acme) == [("DuplicateUniqueId", "users/bob.toml")]


def test_a_policy_with_too_many_or_too_long_versions_is_told(acme: Account) -> None:
    policy = acme.policies.find("Get")
    assert policy is not None
    (first,) = policy.versions
    versions = [first._replace(version_id=f"v{number}") for number in range(1, 7)]
    versions[5] = versions[5]._replace(document=long_policy(6145))
    change(acme, "policies", "Get", versions=tuple(versions))

    messages = [finding.message for finding in findings(acme)]

    assert len(messages) == 2
    assert "VersionsPerPolicy: 5" in messages[0] and "PolicySize: 6144" in messages[1]


def test_the_accounts_own_quotas_are_held(acme: Account) -> None:
    create_user(acme, user_name="bob")
    acme.settings_shelf.put(replace(acme.settings, quotas=(("UsersPerAccount", 1),)))

    (finding,) = findings(acme)

    assert (finding.code, finding.mend) == (
        "LimitExceeded",
        "AWS raises it to 5000 on request: set `UsersPerAccount = 5000` under [quotas] in account.toml",
    )


def test_only_the_entities_in_question_are_looked_at(acme: Account) -> None:
    change(acme, "users", "alice", groups=("Gone",))
    change(acme, "instance_profiles", "Servers", roles=("Gone",))
    alice = acme.users.find("alice")
    assert alice is not None

    assert [finding.code for finding in findings(acme, [alice])] == ["DanglingGroup"]


def test_an_id_that_somebody_else_has_is_told_of_the_entity_in_question(acme: Account) -> None:
    bob = create_user(acme, user_name="bob")
    alice = acme.users.find("alice")
    assert alice is not None
    bob = replace(bob, user_id=alice.user_id)
    acme.users.put(bob)

    (finding,) = findings(acme, iter([bob]))

    assert finding.message == f"The unique id {alice.user_id} of user bob is that of user alice too."


class Unreadable:
    """A shelf on which one file cannot be read."""

    def __init__(self, shelf: Any, name: str) -> None:
        self._shelf, self._name = shelf, name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shelf, name)

    def find(self, name: str) -> Any:
        if name.lower() == self._name:
            raise BrokenFile("x")
        return self._shelf.find(name)

    def all(self) -> Iterator[Any]:
        yield from (noun for noun in self._shelf.all() if noun.name.lower() != self._name)
        raise BrokenFile("x")


def test_a_file_that_cannot_be_read_is_there_all_the_same(acme: Account) -> None:
    change(acme, "users", "alice", groups=("Admins", "Gone"))
    for shelf, name in (("groups", "admins"), ("policies", "get"), ("saml_providers", "okta")):
        setattr(acme, shelf, Unreadable(getattr(acme, shelf), name))

    assert told(acme) == [("DanglingGroup", "users/alice.toml")]


def test_services_and_other_accounts_are_taken_on_trust(acme: Account) -> None:
    change(acme, "roles", "Web", trust_policy=EC2)

    assert findings(acme) == []
