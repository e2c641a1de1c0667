"""`login` and `logout`, typed at real terminals."""

from __future__ import annotations

import os
import sys
from base64 import b32decode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from cli.conftest import Shell
from cli.terminal import Terminal, terminal
from iamctl import bootstrap
from iamctl.cli.logins import file_of_profile, find_of_profile
from iamctl.cli.settings import config_file
from iamctl.model.secret import Secret
from iamctl.service.login_profiles import create_login_profile
from iamctl.service.mfa_devices import create_virtual_mfa_device, enable_mfa_device
from iamctl.service.service import Service

ALICE = "arn:aws:iam::111122223333:user/alice"
PASSWORD = "Correct-horse-battery-7"
posix = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")


@pytest.fixture
def alice(account: Shell) -> Shell:
    assert account("user", "create", "alice").status == 0
    opened().call(create_login_profile, user_name="alice", password=Secret(PASSWORD))
    return account


def opened() -> Service:
    return bootstrap.open_service(keys=bootstrap.VaultKeys(config_file(os.environ).parent, lambda is_new: ""))


def give_device(name: str = "alice-phone") -> HOTP:
    """A device of alice's; codes of the present and the next step have not been used."""
    service = opened()
    made = service.call(create_virtual_mfa_device, virtual_mfa_device_name=name)
    codes = HOTP(b32decode(made.seed.reveal()), 6, SHA1())
    first, second = (Secret(codes.generate(step() + back).decode()) for back in (-2, -1))
    opened().call(
        enable_mfa_device,
        user_name="alice",
        serial_number=made.device.serial_number,
        authentication_code1=first,
        authentication_code2=second,
    )
    return codes


def step() -> int:
    return int(bootstrap.now().timestamp()) // 30


@contextmanager
def screens(program: list[str], many: int = 1) -> Iterator[list[Terminal]]:
    """Terminals with a shell in each that knows the program as `iamctl`."""
    words = " ".join(program)
    with ExitStack() as stack:
        environment = dict(os.environ) | {"PS1": "", "ENV": ""}
        opened = [stack.enter_context(terminal(["sh", "-i"], environment)) for _ in range(many)]
        for screen in opened:
            screen.type(f'stty -echo; iamctl() {{ {words} "$@"; }}; echo rea\\dy\n')
            screen.read_until(r"ready\r?\n")
        yield opened


def said(screen: Terminal, command: str) -> str:
    screen.type(f'{command}; echo "status $?"\n')
    return screen.read_until(r"status \d+")


@posix
def test_a_login_holds_for_its_terminal_alone_until_it_is_ended(alice: Shell, program: list[str]) -> None:
    with screens(program, 2) as (here, there):
        here.type('iamctl login alice; echo "status $?"\n')
        here.read_until("(?i)password of alice: ")
        here.type(f"{PASSWORD}\n")
        assert "status 0" in here.read_until(r"status \d+")

        assert ALICE in said(here, "iamctl whoami -o name")
        assert ":root" in said(there, "iamctl whoami -o name")
        assert "AccessDenied" in said(here, "sh -c 'true | iamctl user list' 2>&1 || iamctl user list")

        assert "status 0" in said(here, "iamctl logout")
        assert ":root" in said(here, "iamctl whoami -o name")
        assert "status 4" in said(there, "iamctl logout")


@posix
def test_a_device_asks_for_its_code_and_the_session_tells_of_it(alice: Shell, program: list[str]) -> None:
    codes = give_device()
    with screens(program) as (screen,):
        screen.type('iamctl login alice; echo "status $?"\n')
        screen.read_until("(?i)password of alice: ")
        screen.type(f"{PASSWORD}\n")
        screen.read_until("(?i)mfa code of alice-phone: ")
        screen.type(f"{codes.generate(step()).decode()}\n")
        assert "status 0" in screen.read_until(r"status \d+")

        identity = said(screen, "iamctl whoami --verbose -o json")

    assert '"Kind": "session of user alice"' in identity
    assert '"MFA": "20' in identity


def test_a_script_gives_password_and_code_as_two_lines(alice: Shell, typed: object) -> None:
    codes = give_device()
    typed(PASSWORD, codes.generate(step()).decode())  # type: ignore[operator]

    outcome = alice("login", "alice", "--profile", "work", "--stdin", "-o", "json")

    assert outcome.status == 0, outcome.err
    assert (outcome.json["Arn"], outcome.json["MFA"]) == (ALICE, True)
    assert PASSWORD not in outcome.out + outcome.err


def test_a_code_of_any_device_will_do_once_and_one_may_be_named(alice: Shell, typed: object) -> None:
    # Made once each: between two logins the next half minute may begin.
    first, second = (give_device(name).generate(step()).decode() for name in ("alice-phone", "alice-tablet"))

    def log_in(code: str, *words: str) -> tuple[int, str]:
        typed(PASSWORD, code)  # type: ignore[operator]
        outcome = alice("login", "alice", "--profile", "work", "--stdin", *words)
        return outcome.status, outcome.err

    assert log_in(second)[0] == 0
    status, said_of_it = log_in(second)
    assert status == 3
    assert "resync DEVICE" in said_of_it
    status, said_of_it = log_in(first, "--mfa-serial", "alice-tablet")
    assert status == 3
    assert "resync alice-tablet" in said_of_it
    assert log_in(first, "--mfa-serial", "alice-phone")[0] == 0


@pytest.mark.parametrize("lines", [("Wrong-password-1",), (PASSWORD, "000000")])
def test_a_wrong_password_or_code_keeps_nothing(alice: Shell, typed: object, lines: tuple[str, ...]) -> None:
    give_device()
    typed(*lines)  # type: ignore[operator]

    outcome = alice("login", "alice", "--profile", "work", "--stdin")

    assert outcome.status == 3
    assert not file_of_profile(os.environ, "work").exists()


def test_who_is_not_there_hears_what_a_wrong_password_hears(alice: Shell, typed: object) -> None:
    heard = []
    for name in ("alice", "nobody"):
        typed("Wrong-password-1")  # type: ignore[operator]
        heard.append(alice("login", name, "--profile", "work", "--stdin"))

    assert heard[0] == heard[1]


def test_without_a_terminal_a_login_needs_a_profile(
    alice: Shell, typed: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iamctl.cli.terminal_identity.terminal_identity", lambda: None)
    typed(PASSWORD)  # type: ignore[operator]

    outcome = alice("login", "alice", "--stdin")

    assert outcome.status == 2
    assert "--profile NAME" in outcome.err


def test_logout_ends_the_session_on_the_account_too(alice: Shell, log_in: object) -> None:
    log_in("--profile", "work")  # type: ignore[operator]
    login = find_of_profile(os.environ, "work")
    assert login is not None
    copied = login.file.read_text()

    assert alice("logout", "--profile", "work").status == 0
    assert not login.file.exists()
    login.file.write_text(copied)
    login.file.chmod(0o600)

    stolen = alice("whoami", "--profile", "work")
    assert (stolen.status, stolen.out) == (3, "")
    assert "was ended" in stolen.err


def test_logout_ends_the_session_on_its_own_account_whichever_one_is_meant(alice: Shell, log_in: object) -> None:
    log_in("--profile", "work")  # type: ignore[operator]
    assert alice("init", "--account-id", "444455556666", "--as", "root").status == 0

    assert alice("logout", "--profile", "work", "--account", "444455556666").status == 0

    assert alice("creds", "session", "list", "--account", "111122223333", "-o", "name").out == ""


def test_logout_of_all_ends_every_one_the_expired_ones_too(
    alice: Shell, log_in: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in("--profile", "short", "--duration", "15m")  # type: ignore[operator]
    log_in("--profile", "long")  # type: ignore[operator]
    later = bootstrap.now() + timedelta(hours=1)
    monkeypatch.setattr(bootstrap, "now", lambda: later)

    outcome = alice("logout", "--all")

    assert outcome.status == 0
    assert "the session of the profile short was over already" in outcome.err
    assert alice("creds", "session", "list", "-o", "name").out == ""
    assert list((Path(os.environ["XDG_CACHE_HOME"]) / "iamctl" / "logins").iterdir()) == []


def test_a_login_without_a_user_is_of_whose_login_was_there(alice: Shell, log_in: object, typed: object) -> None:
    assert alice("login", "--profile", "work", "--stdin").status == 2
    log_in("--profile", "work")  # type: ignore[operator]
    typed(PASSWORD)  # type: ignore[operator]

    assert alice("login", "--profile", "work", "--stdin").lines == [ALICE]


def test_no_secret_of_a_login_is_seen_or_stands_in_the_account(alice: Shell, log_in: object, home: Path) -> None:
    outcome = log_in("--profile", "work", "-o", "json")  # type: ignore[operator]
    login = find_of_profile(os.environ, "work")
    assert login is not None
    secrets = (PASSWORD, login.secret.reveal(), login.session_token.reveal())

    shown = outcome.out + outcome.err + alice("history", "export").out
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())

    assert not [secret for secret in secrets if secret in shown or secret.encode() in kept]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> object:
    """Puts lines on stdin."""
    import io
    from types import SimpleNamespace

    def put(*lines: str) -> None:
        content = "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content), isatty=lambda: False))

    return put


@pytest.fixture
def log_in(alice: Shell, typed: object) -> object:
    """Logs alice in as words say."""

    def log_in(*words: str):  # type: ignore[no-untyped-def]
        typed(PASSWORD)  # type: ignore[operator]
        outcome = alice("login", "alice", *words, "--stdin")
        assert outcome.status == 0, outcome.err
        return outcome

    return log_in
