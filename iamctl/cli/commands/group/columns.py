"""What a list of groups shows in columns."""

from iamctl.cli.output.answer import Column

COLUMNS = tuple(Column(member, member) for member in ("GroupName", "Path", "GroupId", "CreateDate"))
