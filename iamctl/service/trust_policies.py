"""Trust policies built from words instead of a document: who may assume a role.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, UsageError
from iamctl.model.names import ACCOUNT_ID, constraint_broken
from iamctl.policy import trust
from iamctl.policy.document import document_of
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.principal_element import BUILT_IN_PROVIDERS
from iamctl.service.lookup import the_oidc_provider, the_role, the_saml_provider, the_user

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.model.document import Document
    from iamctl.service.account import Account


class Trust(NamedTuple):
    """Whom a role trusts, each case by itself; they add up.

    Attributes:
        services: `ec2.amazonaws.com`, …
        accounts: 12 digits each.
        users: names, ARNs or unique ids; an ARN may be another account's.
        roles: likewise.
        saml: SAML providers' names or ARNs.
        oidc: an OpenID Connect provider's URL or ARN, or a built-in one such as `accounts.google.com`.
        audiences: of the OpenID Connect provider.
        subjects: likewise; `*` and `?` are wildcards.
        external_id: what the accounts, users and roles have to say.
        require_mfa: that they signed in with MFA.
    """

    services: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    saml: tuple[str, ...] = ()
    oidc: str | None = None
    audiences: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    external_id: str | None = None
    require_mfa: bool = False


def check_trust(wanted: Trust) -> None:
    """That every condition has somebody to hold for.

    Raises:
        UsageError: one stands alone, or nobody is trusted.
    """
    others = wanted.accounts or wanted.users or wanted.roles
    if wanted.external_id is not None and not others:
        raise UsageError("--external-id is a condition on --trust-account, --trust-user or --trust-role.")
    if wanted.require_mfa and not others:
        raise UsageError("--require-mfa is a condition on --trust-account, --trust-user or --trust-role.")
    if (wanted.audiences or wanted.subjects) and wanted.oidc is None:
        raise UsageError("--audience and --subject are conditions on --trust-oidc.")
    if not (others or wanted.services or wanted.saml or wanted.oidc):
        raise UsageError("The role trusts nobody.", hint="say whom: `--trust-policy FILE` or `--trust-service NAME`, …")


def trust_policy_of(account: Account, wanted: Trust) -> Document:
    """The trust policy that says so; users, roles and providers of the account have to exist.

    Raises:
        NoSuchEntity: one does not.
        InvalidInput: an account is not 12 digits.
        MalformedPolicyDocument: IAM would refuse the policy, such as one that lets in all of a shared provider.
        UsageError: a condition has nobody to hold for.
    """
    check_trust(wanted)
    documents = list(_documents(account, wanted))
    combined = documents[0] if len(documents) == 1 else trust.combined(documents)
    return document_of(combined.tree, PolicyKind.TRUST)


def _documents(account: Account, wanted: Trust) -> Iterator[Document]:
    if wanted.services:
        yield trust.trust_service(wanted.services)
    if wanted.accounts:
        _check_account_ids(wanted.accounts)
        yield trust.trust_account(wanted.accounts, external_id=wanted.external_id, require_mfa=wanted.require_mfa)
    if arns := _identities(account, wanted):
        yield trust.trust_principals(arns, external_id=wanted.external_id, require_mfa=wanted.require_mfa)
    for name in wanted.saml:
        yield trust.trust_saml(the_saml_provider(account, name).arn)
    if wanted.oidc is not None:
        yield trust.trust_oidc(_oidc_provider(account, wanted.oidc), audience=wanted.audiences, subject=wanted.subjects)


def _identities(account: Account, wanted: Trust) -> list[str]:
    users = [name if _is_foreign(account, name) else the_user(account, name).arn for name in wanted.users]
    roles = [name if _is_foreign(account, name) else the_role(account, name).arn for name in wanted.roles]
    return users + roles


def _is_foreign(account: Account, name: str) -> bool:
    return name.startswith("arn:") and f"::{account.account_id}:" not in name


def _oidc_provider(account: Account, name: str) -> str:
    return name if name in BUILT_IN_PROVIDERS else the_oidc_provider(account, name).arn


def _check_account_ids(account_ids: Sequence[str]) -> None:
    for account_id in account_ids:
        if constraint_broken(ACCOUNT_ID, account_id):
            raise InvalidInput(f"{account_id} is not an account's id.", hint="an account's id has 12 digits")
