"""An OpenID Connect and a SAML provider for the world of the examples, roles that trust them, and their words."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

from iamctl.model.document import Document
from iamctl.model.secret import Secret
from iamctl.policy.trust import trust_oidc, trust_saml
from iamctl.service import oidc_providers, roles, saml_providers
from iamctl.service.service import Change
from tests.federation.oidc import issuing
from tests.federation.saml import identity_provider as saml

ACCOUNT_ID = "111122223333"
OIDC = f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{issuing.ISSUER.removeprefix('https://')}"
SAML = f"arn:aws:iam::{ACCOUNT_ID}:saml-provider/Company"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def give_providers(change: Change) -> None:
    """`Pipeline` trusts the first for alice alone, `Console` the second for all."""
    call = change.call
    keys = Document(issuing.published(issuing.public(issuing.key_of("RS256"))))
    call(
        oidc_providers.create_open_id_connect_provider,
        url=issuing.ISSUER,
        client_id_list=[issuing.CLIENT],
        thumbprint_list=["0" * 40],
    )
    call(oidc_providers.set_open_id_connect_provider_keys, open_id_connect_provider_arn=OIDC, json_web_key_set=keys)
    metadata = saml.metadata(saml.signer()).ljust(1200)
    call(saml_providers.create_saml_provider, name="Company", saml_metadata_document=metadata)
    trusted = trust_oidc(OIDC, audience=[issuing.CLIENT], subject=["alice"])
    call(roles.create_role, role_name="Pipeline", assume_role_policy_document=trusted)
    call(roles.create_role, role_name="Console", assume_role_policy_document=trust_saml(SAML))


def token(now: datetime, **said: object) -> Secret:
    at = int(now.timestamp())
    return Secret(issuing.signed(issuing.claims(**{"iat": at - 10, "exp": at + 3600, **said})))


def assertion(now: datetime, said: saml.Said | None = None, *names: str, by: saml.Signer | None = None) -> str:
    """A response of this moment that offers the roles of these names."""
    pairs = [f"arn:aws:iam::{ACCOUNT_ID}:role/{name},{SAML}" for name in names or ("Console",)]
    said = said or saml.Said()
    said = replace(said, role=saml.attribute(f"{saml.PREFIX}Role", *pairs))
    texts = {field.name: getattr(said, field.name) for field in fields(said)}
    moved = {name: _moved(text, now) for name, text in texts.items() if isinstance(text, str)}
    return saml.response(replace(said, **moved), by).decode()


def _moved(text: str, now: datetime) -> str:
    """The text with its times as far from `now` as they are from the moment that it was written for."""

    def moved(found: re.Match[str]) -> str:
        distance = datetime.fromisoformat(found[0]) - saml.NOW
        return f"{now + distance:%Y-%m-%dT%H:%M:%SZ}"

    return _TIME.sub(moved, text)


def write_words(work: Path, now: datetime) -> None:
    (work / "token.jwt").write_text(token(now).reveal() + "\n")
    (work / "response.b64").write_text(assertion(now) + "\n")
