"""Service-specific credentials: two for a service, a secret that is told once, an API key that may expire."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iamctl.errors import DeleteConflict, InvalidInput, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.service.account import Account
from iamctl.service.authorization_requests import requests_of
from iamctl.service.authorization_table import TABLE, Aws
from iamctl.service.further_credential_members import created_credential_members
from iamctl.service.service import Service
from iamctl.service.service_specific_credentials import (
    create_service_specific_credential,
    delete_service_specific_credential,
    list_service_specific_credentials,
    reset_service_specific_credential,
    secret_of_credential,
    update_service_specific_credential,
)
from iamctl.service.users import create_user, delete_user, empty_user

from .given import ACCOUNT_ID, NOW

CODECOMMIT, BEDROCK = "codecommit.amazonaws.com", "bedrock.amazonaws.com"


@pytest.fixture
def alice(account: Account) -> Account:
    create_user(account, user_name="alice")
    return account


def test_a_credential_has_a_name_at_the_account_and_a_password_of_60_characters(alice: Account) -> None:
    created = create_service_specific_credential(alice, user_name="alice", service_name=CODECOMMIT)

    assert created.credential.credential_id.startswith("ACCA")
    assert len(created.credential.credential_id) == 21
    assert created.credential.service_user_name == f"alice-at-{ACCOUNT_ID}"
    assert len(created.secret.reveal()) == 60
    assert secret_of_credential(alice, created.user, created.credential) == created.secret


def test_a_second_one_has_another_name_and_a_third_is_refused(alice: Account) -> None:
    names = [
        create_service_specific_credential(
            alice, user_name="alice", service_name=CODECOMMIT
        ).credential.service_user_name
        for _ in range(2)
    ]

    assert names == [f"alice-at-{ACCOUNT_ID}", f"alice+1-at-{ACCOUNT_ID}"]
    with pytest.raises(LimitExceeded, match="ContextSpecificCredentialsPerUserPerContext: 2"):
        create_service_specific_credential(alice, user_name="alice", service_name=CODECOMMIT)
    assert create_service_specific_credential(alice, user_name="alice", service_name=BEDROCK)


def test_a_name_that_is_free_again_is_given_again(alice: Account) -> None:
    first = create_service_specific_credential(alice, user_name="alice", service_name=CODECOMMIT).credential
    create_service_specific_credential(alice, user_name="alice", service_name=CODECOMMIT)
    delete_service_specific_credential(alice, service_specific_credential_id=first.credential_id, user_name="alice")

    again = create_service_specific_credential(alice, user_name="alice", service_name=CODECOMMIT).credential

    assert again.service_user_name == first.service_user_name
    assert again.credential_id != first.credential_id


def test_services_are_found_in_any_case_and_others_are_not(alice: Account) -> None:
    created = create_service_specific_credential(alice, user_name="alice", service_name="CodeCommit.amazonaws.com")

    assert created.credential.service_name == CODECOMMIT
    with pytest.raises(NoSuchEntity):
        create_service_specific_credential(alice, user_name="alice", service_name="s3.amazonaws.com")


def test_an_api_key_expires_when_its_time_is_over(alice: Account) -> None:
    create_service_specific_credential(alice, user_name="alice", service_name=BEDROCK, credential_age_days=30)

    def statuses() -> list[str]:
        return [each.status for each in list_service_specific_credentials(alice, user_name="alice")]

    alice.now = NOW + timedelta(days=30, seconds=-1)
    assert statuses() == ["Active"]
    alice.now = NOW + timedelta(days=30)
    assert statuses() == ["Expired"]


@pytest.mark.parametrize(("service", "days", "error"), [(BEDROCK, 0, ValidationError), (CODECOMMIT, 30, InvalidInput)])
def test_only_an_api_key_has_an_age_and_it_is_a_day_at_least(
    alice: Account, service: str, days: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        create_service_specific_credential(alice, user_name="alice", service_name=service, credential_age_days=days)


def test_a_reset_gives_another_secret_and_leaves_the_rest(alice: Account) -> None:
    created = create_service_specific_credential(alice, user_name="alice", service_name=CODECOMMIT)
    name = created.credential.credential_id
    update_service_specific_credential(alice, service_specific_credential_id=name, status="Inactive", user_name="alice")
    alice.now = NOW + timedelta(days=1)

    reset = reset_service_specific_credential(alice, service_specific_credential_id=name, user_name="alice")

    assert reset.secret != created.secret
    assert reset.credential.secret_id != created.credential.secret_id
    assert (reset.credential.status, reset.credential.create_date) == ("Inactive", NOW)
    assert secret_of_credential(alice, reset.user, reset.credential) == reset.secret


def test_the_old_secret_goes_with_the_reset_and_the_last_with_the_credential(service: Service) -> None:
    service.call(create_user, user_name="alice")
    created = service.call(create_service_specific_credential, user_name="alice", service_name=CODECOMMIT)
    name = created.credential.credential_id

    def kept() -> list[str]:
        with service.reading() as account:
            return [ref.id for ref in account.vault.list(created.user.user_id)]

    reset = service.call(reset_service_specific_credential, service_specific_credential_id=name, user_name="alice")
    assert kept() == [reset.credential.secret_id]
    service.call(delete_service_specific_credential, service_specific_credential_id=name, user_name="alice")
    assert kept() == []


def test_a_credential_of_another_user_is_not_ones_own(alice: Account) -> None:
    create_user(alice, user_name="bob")
    name = create_service_specific_credential(
        alice, user_name="alice", service_name=CODECOMMIT
    ).credential.credential_id

    with pytest.raises(ValidationError):
        reset_service_specific_credential(alice, service_specific_credential_id=name, user_name="bob")
    with pytest.raises(NoSuchEntity):
        reset_service_specific_credential(alice, service_specific_credential_id="ACCA" + "0" * 17, user_name="bob")


def test_expired_is_no_status_that_is_set(alice: Account) -> None:
    name = create_service_specific_credential(alice, user_name="alice", service_name=BEDROCK).credential.credential_id

    with pytest.raises(InvalidInput):
        update_service_specific_credential(
            alice, service_specific_credential_id=name, status="Expired", user_name="alice"
        )


def test_a_user_with_a_credential_is_not_deleted_before_it(alice: Account) -> None:
    name = create_service_specific_credential(
        alice, user_name="alice", service_name=CODECOMMIT
    ).credential.credential_id

    with pytest.raises(DeleteConflict) as raised:
        delete_user(alice, user_name="alice")
    assert raised.value.hints[0] == f"`iamctl creds service-specific delete alice {name}`"
    empty_user(alice, user_name="alice")
    delete_user(alice, user_name="alice")


@pytest.mark.parametrize(
    ("service", "name", "secret"),
    [
        (CODECOMMIT, "ServiceUserName", "ServicePassword"),
        (BEDROCK, "ServiceCredentialAlias", "ServiceCredentialSecret"),
    ],
)
def test_the_answer_has_the_members_of_awss(alice: Account, service: str, name: str, secret: str) -> None:
    created = create_service_specific_credential(alice, user_name="alice", service_name=service)

    members = created_credential_members(created, with_secret=True)

    assert members[name] == f"alice-at-{ACCOUNT_ID}"
    assert members[secret] == created.secret.reveal()
    assert secret not in created_credential_members(created, with_secret=False)


def test_the_callers_policies_are_told_the_service_and_the_age(alice: Account) -> None:
    name = create_service_specific_credential(
        alice, user_name="alice", service_name=CODECOMMIT
    ).credential.credential_id

    def context(operation: str, **parameters: object) -> dict[str, object]:
        row = TABLE[operation]
        assert isinstance(row, Aws)
        (asked,) = requests_of(alice, operation, row, {"user_name": "alice", **parameters})
        return dict(asked.context)

    key = "iam:ServiceSpecificCredentialServiceName"
    assert context("CreateServiceSpecificCredential", service_name="Bedrock.amazonaws.com", credential_age_days=3) == {
        key: BEDROCK,
        "iam:ServiceSpecificCredentialAgeDays": "3",
    }
    assert context("DeleteServiceSpecificCredential", service_specific_credential_id=name) == {key: CODECOMMIT}
