"""What a session is given to narrow it and to be known by: session policies and tags, within STS's limits.

Rules kept here:
  * one inline policy of at most 2,048 characters, and at most ten managed ones: the account's own or AWS's;
  * what policies and tags come to when they are packed may not be more than there is room for. AWS packs them in a
    way of its own and says only how many percent of the room they take; here it is what they come to compressed,
    of 2,048 bytes.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, MalformedPolicyDocument, PackedPolicyTooLarge, ValidationError
from iamctl.model.names import check_tags, validation_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.engine.policy_set import NamedDocument
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account

LONGEST_POLICY = 2048
MOST_ARNS = 10
_ROOM = 2048  # bytes


class SessionPolicies(NamedTuple):
    """The session policies of one call.

    Attributes:
        policy: without white space between its elements.
        policy_arns: each of a policy that there is.
    """

    policy: str | None = None
    policy_arns: tuple[str, ...] = ()


def checked_policies(
    account: Account, policy: str | None, policy_arns: Sequence[str], *, source: str = "Policy"
) -> SessionPolicies:
    """The session policies of a call, held against STS's rules.

    Raises:
        ValidationError: too long, too many, or an ARN of another account's.
        MalformedPolicyDocument: the policy does not parse, or an ARN is no policy's that there is.
    """
    if policy is not None:
        if len(policy) > LONGEST_POLICY:
            raise validation_error(
                [
                    f"Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to "
                    f"{LONGEST_POLICY}"
                ]
            )
        from iamctl.policy.document import parse_document
        from iamctl.policy.kinds import PolicyKind

        policy = parse_document(policy, source, PolicyKind.SESSION).text
    arns = tuple(policy_arns)
    if len(arns) > MOST_ARNS:
        raise validation_error(
            [
                f"Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to "
                f"{MOST_ARNS}"
            ]
        )
    for arn in arns:
        if not arn.startswith((f"arn:aws:iam::{account.account_id}:policy/", "arn:aws:iam::aws:policy/")):
            raise ValidationError(f"{arn} is no managed policy of account {account.account_id}, nor of AWS's.")
        if account.find_policy(arn) is None:
            raise MalformedPolicyDocument(
                f"Policy {arn} does not exist.", hint="list them with `iamctl policy list --scope all`"
            )
    return SessionPolicies(policy, arns)


def check_session_tags(tags: Sequence[Tag], transitive: Sequence[str]) -> None:
    """Hold the tags of a call against STS's rules.

    Raises:
        ValidationError: a key or a value is out of shape, or there are over 50.
        InvalidInput: a key comes twice, begins with `aws:`, or is to be handed on and is no tag of the call.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    """
    check_tags(tags, ignore_case=True)
    keys = {tag.key.lower() for tag in tags}
    for key in transitive:
        if key.lower() not in keys:
            raise InvalidInput(
                f"Transitive tag key {key} is no tag of this session.", hint=f"give it a value: `--tag {key}=VALUE`"
            )


def packed_size(policies: SessionPolicies, tags: Sequence[Tag]) -> int | None:
    """How much of the room for policies and tags is taken, in percent; None where there are none.

    Raises:
        PackedPolicyTooLarge: more than there is.
    """
    if policies == SessionPolicies() and not tags:
        return None
    import zlib

    text = "\n".join([policies.policy or "", *policies.policy_arns, *(f"{tag.key}={tag.value}" for tag in tags)])
    percent = -(-len(zlib.compress(text.encode(), 9)) * 100 // _ROOM)
    if percent > 100:
        raise PackedPolicyTooLarge(f"Packed policy consumes {percent}% of allotted space, please use smaller policy.")
    return percent


def session_documents(account: Account, policy: str | None, policy_arns: Sequence[str]) -> tuple[NamedDocument, ...]:
    """The documents that narrow a session, managed ones as they are now; one that is gone allows nothing."""
    from iamctl.engine.policy_set import NamedDocument
    from iamctl.model.document import Document

    documents = [NamedDocument("session policy", Document(policy))] if policy is not None else []
    for arn in policy_arns:
        managed = account.find_policy(arn)
        if managed is not None:
            documents.append(NamedDocument(f"session policy {arn}", managed.default_version.document))
    return tuple(documents)
