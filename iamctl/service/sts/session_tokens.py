"""Session tokens: a session and its secret, sealed with AES-256-GCM under the account's session key.

    iamctl.<session key's id>.<base64url of nonce, sealed JSON, tag>

Nothing of a token can be read or altered without the key; checking one looks nothing up. What the seal binds besides
the sealed text: the token's version, the account and the key's id. A token has one spelling: base64 that says the
same bytes in another way is refused.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import InvalidClientTokenId
from iamctl.model.secret import Secret
from iamctl.model.session import Session
from iamctl.model.tag import Tag

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "iamctl."
LONGEST = 16_384
INVALID = "The security token included in the request is invalid."
_NONCE = 12
_FORM = re.compile(r"iamctl\.([A-Z0-9]{16,32})\.([A-Za-z0-9_-]{40,})")


class SealedSession(NamedTuple):
    """A session and the secret access key that goes with it."""

    session: Session
    secret: Secret


class SessionTokens:
    """Makes and opens an account's session tokens.

    Args:
        key_of: the session key of this id, 32 bytes, or None.
    """

    def __init__(self, account_id: str, key_of: Callable[[str], bytes | None]) -> None:
        self._account_id = account_id
        self._key_of = key_of
        self._ciphers: dict[str, Any] = {}

    def seal(self, sealed: SealedSession, key_id: str, nonce: bytes) -> Secret:
        """The session's token.

        Args:
            key_id: of a session key that there is.
            nonce: 12 random bytes, never used before with this key.
        """
        cipher = self._cipher(key_id)
        assert cipher is not None, "a token is sealed under a key that there is"
        assert len(nonce) == _NONCE
        text = json.dumps(_as_json(sealed), separators=(",", ":"), ensure_ascii=False).encode()
        content = nonce + cipher.encrypt(nonce, text, self._bound(key_id))
        return Secret(f"{PREFIX}{key_id}.{urlsafe_b64encode(content).rstrip(b'=').decode()}")

    def open(self, token: str) -> SealedSession:
        """The session that the token seals; whether it is over, or its role gone, is for others to say.

        Raises:
            InvalidClientTokenId: it is no token of this account's, or was altered.
        """
        match = _FORM.fullmatch(token) if len(token) <= LONGEST else None
        cipher = self._cipher(match[1]) if match is not None else None
        if match is None or cipher is None:
            raise InvalidClientTokenId(INVALID)
        from cryptography.exceptions import InvalidTag

        key_id, encoded = match.groups()
        try:
            content = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        except ValueError as error:
            raise InvalidClientTokenId(INVALID) from error
        if urlsafe_b64encode(content).rstrip(b"=").decode() != encoded:
            raise InvalidClientTokenId(INVALID)
        try:
            text = cipher.decrypt(content[:_NONCE], content[_NONCE:], self._bound(key_id))
        except (InvalidTag, ValueError) as error:
            raise InvalidClientTokenId(INVALID) from error
        return _from_json(json.loads(text), self._account_id)

    def _cipher(self, key_id: str) -> Any:
        if key_id not in self._ciphers:
            key = self._key_of(key_id)
            if key is None:
                return None
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only who has sessions pays for it

            self._ciphers[key_id] = AESGCM(key)
        return self._ciphers[key_id]

    def _bound(self, key_id: str) -> bytes:
        return f"iamctl session token 1 {self._account_id} {key_id}".encode()


def _as_json(sealed: SealedSession) -> dict[str, Any]:
    session = sealed.session
    said = {
        "key": session.access_key_id,
        "secret": sealed.secret.reveal(),
        "by": session.issuer,
        "of": session.principal_id,
        "name": session.name,
        "from": int(session.issue_date.timestamp()),
        "to": int(session.expiration.timestamp()),
        "policy": session.policy,
        "arns": session.policy_arns,
        "tags": [tuple(tag) for tag in session.tags],
        "transitive": session.transitive_tag_keys,
        "source": session.source_identity,
        "mfa": int(session.mfa_date.timestamp()) if session.mfa_date is not None else None,
        "chain": session.chain,
        "out_of": session.ancestors,
        "signed_by": session.caller_key_id,
        "provider": session.provider,
        "provided": dict(session.provided),
    }
    return {name: value for name, value in said.items() if value not in (None, (), [], {}, "")}


def _from_json(said: dict[str, Any], account_id: str) -> SealedSession:
    get = said.get
    session = Session(
        account_id=account_id,
        access_key_id=said["key"],
        issuer=said["by"],
        principal_id=said["of"],
        name=get("name", ""),
        issue_date=datetime.fromtimestamp(said["from"], UTC),
        expiration=datetime.fromtimestamp(said["to"], UTC),
        policy=get("policy"),
        policy_arns=tuple(get("arns", ())),
        tags=tuple(Tag(*each) for each in get("tags", ())),
        transitive_tag_keys=tuple(get("transitive", ())),
        source_identity=get("source"),
        mfa_date=datetime.fromtimestamp(said["mfa"], UTC) if "mfa" in said else None,
        chain=tuple(get("chain", ())),
        ancestors=tuple(get("out_of", ())),
        caller_key_id=get("signed_by"),
        provider=get("provider"),
        provided=tuple(
            (key, tuple(value) if isinstance(value, list) else value) for key, value in get("provided", {}).items()
        ),
    )
    return SealedSession(session, Secret(said["secret"]))
