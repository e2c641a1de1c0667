"""Service-linked roles: roles under `/aws-service-role/` that only AWS shapes; description and tags stay open.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import UnmodifiableEntity

if TYPE_CHECKING:
    from iamctl.model.group import Group
    from iamctl.model.role import Role
    from iamctl.model.user import User

SERVICE_LINKED_PATH = "/aws-service-role/"


def check_modifiable(identity: User | Group | Role) -> None:
    """That the identity is not a service-linked role.

    Raises:
        UnmodifiableEntity: it is.
    """
    if identity.kind == "role" and identity.path.startswith(SERVICE_LINKED_PATH):
        raise UnmodifiableEntity(
            f"Cannot perform the operation on the protected role '{identity.name}'"
            " - this role is only modifiable by AWS"
        )
