"""SSH public keys, service-specific credentials and signing certificates in an identity's file.

`[[ssh_public_keys]]`, `[[service_specific_credentials]]`, `[[signing_certificates]]`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iamctl.model.names import CERTIFICATE_ID, CREDENTIAL_ID, SERVICE_SPECIFIC_CREDENTIAL_ID, SSH_PUBLIC_KEY_ID
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.model.service_specific_credential import ServiceSpecificCredential
    from iamctl.model.signing_certificate import SigningCertificate
    from iamctl.model.ssh_public_key import SSHPublicKey
    from iamctl.store.codec.parts import Form
    from iamctl.syntax.table_reader import TableReader

_STATUSES = ("Active", "Inactive")


def ssh_keys_table(keys: tuple[SSHPublicKey, ...], form: Form) -> list[dict[str, Any]]:
    return [
        {
            "id": key.ssh_public_key_id,
            "body": key.body,
            "status": key.status,
            "upload_date": form.moment(key.upload_date),
        }
        for key in keys
    ]


def ssh_keys_row(row: dict[str, Any]) -> tuple[SSHPublicKey, ...]:
    if not (listed := row.get("ssh_public_keys")):
        return ()
    from iamctl.model.ssh_public_key import SSHPublicKey  # most identities have none

    return tuple(
        SSHPublicKey(each["id"], each["body"], each["status"], parts.moment_row(each["upload_date"])) for each in listed
    )


def read_ssh_keys(reader: TableReader) -> tuple[SSHPublicKey, ...]:
    readers = reader.readers("ssh_public_keys", "public SSH key")
    if not readers:
        return ()
    from iamctl.model.ssh_public_key import SSHPublicKey

    keys: list[SSHPublicKey] = []
    for each in readers:
        body = each.string("body", required=True, default="")
        if body and not _is_ssh_rsa(body):
            each.mistake("body", "body must be ssh-rsa and a key in base64, without a comment.")
        key = SSHPublicKey(
            parts.constrained(each, "id", SSH_PUBLIC_KEY_ID),
            body,
            _read_status(each),
            parts.read_moment(each, "upload_date"),
        )
        _check_new(each, "SSH public key", key.ssh_public_key_id, [other.ssh_public_key_id for other in keys])
        keys.append(key)
        each.finish()
    return tuple(keys)


def service_credentials_table(listed: tuple[ServiceSpecificCredential, ...], form: Form) -> list[dict[str, Any]]:
    return [
        parts.filled(
            {
                "id": each.credential_id,
                "service_name": each.service_name,
                "service_user_name": each.service_user_name,
                "status": each.status,
                "create_date": form.moment(each.create_date),
                "secret_id": each.secret_id,
                "expiration_date": form.moment(each.expiration_date) if each.expiration_date else None,
            }
        )
        for each in listed
    ]


def service_credentials_row(row: dict[str, Any]) -> tuple[ServiceSpecificCredential, ...]:
    if not (listed := row.get("service_specific_credentials")):
        return ()
    from iamctl.model.service_specific_credential import ServiceSpecificCredential

    return tuple(
        ServiceSpecificCredential(
            each["id"],
            each["service_name"],
            each["service_user_name"],
            each["status"],
            parts.moment_row(each["create_date"]),
            each["secret_id"],
            parts.moment_row(each["expiration_date"]) if "expiration_date" in each else None,
        )
        for each in listed
    )


def read_service_credentials(reader: TableReader) -> tuple[ServiceSpecificCredential, ...]:
    readers = reader.readers("service_specific_credentials", "service-specific credential")
    if not readers:
        return ()
    from iamctl.model.service_specific_credential import SERVICES, ServiceSpecificCredential

    found: list[ServiceSpecificCredential] = []
    for each in readers:
        service_name = each.string("service_name", required=True, default="")
        if service_name and service_name not in SERVICES:
            each.mistake("service_name", f"service_name must be one of {', '.join(SERVICES)}.")
        credential = ServiceSpecificCredential(
            parts.constrained(each, "id", SERVICE_SPECIFIC_CREDENTIAL_ID),
            service_name,
            each.string("service_user_name", required=True, default=""),
            _read_status(each),
            parts.read_moment(each, "create_date"),
            parts.constrained(each, "secret_id", CREDENTIAL_ID),
            each.moment("expiration_date"),
        )
        _check_new(
            each, "service-specific credential", credential.credential_id, [other.credential_id for other in found]
        )
        found.append(credential)
        each.finish()
    return tuple(found)


def certificates_table(certificates: tuple[SigningCertificate, ...], form: Form) -> list[dict[str, Any]]:
    return [
        {
            "id": each.certificate_id,
            "body": each.body,
            "status": each.status,
            "upload_date": form.moment(each.upload_date),
        }
        for each in certificates
    ]


def certificates_row(row: dict[str, Any]) -> tuple[SigningCertificate, ...]:
    if not (listed := row.get("signing_certificates")):
        return ()
    from iamctl.model.signing_certificate import SigningCertificate

    return tuple(
        SigningCertificate(each["id"], each["body"], each["status"], parts.moment_row(each["upload_date"]))
        for each in listed
    )


def read_certificates(reader: TableReader) -> tuple[SigningCertificate, ...]:
    readers = reader.readers("signing_certificates", "signing certificate")
    if not readers:
        return ()
    from iamctl.model.signing_certificate import SigningCertificate

    found: list[SigningCertificate] = []
    for each in readers:
        certificate = SigningCertificate(
            parts.constrained(each, "id", CERTIFICATE_ID),
            each.string("body", required=True, default=""),
            _read_status(each),
            parts.read_moment(each, "upload_date"),
        )
        _check_new(each, "signing certificate", certificate.certificate_id, [other.certificate_id for other in found])
        found.append(certificate)
        each.finish()
    return tuple(found)


def _read_status(reader: TableReader) -> str:
    status = reader.string("status", required=True, default="Active")
    if status not in _STATUSES:
        reader.mistake("status", f"status must be {' or '.join(_STATUSES)}.")
    return status


def _check_new(reader: TableReader, what: str, name: str, others: list[str]) -> None:
    if name in others:
        reader.mistake("id", f"There is another {what} {name}.")


def _is_ssh_rsa(body: str) -> bool:
    return re.fullmatch(r"ssh-rsa (?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", body) is not None
