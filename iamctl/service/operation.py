"""What makes a function an operation: the API's name, and whether it changes anything.

An operation is a plain function whose first parameter is the account. Its other parameters are keyword-only
and bear the API members' names in Python spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.service.account import Account

# Where AWS writes a member otherwise than word by word.
_MEMBERS = {
    "client_id": "ClientID",
    "client_id_list": "ClientIDList",
    "open_id_connect_provider_arn": "OpenIDConnectProviderArn",
    "saml_assertion": "SAMLAssertion",
    "saml_metadata_document": "SAMLMetadataDocument",
    "saml_provider_arn": "SAMLProviderArn",
    "ssh_public_key_body": "SSHPublicKeyBody",
    "ssh_public_key_id": "SSHPublicKeyId",
    "virtual_mfa_device_name": "VirtualMFADeviceName",
    "sha1_signatures": "SHA1Signatures",
}

P = ParamSpec("P")
R = TypeVar("R")


class Operation(NamedTuple):
    """`CreateUser`, and that it writes."""

    name: str
    writes: bool


def operation(
    name: str, *, writes: bool
) -> Callable[[Callable[Concatenate[Account, P], R]], Callable[Concatenate[Account, P], R]]:
    """Mark a function as the operation of this name."""

    def mark(function: Callable[Concatenate[Account, P], R]) -> Callable[Concatenate[Account, P], R]:
        cast("Any", function).operation = Operation(name, writes)
        return function

    return mark


def operation_of(function: Callable[..., Any]) -> Operation:
    """The operation that the function is marked as."""
    return cast("Operation", cast("Any", function).operation)


def member_name(parameter: str) -> str:
    """The API's name of a parameter: `UserName` for `user_name`."""
    return _MEMBERS.get(parameter) or "".join(word.capitalize() for word in parameter.split("_"))
