"""Who a policy names: what a principal's string means, and reading and rewriting the strings of a document.

A trust policy names users and roles by ARN while they exist and by unique id once they are deleted; the
service rewrites the strings when an entity is renamed, moved or deleted. Nothing here raises on a document
that breaks the grammar: it then names whom it can be read to name.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from iamctl.model.arn import PARTITIONS
from iamctl.model.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PrincipalKind: TypeAlias = Literal[
    "account",
    "root",
    "user",
    "role",
    "assumed-role",
    "federated-user",
    "unique-id",
    "group",
    "star",
    "unknown",
]
"""`account` is twelve digits, `root` the same account as an ARN; a `group` is never a principal."""


@cache
def _arn() -> re.Pattern[str]:
    """An ARN that can stand under `AWS`; `*` and `?` are left out of the characters of paths and names."""
    partitions = "|".join(map(re.escape, PARTITIONS))
    return re.compile(
        rf"arn:(?:{partitions}):"
        r"(?:iam::(?P<account>[0-9]{12}):(?:(?P<root>root)|(?P<entity>user|role|group)/[!-)+->@-~]*[!-)+-.0->@-~])"
        r"|sts::(?P<sts_account>[0-9]{12}):(?P<session>assumed-role(?=/[^/]+/[^/]+$)|federated-user(?=/[^/]+$))"
        r"/[!-)+->@-~]+)"
    )


@cache
def _unique_id() -> re.Pattern[str]:
    return re.compile(r"(AIDA|AROA|AGPA)[A-Z0-9]{12,124}")


def principal_kind(text: str) -> PrincipalKind:
    """What a string under `AWS` means."""
    if text == "*":
        return "star"
    if _is_account_id(text):
        return "account"
    if match := _arn().fullmatch(text):
        kind: PrincipalKind = match["root"] or match["entity"] or match["session"]  # type: ignore[assignment]
        return kind
    if match := _unique_id().fullmatch(text):
        return "group" if match[1] == "AGPA" else "unique-id"
    return "unknown"


def account_of(principal: str) -> str | None:
    """The twelve digits of the account that the string names; None for a unique id, `*` and what is no principal."""
    if _is_account_id(principal):
        return principal
    match = _arn().fullmatch(principal)
    return (match["account"] or match["sts_account"]) if match else None


def principals(document: Document) -> tuple[str, ...]:
    """Every string under `Principal.AWS` as it is written, once each, in the document's order."""
    return _named(document, "AWS")


def federated(document: Document) -> tuple[str, ...]:
    """Every identity provider under `Principal.Federated`, once each, in the document's order."""
    return _named(document, "Federated")


def services(document: Document) -> tuple[str, ...]:
    """Every service under `Principal.Service`, once each, in the document's order."""
    return _named(document, "Service")


def rewrite_principals(document: Document, mapping: Mapping[str, str]) -> Document:
    """The document with each string under `AWS` that is a key of the mapping replaced by its value.

    `NotPrincipal` is rewritten too. Everything else stays, order included; the document itself comes back
    when nothing is replaced.
    """
    tree: Any = document.tree
    changed = False
    for element in _principal_elements(tree):
        named = element.get("AWS")
        renamed = [mapping.get(text, text) if isinstance(text, str) else text for text in _listed(named)]
        if renamed != _listed(named):
            element["AWS"] = renamed if isinstance(named, list) else renamed[0]
            changed = True
    return Document.of(tree) if changed else document


def statements_of(tree: object) -> list[Any]:
    """The statements of a document's tree; a lone one stands for a list of one."""
    return _listed(tree.get("Statement")) if isinstance(tree, dict) else []


def _named(document: Document, label: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for statement in statements_of(document.tree):
        element = statement.get("Principal") if isinstance(statement, dict) else None
        if element == "*" and label == "AWS":
            found["*"] = None
        elif isinstance(element, dict):
            found.update((text, None) for text in _listed(element.get(label)) if isinstance(text, str))
    return tuple(found)


def _principal_elements(tree: object) -> Iterator[dict[str, Any]]:
    for statement in statements_of(tree):
        if isinstance(statement, dict):
            elements = (statement.get("Principal"), statement.get("NotPrincipal"))
            yield from (element for element in elements if isinstance(element, dict))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _is_account_id(text: str) -> bool:
    return len(text) == 12 and text.isascii() and text.isdecimal()
