"""How many machines an answer may pass: the time-to-live of its IP packets.

The metadata service sends a token no further than its hop limit, so that a machine that forwards packets for others
does not bring them one. It is a setting of the connection: it stands from the answer with the token on, and every
later answer of the same connection has it too.

Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from starlette.requests import Request

LEAST, MOST = 1, 64


class ReachableTransport(H11Protocol):
    """A connection that its requests can be led back to."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


def limit_hops(request: Request, limit: int) -> None:
    """Let what is sent to this client from now on pass so many machines at most."""
    transport = request.scope.get("state", {}).get("transport")
    if transport is None:
        return
    connection: Any = transport.get_extra_info("socket")
    if connection.family == socket.AF_INET6:
        connection.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, limit)
    else:
        connection.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, limit)
