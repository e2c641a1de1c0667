"""SSH public keys, service-specific credentials and signing certificates as the API's members.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SSHPublicKey.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceSpecificCredential.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_SigningCertificate.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.service.credential_members import owner_members
from iamctl.service.members import Members, time_text

if TYPE_CHECKING:
    from iamctl.model.service_specific_credential import ServiceSpecificCredential
    from iamctl.model.signing_certificate import SigningCertificate
    from iamctl.model.ssh_public_key import SSHPublicKey
    from iamctl.model.user import User
    from iamctl.service.credential_owners import Owner
    from iamctl.service.service_specific_credentials import CreatedCredential
    from iamctl.service.ssh_public_keys import HeldSSHKey


def ssh_key_members(held: HeldSSHKey) -> Members:
    """A key as UploadSSHPublicKey and GetSSHPublicKey show it."""
    return {
        "UserName": held.user.name,
        "SSHPublicKeyId": held.key.ssh_public_key_id,
        "Fingerprint": held.key.fingerprint,
        "SSHPublicKeyBody": held.body,
        "Status": held.key.status,
        "UploadDate": time_text(held.key.upload_date),
    }


def listed_ssh_key(key: SSHPublicKey, user: User) -> Members:
    """A key as ListSSHPublicKeys shows it."""
    return {
        "UserName": user.name,
        "SSHPublicKeyId": key.ssh_public_key_id,
        "Status": key.status,
        "UploadDate": time_text(key.upload_date),
    }


def created_credential_members(created: CreatedCredential, *, with_secret: bool) -> Members:
    """A credential as it is shown once; where its secret went elsewhere, without it."""
    credential = created.credential
    member = "ServiceCredentialSecret" if credential.is_api_key else "ServicePassword"
    secret = {member: created.secret.reveal()} if with_secret else {}
    return listed_credential(credential, created.user) | secret


def listed_credential(credential: ServiceSpecificCredential, user: User) -> Members:
    """A credential as ListServiceSpecificCredentials shows it."""
    name = "ServiceCredentialAlias" if credential.is_api_key else "ServiceUserName"
    expires = credential.expiration_date
    return {
        "CreateDate": time_text(credential.create_date),
        **({"ExpirationDate": time_text(expires)} if expires is not None else {}),
        "ServiceName": credential.service_name,
        name: credential.service_user_name,
        "ServiceSpecificCredentialId": credential.credential_id,
        "UserName": user.name,
        "Status": credential.status,
    }


def certificate_members(certificate: SigningCertificate, owner: Owner) -> Members:
    """A certificate as every operation shows it."""
    return owner_members(owner) | {
        "CertificateId": certificate.certificate_id,
        "CertificateBody": certificate.body,
        "Status": certificate.status,
        "UploadDate": time_text(certificate.upload_date),
    }
