"""Trust policies for the usual cases, laid out as AWS's console writes them.

The documents are well-formed as far as their arguments are; whoever writes them checks them as any other
(a shared OIDC provider without a subject is refused then).

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.model.document import Document, Json
from iamctl.policy.identity_provider_controls import issuer_of
from iamctl.policy.principals import statements_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAML_SIGN_IN = "https://signin.aws.amazon.com/saml"

_APPLICATION_PROVIDERS = {"graph.facebook.com": "id", "www.amazon.com": "user_id"}
"""Built-in providers that call the audience `app_id`, and what they call the subject."""


def trust_service(services: Sequence[str]) -> Document:
    """Services of AWS may assume the role.

    Args:
        services: `ec2.amazonaws.com`, …
    """
    return _allowing({"Service": _one_or_list(services)}, "sts:AssumeRole", {})


def trust_account(account_ids: Sequence[str], *, external_id: str | None = None, require_mfa: bool = False) -> Document:
    """Principals of the accounts may assume the role, as far as their accounts let them.

    Args:
        account_ids: twelve digits each; they are written as the ARNs that IAM would show.
        external_id: what the other side has to say: 2-1224 characters.
    """
    arns = [f"arn:aws:iam::{account_id}:root" for account_id in account_ids]
    return trust_principals(arns, external_id=external_id, require_mfa=require_mfa)


def trust_principals(arns: Sequence[str], *, external_id: str | None = None, require_mfa: bool = False) -> Document:
    """Users and roles may assume the role.

    Args:
        external_id: what the other side has to say: 2-1224 characters.
    """
    condition: dict[str, Json] = {}
    if external_id is not None:
        condition["StringEquals"] = {"sts:ExternalId": external_id}
    if require_mfa:
        condition["Bool"] = {"aws:MultiFactorAuthPresent": "true"}
    return _allowing({"AWS": _one_or_list(arns)}, "sts:AssumeRole", condition)


def trust_saml(provider_arn: str, audience: str = SAML_SIGN_IN) -> Document:
    """Whom a SAML provider of the account vouches for may assume the role."""
    condition: dict[str, Json] = {"StringEquals": {"SAML:aud": audience}}
    return _allowing({"Federated": provider_arn}, "sts:AssumeRoleWithSAML", condition)


def trust_oidc(provider: str, *, audience: Sequence[str] = (), subject: Sequence[str] = ()) -> Document:
    """Whom an OIDC provider vouches for may assume the role.

    Args:
        provider: the ARN of a provider of the account, or a built-in one such as `accounts.google.com`.
        audience: any of these client ids; compared exactly.
        subject: any of these; compared with StringLike as soon as one of them has a wildcard.
    """
    issuer = issuer_of(provider)
    exact: dict[str, Json] = {}
    alike: dict[str, Json] = {}
    if audience:
        claim = "app_id" if issuer in _APPLICATION_PROVIDERS else "aud"
        exact[f"{issuer}:{claim}"] = _one_or_list(audience)
    if subject:
        # All of them under one operator: two operators would both have to hold.
        wildcard = any("*" in text or "?" in text for text in subject)
        claim = _APPLICATION_PROVIDERS.get(issuer, "sub")
        (alike if wildcard else exact)[f"{issuer}:{claim}"] = _one_or_list(subject)
    condition: dict[str, Json] = {"StringEquals": exact} if exact else {}
    if alike:
        condition["StringLike"] = alike
    return _allowing({"Federated": provider}, "sts:AssumeRoleWithWebIdentity", condition)


def combined(documents: Iterable[Document]) -> Document:
    """One trust policy that says what all of them say, in their order."""
    statements = [statement for document in documents for statement in statements_of(document.tree)]
    return Document.of({"Version": "2012-10-17", "Statement": statements})


def _allowing(principal: dict[str, Json], action: str, condition: dict[str, Json]) -> Document:
    statement: dict[str, Json] = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition:
        statement["Condition"] = condition
    return Document.of({"Version": "2012-10-17", "Statement": [statement]})


def _one_or_list(texts: Sequence[str]) -> Json:
    return texts[0] if len(texts) == 1 else list(texts)
