"""Requests and policy sets from plain data: what decision cases, recorded decisions and generated policies are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import Principal, PrincipalKind, Request
from iamctl.model.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
ALICE = f"arn:aws:iam::{ACCOUNT}:user/alice"
ALLOW_ALL: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}


def principal_of(said: str | Mapping[str, Any]) -> Principal:
    """A principal from its ARN, a service's name or `anonymous`; a table adds what the ARN does not say.

    A table's keys: arn, kind, parent, unique_ids, is_service_linked.
    """
    if isinstance(said, str):
        said = {"arn": said}
    arn = said["arn"]
    parts = arn.split(":", 5)
    account_id, name = (parts[4], parts[5]) if len(parts) == 6 else ("", "")
    kind = PrincipalKind(said["kind"]) if "kind" in said else _kind_of(arn, name)
    parent = said.get("parent")
    if name.startswith("role/"):  # any session of the role
        arn, parent = f"arn:{parts[1]}:sts::{account_id}:assumed-role/{name.split('/')[-1]}/any-session", arn
    if kind is PrincipalKind.ROLE_SESSION and parent is None:
        parent = f"arn:{parts[1]}:iam::{account_id}:role/{name.split('/')[1]}"
    return Principal(
        kind,
        "" if kind is PrincipalKind.ANONYMOUS else arn,
        "" if kind is PrincipalKind.FEDERATED else account_id,
        parent,
        tuple(said.get("unique_ids", ())),
        said.get("is_service_linked", False),
    )


def _kind_of(arn: str, name: str) -> PrincipalKind:
    if name == "root":
        return PrincipalKind.ROOT
    kinds = {
        "user": PrincipalKind.USER,
        "assumed-role": PrincipalKind.ROLE_SESSION,
        "role": PrincipalKind.ROLE_SESSION,
        "federated-user": PrincipalKind.FEDERATED_USER,
        "saml-provider": PrincipalKind.FEDERATED,
        "oidc-provider": PrincipalKind.FEDERATED,
    }
    if name:
        return kinds[name.split("/")[0]]
    return PrincipalKind.ANONYMOUS if arn == "anonymous" else PrincipalKind.SERVICE


def context_of(said: Mapping[str, str | Sequence[str]]) -> dict[str, str | tuple[str, ...]]:
    """A text is a single-valued key, a list a multivalued one."""
    return {key.lower(): value if isinstance(value, str) else tuple(value) for key, value in said.items()}


def request_of(said: Mapping[str, Any]) -> Request:
    """A request from a table: principal, action, resource, resource_account, context."""
    return Request(
        principal_of(said["principal"]),
        said["action"],
        said["resource"],
        context_of(said.get("context", {})),
        said.get("resource_account"),
    )


def layer_of(documents: Sequence[Any], name: str = "policy") -> Layer:
    return Layer([NamedDocument(f"{name} {number}", Document.of(tree)) for number, tree in enumerate(documents, 1)])


def policies_of(said: Mapping[str, Any]) -> PolicySet:
    """A policy set from a table.

    identity, boundary, session and resource are lists of documents, and what is left out (but identity) is no policy
    of this type; scp and rcp are lists of levels.
    """
    return PolicySet(
        layer_of(said.get("identity", [])),
        layer_of(said["boundary"]) if "boundary" in said else None,
        layer_of(said["session"]) if "session" in said else None,
        layer_of(said["resource"]) if "resource" in said else None,
        tuple(layer_of(level) for level in said.get("scp", [])),
        tuple(layer_of(level) for level in said.get("rcp", [])),
    )


def allow(action: str | list[str] = "*", resource: str | list[str] = "*", **elements: Any) -> dict[str, Any]:
    """A document of one statement that allows; elements are added to the statement."""
    return _document("Allow", action, resource, elements)


def deny(action: str | list[str] = "*", resource: str | list[str] = "*", **elements: Any) -> dict[str, Any]:
    """A document of one statement that denies; elements are added to the statement."""
    return _document("Deny", action, resource, elements)


def _document(effect: str, action: Any, resource: Any, elements: dict[str, Any]) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": action, "Resource": resource, **elements}
    return {"Version": "2012-10-17", "Statement": [statement]}
