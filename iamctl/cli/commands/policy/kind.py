"""What a policy is for, as an option says it."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of policies; `identity` is an inline policy, `managed` one that stands by itself."""

    IDENTITY = "identity"
    MANAGED = "managed"
    TRUST = "trust"
    RESOURCE = "resource"
    BOUNDARY = "boundary"
    SESSION = "session"
    SCP = "scp"
    RCP = "rcp"
