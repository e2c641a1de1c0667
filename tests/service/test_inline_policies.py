from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from iamctl.errors import LimitExceeded, NoSuchEntity, ValidationError
from iamctl.service import inline_policies
from iamctl.service.account import Account
from iamctl.service.groups import create_group
from iamctl.service.inline_policies import get_user_policy, list_user_policies, put_user_policy
from iamctl.service.roles import create_role
from iamctl.service.users import create_user

from .given import EC2, GET, PUT, long_policy

SIZES = {"user": 2048, "group": 5120, "role": 10240}


@pytest.fixture
def acme(account: Account) -> Account:
    """A user, a group and a role, each named x."""
    create_user(account, user_name="x")
    create_group(account, group_name="x")
    create_role(account, role_name="x", assume_role_policy_document=EC2)
    return account


def doing(verb: str, kind: str) -> Callable[..., Any]:
    """`put_user_policy` for `put` and `user`, on the one named x."""
    function = getattr(inline_policies, f"{verb}_{kind}_polic{'ies' if verb == 'list' else 'y'}")
    return lambda account, **parameters: function(account, **{f"{kind}_name": "x"}, **parameters)


@pytest.mark.parametrize("kind", SIZES)
def test_an_inline_policy_is_written_shown_and_deleted(acme: Account, kind: str) -> None:
    doing("put", kind)(acme, policy_name="Get", policy_document=GET)

    assert doing("get", kind)(acme, policy_name="Get") == ("Get", GET)
    assert doing("list", kind)(acme) == ["Get"]

    doing("delete", kind)(acme, policy_name="get")
    assert doing("list", kind)(acme) == []


@pytest.mark.parametrize("kind", SIZES)
def test_an_unknown_inline_policy_is_named_by_kind(acme: Account, kind: str) -> None:
    for verb in ("get", "delete"):
        with pytest.raises(NoSuchEntity, match=rf"The {kind} policy with name Get cannot be found\.") as raised:
            doing(verb, kind)(acme, policy_name="Get")

        assert raised.value.hints == (f"list them with `iamctl {kind} list-policies x`",)


@pytest.mark.parametrize(("kind", "size"), SIZES.items())
def test_all_inline_policies_of_one_identity_count_together(acme: Account, kind: str, size: int) -> None:
    put = doing("put", kind)
    put(acme, policy_name="Long", policy_document=long_policy(size - 200))
    put(acme, policy_name="Rest", policy_document=long_policy(200))

    with pytest.raises(LimitExceeded, match=f"Maximum policy size of {size} bytes exceeded for {kind} x"):
        put(acme, policy_name="Rest", policy_document=long_policy(201))
    put(acme, policy_name="Long", policy_document=long_policy(300))


def test_putting_again_keeps_the_name_as_it_was_first_written(acme: Account) -> None:
    put_user_policy(acme, user_name="x", policy_name="Get", policy_document=GET)
    put_user_policy(acme, user_name="x", policy_name="Put", policy_document=PUT)

    user = put_user_policy(acme, user_name="x", policy_name="GET", policy_document=PUT)

    assert user.inline_policies == (("Get", PUT), ("Put", PUT))


def test_the_name_is_shown_as_it_was_asked_for(acme: Account) -> None:
    put_user_policy(acme, user_name="x", policy_name="Get", policy_document=GET)

    assert get_user_policy(acme, user_name="x", policy_name="gEt").policy_name == "gEt"


def test_names_are_listed_without_regard_to_case(acme: Account) -> None:
    for name in ("b", "C", "A"):
        put_user_policy(acme, user_name="x", policy_name=name, policy_document=GET)

    assert list_user_policies(acme, user_name="x") == ["A", "b", "C"]


def test_a_name_outside_the_pattern_is_refused(acme: Account) -> None:
    with pytest.raises(ValidationError, match="at 'policyName'"):
        put_user_policy(acme, user_name="x", policy_name="a b", policy_document=GET)
