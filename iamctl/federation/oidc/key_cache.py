"""Key sets that were fetched, kept on disk; losing them costs a fetch and nothing else.

One file for each issuer, named by a hash of it. A file that does not read, or is another issuer's, is none. They are
public, and still only the user's own, so that nobody else slips a key in.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import NamedTuple


class CachedKeySet(NamedTuple):
    """A key set as its issuer published it.

    Attributes:
        fetched: seconds since 1970.
    """

    text: str
    fetched: int


class KeyCache:
    """The folder that key sets are kept in; it is made when the first one comes.

    A folder that cannot be written to keeps nothing, and nothing is said of it: the keys are at hand anyway.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, issuer: str) -> CachedKeySet | None:
        path = self._path(issuer)
        try:
            if path.is_symlink() or not _is_own(path):
                return None
            kept = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(kept, dict) or kept.get("issuer") != issuer:
            return None
        text, fetched = kept.get("keys"), kept.get("fetched")
        return CachedKeySet(text, fetched) if isinstance(text, str) and type(fetched) is int else None

    def put(self, issuer: str, key_set: CachedKeySet) -> None:
        path = self._path(issuer)
        content = json.dumps({"issuer": issuer, "fetched": key_set.fetched, "keys": key_set.text})
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")  # 0600
            try:
                os.close(handle)
                Path(name).write_text(content, "utf-8")
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError:
            return

    def _path(self, issuer: str) -> Path:
        return self._folder / f"{hashlib.sha256(issuer.encode(errors='surrogatepass')).hexdigest()[:32]}.json"


def _is_own(path: Path) -> bool:
    """Whether the file is the user's; where files have no users, the folder's rights say it."""
    own = getattr(os, "getuid", None)
    return own is None or path.stat().st_uid == own()
