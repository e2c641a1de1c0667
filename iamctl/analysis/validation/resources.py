"""Resources: ARNs of no known shape, resources that no action of the statement acts on, lists that overlap.

Rules kept here:
  * an ARN is looked at as far as its service's tables go; a service whose resource types bear another name in their
    ARNs (`elasticloadbalancing`, `execute-api`) is known by the actions of the statement;
  * an action that acts on no resource type is granted by `*` alone.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Finding, finding
from iamctl.analysis.validation.superfluous import RESOURCES, superfluous
from iamctl.policy.actions import action_fault
from iamctl.policy.resources import resource_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import DocumentPart, StatementPart, Text
    from iamctl.policy.problems import Path
    from iamctl.reference.services import ServiceReference
    from iamctl.reference.vocabulary import Action

_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}")
_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MOST_PAIRS = 20_000
"""Of actions and resources of one statement; a longer one is a stranger's, and is not looked at pair by pair."""


def check_resources(document: DocumentPart, reference: ServiceReference) -> Iterator[Finding]:
    """Every finding about the strings of Resource and NotResource."""
    for statement in document.statements:
        for listed in (statement.resources or (), statement.not_resources or ()):
            for text in listed:
                if text.text != "*" and resource_fault(text.text) is None:
                    yield from _shape(text, reference)
            yield from superfluous(listed, RESOURCES, ignore_case=False)
        if statement.actions and statement.resources:
            yield from _acted_on(statement, reference)


def _shape(text: Text, reference: ServiceReference) -> Iterator[Finding]:
    parts = text.text.split(":", 5)
    if len(parts) < 6:
        return
    _, _, service, region, account, _ = parts
    if service != service.lower() and reference.action_names(service):
        details = f"The service {service} in {text.text} must be written in lower case."
        yield finding("INVALID_ARN_SERVICE_CASE", details, text.path, mend=f"write {service.lower()}")
        return
    if not _is_open(region) and region and not _REGION.fullmatch(region):
        details = f"The Region {region} of {text.text} is not valid."
        yield finding("INVALID_ARN_REGION", details, text.path, mend="write a Region such as us-east-1, or *")
    if not _is_open(account) and account and not _is_account(account):
        details = f"The account {account} of {text.text} is not valid: an account id has 12 digits."
        yield finding("INVALID_ARN_ACCOUNT", details, text.path)
    yield from _form(text, parts, reference)


def _is_open(part: str) -> bool:
    return "*" in part or "?" in part or "${" in part


def _is_account(account: str) -> bool:
    """Twelve digits, or a word that stands for AWS's own: `aws`, `cloudfront`, `third-party`."""
    return len(account) == 12 if account.isdecimal() else _WORDS.fullmatch(account) is not None


def _form(text: Text, parts: list[str], reference: ServiceReference) -> Iterator[Finding]:
    """Whether the ARN is one of its service's, if the service's tables know ARNs of that name."""
    service = parts[2]
    if not _knows_arns_of(service, reference) or any(_of_types(service, text.text, reference)):
        return
    for code, place, what in (("ARN_REGION_NOT_ALLOWED", 3, "a Region"), ("ARN_ACCOUNT_NOT_ALLOWED", 4, "an account")):
        without = [*parts[:place], "", *parts[place + 1 :]]
        if parts[place] and any(_of_types(service, ":".join(without), reference)):
            details = f"Such a resource of {service} has no place for {what}: {text.text}."
            yield finding(code, details, text.path, mend=f"write {':'.join(without)}")
            return
    if _is_open(text.text):
        return  # what a wildcard covers may be of a type that the tables lack; AWS finds nothing either
    details = f"{text.text} has the form of no resource type of {service}."
    mend = f"see `iamctl reference service {service}`"
    yield finding("INVALID_ARN_RESOURCE", details, text.path, mend=mend)


def _of_types(service: str, arn: str, reference: ServiceReference) -> Iterator[bool]:
    tables = reference.service(service)
    for each in tables.resource_types if tables is not None else ():
        yield reference.arn_matches(each, arn)


def _knows_arns_of(service: str, reference: ServiceReference) -> bool:
    """Whether the service's resource types bear its prefix in their ARNs."""
    tables = reference.service(service)
    prefix = f"arn:${{Partition}}:{service}:"
    return tables is not None and any(each.arn_pattern.startswith(prefix) for each in tables.resource_types)


def _acted_on(statement: StatementPart, reference: ServiceReference) -> Iterator[Finding]:
    resources = statement.resources or ()
    if any("*" in text.text.partition(":")[0] for text in resources):
        return  # `*`, or a pattern that may be anything
    if any(resource_fault(text.text) is not None for text in resources):
        return
    if len(resources) * len(statement.actions or ()) > _MOST_PAIRS:
        return
    used: set[Path] = set()
    idle: list[tuple[Text, list[Action]]] = []
    complete = True
    for text in statement.actions or ():
        meant = _actions_meant(text.text, reference)
        complete = complete and bool(meant)
        touched = {each.path for each in resources if any(_acts(action, each, reference) for action in meant)}
        used |= touched
        if meant and not touched:
            idle.append((text, meant))
    yield from _idle_actions(idle)
    for text in resources if complete else ():
        if text.path not in used:
            details = f"No action of the statement acts on {text.text}."
            yield finding("UNSUPPORTED_RESOURCE_FOR_ACTION", details, text.path)


def _actions_meant(text: str, reference: ServiceReference) -> list[Action]:
    """The actions of a string of Action; none for `*`, which acts on anything, and for what the tables lack."""
    if text == "*" or action_fault(text) is not None:
        return []
    if "*" in text or "?" in text:
        return reference.actions_matching(text)
    action = reference.action(text)
    return [action] if action is not None else []


def _acts(action: Action, resource: Text, reference: ServiceReference) -> bool:
    return any(reference.arn_matches(each, resource.text) for each in reference.resource_types_for(action))


def _idle_actions(idle: list[tuple[Text, list[Action]]]) -> Iterator[Finding]:
    """What never matches the statement's resources: actions without resources, and those of other ones."""
    without = [text for text, meant in idle if not any(action.resource_types for action in meant)]
    if without:
        details = f"No ARN names what {_shown(without)} acts on: the statement never matches these actions."
        mend = 'give them a statement with the resource "*"'
        yield finding("UNSUPPORTED_RESOURCE_FOR_ACTION", details, *(text.path for text in without), mend=mend)
    others = [(text, meant) for text, meant in idle if text not in without]
    if others:
        types = sorted({each.name for _, meant in others for action in meant for each in action.resource_types})
        shown = ", ".join(types[:4]) + (" …" if len(types) > 4 else "")
        texts = [text for text, _ in others]
        details = f"The resources are of no type that {_shown(texts)} acts on ({shown})."
        yield finding("UNSUPPORTED_RESOURCE_FOR_ACTION", details, *(text.path for text in texts))


def _shown(texts: list[Text]) -> str:
    names = [text.text for text in texts]
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
