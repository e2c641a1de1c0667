"""A person's own session at an OpenID Connect provider: begun once by the device flow, taken up by its refresh token.

Rules kept here:
  * the provider is asked over https (on this machine http will do), its configuration has to be its own;
  * what a provider answers is an answer of at most 1 MB, in time; redirections are not followed;
  * a refresh token is followed by the one that comes with the answer, where one comes.

Sources: https://www.rfc-editor.org/rfc/rfc8628 · https://www.rfc-editor.org/rfc/rfc6749 (6)
         https://openid.net/specs/openid-connect-core-1_0.html (12)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from iamctl.endpoint.broker.authenticator import Unavailable
from iamctl.errors import AccessDenied
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TIMEOUT = 10.0
"""Seconds."""
LONGEST = 900
"""Seconds that a person has to confirm a sign-in."""
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
_LOCAL = ("127.0.0.1", "::1", "localhost")


class Signed(NamedTuple):
    """What the provider gave.

    Attributes:
        refresh_token: None where the session cannot be taken up.
    """

    id_token: Secret
    refresh_token: Secret | None


class Confirmation(NamedTuple):
    """Where a person confirms the sign-in, and by which code."""

    address: str
    code: str


class OidcSignIn:
    """A provider as its users' programs see it.

    Args:
        context: what its certificate is held against.
    """

    def __init__(self, issuer: str, client_id: str, scopes: Sequence[str], *, context: Any) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._scopes = tuple(scopes)
        self._context = context
        self._configuration: dict[str, Any] | None = None

    def taken_up(self, refresh_token: Secret) -> Signed | None:
        """The session taken up again; None where it is over.

        Raises:
            Unavailable: the provider does not answer, or not as one.
        """
        asked = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token.reveal(),
            "scope": " ".join(self._scopes),
        }
        status, said = self._posted("token_endpoint", asked)
        if status != 200:
            if said.get("error") in ("invalid_grant", "interaction_required", "login_required", "access_denied"):
                return None
            raise self._strange(said)
        return self._signed(said, refresh_token)

    def begun(self, show: Callable[[Confirmation], None], sleep: Callable[[float], None]) -> Signed:
        """A new session, once a person has confirmed it in a browser.

        Args:
            show: tells the person where.

        Raises:
            AccessDenied: the person said no, or nothing in time.
            Unavailable: the provider does not answer, or has no device flow.
        """
        status, said = self._posted("device_authorization_endpoint", {"scope": " ".join(self._scopes)})
        code, address = said.get("device_code"), said.get("verification_uri_complete") or said.get("verification_uri")
        if status != 200 or not isinstance(code, str) or not isinstance(address, str):
            raise self._strange(said)
        show(Confirmation(address, str(said.get("user_code", ""))))
        interval, left = _whole(said.get("interval"), 5), min(_whole(said.get("expires_in"), LONGEST), LONGEST)
        while left > 0:
            sleep(interval)
            left -= interval
            status, answer = self._posted("token_endpoint", {"grant_type": DEVICE_CODE, "device_code": code})
            if status == 200:
                return self._signed(answer, None)
            error = answer.get("error")
            if error == "slow_down":
                interval += 5
            elif error in ("access_denied", "expired_token"):
                break
            elif error != "authorization_pending":
                raise self._strange(answer)
        raise AccessDenied("The sign-in was not confirmed.", hint="try again")

    def _signed(self, said: dict[str, Any], before: Secret | None) -> Signed:
        token, refresh = said.get("id_token"), said.get("refresh_token")
        if not isinstance(token, str):
            raise Unavailable(f"{self._issuer} gives no ID token.", hint="its client needs the scope openid")
        return Signed(Secret(token), Secret(refresh) if isinstance(refresh, str) else before)

    def _posted(self, endpoint: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        address = self._endpoint(endpoint)
        return self._asked("POST", address, {"client_id": self._client_id, **form})

    def _endpoint(self, name: str) -> str:
        if self._configuration is None:
            _, said = self._asked("GET", f"{self._issuer.rstrip('/')}/.well-known/openid-configuration", None)
            if said.get("issuer") != self._issuer:
                raise Unavailable(f"The configuration of {self._issuer} is of another issuer.")
            self._configuration = said
        address = self._configuration.get(name)
        if not isinstance(address, str):
            raise Unavailable(
                f"{self._issuer} has no {name.replace('_', ' ')}.", hint="give a token: `--token-file FILE`"
            )
        return address

    def _asked(self, method: str, url: str, form: dict[str, str] | None) -> tuple[int, dict[str, Any]]:
        import httpx

        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise Unavailable(f"{parts.hostname} is not asked over {parts.scheme}, only over https.")
        try:
            with httpx.Client(verify=self._context, timeout=TIMEOUT, trust_env=False) as client:
                answer = client.request(method, url, data=form, headers={"Accept": "application/json"})
                said = answer.json() if len(answer.content) <= 1024 * 1024 else None
        except httpx.HTTPError as error:
            reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
            raise Unavailable(f"{parts.hostname} cannot be asked: {reason}.") from None
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise Unavailable(f"{parts.hostname} does not answer as a provider does.")
        return answer.status_code, said

    def _strange(self, said: dict[str, Any]) -> Unavailable:
        told = str(said.get("error_description") or said.get("error") or "an answer that was not expected")[:200]
        return Unavailable(f"{self._issuer} says: {told.rstrip('.')}.")


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else otherwise
