"""A refactoring as people read it: what goes with its size, what comes, what said nothing, what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.branches import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator

Members = dict[str, Any]
_MOST = 20


def refactoring_tree(members: Members, *, is_done: bool) -> list[Branch]:
    """The answer; `is_done` is whether the change was made."""
    roots = [Branch(_headed(members, is_done=is_done), (), "bold")]
    roots += [Branch(f"- {_policy(each)}", (), "red") for each in members["Before"]]
    roots += [Branch(f"+ {_policy(each)}", [*_statements(each["Document"])], "green") for each in members["After"]]
    if members["Superfluous"]:
        said = [Branch(superfluous_in_words(each)) for each in members["Superfluous"][:_MOST]]
        if len(members["Superfluous"]) > _MOST:
            said.append(Branch(f"and {len(members['Superfluous']) - _MOST} more; `--output json` tells all"))
        roots.append(Branch("says nothing beside the others", said, "yellow"))
    if members["Kept"]:
        roots.append(Branch("stays", [Branch(_kept(each)) for each in members["Kept"]]))
    if is_done and members["Unattached"]:
        below = [Branch(f"iamctl policy delete {each}") for each in members["Unattached"]]
        roots.append(Branch("may hang on nobody any more", below))
    return roots


def _headed(members: Members, *, is_done: bool) -> str:
    arn, size = members["Arn"], members["Size"]
    if not members["Changes"]:
        return f"{arn}: nothing to replace"
    verb = "replaced" if is_done else "can be replaced"
    before, after = len(members["Before"]), len(members["After"])
    policies = f"{before} {'policy' if before == 1 else 'policies'} by {after}"
    return f"{arn}: {policies}, {size['Before']:,} characters by {size['After']:,}, {verb}; proved equal"


def _policy(members: Members) -> str:
    return f"{members['Kind']} {members['Policy'].removeprefix('inline ')}, {members['Size']:,} characters"


def _kept(members: Members) -> str:
    because = f": {members['Because']}" if members["Because"] else ""
    return f"{_policy(members)}{because}"


def _statements(document: Members) -> Iterator[Branch]:
    listed = document["Statement"]
    for each in listed if isinstance(listed, list) else [listed]:
        words = [
            f"{name} {_listed(value)}" for name, value in each.items() if name not in ("Sid", "Effect", "Condition")
        ]
        if each.get("Condition"):
            words.append("with conditions")
        yield Branch(f"{each['Effect']} {'; '.join(words)}")


def superfluous_in_words(members: Members) -> str:
    """`statement 1 of inline Old: covered by statement 2 of inline New`."""
    by = ", ".join(map(_statement, members["By"][:3]))
    more = len(members["By"]) - 3
    by = f"{by} and {more} more" if more > 0 else by
    reason = {"duplicate": "the same as", "covered": "covered by", "denied": "denied by"}[members["Reason"]]
    return f"{_statement(members)}: {reason} {by}"


def _statement(members: Members) -> str:
    sid = f" (Sid {members['Sid']})" if members["Sid"] else ""
    return f"statement {members['Statement'] + 1}{sid} of {members['Policy']}"


def _listed(value: Any) -> str:
    texts = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    return ", ".join(texts) if len(texts) <= 6 else f"{', '.join(texts[:5])} and {len(texts) - 5} more"
