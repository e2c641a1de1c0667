"""A list of actions and resources that somebody needs: JSON, JSON Lines, TOML or plain text.

    [{"action": "s3:GetObject", "resource": "arn:aws:s3:::b/*"}]     JSON; also one object a line
    [[access]]                                                       TOML; any name of the list
    action = "s3:GetObject"
    resource = ["arn:aws:s3:::b/*"]
    s3:GetObject arn:aws:s3:::b/*   # why                            plain text

Both may be lists; without a resource it is `*`. Letters of the members' names count in any case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import InvalidInput, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 20_000
"""Actions with their resources; a policy holds a few hundred at most."""
_HINT = "an entry is {action, resource}, or a line `s3:GetObject arn:aws:s3:::b/*`"
_TOML = re.compile(r"\s*(?:#[^\n]*\s*)*(?:\[\[|[\w-]+\s*=)")
_JSON = re.compile(r"\s*(?:\{|\[(?!\[))")


class Access(NamedTuple):
    """One action on one resource, and where it was written."""

    action: str
    resource: str
    place: Place


def read_access_list(text: str, source: str) -> list[Access]:
    """Every action with each of its resources, in order.

    Args:
        source: what a person calls the text.

    Raises:
        InvalidInput: the text does not parse, an entry is none, or there is none at all; placed.
    """
    text = text.removeprefix("\ufeff")
    if _TOML.match(text):
        found = list(_of_toml(text, source))
    elif _JSON.match(text):
        found = list(_of_json(text, source))
    else:
        found = list(_of_lines(text, source))
    if not found:
        raise InvalidInput(f"{source} names no action.", hint=_HINT)
    if len(found) > MOST:
        raise InvalidInput(f"{source} has more than {MOST:,} actions with their resources.")
    return found


def _of_lines(text: str, source: str) -> Iterator[Access]:
    for number, line in enumerate(text.splitlines(), 1):
        action, *resources = re.sub(r"(^|\s)#.*", "", line).split() or [""]
        if not action:
            continue
        place = Place(source, number, line.index(action) + 1)
        if any(not _is_resource(each) for each in resources):
            raise InvalidInput("A resource is an ARN or *.", hint=_HINT, place=place)
        for resource in resources or ["*"]:
            yield Access(action, resource, place)


def _is_resource(text: str) -> bool:
    return text == "*" or text.startswith("arn:")


def _of_toml(text: str, source: str) -> Iterator[Access]:
    from iamctl.syntax.toml_positions import nearest_place, positions
    from iamctl.syntax.toml_read import parse_toml

    tree, places = parse_toml(text, source), positions(text)
    listed = [(name, value) for name, value in tree.items() if isinstance(value, list)]
    if len(tree) != 1 or not listed:
        raise InvalidInput("One list of entries was expected.", hint=_HINT, place=Place(source, 1, 1))
    name, entries = listed[0]
    for index, entry in enumerate(entries):
        yield from _entry(entry, nearest_place(places, source, (name, index)))


def _of_json(text: str, source: str) -> Iterator[Access]:
    from iamctl.syntax.json_read import json_positions, parse_json

    if _has_object_a_line(text):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                place = Place(source, number, 1)
                yield from _entry(_on_line(line, place), place)
        return
    tree, places = parse_json(text, source), json_positions(text)
    for index, entry in enumerate(tree if isinstance(tree, list) else [tree]):
        yield from _entry(entry, Place(source, *places.get((index,), (1, 1))))


def _has_object_a_line(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all(line.startswith("{") for line in lines)


def _on_line(line: str, place: Place) -> Any:
    from iamctl.syntax.json_read import parse_json

    try:
        return parse_json(line, place.source)
    except InvalidInput as error:
        column = error.place.column if error.place is not None else 1
        raise InvalidInput(error.message, hint=list(error.hints), place=place._replace(column=column)) from error


def _entry(entry: Any, place: Place) -> Iterator[Access]:
    members = {str(name).lower(): value for name, value in entry.items()} if isinstance(entry, dict) else {}
    unknown = members.keys() - {"action", "resource"}
    if "action" not in members or unknown:
        said = f"{min(unknown)} is no member of an entry." if unknown else "An entry has an action."
        raise InvalidInput(said, hint=_HINT, place=place)
    for action in _texts(members["action"], place):
        for resource in _texts(members.get("resource", "*"), place):
            if not _is_resource(resource):
                raise InvalidInput(f"{resource!r} is neither an ARN nor *.", hint=_HINT, place=place)
            yield Access(action, resource, place)


def _texts(value: Any, place: Place) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(each, str) and each for each in listed):
        raise InvalidInput("action and resource are texts, or lists of them.", hint=_HINT, place=place)
    return listed
