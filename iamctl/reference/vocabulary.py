"""What AWS publishes of each service: its actions, the resource types they act on, the condition keys they carry.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

# Files of tables hold positions in these two: append, never reorder.
ACCESS_LEVELS = ("List", "Read", "Write", "Permissions management", "Tagging")
KEY_TYPES = (
    *("String", "ArrayOfString", "ARN", "ArrayOfARN", "Bool", "ArrayOfBool"),
    *("Numeric", "ArrayOfNumeric", "Date", "ArrayOfDate", "IPAddress", "ArrayOfIPAddress"),
)


class Source(NamedTuple):
    """Where a table comes from.

    Attributes:
        package, version: of the registry.
        licence: the package's, by its SPDX identifier.
        date: UTC; when the package's authors last fetched it from AWS, where the package tells.
    """

    package: str
    version: str
    licence: str
    date: datetime | None


class ConditionKey(NamedTuple):
    """A condition key of one service, or one that every service may know.

    Attributes:
        name: as AWS spells it; a part that stands for anything is `${TagKey}` or `<key>`.
        type: one of KEY_TYPES. `aws:EpochTime` is a Date and takes Numeric operators as well.
        category: `service`, or the part of AWS's page that a global key stands in: `principal`, `session`,
            `network`, `resource`, `request`.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """

    name: str
    type: str
    category: str = "service"

    @property
    def is_global(self) -> bool:
        """Whether requests to any service may carry it; a few such keys have a service's prefix."""
        return self.category != "service"

    @property
    def is_multivalued(self) -> bool:
        """Whether a request may hold several values, so that policies need a set operator."""
        return self.type.startswith("ArrayOf")

    @property
    def value_type(self) -> str:
        """The type of one value: `ARN` of `ArrayOfARN`."""
        return self.type.removeprefix("ArrayOf")


class ResourceType(NamedTuple):
    """A kind of resource that a service has.

    Attributes:
        service: the prefix of the service's actions.
        arn_pattern: `arn:${Partition}:s3:::${BucketName}`.
        ends_before: characters that the pattern's last part cannot hold, since a longer pattern of the service
            goes on with them: `/` for a bucket, as an object is `${BucketName}/${ObjectName}`.
        condition_keys: names of keys that requests for such a resource may carry.
    """

    service: str
    name: str
    arn_pattern: str
    ends_before: str = ""
    condition_keys: tuple[str, ...] = ()


class ActedOn(NamedTuple):
    """A resource type as one action sees it.

    Attributes:
        is_required: a statement for the action must name such a resource; where none is required, any one of
            the action's types will do.
        condition_keys: names of keys that the action carries for this type only.
    """

    name: str
    is_required: bool
    condition_keys: tuple[str, ...] = ()


class Action(NamedTuple):
    """Something that a service can be asked to do.

    Attributes:
        service, name: `s3` and `GetObject`, as AWS spells them.
        access_level: one of ACCESS_LEVELS.
        resource_types: sorted by name; none means that only `*` is the action's resource.
        condition_keys: names of the service's keys that the action carries whatever it acts on.
        dependent_actions: what the caller must be allowed besides, with prefix: `iam:PassRole`.
    """

    service: str
    name: str
    access_level: str
    resource_types: tuple[ActedOn, ...] = ()
    condition_keys: tuple[str, ...] = ()
    dependent_actions: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """As policies write it: `s3:GetObject`."""
        return f"{self.service}:{self.name}"


class ServiceName(NamedTuple):
    """A service by its prefix, with how much there is of it."""

    prefix: str
    name: str
    action_count: int
    resource_type_count: int
    condition_key_count: int


class Service(NamedTuple):
    """All of one service; every part is sorted by name without regard to case.

    Attributes:
        condition_keys: the service's own, and the global ones that its actions or resource types name.
        supports_rcps: whether resource control policies bind requests to it.
    """

    prefix: str
    name: str
    actions: tuple[Action, ...]
    resource_types: tuple[ResourceType, ...]
    condition_keys: tuple[ConditionKey, ...]
    supports_rcps: bool
