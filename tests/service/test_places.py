from __future__ import annotations

from iamctl.service.account import Account
from iamctl.service.groups import create_group
from iamctl.service.places import place_of

from .given import ADMINISTRATOR


def test_an_entity_is_in_a_file_of_its_kind(account: Account) -> None:
    assert place_of(account, create_group(account, group_name="Developers")) == "groups/Developers.toml"


def test_an_aws_policy_is_in_no_file(account: Account) -> None:
    policy = account.find_policy(ADMINISTRATOR)

    assert policy is not None
    assert place_of(account, policy) is None
