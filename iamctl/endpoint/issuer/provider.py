"""A provider for tests as a whole: what it signs with, what it remembers, and how its sign-ins go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from iamctl.endpoint.issuer import responses, tokens
from iamctl.endpoint.issuer.fault import the_fault
from iamctl.endpoint.issuer.grants import Grants
from iamctl.endpoint.issuer.keys import Keys
from iamctl.endpoint.issuer.responses import Responses, Said
from iamctl.endpoint.issuer.tokens import Tokens
from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from iamctl.endpoint.issuer.grants import Grant
    from iamctl.model.secret import Secret

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(NamedTuple):
    """How it was started.

    Attributes:
        client_ids: whom tokens are issued for.
        redirect_uris: where answers may go, besides this machine.
        saml_roles: `ROLE-ARN,PROVIDER-ARN` each, which every response offers.
        claims: that every token has.
        sign_in_as: who signs in without being asked; None asks by a form.
    """

    client_ids: tuple[str, ...]
    redirect_uris: tuple[str, ...] = ()
    saml_roles: tuple[str, ...] = ()
    claims: Mapping[str, Any] = {}
    sign_in_as: str | None = None


class TestProvider:
    """Who answers.

    Attributes:
        issuer: `https://127.0.0.1:9443`.
        admin_token: that opens `/admin/`.
        next_token_fault: what is to be wrong with the next token of a sign-in; None is nothing.
        next_response_fault: likewise of the next response.
    """

    __test__ = False

    def __init__(
        self,
        issuer: str,
        settings: Settings,
        *,
        admin_token: Secret,
        now: Callable[[], datetime],
        entropy: Callable[[int], bytes],
    ) -> None:
        self.issuer = issuer
        self.settings = settings
        self.admin_token = admin_token
        self.keys = Keys(now)
        self.tokens = Tokens(issuer, self.keys, now)
        self.responses = Responses(issuer, self.keys, now, entropy)
        self.grants = Grants(now, entropy)
        self.next_token_fault: str | None = None
        self.next_response_fault: str | None = None

    def set_next(self, kind: str, fault: str | None) -> None:
        """Have something wrong with the next word of a sign-in.

        Args:
            kind: `token` or `response`.

        Raises:
            InvalidInput: there is no such kind or fault.
        """
        if kind not in ("token", "response"):
            raise InvalidInput(f"{kind!r} is no kind.", hint="one of token, response")
        if fault is not None:
            the_fault(tokens.FAULTS if kind == "token" else responses.FAULTS, fault)
        if kind == "token":
            self.next_token_fault = fault
        else:
            self.next_response_fault = fault

    def token_for(self, grant: Grant) -> str:
        """The ID token of a sign-in, with the fault that was asked for."""
        fault, self.next_token_fault = self.next_token_fault, None
        nonce = {"nonce": grant.nonce} if grant.nonce is not None else {}
        return self.tokens.minted(grant.subject, grant.client_id, {**self.settings.claims, **nonce}, fault=fault)

    def response_for(self, said: Said) -> str:
        """The response of a sign-in, likewise."""
        fault, self.next_response_fault = self.next_response_fault, None
        return self.responses.issued(said, fault=fault)

    def may_answer_at(self, address: str) -> bool:
        """Whether an answer may go there: this machine, or where it was started for."""
        if address in self.settings.redirect_uris:
            return True
        try:
            parts = urlsplit(address)
            host = parts.hostname
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and host in _LOOPBACK and parts.username is None and not parts.fragment
