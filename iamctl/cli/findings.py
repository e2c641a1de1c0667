"""Findings as a command shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.answer import Answer, Column
from iamctl.service.doctor import finding_members

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.store.protocol import Finding

COLUMNS = tuple(Column(member, member) for member in ("Place", "Code", "Message", "Mend"))


def answer_of(findings: Iterable[Finding], *, empty: str = "", **head: Any) -> Answer:
    """A list of findings, with other members before it."""
    members = head | {"Findings": [finding_members(finding) for finding in findings]}
    return Answer(members, columns=COLUMNS, rows="Findings", name="Place", empty=empty)
