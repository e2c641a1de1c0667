"""People with a token of a provider: verified as STS verifies it, and made out to the broker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from federation.oidc.issuing import NOW, key_of, public, published, signed

from iamctl.endpoint.broker.authenticator import TOKEN, NotProven, Proof
from iamctl.endpoint.broker.oidc_tokens import OidcSettings, OidcTokens
from iamctl.model.document import Document
from iamctl.model.secret import Secret

from .conftest import Start

ISSUER, AUDIENCE = "https://idp.acme.example", "iamctl-broker"
RULE = """\
[[rule]]
role = "Engineer"
when = { "realm_access.roles" = "engineer", email_verified = "true" }
tags = { mail = "{email}" }
"""


def said(**changed: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "kim",
        "iat": at,
        "exp": at + 300,
        "email": "kim@acme.example",
        "email_verified": True,
        "realm_access": {"roles": ["engineer", "reader"], "level": 7},
    }
    return {name: value for name, value in {**claims, **changed}.items() if value is not None}


def tokens(**changed: Any) -> OidcTokens:
    settings = OidcSettings("idp", ISSUER, AUDIENCE, jwks=Document(published(public(key_of("RS256")))))
    return OidcTokens(settings._replace(**changed), lambda: NOW)


def proof(token: str) -> Proof:
    return Proof(TOKEN, token=Secret(token))


def test_claims_are_attributes_with_dots_into_objects() -> None:
    person = tokens().person(proof(signed(said())))

    assert person.name == "kim"
    assert person.attributes["realm_access.roles"] == ("engineer", "reader")
    assert person.attributes["realm_access.level"] == ("7",)
    assert person.attributes["email_verified"] == ("true",)


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another client"},
        {"iss": "https://idp.acme.example/"},
        {"exp": int(NOW.timestamp()) - 301},
        {"iat": int(NOW.timestamp()) + 301},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_the_broker_is_nobodys(changed: dict[str, Any]) -> None:
    with pytest.raises(NotProven):
        tokens().person(proof(signed(said(**changed))))


def test_a_token_of_another_key_is_nobodys() -> None:
    with pytest.raises(NotProven):
        tokens().person(proof(signed(said(), key=key_of("RS256", 1))))


@pytest.mark.parametrize("verified", [False, None, "yes"])
def test_an_address_that_nobody_verified_names_nobody(verified: object) -> None:
    with pytest.raises(NotProven, match="incorrect"):
        tokens(name_claim="email").person(proof(signed(said(email_verified=verified))))


def test_a_token_becomes_a_role_at_the_door(start: Start, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    at = int(datetime.now(UTC).timestamp())
    (tmp_path / "keys.json").write_text(published(public(key_of("RS256"))))
    part = f'[[authenticator]]\nkind = "oidc"\nissuer = "{ISSUER}"\naudience = "{AUDIENCE}"\njwks_file = "keys.json"\n'
    broker = start(part + RULE)
    token = signed(said(iat=at, exp=at + 300))

    taken = broker.get(headers={"Authorization": f"Bearer {token}"})
    forged = broker.get(headers={"Authorization": f"Bearer {token[:-4]}AAAA"})

    assert taken.status_code == 200
    assert broker.log[0]["Through"] == "oidc"
    assert forged.status_code == 401
    assert broker.get("/ways").json()["Issuers"][0]["ClientId"] == AUDIENCE
