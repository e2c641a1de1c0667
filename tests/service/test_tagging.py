from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from iamctl.errors import AccessDenied, InvalidInput, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.model.tag import Tag
from iamctl.service import tagging
from iamctl.service.account import Account
from iamctl.service.instance_profiles import create_instance_profile
from iamctl.service.oidc_providers import create_open_id_connect_provider
from iamctl.service.policies import create_policy
from iamctl.service.roles import create_role
from iamctl.service.saml_providers import create_saml_provider
from iamctl.service.tagging import list_user_tags, tag_policy, tag_user, untag_user
from iamctl.service.users import create_user

from .given import ADMINISTRATOR, EC2, GET, arn
from .test_saml_providers import METADATA

CASE_COUNTS = {
    "policy": ("policy_arn", "x"),
    "instance_profile": ("instance_profile_name", "x"),
    "saml_provider": ("saml_provider_arn", arn("saml-provider/x")),
    "open_id_connect_provider": ("open_id_connect_provider_arn", arn("oidc-provider/x.example")),
}
CASE_IS_NOTHING = {"user": ("user_name", "x"), "role": ("role_name", "x")}
KINDS = CASE_IS_NOTHING | CASE_COUNTS


@pytest.fixture
def acme(account: Account) -> Account:
    """One of each kind that takes tags, named x."""
    create_user(account, user_name="x")
    create_role(account, role_name="x", assume_role_policy_document=EC2)
    create_policy(account, policy_name="x", policy_document=GET)
    create_instance_profile(account, instance_profile_name="x")
    create_saml_provider(account, name="x", saml_metadata_document=METADATA)
    create_open_id_connect_provider(account, url="https://x.example")
    return account


def doing(verb: str, kind: str) -> Callable[..., Any]:
    """`tag_user` for `tag` and `user`, on the one named x."""
    parameter, name = KINDS[kind]
    function = getattr(tagging, f"list_{kind}_tags" if verb == "list" else f"{verb}_{kind}")
    return lambda account, **parameters: function(account, **{parameter: name}, **parameters)


@pytest.mark.parametrize("kind", KINDS)
def test_tags_are_given_listed_by_key_and_taken_off(acme: Account, kind: str) -> None:
    doing("tag", kind)(acme, tags=[Tag("Team", "api"), Tag("Cost", "7")])
    assert doing("list", kind)(acme) == [("Cost", "7"), ("Team", "api")]

    doing("untag", kind)(acme, tag_keys=["Team", "Unknown"])
    assert doing("list", kind)(acme) == [("Cost", "7")]


@pytest.mark.parametrize("kind", CASE_IS_NOTHING)
def test_a_key_of_users_and_roles_is_the_same_in_any_case(acme: Account, kind: str) -> None:
    doing("tag", kind)(acme, tags=[Tag("Team", "api")])
    doing("tag", kind)(acme, tags=[Tag("team", "web")])

    assert doing("list", kind)(acme) == [("team", "web")]
    with pytest.raises(InvalidInput, match=r"Duplicate tag keys found\. Please note that Tag keys are case insens"):
        doing("tag", kind)(acme, tags=[Tag("a", "1"), Tag("A", "2")])


@pytest.mark.parametrize("kind", CASE_COUNTS)
def test_keys_of_other_kinds_differ_by_case(acme: Account, kind: str) -> None:
    doing("tag", kind)(acme, tags=[Tag("Team", "api"), Tag("team", "web")])
    doing("untag", kind)(acme, tag_keys=["TEAM"])

    assert doing("list", kind)(acme) == [("Team", "api"), ("team", "web")]


@pytest.mark.parametrize("kind", KINDS)
def test_tagging_with_nothing_is_refused(acme: Account, kind: str) -> None:
    with pytest.raises(InvalidInput):
        doing("tag", kind)(acme, tags=[])


def test_untagging_nothing_is_refused_for_providers_only(acme: Account) -> None:
    assert untag_user(acme, user_name="x", tag_keys=[]).tags == ()
    for kind in ("saml_provider", "open_id_connect_provider"):
        with pytest.raises(InvalidInput):
            doing("untag", kind)(acme, tag_keys=[])


@pytest.mark.parametrize("key", ["aws:x", "AWS:x"])
def test_keys_of_aws_are_refused(acme: Account, key: str) -> None:
    with pytest.raises(InvalidInput, match=r"Tag keys beginning with aws: are reserved for system use\."):
        tag_user(acme, user_name="x", tags=[Tag(key, "1")])
    assert tag_user(acme, user_name="x", tags=[Tag("x", "aws:1")]).tags == (("x", "aws:1"),)


def test_fifty_tags_stay_at_most(acme: Account) -> None:
    tag_user(acme, user_name="x", tags=[Tag(f"k{number}", "") for number in range(50)])

    with pytest.raises(LimitExceeded):
        tag_user(acme, user_name="x", tags=[Tag("one-more", "")])
    tag_user(acme, user_name="x", tags=[Tag("K49", "new")])
    assert len(list_user_tags(acme, user_name="x")) == 50


def test_fifty_tags_come_in_one_call_at_most(acme: Account) -> None:
    with pytest.raises(ValidationError, match="at 'tags'"):
        tag_user(acme, user_name="x", tags=[Tag(f"k{number}", "") for number in range(51)])


def test_a_key_to_take_off_has_128_characters_at_most(acme: Account) -> None:
    with pytest.raises(ValidationError, match="at 'tagKeys'"):
        untag_user(acme, user_name="x", tag_keys=["k" * 129])


def test_policies_of_aws_take_no_tags(acme: Account) -> None:
    with pytest.raises(AccessDenied, match="iam:TagPolicy"):
        tag_policy(acme, policy_arn=ADMINISTRATOR, tags=[Tag("Team", "api")])


def test_an_unknown_user_has_no_tags(acme: Account) -> None:
    with pytest.raises(NoSuchEntity):
        list_user_tags(acme, user_name="y")
