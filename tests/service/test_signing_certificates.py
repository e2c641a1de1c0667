"""Signing certificates: two at most, each somebody's alone."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import timedelta

import pytest
from cli.certificates import certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from iamctl.errors import (
    DeleteConflict,
    DuplicateCertificate,
    InvalidCertificate,
    InvalidInput,
    LimitExceeded,
    MalformedCertificate,
    NoSuchEntity,
)
from iamctl.service.account import Account
from iamctl.service.account_settings import get_account_summary
from iamctl.service.further_credential_members import certificate_members
from iamctl.service.signing_certificates import (
    delete_signing_certificate,
    list_signing_certificates,
    update_signing_certificate,
    upload_signing_certificate,
)
from iamctl.service.users import create_user, delete_user, empty_user

from .given import NOW, ROOT


@pytest.fixture
def alice(account: Account) -> Account:
    create_user(account, user_name="alice")
    return account


def valid() -> str:
    return certificate("alice", begin=NOW - timedelta(days=1))


def test_the_id_is_the_sha_1_of_the_certificate_in_base32(alice: Account) -> None:
    body = valid()

    uploaded = upload_signing_certificate(alice, certificate_body=f"\n{body}", user_name="alice")

    der = x509.load_pem_x509_certificate(body.encode()).public_bytes(Encoding.DER)
    assert uploaded.certificate_id == b32encode(hashlib.sha1(der).digest()).decode()
    assert (uploaded.body, uploaded.status, uploaded.upload_date) == (body, "Active", NOW)


def test_the_same_again_changes_nothing(alice: Account) -> None:
    body = valid()
    first = upload_signing_certificate(alice, certificate_body=body, user_name="alice")
    alice.now = NOW + timedelta(days=1)

    assert upload_signing_certificate(alice, certificate_body=body, user_name="alice") == first
    assert list_signing_certificates(alice, user_name="alice") == (first,)


@pytest.mark.parametrize("other", ["bob", ROOT])
def test_a_certificate_of_somebody_else_is_refused(alice: Account, other: str) -> None:
    create_user(alice, user_name="bob")
    body = valid()
    upload_signing_certificate(alice, certificate_body=body, user_name=other)

    with pytest.raises(DuplicateCertificate):
        upload_signing_certificate(alice, certificate_body=body, user_name="alice")


def test_there_are_two_at_most_also_inactive_ones(alice: Account) -> None:
    for _ in range(2):
        name = upload_signing_certificate(alice, certificate_body=valid(), user_name="alice").certificate_id
        update_signing_certificate(alice, certificate_id=name, status="Inactive", user_name="alice")

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for SigningCertificatesPerUser: 2"):
        upload_signing_certificate(alice, certificate_body=valid(), user_name="alice")


@pytest.mark.parametrize("text", ["no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_malformed(alice: Account, text: str) -> None:
    with pytest.raises(MalformedCertificate):
        upload_signing_certificate(alice, certificate_body=text, user_name="alice")


def test_several_certificates_and_one_that_is_not_valid_now_are_refused(alice: Account) -> None:
    expired = certificate("alice", begin=NOW - timedelta(days=9), days=8)
    future = certificate("alice", begin=NOW + timedelta(days=1))

    for text in (valid() + valid(), expired, future):
        with pytest.raises(InvalidCertificate):
            upload_signing_certificate(alice, certificate_body=text, user_name="alice")


def test_the_root_users_certificate_is_counted_in_the_summary(account: Account) -> None:
    assert get_account_summary(account)["AccountSigningCertificatesPresent"] == 0

    upload_signing_certificate(account, certificate_body=valid(), user_name=ROOT)

    assert get_account_summary(account)["AccountSigningCertificatesPresent"] == 1


def test_a_certificate_is_taken_away_from_who_has_it(alice: Account) -> None:
    create_user(alice, user_name="bob")
    name = upload_signing_certificate(alice, certificate_body=valid(), user_name="alice").certificate_id

    with pytest.raises(NoSuchEntity):
        delete_signing_certificate(alice, certificate_id=name, user_name="bob")
    delete_signing_certificate(alice, certificate_id=name, user_name="alice")

    assert list_signing_certificates(alice, user_name="alice") == ()


def test_expired_is_no_status_that_is_set(alice: Account) -> None:
    name = upload_signing_certificate(alice, certificate_body=valid(), user_name="alice").certificate_id

    with pytest.raises(InvalidInput):
        update_signing_certificate(alice, certificate_id=name, status="Expired", user_name="alice")


def test_a_user_with_a_certificate_is_not_deleted_before_it(alice: Account) -> None:
    name = upload_signing_certificate(alice, certificate_body=valid(), user_name="alice").certificate_id

    with pytest.raises(DeleteConflict) as raised:
        delete_user(alice, user_name="alice")
    assert raised.value.hints[0] == f"`iamctl creds certificate delete alice {name}`"
    empty_user(alice, user_name="alice")
    delete_user(alice, user_name="alice")


def test_the_answer_has_the_members_of_awss(alice: Account) -> None:
    uploaded = upload_signing_certificate(alice, certificate_body=valid(), user_name="alice")
    user = alice.users.find("alice")
    assert user is not None

    members = certificate_members(uploaded, user)

    assert list(members) == ["UserName", "CertificateId", "CertificateBody", "Status", "UploadDate"]
