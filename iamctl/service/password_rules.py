"""What a console password has to be: the account's password policy, else AWS's default one.

Rules kept here:
  * the root user is under the default policy, whatever the account's says;
  * length and characters hold from the next change on, a maximum age at once.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.errors import PasswordPolicyViolation
from iamctl.model.names import validation_error
from iamctl.service.credential_owners import is_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from iamctl.model.account_settings import AccountSettings, PasswordPolicy
    from iamctl.model.login_profile import LoginProfile
    from iamctl.model.secret import Secret
    from iamctl.service.credential_owners import Owner

UPPERCASE, LOWERCASE, NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"
SYMBOLS = "!@#$%^&*()_+-=[]{}|'"
_CLASSES = {"upper-case letters": UPPERCASE, "lower-case letters": LOWERCASE, "digits": NUMBERS, "symbols": SYMBOLS}
_PATTERN = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"
_DEFAULT_LENGTH = 8
_GENERATED_LENGTH = 20


def check_form(member: str, password: Secret) -> None:
    """Hold a password against the API's model; its text is in no message.

    Raises:
        ValidationError: it is empty, over 128 characters, or has characters above U+00FF or control characters.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html
    """
    text = password.reveal()
    where = f"Value at '{member}' failed to satisfy constraint: Member must"
    if not text:
        raise validation_error([f"{where} have length greater than or equal to 1"])
    if len(text) > 128:
        raise validation_error([f"{where} have length less than or equal to 128"])
    if not re.fullmatch(_PATTERN, text):
        raise validation_error([f"{where} satisfy regular expression pattern: {_PATTERN}"])


def check_conforms(password: Secret, owner: Owner, settings: AccountSettings) -> None:
    """Hold a password against the policy that its owner is under.

    Raises:
        PasswordPolicyViolation: it breaks a rule; the hints tell every one.
    """
    policy = policy_of(owner, settings)
    text = password.reveal()
    broken = _broken_by_default(text, settings) if policy is None else _broken(text, policy)
    if hints := list(broken):
        raise PasswordPolicyViolation("Password does not conform to the account password policy.", hint=hints)


def policy_of(owner: Owner, settings: AccountSettings) -> PasswordPolicy | None:
    """The policy that holds for the owner; None is AWS's default one."""
    return None if is_root(owner) else settings.password_policy


def is_expired(profile: LoginProfile, policy: PasswordPolicy | None, now: datetime) -> bool:
    """Whether the password is older than the policy allows, now."""
    if policy is None or not policy.expire_passwords:
        return False
    return now >= profile.password_last_changed + timedelta(days=policy.max_password_age)


def generated(entropy: Callable[[int], bytes], policy: PasswordPolicy | None) -> str:
    """A password by lot with letters of both cases, digits and symbols: 20 characters, or as many as it takes."""
    alphabet = "".join(_CLASSES.values())
    length = max(_GENERATED_LENGTH, policy.minimum_password_length if policy else 0)
    fair = 256 - 256 % len(alphabet)  # a byte from there on would favour the first letters
    while True:
        drawn = [alphabet[byte % len(alphabet)] for byte in entropy(4 * length) if byte < fair][:length]
        if len(drawn) == length and all(set(letters) & set(drawn) for letters in _CLASSES.values()):
            return "".join(drawn)


def _broken(text: str, policy: PasswordPolicy) -> Iterator[str]:
    if len(text) < policy.minimum_password_length:
        yield f"it has at least {policy.minimum_password_length} characters"
    required = {
        "upper-case letters": policy.require_uppercase_characters,
        "lower-case letters": policy.require_lowercase_characters,
        "digits": policy.require_numbers,
        "symbols": policy.require_symbols,
    }
    for name, letters in _CLASSES.items():
        if required[name] and not set(letters) & set(text):
            yield f"it has {name}: at least one of {letters if name == 'symbols' else f'{letters[0]}-{letters[-1]}'}"


def _broken_by_default(text: str, settings: AccountSettings) -> Iterator[str]:
    if len(text) < _DEFAULT_LENGTH:
        yield f"it has at least {_DEFAULT_LENGTH} characters"
    if sum(bool(set(letters) & set(text)) for letters in _CLASSES.values()) < 3:
        yield f"it has at least three of {', '.join(_CLASSES)}"
    names = (settings.account_id, settings.alias, settings.root_email)
    if text.lower() in {name.lower() for name in names if name}:
        yield "it is not the account's name or e-mail address"
