"""What should be mended about an account's credentials: old, unused, unprotected, shared, left over.

Rules kept here:
  * an inactive key opens nothing, so that its age and its use do not matter: it is only left over;
  * what was never used counts from the day it was made; a use is known as the marks beside the history have it;
  * two programs, or a person and a program, behind one user show in what they use: both its keys, or its password
    and a key, since the younger of the two was there for a week;
  * each finding says the command that mends it.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.model.access_key import ACTIVE
from iamctl.service.access_keys import all_uses
from iamctl.service.credential_owners import is_root, spoken
from iamctl.service.sign_in import passwords_last_used
from iamctl.store.protocol import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from iamctl.model.access_key import AccessKey
    from iamctl.service.access_keys import KeyUse
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

SEVERE = ("ROOT_ACCESS_KEY", "ROOT_WITHOUT_MFA")
SLIGHT = ("INACTIVE_ACCESS_KEY", "INACTIVE_CERTIFICATE", "INACTIVE_SERVICE_CREDENTIAL", "INACTIVE_SSH_KEY")
"""Codes of findings that are graver, and less grave, than the others."""
_SAME_DAY = timedelta(days=1)
_SETTLED = timedelta(days=7)


class Ages(NamedTuple):
    """From which age on something is a finding.

    Attributes:
        most: of an access key or a password since it was made or changed.
        unused: since a credential was last used.
    """

    most: timedelta
    unused: timedelta


class _Seen(NamedTuple):
    """What is looked at besides the owner."""

    account: Account
    ages: Ages
    uses: dict[str, KeyUse]
    passwords: dict[str, datetime]

    @property
    def now(self) -> datetime:
        return self.account.now


def check_credentials(account: Account, owners: Iterable[Owner] | None = None, *, ages: Ages) -> list[Finding]:
    """Every finding, the root user's first, then by user.

    Args:
        owners: of whom; None is everybody.

    Raises:
        BrokenFile: a user's file cannot be read.
    """
    seen = _Seen(account, ages, all_uses(account), passwords_last_used(account))
    everybody: tuple[Owner, ...] = (account.settings, *account.users.all()) if owners is None else tuple(owners)
    return [finding for owner in everybody for finding in _findings(seen, owner)]


def _findings(seen: _Seen, owner: Owner) -> Iterator[Finding]:
    keys = [key._replace(status=key.status_at(seen.now)) for key in owner.access_keys]
    active = [key for key in keys if key.status == ACTIVE]
    said: list[tuple[str, str, str]] = []
    said += _mfa(owner)
    if is_root(owner):
        said += (
            (
                "ROOT_ACCESS_KEY",
                f"The root user has the access key {key.access_key_id}: no policy can bound what it does.",
                f"iamctl creds key delete {key.access_key_id}",
            )
            for key in keys
        )
    else:
        said += (one for key in active for one in _key(seen, owner, key))
        said += _shared(seen, owner, active)
        said += (
            (
                "INACTIVE_ACCESS_KEY",
                f"The access key {key.access_key_id} of {owner.name} is inactive and still there.",
                f"iamctl creds key delete {key.access_key_id}",
            )
            for key in keys
            if key.status != ACTIVE
        )
    said += _password(seen, owner)
    said += _left_over(seen, owner)
    place = _place(seen.account, owner)
    yield from (Finding(code, place, message, mend) for code, message, mend in said)


def _mfa(owner: Owner) -> Iterator[tuple[str, str, str]]:
    if owner.login_profile is None or owner.mfa_devices:
        return
    mend = f"iamctl creds mfa enable {spoken(owner)}"
    if is_root(owner):
        yield "ROOT_WITHOUT_MFA", "The root user signs in with its password alone.", mend
    else:
        yield "CONSOLE_USER_WITHOUT_MFA", f"{owner.name} signs in to the console with a password alone.", mend


def _key(seen: _Seen, owner: Owner, key: AccessKey) -> Iterator[tuple[str, str, str]]:
    name, age = f"The access key {key.access_key_id} of {owner.name}", seen.now - key.create_date
    use = seen.uses.get(key.access_key_id)
    deactivate = f"iamctl creds key deactivate {key.access_key_id}"
    if use is None and age >= seen.ages.unused:
        yield "ACCESS_KEY_NEVER_USED", f"{name} was made {_days(age)} ago and never used.", deactivate
    elif use is not None and seen.now - use.date >= seen.ages.unused:
        last = seen.now - use.date
        yield "ACCESS_KEY_UNUSED", f"{name} was last used {_days(last)} ago.", deactivate
    if age < seen.ages.most:
        return
    rotate = f"iamctl creds key rotate {owner.name} --grace 24h"
    others = [each for each in owner.access_keys if each.access_key_id != key.access_key_id]
    if len(owner.access_keys) == 1 and key.create_date - owner.create_date < _SAME_DAY:
        yield "ACCESS_KEY_NEVER_ROTATED", f"{name} is the first it had: {_days(age)} old.", rotate
    else:
        yield "ACCESS_KEY_OLD", f"{name} is {_days(age)} old.", _mend_of_old(owner, others, rotate, seen.now)


def _mend_of_old(owner: Owner, others: list[AccessKey], rotate: str, now: datetime) -> str:
    """A rotation; where two keys are there, what makes room for it comes first, and is never a key that is accepted."""
    if not others:
        return rotate
    if others[0].status_at(now) == ACTIVE:
        return f"iamctl creds key rotate {owner.name} --finish"
    return f"iamctl creds key delete {others[0].access_key_id}, then {rotate}"


def _shared(seen: _Seen, owner: Owner, active: list[AccessKey]) -> Iterator[tuple[str, str, str]]:
    """Signs that one user stands for several."""
    if len(active) == 2:
        dates = [seen.uses[key.access_key_id].date for key in active if key.access_key_id in seen.uses]
        younger = max(key.create_date for key in active)
        if len(dates) == 2 and min(dates) >= younger + _SETTLED:
            yield (
                "SHARED_BY_PROGRAMS",
                f"Both access keys of {owner.name} are in use, a week and more after the second was made.",
                "give each program a role or a user of its own, then finish with "
                f"`iamctl creds key rotate {owner.name} --finish`",
            )
        else:
            mend = f"iamctl creds key rotate {owner.name} --finish"
            yield "TWO_ACTIVE_ACCESS_KEYS", f"{owner.name} has two active access keys.", mend
    profile, signed_in = owner.login_profile, seen.passwords.get(owner.unique_id)
    if profile is None or signed_in is None:
        return
    for key in active:
        use = seen.uses.get(key.access_key_id)
        later = max(profile.create_date, key.create_date)
        if use is not None and min(use.date, signed_in) >= later + _SETTLED:
            yield (
                "SHARED_BY_PERSON_AND_PROGRAM",
                f"{owner.name} signs in with a password, and a program uses its access key {key.access_key_id}.",
                f"give the program a role or a user of its own, then `iamctl creds key deactivate {key.access_key_id}`",
            )


def _password(seen: _Seen, owner: Owner) -> Iterator[tuple[str, str, str]]:
    profile = owner.login_profile
    if profile is None:
        return
    name = spoken(owner)
    age, used = seen.now - profile.password_last_changed, seen.passwords.get(owner.unique_id)
    idle = seen.now - (used or profile.create_date)
    if idle >= seen.ages.unused and not is_root(owner):
        how = "was never used" if used is None else f"was last used {_days(idle)} ago"
        code = "PASSWORD_NEVER_USED" if used is None else "PASSWORD_UNUSED"
        yield code, f"The password of {name} {how}.", f"iamctl creds password delete {name}"
    if age < seen.ages.most or is_root(owner):
        return
    is_first = profile.password_last_changed == profile.create_date
    code = "PASSWORD_NEVER_CHANGED" if is_first else "PASSWORD_OLD"
    how = "was never changed since it was given" if is_first else "was last changed"
    yield code, f"The password of {name} {how}, {_days(age)} ago.", f"iamctl creds password expire {name}"


def _left_over(seen: _Seen, owner: Owner) -> Iterator[tuple[str, str, str]]:
    """What is inactive or has expired and is still there."""
    name = spoken(owner)
    for certificate in owner.signing_certificates:
        if certificate.status != ACTIVE:
            what = f"The signing certificate {certificate.certificate_id} of {name} is inactive and still there."
            yield (
                "INACTIVE_CERTIFICATE",
                what,
                f"iamctl creds certificate delete {name} {certificate.certificate_id}",
            )
    if owner.kind != "user":
        return
    user = seen.account.users.find(owner.name)
    assert user is not None, "it was read at this very moment"
    for key in user.ssh_public_keys:
        if key.status != ACTIVE:
            what = f"The SSH public key {key.ssh_public_key_id} of {name} is inactive and still there."
            yield "INACTIVE_SSH_KEY", what, f"iamctl creds ssh-key delete {name} {key.ssh_public_key_id}"
    for credential in user.service_specific_credentials:
        if (status := credential.status_at(seen.now)) != ACTIVE:
            what = (
                f"The credential {credential.credential_id} of {name} for {credential.service_name} is "
                f"{status.lower()} and still there."
            )
            mend = f"iamctl creds service-specific delete {name} {credential.credential_id}"
            yield "INACTIVE_SERVICE_CREDENTIAL", what, mend


def _place(account: Account, owner: Owner) -> str:
    return "account.toml" if is_root(owner) else account.users.place(owner.name)


def _days(age: timedelta) -> str:
    return f"{age.days} day{'s' if age.days != 1 else ''}"
