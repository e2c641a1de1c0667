"""The policies of a simulation, called as the simulator calls them in its answers.

    PolicyInputList.1                      a policy that was given
    user_alice_Deploy, group_…, role_…     an inline policy
    ReadOnlyAccess                         a managed policy, by its bare name; attached twice, it shows once
    ResourcePolicy · PermissionsBoundaryPolicyInputList.1

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Statement.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.policy_set import NamedDocument
from iamctl.errors import InvalidInput, MalformedPolicyDocument
from iamctl.policy.document import parse_document
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.problems import SYNTAX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.document import Document
    from iamctl.model.group import Group
    from iamctl.model.policy import Policy
    from iamctl.service.account import Account
    from iamctl.service.identities import Identity

IAM, RESOURCE, BOUNDARY = "IAM Policy", "Resource Policy", "Permissions Boundary Policy"


class Source(NamedTuple):
    """One policy of a simulation.

    Attributes:
        policy_id: as `SourcePolicyId` says it.
        policy_type: as `SourcePolicyType` says it.
        text: JSON, which positions are counted in.
        arn: of a managed policy; empty otherwise.
        attached_to: kind and name of whom an inline policy belongs to.
    """

    policy_id: str
    policy_type: str
    text: str
    document: Document
    arn: str = ""
    attached_to: tuple[str, str] = ("", "")

    def named(self, number: int) -> NamedDocument:
        """The document under its number among the sources: ids of sources may repeat."""
        return NamedDocument(str(number), self.document)


def given_sources(texts: Iterable[str], parameter: str, policy_type: str) -> tuple[Source, ...]:
    """The policies of a list that was given.

    Raises:
        InvalidInput: a text is no policy.
    """
    kind = PolicyKind.RESOURCE if policy_type == RESOURCE else PolicyKind.SESSION
    return tuple(
        Source(f"{parameter}.{number}", policy_type, text, _parsed_json(text, f"{parameter}.{number}", kind))
        for number, text in enumerate(texts, 1)
    )


def resource_source(text: str) -> Source:
    """The one resource-based policy.

    Raises:
        InvalidInput: the text is no policy.
    """
    return Source("ResourcePolicy", RESOURCE, text, _parsed_json(text, "ResourcePolicy", PolicyKind.RESOURCE))


def trust_source(text: str) -> Source:
    """A role's trust policy, which AWS's simulator takes none of.

    Raises:
        InvalidInput: the text is no policy.
    """
    return Source("TrustPolicy", RESOURCE, text, _parsed_json(text, "TrustPolicy", PolicyKind.TRUST))


def parsed(text: str, parameter: str, kind: PolicyKind) -> Document:
    """The document, held against the grammar as the simulator does: literals in conditions are not looked at.

    Raises:
        InvalidInput: it breaks the grammar, with line and column.
        ValidationError: it is empty or too long.
    """
    try:
        return parse_document(text, parameter, kind)
    except MalformedPolicyDocument as error:
        raise InvalidInput(error.message, hint=error.hints, place=error.place) from error


def _parsed_json(text: str, parameter: str, kind: PolicyKind) -> Document:
    document = parsed(text, parameter, kind)
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        raise InvalidInput(SYNTAX, hint=f"{parameter} is not JSON")
    return document


def identity_sources(account: Account, identity: Identity) -> tuple[Source, ...]:
    """The policies of a user and its groups, of a group or of a role."""
    found = list(_sources_of(account, identity))
    for name in identity.groups if identity.kind == "user" else ():  # type: ignore[union-attr]
        group: Group | None = account.groups.find(name)
        if group is not None:
            found += _sources_of(account, group)
    return tuple({(source.arn, source.policy_id, source.attached_to): source for source in found}.values())


def boundary_sources(account: Account, identity: Identity) -> tuple[Source, ...] | None:
    """The permissions boundary; None where there is none, empty where its policy is gone."""
    arn: str | None = getattr(identity, "permissions_boundary", None)
    if arn is None:
        return None
    policy = account.find_policy(arn)
    return () if policy is None else (_managed(policy, BOUNDARY),)


def _sources_of(account: Account, identity: Identity) -> Iterator[Source]:
    for policy in identity.inline_policies:
        policy_id = f"{identity.kind}_{identity.name}_{policy.policy_name}"
        attached_to = (identity.kind, identity.name)
        yield Source(policy_id, IAM, policy.document.text, policy.document, "", attached_to)
    for arn in identity.attached_policies:
        managed = account.find_policy(arn)
        if managed is not None:
            yield _managed(managed, IAM)


def _managed(policy: Policy, policy_type: str) -> Source:
    document = policy.default_version.document
    return Source(policy.policy_name, policy_type, document.text, document, policy.arn)
