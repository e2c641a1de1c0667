"""The roles that a provider's word gives, and the provider that an assertion is of: what a person chooses from.

Nothing is issued here and no assertion counts as used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import AccessDenied, InvalidIdentityToken
from iamctl.service.sts.vouched import check_trust, vouched_by_assertion, vouched_by_token
from iamctl.service.sts.with_web_identity import identity_of_token

if TYPE_CHECKING:
    from iamctl.federation.saml.findings import Expected
    from iamctl.federation.saml.identity import SamlIdentity
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account
    from iamctl.service.sts.vouched import Vouched


def roles_for_token(
    account: Account, token: Secret, *, provider_id: str | None = None, role_session_name: str
) -> list[Role]:
    """The roles that the token may take on under this session name, by name.

    Raises:
        IamError: the token does not hold.
    """
    from iamctl.federation.oidc.findings import AUTHORIZED_BY_IDP

    identity = identity_of_token(account, token, provider_id, None)
    vouched = vouched_by_token(identity, role_session_name)
    named = identity.authorized_roles
    if provider_id is None:
        said = "false" if named is None else "true"
        vouched = vouched._replace(keys={**vouched.keys, AUTHORIZED_BY_IDP: said})
    return [
        role for role in _roles(account) if (named is None or role.arn in named) and _is_trusted(account, role, vouched)
    ]


def roles_for_assertion(
    account: Account, provider: SAMLProvider, assertion: Secret, expected: Expected | None = None
) -> list[Role]:
    """Of the roles that the assertion offers through the provider those that are here and trust it, in its order.

    Args:
        expected: of a sign-in, which is strict.

    Raises:
        IamError: the assertion does not hold.
    """
    from iamctl.service.sts.with_saml import examined_assertion

    examination = examined_assertion(account, provider, assertion, expected)
    if examination.identity is None:
        raise examination.error or InvalidIdentityToken("Response does not hold.")
    identity: SamlIdentity = examination.identity
    vouched = vouched_by_assertion(identity)
    offered = [each.role_arn for each in identity.roles if each.provider_arn == provider.arn]
    roles = {role.arn: role for role in _roles(account)}
    return [roles[arn] for arn in offered if arn in roles and _is_trusted(account, roles[arn], vouched)]


def provider_of_assertion(account: Account, assertion: Secret) -> SAMLProvider:
    """The one SAML provider whose metadata has the response's issuer. Nothing is verified: it is then, by its keys.

    Raises:
        InvalidIdentityToken: no provider has, or several; or the response does not read.
    """
    from iamctl.federation.saml.metadata import read_metadata
    from iamctl.federation.saml.verify import claimed_issuer

    issuer = claimed_issuer(assertion.reveal().encode(errors="replace"))
    found = []
    for name in account.saml_providers.names():
        provider = account.saml_providers.find(name)
        if provider is not None and any(idp.entity_id == issuer for idp in read_metadata(provider.metadata_document)):
            found.append(provider)
    if len(found) == 1:
        return found[0]
    if not found:
        raise InvalidIdentityToken(
            "Issuer not present in specified provider",
            hint="no SAML provider of the account has the response's issuer: `iamctl provider saml list`",
        )
    named = " or ".join(provider.provider_name for provider in found[:5])
    raise InvalidIdentityToken("The issuer is of several SAML providers.", hint=f"say `--saml-provider {named}`")


def _roles(account: Account) -> list[Role]:
    return [role for name in sorted(account.roles.names()) if (role := account.roles.find(name)) is not None]


def _is_trusted(account: Account, role: Role, vouched: Vouched) -> bool:
    try:
        check_trust(account, role, vouched)
    except AccessDenied:
        return False
    return True
