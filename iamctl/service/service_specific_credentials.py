"""Operations on service-specific credentials: the secret is in one answer, and then in the vault alone.

Rules kept here:
  * CodeCommit and Keyspaces take a user name and a password; Bedrock and CloudWatch Logs an API key, which may expire;
  * at most two for each service of a user, whatever their status;
  * a reset gives another secret and leaves the rest as it is;
  * the form of an API key and of its alias is AWS's own affair: here they are the user's name at the account, and
    random characters.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html (and its siblings)
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.model.names import SERVICE_SPECIFIC_CREDENTIAL_ID, check, out_of_range, validation_error
from iamctl.model.secret import Secret
from iamctl.model.service_specific_credential import (
    API_KEY_SERVICES,
    MOST_FOR_A_SERVICE,
    SERVICES,
    ServiceSpecificCredential,
)
from iamctl.service.enumerations import check_one_of
from iamctl.service.lookup import the_user
from iamctl.service.operation import operation
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from iamctl.model.user import User
    from iamctl.service.account import Account

STATUSES = ("Active", "Inactive")
_SECRET_BYTES = 44  # as base64 the 60 characters that AWS's passwords have
_KIND = "service-specific"
_LONGEST = 36600  # days


class CreatedCredential(NamedTuple):
    """A new or reset credential, with the only sight of its secret."""

    user: User
    credential: ServiceSpecificCredential
    secret: Secret


@operation("CreateServiceSpecificCredential", writes=True)
def create_service_specific_credential(
    account: Account, *, user_name: str, service_name: str, credential_age_days: int | None = None
) -> CreatedCredential:
    """Give a user a credential for one service.

    Args:
        service_name: such as `codecommit.amazonaws.com`, in any case of letters.
        credential_age_days: of an API key, 1-36600; None never expires.

    Raises:
        NoSuchEntity: there is no such user, or no such service.
        LimitExceeded: the user has two for the service.
        ValidationError: the age is out of range.
        InvalidInput: credentials of the service do not expire.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
    """
    user = the_user(account, user_name)
    service = the_service(service_name)
    if credential_age_days is not None:
        if clause := out_of_range("credentialAgeDays", credential_age_days, 1, _LONGEST):
            raise validation_error([clause])
        if service not in API_KEY_SERVICES:
            raise InvalidInput(
                f"Credentials for {service} do not expire.", hint=f"only those of {' and '.join(API_KEY_SERVICES)} do"
            )
    credential = ServiceSpecificCredential(
        credential_id=account.new_id("ACCA"),
        service_name=service,
        service_user_name=_free_name(account, user, service),
        status="Active",
        create_date=account.now,
        secret_id=account.new_id("SSCS"),
        expiration_date=account.now + timedelta(days=credential_age_days) if credential_age_days else None,
    )
    changed = replace(user, service_specific_credentials=(*user.service_specific_credentials, credential))
    return _keep(account, changed, credential)


@operation("ListServiceSpecificCredentials", writes=False)
def list_service_specific_credentials(
    account: Account, *, user_name: str | None = None, service_name: str | None = None
) -> tuple[ServiceSpecificCredential, ...]:
    """A user's credentials, in the order they were made, with the status that counts now.

    Args:
        user_name: None is the caller.
        service_name: of one service; None is all.

    Raises:
        NoSuchEntity: there is no such user, or no such service.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
    """
    user = the_user(account, account.caller if user_name is None else user_name)
    service = the_service(service_name) if service_name is not None else None
    listed = (each for each in user.service_specific_credentials if service in (None, each.service_name))
    return tuple(each._replace(status=each.status_at(account.now)) for each in listed)


@operation("ResetServiceSpecificCredential", writes=True)
def reset_service_specific_credential(
    account: Account, *, service_specific_credential_id: str, user_name: str | None = None
) -> CreatedCredential:
    """Put another secret in the place of the one; dates and status stay.

    Raises:
        NoSuchEntity: there is no such credential, or no such user.
        ValidationError: it is another user's.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResetServiceSpecificCredential.html
    """
    user, credential = the_credential(account, service_specific_credential_id, user_name)
    reset = credential._replace(secret_id=account.new_id("SSCS"))
    return _keep(account, _with(user, reset), reset)


@operation("UpdateServiceSpecificCredential", writes=True)
def update_service_specific_credential(
    account: Account, *, service_specific_credential_id: str, status: str, user_name: str | None = None
) -> ServiceSpecificCredential:
    """Make a credential active or inactive.

    Raises:
        NoSuchEntity: there is no such credential, or no such user.
        ValidationError: it is another user's, or there is no such status.
        InvalidInput: the status is `Expired`, which only time sets.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServiceSpecificCredential.html
    """
    if status == "Expired":
        raise InvalidInput("The status Expired cannot be set.")
    check_one_of("status", status, STATUSES)
    user, credential = the_credential(account, service_specific_credential_id, user_name)
    updated = credential._replace(status=status)
    account.users.put(_with(user, updated))
    return updated


@operation("DeleteServiceSpecificCredential", writes=True)
def delete_service_specific_credential(
    account: Account, *, service_specific_credential_id: str, user_name: str | None = None
) -> ServiceSpecificCredential:
    """Delete a credential; its secret goes from the vault with the change, and no undo brings it back.

    Raises:
        NoSuchEntity: there is no such credential, or no such user.
        ValidationError: it is another user's.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceSpecificCredential.html
    """
    user, gone = the_credential(account, service_specific_credential_id, user_name)
    left = tuple(each for each in user.service_specific_credentials if each.credential_id != gone.credential_id)
    account.users.put(replace(user, service_specific_credentials=left))
    return gone


def the_service(name: str) -> str:
    """The service as AWS writes it.

    Raises:
        NoSuchEntity: no such service has credentials of its own.
    """
    found = name.lower()
    if found not in SERVICES:
        raise NoSuchEntity("service of credentials", name, hint=f"there are {', '.join(SERVICES)}")
    return found


def the_credential(
    account: Account, credential_id: str, user_name: str | None
) -> tuple[User, ServiceSpecificCredential]:
    """The credential of this id, and whose it is; without a name the caller's.

    Raises:
        NoSuchEntity: the named user is not there, or nobody has such a credential.
        ValidationError: it is another user's.
    """
    check(SERVICE_SPECIFIC_CREDENTIAL_ID, credential_id)
    user = the_user(account, account.caller if user_name is None else user_name)
    found = next((each for each in user.service_specific_credentials if each.credential_id == credential_id), None)
    if found is not None:
        return user, found
    if account.users.referring("service credential", credential_id):
        raise ValidationError(f"The service-specific credential {credential_id} is not that of user {user.name}.")
    hint = f"list them with `iamctl creds service-specific list {user.name}`"
    raise NoSuchEntity("service-specific credential", credential_id, hint=hint)


def secret_of_credential(account: Account, user: User, credential: ServiceSpecificCredential) -> Secret:
    """The credential's secret, for comparing.

    Raises:
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give it.
    """
    return Secret(account.vault.get(SecretRef(user.user_id, _KIND, credential.secret_id)).decode())


def _free_name(account: Account, user: User, service: str) -> str:
    """`NAME-at-ACCOUNT`, or where a credential for the service has that `NAME+1-at-ACCOUNT`.

    Raises:
        LimitExceeded: there are two already.
    """
    there = [each for each in user.service_specific_credentials if each.service_name == service]
    if len(there) >= MOST_FOR_A_SERVICE:
        raise LimitExceeded(
            f"Cannot exceed quota for ContextSpecificCredentialsPerUserPerContext: {MOST_FOR_A_SERVICE}",
            hint=[
                "delete one of them",
                *(f"`iamctl creds service-specific delete {user.name} {each.credential_id}`" for each in there),
            ],
        )
    taken = {each.service_user_name for each in there}
    names = (f"{user.name}{suffix}-at-{account.account_id}" for suffix in ("", "+1", "+2"))
    return next(name for name in names if name not in taken)


def _with(user: User, credential: ServiceSpecificCredential) -> User:
    credentials = tuple(
        credential if each.credential_id == credential.credential_id else each
        for each in user.service_specific_credentials
    )
    return replace(user, service_specific_credentials=credentials)


def _keep(account: Account, user: User, credential: ServiceSpecificCredential) -> CreatedCredential:
    secret = b64encode(account.entropy(_SECRET_BYTES))
    account.users.put(user)
    account.vault.put(SecretRef(user.user_id, _KIND, credential.secret_id), secret)
    return CreatedCredential(user, credential, Secret(secret.decode()))
