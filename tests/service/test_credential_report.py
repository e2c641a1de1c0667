"""The credential report: AWS's columns and words, and when it is made anew."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from iamctl.errors import ReportExpired, ReportNotPresent
from iamctl.model.login_profile import LoginProfile
from iamctl.model.mfa_device import MFADevice
from iamctl.model.secret import Secret
from iamctl.model.signing_certificate import SigningCertificate
from iamctl.service.access_keys import create_access_key, note_use, retire_access_key, update_access_key
from iamctl.service.account import Account
from iamctl.service.account_settings import update_account_password_policy
from iamctl.service.credential_owners import put_owner, the_owner
from iamctl.service.credential_report import credential_report, generate_credential_report, get_credential_report
from iamctl.service.login_profiles import create_login_profile
from iamctl.service.sign_in import check_password
from iamctl.service.users import create_user

from .given import NOW, ROOT

HEADER = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
    "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
    "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
)
MOMENT = "2026-01-02T03:04:05+00:00"


@pytest.fixture
def alice(account: Account) -> Account:
    create_user(account, user_name="alice")
    return account


def rows(account: Account) -> dict[str, dict[str, str]]:
    listed = csv.DictReader(io.StringIO(credential_report(account).content))
    return {row["user"]: row for row in listed}


def test_an_account_without_credentials_is_a_header_and_the_root_user(account: Account) -> None:
    root = f"<root_account>,{ROOT},{MOMENT},not_supported,no_information,not_supported,not_supported,false"
    rest = ",false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"

    assert credential_report(account).content == f"{HEADER}\n{root}{rest}"


def test_the_root_user_comes_first_and_users_are_sorted_without_regard_to_case(alice: Account) -> None:
    for name in ("Zoe", "Bob"):
        create_user(alice, user_name=name)

    assert list(rows(alice)) == ["<root_account>", "alice", "Bob", "Zoe"]


def test_a_user_without_a_password_has_nothing_about_one(alice: Account) -> None:
    row = rows(alice)["alice"]

    assert row["password_enabled"] == "false"
    assert {row[f"password_{what}"] for what in ("last_used", "last_changed", "next_rotation")} == {"N/A"}


def test_a_password_that_was_never_used_gives_no_information(alice: Account) -> None:
    create_login_profile(alice, user_name="alice", password=Secret("correct horse B4ttery"))

    row = rows(alice)["alice"]

    assert (row["password_enabled"], row["password_last_used"]) == ("true", "no_information")
    assert (row["password_last_changed"], row["password_next_rotation"]) == (MOMENT, "N/A")


def test_a_sign_in_is_the_passwords_last_use(alice: Account) -> None:
    password = Secret("correct horse B4ttery")
    create_login_profile(alice, user_name="alice", password=password)
    alice.now = NOW + timedelta(days=1)

    check_password(alice, "alice", password, wrong="no")

    assert rows(alice)["alice"]["password_last_used"] == "2026-01-03T03:04:05+00:00"


def test_a_password_that_expires_says_when(alice: Account) -> None:
    create_login_profile(alice, user_name="alice", password=Secret("correct horse B4ttery"))
    update_account_password_policy(alice, max_password_age=30)
    alice.now = NOW + timedelta(days=3)

    assert rows(alice)["alice"]["password_next_rotation"] == "2026-02-01T03:04:05+00:00"


def test_keys_come_in_the_order_they_were_made_with_their_last_use(alice: Account) -> None:
    first = create_access_key(alice, user_name="alice").key.access_key_id
    create_access_key(alice, user_name="alice")
    update_access_key(alice, access_key_id=first, status="Inactive", user_name="alice")
    note_use(alice, first, service_name="s3", region="eu-central-1")

    row = rows(alice)["alice"]

    used = [row[f"access_key_1_last_used_{what}"] for what in ("date", "region", "service")]
    assert [row["access_key_1_active"], row["access_key_1_last_rotated"], *used] == [
        "false",
        MOMENT,
        MOMENT,
        "eu-central-1",
        "s3",
    ]
    assert (row["access_key_2_active"], row["access_key_2_last_used_date"]) == ("true", "N/A")


def test_a_key_whose_grace_is_over_is_not_active(alice: Account) -> None:
    key = create_access_key(alice, user_name="alice").key.access_key_id
    retire_access_key(alice, access_key_id=key, grace_seconds=60, user_name="alice")
    assert rows(alice)["alice"]["access_key_1_active"] == "true"

    alice.now = NOW + timedelta(seconds=60)

    assert rows(alice)["alice"]["access_key_1_active"] == "false"


def test_devices_and_certificates_are_told(alice: Account) -> None:
    user = the_owner(alice, "alice")
    device = MFADevice("arn:aws:iam::111122223333:mfa/alice", "SEED", NOW)
    put_owner(
        alice,
        replace(
            user,
            mfa_devices=(device,),
            signing_certificates=(SigningCertificate("C" * 32, "", "Active", NOW),),
        ),
    )

    row = rows(alice)["alice"]

    assert row["mfa_active"] == "true"
    assert (row["cert_1_active"], row["cert_1_last_rotated"]) == ("true", MOMENT)
    assert (row["cert_2_active"], row["cert_2_last_rotated"]) == ("false", "N/A")


def test_of_the_root_users_password_only_its_use_is_told(account: Account) -> None:
    put_owner(account, replace(account.settings, login_profile=LoginProfile(NOW, "PWDI", NOW)))

    row = rows(account)["<root_account>"]

    assert [row[f"password_{what}"] for what in ("enabled", "last_used", "last_changed", "next_rotation")] == [
        "not_supported",
        "no_information",
        "not_supported",
        "not_supported",
    ]


def test_a_report_is_made_once_in_four_hours(alice: Account) -> None:
    assert generate_credential_report(alice).state == "STARTED"
    create_user(alice, user_name="bob")
    alice.now = NOW + timedelta(hours=4, seconds=-1)

    assert generate_credential_report(alice) == ("COMPLETE", None)
    report = get_credential_report(alice)

    assert (report.generated_time, report.report_format) == (NOW, "text/csv")
    assert "bob" not in report.content


def test_a_report_of_four_hours_is_made_anew(alice: Account) -> None:
    generate_credential_report(alice)
    create_user(alice, user_name="bob")
    alice.now = NOW + timedelta(hours=4)

    with pytest.raises(ReportExpired):
        get_credential_report(alice)
    assert generate_credential_report(alice).state == "STARTED"
    assert "bob" in get_credential_report(alice).content


def test_a_report_that_nobody_generated_is_not_there(account: Account) -> None:
    with pytest.raises(ReportNotPresent) as raised:
        get_credential_report(account)

    assert (raised.value.http_status, raised.value.exit_status) == (410, 4)
