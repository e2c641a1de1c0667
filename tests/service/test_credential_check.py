"""What is found about credentials: each finding alone, with the command that mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from iamctl.model.mfa_device import MFADevice
from iamctl.model.secret import Secret
from iamctl.model.signing_certificate import SigningCertificate
from iamctl.service.access_keys import create_access_key, note_use, update_access_key
from iamctl.service.account import Account
from iamctl.service.credential_check import Ages, check_credentials
from iamctl.service.credential_owners import put_owner, the_owner
from iamctl.service.login_profiles import create_login_profile, update_login_profile
from iamctl.service.sign_in import check_password
from iamctl.service.users import create_user
from iamctl.store.protocol import Finding

from .given import NOW, ROOT

AGES = Ages(timedelta(days=90), timedelta(days=45))
PASSWORD = Secret("correct horse B4ttery")

Days = Callable[[int], None]


@pytest.fixture
def alice(account: Account) -> Account:
    """A user with nothing."""
    create_user(account, user_name="alice")
    return account


def found(account: Account) -> dict[str, Finding]:
    return {finding.code: finding for finding in check_credentials(account, ages=AGES)}


def after(account: Account, days: int) -> None:
    account.now = NOW + timedelta(days=days)


def key(account: Account, user_name: str = "alice") -> str:
    return create_access_key(account, user_name=user_name).key.access_key_id


def signs_in(account: Account) -> None:
    check_password(account, "alice", PASSWORD, wrong="no")


def with_mfa(account: Account, user_name: str = "alice") -> None:
    owner = the_owner(account, user_name)
    put_owner(
        account, replace(owner, mfa_devices=(MFADevice(f"arn:aws:iam::111122223333:mfa/{owner.name}", "S", NOW),))
    )


def test_nothing_is_found_about_nothing(alice: Account) -> None:
    assert check_credentials(alice, ages=AGES) == []


def test_a_fresh_key_and_a_password_with_mfa_are_as_they_should_be(alice: Account) -> None:
    key(alice)
    create_login_profile(alice, user_name="alice", password=PASSWORD)
    with_mfa(alice)

    assert found(alice) == {}


def test_a_console_user_without_mfa(alice: Account) -> None:
    create_login_profile(alice, user_name="alice", password=PASSWORD)

    assert found(alice)["CONSOLE_USER_WITHOUT_MFA"].mend == "iamctl creds mfa enable alice"


def test_a_key_that_is_used_and_was_never_rotated(alice: Account) -> None:
    name = key(alice)
    after(alice, 90)
    note_use(alice, name, service_name="s3")

    assert list(found(alice)) == ["ACCESS_KEY_NEVER_ROTATED"]
    assert found(alice)["ACCESS_KEY_NEVER_ROTATED"].mend == "iamctl creds key rotate alice --grace 24h"


def test_a_day_before_its_age_a_key_is_not_old(alice: Account) -> None:
    name = key(alice)
    after(alice, 89)
    note_use(alice, name, service_name="s3")

    assert found(alice) == {}


def test_a_later_key_that_is_old(alice: Account) -> None:
    after(alice, 10)
    name = key(alice)
    after(alice, 100)
    note_use(alice, name, service_name="s3")

    assert list(found(alice)) == ["ACCESS_KEY_OLD"]


def test_an_old_key_beside_an_inactive_one_needs_room_first(alice: Account) -> None:
    left, name = key(alice), key(alice)
    update_access_key(alice, access_key_id=left, status="Inactive", user_name="alice")
    after(alice, 90)
    note_use(alice, name, service_name="s3")

    mend = found(alice)["ACCESS_KEY_OLD"].mend
    assert mend == f"iamctl creds key delete {left}, then iamctl creds key rotate alice --grace 24h"


def test_no_advice_deletes_a_key_that_is_accepted(alice: Account) -> None:
    for name in (key(alice), key(alice)):
        note_use(alice, name, service_name="s3")
    after(alice, 200)

    assert not any("delete" in finding.mend for finding in check_credentials(alice, ages=AGES))


def test_a_key_that_was_never_used_and_one_that_was_long_ago(alice: Account) -> None:
    create_user(alice, user_name="bob")
    never, once = key(alice), key(alice, "bob")
    note_use(alice, once, service_name="s3")
    after(alice, 45)

    assert found(alice)["ACCESS_KEY_NEVER_USED"].mend == f"iamctl creds key deactivate {never}"
    assert found(alice)["ACCESS_KEY_UNUSED"].mend == f"iamctl creds key deactivate {once}"


def test_an_inactive_key_is_left_over_and_nothing_else(alice: Account) -> None:
    name = key(alice)
    update_access_key(alice, access_key_id=name, status="Inactive", user_name="alice")
    after(alice, 400)

    assert list(found(alice)) == ["INACTIVE_ACCESS_KEY"]
    assert found(alice)["INACTIVE_ACCESS_KEY"].mend == f"iamctl creds key delete {name}"


def test_two_active_keys_are_a_rotation_that_was_not_finished(alice: Account) -> None:
    key(alice)
    key(alice)

    assert list(found(alice)) == ["TWO_ACTIVE_ACCESS_KEYS"]


def test_two_keys_that_are_both_in_use_for_long_are_two_programs(alice: Account) -> None:
    names = (key(alice), key(alice))
    after(alice, 7)
    for name in names:
        note_use(alice, name, service_name="s3")

    assert list(found(alice)) == ["SHARED_BY_PROGRAMS"]


def test_two_keys_that_are_used_within_a_week_are_no_two_programs(alice: Account) -> None:
    names = (key(alice), key(alice))
    after(alice, 6)
    for name in names:
        note_use(alice, name, service_name="s3")

    assert list(found(alice)) == ["TWO_ACTIVE_ACCESS_KEYS"]


def test_a_person_and_a_program_behind_one_user(alice: Account) -> None:
    create_login_profile(alice, user_name="alice", password=PASSWORD)
    with_mfa(alice)
    name = key(alice)
    after(alice, 7)
    signs_in(alice)
    note_use(alice, name, service_name="s3")

    assert list(found(alice)) == ["SHARED_BY_PERSON_AND_PROGRAM"]


def test_a_password_that_was_never_used_nor_changed(alice: Account) -> None:
    create_login_profile(alice, user_name="alice", password=PASSWORD)
    with_mfa(alice)
    after(alice, 90)

    assert found(alice)["PASSWORD_NEVER_USED"].mend == "iamctl creds password delete alice"
    assert found(alice)["PASSWORD_NEVER_CHANGED"].mend == "iamctl creds password expire alice"


def test_a_password_that_was_used_long_ago_and_changed_longer_ago(alice: Account) -> None:
    create_login_profile(alice, user_name="alice", password=PASSWORD)
    with_mfa(alice)
    after(alice, 1)
    update_login_profile(alice, user_name="alice", password=Secret("an0ther Sentence of some length"))
    check_password(alice, "alice", Secret("an0ther Sentence of some length"), wrong="no")
    after(alice, 91)

    assert list(found(alice)) == ["PASSWORD_UNUSED", "PASSWORD_OLD"]


def test_the_root_users_keys_and_its_missing_mfa(account: Account) -> None:
    create_login_profile(account, user_name=ROOT, password=PASSWORD)
    name = key(account, ROOT)
    after(account, 400)

    assert list(found(account)) == ["ROOT_WITHOUT_MFA", "ROOT_ACCESS_KEY"]
    assert found(account)["ROOT_WITHOUT_MFA"].mend == "iamctl creds mfa enable root"
    assert found(account)["ROOT_ACCESS_KEY"].mend == f"iamctl creds key delete {name}"


def test_an_inactive_certificate_is_left_over(alice: Account) -> None:
    certificate = SigningCertificate("C" * 32, "", "Inactive", NOW)
    put_owner(alice, replace(the_owner(alice, "alice"), signing_certificates=(certificate,)))

    assert found(alice)["INACTIVE_CERTIFICATE"].mend == f"iamctl creds certificate delete alice {'C' * 32}"


def test_only_those_that_are_named_are_checked(alice: Account) -> None:
    create_user(alice, user_name="bob")
    for name in ("alice", "bob"):
        create_login_profile(alice, user_name=name, password=PASSWORD)

    chosen = check_credentials(alice, [the_owner(alice, "bob")], ages=AGES)

    assert [finding.mend for finding in chosen] == ["iamctl creds mfa enable bob"]
