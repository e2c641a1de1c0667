"""The folder of what may be lost: logins and sessions that a later command takes up again. It holds secrets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def folder_of_logins(environ: Mapping[str, str]) -> Path:
    """Where logins are kept; it comes with the first one."""
    return cache_dir(environ) / "logins"


def cache_dir(environ: Mapping[str, str]) -> Path:
    """Where it is, or would be: `$IAMCTL_CACHE_DIR`, else the user's cache folder of the platform."""
    if chosen := environ.get("IAMCTL_CACHE_DIR"):
        return Path(chosen).expanduser().absolute()
    if sys.platform.startswith("linux"):
        # What platformdirs answers here too, without its 3 ms.
        folder = environ.get("XDG_CACHE_HOME", "").strip()
        return (Path(folder) if folder else Path("~/.cache").expanduser()) / "iamctl"
    import platformdirs

    return platformdirs.user_cache_path("iamctl", appauthor=False)
