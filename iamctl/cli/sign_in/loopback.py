"""Where a browser brings the answer of a sign-in: a listener on this machine, for that one answer.

Rules kept here:
  * it listens on 127.0.0.1 alone, and answers only who names it so: a name that was made to lead here is refused;
  * it waits for one answer that belongs to the sign-in; others are told so and change nothing;
  * what is answered holds nothing of what came in.

Source: https://www.rfc-editor.org/rfc/rfc8252 (7.3, 8.3)
"""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

from iamctl.errors import StorageFailure

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

LARGEST_FORM = 512 * 1024
_SECONDS_FOR_A_REQUEST = 5
_PAGE = "<!doctype html><meta charset=utf-8><title>iamctl</title><p>{}</p>"
DONE = "The sign-in is over here. Go back to the terminal; it says how it ended."
_NOT_EXPECTED = "This is not the answer that is waited for."


class Loopback:
    """The listener.

    Args:
        port: 0 is any that is free.
    """

    def __init__(self, port: int = 0) -> None:
        """Begin to listen.

        Raises:
            StorageFailure: the port is taken.
        """
        try:
            self._server = _Server(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise StorageFailure(
                f"Port {port} of 127.0.0.1 cannot be listened on: {error.strerror or error}.", hint="choose `--port`"
            ) from None
        self._server.host = f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Loopback:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.server_close()

    def url(self, path: str) -> str:
        return f"http://{self._server.host}{path}"

    def serve(self, path: str, page: str) -> None:
        """Show this page at the path."""
        self._server.pages[path] = page

    def answer(
        self, method: str, path: str, is_expected: Callable[[dict[str, str]], bool], seconds: float
    ) -> dict[str, str] | None:
        """The query or the form of the first request to the path that is expected; None where none comes in time."""
        found: list[dict[str, str]] = []

        def take(came: str, to: str, fields: dict[str, str]) -> bool:
            is_it = not found and (came, to) == (method, path) and is_expected(fields)
            if is_it:
                found.append(fields)
            return is_it

        self._server.take = take
        end = time.monotonic() + seconds
        while not found and (left := end - time.monotonic()) > 0:
            self._server.timeout = left
            self._server.handle_request()
        return found[0] if found else None


class _Server(HTTPServer):
    """What the handler needs to know.

    Attributes:
        host: how the listener has to be called.
        pages: what is shown at which path.
        take: takes a request's method, path and fields, and says whether it was the one that is waited for.
    """

    host = ""

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.pages: dict[str, str] = {}
        self.take: Callable[[str, str, dict[str, str]], bool] = lambda *_: False


class _Handler(BaseHTTPRequestHandler):
    timeout = _SECONDS_FOR_A_REQUEST
    server_version, sys_version = "iamctl", ""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._take("GET", parts.path, parts.query)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_FORM:
            self._say(413, _NOT_EXPECTED)
            return
        self._take("POST", urlsplit(self.path).path, self.rfile.read(int(length)).decode("utf-8", "replace"))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the query holds the code."""

    def _take(self, method: str, path: str, text: str) -> None:
        server = cast("_Server", self.server)
        if self.headers.get("Host") != server.host:
            self._say(421, _NOT_EXPECTED)
        elif method == "GET" and path in server.pages:
            self._say(200, None, server.pages[path])
        elif server.take(method, path, _fields(text)):
            self._say(200, DONE)
        else:
            self._say(400, _NOT_EXPECTED)

    def _say(self, status: int, sentence: str | None, page: str = "") -> None:
        body = (page or _PAGE.format(sentence)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True


def _fields(text: str) -> dict[str, str]:
    """Each name once; what has a name twice has no meaning here and is empty."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else {}
