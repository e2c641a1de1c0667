"""Service-specific credentials: a name and a password, or an API key, for one service. The secret lies in the vault.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceSpecificCredential.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

API_KEY_SERVICES = ("bedrock.amazonaws.com", "logs.amazonaws.com")
"""Services whose credential is an API key with an alias; it may expire."""
PASSWORD_SERVICES = ("cassandra.amazonaws.com", "codecommit.amazonaws.com")
"""Services whose credential is a user name and a password."""
SERVICES = tuple(sorted((*API_KEY_SERVICES, *PASSWORD_SERVICES)))
MOST_FOR_A_SERVICE = 2
"""Of a user."""


class ServiceSpecificCredential(NamedTuple):
    """A credential of a user.

    Attributes:
        credential_id: `ACCA` and 17 characters.
        service_name: such as `codecommit.amazonaws.com`.
        service_user_name: `NAME-at-ACCOUNT`, the second one's `NAME+1-at-ACCOUNT`; of an API key its alias.
        status: `Active` or `Inactive`, as it was last set.
        create_date: UTC, whole seconds; a reset does not move it.
        secret_id: names the secret in the vault; every reset gives another one.
        expiration_date: from this moment on it is expired, whatever its status says; None is never.
    """

    credential_id: str
    service_name: str
    service_user_name: str
    status: str
    create_date: datetime
    secret_id: str
    expiration_date: datetime | None = None

    @property
    def is_api_key(self) -> bool:
        return self.service_name in API_KEY_SERVICES

    def status_at(self, moment: datetime) -> str:
        """The status that counts at the moment."""
        return "Expired" if self.expiration_date is not None and self.expiration_date <= moment else self.status
