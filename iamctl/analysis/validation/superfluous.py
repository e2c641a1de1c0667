"""Patterns of one list that another pattern of the list covers: actions or resources.

Access Analyzer tells them in groups: what covers, and all that it covers, in the order of the list.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.validation.issues import Finding, finding
from iamctl.policy.coverage import covered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.analysis.validation.parts import Text


class _Wording(NamedTuple):
    code: str
    sentence: str


ACTIONS = _Wording(
    "REDUNDANT_ACTION",
    "The {count} action(s) are redundant because they provide similar permissions. Update the policy to remove the "
    "redundant action such as: {first}.",
)
RESOURCES = _Wording(
    "REDUNDANT_RESOURCE",
    "The {count} resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards "
    "(*), or remove the resource {first} to remove the redundancy.",
)


def superfluous(listed: Sequence[Text], wording: _Wording, *, ignore_case: bool) -> Iterator[Finding]:
    """A finding for each pattern that covers others of the list."""
    groups: dict[int, list[int]] = {}
    for index, cover in sorted(covered([text.text for text in listed], ignore_case=ignore_case).items()):
        groups.setdefault(cover, []).append(index)
    for cover, indexes in groups.items():
        gone = [listed[index].text for index in indexes]
        details = wording.sentence.format(count=len(indexes) + 1, first=gone[0])
        places = [listed[index].path for index in sorted([cover, *indexes])]
        shown = ", ".join(gone[:4]) + (f" and {len(gone) - 4} more" if len(gone) > 4 else "")
        yield finding(wording.code, details, *places, mend=f"remove {shown}: {listed[cover].text} covers it")
