"""Time-based one-time codes: RFC 6238 with SHA-1, six digits, a new code every 30 seconds counted from 1970.

Sources: https://www.rfc-editor.org/rfc/rfc6238
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from iamctl.model.secret import Secret

STEP_SECONDS = 30
DIGITS = 6
SEED_BYTES = 40  # 64 characters of base32, as AWS's seeds have
WINDOW = 2
"""Steps before and after the device's own clock of which a code is taken, as AWS does."""
_BACK, _AHEAD = 998, 1000


def step_at(moment: datetime) -> int:
    """The time step of the moment."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(seed: bytes, step: int) -> Secret:
    """The code of the step, for who gives a device its seed and enables it in one go."""
    from iamctl.model.secret import Secret

    return Secret(next(_codes(seed, [step]))[1].decode())


def step_of(seed: bytes, code: Secret, *, near: int) -> int | None:
    """The step that the code is of, at most `WINDOW` away; of several the nearest; None where it is of none."""
    matching = [step for step, each in _codes(seed, _outwards(near, WINDOW, WINDOW)) if _is_same(each, code)]
    return matching[0] if matching else None


def step_of_pair(seed: bytes, first: Secret, second: Secret, *, near: int, after: int | None) -> int | None:
    """The step of the second of two consecutive codes; None where they are no such pair.

    Steps from 998 before to 1000 after the present one are searched, as AWS does: a device's clock may be hours off.

    Args:
        near: the present step.
        after: both codes are of later steps than this; None is any.
    """
    for step, each in _codes(seed, _outwards(near, _BACK, _AHEAD)):
        is_first = _is_same(each, first) and (after is None or step > after)
        if is_first and _is_same(next(_codes(seed, [step + 1]))[1], second):
            return step + 1
    return None


def drift_of(step: int, *, now: int) -> int:
    """By how many steps a device is ahead whose newest code of a pair is of this step.

    Who types two codes needs a while, and who makes both by program may make the next one: that is no drift.
    """
    return 0 if abs(step - now) <= 1 else step - now


def provisioning_uri(seed: bytes, *, account_name: str, issuer: str) -> str:
    """The `otpauth://` URI that an authenticator reads, mostly as a QR code.

    Source: https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    """
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(seed, DIGITS, SHA1(), STEP_SECONDS).get_provisioning_uri(account_name, issuer)


def _codes(seed: bytes, steps: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    from cryptography.hazmat.primitives.hashes import SHA1  # 20 ms that only a code pays
    from cryptography.hazmat.primitives.twofactor.hotp import HOTP

    codes = HOTP(seed, DIGITS, SHA1())
    for step in steps:
        if step >= 0:
            yield step, codes.generate(step)


def _outwards(middle: int, back: int, ahead: int) -> Iterable[int]:
    """Every step of the stretch, the nearest first."""
    return sorted(range(middle - back, middle + ahead + 1), key=lambda step: (abs(step - middle), step))


def _is_same(code: bytes, given: Secret) -> bool:
    return hmac.compare_digest(code, given.reveal().encode(errors="surrogatepass"))
