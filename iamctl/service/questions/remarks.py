"""What is odd about a question, though it has an answer.

An action that AWS does not list, a wildcard in a request and a resource that the action does not act on are all taken
by the letter, as AWS's simulator does; whoever mistyped one should hear of it.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.authorize import TRUST_ACTIONS
from iamctl.reference.services_file import ServicesFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.reference.services import ServiceReference
    from iamctl.reference.vocabulary import Action
    from iamctl.service.questions.asking import Answer


def remarks_on(answers: Iterable[Answer]) -> list[str]:
    """One sentence, without a full stop, for each thing that is odd about the questions."""
    answers = tuple(answers)
    found = [*_about_actions(dict.fromkeys(answer.request.action for answer in answers))]
    found += _about_wildcards(dict.fromkeys(answer.request.resource for answer in answers))
    found += _about_roles(dict.fromkeys(answer.request.action for answer in answers if answer.request.resource == "*"))
    denied = dict.fromkeys(
        (answer.request.action, answer.request.resource)
        for answer in answers
        if not answer.decision.is_allowed and answer.request.resource != "*"
    )
    return [*found, *_about_types(denied)] if denied else found


def _about_actions(actions: Iterable[str]) -> Iterator[str]:
    file = ServicesFile()  # not the whole reference: a known action needs one row of it
    for action in actions:
        prefix, _, name = action.partition(":")
        tables = file.tables(prefix.lower())
        if tables is not None and any(each[0].lower() == name.lower() for each in tables.actions):
            continue
        near = _reference().near_action(action)
        what = f"no service {prefix}" if tables is None else f"no action {action}"
        yield f"AWS lists {what}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def _about_wildcards(resources: Iterable[str]) -> Iterator[str]:
    for resource in resources:
        if resource != "*" and set(resource) & {"*", "?"}:
            yield f"the wildcards of {resource} stand for themselves: a request is about one resource"


def _about_roles(actions: Iterable[str]) -> Iterator[str]:
    for action in actions:
        if action.lower() in TRUST_ACTIONS:
            yield f"{action} on * asks no role's trust policy: name the role"


def _about_types(asked: Iterable[tuple[str, str]]) -> Iterator[str]:
    reference = _reference()
    for name, resource in asked:
        action = reference.action(name)
        if action is not None and not _acts_on(reference, action, resource):
            types = ", ".join(each.name for each in action.resource_types)
            yield f"{action.full_name} acts on {types or 'no resource but *'}, and {resource} is none"


def _acts_on(reference: ServiceReference, action: Action, resource: str) -> bool:
    return any(reference.arn_matches(each, resource) for each in reference.resource_types_for(action))


def _reference() -> ServiceReference:
    from iamctl.service.reference import service_reference  # only an odd question pays for its 10 ms

    return service_reference()
