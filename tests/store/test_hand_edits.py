"""A person's comments, order and blank lines outlive every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.tag import Tag
from iamctl.model.user import User
from iamctl.store.protocol import Edit
from iamctl.store.toml_store import TomlStore

from .given import READ_ONLY, allowing, change, findings, own_arn, put, rich_user, store_at

COMMENTED = """\
# Alice, who keeps the gates.

user_id = "AIDA000000000000ALICE"   # never again
name = "alice"
path = "/eng/"                      # since 2025

create_date = 2026-01-02T03:04:05Z

groups = [
    "readers",   # may look
    # and from here on, touch:
    "writers",
]
attached_policies = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] # all of it
permissions_boundary = "arn:aws:iam::111122223333:policy/edge"

# What accounting wants to know.
[tags]
team = "blue"    # not red
"Cost Center" = "42"

# Her own.
[[inline_policies]]
name = "own"  # as it says

[inline_policies.document]
Version = "2012-10-17"

[[inline_policies.document.Statement]]
Effect = "Allow"
Action = ["s3:Get*"]   # reading only
Resource = "*"
# The end.
"""
COMMENTS = [line[line.index("#") :] for line in COMMENTED.splitlines() if "#" in line]

# A change of the user, and the comments that it may take along: those of the lines that go.
CHANGES: dict[str, tuple[Callable[[User], User], set[str]]] = {
    "another path": (lambda user: replace(user, path="/ops/"), set()),
    "one group more": (lambda user: user.joined("admins"), set()),
    "one group less": (lambda user: user.left("readers"), {"# may look"}),
    "no groups": (lambda user: replace(user, groups=()), {"# may look", "# and from here on, touch:"}),
    "another policy": (lambda user: replace(user, attached_policies=(READ_ONLY, own_arn("policy/x"))), set()),
    "no policies": (lambda user: replace(user, attached_policies=()), {"# all of it"}),
    "no boundary": (lambda user: replace(user, permissions_boundary=None), set()),
    "another tag": (lambda user: replace(user, tags=(*user.tags, Tag("stage", "prod"))), set()),
    "a tag's value": (lambda user: replace(user, tags=(Tag("team", "red"), user.tags[1])), set()),
    "no tags": (lambda user: replace(user, tags=()), {"# not red", "# What accounting wants to know."}),
    "one inline policy more": (
        lambda user: replace(user, inline_policies=(*user.inline_policies, InlinePolicy("more", allowing("a:b")))),
        set(),
    ),
    "another document": (
        lambda user: replace(user, inline_policies=(InlinePolicy("own", allowing("s3:Get*", "s3:Put*")),)),
        set(),
    ),
    "no inline policies": (
        lambda user: replace(user, inline_policies=()),
        {"# Her own.", "# as it says", "# reading only", "# The end."},
    ),
}


@pytest.fixture
def alice(store: TomlStore, root: Path) -> Path:
    put(store, rich_user())
    path = root / "users/alice.toml"
    path.write_text(COMMENTED)
    path.chmod(0o600)
    with store_at(root).reading() as view:
        assert view.users.find("alice") == rich_user(), "the commented file says the same"
    return path


@pytest.mark.parametrize("what", CHANGES)
def test_comments_outlive_a_change(what: str, store: TomlStore, root: Path, alice: Path) -> None:
    alter, may_go = CHANGES[what]
    put(store, alter(rich_user()))
    text = alice.read_text()
    missing = {comment for comment in COMMENTS if comment not in text}
    assert missing <= may_go
    with store_at(root).reading() as view:
        assert view.users.find("alice") == alter(rich_user())
    assert findings(store_at(root)) == []


@pytest.mark.parametrize("new", ["zoe", "Alice"])
def test_comments_move_along_with_a_new_name(new: str, store: TomlStore, root: Path, alice: Path) -> None:
    change(store, lambda edit: edit.users.rename("alice", replace(rich_user(), user_name=new)))
    assert not alice.exists() or new.lower() == "alice"
    text = (root / f"users/{new}.toml").read_text()
    assert text == COMMENTED.replace('"alice"', f'"{new}"')
    assert findings(store_at(root)) == []


def test_a_change_that_does_not_touch_a_file_leaves_every_byte(store: TomlStore, root: Path, alice: Path) -> None:
    put(store, rich_user(), rich_user("other"))
    assert alice.read_text() == COMMENTED


def test_what_is_put_after_a_whole_text_goes_on_from_it(store: TomlStore, root: Path, alice: Path) -> None:
    text = COMMENTED.replace("/eng/", "/ops/")

    def lay(edit: Edit) -> None:
        edit.replace_text("users/alice.toml", text)
        laid = edit.users.find("alice")
        assert laid is not None
        edit.users.put(replace(laid, path="/dev/"))

    change(store, lay)

    assert alice.read_text() == COMMENTED.replace("/eng/", "/dev/")
    with store_at(root).reading() as view:
        assert getattr(view.users.find("alice"), "path", None) == "/dev/"
    assert findings(store_at(root)) == []


def test_what_a_whole_text_says_counts(store: TomlStore, root: Path, alice: Path) -> None:
    text = COMMENTED.replace("/eng/", "/ops/")
    change(store, lambda edit: edit.replace_text("users/alice.toml", text))
    assert alice.read_text() == text
    with store_at(root).reading() as view:
        assert view.users.find("alice").path == "/ops/"
    change(store, lambda edit: edit.replace_text("users/alice.toml", None))
    assert not alice.exists()
    with store_at(root).reading() as view:
        assert view.users.find("alice") is None
    assert findings(store_at(root)) == []


def test_an_id_that_was_emptied_is_a_finding(store: TomlStore, root: Path, alice: Path) -> None:
    alice.write_text(COMMENTED.replace(rich_user().user_id, ""))
    told = {(finding.place, finding.message) for finding in findings(store_at(root))}
    assert (f"users/alice.toml:{line_of('user_id')}:1", "user_id is empty.") in told


def line_of(key: str) -> int:
    return 1 + next(number for number, line in enumerate(COMMENTED.splitlines()) if line.startswith(f"{key} ="))
