"""Actions that the published tables do not have, and lists that say the same twice.

AWS adds actions every day: what a finding calls missing is missing in the tables of the day that
`iamctl reference status` tells.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Finding, finding
from iamctl.analysis.validation.superfluous import ACTIONS, superfluous
from iamctl.policy.actions import action_fault
from iamctl.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import DocumentPart, Text
    from iamctl.reference.services import ServiceReference


def check_actions(document: DocumentPart, reference: ServiceReference) -> Iterator[Finding]:
    """Every finding about the strings of Action and NotAction."""
    for statement in document.statements:
        for listed in (statement.actions or (), statement.not_actions or ()):
            unknown = [each for text in listed if _is_looked_up(text) for each in _unknown(text, reference)]
            yield from unknown
            gone = {each.locations[0].path for each in unknown}
            known = [text for text in listed if text.path not in gone]
            yield from superfluous(known, ACTIONS, ignore_case=True)
        if document.kind is PolicyKind.RCP:
            yield from _of_rcp(statement.actions or (), reference)


def _is_looked_up(text: Text) -> bool:
    return text.text != "*" and "${" not in text.text and action_fault(text.text) is None


def _unknown(text: Text, reference: ServiceReference) -> Iterator[Finding]:
    prefix, _, name = text.text.partition(":")
    if not reference.action_names(prefix):
        details = f"The service {prefix} specified in the action {text.text} does not exist."
        mend = _did_you_mean(reference.near_prefix(prefix))
        yield finding("INVALID_SERVICE_IN_ACTION", details, text.path, mend=mend)
    elif "*" in name or "?" in name:
        if not any(reference.actions_matching(text.text)):
            details = f"No action of {prefix} matches {text.text}."
            yield finding("INVALID_ACTION", details, text.path, mend=f"see `iamctl reference service {prefix}`")
    elif reference.action(text.text) is None:
        details = f"The action {text.text} does not exist."
        mend = _did_you_mean(reference.near_action(text.text))
        yield finding("INVALID_ACTION", details, text.path, mend=mend)


def _did_you_mean(near: list[str]) -> str:
    return f"did you mean {' or '.join(near[:3])}?" if near else ""


def _of_rcp(listed: tuple[Text, ...], reference: ServiceReference) -> Iterator[Finding]:
    supported = reference.rcp_services()
    for text in listed:
        if text.text == "*":
            details = 'A resource control policy names the services of its actions; "*" alone is not taken.'
            yield finding(
                "RCP_SYNTAX_ERROR_ACTION", details, text.path, mend=f"write {sorted(supported)[0]}:* and so on"
            )
        elif (prefix := text.text.partition(":")[0].lower()) not in supported:
            details = f"Resource control policies do not bind requests to {prefix}."
            yield finding("UNSUPPORTED_ACTION_IN_POLICY", details, text.path)
