"""Both doors to one instance's credentials as one program: which of them answers a request.

    /v1/credentials          the container's, where there is one
    everything else          the metadata service's, where there is one

A request that fails in a way that nobody expected is answered with 500 and told to whoever keeps the doors.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request

from iamctl.endpoint.container_credentials import PATH
from iamctl.endpoint.metadata_service import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from iamctl.endpoint.container_credentials import ContainerCredentials
    from iamctl.endpoint.metadata_service import MetadataService


class InstanceDoors:
    """An ASGI application.

    Args:
        warn: told what went wrong; lower case, no full stop.
    """

    def __init__(
        self,
        metadata: MetadataService | None,
        container: ContainerCredentials | None,
        *,
        warn: Callable[[str], None],
    ) -> None:
        self._metadata = metadata
        self._container = container
        self._warn = warn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http", "neither lifespan nor websockets are let in"
        response = await self._answer(Request(scope))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        door = self._metadata if self._is_metadata(request) else self._container
        if door is None:
            return refusal(HTTPStatus.NOT_FOUND)
        try:
            return await door.answer(request)
        except Exception as error:
            self._warn(f"a request could not be answered: {type(error).__name__}")
            return refusal(HTTPStatus.INTERNAL_SERVER_ERROR)

    def _is_metadata(self, request: Request) -> bool:
        return self._container is None or (self._metadata is not None and request.scope["path"] != PATH)
