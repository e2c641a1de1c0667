from __future__ import annotations

from dataclasses import replace

import pytest

from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.service.account import Account
from iamctl.service.finding import find_anything
from iamctl.service.groups import create_group
from iamctl.service.instance_profiles import create_instance_profile
from iamctl.service.oidc_providers import create_open_id_connect_provider
from iamctl.service.policies import create_policy
from iamctl.service.roles import create_role
from iamctl.service.saml_providers import create_saml_provider
from iamctl.service.users import create_user

from .given import EC2, GET, READ_ONLY, ROOT, arn
from .test_saml_providers import METADATA


@pytest.fixture
def acme(account: Account) -> Account:
    """One of each kind; user and role share the name deploy."""
    create_user(account, user_name="alice", path="/eng/")
    create_user(account, user_name="deploy")
    create_group(account, group_name="Admins")
    create_role(account, role_name="deploy", assume_role_policy_document=EC2, path="/ci/")
    create_policy(account, policy_name="Get", policy_document=GET, path="/s3/")
    create_instance_profile(account, instance_profile_name="Servers")
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)
    create_open_id_connect_provider(account, url="https://idp.example/x")
    return account


@pytest.mark.parametrize(
    ("name", "resource"),
    [
        ("ALICE", "user/eng/alice"),
        ("Admins", "group/Admins"),
        ("get", "policy/s3/Get"),
        ("Servers", "instance-profile/Servers"),
        ("Okta", "saml-provider/Okta"),
        ("https://idp.example/x", "oidc-provider/idp.example/x"),
        ("idp.example/x", "oidc-provider/idp.example/x"),
    ],
)
def test_every_kind_is_found_by_name_and_arn(acme: Account, name: str, resource: str) -> None:
    noun = find_anything(acme, name)

    assert noun.arn == arn(resource)
    assert find_anything(acme, noun.arn) == noun == find_anything(acme, noun.unique_id)


def test_policies_of_aws_are_found_too(acme: Account) -> None:
    policy = find_anything(acme, "ReadOnlyAccess")

    assert policy.arn == READ_ONLY
    assert find_anything(acme, READ_ONLY) == policy == find_anything(acme, policy.unique_id)


def test_the_account_is_found_by_number_alias_and_arn(acme: Account) -> None:
    acme.settings_shelf.put(replace(acme.settings, alias="acme"))

    for text in ("111122223333", "acme", ROOT):
        assert find_anything(acme, text) == acme.settings


def test_a_name_of_several_kinds_is_refused_with_each_arn(acme: Account) -> None:
    with pytest.raises(InvalidInput, match="The name deploy means 2 entities") as raised:
        find_anything(acme, "deploy")

    assert raised.value.hints == (f"say {arn('user/deploy')}", f"or {arn('role/ci/deploy')}")
    assert find_anything(acme, arn("role/ci/deploy")).kind == "role"


@pytest.mark.parametrize(
    "text", ["bob", arn("user/alice"), arn("user/eng/Alice"), "arn:aws:s3:::x", "AIDAQQQQQQQQQQQQQQQQQ"]
)
def test_what_is_not_there_is_not_found(acme: Account, text: str) -> None:
    with pytest.raises(NoSuchEntity):
        find_anything(acme, text)


def test_an_unknown_name_suggests_near_ones_of_every_kind(acme: Account) -> None:
    with pytest.raises(NoSuchEntity) as raised:
        find_anything(acme, "Admin")

    assert raised.value.hints == ("did you mean Admins or AdministratorAccess?",)
