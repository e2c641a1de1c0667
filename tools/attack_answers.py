"""An account that trusts both providers of the tests, and what AssumeRoleWith… answers there to a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from service.acting import policy, statement
from service.sts.vouching import OIDC_ARN, SAML_ARN, Vouching

from iamctl.errors import IamError
from iamctl.model.secret import Secret
from iamctl.service.sts.issuing import Issued
from iamctl.service.sts.with_saml import assume_role_with_saml
from iamctl.service.sts.with_web_identity import assume_role_with_web_identity

_LONGEST = 160
"""Letters of a hint that are shown."""


class Row(NamedTuple):
    """One attack and what it came to.

    Attributes:
        answer: an error's code, an HTTP status, or that it was taken.
        sentence: AWS's.
        hint: what is told besides, of this run's keys nothing.
    """

    attack: str
    answer: str
    sentence: str = ""
    hint: str = ""


def new_world() -> Vouching:
    """A role, Deploy, that trusts everybody of the two providers."""
    world = Vouching()
    actions = {OIDC_ARN: "sts:AssumeRoleWithWebIdentity", SAML_ARN: "sts:AssumeRoleWithSAML"}
    trusts = [
        {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": action}
        for provider, action in actions.items()
    ]
    world.trusted_role("Deploy", statement("iam:ListUsers"), trust=policy(*trusts))
    return world


def by_assertion(world: Vouching, attack: str, said: bytes) -> Row:
    def call() -> Issued:
        secret = Secret(said.decode())
        return world.anybody.call(
            assume_role_with_saml, role_arn="Deploy", principal_arn=SAML_ARN, saml_assertion=secret
        )

    return _answered(attack, call)


def by_token(world: Vouching, attack: str, token: str) -> Row:
    def call() -> Issued:
        secret = Secret(token)
        return world.anybody.call(
            assume_role_with_web_identity, role_arn="Deploy", role_session_name="ci", web_identity_token=secret
        )

    return _answered(attack, call)


def _answered(attack: str, call: Callable[[], Issued]) -> Row:
    try:
        issued = call()
    except IamError as error:
        hint = error.hints[0] if error.hints else ""
        hint = re.sub(r"\b[0-9a-f]{16}\b", "…", hint)  # a key's fingerprint
        hint = re.sub(r"(not well-formed XML): .*", r"\1", hint)  # where it is not hangs on the length of a certificate
        hint = hint if len(hint) <= _LONGEST else f"{hint[:_LONGEST]}…"
        return Row(attack, error.code, error.message, hint)
    return Row(attack, "taken", f"credentials of {issued.arn.rpartition(':')[2]}")
