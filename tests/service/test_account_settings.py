from __future__ import annotations

from dataclasses import replace

import pytest

from iamctl.errors import InvalidInput, NoSuchEntity, ValidationError
from iamctl.model.account_settings import PasswordPolicy
from iamctl.service.account import Account
from iamctl.service.account_settings import (
    create_account_alias,
    delete_account_alias,
    delete_account_password_policy,
    get_account_password_policy,
    get_account_summary,
    list_account_aliases,
    update_account_password_policy,
)
from iamctl.service.attachments import attach_user_policy
from iamctl.service.boundaries import put_user_permissions_boundary
from iamctl.service.groups import create_group
from iamctl.service.oidc_providers import create_open_id_connect_provider
from iamctl.service.policies import create_policy
from iamctl.service.users import create_user

from .given import ADMINISTRATOR, GET, READ_ONLY


def test_an_alias_takes_the_place_of_another(account: Account) -> None:
    assert list_account_aliases(account) == []

    create_account_alias(account, account_alias="acme")
    create_account_alias(account, account_alias="acme-prod")

    assert list_account_aliases(account) == ["acme-prod"]


@pytest.mark.parametrize("alias", ["ab", "-acme", "acme-", "ac--me", "Acme", "a" * 64])
def test_an_alias_outside_the_pattern_is_refused(account: Account, alias: str) -> None:
    with pytest.raises(ValidationError, match="at 'accountAlias'"):
        create_account_alias(account, account_alias=alias)


def test_an_alias_is_no_account_number(account: Account) -> None:
    with pytest.raises(InvalidInput, match="12 digits"):
        create_account_alias(account, account_alias="444455556666")


def test_only_the_alias_that_it_has_is_deleted(account: Account) -> None:
    create_account_alias(account, account_alias="acme")

    with pytest.raises(NoSuchEntity, match=r"The account alias other cannot be found\.") as raised:
        delete_account_alias(account, account_alias="other")
    assert raised.value.hints == ("its alias is acme",)

    delete_account_alias(account, account_alias="acme")
    assert list_account_aliases(account) == []


def test_without_a_password_policy_aws_default_holds(account: Account) -> None:
    for asking in (get_account_password_policy, delete_account_password_policy):
        with pytest.raises(NoSuchEntity, match="The Password Policy with domain name 111122223333 cannot be found"):
            asking(account)


def test_an_update_resets_what_it_does_not_name(account: Account) -> None:
    update_account_password_policy(account, minimum_password_length=14, require_symbols=True, max_password_age=90)

    update_account_password_policy(account, require_numbers=True)

    assert get_account_password_policy(account) == PasswordPolicy(require_numbers=True)
    delete_account_password_policy(account)
    assert account.settings.password_policy is None


def test_every_number_out_of_its_range_is_told(account: Account) -> None:
    with pytest.raises(ValidationError) as raised:
        update_account_password_policy(
            account, minimum_password_length=5, max_password_age=0, password_reuse_prevention=25
        )

    assert raised.value.message.startswith("3 validation errors detected: Value '5' at 'minimumPasswordLength'")
    assert "'passwordReusePrevention' failed to satisfy constraint: Member must have value less" in raised.value.message


def test_the_summary_counts_the_account(account: Account) -> None:
    account.settings_shelf.put(replace(account.settings, quotas=(("RolesPerAccount", 5000),)))
    for name in ("alice", "bob"):
        create_user(account, user_name=name)
    create_group(account, group_name="Admins")
    create_open_id_connect_provider(account, url="https://idp.example")

    summary = get_account_summary(account)

    counts = {name: summary[name] for name in ("Users", "Groups", "Roles", "Policies", "Providers")}
    assert counts == {"Users": 2, "Groups": 1, "Roles": 0, "Policies": 0, "Providers": 1}
    assert (summary["UsersQuota"], summary["RolesQuota"], summary["AssumeRolePolicySizeQuota"]) == (5000, 5000, 2048)


def test_policies_in_use_are_those_attached_whoever_owns_them(account: Account) -> None:
    for name in ("alice", "bob"):
        create_user(account, user_name=name)
        attach_user_policy(account, user_name=name, policy_arn=READ_ONLY)
    create_policy(account, policy_name="Get", policy_document=GET)
    attach_user_policy(account, user_name="bob", policy_arn="Get")
    put_user_permissions_boundary(account, user_name="bob", permissions_boundary=ADMINISTRATOR)

    assert get_account_summary(account)["PolicyVersionsInUse"] == 2
