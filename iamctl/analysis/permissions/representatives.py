"""Whom a resource's own policy may treat differently: one caller for each, as principals are named in full or by `*`.

Whoever is not named is like somebody of another account, another service, another provider, or nobody who signs.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.request import Principal, PrincipalKind
from iamctl.policy.principals import account_of, principal_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.engine.policy_set import Layer
    from iamctl.policy.statements import PrincipalEntry

_STRANGER = "000000000000"
_ANYBODY = "anybody"


class Representative(NamedTuple):
    """One caller that stands for all who are named as it is.

    Attributes:
        words: whom it stands for.
        is_named: whether the policies name it, so that what follows from its ARN is known of its requests.
        apart: values of `aws:PrincipalArn` and of `aws:PrincipalAccount` that others have a representative of their own
            for; empty where no statement tests the key.
    """

    words: str
    principal: Principal
    is_named: bool = True
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()


EVERYBODY = Representative(
    "everybody of every account",
    Principal(PrincipalKind.USER, f"arn:aws:iam::{_STRANGER}:user/{_ANYBODY}", _STRANGER),
    is_named=False,
)
UNSIGNED = Representative("anonymous callers", Principal(PrincipalKind.ANONYMOUS, ""), is_named=False)
_OTHERS = (
    EVERYBODY,
    UNSIGNED,
    Representative("every service", Principal(PrincipalKind.SERVICE, "any.amazonaws.com"), is_named=False),
    Representative("every identity provider", Principal(PrincipalKind.FEDERATED, "any.example"), is_named=False),
)


def representatives(layers: Iterable[Layer]) -> tuple[Representative, ...]:
    """One for each whom the layers' statements name, and those who stand for all others, who come first."""
    found: dict[str, Representative] = {each.words: each for each in _OTHERS}
    tested: set[str] = set()
    for layer in layers:
        for statement in layer.statements:
            said = statement.statement
            tested.update(entry.key.lower() for entry in said.conditions)
            for entry in (*(said.principals or ()), *(said.not_principals or ())):
                for each in _of_entry(entry):
                    found.setdefault(each.words, each)
    return tuple(_set_apart(each, tuple(found.values()), tested) for each in found.values())


def _set_apart(one: Representative, every: tuple[Representative, ...], tested: set[str]) -> Representative:
    """One that stands for users and roles that are not named, without those that are."""
    if one.is_named or one.principal.kind is not PrincipalKind.USER or one.principal.unique_ids:
        return one
    arns = tuple(each.words for each in every if each.words in (each.principal.arn, each.principal.parent_arn))
    accounts = tuple(each.principal.account_id for each in every if each.words.startswith("account "))
    apart = [("aws:PrincipalArn", arns)]
    if one.principal.account_id == _STRANGER:
        apart.append(("aws:PrincipalAccount", accounts))
    return one._replace(apart=tuple((key, values) for key, values in apart if values and key.lower() in tested))


def _of_entry(entry: PrincipalEntry) -> Iterator[Representative]:
    label, name = entry
    if label == "Service" and name != "*":
        yield Representative(name, Principal(PrincipalKind.SERVICE, name))
    elif label == "Federated" and name != "*":
        yield Representative(name, Principal(PrincipalKind.FEDERATED, name))
    elif label == "AWS" and name != "*":
        yield from _of_arn(name)


def _of_arn(name: str) -> Iterator[Representative]:
    kind, account = principal_kind(name), account_of(name) or _STRANGER
    if kind in ("account", "root"):
        root = f"arn:aws:iam::{account}:root"
        anybody = Principal(PrincipalKind.USER, f"arn:aws:iam::{account}:user/{_ANYBODY}", account)
        yield Representative(f"account {account}", anybody, is_named=False)
        yield Representative(f"the root user of {account}", Principal(PrincipalKind.ROOT, root, account))
    elif kind == "user":
        yield Representative(name, Principal(PrincipalKind.USER, name, account))
    elif kind == "role":
        arn = f"arn:aws:sts::{account}:assumed-role/{name.rpartition('/')[2]}/{_ANYBODY}"
        yield Representative(name, Principal(PrincipalKind.ROLE_SESSION, arn, account, parent_arn=name))
    elif kind == "assumed-role":
        role = f"arn:aws:iam::{account}:role/{name.split('/')[1]}"
        principal = Principal(PrincipalKind.ROLE_SESSION, name, account, parent_arn=role, is_path_known=False)
        yield Representative(name, principal)
    elif kind == "federated-user":
        user = f"arn:aws:iam::{account}:user/{_ANYBODY}"
        yield Representative(name, Principal(PrincipalKind.FEDERATED_USER, name, account, parent_arn=user))
    elif kind == "unique-id":
        yield _of_unique_id(name)


def _of_unique_id(name: str) -> Representative:
    """An entity that is gone or of another account: only its id is known."""
    if name.startswith("AIDA"):
        arn = f"arn:aws:iam::{_STRANGER}:user/{name}"
        return Representative(name, Principal(PrincipalKind.USER, arn, _STRANGER, unique_ids=(name,)), is_named=False)
    arn, parent = f"arn:aws:sts::{_STRANGER}:assumed-role/{name}/{_ANYBODY}", f"arn:aws:iam::{_STRANGER}:role/{name}"
    session = Principal(PrincipalKind.ROLE_SESSION, arn, _STRANGER, parent, (f"{name}:{_ANYBODY}", name))
    return Representative(name, session, is_named=False)
