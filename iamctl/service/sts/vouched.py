"""Whom an identity provider vouches for, and what a role's trust policy says of it.

Rules kept here:
  * nobody signs these calls: the trust policy alone decides, for a principal that it names under Federated;
  * sts:TagSession has to be allowed where the word brings tags, sts:SetSourceIdentity where it brings a source
    identity;
  * the refusal does not tell a role that is not there from one that does not trust, nor why it does not.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
         https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.authorize import authorize
from iamctl.engine.request import Principal, PrincipalKind
from iamctl.errors import AccessDenied
from iamctl.model.session import WITH_SAML, WITH_WEB_IDENTITY
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.questions.callers import Caller

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.federation.oidc.identity import WebIdentity
    from iamctl.federation.saml.identity import SamlIdentity
    from iamctl.model.role import Role
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value


class Vouched(NamedTuple):
    """Somebody whom a provider vouches for, who asks for a role.

    Attributes:
        issuer: the operation that is asked, as `Session.issuer` has it.
        provider: an ARN, or the host of a provider that every account has.
        keys: context keys of the word.
        session_keys: those of them that the session keeps.
    """

    issuer: str
    provider: str
    subject: str
    role_session_name: str
    keys: Mapping[str, Value]
    session_keys: Mapping[str, Value]
    tags: tuple[Tag, ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None

    @property
    def action(self) -> str:
        return f"sts:{self.issuer}"

    @property
    def actions(self) -> tuple[str, ...]:
        """All that the role has to allow."""
        further = [("sts:TagSession", self.tags), ("sts:SetSourceIdentity", self.source_identity)]
        return (self.action, *(action for action, is_needed in further if is_needed))

    @property
    def circumstances(self) -> Circumstances:
        """What the request carries, in AWS's spelling."""
        context: dict[str, Value] = {**self.keys, "sts:RoleSessionName": self.role_session_name}
        context |= {f"aws:RequestTag/{tag.key}": tag.value for tag in self.tags}
        if self.tags:
            context["aws:TagKeys"] = tuple(tag.key for tag in self.tags)
        if self.transitive_tag_keys:
            context["sts:TransitiveTagKeys"] = self.transitive_tag_keys
        if self.source_identity is not None:
            context["sts:SourceIdentity"] = self.source_identity
        return Circumstances(context=context)


def vouched_by_token(identity: WebIdentity, role_session_name: str) -> Vouched:
    return Vouched(
        issuer=WITH_WEB_IDENTITY,
        provider=identity.provider_arn,
        subject=identity.subject,
        role_session_name=role_session_name,
        keys=identity.condition_keys,
        session_keys=identity.session_keys,
        tags=identity.tags,
        transitive_tag_keys=identity.transitive_tag_keys,
        source_identity=identity.source_identity,
    )


def vouched_by_assertion(identity: SamlIdentity) -> Vouched:
    """Of a key that holds one value and has several in the assertion, no one value is taken: it stays a list, which a
    condition on one value never fits."""
    from iamctl.federation.saml.attributes import OF_SEVERAL

    keys: dict[str, Value] = {
        key: values[0] if len(values) == 1 and key.lower() not in OF_SEVERAL else values
        for key, values in identity.condition_keys.items()
    }
    kept = ("saml:namequalifier", "saml:sub", "saml:sub_type")
    return Vouched(
        issuer=WITH_SAML,
        provider=identity.provider_arn,
        subject=identity.subject,
        role_session_name=identity.role_session_name,
        keys=keys,
        session_keys={key: keys[key] for key in kept},
        tags=identity.tags,
        transitive_tag_keys=identity.transitive_tag_keys,
        source_identity=identity.source_identity,
    )


def asker_for(account: Account, vouched: Vouched) -> Asker:
    return Asker(account, Caller(Principal(PrincipalKind.FEDERATED, vouched.provider)))


def check_trust(account: Account, role: Role | None, vouched: Vouched) -> Role:
    """The role, if it trusts this word.

    Raises:
        AccessDenied: it does not, or is not there.
    """
    if role is None:
        raise refused(vouched.action)
    asker = asker_for(account, vouched)
    for action in vouched.actions:
        request = asker.request_of(action, role.arn, vouched.circumstances)
        if not authorize(request, asker.policies_for(action, role.arn)).is_allowed:
            raise refused(vouched.action)
    return role


def refused(action: str) -> AccessDenied:
    """STS's refusal: it says neither whether there is such a role nor what it wants."""
    option = "--saml-response" if action.endswith(WITH_SAML) else "--web-identity-token"
    return AccessDenied(
        f"Not authorized to perform {action}",
        hint=f"see why with `iamctl explain assume ROLE {option} FILE`",
    )
