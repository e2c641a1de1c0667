"""What stands in the way of a deletion: every piece at once, with AWS's sentence for the first.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html (and its siblings)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import DeleteConflict

if TYPE_CHECKING:
    from collections.abc import Iterable


class Blocker(NamedTuple):
    """One thing that must go first.

    Attributes:
        sentence: what AWS says of its kind.
        removal: the command that removes it, without `iamctl`.
    """

    sentence: str
    removal: str


POLICIES_ATTACHED = "Cannot delete entity, must detach all policies first."
POLICIES_INLINE = "Cannot delete entity, must delete policies first."
HAS_KEYS = "Cannot delete entity, must delete access keys first."
HAS_PASSWORD = "Cannot delete entity, must delete login profile first."
HAS_MFA_DEVICES = "Cannot delete entity, must remove tokens from principal first."
HAS_SSH_KEYS = "Cannot delete entity, must delete ssh public keys first."
HAS_SERVICE_CREDENTIALS = "Cannot delete entity, must delete service specific credentials first."
HAS_CERTIFICATES = "Cannot delete entity, must delete signing certificates first."
IN_GROUPS = "Cannot delete entity, must remove users from group first."
IN_INSTANCE_PROFILES = "Cannot delete entity, must remove roles from instance profile first."


def check_unblocked(blockers: Iterable[Blocker], *, forced_by: str | None = None) -> None:
    """That nothing is in the way.

    Raises:
        DeleteConflict: something is; the hints name each piece with the command that removes it.
    """
    found = list(blockers)
    if not found:
        return
    hints = [f"`iamctl {blocker.removal}`" for blocker in found]
    if forced_by:
        hints.append(f"or all of them at once: `iamctl {forced_by}`")
    raise DeleteConflict(found[0].sentence, hint=hints)
