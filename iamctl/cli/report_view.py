"""A report's members as sections of tables: what the page and the Markdown both show.

Lists that are long are cut with their count; `--format json` has all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Members = dict[str, Any]
MOST_ROWS = 200
MOST_SERVICES = 60
MOST_ALIKE = 30
MOST_COLUMNS = 18
WEIGHTY = (
    *("iam", "organizations", "account", "sts", "sso", "kms", "secretsmanager", "ssm", "cloudtrail", "s3", "dynamodb"),
    *("rds", "ec2", "lambda", "ecs", "eks", "cloudformation", "logs"),
)
"""Services that are looked at first: they give access, keep secrets and data, or run what others wrote."""
ALL = "`--format json` has all"
LETTERS = {"List": "L", "Read": "R", "Tagging": "T", "Write": "W", "Permissions management": "P"}


class Cell(NamedTuple):
    """One cell of a heat map.

    Attributes:
        heat: from 0 to 1.
    """

    text: str
    heat: float
    title: str = ""


class Table(NamedTuple):
    """Rows of texts, or of cells of a heat map behind a first text.

    Attributes:
        empty: what to say where there are no rows.
        left: how many rows are not shown.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    caption: str = ""
    empty: str = "none"
    left: int = 0

    @property
    def is_heat(self) -> bool:
        return any(isinstance(cell, Cell) for row in self.rows for cell in row)


class Section(NamedTuple):
    """A heading with what is said and shown under it."""

    id: str
    title: str
    said: str
    tables: tuple[Table, ...]


class Figure(NamedTuple):
    """One of the numbers at the top."""

    number: int
    words: str
    is_bad: bool = False


def title_of(report: Members) -> str:
    account = report["Account"]
    alias = f" ({account['Alias']})" if account["Alias"] else ""
    return f"Account {account['AccountId']}{alias}"


def figures(report: Members) -> list[Figure]:
    summary, escalation = report["Account"]["Summary"], report["Escalation"]
    public = sum(each["Kind"] == "public" for each in report["Outsiders"])
    found = [
        Figure(len(escalation["Admins"]), "administrators"),
        Figure(len(escalation["Paths"]), "can escalate", bool(escalation["Paths"])),
    ]
    return [
        Figure(summary["Users"], "users"),
        Figure(summary["Roles"], "roles"),
        Figure(summary["Groups"], "groups"),
        Figure(summary["Policies"], "policies"),
        *(found if escalation["LookedFor"] else ()),
        Figure(public, "open to the public", bool(public)),
        Figure(len(report["Credentials"]), "credential findings", bool(report["Credentials"])),
    ]


def sections(report: Members) -> list[Section]:
    """All sections in their order."""
    return [
        _access(report["Access"]),
        _wide(report["WideGrants"]),
        _outsiders(report["Outsiders"]),
        _escalation(report["Escalation"]),
        _credentials(report["Credentials"]),
        _superfluous(report["Superfluous"]),
        _identities(report["Identities"]),
        _changes(report["Changes"]),
    ]


def _cut(columns: Sequence[str], rows: Iterable[Sequence[str | Cell]], most: int = MOST_ROWS, **more: Any) -> Table:
    every = [tuple(row) for row in rows]
    return Table(tuple(columns), tuple(every[:most]), left=max(0, len(every) - most), **more)


def _access(access: Members) -> Section:
    total = access["Principals"] or 1
    levels = list(reversed(access["Levels"]))
    listed = [(each["Service"], each["Levels"]) for each in access["Services"]]
    by_service = _cut(
        ("Service", *levels),
        (
            (_some(names, 6), *(_share(counts.get(level, 0), total, level) for level in levels))
            for names, counts in _alike(listed)
        ),
        MOST_SERVICES,
        caption=f"Of {access['Principals']:,} users and roles, how many may do anything of each service and level",
        empty="nobody may do anything",
    )
    alike = [each for each in access["Alike"] if each["Actions"]]
    services = _weighty_first(name for name, _ in listed)[:MOST_COLUMNS]
    order = access["Levels"]
    by_whom = _cut(
        ("Who", "Actions", *services),
        (
            (
                _some(list(map(_name, each["Principals"])), 3),
                f"{each['Actions']:,}",
                *(_level(each["Services"].get(service), service, order) for service in services),
            )
            for each in alike
        ),
        MOST_ALIKE,
        caption="Who may do the same, and the gravest level in some services: "
        + ", ".join(f"{letter} {level}" for level, letter in LETTERS.items()),
    )
    said = (
        "Known actions that an Allow speaks of, on at least one resource and with its conditions taken to hold, within "
        "permissions boundaries and without what a Deny takes away from everything."
    )
    return Section("access", "Effective access", said, (by_service, by_whom))


def _weighty_first(names: Iterable[str]) -> list[str]:
    rank = {name: number for number, name in enumerate(WEIGHTY)}
    return sorted(names, key=lambda name: rank.get(name, len(rank)))


def _alike(listed: Sequence[tuple[str, Members]]) -> list[tuple[list[str], Members]]:
    """Services with the same figures together, but for the weighty ones, which stand first and alone."""
    of = dict(listed)
    found: dict[tuple[Any, ...], tuple[list[str], Members]] = {}
    for name in _weighty_first(of):
        alone = name if name in WEIGHTY else ""
        found.setdefault((alone, *sorted(of[name].items())), ([], of[name]))[0].append(name)
    return list(found.values())


def _share(count: int, total: int, level: str) -> Cell:
    return Cell(f"{count:,}" if count else "", count / total, f"{count:,} of {total:,}: {level}")


def _level(level: str | None, service: str, order: Sequence[str]) -> Cell:
    if level is None:
        return Cell("", 0, service)
    return Cell(LETTERS[level], (order.index(level) + 1) / len(order), f"{service}: {level}")


def _wide(grants: Sequence[Members]) -> Section:
    rows = (
        (_policy(each), _said_actions(each), f"{len(each['Holders']):,}", _some(each["Holders"], 4)) for each in grants
    )
    said = "Statements that allow all of a service, or all but some actions, on everything and without a condition."
    return Section("wide", "Wide grants", said, (_cut(("Policy", "Actions", "Held by", "Who"), rows),))


def _said_actions(members: Members) -> str:
    if members["NotActions"]:
        return f"all but {_some(members['NotActions'], 5)}"
    return _some(members["Actions"], 5)


def _outsiders(outsiders: Sequence[Members]) -> Section:
    rows = ((each["Kind"], each["Whom"], each["Where"], "; ".join(each["Conditions"]) or "none") for each in outsiders)
    said = "Who is let in from outside the account by roles' trust policies and resources' policies; services apart."
    table = _cut(("Kind", "Whom", "Where", "Conditions"), rows, empty="nobody")
    return Section("outsiders", "Public and cross-account access", said, (table,))


def _escalation(escalation: Members) -> Section:
    rows = (
        (
            _name(each["Principal"]),
            "administrator" if each["ReachesAdmin"] else "more than it has",
            "if " + _some(sorted({c for step in each["Paths"][0] for c in step["Condition"]}), 2)
            if each["Conditional"]
            else "",
            "; ".join(f"{step['Title']} to {_name(step['To'])}" for step in each["Paths"][0]),
        )
        for each in escalation["Paths"]
    )
    admins = _some(list(map(_name, escalation["Admins"])), 10) or "nobody"
    goal = "to an administrator: the account is too large for less" if escalation["To"] else "to more than it has"
    said = f"The shortest way of each user and role {goal}. Administrators as they are: {admins}."
    if not escalation["LookedFor"]:
        said = "Ways to more, and administrators, were not looked for; `--escalation` looks."
    empty = "nobody can reach more than it has" if escalation["LookedFor"] else "not looked for"
    table = _cut(("Who", "Reaches", "Condition", "Way"), rows, empty=empty)
    return Section("escalation", "Privilege escalation", said, (table,))


def _credentials(findings: Sequence[Members]) -> Section:
    rows = ((each["Code"], each["Message"], each["Mend"]) for each in findings)
    said = "Old, unused and unprotected credentials; from 90 days on a key or a password is old, or unused."
    return Section("credentials", "Credentials", said, (_cut(("Finding", "What", "Mend"), rows),))


def _superfluous(found: Members) -> Section:
    statements = (
        (
            _policy(each),
            each["Reason"],
            ", ".join(_policy(one) for one in each["By"][:3]),
        )
        for each in found["Statements"]
    )
    unknown = ((_policy(each), _said_actions(each)) for each in found["WithoutKnownAction"])
    unused = ((arn,) for arn in found["UnusedPolicies"])
    tables = (
        _cut(("Statement", "Why", "By"), statements, caption="Shadowed: other statements of the same carrier say it"),
        _cut(("Statement", "Actions"), unknown, caption="Speak of no action that is known"),
        _cut(("Policy",), unused, caption="Hang on nobody"),
    )
    left = len(found["NotLookedAt"])
    said = f"{left:,} carriers with many statements were not looked at for shadowed ones." if left else ""
    return Section("superfluous", "Unused and shadowed statements", said, tables)


def _identities(identities: Members) -> Section:
    users = (
        (
            each["Name"],
            ", ".join(each["Groups"]),
            f"{each['Attached']} + {each['Inline']}",
            each["PermissionsBoundary"] or "",
            "yes" if each["Password"] else "",
            str(each["Mfa"] or ""),
            str(each["ActiveKeys"] or ""),
            _levels(each),
        )
        for each in identities["Users"]
    )
    roles = (
        (each["Name"], f"{each['Attached']} + {each['Inline']}", each["PermissionsBoundary"] or "", _levels(each))
        for each in identities["Roles"]
    )
    groups = (
        (each["Name"], str(each["Members"]), f"{each['Attached']} + {each['Inline']}") for each in identities["Groups"]
    )
    policies = "Attached + inline"
    headings = ("User", "Groups", policies, "Boundary", "Password", "MFA", "Active keys", "Services by gravest level")
    tables = (
        _cut(headings, users, 10_000, caption="Users", empty="no users"),
        _cut(("Role", policies, "Boundary", "Services by gravest level"), roles, 10_000, caption="Roles"),
        _cut(("Group", "Members", policies), groups, 1_000, caption="Groups"),
    )
    return Section("identities", "Identities", "", tables)


def _levels(members: Members) -> str:
    return ", ".join(f"{LETTERS[level]} {count}" for level, count in reversed(members["Levels"].items()))


def _changes(revisions: Sequence[Members]) -> Section:
    rows = (
        (
            str(each["Number"]),
            each["Time"],
            each["Caller"] or "by hand",
            _some(list(dict.fromkeys(each["Operations"])), 4),
            _some(each["Files"], 3),
        )
        for each in revisions
    )
    table = _cut(("Revision", "Time", "Caller", "Operations", "Files"), rows)
    return Section("changes", "Latest changes", "", (table,))


def _policy(members: Members) -> str:
    sid = f" (Sid {members['Sid']})" if members.get("Sid") else ""
    return f"statement {members['Statement'] + 1}{sid} of {members['Policy']}"


def _name(arn: str) -> str:
    kind, _, rest = arn.split(":", 5)[-1].partition("/")
    return f"{kind} {rest.rpartition('/')[2]}" if rest else arn


def _some(texts: Sequence[str], most: int) -> str:
    shown = ", ".join(texts[:most])
    return f"{shown} and {len(texts) - most:,} more" if len(texts) > most else shown
