"""Trust policies from words."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.errors import InvalidInput, NoSuchEntity, UsageError
from iamctl.service.account import Account
from iamctl.service.oidc_providers import create_open_id_connect_provider
from iamctl.service.roles import create_role
from iamctl.service.trust_policies import Trust, check_trust, trust_policy_of
from iamctl.service.users import create_user

from .given import EC2, arn


def statements(account: Account, **wanted: Any) -> Any:
    tree: Any = trust_policy_of(account, Trust(**wanted)).tree
    return tree["Statement"]


def test_a_service_alone_is_one_statement(account: Account) -> None:
    (statement,) = statements(account, services=("ec2.amazonaws.com",))

    assert statement["Principal"] == {"Service": "ec2.amazonaws.com"}


def test_several_cases_add_up(account: Account) -> None:
    said = statements(account, services=("ec2.amazonaws.com",), accounts=("444455556666",), external_id="x1")

    assert [list(statement["Principal"]) for statement in said] == [["Service"], ["AWS"]]
    assert said[1]["Condition"] == {"StringEquals": {"sts:ExternalId": "x1"}}


def test_users_and_roles_are_found_by_name(account: Account) -> None:
    create_user(account, user_name="alice", path="/eng/")
    create_role(account, role_name="Deploy", assume_role_policy_document=EC2)

    (statement,) = statements(account, users=("ALICE",), roles=("Deploy",), require_mfa=True)

    assert statement["Principal"]["AWS"] == [arn("user/eng/alice"), arn("role/Deploy")]
    assert statement["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def test_other_accounts_identities_are_taken_as_they_are(account: Account) -> None:
    foreign = "arn:aws:iam::444455556666:role/Deploy"

    (statement,) = statements(account, roles=(foreign,))

    assert statement["Principal"] == {"AWS": foreign}


def test_who_is_not_there_cannot_be_trusted(account: Account) -> None:
    for wanted in ({"users": ("nobody",)}, {"roles": ("none",)}, {"saml": ("idp",)}, {"oidc": "idp.example"}):
        with pytest.raises(NoSuchEntity):
            statements(account, **wanted)


def test_an_oidc_provider_is_found_by_its_url_or_built_in(account: Account) -> None:
    create_open_id_connect_provider(account, url="https://idp.example", client_id_list=["app"])

    (own,) = statements(account, oidc="https://idp.example", audiences=("app",))
    (built_in,) = statements(account, oidc="accounts.google.com", audiences=("app",))

    assert own["Principal"] == {"Federated": arn("oidc-provider/idp.example")}
    assert built_in["Principal"] == {"Federated": "accounts.google.com"}


@pytest.mark.parametrize(
    "wanted",
    [
        Trust(),
        Trust(services=("ec2.amazonaws.com",), external_id="x1"),
        Trust(services=("ec2.amazonaws.com",), require_mfa=True),
        Trust(services=("ec2.amazonaws.com",), audiences=("app",)),
    ],
)
def test_a_condition_needs_somebody_to_hold_for(wanted: Trust) -> None:
    with pytest.raises(UsageError):
        check_trust(wanted)


def test_an_account_is_12_digits(account: Account) -> None:
    with pytest.raises(InvalidInput, match="acme is not an account's id"):
        statements(account, accounts=("acme",))
