"""What a list of roles shows in columns."""

from iamctl.cli.output.answer import Column

COLUMNS = tuple(Column(member, member) for member in ("RoleName", "Path", "RoleId", "CreateDate"))
