"""A broker that listens until it is stopped.

Rules kept here:
  * where others than this machine reach it, it speaks TLS or nothing;
  * SIGHUP has its file read again; SIGTERM and Ctrl-C let requests that are being answered be answered.

Source: https://www.uvicorn.org/settings/
"""

from __future__ import annotations

import signal
import ssl
import time
from typing import TYPE_CHECKING, Any

from iamctl.endpoint.broker.application import application
from iamctl.endpoint.broker.desk import Desk
from iamctl.endpoint.broker.issuer import Issuer
from iamctl.endpoint.broker.rate import Rate
from iamctl.endpoint.serving import bound, is_loopback, url_of
from iamctl.errors import InvalidInput, UsageError
from iamctl.service.brokering.issuing import forget_old

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from socket import socket

    from iamctl.endpoint.broker.in_force import InForce
    from iamctl.service.service import Service

MOST_CONNECTIONS = 1024


def listening_at(address: str, port: int, *, with_tls: bool) -> socket:
    """The socket that the broker answers on.

    Raises:
        UsageError: others would reach it, and it would not speak TLS.
        InvalidInput, StorageFailure: it is no address, or cannot be listened on.
    """
    listening = bound(address, port)
    if not with_tls and not is_loopback(address):
        listening.close()
        raise UsageError(
            f"{address} is reached by others, and passwords do not go over a network in the clear.",
            hint="give `--tls-cert FILE --tls-key FILE`, or listen on 127.0.0.1 behind a proxy that speaks TLS",
        )
    return listening


def check_certificate(certificate: Path, key: Path) -> None:
    """That the two can be spoken TLS with.

    Raises:
        InvalidInput: one cannot be read, or they do not belong together.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
    except (ssl.SSLError, OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or getattr(error, "reason", None) or error
        raise InvalidInput(
            f"{certificate} and {key} are no certificate and its key: {why}.",
            hint="both are PEM files, the key unencrypted",
        ) from None


def _no_password() -> str:
    raise ValueError("the key is encrypted")


def address_of(listening: socket, *, with_tls: bool) -> str:
    return url_of(listening).replace("http:", "https:", 1) if with_tls else url_of(listening)


def read_again_on_hangup(in_force: InForce) -> None:
    """Have SIGHUP mean the file, where there is such a signal. The main thread says so, before anybody sends one."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: in_force.want())


def serve(
    service: Service,
    in_force: InForce,
    listening: socket,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    tell: Callable[[dict[str, Any]], None],
) -> None:
    """Answer until the process is told to stop. The socket, the file's authenticators and the issuer end with it."""
    import uvicorn

    issuer = Issuer(service)
    try:
        issuer.do(lambda change: forget_old(change.account))
        desk = Desk(in_force, issuer, Rate(time.monotonic), tell)
        config = uvicorn.Config(
            application(desk, tell),
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=5,
            ssl_certfile=str(certificate) if certificate is not None else None,
            ssl_keyfile=str(key) if key is not None else None,
        )
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        issuer.close()
        in_force.close()
        listening.close()
