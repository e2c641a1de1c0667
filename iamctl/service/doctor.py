"""What is wrong with an account: on disk, file by file, and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import MachineError
from iamctl.service.integrity import findings

if TYPE_CHECKING:
    from iamctl.service.service import Service
    from iamctl.store.protocol import Finding


def examine(service: Service) -> list[Finding]:
    """Every finding: first those on disk, the vault's among them, then what refers to nothing or exceeds a quota.

    An account whose own file cannot be read is not looked at as a whole: its quotas are not known.
    """
    found = [_with_editor(finding) for finding in service.examine()] + _of_the_vault(service)
    try:
        with service.reading() as account:
            whole = findings(account)
    except MachineError:
        if not found:
            raise
        return found
    return found + whole


def _of_the_vault(service: Service) -> list[Finding]:
    """What is wrong with sealed secrets; of a vault under a passphrase, which is not asked for, with their places."""
    from iamctl.store.protocol import Finding

    try:
        status = service.vault_status()
    except MachineError as error:
        return [Finding(error.code, "vault", error.message, "put it back from a backup")]
    mend = "put it back from a backup, or delete the credential and make a new one"
    return [Finding("BrokenSecret", "vault", problem, mend) for problem in (status.problems if status else ())]


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
