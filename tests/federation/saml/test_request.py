from __future__ import annotations

import os
import zlib
from base64 import b64decode
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from iamctl.errors import InvalidInput
from iamctl.federation.saml.request import POST, REDIRECT, AuthnRequest, authn_request

from .identity_provider import ISSUER, NOW, metadata, provider, signer

ACS = "http://127.0.0.1:35001/saml/acs"


def request(
    *, binding: str = REDIRECT, location: str = f"{ISSUER}/sso?tenant=1&amp;x=2", wants: str = ""
) -> AuthnRequest:
    text = metadata(signer()).replace(POST, binding).replace(f"{ISSUER}/sso", location)
    text = text.replace("<md:IDPSSODescriptor ", f"<md:IDPSSODescriptor {wants} ")
    return authn_request(provider(text=text), ACS, "urn:iamctl", now=NOW, entropy=os.urandom)


def test_the_browser_is_sent_to_the_provider_with_the_request_in_the_query() -> None:
    asked = request()

    query = parse_qs(urlsplit(asked.url).query)
    root = etree.fromstring(zlib.decompress(b64decode(query["SAMLRequest"][0]), -15))
    assert asked.url.startswith(f"{ISSUER}/sso?tenant=1&x=2&SAMLRequest=")
    assert (root.get("ID"), root.get("AssertionConsumerServiceURL")) == (asked.id, ACS)
    assert root.get("Destination") == f"{ISSUER}/sso?tenant=1&x=2"
    assert root.findtext("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer") == "urn:iamctl"
    assert query["RelayState"] == [asked.relay_state]


def test_two_requests_have_nothing_in_common() -> None:
    one, other = request(), request()

    assert len({one.id, other.id, one.relay_state, other.relay_state}) == 4


def test_a_provider_that_wants_a_form_gets_one_that_nothing_breaks_out_of() -> None:
    asked = request(binding=POST, location=f"{ISSUER}/sso?a=&quot;&gt;&lt;script&gt;")

    page = etree.fromstring(asked.page, etree.HTMLParser())
    (form,) = page.iter("form")
    assert form.get("action") == asked.url
    assert {field.get("name") for field in form.iter("input")} == {"SAMLRequest", "RelayState"}
    assert list(page.iter("script")) == []


@pytest.mark.parametrize("wants", ['WantAuthnRequestsSigned="true"', 'WantAuthnRequestsSigned="1"'])
def test_a_provider_that_wants_signed_requests_is_refused_by_name(wants: str) -> None:
    with pytest.raises(InvalidInput, match="takes signed sign-in requests only"):
        request(wants=wants)


@pytest.mark.parametrize("location", ["javascript:alert(1)", "file:///etc/passwd", "https://a b/"])
def test_no_other_address_is_opened(location: str) -> None:
    with pytest.raises(InvalidInput, match="no SingleSignOnService"):
        request(location=location)
