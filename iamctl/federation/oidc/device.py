"""Signing in on another device: the provider gives a short code, a person types it in wherever there is a browser.

Source: https://www.rfc-editor.org/rfc/rfc8628 (3.1-3.5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import IDPCommunicationError
from iamctl.federation.oidc.authorization_code import id_token_of, members_of, refused
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from iamctl.federation.oidc.authorization_code import Client
    from iamctl.federation.oidc.fetch import Fetched

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_LONGEST = 1800


class DeviceSignIn(NamedTuple):
    """One sign-in that has begun.

    Attributes:
        user_code: what the person types in.
        complete: the address with the code in it; empty where the provider has none.
        interval: seconds between two questions at least.
        expires_in: seconds.
    """

    client: Client
    device_code: Secret
    user_code: str
    verification_uri: str
    complete: str
    interval: int
    expires_in: int


def device_form(client: Client, scope: str = "openid") -> dict[str, str]:
    """What is posted to the device authorization endpoint."""
    return {"scope": scope, **client.form}


def device_sign_in(client: Client, answer: Fetched) -> DeviceSignIn:
    """The sign-in that the provider's answer begins.

    Raises:
        IDPRejectedClaim: the provider said no.
        IDPCommunicationError: the answer lacks what is needed.
    """
    said = members_of(answer)
    if answer.status != 200 or "error" in said:
        raise refused(said)
    code, user_code, uri = (_printable(said, name) for name in ("device_code", "user_code", "verification_uri"))
    complete = said.get("verification_uri_complete")
    return DeviceSignIn(
        client=client,
        device_code=Secret(code),
        user_code=user_code,
        verification_uri=uri,
        complete=complete if isinstance(complete, str) and complete.isprintable() else "",
        interval=_whole(said.get("interval"), 5, least=1, most=60),
        expires_in=_whole(said.get("expires_in"), 600, least=1, most=_LONGEST),
    )


def poll_form(sign_in: DeviceSignIn) -> dict[str, str]:
    """What is posted to the token endpoint again and again; secret."""
    return {"grant_type": GRANT, "device_code": sign_in.device_code.reveal(), **sign_in.client.form}


class Poll(NamedTuple):
    """What one question came to.

    Attributes:
        token: None as long as nobody has signed in.
        slower_by: seconds by which the interval grows from now on.
    """

    token: Secret | None
    slower_by: int = 0


def polled(answer: Fetched) -> Poll:
    """What the token endpoint's answer comes to.

    Raises:
        IDPRejectedClaim: the person or the provider said no, or the code is over.
        IDPCommunicationError: the answer is none.
    """
    if answer.status != 200:
        error = members_of(answer).get("error")
        if error == "authorization_pending":
            return Poll(None)
        if error == "slow_down":
            return Poll(None, slower_by=5)
    return Poll(id_token_of(answer))


def _printable(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value or not value.isprintable() or len(value) > 2000:
        raise IDPCommunicationError("The provider's answer lacks what is needed.", hint=f"it has no {name}")
    return value


def _whole(value: object, default: int, *, least: int, most: int) -> int:
    return min(max(value, least), most) if type(value) is int else default
