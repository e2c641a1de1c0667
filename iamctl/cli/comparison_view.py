"""A comparison as people read it: a tree for terminals and pipes, Markdown for a pull request.

Signs come first on a line; colour only repeats them. What is left out is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.branches import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Members = dict[str, Any]

MOST_CHANGES = 20
MOST_PATTERNS = 6
MOST_SERVICES = 8
MOST_NAMES = 4
_WORDS = {
    "equal": "equal: {After} allows what {Before} allows",
    "narrower": "narrower: {After} allows less than {Before}",
    "wider": "wider: {After} allows more than {Before}",
    "neither": "neither: {After} allows some of what {Before} does not, and the reverse",
    "undecided": "undecided: whether {After} allows what {Before} allows",
}
_TABLE = ("| Actions | Resources | Conditions | For example |", "| --- | --- | --- | --- |")
_UNKNOWN = "no action that is known today"
_ALL = "`--output json` tells all"


def comparison_tree(members: Members) -> list[Branch]:
    """The answer, one tree for the relation and one for each change."""
    roots = [Branch(relation_in_words(members), (), "bold")]
    for sign, style, member in (("+", "green", "Gained"), ("-", "red", "Lost")):
        roots += [Branch(f"{sign} {_headed(each)}", [*_below(each)], style) for each in members[member][:MOST_CHANGES]]
        if len(members[member]) > MOST_CHANGES:
            roots.append(Branch(f"{sign} and {len(members[member]) - MOST_CHANGES} more; {_ALL}", (), style))
    roots += [Branch(f"? {undecided_in_words(each)}", (), "yellow") for each in members["Undecided"][:MOST_CHANGES]]
    if len(members["Undecided"]) > MOST_CHANGES:
        roots.append(Branch(f"? and {len(members['Undecided']) - MOST_CHANGES} more; {_ALL}", (), "yellow"))
    return roots


def relation_in_words(members: Members) -> str:
    """The sentence above the answer."""
    return _WORDS[members["Relation"]].format_map(members)


def undecided_in_words(members: Members) -> str:
    """What is not decided, and what that hangs on."""
    said = (
        f"may be {members['Change']}: {_listed(members['Actions'])} on {_listed(members['Resources'])}; "
        if ("Actions" in members)
        else f"what is {members['Change']}: "
    )
    return f"{said}it hangs on {', '.join(members['Constructs'])}"


def _headed(members: Members) -> str:
    said = _excepting(members["Actions"], members.get("ExceptActions", ()))
    return f"{said}  ({_whom(members['Principals'])})" if members.get("Principals") else said


def _below(members: Members) -> Iterator[Branch]:
    yield from map(Branch, _known(members["KnownActions"]))
    yield Branch(f"on {_excepting(members['Resources'], members.get('ExceptResources', ()))}")
    if members["Conditions"]:
        yield Branch(f"if {' and '.join(members['Conditions'])}")
    if members["Statements"]:
        yield Branch(f"by {_listed([_statement(each) for each in members['Statements']])}")
    yield Branch(f"as in {witness_in_words(members['Witness'])}")


def _known(levels: Sequence[Members]) -> Iterator[str]:
    """One line for each service and access level."""
    if not levels:
        yield _UNKNOWN
        return
    for each in levels[:MOST_SERVICES]:
        names = each["Actions"]
        count = f"all {each['Of']}" if len(names) == each["Of"] else f"{len(names)} of {each['Of']}"
        yield f"{each['Service']}  {each['AccessLevel']}  {count}: {_listed(names, MOST_NAMES)}"
    if len(levels) > MOST_SERVICES:
        left = levels[MOST_SERVICES:]
        more = sum(len(each["Actions"]) for each in left)
        services = len({each["Service"] for each in left})
        yield f"and {more} actions of {services} services more; {_ALL}"


def witness_in_words(witness: Members) -> str:
    """`s3:GetObject on arn:aws:s3:::b/k with aws:sourceip=203.0.113.7`."""
    said = witness["Action"] if witness["Resource"] == "*" else f"{witness['Action']} on {witness['Resource']}"
    context = [
        f"{key}={value if isinstance(value, str) else '[' + ', '.join(value) + ']'}"
        for key, value in witness["Context"].items()
    ]
    return f"{said} with {', '.join(context)}" if context else said


def _statement(members: Members) -> str:
    sid = f" (Sid {members['Sid']})" if members["Sid"] else ""
    return f"statement {members['Statement'] + 1}{sid} of {members['Policy']}"


def _whom(principals: Sequence[str]) -> str:
    return _listed(principals, 3)


def _excepting(patterns: Sequence[str], exceptions: Sequence[str]) -> str:
    said = _listed(patterns)
    return f"{said} except {_listed(exceptions)}" if exceptions else said


def _listed(texts: Sequence[str], most: int = MOST_PATTERNS) -> str:
    if len(texts) <= most:
        return ", ".join(texts)
    return f"{', '.join(texts[: most - 1])} and {len(texts) - most + 1} more"


def comparison_markdown(members: Members) -> str:
    """The answer for a pull request: a table for what is gained and one for what is lost."""
    lines = [f"**{_cell(relation_in_words(members))}**", ""]
    for sign, member in (("+", "Gained"), ("-", "Lost")):
        listed = members[member]
        if not listed:
            continue
        lines += [f"### {sign} {member}", "", *_TABLE]
        lines += [_row(each) for each in listed[:MOST_CHANGES]]
        if len(listed) > MOST_CHANGES:
            lines.append(f"\n{len(listed) - MOST_CHANGES} more are left out.")
        lines.append("")
    if members["Undecided"]:
        lines += ["### ? Undecided", ""]
        lines += [f"- {_cell(undecided_in_words(each))}" for each in members["Undecided"][:MOST_CHANGES]]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(members: Members) -> str:
    levels = {f"{each['Service']} {each['AccessLevel']}": len(each["Actions"]) for each in members["KnownActions"]}
    known = _listed([f"{name} {count}" for name, count in levels.items()], MOST_NAMES) or _UNKNOWN
    resources = _excepting(members["Resources"], members.get("ExceptResources", ()))
    cells = (
        f"`{_code(_headed(members))}`<br>{_cell(known)}",
        f"`{_code(resources)}`",
        "<br>".join(_cell(each) for each in members["Conditions"]) or "none",
        f"`{_code(witness_in_words(members['Witness']))}`",
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    escaped = "".join(f"\\{each}" if each in "\\`*_[]<>|~#" else each for each in text)
    return " ".join(escaped.split())


def _code(text: str) -> str:
    """Text between backquotes; GitHub's tables end a cell at `|` even there."""
    return " ".join(text.replace("`", "'").replace("|", "\\|").split())
