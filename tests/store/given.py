"""What the tests of the store start from: an account's folder, its nouns, and a look at every byte of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from iamctl.model.account_settings import AccountSettings
from iamctl.model.document import Document
from iamctl.model.group import Group
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.model.role import Role
from iamctl.model.tag import Tag
from iamctl.model.user import User
from iamctl.store.protocol import Finding, OperationCall, Revision
from iamctl.store.toml_edit import TomlEdit
from iamctl.store.toml_store import TomlStore
from iamctl.store.vault.data_key import KeyPlaces

ACCOUNT_ID = "111122223333"
ROOT = f"arn:aws:iam::{ACCOUNT_ID}:root"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TIME = "2026-01-02T03:04:05Z"
SETTINGS = AccountSettings(account_id=ACCOUNT_ID, create_date=NOW)
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"

Step = Callable[[str], None]


def any_document(tree: Any, kind: str) -> Iterable[Any]:
    """No grammar: these tests are not about policy documents."""
    return ()


def store_at(root: Path, *, lock_timeout: float | None = None, at: Step | None = None) -> TomlStore:
    """The store of the account in this folder."""
    more: dict[str, Any] = {} if at is None else {"at": at}
    return TomlStore(
        root,
        ACCOUNT_ID,
        time=lambda: TIME,
        check=any_document,
        lock_timeout=lock_timeout,
        key_places=lambda: key_places(root),
        **more,
    )


def key_places(root: Path) -> KeyPlaces:
    """Key files beside the account's folder; the passphrase is `open sesame`."""
    return KeyPlaces(root.parent / f"{root.name}-keys", lambda is_new: "open sesame")


def new_store(root: Path) -> TomlStore:
    """A new account in this folder."""
    root.mkdir(mode=0o700)
    store = store_at(root)
    store.create(SETTINGS, caller=ROOT)
    return store


def commit(edit: Any, name: str = "Test") -> Revision | None:
    revision: Revision | None = edit.commit(time=TIME, caller=ROOT, operations=(OperationCall(name, {}),))
    return revision


def change(store: Any, work: Callable[[Any], object]) -> Revision | None:
    """Do the work in one change and keep it."""
    with store.editing() as edit:
        work(edit)
        return commit(edit)


def put(store: Any, *nouns: Any) -> Revision | None:
    """Put the nouns on their shelves in one change."""

    def work(edit: TomlEdit) -> None:
        for noun in nouns:
            getattr(edit, shelf_of(noun)).put(noun)

    return change(store, work)


def shelf_of(noun: Any) -> str:
    return {"policy": "policies", "account": "settings"}.get(noun.kind, f"{noun.kind.replace(' ', '_')}s")


def user(name: str, **facts: Any) -> User:
    known: dict[str, Any] = {"path": "/", "user_id": f"AIDA{name.upper():0>17}"[:21], "create_date": NOW}
    return User(account_id=ACCOUNT_ID, user_name=name, **(known | facts))


def group(name: str, **facts: Any) -> Group:
    known: dict[str, Any] = {"path": "/", "group_id": f"AGPA{name.upper():0>17}"[:21], "create_date": NOW}
    return Group(account_id=ACCOUNT_ID, group_name=name, **(known | facts))


def role(name: str, **facts: Any) -> Role:
    known: dict[str, Any] = {
        "path": "/",
        "role_id": f"AROA{name.upper():0>17}"[:21],
        "create_date": NOW,
        "trust_policy": trusting("arn:aws:iam::444455556666:root"),
    }
    return Role(account_id=ACCOUNT_ID, role_name=name, **(known | facts))


def policy(name: str, **facts: Any) -> Policy:
    known: dict[str, Any] = {
        "path": "/",
        "policy_id": f"ANPA{name.upper():0>17}"[:21],
        "create_date": NOW,
        "update_date": NOW,
        "default_version_id": "v1",
        "versions": (PolicyVersion("v1", NOW, allowing("s3:Get*")),),
        "latest_version": 1,
    }
    return Policy(account_id=ACCOUNT_ID, policy_name=name, **(known | facts))


def instance_profile(name: str, **facts: Any) -> InstanceProfile:
    known: dict[str, Any] = {"path": "/", "instance_profile_id": f"AIPA{name.upper():0>17}"[:21], "create_date": NOW}
    return InstanceProfile(account_id=ACCOUNT_ID, instance_profile_name=name, **(known | facts))


def allowing(*actions: str) -> Document:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return Document.of({"Version": "2012-10-17", "Statement": [statement]})


def trusting(principal: str) -> Document:
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    return Document.of({"Version": "2012-10-17", "Statement": [statement]})


def own_arn(resource: str) -> str:
    return f"arn:aws:iam::{ACCOUNT_ID}:{resource}"


def rich_user(name: str = "alice") -> User:
    """A user with something under every key."""
    return user(
        name,
        path="/eng/",
        groups=("readers", "writers"),
        attached_policies=(READ_ONLY,),
        inline_policies=(InlinePolicy("own", allowing("s3:Get*")),),
        permissions_boundary=own_arn("policy/edge"),
        tags=(Tag("team", "blue"), Tag("Cost Center", "42")),
    )


def texts(root: Path) -> dict[str, bytes]:
    """Every TOML file of the account, byte for byte."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.toml")) if path.is_file()}


def findings(store: TomlStore) -> list[Finding]:
    """All that the store has to say against itself."""
    return store.verify() + store.examine()


def moved(noun: User, path: str) -> User:
    return replace(noun, path=path)
