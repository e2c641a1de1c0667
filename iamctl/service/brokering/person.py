"""Somebody of a company who signed in with what they already have: no user of the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iamctl.errors import AccessDenied
from iamctl.model import names

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signed in, as the company's own system says it.

    Attributes:
        name: becomes the source identity of every session: 2-64 characters of `[A-Za-z0-9_+=,.@-]`.
        through: the name of the authenticator that vouches for it.
        attributes: what rules look at, by the names that the authenticator has for them, letter by letter.
    """

    name: str
    through: str
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def check_person_name(name: str) -> None:
    """That a session could be traced to the name.

    Raises:
        AccessDenied: STS would not take it as a source identity.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    if names.constraint_broken(names.SOURCE_IDENTITY, name) is not None or name.lower().startswith("aws:"):
        raise AccessDenied(
            "Who signed in has a name that cannot be a source identity.",
            hint="it needs 2-64 characters of A-Z, a-z, 0-9 and _+=,.@-; name another attribute in the broker's file",
        )
