"""AssumeRoleWithWebIdentity: a session of a role for who has an OpenID Connect provider's token, or an access token of
Amazon's or Facebook's.

Rules kept here:
  * nobody signs the call and no permission is asked for; the token is verified, then the trust policy decides;
  * a session lasts an hour where nothing else is asked for, and as long as the role allows; the token's end does not
    shorten it.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.errors import ValidationError
from iamctl.model.session import WITH_WEB_IDENTITY
from iamctl.service.operation import operation
from iamctl.service.sts.assume_role import DEFAULT_DURATION, Wish, asked_arn, check_wish, find_role
from iamctl.service.sts.identity_providers import provider_of_token
from iamctl.service.sts.issuing import Issued, issue
from iamctl.service.sts.session_policies import checked_policies, packed_size
from iamctl.service.sts.vouched import check_trust, vouched_by_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.federation.oidc.identity import WebIdentity
    from iamctl.model.role import Role
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account

TOO_LONG = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."


@operation("AssumeRoleWithWebIdentity", writes=True)
def assume_role_with_web_identity(
    account: Account,
    *,
    role_arn: str,
    role_session_name: str,
    web_identity_token: Secret,
    provider_id: str | None = None,
    policy_arns: Sequence[str] = (),
    policy: str | None = None,
    duration_seconds: int | None = None,
) -> Issued:
    """Take on a role for a time by what an identity provider says.

    Args:
        role_arn: the role's ARN; its name does as well.
        web_identity_token: a JWT, 4-20,000 characters; with `provider_id` an access token.
        provider_id: `www.amazon.com` or `graph.facebook.com`.
        duration_seconds: 900 to the role's longest session; None is an hour.

    Raises:
        AccessDenied: the role is not there, or does not trust this word.
        InvalidIdentityToken, ExpiredTokenException, IDPRejectedClaim, IDPCommunicationError: of the token.
        ValidationError: something is out of shape, or the duration is longer than permitted.
        MalformedPolicyDocument, PackedPolicyTooLarge: of session policies and tags.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
    """
    check_wish(Wish(role_session_name=role_session_name, duration_seconds=duration_seconds))
    role = find_role(account, role_arn)
    wanted = role.arn if role is not None else asked_arn(account, role_arn)
    identity = identity_of_token(account, web_identity_token, provider_id, wanted)
    vouched = vouched_by_token(identity, role_session_name)
    role = check_trust(account, role, vouched)
    duration = duration_within(role, duration_seconds, TOO_LONG)
    policies = checked_policies(account, policy, policy_arns)
    issued = issue(
        account,
        issuer=WITH_WEB_IDENTITY,
        principal_id=role.role_id,
        name=role_session_name,
        arn=f"arn:aws:sts::{role.account_id}:assumed-role/{role.role_name}/{role_session_name}",
        unique_id=f"{role.role_id}:{role_session_name}",
        duration=timedelta(seconds=duration),
        packed_policy_size=packed_size(policies, identity.tags),
        policy=policies.policy,
        policy_arns=policies.policy_arns,
        tags=identity.tags,
        transitive_tag_keys=identity.transitive_tag_keys,
        source_identity=identity.source_identity,
        chain=(f"{identity.provider_arn}:{identity.subject}",),
        provider=identity.provider_arn,
        provided=tuple(vouched.session_keys.items()),
    )
    said = {
        "SubjectFromWebIdentityToken": identity.subject,
        "Provider": identity.provider_arn if identity.provider_arn.startswith("arn:") else identity.issuer,
        "Audience": identity.audience,
    }
    return issued._replace(said=tuple(said.items()))


def duration_within(role: Role, asked: int | None, sentence: str) -> int:
    """How long the session lasts, in seconds, by what was asked for and what the role allows.

    Raises:
        ValidationError: it is longer than permitted; `sentence` says so.
    """
    longest = role.max_session_duration
    seconds = asked if asked is not None else min(DEFAULT_DURATION, longest)
    if seconds > longest:
        raise ValidationError(sentence, hint=f"the longest permitted is {longest} seconds: `--duration max`")
    return seconds


def identity_of_token(account: Account, token: Secret, provider_id: str | None, role_arn: str | None) -> WebIdentity:
    """Who the token speaks for.

    Args:
        role_arn: the role that it is to be for; None where none is chosen yet.

    Raises:
        IamError: it does not hold, or is not for this role.
    """
    providers = account.identity_providers
    if provider_id is not None:
        from iamctl.federation.oidc.access_token import verify_access_token
        from iamctl.federation.oidc.condition_keys import AMAZON

        where = providers.endpoints.amazon if provider_id == AMAZON else providers.endpoints.facebook
        fetch = providers.keys.fetch_for(where)
        return verify_access_token(token, provider_id, fetch, now=account.now, endpoints=providers.endpoints)
    from iamctl.federation.oidc.key_source import verify_with

    provider = provider_of_token(account, token)
    return verify_with(providers.keys, token, provider, now=account.now, role_arn=role_arn)
