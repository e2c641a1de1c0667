"""The credentials of a role as containers get them: one path, and a token that the request has to bear.

ECS names the address and the token in AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN; EKS
Pod Identity names the token's file in AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE. The path is that of its agent.

Sources: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
         https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
"""

from __future__ import annotations

import hmac
import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from iamctl.endpoint.host_header import is_allowed_host

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

    from iamctl.endpoint.role_credentials import Held, RoleCredentials
    from iamctl.model.secret import Secret

PATH = "/v1/credentials"


class ContainerCredentials:
    """The door of one container.

    Args:
        token: what `Authorization` has to be, letter by letter.
        hosts: names that it may be called by.
    """

    def __init__(self, credentials: RoleCredentials, token: Secret, *, hosts: Collection[str] = ()) -> None:
        self._credentials = credentials
        self._token = token
        self._hosts = hosts

    async def answer(self, request: Request) -> Response:
        """What the request is answered."""
        if not is_allowed_host(request.headers.get("host"), self._hosts):
            return _refusal(HTTPStatus.FORBIDDEN, "Forbidden", "The Host header names no address of this service.")
        if request.scope["path"] != PATH:
            return _refusal(HTTPStatus.NOT_FOUND, "NotFound", f"Credentials are at {PATH}.")
        if request.method != "GET":
            return _refusal(HTTPStatus.METHOD_NOT_ALLOWED, "MethodNotAllowed", "Credentials are asked for with GET.")
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode("latin-1"), self._token.reveal().encode()):
            return _refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized", "The authorization token is not this container's.")
        return _of(await self._credentials.current(None))


def _of(held: Held) -> Response:
    if held.role is None:
        return _refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "Failed", held.failure)
    if held.role.profile is None or held.role.role is None:
        return _refusal(HTTPStatus.NOT_FOUND, "NoCredentials", held.role.message)
    credentials = held.credentials
    if credentials is None:
        return _refusal(HTTPStatus.FORBIDDEN, held.role.role_code, held.role.message)
    return _json(
        HTTPStatus.OK,
        {
            "AccessKeyId": credentials.access_key_id,
            "SecretAccessKey": credentials.secret_access_key.reveal(),
            "Token": credentials.session_token.reveal(),
            "Expiration": f"{credentials.expiration:%Y-%m-%dT%H:%M:%SZ}",
            "RoleArn": held.role.role.arn,
            "AccountId": held.role.role.account_id,
        },
    )


def _refusal(status: HTTPStatus, code: str, message: str) -> Response:
    return _json(status, {"code": code, "message": message})


def _json(status: HTTPStatus, members: dict[str, str]) -> Response:
    return Response(json.dumps(members), status.value, media_type="application/json")
