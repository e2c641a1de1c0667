"""Operations on SSH public keys of users.

Rules kept here:
  * RSA of at least 2048 bits, as `ssh-rsa` or as PEM; what is kept is `ssh-rsa` without its comment, as AWS gives it
    back;
  * a user has at most five, each once; two users may have the same.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html (and its siblings)
         https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-ssh-unixes.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import (
    DuplicateSSHPublicKey,
    InvalidInput,
    InvalidPublicKey,
    LimitExceeded,
    NoSuchEntity,
    UnrecognizedPublicKeyEncoding,
)
from iamctl.model.names import PUBLIC_KEY_BODY, SSH_PUBLIC_KEY_ID, check
from iamctl.model.ssh_public_key import MOST_SSH_KEYS, SSHPublicKey
from iamctl.service.enumerations import check_one_of
from iamctl.service.lookup import the_user
from iamctl.service.operation import operation

if TYPE_CHECKING:
    from iamctl.model.user import User
    from iamctl.service.account import Account

STATUSES = ("Active", "Inactive")
ENCODINGS = ("SSH", "PEM")
_LEAST_BITS = 2048


class HeldSSHKey(NamedTuple):
    """A key, whose it is, and how it is written.

    Attributes:
        body: in the encoding that was asked for.
    """

    user: User
    key: SSHPublicKey
    body: str


@operation("UploadSSHPublicKey", writes=True)
def upload_ssh_public_key(account: Account, *, user_name: str, ssh_public_key_body: str) -> HeldSSHKey:
    """Give a user an SSH public key.

    Args:
        ssh_public_key_body: `ssh-rsa …` or PEM, at most 16,384 characters.

    Raises:
        NoSuchEntity: there is no such user.
        UnrecognizedPublicKeyEncoding: the text is neither.
        InvalidPublicKey: it is no RSA key of at least 2048 bits.
        DuplicateSSHPublicKey: the user has it.
        LimitExceeded: the user has five.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html
    """
    check(PUBLIC_KEY_BODY, ssh_public_key_body)
    user = the_user(account, user_name)
    body = _ssh_form(ssh_public_key_body)
    if (there := next((key for key in user.ssh_public_keys if key.body == body), None)) is not None:
        raise DuplicateSSHPublicKey(
            f"The SSH public key is already associated with the user {user.name}.",
            hint=f"it is {there.ssh_public_key_id}",
        )
    if len(user.ssh_public_keys) >= MOST_SSH_KEYS:
        hints = [f"`iamctl creds ssh-key delete {user.name} {key.ssh_public_key_id}`" for key in user.ssh_public_keys]
        raise LimitExceeded(
            f"Cannot exceed quota for SSHPublicKeysPerUser: {MOST_SSH_KEYS}", hint=["delete one of them", *hints]
        )
    key = SSHPublicKey(account.new_id("APKA"), body, "Active", account.now)
    account.users.put(replace(user, ssh_public_keys=(*user.ssh_public_keys, key)))
    return HeldSSHKey(user, key, body)


@operation("GetSSHPublicKey", writes=False)
def get_ssh_public_key(account: Account, *, user_name: str, ssh_public_key_id: str, encoding: str) -> HeldSSHKey:
    """A key of a user, in the encoding that is asked for.

    Args:
        encoding: `SSH` or `PEM`.

    Raises:
        NoSuchEntity: there is no such user, or it has no such key.
        ValidationError: there is no such encoding.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSSHPublicKey.html
    """
    check_one_of("encoding", encoding, ENCODINGS)
    user = the_user(account, user_name)
    key = _the_key(user, ssh_public_key_id)
    return HeldSSHKey(user, key, key.body if encoding == "SSH" else _pem_form(key.body))


@operation("ListSSHPublicKeys", writes=False)
def list_ssh_public_keys(account: Account, *, user_name: str | None = None) -> tuple[SSHPublicKey, ...]:
    """A user's keys, in the order they were uploaded.

    Args:
        user_name: None is the caller.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
    """
    return the_user(account, account.caller if user_name is None else user_name).ssh_public_keys


@operation("UpdateSSHPublicKey", writes=True)
def update_ssh_public_key(account: Account, *, user_name: str, ssh_public_key_id: str, status: str) -> SSHPublicKey:
    """Make a key active or inactive.

    Raises:
        NoSuchEntity: there is no such user, or it has no such key.
        ValidationError: there is no such status.
        InvalidInput: the status is `Expired`, which nobody sets.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSSHPublicKey.html
    """
    if status == "Expired":
        raise InvalidInput("The status Expired cannot be set.")
    check_one_of("status", status, STATUSES)
    user = the_user(account, user_name)
    updated = _the_key(user, ssh_public_key_id)._replace(status=status)
    keys = tuple(updated if key.ssh_public_key_id == ssh_public_key_id else key for key in user.ssh_public_keys)
    account.users.put(replace(user, ssh_public_keys=keys))
    return updated


@operation("DeleteSSHPublicKey", writes=True)
def delete_ssh_public_key(account: Account, *, user_name: str, ssh_public_key_id: str) -> SSHPublicKey:
    """Take a key from a user.

    Raises:
        NoSuchEntity: there is no such user, or it has no such key.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSSHPublicKey.html
    """
    user = the_user(account, user_name)
    gone = _the_key(user, ssh_public_key_id)
    account.users.put(replace(user, ssh_public_keys=tuple(key for key in user.ssh_public_keys if key != gone)))
    return gone


def _the_key(user: User, ssh_public_key_id: str) -> SSHPublicKey:
    check(SSH_PUBLIC_KEY_ID, ssh_public_key_id)
    found = next((key for key in user.ssh_public_keys if key.ssh_public_key_id == ssh_public_key_id), None)
    if found is None:
        hint = f"list them with `iamctl creds ssh-key list {user.name}`"
        raise NoSuchEntity("ssh public key", ssh_public_key_id, hint=hint)
    return found


def _ssh_form(text: str) -> str:
    """`ssh-rsa` and the key, of either encoding.

    Raises:
        UnrecognizedPublicKeyEncoding: the text is in neither.
        InvalidPublicKey: it is no RSA key of at least 2048 bits.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # 30 ms that only who brings a key pays
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    encoded = text.strip().encode("latin-1")
    is_pem = encoded.startswith(b"-----BEGIN ")
    if b"PRIVATE KEY" in encoded:
        raise InvalidPublicKey(
            "The text is a private key.", hint="keep it to yourself, and upload its public half: `ssh-keygen -y`"
        )
    if not is_pem and not encoded.startswith((b"ssh-", b"ecdsa-", b"sk-")):
        raise UnrecognizedPublicKeyEncoding(
            "The public key encoding is not recognized.", hint="it begins with ssh-rsa, or with -----BEGIN PUBLIC KEY"
        )
    try:
        key = serialization.load_pem_public_key(encoded) if is_pem else serialization.load_ssh_public_key(encoded)
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidPublicKey("The public key is malformed.", hint="upload the file as ssh-keygen wrote it") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < _LEAST_BITS:
        what = f"RSA key of {key.key_size} bits" if isinstance(key, RSAPublicKey) else "key of another kind than RSA"
        hint = "make one with `ssh-keygen -t rsa -b 4096`"
        raise InvalidPublicKey(f"It is a {what}; it must be RSA of at least {_LEAST_BITS} bits.", hint=hint)
    return key.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


def _pem_form(body: str) -> str:
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_ssh_public_key(body.encode())
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
