"""IAM Access Analyzer's custom policy checks, without AWS, each with a request that proves a FAIL.

    no new access       a policy allows nothing that its former text does not
    access not granted  a policy allows none of some actions on some resources
    no public access    a resource's policy lets nobody in who is not named

What is undecided is neither PASS nor FAIL, which AWS has no word for.

Sources: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html
         https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckAccessNotGranted.html
         https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.permissions.compare import Piece, Undecided, added
from iamctl.analysis.permissions.from_policies import restricted
from iamctl.analysis.permissions.public import is_public
from iamctl.analysis.permissions.representatives import EVERYBODY, UNSIGNED
from iamctl.engine.policy_set import Layer
from iamctl.errors import InvalidInput, ValidationError
from iamctl.service.comparing.comparison import question
from iamctl.service.comparing.sides import (
    IDENTITY,
    RESOURCE,
    TRUST,
    of_policy,
    of_representative,
    same_kind,
    treated_apart,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.analysis.permissions.boxes import Box
    from iamctl.analysis.permissions.from_policies import Permissions
    from iamctl.analysis.permissions.representatives import Representative
    from iamctl.analysis.permissions.witness import Witness
    from iamctl.service.comparing.comparison import Comparer
    from iamctl.service.comparing.sides import PolicySide
    from iamctl.service.members import Members

PASS, FAIL, UNDECIDED = "PASS", "FAIL", "UNDECIDED"
RESOURCE_TYPES = {
    "AWS::ApiGateway::RestApi": "execute-api",
    "AWS::Backup::BackupVault": "backup",
    "AWS::CloudTrail::Dashboard": "cloudtrail",
    "AWS::CloudTrail::EventDataStore": "cloudtrail",
    "AWS::CodeArtifact::Domain": "codeartifact",
    "AWS::DynamoDB::Stream": "dynamodb",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::EFS::FileSystem": "elasticfilesystem",
    "AWS::IAM::AssumeRolePolicyDocument": "sts",
    "AWS::KMS::Key": "kms",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::Kinesis::StreamConsumer": "kinesis",
    "AWS::Lambda::Function": "lambda",
    "AWS::OpenSearchService::Domain": "es",
    "AWS::S3::AccessPoint": "s3",
    "AWS::S3::Bucket": "s3",
    "AWS::S3::Glacier": "glacier",
    "AWS::S3Express::AccessPoint": "s3express",
    "AWS::S3Express::DirectoryBucket": "s3express",
    "AWS::S3Outposts::AccessPoint": "s3-outposts",
    "AWS::S3Outposts::Bucket": "s3-outposts",
    "AWS::S3Tables::Table": "s3tables",
    "AWS::S3Tables::TableBucket": "s3tables",
    "AWS::SNS::Topic": "sns",
    "AWS::SQS::Queue": "sqs",
    "AWS::SecretsManager::Secret": "secretsmanager",
}
"""The types of CheckNoPublicAccess, and the service whose actions are done to them."""


class Wording(NamedTuple):
    """The sentences of one check."""

    code: str
    passed: str
    failed: str
    reason: str


NEW = Wording(
    "NEW_ACCESS",
    "The modified permissions do not grant new access compared to your existing policy.",
    "The modified permissions grant new access compared to your existing policy.",
    "New access in the statement with",
)
GRANTED = Wording(
    "ACCESS_GRANTED",
    "The policy document does not grant access to perform one or more of the listed actions.",
    "The policy document grants access to perform one or more of the listed actions.",
    "One or more of the listed actions in the statement with",
)
PUBLIC = Wording(
    "PUBLIC_ACCESS",
    "The resource policy does not grant public access for the given resource type.",
    "The resource policy grants public access for the given resource type.",
    "Public access granted in the statement with",
)


class Reason(NamedTuple):
    """A statement of the policy, and what of it made the check fail.

    Attributes:
        statement: its place in the policy, from 0; None where no statement is to blame.
    """

    description: str
    statement: int | None = None
    sid: str | None = None


class Checked(NamedTuple):
    """The answer of a check.

    Attributes:
        result: PASS, FAIL or UNDECIDED.
        witness: of a FAIL, a request that should not be allowed and is.
        whose: who makes that request, in words, where the policy names principals.
        principal: the same as `decide` takes it.
    """

    result: str
    message: str
    reasons: tuple[Reason, ...] = ()
    witness: Witness | None = None
    whose: str = ""
    principal: str | None = None
    code: str = ""


class Access(NamedTuple):
    """What a policy must not grant: any of the actions on any of the resources; nothing listed is all of them."""

    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    def box(self) -> Box:
        """The requests that are meant.

        Raises:
            ValidationError: nothing is listed, or an action or a resource is none.
        """
        if not self.actions and not self.resources:
            raise ValidationError("The access to check for lists neither actions nor resources.")
        return question(actions=self.actions, resources=self.resources)


class _Found(NamedTuple):
    piece: Piece
    caller: Representative | None


def check_no_new_access(existing: PolicySide, new: PolicySide, comparer: Comparer) -> Checked:
    """Whether the new policy allows nothing that the existing one does not.

    Raises:
        InvalidInput: the one is an identity policy and the other is not.
    """
    same_kind(existing, new)
    return _checked(NEW, new, _added(existing, new, comparer))


def check_access_not_granted(policy: PolicySide, access: Sequence[Access], comparer: Comparer) -> Checked:
    """Whether the policy allows none of the accesses.

    Raises:
        ValidationError: there is none, or one of them lists what is no action or resource.
    """
    boxes = [each.box() for each in access]
    if not boxes:
        raise ValidationError("There is no access to check for.")
    return _checked(GRANTED, policy, _added(_nothing(policy), policy, comparer, within=boxes))


def check_no_public_access(policy: PolicySide, resource_type: str, comparer: Comparer) -> Checked:
    """Whether a resource's policy lets in nobody whom it does not name.

    Args:
        resource_type: a row of RESOURCE_TYPES.

    Raises:
        InvalidInput: there is no such type.
    """
    service = RESOURCE_TYPES.get(resource_type)
    if service is None:
        from iamctl.syntax.spelling import near  # only a mistake pays for difflib

        close = near(resource_type, list(RESOURCE_TYPES))
        hint = f"did you mean {' or '.join(close)}?" if close else f"the types are {', '.join(RESOURCE_TYPES)}"
        raise InvalidInput(f"{resource_type} is no type of resource whose policies are checked.", hint=hint)
    policy = policy._replace(kind=TRUST if service == "sts" else RESOURCE)
    within = question(actions=(f"{service}:*",))
    return _checked(PUBLIC, policy, _public(policy, within, comparer))


def _public(policy: PolicySide, within: Box, comparer: Comparer) -> Iterator[_Found | Undecided]:
    nothing = _nothing(policy)
    for each in treated_apart(policy):
        if each.words not in (EVERYBODY.words, UNSIGNED.words) and not (
            policy.kind == TRUST and each.words == "every identity provider"
        ):
            continue
        sides = [restricted(of_representative(side, each), within) for side in (nothing, policy)]
        pieces, undecided = added(sides[0], sides[1], comparer.space, catalog=comparer.catalog)
        yield from (_Found(piece, each) for piece in pieces if is_public(piece.box))
        yield from (found for found in undecided if found.box is None or is_public(found.box))


def _nothing(policy: PolicySide) -> PolicySide:
    return policy._replace(label="nothing", layer=Layer(()))


def _added(
    before: PolicySide, after: PolicySide, comparer: Comparer, *, within: Sequence[Box] = ()
) -> Iterator[_Found | Undecided]:
    for caller, was, now in _pairs(before, after):
        for box in within or (None,):
            sides = (was, now) if box is None else (restricted(was, box), restricted(now, box))
            pieces, undecided = added(*sides, comparer.space, catalog=comparer.catalog)
            yield from (_Found(piece, caller) for piece in pieces)
            yield from undecided


def _pairs(before: PolicySide, after: PolicySide) -> Iterator[tuple[Representative | None, Permissions, Permissions]]:
    if after.kind == IDENTITY:
        yield None, of_policy(before), of_policy(after)
        return
    for each in treated_apart(before, after):
        yield each, of_representative(before, each), of_representative(after, each)


def _checked(wording: Wording, policy: PolicySide, found: Iterable[_Found | Undecided]) -> Checked:
    listed = list(found)
    pieces = [each for each in listed if isinstance(each, _Found)]
    if pieces:
        reasons = dict.fromkeys(reason for each in pieces for reason in _reasons(each, policy, wording))
        first = pieces[0]
        ordered = tuple(sorted(reasons, key=lambda reason: -1 if reason.statement is None else reason.statement))
        whose, principal = "", None
        if first.caller is not None:
            whose, principal = first.caller.words, first.caller.principal.arn or "anonymous"
        return Checked(FAIL, wording.failed, ordered, first.piece.witness, whose, principal, wording.code)
    undecided = [construct for each in listed if isinstance(each, Undecided) for construct in each.constructs]
    if undecided:
        reasons = dict.fromkeys(Reason(f"It hangs on {construct}.") for construct in undecided)
        return Checked(UNDECIDED, "It is not decided.", tuple(reasons), code=wording.code)
    return Checked(PASS, wording.passed, code=wording.code)


def _reasons(found: _Found, policy: PolicySide, wording: Wording) -> Iterator[Reason]:
    """The statements that allow the request; AWS names one with a Sid by it."""
    origins = [each for each in found.piece.box.origins if not each.is_deny and each.policy == policy.label]
    for statement in origins:
        said = statement.statement
        which = f"sid: {said.sid}" if said.sid else f"index: {said.number}"
        yield Reason(f"{wording.reason} {which}.", said.number, said.sid)


def checked_members(checked: Checked) -> Members:
    """The members of the API's answer, and the witness."""
    members: Members = {"result": checked.result, "message": checked.message}
    if checked.reasons:
        members["reasons"] = [_reason_members(reason) for reason in checked.reasons]
    if checked.witness is not None:
        members["witness"] = told_witness(checked)
    return members


def told_witness(checked: Checked) -> Members:
    """The request, in the members of `decide`; who makes it where the policy names principals."""
    assert checked.witness is not None
    action, resource, context = checked.witness
    told: Members = {"principal": checked.principal} if checked.principal is not None else {}
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in context.items()}
    return told | {"action": action, "resource": resource, "context": values}


def _reason_members(reason: Reason) -> Members:
    members: Members = {"description": reason.description}
    if reason.statement is not None:
        members["statementIndex"] = reason.statement
    if reason.sid:
        members["statementId"] = reason.sid
    return members
