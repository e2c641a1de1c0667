"""Sessions as answers: how they stand in lists, and what of them a person is asked about."""

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.answer import Column

if TYPE_CHECKING:
    from iamctl.service.sts.sessions import SessionRecord


def _of(row: Any) -> str:
    return _short(row["Arn"])


def _short(arn: str) -> str:
    """What the ARN says behind the account: `user/alice`, `assumed-role/Deploy/ci`."""
    return arn.split(":", 5)[-1]


COLUMNS = (
    Column("AccessKeyId", "AccessKeyId"),
    Column("Principal", _of),
    Column("IssuedBy", "IssuedBy"),
    Column("IssueDate", "IssueDate"),
    Column("Remaining", "Remaining"),
    Column("MFA", lambda row: "yes" if row["MFA"] else "no"),
    Column("OutOf", lambda row: _short(row["Chain"][-1]) if row["Chain"] else None),
)
ALL_COLUMNS = (*COLUMNS, Column("Over", "Why"))


def named(record: "SessionRecord") -> str:
    """A session in a question."""
    return f"session {record.session.access_key_id} of {record.arn}"
