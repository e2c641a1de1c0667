"""Names to file names and back.

IAM's names may be `.`, `..` or `CON`, and a provider's URL has slashes. Whatever a file system might not take
is written as `%XX`; `%` itself is in no name. Case stays: names are unique without regard to it.

    alice -> alice.toml    .. -> %2E..toml    CON -> %43ON.toml    a.com/x -> a.com%2Fx.toml
"""

from __future__ import annotations

import re

SUFFIX = ".toml"
# Most file systems take 255 bytes; a staged file's name needs some for itself.
_LONGEST = 200
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_UNSAFE = re.compile(r"[^A-Za-z0-9_+=,.@-]")


def file_name(name: str) -> str:
    """The file of the entity with this name. A name too long for a file is cut and told apart by its hash."""
    stem = _UNSAFE.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass")), name
    )
    if name.startswith(".") or _RESERVED.fullmatch(name):
        stem = f"%{ord(name[0]):02X}{stem[1:]}"
    if len(stem) > _LONGEST:
        import hashlib  # 1 ms that few names pay

        stem = f"{stem[:_LONGEST]}%~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return stem + SUFFIX


def entity_name(file: str) -> str | None:
    """The name whose file this is; None when no name has such a file, or when it was cut."""
    stem = file.removesuffix(SUFFIX)
    try:
        name = re.sub(r"(?:%[0-9A-F]{2})+", lambda found: bytes.fromhex(found[0].replace("%", "")).decode(), stem)
    except UnicodeDecodeError:
        return None
    return name if name and file_name(name) == file else None
