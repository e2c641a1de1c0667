"""Under which names a service on loopback lets itself be called.

A page in a browser can have a name of its own resolve to 127.0.0.1 and then talk to whatever listens there as if it
were its own server (DNS rebinding). It cannot choose what the browser sends as Host: the page's name. So only an IP
address, `localhost` and names that were allowed by whoever started the service are answered.

Source: https://fetch.spec.whatwg.org/#forbidden-request-header
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def is_allowed_host(header: str | None, allowed: Collection[str] = ()) -> bool:
    """Whether a request with this Host header is answered.

    Args:
        allowed: names besides IP addresses and localhost, in lower case, without ports.
    """
    name = _name_of(header) if header else None
    if name is None:
        return False
    return name == "localhost" or name in allowed or _is_address(name)


def _name_of(header: str) -> str | None:
    """The header without its port; None for what is no host."""
    name, colon, port = header.strip().rpartition(":")
    if not colon or header.strip().endswith("]"):
        name, port = header.strip(), ""
    if port and not (port.isascii() and port.isdecimal()):
        return None
    if name.startswith("["):
        return name[1:-1] if name.endswith("]") and ":" in name else None
    return name.lower() if ":" not in name else None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
