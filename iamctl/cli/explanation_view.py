"""What `iamctl explain` says to people: a tree, its first line in AWS's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.branches import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator

Members = dict[str, Any]

_VERDICTS = {"allowed": "allowed", "implicitDeny": "implicitly denied", "explicitDeny": "explicitly denied"}
_STYLES = {"allowed": "green", "implicitDeny": "yellow", "explicitDeny": "red"}
_SILENT = "no statement of it allows this"


def explanation_tree(explained: Members) -> Branch:
    """The explanation of one answer."""
    return Branch(explained["Message"], [*_below(explained)], f"bold {_STYLES[explained['EvalDecision']]}")


def _below(explained: Members) -> Iterator[Branch]:
    for each in explained["PolicyTypes"]:
        yield _type_branch(each)
    if not explained["PolicyTypes"]:
        yield Branch("no policy was asked")
    yield from map(Branch, explained["NotAsked"])
    if explained["Reason"]:
        yield Branch(f"because {explained['Reason']}")
    if explained["Unknown"]:
        yield Branch("not known here", [Branch(each) for each in explained["Unknown"]], "yellow")
    if explained["MissingContextValues"]:
        yield Branch("context keys that statements ask for and the request lacks", [*_missing(explained)])
    yield _ways_branch(explained)


def _missing(explained: Members) -> Iterator[Branch]:
    yield Branch(", ".join(explained["MissingContextValues"]))
    yield from map(Branch, explained["Alternatives"])


def _type_branch(members: Members) -> Branch:
    level = f", level {members['Level']}" if "Level" in members else ""
    verdict = members["Verdict"]
    below = [Branch(_statement_line(each)) for each in members["Statements"]]
    if not below:
        below.append(Branch(f"{_SILENT} ({_counted(members['StatementCount'])})"))
    for near in members["NearlyMatched"]:
        failed = [Branch(each["Description"]) for each in near["Failed"]]
        below.append(Branch(f"nearly: {_statement_line(near)}", failed, "dim"))
    if members["MoreNearlyMatched"]:
        below.append(Branch(f"{members['MoreNearlyMatched']} more nearly match", (), "dim"))
    return Branch(f"{members['PolicyType']}{level}: {_VERDICTS[verdict]}", below, _STYLES[verdict])


def _statement_line(members: Members) -> str:
    sid = f" (Sid {members['Sid']})" if members["Sid"] else ""
    held = f", attached to {' and '.join(members['HeldBy'])}" if members["HeldBy"] else ""
    line = f"{members['Effect']}: statement {members['StatementIndex'] + 1}{sid} of {members['SourcePolicyId']}{held}"
    return f"{line}  {members['Place']}" if members["Place"] else line


def _counted(count: int) -> str:
    return "there is none" if count == 0 else "of 1 statement" if count == 1 else f"of {count} statements"


def _ways_branch(explained: Members) -> Branch:
    allowed = explained["EvalDecision"] == "allowed"
    ways = [_way(number, way) for number, way in enumerate(explained["Ways"], 1)]
    if allowed:
        return Branch("what would take it away", ways)
    if not ways:
        return Branch("no policy would allow it")
    return Branch("what would allow it" + (", any one of these" if len(ways) > 1 else ""), ways)


def _way(number: int, way: Members) -> Branch:
    steps = [step["Description"] for step in way["Steps"]]
    if len(steps) == 1:
        return Branch(f"{number}. {steps[0]}")
    return Branch(f"{number}. all of", [Branch(step) for step in steps])
