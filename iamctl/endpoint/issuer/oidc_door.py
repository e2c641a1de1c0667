"""OpenID Connect of a provider for tests.

    GET  /.well-known/openid-configuration, /jwks
    GET  /authorize, POST /authorize      a form asks who signs in; everything is consented to
    POST /token                           authorization_code, refresh_token, device_code
    POST /device_authorization            a code for a device; GET, POST /device takes it in
    GET  /userinfo

Clients need no secret; one that is given is not looked at.

Sources: https://openid.net/specs/openid-connect-core-1_0.html, https://openid.net/specs/openid-connect-discovery-1_0.html
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlencode, urlsplit

from starlette.responses import RedirectResponse
from starlette.routing import Route

from iamctl.endpoint.issuer.exchange import fields_of, form, form_of, json_answer, page
from iamctl.endpoint.issuer.grants import DEVICE_LIFETIME, INTERVAL, TOKEN_LIFETIME, Grant, OAuthError
from iamctl.endpoint.issuer.tokens import FOR_TESTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from iamctl.endpoint.issuer.provider import TestProvider

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_ASKED = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge", "login_hint")
_ASKED_TOO = ("code_challenge_method", "prompt")


class OidcDoor:
    """The routes.

    Args:
        provider: whom they are of.
    """

    def __init__(self, provider: TestProvider) -> None:
        self._provider = provider

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self._configuration),
            Route("/jwks", self._keys),
            Route("/authorize", self._authorize, methods=["GET", "POST"]),
            Route("/token", self._token, methods=["POST"]),
            Route("/device_authorization", self._begin_device, methods=["POST"]),
            Route("/device", self._device, methods=["GET", "POST"]),
            Route("/userinfo", self._userinfo, methods=["GET", "POST"]),
        ]

    async def _configuration(self, request: Request) -> Response:  # noqa: ARG002
        issuer = self._provider.issuer
        return json_answer(
            {
                "issuer": issuer,
                "for_tests": FOR_TESTS,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "device_authorization_endpoint": f"{issuer}/device_authorization",
                "jwks_uri": f"{issuer}/jwks",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token", DEVICE_GRANT],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": ["openid", "offline_access"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def _keys(self, request: Request) -> Response:  # noqa: ARG002
        return json_answer({"keys": [key.public_members for key in self._provider.keys.published]})

    async def _authorize(self, request: Request) -> Response:
        fields = await form_of(request) if request.method == "POST" else fields_of(request.url.query)
        asked = {name: fields[name] for name in (*_ASKED, *_ASKED_TOO) if name in fields}
        address = asked.get("redirect_uri", "")
        if asked.get("client_id") not in self._provider.settings.client_ids:
            return page("No such client", "<p>It has to be one of those that the provider was started with.</p>", 400)
        if not self._provider.may_answer_at(address):
            return page("The answer may not go there", "<p>Start the provider with --redirect-uri.</p>", 400)
        try:
            self._check_asked(asked)
            subject = self._who(request.method, fields, asked)
        except OAuthError as error:
            return self._redirected(address, asked, {"error": error.code, "error_description": error.says})
        if subject is None:
            named = [("subject", "Who signs in (sub)", asked.get("login_hint", "kim"))]
            return page("Sign in", form("/authorize", asked, named, "Sign in"))
        grant = Grant(
            subject,
            asked["client_id"],
            asked.get("scope", ""),
            address,
            asked.get("nonce"),
            asked.get("code_challenge"),
        )
        return self._redirected(address, asked, {"code": self._provider.grants.codes.put(grant)})

    def _check_asked(self, asked: Mapping[str, str]) -> None:
        if asked.get("response_type") != "code":
            raise OAuthError("unsupported_response_type", "Only the response type code is answered.")
        if "openid" not in asked.get("scope", "").split():
            raise OAuthError("invalid_scope", "The scope has to have openid.")
        if "code_challenge" in asked and asked.get("code_challenge_method") != "S256":
            raise OAuthError("invalid_request", "The code_challenge_method has to be S256.")

    def _who(self, method: str, fields: Mapping[str, str], asked: Mapping[str, str]) -> str | None:
        """Who signs in; None has to be asked.

        Raises:
            OAuthError: nobody does.
        """
        if (subject := self._provider.settings.sign_in_as) is not None:
            return subject
        if method == "POST":
            if fields.get("decision") == "no" or not fields.get("subject", "").strip():
                raise OAuthError("access_denied", "Whoever was asked refused.")
            return fields["subject"].strip()
        if asked.get("prompt") == "none":
            raise OAuthError("login_required", "Nobody is signed in, and nobody may be asked.")
        return None

    def _redirected(self, address: str, asked: Mapping[str, str], said: Mapping[str, str]) -> Response:
        answer = {**said, "iss": self._provider.issuer} | ({"state": asked["state"]} if "state" in asked else {})
        joint = "&" if urlsplit(address).query else "?"
        return RedirectResponse(f"{address}{joint}{urlencode(answer)}", 303)

    async def _token(self, request: Request) -> Response:
        fields = await form_of(request)
        try:
            grant = self._granted(fields, self._client(request, fields))
        except OAuthError as error:
            return _refusal(error)
        members: dict[str, Any] = {
            "access_token": self._provider.grants.access.put(grant),
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LIFETIME.total_seconds()),
            "scope": grant.scope,
            "id_token": self._provider.token_for(grant),
        }
        if "offline_access" in grant.scope.split():
            members["refresh_token"] = self._provider.grants.refresh.put(grant._replace(nonce=None))
        return json_answer(members)

    def _granted(self, fields: Mapping[str, str], client_id: str) -> Grant:
        grants, kind = self._provider.grants, fields.get("grant_type")
        if kind == DEVICE_GRANT:
            return grants.poll_device(fields.get("device_code", ""), client_id)
        if kind == "authorization_code":
            code = grants.codes.take(fields.get("code", ""))
            if code is None:
                raise OAuthError("invalid_grant", "There is no such code; a code is worth one exchange, for a minute.")
            code.check_exchange(client_id, fields.get("redirect_uri", ""), fields.get("code_verifier"))
            return code
        if kind == "refresh_token":
            token = grants.refresh.take(fields.get("refresh_token", ""))
            if token is None or token.client_id != client_id:
                raise OAuthError("invalid_grant", "There is no such refresh token; each is worth one exchange.")
            return token
        raise OAuthError("unsupported_grant_type", "The grant type is none of those in the configuration.")

    def _client(self, request: Request, fields: Mapping[str, str]) -> str:
        """Which client asks; its secret is not looked at.

        Raises:
            OAuthError: it is none.
        """
        scheme, _, said = request.headers.get("authorization", "").partition(" ")
        client_id = fields.get("client_id", "")
        if scheme.lower() == "basic":
            try:
                client_id = unquote_plus(b64decode(said, validate=True).decode().partition(":")[0])
            except (binascii.Error, UnicodeDecodeError):
                raise OAuthError("invalid_client", "The Authorization header does not read.") from None
        if client_id not in self._provider.settings.client_ids:
            raise OAuthError("invalid_client", "The client is none of those that the provider was started with.")
        return client_id

    async def _begin_device(self, request: Request) -> Response:
        fields = await form_of(request)
        try:
            client_id = self._client(request, fields)
        except OAuthError as error:
            return _refusal(error)
        code, device = self._provider.grants.begin_device(client_id, fields.get("scope", ""))
        if (subject := self._provider.settings.sign_in_as) is not None:
            self._provider.grants.decide_device(device.user_code, subject)
        address = f"{self._provider.issuer}/device"
        return json_answer(
            {
                "device_code": code,
                "user_code": device.user_code,
                "verification_uri": address,
                "verification_uri_complete": f"{address}?{urlencode({'user_code': device.user_code})}",
                "expires_in": int(DEVICE_LIFETIME.total_seconds()),
                "interval": INTERVAL,
            }
        )

    async def _device(self, request: Request) -> Response:
        if request.method == "GET":
            code = fields_of(request.url.query).get("user_code", "")
            fields = [("user_code", "Code on the device", code), ("subject", "Who signs in (sub)", "kim")]
            return page("Sign a device in", form("/device", {}, fields, "Sign in"))
        given = await form_of(request)
        subject = given.get("subject", "").strip() if given.get("decision") != "no" else ""
        if not self._provider.grants.decide_device(given.get("user_code", ""), subject):
            return page("No device shows this code", "<p>It may have waited too long.</p>", 400)
        return page("Done", "<p>Back to the device.</p>")

    async def _userinfo(self, request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        grant = self._provider.grants.access.find(token) if scheme.lower() == "bearer" else None
        if grant is None:
            answer = _refusal(OAuthError("invalid_token", "There is no such access token."), 401)
            answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return answer
        return json_answer({"sub": grant.subject, "for_tests": FOR_TESTS, **self._provider.settings.claims})


def _refusal(error: OAuthError, status: int = 400) -> Response:
    return json_answer({"error": error.code, "error_description": error.says}, status)
