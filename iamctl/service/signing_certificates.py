"""Operations on signing certificates.

Rules kept here:
  * one X.509 certificate in PEM, of whatever kind of key; one that is not valid now is refused, as AWS says of server
    certificates;
  * its id follows from it, so that uploading it again for the same user changes nothing; nobody else may have it;
  * at most two of a user, and of the root user, whatever their status.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html (and its siblings)
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import (
    DuplicateCertificate,
    InvalidCertificate,
    InvalidInput,
    LimitExceeded,
    MalformedCertificate,
    NoSuchEntity,
)
from iamctl.model.names import CERTIFICATE_BODY, CERTIFICATE_ID, check
from iamctl.model.signing_certificate import SigningCertificate
from iamctl.service.credential_owners import put_owner, spoken, the_owner
from iamctl.service.enumerations import check_one_of
from iamctl.service.operation import operation
from iamctl.service.quotas import check_quota

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.x509 import Certificate

    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

STATUSES = ("Active", "Inactive")


@operation("UploadSigningCertificate", writes=True)
def upload_signing_certificate(
    account: Account, *, certificate_body: str, user_name: str | None = None
) -> SigningCertificate:
    """Give a user a signing certificate.

    Args:
        certificate_body: PEM, at most 16,384 characters.
        user_name: None is the caller; the root user is named by its ARN.

    Raises:
        NoSuchEntity: there is no such user.
        MalformedCertificate: the text is not PEM of a certificate.
        InvalidCertificate: there are several, or it is not valid now.
        DuplicateCertificate: somebody else has it.
        LimitExceeded: the user has two.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html
    """
    check(CERTIFICATE_BODY, certificate_body)
    owner = the_owner(account, user_name)
    certificate = _parsed(certificate_body)
    _check_valid(certificate, account)
    certificate_id, body = _id_and_body(certificate)
    for holder in _holders(account, certificate_id):
        if holder.unique_id == owner.unique_id:
            return _the_certificate(owner, certificate_id)
        raise DuplicateCertificate(f"The certificate is already that of {spoken(holder)}.")
    try:
        check_quota(account, "SigningCertificatesPerUser", len(owner.signing_certificates) + 1)
    except LimitExceeded as error:
        hints = (
            f"`iamctl creds certificate delete {spoken(owner)} {each.certificate_id}`"
            for each in owner.signing_certificates
        )
        raise LimitExceeded(error.message, hint=["delete one of them", *hints]) from error
    new = SigningCertificate(certificate_id, body, "Active", account.now)
    _put(account, owner, (*owner.signing_certificates, new))
    return new


@operation("ListSigningCertificates", writes=False)
def list_signing_certificates(account: Account, *, user_name: str | None = None) -> tuple[SigningCertificate, ...]:
    """A user's certificates, in the order they were uploaded.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html
    """
    return the_owner(account, user_name).signing_certificates


@operation("UpdateSigningCertificate", writes=True)
def update_signing_certificate(
    account: Account, *, certificate_id: str, status: str, user_name: str | None = None
) -> SigningCertificate:
    """Make a certificate active or inactive.

    Raises:
        NoSuchEntity: there is no such user, or it has no such certificate.
        ValidationError: there is no such status.
        InvalidInput: the status is `Expired`, which nobody sets.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSigningCertificate.html
    """
    if status == "Expired":
        raise InvalidInput("The status Expired cannot be set.")
    check_one_of("status", status, STATUSES)
    owner = the_owner(account, user_name)
    updated = _the_certificate(owner, certificate_id)._replace(status=status)
    _put(
        account,
        owner,
        (updated if each.certificate_id == certificate_id else each for each in owner.signing_certificates),
    )
    return updated


@operation("DeleteSigningCertificate", writes=True)
def delete_signing_certificate(
    account: Account, *, certificate_id: str, user_name: str | None = None
) -> SigningCertificate:
    """Take a certificate from a user.

    Raises:
        NoSuchEntity: there is no such user, or it has no such certificate.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html
    """
    owner = the_owner(account, user_name)
    gone = _the_certificate(owner, certificate_id)
    _put(account, owner, (each for each in owner.signing_certificates if each != gone))
    return gone


def _put(account: Account, owner: Owner, certificates: Iterable[SigningCertificate]) -> None:
    changed: Owner = replace(owner, signing_certificates=tuple(certificates))
    put_owner(account, changed)


def _the_certificate(owner: Owner, certificate_id: str) -> SigningCertificate:
    check(CERTIFICATE_ID, certificate_id)
    found = next((each for each in owner.signing_certificates if each.certificate_id == certificate_id), None)
    if found is None:
        hint = f"list them with `iamctl creds certificate list {spoken(owner)}`"
        raise NoSuchEntity("signing certificate", certificate_id, hint=hint)
    return found


def _holders(account: Account, certificate_id: str) -> list[Owner]:
    """Who has the certificate."""
    holders: list[Owner] = [account.settings, *account.users.referring("certificate", certificate_id)]
    return [
        holder
        for holder in holders
        if any(each.certificate_id == certificate_id for each in holder.signing_certificates)
    ]


def _parsed(text: str) -> Certificate:
    """The certificate that the text is.

    Raises:
        MalformedCertificate: it is none.
        InvalidCertificate: there are several.
    """
    from cryptography import x509  # 30 ms that only who brings a certificate pays

    try:
        found = x509.load_pem_x509_certificates(text.strip().encode("latin-1"))
    except ValueError:
        hint = "it begins with -----BEGIN CERTIFICATE; make one with `openssl req -x509`"
        raise MalformedCertificate("The certificate is malformed.", hint=hint) from None
    if len(found) > 1:
        raise InvalidCertificate("The text has several certificates.", hint="upload the first one alone")
    return found[0]


def _check_valid(certificate: Certificate, account: Account) -> None:
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begin <= account.now <= end:
        raise InvalidCertificate(
            f"The certificate is not valid now: it is from {begin:%Y-%m-%dT%H:%M:%SZ} to {end:%Y-%m-%dT%H:%M:%SZ}."
        )


def _id_and_body(certificate: Certificate) -> tuple[str, str]:
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.serialization import Encoding

    # SHA-1 names the certificate as AWS does; nothing is proved by it.
    digest = certificate.fingerprint(SHA1())
    return b32encode(digest).decode(), certificate.public_bytes(Encoding.PEM).decode()
