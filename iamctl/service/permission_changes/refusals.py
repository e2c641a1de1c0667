"""Why a change is refused for what it would do to permissions."""

from __future__ import annotations

from iamctl.errors import IamctlError


class NewAccess(IamctlError):
    """The change would let somebody do something new, and was to be refused if it would."""

    code = "NewAccess"
    http_status = 403


class GuardBroken(IamctlError):
    """After the change a guard of the account would no longer hold."""

    code = "GuardBroken"
    http_status = 403
