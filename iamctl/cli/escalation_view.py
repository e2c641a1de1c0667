"""Paths of escalation as rows of a table."""

from __future__ import annotations

from typing import Any

from iamctl.cli.output.answer import Column


def principal_rows(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each principal that can reach more, with its shortest path."""
    return [_row(each, each["Paths"][0], len(each["Paths"])) for each in members if each["Escalates"]]


def path_rows(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each path."""
    return [_row(each, path, 1) for each in members for path in each["Paths"]]


def _row(entry: dict[str, Any], path: list[dict[str, Any]], count: int) -> dict[str, Any]:
    return {
        "Principal": entry["Principal"],
        "Reaches": "admin" if path[-1]["Admin"] else "more",
        "Count": f"{count}+" if entry["MorePaths"] and count > 1 else str(count),
        "Path": road(path),
        "Condition": "; ".join(dict.fromkeys(said for step in path for said in step["Condition"])),
        "Statement": "; ".join(dict.fromkeys(_statement(step) for step in path)),
    }


def road(path: list[dict[str, Any]]) -> str:
    """`alice -(sts:AssumeRole)-> Deploy -(iam:PutRolePolicy)-> Deploy`."""
    said = short(path[0]["From"])
    at = path[0]["From"]
    for step in path:
        if step["From"] != at:
            said += f"; {short(step['From'])}"
        said += f" -({', '.join(actions_of(step))})-> {short(step['To'])}"
        at = step["To"]
    return said


def actions_of(step: dict[str, Any]) -> list[str]:
    action = step["Action"]
    return [action] if isinstance(action, str) else list(action)


def short(arn: str) -> str:
    """The name at the end of an ARN."""
    return arn.rpartition("/")[2]


def _principal(row: dict[str, Any]) -> str:
    kind, _, name = row["Principal"].split(":", 5)[5].partition("/")
    return f"{kind} {name.rpartition('/')[2]}"


def _statement(step: dict[str, Any]) -> str:
    statement = step["Statement"]
    if statement is None:
        return ""
    policy = statement["SourcePolicyId"].rpartition(":policy/")[2]
    return f"{policy} Statement[{statement['StatementIndex']}]"


COLUMNS = (
    Column("Principal", _principal),
    Column("Reaches", "Reaches"),
    Column("Paths", "Count"),
    Column("Shortest", "Path"),
    Column("Condition", "Condition"),
)
PATH_COLUMNS = (
    Column("Reaches", "Reaches"),
    Column("Path", "Path"),
    Column("Permitted by", "Statement"),
    Column("Condition", "Condition"),
)
