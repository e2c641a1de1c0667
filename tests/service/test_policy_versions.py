from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from iamctl.errors import AccessDenied, DeleteConflict, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.service.account import Account
from iamctl.service.policies import create_policy, get_policy
from iamctl.service.policy_versions import (
    create_policy_version,
    delete_policy_version,
    get_policy_version,
    list_policy_versions,
    set_default_policy_version,
)

from .given import ADMINISTRATOR, GET, NOW, PUT, arn, long_policy


@pytest.fixture
def acme(account: Account) -> Account:
    """Policy Get with version v1."""
    create_policy(account, policy_name="Get", policy_document=GET)
    return account


def default_of(account: Account) -> str:
    return get_policy(account, policy_arn="Get").policy.default_version_id


def test_a_new_version_is_not_in_force(acme: Account) -> None:
    version = create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    assert (version.version_id, version.document, default_of(acme)) == ("v2", PUT, "v1")


def test_a_new_version_may_be_put_in_force_at_once(acme: Account) -> None:
    acme.now = NOW + timedelta(days=1)

    create_policy_version(acme, policy_arn="Get", policy_document=PUT, set_as_default=True)

    policy = get_policy(acme, policy_arn="Get").policy
    assert (policy.default_version.document, policy.create_date, policy.update_date) == (PUT, NOW, acme.now)


def test_a_sixth_version_is_refused_with_those_that_could_go(acme: Account) -> None:
    for _ in range(4):
        create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    with pytest.raises(LimitExceeded, match=r"A managed policy can have up to 5 versions\. Before you") as raised:
        create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    assert raised.value.hints == tuple(f"`iamctl policy version delete Get v{number}`" for number in (2, 3, 4, 5))


def test_a_version_has_6144_characters(acme: Account) -> None:
    with pytest.raises(LimitExceeded, match="PolicySize"):
        create_policy_version(acme, policy_arn="Get", policy_document=long_policy(6145))


def test_a_versions_number_is_never_given_again(acme: Account) -> None:
    create_policy_version(acme, policy_arn="Get", policy_document=PUT)
    delete_policy_version(acme, policy_arn="Get", version_id="v2")

    assert create_policy_version(acme, policy_arn="Get", policy_document=PUT).version_id == "v3"


def test_versions_are_listed_newest_first(acme: Account) -> None:
    create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    assert [version.version_id for version in list_policy_versions(acme, policy_arn="Get")] == ["v2", "v1"]


def test_a_version_is_shown(acme: Account) -> None:
    assert get_policy_version(acme, policy_arn="Get", version_id="v1").document == GET


def test_an_unknown_version_tells_which_there_are(acme: Account) -> None:
    with pytest.raises(NoSuchEntity) as raised:
        get_policy_version(acme, policy_arn="Get", version_id="v9")

    assert raised.value.message == f"Policy {arn('policy/Get')} version v9 does not exist or is not attachable."
    assert raised.value.hints == ("it has v1",)
    with pytest.raises(ValidationError, match="versionId"):
        get_policy_version(acme, policy_arn="Get", version_id="9")


def test_another_version_is_put_in_force(acme: Account) -> None:
    create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    acme.now = NOW + timedelta(days=1)

    policy = set_default_policy_version(acme, policy_arn="Get", version_id="v2")

    assert (default_of(acme), policy.update_date) == ("v2", acme.now)
    acme.now = NOW + timedelta(days=2)
    assert set_default_policy_version(acme, policy_arn="Get", version_id="v2") == policy


def test_the_version_in_force_is_not_deleted(acme: Account) -> None:
    create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    with pytest.raises(DeleteConflict, match=r"Cannot delete the default version of a policy\.") as raised:
        delete_policy_version(acme, policy_arn="Get", version_id="v1")

    assert raised.value.hints == ("first `iamctl policy version set-default Get v2`",)


def test_versions_of_aws_are_read_and_never_changed(acme: Account) -> None:
    assert [version.version_id for version in list_policy_versions(acme, policy_arn=ADMINISTRATOR)] == ["v3"]

    for attempt in (
        lambda: create_policy_version(acme, policy_arn=ADMINISTRATOR, policy_document=PUT),
        lambda: set_default_policy_version(acme, policy_arn=ADMINISTRATOR, version_id="v3"),
        lambda: delete_policy_version(acme, policy_arn=ADMINISTRATOR, version_id="v3"),
    ):
        with pytest.raises(AccessDenied):
            attempt()


def test_an_adjusted_quota_holds(acme: Account) -> None:
    acme.settings_shelf.put(replace(acme.settings, quotas=(("VersionsPerPolicy", 1),)))

    with pytest.raises(LimitExceeded, match="up to 1 versions"):
        create_policy_version(acme, policy_arn="Get", policy_document=PUT)
