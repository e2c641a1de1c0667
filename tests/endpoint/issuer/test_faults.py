"""What the provider for tests issues is taken by iamctl's own verifiers, and each fault is answered as its table says."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet as JoseKeySet
from lxml import etree
from signxml.verifier import XMLVerifier

from iamctl import bootstrap
from iamctl.endpoint.issuer import responses, tokens
from iamctl.endpoint.issuer.keys import Keys
from iamctl.endpoint.issuer.responses import Responses, Said
from iamctl.endpoint.issuer.tokens import Tokens
from iamctl.errors import IamError, InvalidInput
from iamctl.federation.oidc.keys import KeySet, parse_key_set
from iamctl.federation.oidc.verify import verify as verify_token
from iamctl.federation.saml.verify import verify as verify_response
from iamctl.model.saml_provider import SAMLProvider
from tests.federation.oidc.issuing import provider, published

ISSUER = "https://127.0.0.1:9443"
ROLE = "arn:aws:iam::111122223333:role/Deploy"
PROVIDER = "arn:aws:iam::111122223333:saml-provider/Company"
NOW = bootstrap.now()
SAID = Said(subject="kim", session_name="kim@acme.example", roles=(f"{ROLE},{PROVIDER}",))


def moment() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys(moment)


def key_set(keys: Keys) -> KeySet:
    return parse_key_set(published(*(key.public_members for key in keys.published)), "keys")


class Used:
    """A memory of assertions, for as long as a test lasts."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def holds(self, key: str) -> bool:
        return key in self._taken

    def take(self, key: str, until: datetime) -> bool:
        del until
        is_new = key not in self._taken
        self._taken.add(key)
        return is_new


def code_of(verified: Callable[[], object]) -> str | None:
    try:
        verified()
    except IamError as error:
        return error.code
    return None


def test_a_token_is_taken(keys: Keys) -> None:
    token = Tokens(ISSUER, keys, moment).minted("kim", "app", {"team": "core"})

    identity = verify_token(token, provider(ISSUER, "app"), key_set(keys), now=NOW)

    assert (identity.subject, identity.audience, identity.claims["team"]) == ("kim", "app", "core")
    assert "for tests" in str(identity.claims["for_tests"])


def test_another_library_takes_it_too(keys: Keys) -> None:
    token = Tokens(ISSUER, keys, moment).minted("kim", "app")

    found = jwt.decode(token, JoseKeySet.import_key_set({"keys": [key.public_members for key in keys.published]}))

    assert found.claims["sub"] == "kim"


@pytest.mark.parametrize("fault", tokens.FAULTS)
def test_a_fault_of_a_token_is_answered_as_the_table_says(fault: str, keys: Keys) -> None:
    issuing = Tokens(ISSUER, keys, moment)
    issuing.minted("kim", "app")

    token = issuing.minted("kim", "app", fault=fault)

    answer = code_of(lambda: verify_token(token, provider(ISSUER, "app"), key_set(keys), now=NOW))
    assert answer == tokens.FAULTS[fault].answer


def saml_provider(issuing: Responses) -> SAMLProvider:
    return SAMLProvider(
        account_id="111122223333",
        provider_name="Company",
        metadata_document=issuing.metadata(),
        create_date=NOW,
        valid_until=NOW,
    )


def test_a_response_is_taken(keys: Keys) -> None:
    issuing = Responses(ISSUER, keys, moment, os.urandom)

    response = issuing.issued(SAID).encode()
    identity = verify_response(response, saml_provider(issuing), now=NOW, strict=True, used=Used())

    assert (identity.subject, identity.role_session_name) == ("kim", "kim@acme.example")
    assert [role.role_arn for role in identity.roles] == [ROLE]
    assert "for tests" in issuing.metadata()


def test_signxml_takes_the_assertion(keys: Keys) -> None:
    from base64 import b64decode

    text = b64decode(Responses(ISSUER, keys, moment, os.urandom).issued(SAID))
    assertion = etree.fromstring(text)[-1]

    verified = XMLVerifier().verify(assertion, x509_cert=keys.signing.certificate, id_attribute="ID")

    assert b"kim@acme.example" in verified.signed_data


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("fault", responses.FAULTS)
def test_a_fault_of_a_response_is_answered_as_the_table_says(fault: str, strict: bool, keys: Keys) -> None:
    issuing, used = Responses(ISSUER, keys, moment, os.urandom), Used()
    company = saml_provider(issuing)
    first = issuing.issued(SAID)
    verify_response(first.encode(), company, now=NOW, strict=strict, used=used)

    response = issuing.issued(SAID, fault=fault).encode()

    told = responses.FAULTS[fault]
    answer = code_of(lambda: verify_response(response, company, now=NOW, strict=strict, used=used))
    assert answer == (told.strict_answer if strict else told.answer)


@pytest.mark.parametrize("keep", [False, True])
def test_a_key_before_is_taken_as_long_as_it_is_published(keep: bool) -> None:
    keys = Keys(moment)
    issuing = Tokens(ISSUER, keys, moment)
    saml = Responses(ISSUER, keys, moment, os.urandom)
    token, response = issuing.minted("kim", "app"), saml.issued(SAID)

    keys.rotate(keep=keep)

    before = code_of(lambda: verify_token(token, provider(ISSUER, "app"), key_set(keys), now=NOW))
    in_saml = code_of(lambda: verify_response(response.encode(), saml_provider(saml), now=NOW))
    after = issuing.minted("kim", "app")
    assert (before, in_saml) == ((None, None) if keep else ("InvalidIdentityToken", "InvalidIdentityToken"))
    assert code_of(lambda: verify_token(after, provider(ISSUER, "app"), key_set(keys), now=NOW)) is None


def test_a_fault_that_there_is_not_is_refused_with_those_that_there_are(keys: Keys) -> None:
    with pytest.raises(InvalidInput) as refused:
        Tokens(ISSUER, keys, moment).minted("kim", "app", fault="bogus")

    assert "expired" in refused.value.hints[0]


def test_what_a_response_says_stays_text(keys: Keys) -> None:
    issuing = Responses(ISSUER, keys, moment, os.urandom)
    said = Said(subject='<x a="1">&amp;', session_name="kim", roles=SAID.roles, attributes={'a"b': ("<c/>",)})

    identity = verify_response(issuing.issued(said).encode(), saml_provider(issuing), now=NOW)

    assert identity.subject == '<x a="1">&amp;'
    with pytest.raises(InvalidInput, match="XML cannot hold"):
        issuing.issued(Said(subject="\x00", session_name="kim"))
