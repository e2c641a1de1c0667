"""What a broker's authenticators have in common: what a request proves with, and how they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from iamctl.errors import AccessDenied, MachineError

if TYPE_CHECKING:
    from iamctl.model.secret import Secret
    from iamctl.service.brokering.person import Person

PASSWORD, TOKEN, HEADERS = "password", "token", "headers"
WRONG = "Your authentication information is incorrect. Please try again."
"""As AWS's sign-in says it: neither the name nor the password is told to be the wrong one."""


class Proof(NamedTuple):
    """What a request carries to say who sends it.

    Attributes:
        kind: `password`, `token` or `headers`.
        user_name: as it was typed.
        headers: of the request, names in lower case, each as often as it came.
    """

    kind: str
    user_name: str = ""
    password: Secret | None = None
    token: Secret | None = None
    headers: tuple[tuple[str, str], ...] = ()


class NotProven(AccessDenied):
    """Whoever it was did not prove to be who they say.

    Attributes:
        why: for the broker's own log, lower case, no full stop; it holds nothing that was typed.
    """

    http_status = 403

    def __init__(self, why: str) -> None:
        super().__init__(WRONG)
        self.why = why


class Unavailable(MachineError):
    """What would know the person does not answer."""

    code = "ServiceUnavailable"


class Authenticator(Protocol):
    """One way to be known.

    Attributes:
        name: as the broker's file calls it.
        kind: `ldap`, `oidc`, `proxy` or `command`.
        takes: the kind of proof.
    """

    name: str
    kind: str
    takes: str

    def person(self, proof: Proof) -> Person:
        """Who it is.

        Raises:
            NotProven: nobody, as far as is known here.
            Unavailable: it cannot be asked now.
        """
        ...

    def look_up(self, user_name: str) -> Person | None:
        """What is known of somebody without their proof; None where it takes one, or nobody is called so.

        Raises:
            Unavailable: it cannot be asked now.
        """
        ...

    def check(self) -> None:
        """That it can be asked.

        Raises:
            Unavailable: it cannot.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
