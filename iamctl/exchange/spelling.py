"""How a dump wrote an entity down, where iamctl would write it otherwise; and writing it so again.

Lists of objects are compared by what names their elements, so their order is no difference and a spelling stays
with its element. A spelling counts as long as iamctl itself still says what it said at the import: it fades by
itself where the entity changes.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from iamctl.model.document import render_json
from iamctl.model.import_record import ABSENT, Spelling, fingerprint
from iamctl.syntax.same_value import is_same_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PERCENT_ENCODED = "%"
"""Stands for the document's own compact JSON, percent-encoded: how the API itself sends most documents."""
ELEMENT_NAMES = {
    "UserPolicyList": "PolicyName",
    "GroupPolicyList": "PolicyName",
    "RolePolicyList": "PolicyName",
    "AttachedManagedPolicies": "PolicyArn",
    "Tags": "Key",
    "InstanceProfileList": "InstanceProfileName",
    "Roles": "RoleName",
    "PolicyVersionList": "VersionId",
}
DOCUMENTS = ("PolicyDocument", "AssumeRolePolicyDocument", "Document")
_LONGEST = 100  # characters of what iamctl said; a document is told by its fingerprint
_NOTHING = object()


def difference(ours: dict[str, Any], source: dict[str, Any]) -> list[Spelling]:
    """What makes `source` of `ours`, but for the order of lists whose elements have names."""
    return list(_in_object(ours, source, "/"))


def spelled(ours: dict[str, Any], spellings: Iterable[Spelling]) -> dict[str, Any]:
    """`ours` as the dump wrote it, where it still says the same; `ours` itself is changed."""
    for spelling in spellings:
        *above, name = map(unescaped, spelling.path.split("/")[1:])
        container = _descend(ours, above)
        if isinstance(container, dict) and said(container.get(name, _NOTHING)) == spelling.was:
            if spelling.source == ABSENT:
                del container[name]
            else:
                container[name] = _read(spelling.source, container.get(name))
    return ours


def said(value: Any) -> str:
    """A value in short: its JSON, or its fingerprint where that is long."""
    if value is _NOTHING:
        return ABSENT
    text = render_json(value)
    return text if len(text) <= _LONGEST else f"sha256:{fingerprint(value)}"


def percent_encoded(value: Any) -> str:
    """A document as the API sends it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html (RFC 3986)
    """
    return quote(render_json(value), safe="")


def escaped(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def unescaped(part: str) -> str:
    """The name that a part of a JSON pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def named(elements: Any, member: str) -> dict[str, dict[str, Any]] | None:
    """The list's elements by their names; None where it has no names or one of them twice."""
    key = ELEMENT_NAMES.get(member)
    if key is None or not isinstance(elements, list):
        return None
    found = {
        element[key]: element for element in elements if isinstance(element, dict) and isinstance(element.get(key), str)
    }
    return found if len(found) == len(elements) else None


def _in_object(ours: dict[str, Any], source: dict[str, Any], prefix: str) -> Iterator[Spelling]:
    for member, value in ours.items():
        path = prefix + escaped(member)
        if member not in source:
            yield Spelling(path, said(value), ABSENT)
        else:
            yield from _in_member(member, value, source[member], path)
    for member, value in source.items():
        if member not in ours:
            yield Spelling(prefix + escaped(member), ABSENT, render_json(value))


def _in_member(member: str, ours: Any, source: Any, path: str) -> Iterator[Spelling]:
    if is_same_value(ours, source):
        return
    if member not in DOCUMENTS:
        if isinstance(ours, dict) and isinstance(source, dict):
            yield from _in_object(ours, source, f"{path}/")
            return
        mine, theirs = named(ours, member), named(source, member)
        if mine is not None and theirs is not None and mine.keys() == theirs.keys():
            for name, element in mine.items():
                yield from _in_object(element, theirs[name], f"{path}/{escaped(name)}/")
            return
    is_encoded = member in DOCUMENTS and isinstance(source, str) and source == percent_encoded(ours)
    yield Spelling(path, said(ours), PERCENT_ENCODED if is_encoded else render_json(source))


def _descend(value: Any, path: list[str]) -> Any:
    member = ""
    for step in path:
        if isinstance(value, dict):
            value, member = value.get(step), step
        else:
            value = (named(value, member) or {}).get(step)
    return value


def _read(source: str, ours: Any) -> Any:
    return percent_encoded(ours) if source == PERCENT_ENCODED else json.loads(source, parse_float=Decimal)
