"""A provider for tests over HTTPS: OpenID Connect, SAML 2.0, and what tests have it do.

Every answer says by a header that it is for tests, nothing may be cached, and only addresses and `localhost` are
answered as Host, so that no page of another name talks to it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette

from iamctl.endpoint.host_header import is_allowed_host
from iamctl.endpoint.issuer.admin_door import AdminDoor
from iamctl.endpoint.issuer.exchange import json_answer
from iamctl.endpoint.issuer.oidc_door import OidcDoor
from iamctl.endpoint.issuer.saml_door import SamlDoor
from iamctl.errors import IamctlError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from socket import socket

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from iamctl.endpoint.issuer.authority import Tls
    from iamctl.endpoint.issuer.provider import TestProvider

_HEADERS = {
    b"cache-control": b"no-store",
    b"x-for-tests": b"iamctl federation issuer",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
}


def application(provider: TestProvider) -> ASGIApp:
    """The provider as an ASGI application."""
    routes = [*OidcDoor(provider).routes, *SamlDoor(provider).routes, *AdminDoor(provider).routes]
    app = Starlette(routes=routes, exception_handlers={IamctlError: _refused})

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_marked(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        host = next((value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"), None)
        if scope["type"] == "http" and not is_allowed_host(host):
            refusal = _error(403, "AccessDenied", "The provider is not called by this name.")
            await refusal(scope, receive, send_marked)
            return
        await app(scope, receive, send_marked)

    return answer


async def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, IamctlError)
    return _error(error.http_status, error.code, " ".join((error.message, *error.hints)))


def _error(status: int, code: str, message: str) -> Response:
    return json_answer({"Error": {"Code": code, "Message": message}}, status)


@contextmanager
def answering(provider: TestProvider, listening: socket, tls: Tls) -> Iterator[None]:
    """Answer requests, in a thread of its own, for as long as the block lasts; the socket is closed after it.

    Source: https://www.uvicorn.org/settings/
    """
    from threading import Thread

    import uvicorn

    config = uvicorn.Config(
        application(provider),
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=128,
        timeout_graceful_shutdown=1,
        ssl_certfile=str(tls.certificate),
        ssl_keyfile=str(tls.key),
    )
    config.load()
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="issuer", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
