"""The instance metadata service as HTTP: who is answered at all, and by which version of its protocol.

    PUT /latest/api/token     a token, for a time-to-live of 1 to 21600 seconds; the hop limit is set on the answer
    GET /latest/meta-data/…   with that token; without one only where version 1 is allowed

Refused: 400 a PUT without a good time-to-live; 401 a token that is none, or none where one is needed; 403 a PUT that
came through a proxy (X-Forwarded-For) or to a path with a version, a Host that is a name (`host_header.py`); 404 what
is not there; 405 another method. A GET that came through a proxy is answered, as at AWS: it has no token then.

Sources: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
         https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from iamctl.endpoint import metadata_tree
from iamctl.endpoint.hop_limit import limit_hops
from iamctl.endpoint.host_header import is_allowed_host
from iamctl.endpoint.metadata_tokens import MetadataTokens, parse_ttl

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

    from iamctl.endpoint.role_credentials import RoleCredentials
    from iamctl.model.instance import Instance

TOKEN_PATH = "/latest/api/token"
TTL, TOKEN = "x-aws-ec2-metadata-token-ttl-seconds", "x-aws-ec2-metadata-token"
V1, V2 = "1.0", "2.0"


class MetadataService:
    """The service of one instance.

    Args:
        allows_v1: answer what comes without a token.
        hop_limit: 1-64, of the answer that carries a token.
        hosts: names that it may be called by.
    """

    def __init__(
        self,
        instance: Instance,
        credentials: RoleCredentials,
        tokens: MetadataTokens,
        *,
        allows_v1: bool = False,
        hop_limit: int = 1,
        hosts: Collection[str] = (),
    ) -> None:
        self._fixed = metadata_tree.fixed_tree(instance)
        self._credentials = credentials
        self._tokens = tokens
        self._allows_v1 = allows_v1
        self._hop_limit = hop_limit
        self._hosts = hosts

    async def answer(self, request: Request) -> Response:
        """What the request is answered."""
        path = request.scope["path"]
        if not is_allowed_host(request.headers.get("host"), self._hosts):
            return refusal(HTTPStatus.FORBIDDEN)
        if path.endswith("/api/token"):
            return self._token(request, path)
        if request.method not in ("GET", "HEAD"):
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, allow="GET, HEAD")
        token = request.headers.get(TOKEN)
        if token is None and not self._allows_v1:
            return refusal(HTTPStatus.UNAUTHORIZED)
        if token is not None and not self._tokens.is_valid(token):
            return refusal(HTTPStatus.UNAUTHORIZED)
        held = await self._credentials.current(V1 if token is None else V2)
        text = metadata_tree.answer(path, self._fixed, held)
        return plain(text) if text is not None else refusal(HTTPStatus.NOT_FOUND)

    def _token(self, request: Request, path: str) -> Response:
        if request.method != "PUT":
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, allow="OPTIONS, PUT")
        if path != TOKEN_PATH or "x-forwarded-for" in request.headers:
            return refusal(HTTPStatus.FORBIDDEN)
        seconds = parse_ttl(request.headers.get(TTL))
        if seconds is None:
            return refusal(HTTPStatus.BAD_REQUEST)
        limit_hops(request, self._hop_limit)
        return plain(self._tokens.issue(seconds), headers={TTL: str(seconds)})


def plain(text: str, *, headers: dict[str, str] | None = None) -> Response:
    return Response(text, headers=headers, media_type="text/plain")


def refusal(status: HTTPStatus, *, allow: str | None = None) -> Response:
    """The page that the service answers with instead: it says the status and no more."""
    title = f"{status.value} - {status.phrase}"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
    return Response(page, status.value, {"Allow": allow} if allow else None, "text/html")
