"""What `iamctl explain assume` says to people: the answer, each part of the word and of the call, the policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.explanation_view import explanation_tree
from iamctl.cli.output.branches import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator

Members = dict[str, Any]

_STYLES = {"allowed": "green", "denied": "red", "undecided": "yellow"}
_OF_PARTS = {"failed": "red", "warned": "yellow", "undecided": "yellow", "skipped": "dim"}


def assume_tree(explained: Members) -> Branch:
    decision = explained["EvalDecision"]
    return Branch(_first_line(explained), [*_below(explained)], f"bold {_STYLES[decision]}")


def _first_line(explained: Members) -> str:
    error = explained["Error"]
    if error is not None:
        return f"{explained['RoleArn']} may not be taken on: {error['Code']}: {error['Message']}"
    if explained["EvalDecision"] == "undecided":
        return f"{explained['RoleArn']}: it is undecided whether it may be taken on"
    return f"{explained['RoleArn']} may be taken on"


def _below(explained: Members) -> Iterator[Branch]:
    for check in explained["Checks"]:
        yield Branch(f"{check['Part']}: {check['State']}: {check['Says']}", (), _OF_PARTS.get(check["State"], ""))
    for request in explained["Requests"]:
        if request["EvalDecision"] != "allowed" or explained["EvalDecision"] == "allowed":
            yield explanation_tree(request)
    edits = [_edit(number, edit) for number, edit in enumerate(explained["Edits"], 1)]
    if edits:
        yield Branch("the smallest edits of the trust policy that would accept it", edits)


def _edit(number: int, edit: Members) -> Branch:
    place = f"  {edit['Place']}" if edit["Place"] else ""
    keys = edit["LetsInWhatever"]
    others = f"lets in besides: whatever {', '.join(keys)} says" if keys else "lets in nobody besides"
    return Branch(f"{number}. {'; '.join(edit['Steps'])}{place}", [Branch(others)])
