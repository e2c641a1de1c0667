"""Asking a broker, as `iamctl broker login` does.

Rules kept here:
  * https, or http to this machine; the certificate has to chain to the trust store or to the authority that is given;
  * no proxy of the environment, no redirection: a password goes to the broker that was named, or nowhere.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from iamctl.endpoint.broker.authenticator import Unavailable
from iamctl.errors import AccessDenied, IamctlError, InvalidInput, MachineError, NoSuchEntity, Throttling, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from iamctl.model.secret import Secret

TIMEOUT = 30.0
"""Seconds."""
_LOCAL = ("127.0.0.1", "::1", "localhost")


class Trust(NamedTuple):
    """How broker and client know one another.

    Attributes:
        ca_file: PEM, taken besides the machine's trust store.
        certificate, key: PEM, for a proxy before the broker that asks for them.
    """

    ca_file: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class BrokerClient:
    """One broker.

    Args:
        url: its address, also with a path before `/credentials`.
    """

    def __init__(self, url: str, trust: Trust | None = None) -> None:
        """Name it.

        Raises:
            UsageError: it is no address that a password may go to.
            InvalidInput: what it is to be trusted by cannot be read.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username is not None:
            raise UsageError(f"{url} is no broker's address.", hint="write https://HOST[:PORT]")
        if parts.scheme == "http" and parts.hostname not in _LOCAL:
            raise UsageError(f"{url} is not asked over http: a password would go over the network in the clear.")
        self.url = url.rstrip("/")
        self.context = _context(trust or Trust())

    def ways(self) -> dict[str, Any]:
        """What proofs it takes, and of which issuers."""
        return self._asked("/ways", {}, None)

    def credentials(self, *, authorization: Authorization | None, role: str | None, duration: int | None) -> Any:
        """The members of a credential_process.

        Raises:
            AccessDenied, InvalidInput, Throttling: the broker's answer.
            Unavailable: it does not answer, or not as a broker does.
        """
        parameters = {"role": role, "duration": str(duration) if duration is not None else None}
        answer = self._asked("/credentials", {k: v for k, v in parameters.items() if v is not None}, authorization)
        wanted = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
        if not all(isinstance(answer.get(name), str) for name in wanted):
            raise Unavailable(f"{self.url} does not answer as a broker does.")
        return answer

    def roles(self, *, authorization: Authorization | None) -> dict[str, Any]:
        """Who one is there, and the roles that there are."""
        return self._asked("/roles", {}, authorization)

    def _asked(self, path: str, parameters: dict[str, str], authorization: Authorization | None) -> dict[str, Any]:
        httpx = _httpx()
        headers = {"Accept": "application/json", "User-Agent": "iamctl"}
        auth = None
        if authorization is not None and authorization.user_name is not None:
            auth = httpx.BasicAuth(_utf8(authorization.user_name), _utf8(authorization.secret.reveal()))
        elif authorization is not None:
            headers["Authorization"] = f"Bearer {authorization.secret.reveal()}"
        try:
            with httpx.Client(verify=self.context, timeout=TIMEOUT, trust_env=False) as client:
                answer = client.get(f"{self.url}{path}", params=parameters, headers=headers, auth=auth)
        except httpx.HTTPError as error:
            reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
            raise Unavailable(f"{self.url} cannot be asked: {reason}.") from None
        try:
            said = answer.json()
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise Unavailable(f"{self.url} does not answer as a broker does.")
        if answer.status_code != 200:
            raise _error(self.url, answer.status_code, said)
        return said


class Authorization(NamedTuple):
    """What is sent to be known by.

    Attributes:
        user_name: beside a password; None beside a token.
    """

    secret: Secret
    user_name: str | None = None


def _error(url: str, status: int, said: dict[str, Any]) -> IamctlError:
    """The broker's error as one of our own."""
    told = said.get("Error")
    message = told.get("Message") if isinstance(told, dict) else None
    code = told.get("Code") if isinstance(told, dict) else None
    if not isinstance(message, str) or not isinstance(code, str):
        return Unavailable(f"{url} answers {status}.")
    for known in (AccessDenied, InvalidInput, Throttling):
        if code == known.code:
            return known(message)
    if status == 404:
        return NoSuchEntity("page", url)
    return Unavailable(message) if status >= 500 else InvalidInput(f"{code}: {message}")


def _context(trust: Trust) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context()
        if trust.ca_file is not None:
            context.load_verify_locations(trust.ca_file)
        if trust.certificate is not None:
            context.load_cert_chain(trust.certificate, trust.key)
    except (OSError, ssl.SSLError) as error:
        raise InvalidInput(f"The certificates cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    return context


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogateescape")


def _httpx() -> Any:
    try:
        import httpx  # 60 ms
    except ImportError:
        raise MachineError(
            "Asking a broker needs httpx, which is not installed.", hint="pip install 'iamctl[serve]'"
        ) from None
    return httpx
