"""What a list of managed policies shows in columns."""

from iamctl.cli.output.answer import Column

COLUMNS = tuple(Column(member, member) for member in ("PolicyName", "DefaultVersionId", "AttachmentCount", "Arn"))
