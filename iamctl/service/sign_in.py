"""Whether a password is someone's. Nothing in the answer, nor the time it takes, tells who there is.

Rules kept here:
  * an unknown user, one without a password and a wrong password are one error, after the same work;
  * failures slow down (`attempts.py`), and are counted before the password is looked at;
  * nobody is locked out for good: AWS's console does not do that either.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import AccessDenied, BrokenSecret, NoSuchEntity
from iamctl.service.attempts import count_attempt, forget_attempts
from iamctl.service.credential_owners import spoken, the_owner
from iamctl.service.password_hashes import PasswordHashes, hashed, hashes_of
from iamctl.service.password_rules import is_expired, policy_of
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from iamctl.model.login_profile import LoginProfile
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

_FAILURES = "failed-sign-in"
_USES = "password-use"


class SignIn(NamedTuple):
    """Someone who knows the password.

    Attributes:
        must_change: whether the password only serves to choose another: it expired, or was given to be changed.
        can_change: whether its owner may choose another; not after a hard expiry.
    """

    owner: Owner
    profile: LoginProfile
    hashes: PasswordHashes
    must_change: bool
    can_change: bool


def check_password(account: Account, user_name: str, password: Secret, *, wrong: str) -> SignIn:
    """That the password is this user's.

    Args:
        user_name: a name, ARN or unique id; the root user's ARN.
        wrong: the sentence for every failure.

    Raises:
        AccessDenied: it is not, or there is no such user, or it has no password.
        Throttling: too many attempts failed just now.
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give what is to be compared.
    """
    owner = _find_owner(account, user_name)
    key = owner.unique_id if owner is not None else _bucket(user_name)
    count_attempt(account, _FAILURES, key)
    profile = owner.login_profile if owner is not None else None
    if owner is None or profile is None:
        _work_as_if(account, password)
        raise AccessDenied(wrong)
    hashes = hashes_of(account.vault.get(SecretRef(owner.unique_id, "password", profile.password_id)))
    if not hashes.is_password(password):
        raise AccessDenied(wrong)
    forget_attempts(account, _FAILURES, key)
    account.marks.change(_USES, key, lambda before: {"date": account.now.isoformat()})  # noqa: ARG005
    policy = policy_of(owner, account.settings)
    expired = is_expired(profile, policy, account.now)
    return SignIn(
        owner,
        profile,
        hashes,
        must_change=expired or profile.password_reset_required,
        can_change=not (expired and policy is not None and policy.hard_expiry),
    )


def check_can_change(found: SignIn) -> None:
    """That the password's owner may choose another.

    Raises:
        AccessDenied: it expired for good.
    """
    if not found.can_change:
        name = spoken(found.owner)
        raise AccessDenied(
            f"The password of {name} has expired; the account's password policy leaves it to an administrator.",
            hint=f"`iamctl creds password set {name}`",
        )


def password_last_used(account: Account, owner: Owner) -> datetime | None:
    """When somebody last proved to know the password."""
    mark = account.marks.find(_USES, owner.unique_id)
    return datetime.fromisoformat(mark["date"]) if mark is not None else None


def passwords_last_used(account: Account) -> dict[str, datetime]:
    """The same for everybody who ever did, by unique id."""
    return {unique_id: datetime.fromisoformat(mark["date"]) for unique_id, mark in account.marks.all(_USES).items()}


def _find_owner(account: Account, user_name: str) -> Owner | None:
    try:
        return the_owner(account, user_name)
    except NoSuchEntity:
        return None


def _bucket(user_name: str) -> str:
    """One of 65,536 for names that nobody has: what is typed there may be a password, and must not be kept."""
    import hashlib

    return f"unknown-{hashlib.sha256(user_name.lower().encode(errors='surrogatepass')).hexdigest()[:4]}"


def _work_as_if(account: Account, password: Secret) -> None:
    """The work of a wrong password: the vault is opened, and one hash made."""
    with suppress(BrokenSecret):
        account.vault.get(SecretRef(account.account_id, "password", "NOBODYHASTHISPASSWORD"))
    hashed(password)
