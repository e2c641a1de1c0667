"""`creds mfa` from the shell: a seed that is handed over once, codes of an independent program, a QR code."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.conftest import Outcome, Shell
from cli.terminal import terminal

pytestmark = pytest.mark.skipif(shutil.which("oathtool") is None, reason="oathtool is not installed")
Type = Callable[..., Outcome]
SERIAL = "arn:aws:iam::111122223333:mfa/alice"


@pytest.fixture
def typing(account: Shell, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Runs a command line whose stdin has these lines; alice is there."""
    assert account("user", "create", "alice").status == 0

    def run(lines: str, *words: str) -> Outcome:
        stdin = SimpleNamespace(buffer=io.BytesIO(lines.encode()), isatty=lambda: False)
        monkeypatch.setattr(sys, "stdin", stdin)
        return account(*words)

    return run


def codes(seed: str, *, ahead: int = 0) -> str:
    """Two codes, a line each, the first of so many steps ahead."""
    words = ["oathtool", "--base32", "--totp", "--window=1", f"--now=now + {30 * ahead} seconds", "-"]
    return subprocess.run(words, input=seed, capture_output=True, text=True, check=True).stdout


def started(typing: Type, owner: str = "alice", *more: str) -> str:
    """A device that was only made; its seed."""
    outcome = typing("", "creds", "mfa", "enable", owner, "--start", "-o", "json", *more)
    assert outcome.status == 0, outcome.err
    return str(outcome.json["VirtualMFADevice"]["Base32StringSeed"])


def enabled(typing: Type, owner: str = "alice", *more: str, ahead: int = 0) -> str:
    seed = started(typing, owner, *more)
    outcome = typing(codes(seed, ahead=ahead), "creds", "mfa", "enable", owner, "--stdin", *more)
    assert outcome.status == 0, outcome.err
    return seed


def test_a_script_starts_a_device_and_enables_it_by_codes_on_stdin(typing: Type) -> None:
    seed = started(typing)

    outcome = typing(codes(seed), "creds", "mfa", "enable", "alice", "--stdin")

    assert (outcome.status, outcome.lines) == (0, [SERIAL])
    (device,) = typing("", "creds", "mfa", "list", "alice", "-o", "json").json["MFADevices"]
    assert list(device) == ["UserName", "SerialNumber", "EnableDate"]
    assert device["SerialNumber"] == SERIAL


def test_codes_may_stand_on_the_command_line(typing: Type) -> None:
    seed = started(typing)
    first, second = codes(seed).split()

    assert typing("", "creds", "mfa", "enable", "alice", "--code", first, "--code", second).status == 0


def test_the_seed_goes_into_a_new_file_that_only_its_owner_opens(typing: Type) -> None:
    outcome = typing("", "creds", "mfa", "enable", "alice", "--start", "--out", "seed.json")

    device = json.loads(Path("seed.json").read_text())["VirtualMFADevice"]
    assert stat.S_IMODE(Path("seed.json").stat().st_mode) == 0o600
    assert device["Base32StringSeed"] not in outcome.out + outcome.err
    assert f"secret={device['Base32StringSeed']}" in device["OTPAuthURI"]
    again = typing("", "creds", "mfa", "enable", "alice", "--start", "--out", "seed.json", "--name", "tablet")
    assert again.status == 5
    assert typing("", "creds", "mfa", "list", "--virtual", "-o", "name").lines == [SERIAL]


def test_a_person_scans_a_qr_code_and_types_two_codes(typing: Type, program: list[str]) -> None:
    with terminal([*program, "creds", "mfa", "enable", "alice"], os.environ) as screen:
        shown = screen.read_until("Code of alice: ")
        seed = re.search(r"secret=([A-Z2-7]{64})", shown)
        assert seed is not None
        assert shown.count("█") > 100
        screen.type("123456\n")
        screen.read_until("Next code of alice: ")
        screen.type("123457\n")
        screen.read_until("Code of alice: ")
        first, second = codes(seed[1]).split()
        screen.type(f"{first[:3]} {first[3:]}\n")
        screen.read_until("Next code of alice: ")
        screen.type(f"{second}\n")
        screen.read_to_the_end()

    assert typing("", "creds", "mfa", "list", "alice", "-o", "name").lines == [SERIAL]


@pytest.mark.parametrize("words", [(), ("--stdin",), ("--code", "123456", "--code", "123457")])
def test_without_a_device_and_a_person_there_is_nothing_to_enable(typing: Type, words: tuple[str, ...]) -> None:
    outcome = typing("123456\n123457\n", "creds", "mfa", "enable", "alice", *words)

    assert outcome.status in (2, 4)
    assert "iamctl creds mfa enable alice --name alice --start" in outcome.err
    assert typing("", "creds", "mfa", "list", "--virtual", "-o", "name").lines == []


def test_wrong_codes_enable_nothing(typing: Type) -> None:
    started(typing)

    outcome = typing("123456\n123457\n", "creds", "mfa", "enable", "alice", "--stdin")

    assert outcome.status == 3
    assert "InvalidAuthenticationCode: Authentication code for device is not valid." in outcome.err
    assert typing("", "creds", "mfa", "list", "alice", "-o", "name").lines == []


@pytest.mark.parametrize(
    "words", [("--code", "123456"), ("--stdin", "--code", "1", "--code", "2"), ("--start", "--stdin")]
)
def test_codes_come_from_one_place_and_are_two(typing: Type, words: tuple[str, ...]) -> None:
    assert typing("", "creds", "mfa", "enable", "alice", *words).status == 2


def test_what_is_said_of_a_new_device_is_refused_of_one_that_is_there(typing: Type) -> None:
    started(typing, "alice", "--tag", "team=core", "--path", "/eng/")

    for option in (("--tag", "team=a"), ("--path", "/a/"), ("--out", "seed.json")):
        outcome = typing("123456\n123457\n", "creds", "mfa", "enable", "alice", "--stdin", *option)
        assert outcome.status == 2
        assert f"leave {option[0]} out" in outcome.err
    (device,) = typing("", "creds", "mfa", "list", "--virtual", "-o", "json").json["VirtualMFADevices"]
    assert device["SerialNumber"] == "arn:aws:iam::111122223333:mfa/eng/alice"
    assert device["Tags"] == [{"Key": "team", "Value": "core"}]


def test_the_root_user_has_devices_too(typing: Type) -> None:
    enabled(typing, "root")

    listed = typing("", "creds", "mfa", "list", "root", "-o", "json").json["MFADevices"]

    assert [each["SerialNumber"] for each in listed] == ["arn:aws:iam::111122223333:mfa/root-account-mfa-device"]
    assert typing("", "account", "summary", "-o", "json").json["SummaryMap"]["AccountMFAEnabled"] == 1


def test_resync_learns_a_clock_that_is_hours_off(typing: Type, home: Path) -> None:
    seed = enabled(typing)

    outcome = typing(codes(seed, ahead=600), "creds", "mfa", "resync", "alice", "--stdin")

    assert outcome.status == 0
    kept = (home / "accounts/111122223333/users/alice.toml").read_text()
    assert re.search(r"^clock_drift = 60[01]$", kept, re.MULTILINE)
    assert typing(codes(seed), "creds", "mfa", "resync", "alice", "--stdin").status == 3


def test_disabling_deletes_the_device_and_no_undo_brings_it_back(typing: Type) -> None:
    enabled(typing)

    assert typing("", "creds", "mfa", "disable", "alice").status == 0
    assert typing("", "creds", "mfa", "list", "--virtual", "-o", "name").lines == []
    undone = typing("", "undo", "--yes")

    assert "the MFA device alice does not come back: its secret is gone" in undone.err
    assert typing("", "creds", "mfa", "list", "--virtual", "-o", "name").lines == []
    assert typing("", "doctor").status == 0


def test_a_device_that_is_kept_is_nobodys_and_can_be_enabled_again(typing: Type) -> None:
    seed = enabled(typing)

    assert typing("", "creds", "mfa", "disable", "alice", "--keep").status == 0
    listing = typing("", "creds", "mfa", "list", "--virtual", "--assignment-status", "Unassigned", "-o", "name")
    assert listing.lines == [SERIAL]
    assert typing(codes(seed, ahead=2), "creds", "mfa", "enable", "alice", "--stdin").status == 0


@pytest.mark.parametrize("last", ["enable", "keep"])
def test_giving_and_taking_a_device_can_be_taken_back_with_its_seed(typing: Type, last: str) -> None:
    seed = enabled(typing)
    if last == "keep":
        typing("", "creds", "mfa", "disable", "alice", "--keep")

    undone = typing("", "undo", "--yes")

    assert undone.status == 0
    assert "does not come back" not in undone.err
    assert typing("", "doctor").status == 0
    if last == "keep":
        assert typing(codes(seed, ahead=2), "creds", "mfa", "resync", "alice", "--stdin").status == 0
    else:
        assert typing(codes(seed, ahead=2), "creds", "mfa", "enable", "alice", "--stdin").status == 0


def test_a_user_is_deleted_with_its_devices_only_by_force(typing: Type) -> None:
    enabled(typing)

    refused = typing("", "user", "delete", "alice")

    assert "must remove tokens from principal first" in refused.err
    assert "`iamctl creds mfa disable alice`" in refused.err
    assert typing("", "user", "delete", "alice", "--force", "--yes").status == 0
    assert typing("", "creds", "mfa", "list", "--virtual", "-o", "name").lines == []
    assert typing("", "doctor").status == 0


def test_what_one_users_name_and_anothers_device_have_in_common_is_refused(typing: Type) -> None:
    typing("", "user", "create", "bob")
    enabled(typing, "bob", "--name", "alice")
    enabled(typing, "alice", "--name", "phone")

    outcome = typing("", "creds", "mfa", "disable", "alice")

    assert outcome.status == 6
    assert SERIAL in outcome.err
    assert "mfa/phone" in outcome.err


def test_who_may_not_learns_nothing_of_devices(typing: Type) -> None:
    typing("", "user", "create", "bob")
    enabled(typing, "alice", "--name", "phone")

    said = [
        typing("", "--as", "bob", "creds", "mfa", "disable", name, "--yes") for name in ("phone", "nothing-of-the-kind")
    ]

    assert [each.status for each in said] == [3, 3]
    assert "alice" not in said[0].err.replace("mfa/", "")
    assert said[0].err.replace("phone", "X") == said[1].err.replace("nothing-of-the-kind", "X")


def test_a_dry_run_makes_no_device_and_shows_no_seed(typing: Type) -> None:
    outcome = typing("", "creds", "mfa", "enable", "alice", "--start", "--dry-run")

    assert "unassigned_mfa_devices" in outcome.out
    assert "otpauth" not in outcome.out
    assert typing("", "creds", "mfa", "list", "--virtual", "-o", "name").lines == []


def test_copies_and_exports_of_a_user_have_no_device(typing: Type) -> None:
    enabled(typing)

    assert typing("", "user", "clone", "alice", "carol").status == 0
    dump = typing("", "export", "authorization-details")

    assert typing("", "creds", "mfa", "list", "carol", "-o", "name").lines == []
    assert "mfa" not in dump.out.lower()


def test_an_import_over_a_user_leaves_its_device(typing: Type) -> None:
    seed = enabled(typing)
    Path("dump.json").write_text(typing("", "export", "authorization-details").out)

    outcome = typing("", "import", "authorization-details", "dump.json", "--on-conflict", "replace", "--yes")

    assert outcome.status == 0, outcome.err
    assert typing(codes(seed, ahead=2), "creds", "mfa", "resync", "alice", "--stdin").status == 0


def test_no_seed_and_no_code_lies_open(typing: Type, home: Path) -> None:
    seed = enabled(typing)
    later = codes(seed, ahead=2)
    typing(later, "creds", "mfa", "resync", "alice", "--stdin", "--debug")

    for path in (each for each in home.rglob("*") if each.is_file()):
        content = path.read_bytes()
        assert seed.encode() not in content, path
    history = typing("", "history", "show", "3").out + typing("", "history", "list", "-o", "json").out
    assert not [code for code in (codes(seed) + later).split() if code in history]
