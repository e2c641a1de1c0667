"""One secret as a file: a line in clear that says whose it is, then the secret under AES-256-GCM.

    iamctl sealed 1 {"account":"111122223333","key":"9f…","owner":"AIDA…","kind":"access-key","id":"AKIA…"}
    12 bytes of nonce, the ciphertext, 16 bytes of tag

The line is the associated data: a file that stands in another's place, or is another account's, does not open.
A nonce is drawn for every sealing; a data key seals far fewer than the 2^32 texts for which that is safe.

Sources: https://cryptography.io/en/latest/hazmat/primitives/aead/ · NIST SP 800-38D, section 8.3
"""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from iamctl.errors import BrokenSecret
from iamctl.store.protocol import SecretRef

KEY_BYTES = 32
LARGEST = 65_536
"""Bytes of a sealed file. A password with 24 old ones has about 3,000."""
_MAGIC = b"iamctl sealed 1 "
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Label(NamedTuple):
    """Whose secret it is, and under which data key."""

    account: str
    key: str
    ref: SecretRef

    @property
    def line(self) -> bytes:
        said = {"account": self.account, "key": self.key, **self.ref._asdict()}
        return _MAGIC + json.dumps(said, separators=(",", ":")).encode() + b"\n"


def seal(data_key: bytes, label: Label, secret: bytes) -> bytes:
    """The file of a secret."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 50 ms that only secrets pay

    nonce = os.urandom(_NONCE_BYTES)
    return label.line + nonce + AESGCM(data_key).encrypt(nonce, secret, label.line)


def unseal(data_key: bytes, label: Label, sealed: bytes, place: str) -> bytes:
    """The secret of a file that has to be the label's.

    Args:
        place: what the file is called in errors.

    Raises:
        BrokenSecret: it is another's, was altered or cut, or was sealed under another key.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    line, body = split(sealed, place)
    if line != label.line:
        raise _misplaced(label, label_of(sealed, place), place)
    try:
        return AESGCM(data_key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], line)
    except InvalidTag as error:
        raise BrokenSecret(
            f"{place}: the sealed secret was altered, or sealed under another key.", hint=RESTORE
        ) from error


def label_of(sealed: bytes, place: str) -> Label:
    """Whose secret the file says that it is; only `unseal` knows whether that is true.

    Raises:
        BrokenSecret: it is no sealed secret.
    """
    line, _ = split(sealed, place)
    try:
        said = json.loads(line[len(_MAGIC) :])
        facts = [said[name] for name in ("account", "key", "owner", "kind", "id")]
    except (ValueError, KeyError, TypeError) as error:
        raise _no_secret(place) from error
    if not all(isinstance(fact, str) for fact in facts):
        raise _no_secret(place)
    return Label(facts[0], facts[1], SecretRef(*facts[2:]))


def split(sealed: bytes, place: str) -> tuple[bytes, bytes]:
    """The line with its end, and what follows it."""
    line, end, body = sealed.partition(b"\n")
    if not line.startswith(_MAGIC) or not end:
        raise _no_secret(place)
    if len(body) < _NONCE_BYTES + _TAG_BYTES:
        raise BrokenSecret(f"{place}: the sealed secret was cut short.", hint=RESTORE)
    return line + end, body


RESTORE = "put the file back from a backup, or delete the credential and make a new one"


def _no_secret(place: str) -> BrokenSecret:
    return BrokenSecret(f"{place}: this is no sealed secret.", hint=RESTORE)


def _misplaced(wanted: Label, found: Label, place: str) -> BrokenSecret:
    if found.account != wanted.account:
        what = f"is a secret of account {found.account}, not of {wanted.account}"
    elif found.ref != wanted.ref:
        what = f"is the {found.ref}, not the {wanted.ref}"
    else:
        what = "was sealed under another data key than the vault's"
    return BrokenSecret(f"{place}: this {what}.", hint=RESTORE)
