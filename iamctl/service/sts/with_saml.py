"""AssumeRoleWithSAML: a session of a role for who has a SAML provider's assertion.

Rules kept here:
  * nobody signs the call and no permission is asked for; the assertion is verified, then the trust policy decides;
  * a session lasts an hour where nothing else is asked for, and as long as the role allows; never longer than the
    assertion's SessionDuration, nor past its SessionNotOnOrAfter, though that be before 900 seconds are over;
  * of a strict provider an assertion is taken once, also where the role refuses it then.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.errors import ExpiredTokenException
from iamctl.model.names import out_of_range, validation_error
from iamctl.model.session import WITH_SAML
from iamctl.service.operation import operation
from iamctl.service.sts.assume_role import LEAST, MOST, asked_arn, find_role
from iamctl.service.sts.identity_providers import provider_of_arn
from iamctl.service.sts.issuing import Issued, issue
from iamctl.service.sts.session_policies import checked_policies, packed_size
from iamctl.service.sts.vouched import check_trust, vouched_by_assertion
from iamctl.service.sts.with_web_identity import duration_within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from iamctl.federation.saml.findings import Expected
    from iamctl.federation.saml.identity import SamlIdentity
    from iamctl.federation.saml.verify import Examination
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account

TOO_LONG = "Requested DurationSeconds exceeds MaxSessionDuration set for this role."
SHORTEST, LONGEST = 4, 100_000
"""Characters of an assertion."""


@operation("AssumeRoleWithSAML", writes=True)
def assume_role_with_saml(
    account: Account,
    *,
    role_arn: str,
    principal_arn: str,
    saml_assertion: Secret,
    policy_arns: Sequence[str] = (),
    policy: str | None = None,
    duration_seconds: int | None = None,
) -> Issued:
    """Take on a role for a time by what a SAML provider says.

    Args:
        role_arn: the role's ARN; its name does as well.
        principal_arn: the SAML provider's ARN; its name does as well.
        saml_assertion: the whole samlp:Response in base64, 4-100,000 characters.
        duration_seconds: 900 to the role's longest session; None is an hour.

    Raises:
        AccessDenied: the role is not there, or does not trust this word.
        InvalidIdentityToken, ExpiredTokenException, IDPRejectedClaim: of the assertion.
        ValidationError: something is out of shape, or the duration is longer than permitted.
        MalformedPolicyDocument, PackedPolicyTooLarge: of session policies and tags.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
    """
    return issue_for_assertion(
        account,
        role_arn=role_arn,
        principal_arn=principal_arn,
        saml_assertion=saml_assertion,
        policy_arns=policy_arns,
        policy=policy,
        duration_seconds=duration_seconds,
    )


@operation("SignInWithSAML", writes=True)
def sign_in_with_saml(
    account: Account,
    *,
    role_arn: str,
    principal_arn: str,
    saml_assertion: Secret,
    in_response_to: str,
    recipient: str,
    audience: str,
    policy_arns: Sequence[str] = (),
    policy: str | None = None,
    duration_seconds: int | None = None,
) -> Issued:
    """The same for an answer to a request that this program sent itself: always strict.

    AWS's API has no call for it; it is what a service provider's sign-in does.

    Args:
        in_response_to: the ID of the request.
        recipient: the address at which the answer came in.
        audience: the name under which the request was sent.

    Raises:
        IamError: as `assume_role_with_saml`.

    Source: https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf (4.1)
    """
    from iamctl.federation.saml.findings import AWS, Expected

    return issue_for_assertion(
        account,
        role_arn=role_arn,
        principal_arn=principal_arn,
        saml_assertion=saml_assertion,
        policy_arns=policy_arns,
        policy=policy,
        duration_seconds=duration_seconds,
        expected=Expected(audiences=(audience, AWS), recipient=recipient, in_response_to=in_response_to),
    )


def issue_for_assertion(
    account: Account,
    *,
    role_arn: str,
    principal_arn: str,
    saml_assertion: Secret,
    policy_arns: Sequence[str] = (),
    policy: str | None = None,
    duration_seconds: int | None = None,
    expected: Expected | None = None,
) -> Issued:
    """What both operations do; `expected` is of a sign-in, which is held against it strictly."""
    check_saml_shapes(saml_assertion, duration_seconds)
    provider = provider_of_arn(account, principal_arn)
    role = find_role(account, role_arn)
    wanted = role.arn if role is not None else asked_arn(account, role_arn)
    identity = _identity(account, provider, saml_assertion, wanted, expected)
    vouched = vouched_by_assertion(identity)
    role = check_trust(account, role, vouched)
    expiration = expiration_of(account, role, identity, duration_seconds)
    policies = checked_policies(account, policy, policy_arns)
    issued = issue(
        account,
        issuer=WITH_SAML,
        principal_id=role.role_id,
        name=identity.role_session_name,
        arn=f"arn:aws:sts::{role.account_id}:assumed-role/{role.role_name}/{identity.role_session_name}",
        unique_id=f"{role.role_id}:{identity.role_session_name}",
        duration=timedelta(0),
        expiration=expiration,
        packed_policy_size=packed_size(policies, identity.tags),
        policy=policies.policy,
        policy_arns=policies.policy_arns,
        tags=identity.tags,
        transitive_tag_keys=identity.transitive_tag_keys,
        source_identity=identity.source_identity,
        chain=(f"{provider.arn}:{identity.subject}",),
        provider=provider.arn,
        provided=tuple(vouched.session_keys.items()),
    )
    said = {
        "Subject": identity.subject,
        "SubjectType": identity.subject_type,
        "Issuer": identity.issuer,
        "Audience": identity.audience,
        "NameQualifier": identity.name_qualifier,
    }
    return issued._replace(said=tuple(said.items()), notices=identity.warnings)


def expiration_of(account: Account, role: Role, identity: SamlIdentity, asked: int | None) -> datetime:
    """When the session ends, UTC, to the second.

    Raises:
        ValidationError: it was asked for longer than permitted.
        ExpiredTokenException: it would be over at once.
    """
    seconds = duration_within(role, asked, TOO_LONG)
    if identity.session_duration is not None:
        seconds = min(seconds, identity.session_duration)
    ends = account.now + timedelta(seconds=seconds)
    if identity.session_not_on_or_after is not None:
        ends = min(ends, identity.session_not_on_or_after.replace(microsecond=0))
    if ends <= account.now:
        raise ExpiredTokenException("Response has expired", hint="its SessionNotOnOrAfter is this very second")
    return ends


def check_saml_shapes(assertion: Secret, duration_seconds: int | None) -> None:
    """Hold a call's parameters against the API's model.

    Raises:
        ValidationError: one is out of shape.
    """
    clauses = []
    where = "Value at 'sAMLAssertion' failed to satisfy constraint: Member must have length"
    length = len(assertion.reveal())
    if length < SHORTEST:
        clauses.append(f"{where} greater than or equal to {SHORTEST}")
    if length > LONGEST:
        clauses.append(f"{where} less than or equal to {LONGEST}")
    if duration_seconds is not None:
        clauses += filter(None, [out_of_range("durationSeconds", duration_seconds, LEAST, MOST)])
    if clauses:
        raise validation_error(clauses)


def examined_assertion(
    account: Account, provider: SAMLProvider, assertion: Secret, expected: Expected | None = None
) -> Examination:
    """Every check of an assertion; it does not count as used by that.

    Args:
        expected: of a sign-in, which is strict.
    """
    from iamctl.federation.saml.findings import Expected
    from iamctl.federation.saml.verify import examine
    from iamctl.service.saml_providers import private_keys_of
    from iamctl.service.used_assertions import UsedAssertions

    return examine(
        assertion.reveal().encode(errors="replace"),
        provider,
        now=account.now,
        strict=provider.strict or (expected is not None and expected.in_response_to is not None),
        used=UsedAssertions(account),
        private_keys=private_keys_of(account, provider),
        expected=expected or Expected(),
    )


def _identity(
    account: Account, provider: SAMLProvider, assertion: Secret, role_arn: str, expected: Expected | None
) -> SamlIdentity:
    from iamctl.federation.saml.findings import Expected
    from iamctl.federation.saml.verify import verify
    from iamctl.service.saml_providers import private_keys_of
    from iamctl.service.used_assertions import UsedAssertions

    is_sign_in = expected is not None
    return verify(
        assertion.reveal().encode(errors="replace"),
        provider,
        now=account.now,
        strict=provider.strict or is_sign_in,
        used=UsedAssertions(account),
        private_keys=private_keys_of(account, provider),
        expected=(expected or Expected())._replace(role_arn=role_arn),
    )
