"""Asking a SAML provider to sign somebody in: an AuthnRequest, by redirection or by a form.

It is not signed: a provider that wants that is refused by name. What comes back is held against the request's ID, the
address that it came to, and the RelayState.

Sources: https://docs.oasis-open.org/security/saml/v2.0/saml-bindings-2.0-os.pdf (3.4.4.1, 3.5.4)
         https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf (4.1)
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

from iamctl.errors import InvalidInput
from iamctl.federation.saml.metadata import read_metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from iamctl.model.saml_provider import SAMLProvider

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"


class AuthnRequest(NamedTuple):
    """One sign-in that has begun.

    Attributes:
        id: what the answer has to have as InResponseTo.
        acs_url: where the answer has to come to.
        entity_id: who asks; the answer's audience.
        relay_state: what comes back with the answer.
        url: what the browser opens; with the HTTP-POST binding where the form is posted.
        form: of the HTTP-POST binding; empty where the browser is redirected.
    """

    id: str
    acs_url: str
    entity_id: str
    relay_state: str
    url: str
    form: tuple[tuple[str, str], ...] = ()

    @property
    def page(self) -> str:
        """An HTML page that posts the form as soon as it is shown."""
        fields = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in self.form
        )
        return (
            '<!doctype html><title>iamctl</title><body onload="document.forms[0].submit()">'
            f'<form method="post" action="{escape(self.url)}">{fields}<button>Sign in</button></form>'
        )


def authn_request(
    provider: SAMLProvider, acs_url: str, entity_id: str, *, now: datetime, entropy: Callable[[int], bytes]
) -> AuthnRequest:
    """A request to the provider's sign-in.

    Raises:
        InvalidInput: its metadata has no place for it, or it takes signed requests only.
    """
    idps = read_metadata(provider.metadata_document)
    services = [(idp, service) for idp in idps for service in idp.sign_on_services if _is_address(service.location)]
    chosen = next((each for binding in (REDIRECT, POST) for each in services if each[1].binding == binding), None)
    if chosen is None:
        raise InvalidInput(
            f"The metadata of {provider.provider_name} has no SingleSignOnService by redirection or form.",
            hint="sign in as the provider has it, and give the response: `iamctl assume --saml-response FILE`",
        )
    idp, service = chosen
    if idp.wants_signed_requests:
        raise InvalidInput(
            f"The provider {provider.provider_name} takes signed sign-in requests only; iamctl does not sign them.",
            hint="sign in as the provider has it, and give the response: `iamctl assume --saml-response FILE`",
        )
    request_id, relay_state = f"_{entropy(20).hex()}", entropy(32).hex()
    xml = _xml(request_id, acs_url, entity_id, service.location, now)
    if service.binding == REDIRECT:
        deflated = zlib.compress(xml, wbits=-15)
        query = urlencode({"SAMLRequest": b64encode(deflated).decode(), "RelayState": relay_state})
        url = f"{service.location}{'&' if urlsplit(service.location).query else '?'}{query}"
        return AuthnRequest(request_id, acs_url, entity_id, relay_state, url)
    form = (("SAMLRequest", b64encode(xml).decode()), ("RelayState", relay_state))
    return AuthnRequest(request_id, acs_url, entity_id, relay_state, service.location, form)


def _xml(request_id: str, acs_url: str, entity_id: str, destination: str, now: datetime) -> bytes:
    return (
        '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" '
        f'ID="{request_id}" IssueInstant="{now:%Y-%m-%dT%H:%M:%SZ}" Destination="{escape(destination)}" '
        f'ProtocolBinding="{POST}" AssertionConsumerServiceURL="{escape(acs_url)}">'
        f"<saml:Issuer>{escape(entity_id)}</saml:Issuer></samlp:AuthnRequest>"
    ).encode()


def _is_address(location: str) -> bool:
    return location.startswith(("https://", "http://")) and location.isprintable() and " " not in location
