"""Sessions as answers: how they stand in lists, and what of them a person is asked about."""

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.answer import Column

if TYPE_CHECKING:
    from iamctl.service.sts.sessions import SessionRecord


def _of(row: Any) -> str:
    return str(row["Arn"]).partition(":")[2].rpartition("::")[2].partition(":")[2]


COLUMNS = (
    Column("AccessKeyId", "AccessKeyId"),
    Column("Principal", _of),
    Column("IssuedBy", "IssuedBy"),
    Column("IssueDate", "IssueDate"),
    Column("Remaining", "Remaining"),
    Column("MFA", lambda row: "yes" if row["MFA"] else "no"),
    Column("OutOf", lambda row: row["Chain"][-1].rpartition("/")[2] if row["Chain"] else None),
)
ALL_COLUMNS = (*COLUMNS, Column("Over", "Why"))


def named(record: "SessionRecord") -> str:
    """A session in a question."""
    return f"session {record.session.access_key_id} of {record.arn}"
