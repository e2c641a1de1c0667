"""SAML 2.0 of a provider for tests.

    GET  /saml/metadata
    GET  /saml/sso[?SAMLRequest=…]        a form asks who signs in; without a request the response is only shown
    POST /saml/sso                        the same by the HTTP-POST binding, and the form's answer

Source: https://docs.oasis-open.org/security/saml/v2.0/saml-bindings-2.0-os.pdf (3.4, 3.5)
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree
from starlette.responses import Response
from starlette.routing import Route

from iamctl.endpoint.issuer.exchange import fields_of, form, form_of, page, posted_by_itself
from iamctl.endpoint.issuer.responses import AWS, AWS_AUDIENCE, Said
from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from iamctl.endpoint.issuer.provider import TestProvider

LARGEST = 100_000
"""Bytes of a request, inflated."""
_REQUEST = "{urn:oasis:names:tc:SAML:2.0:protocol}AuthnRequest"
_ISSUER = "{urn:oasis:names:tc:SAML:2.0:assertion}Issuer"


class Asked(NamedTuple):
    """What a service asks for.

    Attributes:
        acs_url: where the response has to go.
        issuer: who asks; the response's audience.
    """

    id: str
    acs_url: str
    issuer: str


class SamlDoor:
    """The routes.

    Args:
        provider: whom they are of.
    """

    def __init__(self, provider: TestProvider) -> None:
        self._provider = provider

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/saml/metadata", self._metadata),
            Route("/saml/sso", self._sign_on, methods=["GET", "POST"]),
        ]

    async def _metadata(self, request: Request) -> Response:  # noqa: ARG002
        return Response(self._provider.responses.metadata(), media_type="application/samlmetadata+xml")

    async def _sign_on(self, request: Request) -> Response:
        fields = await form_of(request) if request.method == "POST" else fields_of(request.url.query)
        is_deflated = request.method == "GET" or fields.get("deflated") == "yes"
        asked = asked_of(fields["SAMLRequest"], deflated=is_deflated) if "SAMLRequest" in fields else None
        if asked is not None and not self._provider.may_answer_at(asked.acs_url):
            return page("The answer may not go there", "<p>Start the provider with --redirect-uri.</p>", 400)
        subject = self._provider.settings.sign_in_as
        if subject is None and "decision" not in fields:
            kept: dict[str, str] = {name: fields[name] for name in ("SAMLRequest", "RelayState") if name in fields}
            if is_deflated and asked is not None:
                kept["deflated"] = "yes"
            return page("Sign in", form("/saml/sso", kept, [("subject", "Who signs in", "kim")], "Sign in"))
        if subject is None:
            subject = fields.get("subject", "").strip()
            if fields["decision"] == "no" or not subject:
                return page("Refused", "<p>Nobody signed in.</p>", 403)
        return self._answered(subject, asked, fields)

    def _answered(self, subject: str, asked: Asked | None, fields: Mapping[str, str]) -> Response:
        said = Said(
            subject=subject,
            session_name=subject,
            roles=self._provider.settings.saml_roles,
            recipient=asked.acs_url if asked is not None else AWS,
            audience=asked.issuer if asked is not None else AWS_AUDIENCE,
            in_response_to=asked.id if asked is not None else None,
        )
        response = self._provider.response_for(said)
        if asked is None:
            return page("Signed in", f"<p>Nobody asked; the response:</p><textarea>{escape(response)}</textarea>")
        relayed = {"RelayState": fields["RelayState"]} if "RelayState" in fields else {}
        return posted_by_itself(asked.acs_url, {"SAMLResponse": response, **relayed})


def asked_of(text: str, *, deflated: bool) -> Asked:
    """A request taken apart; nobody has signed it.

    Args:
        text: base64.

    Raises:
        InvalidInput: it is none.
    """
    root = _root(_bytes(text, deflated=deflated))
    issuer = root.find(_ISSUER)
    names = root.get("ID"), root.get("AssertionConsumerServiceURL"), issuer.text if issuer is not None else None
    if root.tag != _REQUEST or not all(names):
        raise InvalidInput("The SAMLRequest is no AuthnRequest with ID, Issuer and AssertionConsumerServiceURL.")
    return Asked(*(str(name).strip() for name in names))


def _bytes(text: str, *, deflated: bool) -> bytes:
    try:
        content = b64decode(text, validate=True)
        if deflated:
            inflating = zlib.decompressobj(-15)
            content = inflating.decompress(content, LARGEST)
            if inflating.unconsumed_tail:
                raise InvalidInput(f"The SAMLRequest has more than {LARGEST:,} bytes.")
    except (binascii.Error, zlib.error, ValueError):
        raise InvalidInput("The SAMLRequest does not read.") from None
    return content


def _root(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content[: LARGEST + 1], parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InvalidInput("The SAMLRequest is no XML.") from None
    document: Any = root.getroottree().docinfo
    if document.doctype:
        raise InvalidInput("The SAMLRequest has a document type declaration.")
    return root
