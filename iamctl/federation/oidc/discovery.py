"""A provider's keys from the provider itself: its configuration names the address of its keys.

Source: https://openid.net/specs/openid-connect-discovery-1_0.html (4)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError, InvalidInput
from iamctl.federation.oidc.fetch import Unreachable
from iamctl.federation.oidc.keys import no_key, parse_key_set
from iamctl.syntax.json_read import parse_json

if TYPE_CHECKING:
    from iamctl.federation.oidc.fetch import Fetch

CONFIGURATION = "/.well-known/openid-configuration"
LARGEST = 1024 * 1024
"""Characters."""


def fetch_key_set(issuer: str, fetch: Fetch) -> str:
    """The text of the key set that the issuer publishes; it reads as one.

    Args:
        issuer: the provider's URL with its scheme.

    Raises:
        InvalidIdentityToken: it is not to be had, with the reason: STS's answer for all of them is the same.
    """
    address = _keys_address(issuer, fetch)
    text = _text(address, fetch)
    try:
        parse_key_set(text, "its key set")
    except InvalidInput as error:
        raise no_key(f"the keys of {issuer} do not read: {error.message.rstrip('.')}") from None
    return text


def fetch_configuration(issuer: str, fetch: Fetch) -> dict[str, Any]:
    """What the issuer says of itself; it is its own.

    Raises:
        InvalidIdentityToken: it is not to be had, with the reason.
    """
    text = _text(issuer.rstrip("/") + CONFIGURATION, fetch)
    try:
        configuration = parse_json(text, "its configuration")
    except IamctlError as error:
        raise no_key(f"the configuration of {issuer} does not read: {error.message.rstrip('.')}") from None
    if not isinstance(configuration, dict):
        raise no_key(f"the configuration of {issuer} is no JSON object")
    if configuration.get("issuer") != issuer:
        raise no_key(f"the configuration of {issuer} is of another issuer")
    return configuration


def _keys_address(issuer: str, fetch: Fetch) -> str:
    configuration = fetch_configuration(issuer, fetch)
    address = configuration.get("jwks_uri")
    if not isinstance(address, str):
        raise no_key(f"the configuration of {issuer} has no jwks_uri")
    return address


def _text(address: str, fetch: Fetch) -> str:
    try:
        answer = fetch(address)
    except Unreachable as error:
        raise no_key(error.reason) from None
    if answer.status != 200:
        raise no_key(f"the provider answers {answer.status} where its configuration and keys should be")
    if len(answer.body) > LARGEST:
        raise no_key(f"the provider answers with more than {LARGEST:,} bytes")
    try:
        return answer.body.decode("utf-8")
    except UnicodeDecodeError:
        raise no_key("the provider's answer is not UTF-8") from None
