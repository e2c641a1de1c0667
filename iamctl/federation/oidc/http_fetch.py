"""Getting an address from a stranger's server, which may be slow, endless, or not where it says.

Rules kept here:
  * https only; certificates have to chain to the trust store (httpx's, or `SSL_CERT_FILE`), thumbprints do not help;
  * all of it within some seconds, looking the name up included; at most so many bytes, never decompressed;
  * addresses of private networks, of this machine and of the link are refused, also where a name leads to them: what
    was looked up is what is connected to. With `loopback` this machine is allowed, and http to it;
  * a redirection is followed on the same host and port only, three times at most;
  * no proxy of the environment, no cookies, no credentials.

httpcore, which httpx stands on, takes the place where names are looked up; httpx does not hand it out.

Sources: https://www.encode.io/httpcore/network-backends/
         https://repost.aws/knowledge-center/iam-oidc-idp-federation (STS waits five seconds)
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from iamctl.federation.oidc.fetch import Fetched, Unreachable
from iamctl.federation.oidc.signature import missing_federation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from ssl import SSLContext

    from httpcore import NetworkStream

    Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

SECONDS = 5.0
LARGEST = 1024 * 1024
"""Bytes of a body."""
MOST_REDIRECTS = 3
LONGEST_URL = 8192
_REDIRECTS = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class HttpFetch:
    """A `Fetch` over the network.

    Args:
        loopback: this machine may be asked, which is for providers that run on it.
        seconds: for each call, all of it.
        largest: bytes of a body.
    """

    def __init__(self, *, loopback: bool = False, seconds: float = SECONDS, largest: int = LARGEST) -> None:
        self._loopback = loopback
        self._seconds = seconds
        self._largest = largest

    def __call__(self, url: str) -> Fetched:
        deadline = time.monotonic() + self._seconds
        for _ in range(MOST_REDIRECTS + 1):
            self._check_url(url)
            answer, location = self._get(url, deadline)
            if location is None:
                return answer
            url = _redirected(url, location)
        raise Unreachable(f"{_host(url)} redirects over {MOST_REDIRECTS} times")

    def post(self, url: str, form: Mapping[str, str]) -> Fetched:
        """The answer to a form; a redirection is none, since what the form says is for this address alone.

        Raises:
            Unreachable: there is no answer, or one that is not to be read.
        """
        self._check_url(url)
        answer, _ = self._get(url, time.monotonic() + self._seconds, form=urlencode(form).encode())
        return answer

    def _check_url(self, url: str) -> None:
        if len(url) > LONGEST_URL or not all("!" <= character <= "~" for character in url):
            raise Unreachable("the address is none")
        parts = _split(url)
        if not parts.hostname or parts.username is not None or parts.password is not None:
            raise Unreachable("the address is none")
        if parts.scheme != "https" and not (parts.scheme == "http" and self._loopback and is_loopback(url)):
            raise Unreachable(f"{_host(url)} is not asked over {parts.scheme or 'nothing'}, only over https")

    def _get(self, url: str, deadline: float, *, form: bytes | None = None) -> tuple[Fetched, str | None]:
        try:
            import httpcore  # 40 ms that only who fetches pays
            import httpx
        except ImportError as error:
            raise missing_federation(error) from None
        import ssl

        backend = _backend(deadline, loopback=self._loopback)
        context: SSLContext = httpx.create_ssl_context()
        headers = [("Host", _split(url).netloc), ("Accept", "application/json"), ("Accept-Encoding", "identity")]
        headers.append(("User-Agent", "iamctl"))
        if form is not None:
            headers += [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(form)))]
        try:
            with (
                httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool,
                pool.stream("GET" if form is None else "POST", url, headers=headers, content=form) as response,
            ):
                status = response.status
                if status in _REDIRECTS and (location := _header(response.headers, b"location")):
                    return Fetched(status, b""), location
                if _header(response.headers, b"content-encoding") not in (None, "identity"):
                    raise Unreachable(f"{_host(url)} compresses its answer, unasked")
                return Fetched(status, self._body(response.iter_stream(), url)), None
        except httpcore.TimeoutException:
            raise Unreachable(f"{_host(url)} does not answer within {self._seconds:g} seconds") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise Unreachable(f"{_host(url)} cannot be asked: {_plain(error)}") from None
        except (OSError, ssl.SSLError, ValueError) as error:
            raise Unreachable(f"{_host(url)} cannot be asked: {_plain(error)}") from None

    def _body(self, chunks: Iterable[bytes], url: str) -> bytes:
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > self._largest:
                raise Unreachable(f"{_host(url)} answers with more than {self._largest:,} bytes")
        return bytes(body)


def fetch_for(issuer: str, *, allow_loopback: bool = False) -> HttpFetch:
    """What gets the addresses of one issuer.

    Args:
        allow_loopback: an issuer that names this machine by itself may be asked on it; where another issuer's addresses
            lead to this machine they are refused all the same.
    """
    return HttpFetch(loopback=allow_loopback and is_loopback(issuer))


def is_loopback(url: str) -> bool:
    """Whether the address names this machine by itself, without a look-up: `localhost`, `127.0.0.1`, `[::1]`."""
    host = _split(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _backend(deadline: float, *, loopback: bool) -> Any:
    """httpcore's network, held to a deadline and to addresses of the public network."""
    import httpcore

    class Stream(httpcore.NetworkStream):
        def __init__(self, stream: NetworkStream) -> None:
            self._stream = stream

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return self._stream.read(max_bytes, _left(deadline, timeout))

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self._stream.write(buffer, _left(deadline, timeout))

        def close(self) -> None:
            self._stream.close()

        def start_tls(
            self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
        ) -> NetworkStream:
            return Stream(self._stream.start_tls(ssl_context, server_hostname, _left(deadline, timeout)))

        def get_extra_info(self, info: str) -> Any:
            return self._stream.get_extra_info(info)

    class Backend(httpcore.NetworkBackend):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> NetworkStream:
            addresses = _looked_up(host, port, deadline)
            for address in addresses:
                if not _is_public(address) and not (loopback and address.is_loopback):
                    raise Unreachable(f"{host} is at {address}, which is not an address of the public network")
            real = httpcore.SyncBackend()
            left = _left(deadline, timeout)
            return Stream(real.connect_tcp(str(addresses[0]), port, left, local_address, socket_options))

    return Backend()


def _left(deadline: float, timeout: float | None = None) -> float:
    """Seconds until the deadline, or until the time-out if that is before it.

    Raises:
        httpcore.TimeoutException: it is over.
    """
    import httpcore

    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)


def _looked_up(host: str, port: int, deadline: float) -> list[Address]:
    """The host's addresses, as the machine looks them up; that has no time-out of its own."""
    found: list[Address] = []

    def look_up() -> None:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in infos)
        except (OSError, ValueError, UnicodeError):
            return

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(_left(deadline))
    if thread.is_alive():
        raise Unreachable(f"{host} is not found in time")
    if not found:
        raise Unreachable(f"there is no host {host}")
    return list(found)


def _is_public(address: Address) -> bool:
    """Whether the address, and one that it carries within it, is of the public network."""
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        nat64 = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
        within = address.ipv4_mapped or address.sixtofour or teredo or nat64
        if within is not None:
            return _is_public(within)
    return address.is_global and not address.is_multicast


def _redirected(url: str, location: str) -> str:
    there = urljoin(url, location)
    before, after = _split(url), _split(there)
    if (after.scheme, after.hostname, after.port) != (before.scheme, before.hostname, before.port):
        raise Unreachable(f"{_host(url)} redirects to {_host(there)}, another host")
    return there


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise Unreachable("the address is none") from None
    return parts


def _host(url: str) -> str:
    """The host as a person may read it, without what else an address has in it."""
    host = _split(url).hostname or "the address"
    return host if len(host) <= 253 and host.isprintable() else "the address"


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), None)


def _plain(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return text.rstrip(".") if text else "the connection broke off"
