"""SSH public keys: what a user signs in to CodeCommit with.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SSHPublicKey.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html
"""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

MOST_SSH_KEYS = 5
"""Of a user."""


class SSHPublicKey(NamedTuple):
    """A key of a user.

    Attributes:
        ssh_public_key_id: `APKA` and 17 characters.
        body: `ssh-rsa` and the key in base64, without a comment.
        status: `Active` or `Inactive`.
        upload_date: UTC, whole seconds.
    """

    ssh_public_key_id: str
    body: str
    status: str
    upload_date: datetime

    @property
    def fingerprint(self) -> str:
        """MD5 of the key in hex, in pairs with colons; for comparing by eye, as AWS shows it."""
        import hashlib  # 5 ms that only who looks at such keys pays

        digest = hashlib.md5(b64decode(self.body.split()[1]), usedforsecurity=False).hexdigest()
        return ":".join(digest[place : place + 2] for place in range(0, 32, 2))
