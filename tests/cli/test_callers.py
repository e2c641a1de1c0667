"""Who acts: the nearest word for it, and what is there but worth nothing is never passed over."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from iamctl import bootstrap
from iamctl.cli.callers import acting_in
from iamctl.cli.settings import resolve
from iamctl.errors import UsageError
from iamctl.service.access_keys import create_access_key

from .conftest import Shell

ACCOUNT = "arn:aws:iam::111122223333"
PASSWORD = "Correct-horse-battery-7"
ROOT, ALICE, BOB = f"{ACCOUNT}:root", f"{ACCOUNT}:user/alice", f"{ACCOUNT}:user/bob"


@pytest.fixture
def people(account: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Alice and bob with passwords; a terminal that the tests stand at."""
    for name in ("alice", "bob"):
        assert account("user", "create", name).status == 0
        typed(monkeypatch, PASSWORD)
        assert account("creds", "password", "set", name, "--stdin").status == 0
    monkeypatch.setattr("iamctl.cli.terminal_identity.terminal_identity", lambda: "34816-4711-99-boot")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    return account


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    import io
    from types import SimpleNamespace

    content = "".join(f"{line}\n" for line in lines).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content), isatty=lambda: False))


@pytest.fixture
def log_in(people: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Logs a user in as words say."""

    def log_in(*words: str):  # type: ignore[no-untyped-def]
        typed(monkeypatch, PASSWORD)
        outcome = people("login", *words, "--stdin")
        assert outcome.status == 0, outcome.err
        return outcome

    return log_in


def key_of(name: str) -> dict[str, str]:
    """Variables with a new access key of the user's."""
    keys = bootstrap.VaultKeys(config(), lambda is_new: "")
    created = bootstrap.open_service(keys=keys).call(create_access_key, user_name=name)
    return {"AWS_ACCESS_KEY_ID": created.key.access_key_id, "AWS_SECRET_ACCESS_KEY": created.secret.reveal()}


def config() -> Path:
    import os

    from iamctl.cli.settings import config_file

    return config_file(os.environ).parent


def who(shell: Shell, *words: str) -> str:
    outcome = shell("whoami", "-o", "json", *words)
    assert outcome.status == 0, outcome.err
    return str(outcome.json["Arn"])


def put(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_the_nearest_word_for_it_counts(people: Shell, log_in: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert who(people) == ROOT
    (config() / "config.toml").write_text('as = "bob"\n')
    assert who(people) == BOB
    log_in("alice")
    assert who(people) == ALICE
    put(monkeypatch, key_of("bob"))
    assert who(people) == BOB
    log_in("alice", "--profile", "work")
    monkeypatch.setenv("IAMCTL_PROFILE", "work")
    assert who(people) == ALICE
    monkeypatch.setenv("IAMCTL_AS", "bob")
    assert who(people) == BOB
    assert who(people, "--profile", "work") == ALICE
    assert who(people, "--as", "root") == ROOT


def test_two_words_on_one_command_line_are_one_too_many() -> None:
    with pytest.raises(UsageError, match="each say who acts"):
        resolve({"as": "alice", "profile": "work"}, {})


def test_a_key_of_the_environment_acts_as_its_user_and_is_marked_as_used(
    people: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = key_of("alice")
    put(monkeypatch, variables)

    assert people("user", "list").status == 3
    assert who(people) == ALICE

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    used = people("creds", "key", "last-used", variables["AWS_ACCESS_KEY_ID"], "-o", "json").json
    assert used["AccessKeyLastUsed"]["ServiceName"] == "iam"


FOREIGN = "ASIAY34FZKBOKMUTVV7A"
BAD = {
    "half": ({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, "IncompleteSignature"),
    "other half": ({"AWS_SECRET_ACCESS_KEY": "x"}, "IncompleteSignature"),
    "a token alone": ({"AWS_SESSION_TOKEN": "x"}, "IncompleteSignature"),
    "no account in it": (
        {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x"},
        "InvalidClientTokenId",
    ),
    "foreign": (
        {"AWS_ACCESS_KEY_ID": FOREIGN, "AWS_SECRET_ACCESS_KEY": "x", "AWS_SESSION_TOKEN": "x"},
        "InvalidClientTokenId",
    ),
    "foreign for a named account": (
        {
            "AWS_ACCESS_KEY_ID": FOREIGN,
            "AWS_SECRET_ACCESS_KEY": "x",
            "AWS_SESSION_TOKEN": "x",
            "IAMCTL_ACCOUNT": "111122223333",
        },
        "InvalidClientTokenId",
    ),
    "two tokens": (
        {
            "AWS_ACCESS_KEY_ID": FOREIGN,
            "AWS_SECRET_ACCESS_KEY": "x",
            "AWS_SESSION_TOKEN": "x",
            "AWS_SECURITY_TOKEN": "y",
        },
        "InvalidClientTokenId",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_credentials_of_the_environment_never_fall_back_to_the_owner(
    account: Shell, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    variables, code = BAD[kind]
    put(monkeypatch, variables)

    for words in (("whoami",), ("user", "list"), ("user", "create", "mallory"), ("history", "list")):
        outcome = account(*words)
        assert outcome.out == ""
        assert outcome.status != 0
        assert f"error: {code}:" in outcome.err
        assert "--as root" in outcome.err or "unset one of them" in outcome.err
    assert account("account", "list").status != 0
    assert account("user", "list", "--as", "root", "-o", "name").out == ""


@pytest.mark.parametrize("part", ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"])
def test_credentials_of_two_sessions_do_not_mix(
    people: Shell, log_in: Shell, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    both = [session_of(people, log_in, name, monkeypatch) for name in ("alice", "bob")]
    put(monkeypatch, both[0] | {part: both[1][part]})

    outcome = people("whoami")

    assert outcome.status == 3
    assert outcome.out == ""


def session_of(shell: Shell, log_in: Shell, name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Variables with a session of the user's."""
    import os

    from iamctl.cli.logins import find_of_profile

    log_in(name, "--profile", name)
    login = find_of_profile(os.environ, name)
    assert login is not None
    return {
        "AWS_ACCESS_KEY_ID": login.access_key_id,
        "AWS_SECRET_ACCESS_KEY": login.secret.reveal(),
        "AWS_SESSION_TOKEN": login.session_token.reveal(),
    }


def test_the_old_name_of_the_token_does_as_well(people: Shell, log_in: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(people, log_in, "alice", monkeypatch)
    session["AWS_SECURITY_TOKEN"] = session.pop("AWS_SESSION_TOKEN")
    put(monkeypatch, session)

    assert who(people) == ALICE


def test_an_expired_session_is_refused_to_the_second(
    people: Shell, log_in: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in("alice", "--duration", "15m")
    issued = bootstrap.now()
    monkeypatch.setattr(bootstrap, "now", lambda: issued + timedelta(minutes=14))
    assert who(people) == ALICE

    monkeypatch.setattr(bootstrap, "now", lambda: issued + timedelta(minutes=15))
    outcome = people("whoami")

    assert (outcome.status, outcome.out) == (3, "")
    assert "ExpiredToken" in outcome.err
    assert "`iamctl login`" in outcome.err
    assert "`iamctl logout`" in outcome.err
    assert people("user", "create", "mallory").status == 3


def test_a_profile_is_a_login_else_one_of_the_aws_credentials_file(
    people: Shell, log_in: Shell, tmp_path: Path
) -> None:
    key = key_of("bob")
    (tmp_path / "credentials").write_text(
        "# mine\n[bob]\nAWS_ACCESS_KEY_ID = {AWS_ACCESS_KEY_ID}\naws_secret_access_key={AWS_SECRET_ACCESS_KEY}\n"
        "[half]\naws_access_key_id = {AWS_ACCESS_KEY_ID}\n[empty]\nregion = eu-central-1\n".format(**key)
    )

    assert who(people, "--profile", "bob") == BOB
    log_in("alice", "--profile", "bob")
    assert who(people, "--profile", "bob") == ALICE
    assert people("whoami", "--profile", "half").status == 6
    assert people("whoami", "--profile", "empty").status == 6
    missing = people("whoami", "--profile", "nowhere")
    assert missing.status == 4
    assert "iamctl login --profile nowhere" in missing.err


def test_only_the_owner_makes_and_removes_accounts_not_a_root_users_credentials(
    people: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, key_of(ROOT))

    assert who(people) == ROOT
    assert people("user", "list").status == 0
    for words in (("init", "--account-id", "444455556666"), ("account", "list"), ("account", "delete", "111122223333")):
        outcome = people(*words, "--yes") if words[1] == "delete" else people(*words)
        assert outcome.status == 3
        assert "say `--as root`" in outcome.err
    assert people("account", "list", "--as", "root").status == 0


def test_with_credentials_it_is_the_callers_own_password_that_is_changed(
    people: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, key_of("bob"))
    typed(monkeypatch, PASSWORD, "Another-sentence-8")

    outcome = people("creds", "password", "change", "alice", "--stdin")

    assert outcome.status == 3
    assert "AccessDenied" in outcome.err


def test_what_needs_no_account_does_not_care(program: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, BAD["foreign"][0])
    monkeypatch.setenv("IAMCTL_PROFILE", "nowhere")

    for words in (
        ["--version"],
        ["user", "create", "--help"],
        ["completion", "show", "bash"],
        ["policy", "fmt", "--help"],
    ):
        assert subprocess.run([*program, *words], capture_output=True).returncode == 0


def test_a_tab_neither_breaks_nor_asks(people: Shell, program: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, BAD["half"][0])

    completed = subprocess.run(
        [*program, "--complete-names", "user", "al"], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )

    assert (completed.stdout, completed.stderr) == ("alice\n", "")


def test_the_owner_looks_for_no_more_than_the_folder_of_logins(tmp_path: Path) -> None:
    code = (
        "import sys; from iamctl.cli.settings import resolve; from iamctl.cli.callers import acting_in\n"
        "acting = acting_in(resolve({}, {}), {'IAMCTL_CACHE_DIR': sys.argv[1]})\n"
        "assert acting.is_owner\n"
        "print(*(name for name in sys.modules if name.startswith('iamctl')))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert set(loaded.stdout.split()) >= {"iamctl.cli.callers"}
    assert not {"iamctl.cli.logins", "iamctl.cli.terminal_identity", "iamctl.service"} & set(loaded.stdout.split())


def test_a_named_caller_is_not_looked_up_elsewhere() -> None:
    acting = acting_in(resolve({"as": "alice"}, {}), {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"})

    assert (acting.named, acting.presented) == ("alice", None)
