"""What a list of instance profiles shows in columns."""

from typing import Any

from iamctl.cli.output.answer import Column


def _role_names(row: Any) -> list[str]:
    return [role["RoleName"] for role in row["Roles"]]


COLUMNS = (
    Column("InstanceProfileName", "InstanceProfileName"),
    Column("Path", "Path"),
    Column("Roles", _role_names),
    Column("InstanceProfileId", "InstanceProfileId"),
    Column("CreateDate", "CreateDate"),
)
