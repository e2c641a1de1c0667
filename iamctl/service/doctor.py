"""What is wrong with an account: on disk, file by file, and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import MachineError
from iamctl.service.integrity import findings

if TYPE_CHECKING:
    from iamctl.service.service import Service
    from iamctl.store.protocol import Finding


def examine(service: Service) -> list[Finding]:
    """Every finding: first those on disk, then what refers to nothing or exceeds a quota.

    An account whose own file cannot be read is not looked at as a whole: its quotas are not known.
    """
    found = [_with_editor(finding) for finding in service.examine()]
    try:
        with service.reading() as account:
            whole = findings(account)
    except MachineError:
        if not found:
            raise
        return found
    return found + whole


def _with_editor(finding: Finding) -> Finding:
    """A broken file is mended in an editor, from the place of its first mistake on."""
    path = finding.place.partition(":")[0]
    if finding.code != "BrokenFile" or not path.endswith(".toml"):
        return finding
    return finding._replace(mend=f"{finding.mend}; `iamctl edit {path}` opens it")


def finding_members(finding: Finding) -> dict[str, object]:
    return {
        "Place": finding.place,
        "Code": finding.code,
        "Message": finding.message,
        "Mend": finding.mend,
        "Repairable": finding.repairable,
    }
