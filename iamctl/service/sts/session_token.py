"""GetSessionToken and GetFederationToken: sessions of a user, or of the root user, out of its long-term credentials.

Rules kept here:
  * no policy is asked about GetSessionToken; GetFederationToken needs sts:GetFederationToken on the federated user's
    ARN, and sts:TagSession where tags are given;
  * neither is answered to who has a session already;
  * 12 hours where nothing else is asked for, 36 at most; of the root user an hour, whatever is asked for.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
         https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.engine.request import PrincipalKind
from iamctl.errors import AccessDenied, ValidationError
from iamctl.model import names
from iamctl.model.names import out_of_range, validation_error
from iamctl.model.session import GET_FEDERATION_TOKEN, GET_SESSION_TOKEN
from iamctl.service.authorization_requests import Asked
from iamctl.service.operation import operation
from iamctl.service.sts.issuing import Issued, issue
from iamctl.service.sts.mfa import check_caller_code
from iamctl.service.sts.session_policies import check_session_tags, checked_policies, packed_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.model.secret import Secret
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value

LEAST, MOST, DEFAULT = 900, 129_600, 43_200
MOST_OF_ROOT = 3600


@operation("GetSessionToken", writes=True)
def get_session_token(
    account: Account,
    *,
    duration_seconds: int | None = None,
    serial_number: str | None = None,
    token_code: Secret | None = None,
) -> Issued:
    """A session of the caller's own.

    Args:
        duration_seconds: 900 to 129,600; None is 12 hours.

    Raises:
        AccessDenied: the caller has a session already, or the MFA code is not right.
        ValidationError: the duration is out of range.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    """
    duration = _duration(account, duration_seconds)
    _check_long_term(account, "GetSessionToken")
    has_mfa = check_caller_code(account, account.standing, serial_number, token_code)
    principal_id, key_id = _principal(account)
    return issue(
        account,
        issuer=GET_SESSION_TOKEN,
        principal_id=principal_id,
        name="",
        arn=account.caller,
        unique_id=principal_id,
        duration=duration,
        mfa_date=account.now if has_mfa else None,
        chain=(account.caller,),
        caller_key_id=key_id,
    )


@operation("GetFederationToken", writes=True)
def get_federation_token(
    account: Account,
    *,
    name: str,
    policy: str | None = None,
    policy_arns: Sequence[str] = (),
    duration_seconds: int | None = None,
    tags: Sequence[Tag] = (),
) -> Issued:
    """A session for somebody else under the caller's rights, narrowed by session policies; without any it may nothing.

    Args:
        name: of the federated user, 2-32 characters.

    Raises:
        AccessDenied: the caller may not, or has a session already.
        ValidationError, MalformedPolicyDocument, PackedPolicyTooLarge, InvalidInput: of the parameters.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
    """
    names.check(names.FEDERATED_NAME, name)
    duration = _duration(account, duration_seconds)
    check_session_tags(tags, ())
    _check_long_term(account, "GetFederationToken")
    arn = f"arn:aws:sts::{account.account_id}:federated-user/{name}"
    if account.gate is not None:
        context: dict[str, Value] = {f"aws:RequestTag/{tag.key}": tag.value for tag in tags}
        if tags:
            context["aws:TagKeys"] = tuple(tag.key for tag in tags)
        for action in ("sts:GetFederationToken", *(["sts:TagSession"] if tags else [])):
            account.gate.check(Asked(action, arn, arn, arn, context))
    policies = checked_policies(account, policy, policy_arns)
    principal_id, key_id = _principal(account)
    return issue(
        account,
        issuer=GET_FEDERATION_TOKEN,
        principal_id=principal_id,
        name=name,
        arn=arn,
        unique_id=f"{account.account_id}:{name}",
        duration=duration,
        packed_policy_size=packed_size(policies, tags),
        policy=policies.policy,
        policy_arns=policies.policy_arns,
        tags=tuple(tags),
        chain=(account.caller,),
        caller_key_id=key_id,
    )


def _duration(account: Account, asked: int | None) -> timedelta:
    if asked is not None and (clause := out_of_range("durationSeconds", asked, LEAST, MOST)):
        raise validation_error([clause])
    seconds = asked if asked is not None else DEFAULT
    if account.standing is None or account.standing.is_root:
        seconds = min(seconds, MOST_OF_ROOT)
    return timedelta(seconds=seconds)


def _check_long_term(account: Account, name: str) -> None:
    standing = account.standing
    if standing is None:
        return
    if standing.session is not None or standing.caller.principal.kind not in (PrincipalKind.USER, PrincipalKind.ROOT):
        raise AccessDenied(
            f"Cannot call {name} with session credentials",
            hint="call it with an access key, or as a user: `--as USER`",
        )


def _principal(account: Account) -> tuple[str, str | None]:
    """The caller's unique id, and the access key that it signs with, if any."""
    standing = account.standing
    if standing is None:
        return account.account_id, None
    identity = standing.caller.identity
    if identity is None and not standing.is_root:
        raise ValidationError(f"{account.caller} has no identity in this account.")
    return identity.unique_id if identity is not None else account.account_id, standing.access_key_id
