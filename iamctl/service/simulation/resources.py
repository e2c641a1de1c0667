"""What the simulator knows of actions and their resources, from the tables of AWS.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.reference.services import ServiceReference
    from iamctl.reference.vocabulary import Action, ResourceType

# The resources that each scenario of EC2 needs.
HANDLING = {
    "EC2-VPC-InstanceStore": ("instance", "image", "security-group", "network-interface"),
    "EC2-VPC-InstanceStore-Subnet": ("instance", "image", "security-group", "network-interface", "subnet"),
    "EC2-VPC-EBS": ("instance", "image", "security-group", "network-interface", "volume"),
    "EC2-VPC-EBS-Subnet": ("instance", "image", "security-group", "network-interface", "subnet", "volume"),
}
# The simulator's own name for a part, where the tables of today have another.
_RENAMED = {"${Partition}": "aws", "${ObjectName}": "${KeyName}"}


class Resources:
    """The tables, opened when an action is first looked up."""

    def __init__(self) -> None:
        self._tables: ServiceReference | None = None

    def is_known(self, action: str) -> bool:
        return self._find(action) is not None

    def takes(self, action: str, resource: str) -> bool:
        """Whether the action can be about the resource; of an action that AWS does not list, anything may be.

        The service alone is looked at: `s3:GetObject` on a bucket's ARN is compared like any other.
        """
        if resource == "*" or (found := self._find(action)) is None:
            return True
        if not found.resource_types:
            return False
        owning = {each.arn_pattern.split(":")[2] for each in self._reference.resource_types_for(found)}
        return resource.split(":", 3)[2:3] != [] and resource.split(":", 3)[2] in {found.service, *owning}

    def template(self, action: str, resources: Sequence[str]) -> str:
        """The ARN of the kind of resource: `arn:aws:s3:::${BucketName}/${KeyName}`; `*` where there is none."""
        found = self._find(action)
        types = self._reference.resource_types_for(found) if found is not None else ()
        if not types:
            return "*"
        pattern = next((each for each in types if self._is_of(each, resources)), types[0]).arn_pattern
        for part, renamed in _RENAMED.items():
            pattern = pattern.replace(part, renamed)
        return pattern

    def check_together(self, actions: Sequence[str]) -> None:
        """That actions which AWS lists do not come with ones that it does not.

        Raises:
            InvalidInput: they do.
        """
        known = [action for action in actions if self.is_known(action)]
        unknown = [action for action in actions if action not in known]
        if known and unknown:
            hint = "ask about them in two simulations, or without resources"
            raise InvalidInput(
                f"The actions {known[0]} and {unknown[0]} require different authorization information.", hint=hint
            )

    def _is_of(self, resource_type: ResourceType, resources: Sequence[str]) -> bool:
        return all(self._reference.arn_matches(resource_type, each) for each in resources)

    def _find(self, action: str) -> Action | None:
        return self._reference.action(action)

    @property
    def _reference(self) -> ServiceReference:
        if self._tables is None:
            from iamctl.reference.services import ServiceReference

            self._tables = ServiceReference()
        return self._tables


def check_handling(option: str | None, resources: Sequence[str]) -> None:
    """That the scenario is one, and that the resources it needs are there.

    Raises:
        InvalidInput: it is none, or one is missing.
    """
    if option is None:
        return
    if option not in HANDLING:
        raise InvalidInput(f"{option} is no ResourceHandlingOption.", hint=f"it is one of {', '.join(HANDLING)}")
    given = {resource.split(":", 5)[-1].partition("/")[0] for resource in resources}
    missing = [needed for needed in HANDLING[option] if needed not in given]
    if missing:
        raise InvalidInput(f"{option} needs a resource of each kind, and there is no {' and no '.join(missing)}.")
