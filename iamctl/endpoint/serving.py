"""An HTTP server beside whatever else the process does: bound first, told where, then answering until it is stopped.

Source: https://www.uvicorn.org/settings/
"""

from __future__ import annotations

import socket
from contextlib import contextmanager
from ipaddress import ip_address
from threading import Thread
from typing import TYPE_CHECKING, Any

import uvicorn

from iamctl.endpoint.hop_limit import ReachableTransport
from iamctl.errors import InvalidInput, StorageFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CONNECTIONS = 512
LOOPBACK = "127.0.0.1"


def bound(address: str, port: int) -> socket.socket:
    """A socket that listens; requests wait in it until somebody serves them.

    Args:
        address: an IP address of this machine.
        port: 0 is one that is free.

    Raises:
        InvalidInput: it is no address.
        StorageFailure: the machine does not let it be listened on.
    """
    try:
        version = ip_address(address).version
    except ValueError:
        raise InvalidInput(
            f"{address} is no IP address.", hint="write one of this machine's, such as 127.0.0.1"
        ) from None
    try:
        listening = socket.create_server(
            (address, port), family=socket.AF_INET6 if version == 6 else socket.AF_INET, backlog=1024
        )
    except OSError as error:
        raise StorageFailure(
            f"{address}, port {port}, cannot be listened on: {error.strerror or error}.",
            hint="another port: `--port 0` takes one that is free",
        ) from None
    # Head and body of an answer are two packets, and the second waited 40 ms for the first one's acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches the address."""
    return ip_address(address).is_loopback


def url_of(listening: socket.socket) -> str:
    """Where the socket is reached: `http://127.0.0.1:1338`."""
    address, port = listening.getsockname()[:2]
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"


@contextmanager
def served(application: Any, listening: socket.socket) -> Iterator[None]:
    """Answer requests, in a thread of its own, for as long as the block lasts; the socket is closed after it."""
    config = uvicorn.Config(
        application,
        http=ReachableTransport,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        headers=[("Server", "EC2ws")],
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="http", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
