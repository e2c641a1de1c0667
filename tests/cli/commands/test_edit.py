"""`iamctl edit`: a person's editor on a copy of a file. The editors here are small programs."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

import pytest

from cli.conftest import ACCOUNT_ID, Shell
from cli.terminal import terminal


@pytest.fixture
def folder(account: Shell, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The account's folder, with a group and two users in it; drafts lie where the test can look."""
    account("group", "create", "Developers")
    account("user", "create", "alice", "bob")
    (tmp_path / "drafts").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "drafts"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "drafts"))
    monkeypatch.delenv("VISUAL", raising=False)
    return home / "accounts" / ACCOUNT_ID


@pytest.fixture
def replacing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Makes an editor that writes one text in the place of another."""

    def set_editor(old: str, new: str, *, also: str = "") -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\n"
            f"path = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\nassert {old!r} in text\n{also}\n"
            f"path.write_text(text.replace({old!r}, {new!r}))\n"
        )
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(script)]))

    return set_editor  # type: ignore[return-value]


ELEVEN = [
    f"arn:aws:iam::aws:policy/{name}"
    for name in (
        *("ReadOnlyAccess", "PowerUserAccess", "AdministratorAccess", "SecurityAudit", "IAMFullAccess"),
        *("IAMReadOnlyAccess", "AmazonS3FullAccess", "AmazonS3ReadOnlyAccess", "AmazonEC2FullAccess"),
        *("AmazonEC2ReadOnlyAccess", "AmazonSNSFullAccess"),
    )
]


def drafts(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "drafts").glob("iamctl-edit-*/*"))


GROUPS = ('path = "/"', 'path = "/"\ngroups = ["Developers"]  # since May')


def test_what_was_typed_becomes_one_revision(folder: Path, shell: Shell, replacing: Shell, tmp_path: Path) -> None:
    replacing(*GROUPS)

    outcome = shell("edit", "alice")

    assert outcome.status == 0
    assert '+groups = ["Developers"]  # since May' in outcome.lines
    assert "# since May" in (folder / "users" / "alice.toml").read_text()
    assert shell("group", "get", "Developers", "--json").json["Users"][0]["UserName"] == "alice"
    (newest,) = shell("history", "list", "--limit", "1", "--json").json["Revisions"]
    assert (newest["Operations"], newest["Caller"]) == (["Edit"], f"arn:aws:iam::{ACCOUNT_ID}:root")
    assert drafts(tmp_path) == []


@pytest.mark.parametrize("name", ["alice", "ALICE", f"arn:aws:iam::{ACCOUNT_ID}:user/alice", "users/alice.toml"])
def test_the_entity_is_meant_by_whatever_it_is_called(folder: Path, shell: Shell, replacing: Shell, name: str) -> None:
    replacing(*GROUPS)

    assert shell("edit", name).status == 0
    assert "Developers" in (folder / "users" / "alice.toml").read_text()


def test_the_accounts_own_file_is_called_account(folder: Path, shell: Shell, replacing: Shell) -> None:
    replacing("create_date", 'alias = "acme"\ncreate_date')

    assert shell("edit", "account").status == 0
    assert shell("account", "show", "--json").json["Account"]["AccountAlias"] == "acme"


def test_an_alias_of_another_account_is_refused(folder: Path, shell: Shell, replacing: Shell) -> None:
    shell("init", "--account-id", "444455556666", "--alias", "acme")
    replacing("create_date", 'alias = "acme"\ncreate_date')

    outcome = shell("edit", "account", "--account", ACCOUNT_ID)

    assert outcome.status == 5
    assert "alias" not in (folder / "account.toml").read_text()


def test_the_editor_sees_a_copy_that_nobody_else_can_read(
    folder: Path, shell: Shell, replacing: Shell, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    replacing(
        *GROUPS,
        also=f"pathlib.Path({str(seen)!r}).write_text(f'{{path.stat().st_mode:o}} {{path.parent.stat().st_mode:o}}')",
    )

    shell("edit", "alice")

    assert seen.read_text() == "100600 40700"


@pytest.mark.parametrize("status", ["true"])
def test_without_a_change_nothing_happens(
    folder: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: str
) -> None:
    monkeypatch.setenv("EDITOR", status)

    outcome = shell("edit", "alice")

    assert (outcome.status, outcome.out) == (0, "")
    assert "nothing was changed" in outcome.err
    assert drafts(tmp_path) == []


def test_visual_outranks_editor(folder: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", "true")

    assert shell("edit", "alice").status == 0


@pytest.mark.parametrize(
    ("editor", "status", "told"),
    [
        ("", 2, "No editor is set."),
        ("no-such-editor -w", 6, "The editor no-such-editor cannot be started"),
        ("false", 6, "The editor false ended with status 1"),
        ('"unclosed', 2, "$EDITOR is no command"),
    ],
)
def test_an_editor_that_does_not_work_is_told(
    folder: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, editor: str, status: int, told: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)

    outcome = shell("edit", "alice")

    assert outcome.status == status
    assert told in outcome.err
    assert drafts(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "status", "told"),
    [
        ('"alice"', '"alice', 6, ":1:"),
        ('path = "/"', 'path = "/"\ngrops = []', 6, ":3:1: grops is not a key of a user."),
        ('"alice"', '"alicia"', 6, ":1:1: name stays as it is: alice."),
        ('path = "/"', 'path = "/eng/"', 6, ":2:1: path stays as it is: /."),
        ("AIDA", "AIDB", 6, ":3:1: user_id stays as it is: AIDA"),
        ("create_date = 2", "create_date = 1", 6, ":4:1: create_date stays as it is"),
        ('path = "/"', 'groups = ["Gone"]', 6, "User alice is in group Gone, which is not there."),
        (
            'path = "/"',
            f"attached_policies = {ELEVEN}",
            5,
            "LimitExceeded: Cannot exceed quota for PoliciesPerUser: 10",
        ),
    ],
)
def test_a_text_with_a_mistake_changes_nothing_and_is_kept(
    folder: Path, shell: Shell, replacing: Shell, tmp_path: Path, old: str, new: str, status: int, told: str
) -> None:
    before = (folder / "users" / "alice.toml").read_text()
    replacing(old, new)

    outcome = shell("edit", "alice")

    (draft,) = drafts(tmp_path)
    assert outcome.status == status
    assert told in outcome.err
    assert f"your text is kept: {draft}" in outcome.err
    assert draft.read_text() == before.replace(old, new)
    assert draft.stat().st_mode & 0o777 == 0o600
    assert (folder / "users" / "alice.toml").read_text() == before


def test_a_kept_text_is_its_owners_alone_even_when_the_editor_made_another_file(
    folder: Path, shell: Shell, replacing: Shell, tmp_path: Path
) -> None:
    replacing('"alice"', '"alicia"', also="path.unlink()\npath.touch()\npath.chmod(0o644)")

    shell("edit", "alice")

    assert drafts(tmp_path)[0].stat().st_mode & 0o777 == 0o600


def test_a_rename_is_pointed_to_the_command_that_does_it(folder: Path, shell: Shell, replacing: Shell) -> None:
    replacing('"alice"', '"alicia"')

    assert "iamctl user update alice --new-name NAME" in shell("edit", "alice").err


def test_a_date_that_stays_is_told_as_the_file_has_it(folder: Path, shell: Shell, replacing: Shell) -> None:
    replacing("create_date = 2", "create_date = 1")

    assert re.search(r"create_date stays as it is: \d{4}-\d\d-\d\dT[\d:]{8}Z\.\n", shell("edit", "alice").err)


def test_several_mistakes_too_say_where_the_text_is_kept(
    folder: Path, shell: Shell, replacing: Shell, tmp_path: Path
) -> None:
    replacing('path = "/"', 'grops = []\ntgas = 1\npath = "/"')

    outcome = shell("edit", "alice")

    assert outcome.err.endswith(f"iamctl: hint: your text is kept: {drafts(tmp_path)[0]}\n")


def test_every_mistake_is_told_at_once(folder: Path, shell: Shell, replacing: Shell) -> None:
    replacing('path = "/"', 'grops = []\ntgas = 1\npath = "/"')

    outcome = shell("edit", "alice")

    assert "grops" in outcome.err and "tgas" in outcome.err


@pytest.mark.parametrize("name", ["alice", f"arn:aws:iam::{ACCOUNT_ID}:user/alice", "users/alice.toml"])
def test_a_file_that_is_broken_on_disk_is_mended(folder: Path, shell: Shell, replacing: Shell, name: str) -> None:
    alice = folder / "users" / "alice.toml"
    alice.write_text(alice.read_text() + "x = \n")
    replacing("x = \n", "# x\n")

    outcome = shell("edit", name)

    assert outcome.status == 0, outcome.err
    assert alice.read_text().endswith("# x\n")
    assert shell("doctor").status == 0


@pytest.mark.parametrize("garbage", ["\\xff", "\\0"])
def test_a_file_that_is_no_text_is_mended_as_if_by_hand(
    folder: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, garbage: str
) -> None:
    bob = folder / "users" / "bob.toml"
    before = bob.read_bytes()
    bob.write_bytes(before + garbage.encode("ascii").decode("unicode_escape").encode("latin-1"))
    script = tmp_path / "cut.py"
    script.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\np.write_bytes(p.read_bytes()[:-1] + b'# ok\\n')"
    )
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(script)]))

    tried = shell("edit", "bob", "--dry-run")
    unchanged = bob.read_bytes()
    outcome = shell("edit", "bob")

    assert (tried.status, outcome.status) == (0, 0)
    assert unchanged != bob.read_bytes() == before + b"# ok\n"
    assert bob.stat().st_mode & 0o777 == 0o600
    assert shell("doctor").status == 0
    assert "EditByHand" in shell("history", "list", "--limit", "1").out


def test_a_mistake_in_a_file_that_is_no_text_leaves_it_as_it_is(
    folder: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bob = folder / "users" / "bob.toml"
    bob.write_bytes(bob.read_bytes() + b"\xff")
    before = bob.read_bytes()
    script = tmp_path / "cut.py"
    script.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\np.write_bytes(p.read_bytes()[:-1] + b'x = 1\\n')"
    )
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(script)]))

    outcome = shell("edit", "bob")

    assert outcome.status == 6
    assert "x is not a key of a user" in outcome.err
    assert bob.read_bytes() == before


def test_ids_of_a_broken_file_stay_as_they_were_before_it_broke(folder: Path, shell: Shell, replacing: Shell) -> None:
    alice = folder / "users" / "alice.toml"
    alice.write_text(alice.read_text().replace("AIDA", "AIDX") + "x = \n")
    replacing("x = \n", "# x\n")

    assert "user_id stays as it is: AIDA" in shell("edit", "alice").err


def test_a_broken_account_file_is_mended(folder: Path, shell: Shell, replacing: Shell) -> None:
    file = folder / "account.toml"
    file.write_text(file.read_text() + "x = 1\n")
    replacing("x = 1\n", "")

    assert shell("edit", "account").status == 0
    assert shell("doctor").status == 0


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    folder: Path, shell: Shell, replacing: Shell, tmp_path: Path
) -> None:
    alice = folder / "users" / "alice.toml"
    also = f"other = pathlib.Path({str(alice)!r})\nother.write_text(other.read_text() + '# theirs\\n')"
    replacing(*GROUPS, also=also)

    outcome = shell("edit", "alice")

    assert outcome.status == 5
    assert "ConcurrentModification" in outcome.err
    assert alice.read_text().endswith("# theirs\n")
    assert "since May" in drafts(tmp_path)[0].read_text()


def test_a_dry_run_shows_the_difference_and_changes_nothing(
    folder: Path, shell: Shell, replacing: Shell, tmp_path: Path
) -> None:
    before = (folder / "users" / "alice.toml").read_text()
    replacing(*GROUPS)

    outcome = shell("edit", "alice", "--dry-run")

    assert '+groups = ["Developers"]  # since May' in outcome.lines
    assert (folder / "users" / "alice.toml").read_text() == before


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("nobody", 4, "NoSuchEntity"),
        ("users/nobody.toml", 4, "NoSuchEntity"),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", 6, "no file of the account"),
        ("users/../../../x.toml", 4, "NoSuchEntity"),
    ],
)
def test_what_has_no_file_is_told(
    folder: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str, status: int, told: str
) -> None:
    monkeypatch.setenv("EDITOR", "true")

    outcome = shell("edit", name)

    assert outcome.status == status
    assert told in outcome.err


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, shell: Shell, replacing: Shell, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    (folder / "users" / "bob.toml").rename(outside)
    (folder / "users" / "bob.toml").symlink_to(outside)
    before = outside.read_text()
    replacing(*GROUPS)

    assert shell("edit", "users/bob.toml").status == 6
    assert outside.read_text() == before


def test_at_a_terminal_one_can_go_on_editing(folder: Path, program: list[str], tmp_path: Path) -> None:
    script = tmp_path / "twice.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\ntext = path.read_text()\n"
        "path.write_text(text.replace('grops', 'groups') if 'grops' in text\n"
        "    else text.replace('path', 'grops = [\"Developers\"]\\npath', 1))\n"
    )
    environment = {**os.environ, "EDITOR": shlex.join([sys.executable, str(script)])}

    with terminal([*program, "edit", "alice"], environment) as opened:
        asked = opened.read_until(r"Go on editing\? \[y/N\]")
        opened.type("y\n")
        told = opened.read_to_the_end()

    assert "grops is not a key of a user" in asked
    assert re.search(r'\+groups = \["Developers"\]', told)
    assert 'groups = ["Developers"]' in (folder / "users" / "alice.toml").read_text()


def test_at_a_terminal_the_text_is_kept_when_one_does_not_go_on(
    folder: Path, program: list[str], replacing: Shell, tmp_path: Path
) -> None:
    replacing('"alice"', '"alicia"')

    with terminal([*program, "edit", "alice"], os.environ) as opened:
        opened.read_until(r"Go on editing\? \[y/N\]")
        told = opened.interrupt()

    (draft,) = drafts(tmp_path)
    assert str(draft) in told.replace("\r\n", "")
    assert "alicia" in draft.read_text()


def test_ctrl_c_is_a_key_of_the_editors(folder: Path, program: list[str], tmp_path: Path) -> None:
    script = tmp_path / "vi.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "try:\n    print('editing', flush=True)\n    sys.stdin.read()\n"
        "except KeyboardInterrupt:\n    path.write_text(path.read_text() + '# saved\\n')\n"
    )
    environment = {**os.environ, "EDITOR": shlex.join([sys.executable, str(script)])}

    with terminal([*program, "edit", "alice"], environment) as opened:
        opened.read_until("editing")
        opened.interrupt(again_after=5)

    assert (folder / "users" / "alice.toml").read_text().endswith("# saved\n")
