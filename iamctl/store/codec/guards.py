"""guards.toml as a table and as a row.

    [[guard]]
    name = "only administrators administer"
    nobody = { except = ["group/Admins", "role/Break*"] }   # or nobody = true
    action = "iam:*"                                        # or several
    resource = "*"                                          # or several; without it, all

    [[guard]]
    name = "billing is two persons' alone"
    only = ["user/alice", "user/bob"]                       # says the same as nobody = { except = … }
    action = ["billing:*", "payments:*"]

    [[guard]]
    name = "nothing is public"
    never = "public"                                        # resource = … for some resources and roles alone

    [[guard]]
    name = "nobody comes nearer"
    no_new_path_to_admin = true

    [[guard]]
    name = "alice reads builds"
    case = { principal = "alice", action = "s3:GetObject", resource = "arn:aws:s3:::b/x", expect = "allowed" }

A case has the keys `principal`, `action`, `resource`, `expect`, `reason`, `context`, `mfa` and `source_ip`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iamctl.model.guards import Guard, GuardCase, GuardKind, Guards
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader

_KINDS = {
    "nobody": GuardKind.NOBODY,
    "only": GuardKind.NOBODY,
    "never": GuardKind.NEVER_PUBLIC,
    "no_new_path_to_admin": GuardKind.NO_NEW_PATH,
    "case": GuardKind.CASE,
}
_EXPECTED = ("allowed", "denied", "implicitDeny", "explicitDeny")
_ACTION = re.compile(r"\*|[^:\s]+:[^:\s]+")
_WHOM = re.compile(r"(?:user|role|group)/.+|arn:.+|[0-9]{12}|[a-z0-9*][a-z0-9.*-]*\.amazonaws\.com(?:\.cn)?", re.DOTALL)
_LONGEST_NAME = 128


def to_table(guards: Guards, form: Form) -> dict[str, Any]:
    del form  # it holds neither documents nor dates
    return parts.filled({"guard": [_table(guard) for guard in guards.guards]})


def _table(guard: Guard) -> dict[str, Any]:
    said: dict[str, Any] = {"name": guard.name}
    if guard.kind is GuardKind.NOBODY:
        said["nobody"] = {"except": [*guard.excepted]} if guard.excepted else True
        said["action"] = [*guard.actions]
    elif guard.kind is GuardKind.NEVER_PUBLIC:
        said["never"] = "public"
    elif guard.kind is GuardKind.NO_NEW_PATH:
        said["no_new_path_to_admin"] = True
    elif guard.case is not None:
        said["case"] = _case_table(guard.case)
    return said | ({"resource": [*guard.resources]} if guard.resources else {})


def _case_table(case: GuardCase) -> dict[str, Any]:
    return parts.filled(
        {
            "principal": case.principal,
            "action": [*case.actions],
            "resource": [*case.resources],
            "expect": case.expect,
            "context": {key: [*values] for key, values in case.context},
            "mfa": case.mfa or None,
            "source_ip": case.source_ip,
            "reason": case.reason,
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> Guards:
    return Guards(account_id=account_id, guards=tuple(_guard_of_row(each) for each in row.get("guard", ())))


def _guard_of_row(row: dict[str, Any]) -> Guard:
    kind = next(kind for key, kind in _KINDS.items() if key in row)
    nobody, case = row.get("nobody"), row.get("case")
    excepted = tuple(nobody["except"]) if isinstance(nobody, dict) else ()
    return Guard(
        row["name"],
        kind,
        excepted,
        tuple(row.get("action", ())),
        tuple(row.get("resource", ())),
        _case_of_row(case) if case is not None else None,
    )


def _case_of_row(row: dict[str, Any]) -> GuardCase:
    return GuardCase(
        row["principal"],
        tuple(row["action"]),
        tuple(row["resource"]),
        row["expect"],
        tuple((key, tuple(values)) for key, values in row.get("context", {}).items()),
        row.get("mfa", False),
        row.get("source_ip"),
        row.get("reason"),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> Guards:
    del check  # it holds no document
    guards: list[Guard] = []
    names: set[str] = set()
    for each in reader.readers("guard", "guard"):
        guard = _guard(each)
        each.finish()
        if guard is None:
            continue
        if guard.name.lower() in names:
            each.mistake("name", f"Another guard is called {guard.name} too.")
        names.add(guard.name.lower())
        guards.append(guard)
    return Guards(account_id=account_id, guards=tuple(guards))


def _guard(reader: TableReader) -> Guard | None:
    name = reader.string("name", required=True, default="")
    if (not name.strip() and "name" in reader.table) or len(name) > _LONGEST_NAME:
        reader.mistake("name", f"The name of a guard has 1 to {_LONGEST_NAME} characters.")
    said = [key for key in _KINDS if key in reader.table]
    if len(said) != 1:
        what = f"says both {said[0]} and {said[1]}" if said else "says nothing"
        reader.mistake(None, f"The guard {what}.", f"it says one of {', '.join(_KINDS)}")
        for key in (*_KINDS, "action", "resource"):
            reader.tree(key)
        return None
    kind = _KINDS[said[0]]
    excepted = _excepted(reader, said[0])
    actions = _actions(reader) if kind is GuardKind.NOBODY else ()
    resources = _resources(reader) if kind in (GuardKind.NOBODY, GuardKind.NEVER_PUBLIC) else ()
    case = None
    if kind is GuardKind.CASE:
        below = reader.reader("case", "case")
        case = _case(below) if below is not None else None
    return Guard(name, kind, excepted, actions, resources, case)


def _excepted(reader: TableReader, key: str) -> tuple[str, ...]:
    """Whom the guard does not mean; what stands under the other keys is looked at too."""
    if key == "only":
        found = _several(reader, "only")
        if not found:
            reader.mistake("only", "only is an empty list.", "nobody = true says that nobody may")
        return _checked_whom(reader, "only", found)
    if key == "nobody":
        if reader.table["nobody"] is True:
            reader.tree("nobody")
            return ()
        below = reader.reader("nobody", "nobody")
        found = _several(below, "except") if below is not None else ()
        if below is None:
            return ()
        below.finish()
        return _checked_whom(below, "except", found)
    if key == "never" and reader.string("never") not in (None, "public"):
        reader.mistake("never", "never is public; there is nothing else that it says.")
    if key == "no_new_path_to_admin" and reader.boolean("no_new_path_to_admin") is False:
        reader.mistake("no_new_path_to_admin", "no_new_path_to_admin is true, or the guard is left out.")
    return ()


def _checked_whom(reader: TableReader, key: str, found: tuple[str, ...]) -> tuple[str, ...]:
    for text in found:
        if not _WHOM.fullmatch(text):
            hint = f"did you mean user/{text}, role/{text} or group/{text}?"
            reader.mistake(key, f"{text} is neither a principal nor a group.", hint)
    return found


def _actions(reader: TableReader) -> tuple[str, ...]:
    found = _several(reader, "action", required=True)
    for text in found:
        if not _ACTION.fullmatch(text):
            reader.mistake(
                "action", f"{text} is no action.", "an action is service:Name, such as s3:GetObject or iam:*"
            )
    return found


def _resources(reader: TableReader) -> tuple[str, ...]:
    found = _several(reader, "resource")
    for text in found:
        if text != "*" and not text.startswith("arn:"):
            reader.mistake("resource", f"{text} is no resource.", "a resource is an ARN, with wildcards, or *")
    return tuple(text for text in found if text != "*") if "*" not in found else ()


def _case(reader: TableReader) -> GuardCase:
    principal = reader.string("principal", required=True, default="")
    actions = _several(reader, "action", required=True)
    for text in actions:
        if not _ACTION.fullmatch(text) or "*" in text or "?" in text:
            reader.mistake("action", f"{text} is no action.", "an action is service:Name, such as s3:GetObject")
    resources = _several(reader, "resource")
    for text in resources:
        if text != "*" and text.count(":") < 5:
            reader.mistake("resource", f"{text} is not an ARN.", "a resource is an ARN, or * where there is none")
    expect = reader.string("expect", required=True, default="")
    if expect not in ("", *_EXPECTED):
        reader.mistake("expect", f"expect is {', '.join(_EXPECTED[:-1])} or {_EXPECTED[-1]}, not {expect}.")
    case = GuardCase(
        principal,
        actions,
        resources or ("*",),
        expect,
        tuple(_context(reader)),
        reader.boolean("mfa", default=False),
        reader.string("source_ip"),
        reader.string("reason"),
    )
    reader.finish()
    return case


def _context(reader: TableReader) -> list[tuple[str, tuple[str, ...]]]:
    tree = reader.tree("context")
    if tree is None:
        return []
    if not isinstance(tree, dict):
        reader.mistake("context", "context must be a table of keys and their values.")
        return []
    found = []
    for key, value in tree.items():
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in listed):
            reader.mistake_at(("context", key), f"{key} must be a string or a list of strings.")
            continue
        found.append((key, tuple(listed)))
    return found


def _several(reader: TableReader, key: str, *, required: bool = False) -> tuple[str, ...]:
    """A text, or a list of them."""
    if isinstance(reader.table.get(key), list):
        found = reader.strings(key)
        if not found and required:
            reader.mistake(key, f"{key} is an empty list.")
        return found
    one = reader.string(key, required=required)
    return () if one is None else (one,)
