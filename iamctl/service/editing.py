"""Editing a file of the account as a text: which file is meant, and what a new text of it may change.

Rules kept here:
  * ids, dates, the name and the path stay: whatever refers to the entity does so by them;
  * the new text holds to the rules of its kind, and the account holds together as well as it did before;
  * a file that is broken on disk is what this is for: it is compared with its last text that was not.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from iamctl.errors import (
    BrokenFile,
    IamctlError,
    InvalidInput,
    LimitExceeded,
    MachineError,
    Mistakes,
    NoSuchEntity,
)
from iamctl.service.finding import find_anything
from iamctl.service.new_findings import new_findings
from iamctl.service.past import looking_back
from iamctl.service.places import place_of
from iamctl.store.protocol import Edit, OperationCall
from iamctl.syntax.toml_read import parse_toml, read_text

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.service import Change, Service
    from iamctl.store.protocol import Shelf

ACCOUNT_FILE, GUARDS_FILE = "account.toml", "guards.toml"
# The shelf of each folder, and the words of the command that renames what lies there.
FOLDERS = {
    "users": ("users", "user"),
    "groups": ("groups", "group"),
    "roles": ("roles", None),
    "policies": ("policies", None),
    "instance-profiles": ("instance_profiles", None),
    "providers/saml": ("saml_providers", None),
    "providers/oidc": ("oidc_providers", None),
    "resources": ("resource_policies", None),
}
_FIXED = (
    "name",
    "url",
    "resource_arn",
    "path",
    "account_id",
    "user_id",
    "group_id",
    "role_id",
    "policy_id",
    "instance_profile_id",
    "create_date",
    "format",
)
_RENAMING = {"name": "--new-name NAME", "path": "--new-path PATH"}


def file_of(account: Account, text: str) -> str:
    """The file that is meant, relative to the account's folder; it need not be readable.

    Args:
        text: a name, an ARN or a unique id; `account` is the account's own file; a file as `iamctl doctor`
            tells it (`users/alice.toml`) is meant itself, guards.toml too.

    Raises:
        NoSuchEntity: nothing is called that.
        InvalidInput: several are, or it is a policy that AWS publishes.
    """
    if text in ("account", ACCOUNT_FILE):
        return ACCOUNT_FILE
    if text == GUARDS_FILE:
        return GUARDS_FILE
    folder, slash, file = text.rpartition("/")
    if slash and folder in FOLDERS and file.endswith(".toml"):
        return text
    try:
        place = place_of(account, find_anything(account, text))
    except MachineError:
        return _broken_file(account, text)
    if place is None:
        raise InvalidInput(f"{text} is AWS's own; no file of the account holds it.")
    return place


def _broken_file(account: Account, text: str) -> str:
    """The file whose name says that it is the one, where reading it does not work."""
    name = text.rpartition("/")[2] if text.startswith("arn:") else text
    found = []
    for shelf_name, _ in FOLDERS.values():
        shelf: Shelf[Any] = getattr(account.shelves, shelf_name)
        if any(name.lower() == other.lower() for other in shelf.names()):
            found.append(shelf.place(name))
    if not found:
        raise NoSuchEntity("entity", text, hint="name its file, as `iamctl doctor` tells it")
    if len(found) > 1:
        raise InvalidInput(f"The name {text} means {len(found)} files.", hint=[f"say {path}" for path in found])
    return found[0]


def edit_file(change: Change, before: Service, *, path: str, data: bytes, source: str) -> None:
    """Lay the new text of a file into the change.

    Args:
        before: the same account, to look at as it is kept.
        path: relative to the account's folder.
        data: the new text in UTF-8.
        source: what the text is called in errors.

    Raises:
        InvalidInput, Mistakes: it is no TOML, breaks a rule, or changes what stays, each with line and column.
        LimitExceeded: a quota is exceeded.
    """
    change.check("Edit")
    text = read_text(data, source)
    edit = cast("Edit", change.account.shelves)
    _check_fixed(before, path, text, source)
    try:
        edit.replace_text(path, text)
    except (BrokenFile, Mistakes) as error:
        raise _told(error, source) from error
    if broken := [_broken(one.code, one.message, one.mend) for one in new_findings(change.account, before)]:
        raise broken[0] if len(broken) == 1 else Mistakes(broken)
    change.operations.append(OperationCall("Edit", {"File": path}))


def is_text(data: bytes) -> bool:
    """Whether a file's bytes are a text at all, however broken."""
    try:
        read_text(data, "")
    except InvalidInput:
        return False
    return True


def _check_fixed(before: Service, path: str, text: str, source: str) -> None:
    """That what identifies the entity stays as the history last knew it."""
    new = parse_toml(text, source)
    with looking_back(before) as history:
        last = history.text_at(path, history.head())
    if last is None:
        return  # a file that was never readable
    old = parse_toml(last, path)
    wrong = [key for key in _FIXED if old.get(key, _default(key)) != new.get(key, _default(key))]
    if not wrong:
        return
    from iamctl.syntax.toml_positions import place_of as position_of

    mistakes = [
        InvalidInput(
            f"{key} stays as it is: {_written(old.get(key, _default(key)))}.",
            hint=_renaming(path, str(old.get("name")), key),
            place=position_of(text, source, (key,)),
        )
        for key in wrong
    ]
    raise mistakes[0] if len(mistakes) == 1 else Mistakes(mistakes)


def _default(key: str) -> str | None:
    return "/" if key == "path" else None


def _written(value: object) -> str:
    """As the file has it."""
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else str(value)


def _renaming(path: str, name: str, key: str) -> str | None:
    _, words = FOLDERS.get(path.rpartition("/")[0], (None, None))
    return f"change it with `iamctl {words} update {name} {_RENAMING[key]}`" if words and key in _RENAMING else None


def _told(error: IamctlError, source: str) -> IamctlError:
    """What is wrong with the text as a mistake of who wrote it, at its place in the text that they wrote."""
    if isinstance(error, Mistakes):
        return Mistakes(_told(each, source) for each in error.errors)
    place = error.place._replace(source=source) if error.place else None
    return InvalidInput(error.message, hint=error.hints, place=place)


def _broken(code: str, message: str, mend: str) -> IamctlError:
    kind = LimitExceeded if code == "LimitExceeded" else InvalidInput
    return kind(message, hint=mend)
