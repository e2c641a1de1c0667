"""An account in memory that takes the word of an OpenID Connect and of a SAML provider."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from iamctl.federation.oidc.key_source import KeySource
from iamctl.model.document import Document
from iamctl.model.secret import Secret
from iamctl.service.oidc_providers import create_open_id_connect_provider, set_open_id_connect_provider_keys
from iamctl.service.saml_providers import create_saml_provider
from iamctl.service.service import Service
from iamctl.service.sts.identity_providers import IdentityProviders
from iamctl.service.sts.with_saml import assume_role_with_saml
from iamctl.service.sts.with_web_identity import assume_role_with_web_identity
from service.acting import policy
from service.conftest import FewAwsPolicies
from service.given import ROOT, arn
from tests.federation.oidc import issuing
from tests.federation.saml import identity_provider as saml

from .sessions import Clocked

if TYPE_CHECKING:
    from iamctl.federation.oidc.fetch import Fetched
    from iamctl.service.sts.issuing import Issued

ISSUER, CLIENT = issuing.ISSUER, issuing.CLIENT
HOST = ISSUER.removeprefix("https://")
OIDC_ARN, SAML_ARN = arn(f"oidc-provider/{HOST}"), arn("saml-provider/Okta")
EVERY = ("sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity")
EVERY_SAML = ("sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity")


def nobody_is_asked(url: str) -> Fetched:
    raise AssertionError(f"{url} was asked")


class Vouching(Clocked):
    """Both providers are there; the keys of the first are in its file."""

    now: datetime = saml.NOW
    identity_providers = IdentityProviders(KeySource(lambda issuer: nobody_is_asked))

    def __init__(self) -> None:
        super().__init__()
        self.root.call(create_open_id_connect_provider, url=ISSUER, client_id_list=[CLIENT], thumbprint_list=["0" * 40])
        jwks = Document(issuing.published(issuing.public(issuing.key_of("RS256"))))
        self.root.call(set_open_id_connect_provider_keys, open_id_connect_provider_arn=OIDC_ARN, json_web_key_set=jwks)
        self.root.call(
            create_saml_provider, name="Okta", saml_metadata_document=saml.metadata(saml.signer()).ljust(1200)
        )

    def acting(self, name: str | None, **more: Any) -> Service:
        return Service(
            self.store,
            now=lambda: self.now,
            new_id=self.new_id,
            aws_policies=FewAwsPolicies(),
            caller=ROOT,
            acting_as=name,
            entropy=os.urandom,
            identity_providers=lambda: self.identity_providers,
            **more,
        )

    @property
    def anybody(self) -> Service:
        """Who comes with a word and no credentials."""
        return self.acting(None)

    def token(self, **said: Any) -> Secret:
        at = int(self.now.timestamp())
        return Secret(issuing.signed(issuing.claims(**{"iat": at - 10, "exp": at + 600, **said})))

    def with_token(self, role: str, token: Secret | None = None, **wish: Any) -> Issued:
        wish = {"role_session_name": "ci", **wish}
        return self.anybody.call(
            assume_role_with_web_identity, role_arn=role, web_identity_token=token or self.token(), **wish
        )

    def with_assertion(self, role: str, said: saml.Said | None = None, **wish: Any) -> Issued:
        assertion = Secret(saml.response(said).decode())
        return self.anybody.call(
            assume_role_with_saml, role_arn=role, principal_arn=SAML_ARN, saml_assertion=assertion, **wish
        )


def trusting_provider(provider_arn: str, *actions: str, **condition: Any) -> Document:
    """A trust policy for who comes from the provider."""
    default = EVERY_SAML if ":saml-provider/" in provider_arn else EVERY
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Federated": provider_arn},
        "Action": list(actions or default),
    }
    return policy(statement | ({"Condition": condition} if condition else {}))


def moment(**by: int) -> str:
    return f"{saml.NOW + timedelta(**by):%Y-%m-%dT%H:%M:%SZ}"
