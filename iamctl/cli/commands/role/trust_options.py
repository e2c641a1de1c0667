"""Options that say who may assume a role: a trust policy, or words that one is built from."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from iamctl.cli.input import read_document
from iamctl.errors import MalformedPolicyDocument, UsageError

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.service.account import Account
    from iamctl.service.trust_policies import Trust

TrustPolicy: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--trust-policy",
        "--assume-role-policy-document",
        metavar="FILE",
        help="the trust policy, JSON or TOML: a file, - for stdin, or the text itself",
    ),
]
TrustService: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--trust-service", metavar="SERVICE", help="a service such as ec2.amazonaws.com; may be given again"),
]
TrustAccount: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--trust-account", metavar="ID", help="another account, or this one; may be given again"),
]
TrustUser: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--trust-user", metavar="USER", help="a user's name, or any account's ARN; may be given again"),
]
TrustRole: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--trust-role", metavar="ROLE", help="a role's name, or any account's ARN; may be given again"),
]
ExternalId: TypeAlias = Annotated[
    str | None,
    typer.Option("--external-id", metavar="ID", help="what trusted accounts, users and roles have to say"),
]
RequireMfa: TypeAlias = Annotated[
    bool, typer.Option("--require-mfa", help="only when they have signed in with MFA", show_default=False)
]
TrustSaml: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--trust-saml", metavar="PROVIDER", help="a SAML provider's name or ARN; may be given again"),
]
TrustOidc: TypeAlias = Annotated[
    str | None,
    typer.Option("--trust-oidc", metavar="PROVIDER", help="an OpenID Connect provider's URL or ARN"),
]
Audience: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--audience", metavar="CLIENT_ID", help="whom the provider's token is for; may be given again"),
]
Subject: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--subject", metavar="SUBJECT", help="whom it speaks of, with * and ?; may be given again"),
]


class ChosenTrust:
    """What the command line says of trust: a document, or whom to build one for.

    Raises:
        UsageError: both or neither, or a condition on nobody.
        InvalidInput, MalformedPolicyDocument, ValidationError: the document that is named is not acceptable.
    """

    def __init__(self, trust_policy: str | None, built_for: "Trust") -> None:
        from iamctl.service.trust_policies import Trust, check_trust

        self._document: Document | None = None
        self._built_for = built_for
        if trust_policy is None:
            check_trust(built_for)
        elif built_for != Trust():
            raise UsageError(
                "--trust-policy says all of it and goes with no other option of trust.",
                hint="write the other principals into the document, or leave `--trust-policy` out",
            )
        else:
            self._document = read_document(trust_policy, "trust", option="--trust-policy")

    def document(self, account: "Account") -> "Document":
        """The trust policy; users, roles and providers that it is built for have to be in the account."""
        if self._document is not None:
            return self._document
        from iamctl.service.trust_policies import trust_policy_of

        try:
            return trust_policy_of(account, self._built_for)
        except MalformedPolicyDocument as error:
            if self._built_for.oidc is not None:
                error.hints = (*error.hints, "say whom it trusts with `--subject` or `--audience`")
            raise


def chosen_trust(
    trust_policy: str | None,
    *,
    services: list[str] | None,
    accounts: list[str] | None,
    users: list[str] | None,
    roles: list[str] | None,
    external_id: str | None,
    require_mfa: bool,
    saml: list[str] | None,
    oidc: str | None,
    audiences: list[str] | None,
    subjects: list[str] | None,
) -> ChosenTrust:
    """The options' values as one choice; see `ChosenTrust`."""
    from iamctl.service.trust_policies import Trust

    wanted = Trust(
        services=tuple(services or ()),
        accounts=tuple(accounts or ()),
        users=tuple(users or ()),
        roles=tuple(roles or ()),
        saml=tuple(saml or ()),
        oidc=oidc,
        audiences=tuple(audiences or ()),
        subjects=tuple(subjects or ()),
        external_id=external_id,
        require_mfa=require_mfa,
    )
    return ChosenTrust(trust_policy, wanted)
