"""AssumeRole: a session of a role, for who is allowed to take it on.

Rules kept here:
  * the caller's policies, boundary and session policies, and the role's trust policy are the engine's to weigh: for
    sts:AssumeRole, for sts:TagSession where tags are given, for sts:SetSourceIdentity where one is set or handed on;
  * the root user assumes no roles; a role that is not there is refused like one that may not be taken on;
  * out of a role's session (chaining) a session lasts an hour at most; else as long as the role allows;
  * source identity and transitive tags are handed on and cannot be changed; MFA is handed on as well.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.engine.request import PrincipalKind
from iamctl.errors import AccessDenied, ValidationError
from iamctl.model import names
from iamctl.model.names import out_of_range, validation_error
from iamctl.model.session import ASSUME_ROLE
from iamctl.service.authorization_requests import Asked
from iamctl.service.operation import operation
from iamctl.service.sts.issuing import Issued, issue
from iamctl.service.sts.session_policies import check_session_tags, checked_policies, packed_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.model.role import Role
    from iamctl.model.secret import Secret
    from iamctl.model.session import Session
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value
    from iamctl.service.sts.session_policies import SessionPolicies
    from iamctl.service.sts.standing import Standing

DEFAULT_DURATION = 3600
LEAST, MOST = 900, 43_200
CHAINED = 3600


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a call asks of the session, besides the role.

    Attributes:
        duration_seconds: None is an hour.
        token_code: six digits of the caller's own MFA device; goes with `serial_number`.
    """

    role_session_name: str
    duration_seconds: int | None = None
    policy: str | None = None
    policy_arns: Sequence[str] = ()
    tags: Sequence[Tag] = ()
    transitive_tag_keys: Sequence[str] = ()
    external_id: str | None = None
    serial_number: str | None = None
    token_code: Secret | None = field(default=None, repr=False)
    source_identity: str | None = None


@operation("AssumeRole", writes=True)
def assume_role(
    account: Account,
    *,
    role_arn: str,
    role_session_name: str,
    duration_seconds: int | None = None,
    policy: str | None = None,
    policy_arns: Sequence[str] = (),
    tags: Sequence[Tag] = (),
    transitive_tag_keys: Sequence[str] = (),
    external_id: str | None = None,
    serial_number: str | None = None,
    token_code: Secret | None = None,
    source_identity: str | None = None,
) -> Issued:
    """Take on a role for a time.

    Args:
        role_arn: the role's ARN; its name does as well.
        duration_seconds: 900 to the role's longest session; None is an hour.
        policy: JSON, an inline session policy.
        policy_arns: at most ten managed session policies.

    Raises:
        AccessDenied: the caller may not, or the MFA code is not right.
        ValidationError: something is out of shape, or the duration is longer than permitted.
        MalformedPolicyDocument, PackedPolicyTooLarge, InvalidInput: of session policies and tags.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    wish = Wish(
        role_session_name=role_session_name,
        duration_seconds=duration_seconds,
        policy=policy,
        policy_arns=policy_arns,
        tags=tags,
        transitive_tag_keys=transitive_tag_keys,
        external_id=external_id,
        serial_number=serial_number,
        token_code=token_code,
        source_identity=source_identity,
    )
    check_wish(wish)
    standing = caller_of_assume_role(account)
    mfa_now = _with_code(account, standing, wish)
    role = find_role(account, role_arn)
    if role is None:
        raise not_authorized(standing.caller.principal.arn, asked_arn(account, role_arn))
    gate = account.gate
    assert gate is not None, "whoever is not root has a gate"
    for asked in requests(role, wish, standing, has_code=mfa_now):
        gate.check(asked)
    return _issued(account, role, wish, standing, mfa_now=mfa_now)


def check_wish(wish: Wish) -> None:
    """Hold a call's parameters against the API's model.

    Raises:
        ValidationError: one is out of shape.
        InvalidInput: of tags.
    """
    clauses = []
    for constraint, value in (
        (names.ROLE_SESSION_NAME, wish.role_session_name),
        (names.EXTERNAL_ID, wish.external_id),
        (names.SOURCE_IDENTITY, wish.source_identity),
        (names.SERIAL_NUMBER, wish.serial_number),
    ):
        if value is not None and (clause := names.constraint_broken(constraint, value)):
            clauses.append(clause)
    if wish.duration_seconds is not None:
        clauses += filter(None, [out_of_range("durationSeconds", wish.duration_seconds, LEAST, MOST)])
    if clauses:
        raise validation_error(clauses)
    if wish.source_identity is not None and wish.source_identity.lower().startswith("aws:"):
        raise ValidationError("A source identity does not begin with aws:, which is reserved.")
    check_session_tags(wish.tags, wish.transitive_tag_keys)


def caller_of_assume_role(account: Account) -> Standing:
    """Who asks.

    Raises:
        AccessDenied: it is the root user.
    """
    standing = account.standing
    check_may_assume(standing)
    assert standing is not None
    return standing


def check_may_assume(standing: Standing | None) -> None:
    """That the caller is somebody who takes on roles; None is the root user.

    Raises:
        AccessDenied: it is the root user.
    """
    if standing is None or standing.is_root:
        raise AccessDenied(
            "Roles may not be assumed by root accounts.",
            hint="be one of the account's users: `--as USER` for one command, `iamctl login USER` for longer",
        )


def find_role(account: Account, text: str) -> Role | None:
    """The role of this name or ARN; of an ARN, letter by letter."""
    role = account.roles.find(text.rpartition("/")[2])
    if role is not None and text.startswith("arn:") and role.arn != text:
        return None
    return role


def asked_arn(account: Account, text: str) -> str:
    """The ARN that the caller asked for, whether or not there is such a role."""
    return text if text.startswith("arn:") else f"arn:aws:iam::{account.account_id}:role/{text}"


def not_authorized(caller_arn: str, role_arn: str) -> AccessDenied:
    """STS's refusal of a role that is not there: it does not tell that."""
    return AccessDenied(
        f"User: {caller_arn} is not authorized to perform: sts:AssumeRole on resource: {role_arn}",
        hint="list the roles that you may take on with `iamctl assume --list`",
    )


def requests(role: Role, wish: Wish, standing: Standing, *, has_code: bool) -> list[Asked]:
    """All that has to be allowed for the caller to take on the role so."""
    before = standing.session
    context: dict[str, Value] = {"sts:RoleSessionName": wish.role_session_name}
    if wish.external_id is not None:
        context["sts:ExternalId"] = wish.external_id
    if wish.source_identity is not None:
        context["sts:SourceIdentity"] = wish.source_identity
    for tag in wish.tags:
        context[f"aws:RequestTag/{tag.key}"] = tag.value
    if wish.tags:
        context["aws:TagKeys"] = tuple(tag.key for tag in wish.tags)
    if wish.transitive_tag_keys:
        context["sts:TransitiveTagKeys"] = tuple(wish.transitive_tag_keys)
    if has_code:
        context |= {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0"}
    of_role = {tag.key.lower(): tag.key for tag in role.tags}
    for tag in inherited_tags(before):
        if (key := of_role.get(tag.key.lower())) is not None:
            context[f"aws:ResourceTag/{key}"] = tag.value
    actions = ["sts:AssumeRole"]
    if wish.tags:
        actions.append("sts:TagSession")
    if wish.source_identity is not None or (before is not None and before.source_identity is not None):
        actions.append("sts:SetSourceIdentity")
    return [Asked(action, role.arn, role.arn, role.arn, context) for action in actions]


def inherited_tags(session: Session | None) -> tuple[Tag, ...]:
    """The tags that a session hands on to those that come out of it."""
    if session is None:
        return ()
    keys = {key.lower() for key in session.transitive_tag_keys}
    return tuple(tag for tag in session.tags if tag.key.lower() in keys)


def longest_duration(role: Role, standing: Standing) -> int:
    """How long a session of the role may last for this caller, in seconds."""
    return min(CHAINED, role.max_session_duration) if _is_chained(standing) else role.max_session_duration


def _is_chained(standing: Standing) -> bool:
    return standing.caller.principal.kind is PrincipalKind.ROLE_SESSION


def _with_code(account: Account, standing: Standing, wish: Wish) -> bool:
    """Whether the call proves that its caller has an MFA device.

    Raises:
        AccessDenied: only one half of it was given, or the code is not right.
    """
    from iamctl.service.sts.mfa import check_caller_code

    return check_caller_code(account, standing, wish.serial_number, wish.token_code)


def _issued(account: Account, role: Role, wish: Wish, standing: Standing, *, mfa_now: bool) -> Issued:
    before = standing.session
    duration = duration_of(role, wish, standing)
    inherited = inherited_tags(before)
    policies, tags = narrowing_of(account, wish, before)
    caller = standing.caller.principal
    return issue(
        account,
        issuer=ASSUME_ROLE,
        principal_id=role.role_id,
        name=wish.role_session_name,
        arn=f"arn:aws:sts::{role.account_id}:assumed-role/{role.role_name}/{wish.role_session_name}",
        unique_id=f"{role.role_id}:{wish.role_session_name}",
        duration=timedelta(seconds=duration),
        packed_policy_size=packed_size(policies, tags),
        policy=policies.policy,
        policy_arns=policies.policy_arns,
        tags=tags,
        transitive_tag_keys=tuple(dict.fromkeys((*(tag.key for tag in inherited), *wish.transitive_tag_keys))),
        source_identity=source_identity_of(wish, before),
        mfa_date=account.now if mfa_now else before.mfa_date if before is not None else None,
        chain=_chain(before, caller.arn),
        ancestors=(*before.ancestors, before.access_key_id) if before is not None else (),
        caller_key_id=before.caller_key_id if before is not None else standing.access_key_id,
    )


def _chain(before: Session | None, caller_arn: str) -> tuple[str, ...]:
    """Who asked for one after another; a session of a user's own is no further one."""
    earlier = before.chain if before is not None else ()
    return earlier if earlier and earlier[-1] == caller_arn else (*earlier, caller_arn)


def narrowing_of(account: Account, wish: Wish, before: Session | None) -> tuple[SessionPolicies, tuple[Tag, ...]]:
    """The session's policies and tags, those that are handed on first.

    Raises:
        ValidationError, MalformedPolicyDocument, PackedPolicyTooLarge: they are not to be had.
    """
    inherited = inherited_tags(before)
    policies = checked_policies(account, wish.policy, wish.policy_arns)
    tags = (*inherited, *_new_tags(wish, inherited))
    packed_size(policies, tags)
    return policies, tags


def duration_of(role: Role, wish: Wish, standing: Standing) -> int:
    """How long the session lasts, in seconds.

    Raises:
        ValidationError: longer than permitted.
    """
    longest = longest_duration(role, standing)
    asked = wish.duration_seconds if wish.duration_seconds is not None else min(DEFAULT_DURATION, longest)
    if asked <= longest:
        return asked
    hint = f"the longest permitted is {longest} seconds: `--duration max`"
    if _is_chained(standing) and longest == CHAINED:
        raise ValidationError(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            hint=hint,
        )
    raise ValidationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", hint=hint)


def _new_tags(wish: Wish, inherited: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """The call's own tags.

    Raises:
        ValidationError: one would change a tag that is handed on.
    """
    fixed = {tag.key.lower() for tag in inherited}
    for tag in wish.tags:
        if tag.key.lower() in fixed:
            raise ValidationError(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key"
                " from the calling session.",
                hint=f"{tag.key} is handed on by the session that you have",
            )
    return tuple(wish.tags)


def source_identity_of(wish: Wish, before: Session | None) -> str | None:
    """The session's source identity: set once for the whole chain.

    Raises:
        AccessDenied: it would be another than the chain's.
    """
    set_before = before.source_identity if before is not None else None
    if set_before is not None and wish.source_identity not in (None, set_before):
        raise AccessDenied(
            "Source identity cannot be changed once it is set.",
            hint=f"the session that you have says {set_before}",
        )
    return set_before if set_before is not None else wish.source_identity
