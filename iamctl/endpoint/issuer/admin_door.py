"""What tests have a provider for tests do, under the token that it printed at its start.

GET  /admin/faults
POST /admin/rotate          {"Keep": true}                    sign with another key; publish the old one too
POST /admin/token           {"Subject", "Audience", "Claims", "Fault"}
POST /admin/saml-response   {"Subject", "SessionName", "Roles", "Attributes", "Recipient", "Audience",
                             "InResponseTo", "Fault"}
POST /admin/next            {"Kind": "token", "Fault": "expired"}   what is wrong with the next one of a sign-in
"""

from __future__ import annotations

import hmac
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from iamctl.endpoint.issuer import responses, tokens
from iamctl.endpoint.issuer.exchange import json_answer, json_of
from iamctl.endpoint.issuer.fault import fault_members
from iamctl.endpoint.issuer.responses import Said
from iamctl.errors import AccessDenied, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from iamctl.endpoint.issuer.provider import TestProvider

    Members = dict[str, Any]


class AdminDoor:
    """The routes.

    Args:
        provider: whom they are of.
    """

    def __init__(self, provider: TestProvider) -> None:
        self._provider = provider

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/admin/faults", self._guarded(self._faults)),
            Route("/admin/rotate", self._guarded(self._rotate), methods=["POST"]),
            Route("/admin/token", self._guarded(self._token), methods=["POST"]),
            Route("/admin/saml-response", self._guarded(self._response), methods=["POST"]),
            Route("/admin/next", self._guarded(self._next), methods=["POST"]),
        ]

    def _guarded(self, handler: Callable[[Members], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            wanted = self._provider.admin_token.reveal()
            if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), wanted.encode()):
                raise AccessDenied("This is for who has the token that was printed at the start.")
            return handler(await json_of(request))

        return answer

    def _faults(self, said: Members) -> Response:
        _check_known(said)
        return json_answer({"Tokens": fault_members(tokens.FAULTS), "Responses": fault_members(responses.FAULTS)})

    def _rotate(self, said: Members) -> Response:
        _check_known(said, "Keep")
        keep = said.get("Keep", True)
        if not isinstance(keep, bool):
            raise InvalidInput("Keep is true or false.")
        key = self._provider.keys.rotate(keep=keep)
        return json_answer({"KeyId": key.key_id, "Published": [each.key_id for each in self._provider.keys.published]})

    def _token(self, said: Members) -> Response:
        _check_known(said, "Subject", "Audience", "Claims", "Fault")
        claims, fault = said.get("Claims", {}), _text(said, "Fault")
        if not isinstance(claims, dict):
            raise InvalidInput("Claims is a JSON object.")
        settings = self._provider.settings
        subject, audience = _text(said, "Subject") or "kim", _text(said, "Audience") or settings.client_ids[0]
        token = self._provider.tokens.minted(subject, audience, {**settings.claims, **_plain(claims)}, fault=fault)
        return json_answer({"Token": token, "Answer": tokens.FAULTS[fault].answer if fault else None})

    def _response(self, said: Members) -> Response:
        known = ("Subject", "SessionName", "Roles", "Attributes", "Recipient", "Audience", "InResponseTo", "Fault")
        _check_known(said, *known)
        subject, fault = _text(said, "Subject") or "kim", _text(said, "Fault")
        attributes = said.get("Attributes", {})
        if not isinstance(attributes, dict):
            raise InvalidInput("Attributes is a JSON object of lists.")
        word = Said(
            subject=subject,
            session_name=_text(said, "SessionName") or subject,
            roles=_texts(said.get("Roles", list(self._provider.settings.saml_roles)), "Roles"),
            attributes={name: _texts(values, name) for name, values in attributes.items()},
            recipient=_text(said, "Recipient") or responses.AWS,
            audience=_text(said, "Audience") or responses.AWS_AUDIENCE,
            in_response_to=_text(said, "InResponseTo"),
        )
        text = self._provider.responses.issued(word, fault=fault)
        told = responses.FAULTS[fault] if fault else None
        answers = {"Answer": told.answer, "StrictAnswer": told.strict_answer} if told else {}
        return json_answer({"SAMLResponse": text, "Answer": None, "StrictAnswer": None} | answers)

    def _next(self, said: Members) -> Response:
        _check_known(said, "Kind", "Fault")
        kind, fault = _text(said, "Kind") or "", _text(said, "Fault")
        self._provider.set_next(kind, fault)
        return json_answer({"Kind": kind, "Fault": fault})


def _check_known(said: Members, *known: str) -> None:
    for name in said:
        if name not in known:
            raise InvalidInput(f"{name[:100]!r} is no member here.", hint=f"one of {', '.join(known) or 'none'}")


def _text(said: Members, name: str) -> str | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidInput(f"{name} is a text.")
    return value


def _texts(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise InvalidInput(f"{name[:100]} is a list of texts.")
    return tuple(value)


def _plain(value: Any) -> Any:
    """JSON as Python's own writer takes it: numbers that are Decimal are floats."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value
