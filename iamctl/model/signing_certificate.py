"""Signing certificates: X.509 certificates whose private key its owner keeps; old SOAP interfaces are called with them.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SigningCertificate.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class SigningCertificate(NamedTuple):
    """A certificate of a user or of the root user.

    Attributes:
        certificate_id: base32 of the SHA-1 of its DER form, 32 characters: the same certificate has the same id.
        body: PEM.
        status: `Active` or `Inactive`.
        upload_date: UTC, whole seconds.
    """

    certificate_id: str
    body: str
    status: str
    upload_date: datetime
