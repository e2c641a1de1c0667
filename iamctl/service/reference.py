"""What AWS publishes, looked up by whoever asks for it: actions, services, condition keys, resource types.

No account is needed. What is not in the tables may still exist: AWS adds actions every day.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.service.members import time_text

if TYPE_CHECKING:
    from iamctl.reference.managed_policies import Source as SourceOfPolicies
    from iamctl.reference.services import ServiceReference
    from iamctl.reference.vocabulary import ActedOn, Action, ConditionKey, ResourceType, Source
    from iamctl.service.members import Members


@cache
def service_reference() -> ServiceReference:
    """The reference that is shipped with the program; its file is opened when it is first asked for something."""
    from iamctl.reference.services import ServiceReference  # only who asks for it pays its 2 ms

    return ServiceReference()


def reference_status() -> list[Members]:
    """Each table that is shipped: what it holds, how much of it, from which package and of what day."""
    from iamctl.reference.managed_policies import ManagedPolicies

    reference = service_reference()
    services = reference.services()
    policies = ManagedPolicies().source()
    actions = sum(service.action_count for service in services)
    types = sum(service.resource_type_count for service in services)
    keys = sum(service.condition_key_count for service in services)
    contents = (
        f"{len(services)} services, {actions} actions, {types} resource types, {keys} condition keys of services, "
        f"{len(reference.global_keys())} global condition keys"
    )
    return [
        {"Table": "services", "Holds": contents, **_source_members(reference.source())},
        {
            "Table": "dependent actions",
            "Holds": "what else a caller of an action must be allowed",
            **_source_members(reference.source_of_dependent_actions()),
        },
        {"Table": "managed policies", "Holds": f"{policies.policy_count} policies", **_source_members(policies)},
    ]


def is_action_pattern(text: str) -> bool:
    """Whether the text may cover several actions."""
    return "*" in text or "?" in text


def look_up_actions(pattern: str) -> list[Members]:
    """The actions that a string of `Action` covers, sorted by service and name.

    Raises:
        NoSuchEntity: there are none.
    """
    reference = service_reference()
    found = reference.actions_matching(pattern)
    if not found:
        raise NoSuchEntity("action", pattern, hint=_action_hints(pattern))
    return [action_members(action) for action in found]


def look_up_services() -> list[Members]:
    """Every service, sorted by prefix, with how many actions, resource types and condition keys it has."""
    return [
        {
            "Prefix": service.prefix,
            "Name": service.name,
            "ActionCount": service.action_count,
            "ResourceTypeCount": service.resource_type_count,
            "ConditionKeyCount": service.condition_key_count,
        }
        for service in service_reference().services()
    ]


def look_up_service(prefix: str) -> Members:
    """A service with its actions, resource types and condition keys.

    Raises:
        NoSuchEntity: no service has this prefix.
    """
    service = service_reference().service(prefix)
    if service is None:
        raise NoSuchEntity("service", prefix, hint=_service_hint(prefix))
    return {
        "Prefix": service.prefix,
        "Name": service.name,
        "SupportsResourceControlPolicies": service.supports_rcps,
        "ActionCount": len(service.actions),
        "ResourceTypeCount": len(service.resource_types),
        "ConditionKeyCount": len(service.condition_keys),
        "ResourceTypes": [{"Name": kind.name, "Arn": kind.arn_pattern} for kind in service.resource_types],
        "ConditionKeys": [{"Name": key.name, "Type": key.type} for key in service.condition_keys],
        "Actions": [{"Name": action.name, "AccessLevel": action.access_level} for action in service.actions],
    }


def look_up_key(name: str) -> Members:
    """A condition key: its type, and which actions are known to carry it.

    Raises:
        NoSuchEntity: there is no such key.
    """
    reference = service_reference()
    key = reference.condition_key(name)
    if key is None:
        near = reference.near_key(name)
        hints = [f"did you mean {_either(near)}?"] if near else []
        raise NoSuchEntity("condition key", name, hint=[*hints, "see a service's keys with `iamctl reference service`"])
    return {
        "ConditionKey": key.name,
        "Type": key.type,
        "Multivalued": key.is_multivalued,
        "Category": key.category,
        "Actions": _carriers(reference, key),
    }


def look_up_resource_types(text: str) -> list[Members]:
    """The resource type that `service:name` means, or those that an ARN can be of.

    Raises:
        NoSuchEntity: there is none.
        InvalidInput: the text is neither.
    """
    reference = service_reference()
    if text.startswith("arn:"):
        prefix = [*text.split(":"), "", ""][2]
        found = reference.types_of_arn(prefix, text)
        if not found:
            raise NoSuchEntity("resource type", text, hint=_service_hint(prefix, known="reference service"))
    else:
        prefix, colon, name = text.partition(":")
        if not colon:
            raise InvalidInput(f"{text} is not a resource type.", hint="say `service:type`, as in s3:bucket, or an ARN")
        one = reference.resource_type(prefix, name)
        if one is None:
            raise NoSuchEntity("resource type", text, hint=_type_hint(reference, prefix, name))
        found = [one]
    return [_resource_type_members(reference, kind) for kind in found]


def action_members(action: Action) -> Members:
    """An action as JSON has it."""
    return {
        "Action": action.full_name,
        "AccessLevel": action.access_level,
        "ResourceTypes": [_acted_on_members(acted_on) for acted_on in action.resource_types],
        "ConditionKeys": list(action.condition_keys),
        "DependentActions": list(action.dependent_actions),
    }


def _source_members(source: Source | SourceOfPolicies) -> Members:
    return {
        "Date": time_text(source.date) if source.date is not None else None,
        "Package": source.package,
        "Version": source.version,
        "Licence": source.licence,
    }


def _acted_on_members(acted_on: ActedOn) -> Members:
    members: Members = {"ResourceType": acted_on.name, "Required": acted_on.is_required}
    return members | ({"ConditionKeys": list(acted_on.condition_keys)} if acted_on.condition_keys else {})


def _resource_type_members(reference: ServiceReference, kind: ResourceType) -> Members:
    service = reference.service(kind.service)
    actions = service.actions if service is not None else ()
    return {
        "ResourceType": f"{kind.service}:{kind.name}",
        "Arn": kind.arn_pattern,
        "ConditionKeys": list(kind.condition_keys),
        "Actions": [
            action.full_name for action in actions if any(each.name == kind.name for each in action.resource_types)
        ],
    }


def _carriers(reference: ServiceReference, key: ConditionKey) -> list[str]:
    """The actions that name the key; `*` for a global key that none names, since any request may carry it."""
    named = [action.full_name for action in reference.actions_with_key(key)]
    return named or (["*"] if key.is_global else [])


def _action_hints(pattern: str) -> list[str]:
    reference = service_reference()
    near = reference.near_action(pattern) if not is_action_pattern(pattern) else []
    hints = [f"did you mean {_either(near)}?"] if near else []
    prefix, colon, _ = pattern.partition(":")
    if colon and reference.action_names(prefix):
        return [*hints, f"list the service's actions with `iamctl reference action '{prefix.lower()}:*'`"]
    return [*hints, _service_hint(prefix)] if colon else [*hints, "an action is `service:Name`, as in s3:GetObject"]


def _service_hint(prefix: str, *, known: str = "") -> str:
    reference = service_reference()
    if known and reference.action_names(prefix):
        return f"see the service's resource types with `iamctl {known} {prefix}`"
    near = reference.near_prefix(prefix)
    listing = "list the services with `iamctl reference service`"
    return f"did you mean {_either(near)}? {listing}" if near else listing


def _type_hint(reference: ServiceReference, prefix: str, name: str) -> str:
    near = reference.near_resource_type(prefix, name)
    if near:
        return f"did you mean {_either([f'{prefix.lower()}:{each}' for each in near])}?"
    return _service_hint(prefix, known="reference service")


def _either(names: list[str]) -> str:
    return " or ".join(names)
