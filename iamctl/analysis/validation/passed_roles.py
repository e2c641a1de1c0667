"""Statements that let any role be passed to a service, or any service-linked role be made.

Rules kept here:
  * a condition on `iam:PassedToService` (on `iam:AWSServiceName`) narrows what may be done enough;
  * a resource is open when it covers a role of any name: `*`, `arn:aws:iam::*:role/*`; `role/Service*` is not;
  * findings name the wildcard they stem from: in the action, in the resource, or NotAction and NotResource.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.validation.issues import Finding, Location, finding
from iamctl.policy.coverage import covers
from iamctl.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import DocumentPart, StatementPart, Text


class _Grant(NamedTuple):
    """An action that should name its resources.

    Attributes:
        code: how the codes of its findings begin.
        key: the condition key that narrows it, in lower case.
        risk: what happens without.
        mend: the way out beside naming resources.
    """

    action: str
    code: str
    key: str
    risk: str
    mend: str


GRANTS = (
    _Grant(
        "iam:PassRole",
        "PASS_ROLE",
        "iam:passedtoservice",
        "can be overly permissive because it allows iam:PassRole permissions on multiple resources",
        "specify resource ARNs or add the iam:PassedToService condition key to your statement",
    ),
    _Grant(
        "iam:CreateServiceLinkedRole",
        "CREATE_SLR",
        "iam:awsservicename",
        "can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole "
        "permissions on multiple resources",
        "specify resource ARNs or add the iam:AWSServiceName condition key to your statement",
    ),
)
_KINDS = (PolicyKind.IDENTITY, PolicyKind.MANAGED, PolicyKind.SESSION)
_ANY_ROLE = "arn:aws:iam::{}:role/Zq7xAnyPath/Zq7xAnyRole"


def check_passed_roles(document: DocumentPart) -> Iterator[Finding]:
    """Every finding of the two families."""
    if document.kind not in _KINDS:
        return
    for statement in document.statements:
        for grant in GRANTS if statement.allows else ():
            if grant.key not in statement.condition_keys():
                yield from _open_grant(statement, grant)


def _open_grant(statement: StatementPart, grant: _Grant) -> Iterator[Finding]:
    how = _how_granted(statement, grant.action)
    if how is None:
        return
    manner, action_places = how
    if statement.not_resources is not None:
        place = Location((*statement.path, "NotResource"))
        infix = {"": "", "STAR": "STAR_IN_ACTION_AND_", "NOT": "NOT_ACTION_AND_"}[manner]
        code = f"{grant.code}_WITH_{infix}NOT_RESOURCE"
        yield finding(code, _details(manner, "NotResource", grant), *action_places, place)
        return
    for text in _open_resources(statement.resources or ()):
        middle = {
            "": "STAR_IN_RESOURCE",
            "STAR": "STAR_IN_ACTION_AND_RESOURCE",
            "NOT": "STAR_IN_RESOURCE_AND_NOT_ACTION",
        }
        code = f"{grant.code}_WITH_{middle[manner]}"
        details = _details(manner, "wildcards (*) in the resource", grant)
        yield finding(code, details, *action_places, Location(text.path))


def _how_granted(statement: StatementPart, action: str) -> tuple[str, list[Location]] | None:
    """Whether the action is named (""), meant by a wildcard (STAR) or left over by NotAction (NOT), and where."""
    if statement.not_actions is not None:
        if any(covers(text.text, action, ignore_case=True) for text in statement.not_actions):
            return None
        return "NOT", [Location((*statement.path, "NotAction"))]
    named = [text for text in statement.actions or () if covers(text.text, action, ignore_case=True)]
    plain = [text for text in named if "*" not in text.text and "?" not in text.text]
    if plain:
        return "", [Location(plain[0].path)]
    return ("STAR", [Location(named[0].path)]) if named else None


def _open_resources(resources: tuple[Text, ...]) -> Iterator[Text]:
    for text in resources:
        parts = text.text.split(":", 5)
        account = parts[4] if len(parts) == 6 and parts[4].isdecimal() else "111122223333"
        partition = parts[1] if len(parts) > 1 and parts[1].startswith("aws") and "*" not in parts[1] else "aws"
        role = _ANY_ROLE.format(account).replace("arn:aws:", f"arn:{partition}:", 1)
        if covers(text.text, role):
            yield text


def _details(manner: str, resource: str, grant: _Grant) -> str:
    if manner == "STAR" and resource != "NotResource":
        how = "wildcards (*) in the action and the resource"
    else:
        action = {"": f"the {grant.action} action", "STAR": "an action with a wildcard (*)", "NOT": "NotAction"}[manner]
        how = f"{action} with {resource}"
    return f"Using {how} {grant.risk}. We recommend that you {grant.mend}."
