"""What the tests of the vault start from: users with access keys, and what each one's secret is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from iamctl.model.access_key import ACTIVE, AccessKey
from iamctl.model.user import User
from iamctl.store.protocol import SecretRef
from iamctl.store.toml_store import TomlStore
from store.given import NOW, change, store_at, user

ALICE_KEY, BOB_KEY, NEW_KEY = (f"AKIAEXAMPLE{number:09}" for number in range(3))


def keyed(name: str, *key_ids: str) -> User:
    return replace(user(name), access_keys=tuple(AccessKey(key_id, ACTIVE, NOW) for key_id in key_ids))


def ref_of(noun: User, key_id: str) -> SecretRef:
    return SecretRef(noun.user_id, "access-key", key_id)


def secret_of(key_id: str) -> bytes:
    return f"the secret of {key_id}".encode()


def put_keyed(edit: Any, name: str, *key_ids: str) -> None:
    """Put the user with these keys, and the secrets of those that are new."""
    before = edit.users.find(name)
    known = {key.access_key_id for key in before.access_keys} if before else set()
    noun = keyed(name, *key_ids)
    edit.users.put(noun)
    for key_id in key_ids:
        if key_id not in known:
            edit.vault.put(ref_of(noun, key_id), secret_of(key_id))


def two_keyed(store: TomlStore) -> None:
    """alice and bob with a key each."""

    def work(edit: Any) -> None:
        put_keyed(edit, "alice", ALICE_KEY)
        put_keyed(edit, "bob", BOB_KEY)

    change(store, work)


def secret_files(root: Path) -> dict[str, Path]:
    """Every sealed file, by its name."""
    return {path.name: path for path in root.glob("vault/*/*/*")}


def opened(root: Path) -> dict[str, bytes]:
    """What every user's keys open, by key id."""
    with store_at(root).reading() as view:
        return {
            key.access_key_id: view.vault.get(ref_of(noun, key.access_key_id))
            for noun in view.users.all()
            for key in noun.access_keys
        }
