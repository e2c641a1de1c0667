"""`iamctl assume`: sessions of roles for shells, commands and persons."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.conftest import Outcome, Shell
from cli.terminal import terminal
from iamctl import bootstrap
from iamctl.cli import assuming

from .codes import code_at, enabled_device

ALICE, DEPLOY = "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:role/Deploy"
IAM_READER = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}'
ONLY_ROLES = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetRole","Resource":"*"}}'


class Clock:
    """The moment that the program takes for the present one."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, 0, 10, tzinfo=UTC)

    def later(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(bootstrap, "now", lambda: made.now)
    monkeypatch.setattr(assuming, "_moment", lambda: made.now)
    return made


@pytest.fixture
def deployer(account: Shell) -> Shell:
    """alice, who may take on Deploy, which may read IAM; and bob, who may not."""
    for words in (
        ("user", "create", "alice", "bob"),
        ("role", "create", "Deploy", "--trust-user", "alice", "--max-session-duration", "2h"),
        ("role", "put-policy", "Deploy", "Read", "--policy-document", IAM_READER),
    ):
        assert account(*words).status == 0
    return account


def json_of(outcome: Outcome) -> dict[str, object]:
    assert outcome.status == 0, outcome.err
    return json.loads(outcome.out)  # type: ignore[no-any-return]


def assumed(shell: Shell, *options: str) -> str:
    """The key id of the session that is given."""
    answer = json_of(shell("assume", "Deploy", "--as", "alice", "--format", "json", *options))
    return answer["Credentials"]["AccessKeyId"]  # type: ignore[index,no-any-return]


def test_the_answer_is_that_of_assume_role(deployer: Shell) -> None:
    answer = json_of(deployer("assume", "Deploy", "--as", "alice", "--session-name", "ci", "--output", "json"))

    assert list(answer) == ["Credentials", "AssumedRoleUser"]
    assert list(answer["Credentials"]) == ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]  # type: ignore[call-overload]
    assert answer["AssumedRoleUser"]["Arn"] == "arn:aws:sts::111122223333:assumed-role/Deploy/ci"  # type: ignore[index]


def test_an_output_that_a_variable_asks_for_leaves_eval_what_it_needs(
    deployer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IAMCTL_OUTPUT", "json")

    assert deployer("assume", "Deploy", "--as", "alice").out.startswith("export AWS_ACCESS_KEY_ID=")


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_eval_makes_a_shell_the_roles(shell_name: str, deployer: Shell, program: list[str]) -> None:
    found = shutil.which(shell_name)
    if found is None:
        pytest.skip(f"{shell_name} is not installed")
    iamctl = " ".join(program)
    script = f'eval "$({iamctl} assume Deploy --as alice --session-name ci)"\n{iamctl} whoami --output name'

    done = subprocess.run([found, "-c", script], capture_output=True, text=True)

    assert done.stdout == "arn:aws:sts::111122223333:assumed-role/Deploy/ci\n", done.stderr


def test_a_command_has_the_credentials_and_this_shell_does_not(deployer: Shell, program: list[str]) -> None:
    done = subprocess.run(
        [*program, "assume", "Deploy", "--as", "alice", "--", *program, "whoami", "--output", "name"],
        capture_output=True,
        text=True,
    )

    assert done.stdout.startswith("arn:aws:sts::111122223333:assumed-role/Deploy/"), done.stderr
    assert "AWS_ACCESS_KEY_ID" not in os.environ


def test_a_commands_exit_status_and_signals_are_its_own(deployer: Shell, program: list[str]) -> None:
    waiting = "trap 'exit 9' TERM; echo ready; while :; do read line; done"
    words = [*program, "assume", "Deploy", "--as", "alice", "--", "sh", "-c", waiting]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGTERM)
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait() == 9


def test_a_command_that_is_not_there_is_127(deployer: Shell, program: list[str]) -> None:
    done = subprocess.run(
        [*program, "assume", "Deploy", "--as", "alice", "--", "no-such-command"], capture_output=True, text=True
    )

    assert done.returncode == 127
    assert "There is no command 'no-such-command'." in done.stderr


def test_who_may_not_is_refused_in_awss_words(deployer: Shell) -> None:
    refused = deployer("assume", "Deploy", "--as", "bob")

    assert refused.status == 3
    assert "arn:aws:iam::111122223333:user/bob is not authorized to perform: sts:AssumeRole" in refused.err
    assert refused.out == ""


def test_the_root_user_takes_on_no_role(deployer: Shell) -> None:
    assert "Roles may not be assumed by root accounts." in deployer("assume", "Deploy").err


def test_too_long_a_duration_is_refused_with_the_longest_and_max_takes_it(deployer: Shell) -> None:
    refused = deployer("assume", "Deploy", "--as", "alice", "--duration", "3h")
    longest = deployer("assume", "Deploy", "--as", "alice", "--duration", "max", "--format", "json")

    assert "exceeds the MaxSessionDuration" in refused.err
    assert "7200 seconds" in refused.err
    until = datetime.fromisoformat(json_of(longest)["Credentials"]["Expiration"])  # type: ignore[index]
    assert timedelta(minutes=119) < until - datetime.now(UTC) <= timedelta(hours=2)


def test_a_session_policy_narrows_it_and_is_read_from_toml_too(
    deployer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("roles.toml").write_text(
        'Version = "2012-10-17"\n[[Statement]]\nEffect = "Allow"\nAction = "iam:GetRole"\nResource = "*"\n'
    )
    answer = json_of(
        deployer("assume", "Deploy", "--as", "alice", "--session-policy", "roles.toml", "--format", "json")
    )
    act_with(answer, monkeypatch)

    assert deployer("role", "get", "Deploy").status == 0
    assert deployer("user", "get", "alice").status == 3
    assert answer["PackedPolicySize"] == pytest.approx(5, abs=5)


def test_a_broken_session_policy_is_told_with_its_place(deployer: Shell) -> None:
    Path("broken.json").write_text('{"Version": "2012-10-17",\n "Statment": []}')

    refused = deployer("assume", "Deploy", "--as", "alice", "--session-policy", "broken.json")

    assert refused.status == 6
    assert "broken.json:2:" in refused.err


def test_a_managed_session_policy_is_named_as_elsewhere(deployer: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deployer("policy", "create", "OnlyRoles", "--policy-document", ONLY_ROLES).status == 0
    answer = json_of(deployer("assume", "Deploy", "--as", "alice", "--policy-arn", "OnlyRoles", "--format", "json"))
    act_with(answer, monkeypatch)

    assert deployer("role", "get", "Deploy").status == 0
    assert deployer("user", "get", "alice").status == 3


def test_tags_source_identity_and_external_id_reach_the_trust_policy(deployer: Shell) -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": ALICE},
            "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
            "Condition": {
                "StringEquals": {
                    "sts:ExternalId": "e-1",
                    "sts:SourceIdentity": "carol",
                    "aws:RequestTag/team": "core",
                },
                "ForAnyValue:StringEquals": {"sts:TransitiveTagKeys": "team"},
            },
        },
    }
    assert deployer("role", "trust", "set", "Deploy", "--trust-policy", json.dumps(trust)).status == 0
    options = ["--external-id", "e-1", "--source-identity", "carol", "--tag", "team=core", "--transitive", "team"]

    answer = json_of(deployer("assume", "Deploy", "--as", "alice", "--format", "json", *options))

    assert answer["SourceIdentity"] == "carol"
    assert deployer("assume", "Deploy", "--as", "alice", *options[2:]).status == 3


def test_the_same_is_asked_for_and_the_same_session_is_given(deployer: Shell) -> None:
    first = assumed(deployer)

    assert assumed(deployer) == first
    assert assumed(deployer, "--session-name", "other") != first
    assert assumed(deployer, "--duration", "15m") != first
    assert assumed(deployer, "--policy-arn", "arn:aws:iam::aws:policy/ReadOnlyAccess") != first
    assert assumed(deployer, "--no-cache") != first
    assert assumed(deployer) == first


def test_five_minutes_before_its_end_a_session_is_renewed(deployer: Shell, clock: Clock) -> None:
    first = assumed(deployer)
    clock.later(minutes=54, seconds=59)
    before = assumed(deployer)
    clock.later(seconds=1)

    assert before == first
    assert assumed(deployer) != first


def test_what_is_kept_is_its_owners_alone(deployer: Shell, tmp_path: Path) -> None:
    assumed(deployer)
    folder = tmp_path / "cache" / "iamctl" / "sessions"

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("which", ["folder", "file"])
def test_what_others_could_have_written_is_refused(which: str, deployer: Shell, tmp_path: Path) -> None:
    assumed(deployer)
    folder = tmp_path / "cache" / "iamctl" / "sessions"
    (folder if which == "folder" else next(folder.glob("*.json"))).chmod(0o755)

    refused = deployer("assume", "Deploy", "--as", "alice")

    assert refused.status == 74
    assert "others than you have access to it" in refused.err
    assert refused.out == ""


@pytest.mark.parametrize("words", [("assume", "Deploy", "--format", "json"), ("creds", "process", "--role", "Deploy")])
def test_where_nothing_can_be_kept_the_session_is_good_for_this_command(
    words: tuple[str, ...], deployer: Shell, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("no folder")

    given = deployer(*words, "--as", "alice")

    assert given.status == 0, given.err
    assert "ASIA" in given.out
    assert given.err.startswith("iamctl: warning: the session is not kept for the next command: ")


@pytest.mark.parametrize(
    "ending",
    [
        ("role", "delete", "Deploy", "--force", "--yes"),
        ("creds", "session", "revoke", "{key}", "--yes"),
        ("creds", "rotate-session-key", "--end-all", "--yes"),
        ("user", "delete", "alice", "--force", "--yes"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
@pytest.mark.parametrize("has_witness", [False, True], ids=["just issued", "with a witness"])
def test_a_session_that_was_ended_is_not_given_again(
    ending: tuple[str, ...], has_witness: bool, deployer: Shell, clock: Clock
) -> None:
    clock.now = datetime.now(UTC).replace(microsecond=0)
    first = assumed(deployer)
    if has_witness:
        clock.later(seconds=5)
        assert assumed(deployer) == first
        assert witness_of(first) is not None
    ended = deployer(*(word.format(key=first) for word in ending))
    assert ended.status == 0, ended.err

    again = deployer("assume", "Deploy", "--as", "alice", "--format", "json")

    assert again.status != 0 or json_of(again)["Credentials"]["AccessKeyId"] != first  # type: ignore[index]


def test_a_role_file_that_was_removed_by_hand_ends_its_session(deployer: Shell, clock: Clock, home: Path) -> None:
    clock.now = datetime.now(UTC).replace(microsecond=0)
    first = assumed(deployer)
    clock.later(seconds=5)
    assert assumed(deployer) == first
    (home / "accounts" / "111122223333" / "roles" / "Deploy.toml").unlink()

    assert deployer("assume", "Deploy", "--as", "alice").status == 3


def test_processes_that_ask_at_once_get_one_session(deployer: Shell, program: list[str]) -> None:
    words = [*program, "creds", "process", "--role", "Deploy", "--as", "alice"]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {json.loads(child.communicate()[0])["AccessKeyId"] for child in running}

    assert len(keys) == 1


def test_one_code_serves_a_working_period(deployer: Shell, clock: Clock) -> None:
    seed, serial = enabled_device(deployer, "alice", clock.now)
    require_mfa(deployer)
    clock.later(minutes=5)
    code = ("--mfa-serial", serial, "--mfa-code", code_at(seed, clock.now))

    first = assumed(deployer, *code)
    clock.later(hours=3)
    later = assumed(deployer, "--mfa-serial", serial)
    other = json_of(
        deployer(
            "assume", "Deploy", "--as", "alice", "--mfa-serial", serial, "--session-name", "other", "--format", "json"
        )
    )

    assert later not in (first, other["Credentials"]["AccessKeyId"])  # type: ignore[index]
    assert deployer("assume", "Deploy", "--as", "alice").status == 3


def test_after_the_working_period_a_code_is_asked_for(deployer: Shell, clock: Clock) -> None:
    seed, serial = enabled_device(deployer, "alice", clock.now)
    require_mfa(deployer)
    clock.later(minutes=5)
    assumed(deployer, "--mfa-serial", serial, "--mfa-code", code_at(seed, clock.now))
    clock.later(hours=12)

    refused = deployer("assume", "Deploy", "--as", "alice", "--mfa-serial", serial)

    assert refused.status == 2
    assert f"Nobody is there to type the code of {serial}." in refused.err


def test_a_device_may_be_called_by_its_name(deployer: Shell, clock: Clock) -> None:
    seed, _ = enabled_device(deployer, "alice", clock.now)
    require_mfa(deployer)
    clock.later(minutes=5)

    assert assumed(deployer, "--mfa-serial", "alice", "--mfa-code", code_at(seed, clock.now))


def test_a_code_is_taken_from_stdin(deployer: Shell, clock: Clock, program: list[str]) -> None:
    clock.now = datetime.now(UTC) - timedelta(minutes=10)
    seed, serial = enabled_device(deployer, "alice", clock.now)
    require_mfa(deployer)
    words = [*program, "assume", "Deploy", "--as", "alice", "--mfa-serial", serial, "--mfa-code-stdin"]
    code = code_at(seed, datetime.now(UTC))

    done = subprocess.run(words, input=f"{code[:3]} {code[3:]}\n", capture_output=True, text=True)

    assert done.stdout.startswith("export AWS_ACCESS_KEY_ID="), done.stderr


def test_a_trust_policy_that_wants_a_young_code_gets_one(deployer: Shell, clock: Clock) -> None:
    seed, serial = enabled_device(deployer, "alice", clock.now)
    require_mfa(deployer, at_most=600)
    clock.later(minutes=5)
    assumed(deployer, "--mfa-serial", serial, "--mfa-code", code_at(seed, clock.now))
    clock.later(hours=2)

    without = deployer("assume", "Deploy", "--as", "alice", "--mfa-serial", serial)
    with_one = deployer(
        "assume", "Deploy", "--as", "alice", "--mfa-serial", serial, "--mfa-code", code_at(seed, clock.now)
    )

    assert without.status == 3
    assert with_one.status == 0, with_one.err


def test_without_a_cache_the_code_goes_into_the_call_itself(deployer: Shell, clock: Clock, tmp_path: Path) -> None:
    seed, serial = enabled_device(deployer, "alice", clock.now)
    require_mfa(deployer)
    clock.later(minutes=5)
    code = ("--mfa-serial", serial, "--mfa-code", code_at(seed, clock.now))

    assert assumed(deployer, "--no-cache", *code)
    assert not (tmp_path / "cache" / "iamctl" / "sessions").exists()


def test_a_code_without_a_device_is_a_mistake(deployer: Shell) -> None:
    assert deployer("assume", "Deploy", "--as", "alice", "--mfa-code", "123456").status == 2


def test_the_roles_that_one_may_take_on_are_listed(deployer: Shell, clock: Clock) -> None:
    enabled_device(deployer, "alice", clock.now)
    assert deployer("role", "create", "Admin", "--trust-user", "alice", "--require-mfa").status == 0
    assert deployer("role", "create", "Other", "--trust-user", "bob").status == 0

    found = deployer("assume", "--list", "--as", "alice", "--output", "json").json["Roles"]

    assert [(role["RoleName"], role["NeedsMFA"]) for role in found] == [("Admin", True), ("Deploy", False)]
    assert [role["MaxSessionDuration"] for role in found] == [3600, 7200]


def test_without_a_role_and_without_a_person_there_is_no_menu(deployer: Shell) -> None:
    refused = deployer("assume", "--as", "alice")

    assert refused.status == 2
    assert "iamctl assume --list" in refused.err


def test_a_person_chooses_from_a_menu_and_sees_no_secret(deployer: Shell, program: list[str]) -> None:
    assert deployer("role", "create", "Admin", "--trust-user", "alice").status == 0
    with terminal([*program, "assume", "--as", "alice"], os.environ) as screen:
        menu = screen.read_until(r"Which role\? \[1-2\] ")
        screen.type("9\n")
        screen.read_until(r"Which role\? \[1-2\] ")
        screen.type("2\n")
        rest = screen.read_to_the_end()

    assert "1  Admin" in menu
    assert "2  Deploy" in menu
    assert "assumed-role/Deploy/" in rest
    assert "ASIA" in rest
    assert "iamctl." not in rest
    assert "eval" in rest


def test_a_profile_of_the_shared_credentials_file_gets_the_session(deployer: Shell, tmp_path: Path) -> None:
    file = tmp_path / "aws" / "credentials"
    file.parent.mkdir()
    file.write_text("# mine\n[other]\naws_access_key_id = AKIAOTHER\n")

    done = deployer("assume", "Deploy", "--as", "alice", "--save-profile", "deploy")

    assert done.out == ""
    assert file.read_text().startswith(
        "# mine\n[other]\naws_access_key_id = AKIAOTHER\n\n[deploy]\naws_access_key_id = ASIA"
    )
    assert "aws_session_token = iamctl." in file.read_text()


def test_a_profile_with_a_long_term_key_is_not_overwritten_unasked(deployer: Shell, tmp_path: Path) -> None:
    file = tmp_path / "aws" / "credentials"
    file.parent.mkdir()
    file.write_text("[deploy]\naws_access_key_id = AKIAOTHER\n")

    refused = deployer("assume", "Deploy", "--as", "alice", "--save-profile", "deploy")
    forced = deployer("assume", "Deploy", "--as", "alice", "--save-profile", "deploy", "--force")

    assert refused.status == 6
    assert forced.status == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "yaml"),
        ("--format", "env", "--save-profile", "x"),
        ("--force",),
        ("--list",),
        ("--duration", "soon"),
        ("--tag", "team"),
        ("--mfa-serial", "x", "--mfa-code", "1", "--mfa-code-stdin"),
        ("--format", "env", "--", "true"),
    ],
    ids=" ".join,
)
def test_words_that_do_not_fit_are_mistakes(options: tuple[str, ...], deployer: Shell) -> None:
    refused = deployer("assume", "Deploy", "--as", "alice", *options)

    assert refused.status == 2, refused.err
    assert refused.out == ""


def test_who_holds_a_session_of_a_role_takes_on_another_for_an_hour(
    deployer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert deployer("role", "create", "Next", "--trust-role", "Deploy").status == 0
    act_with(json_of(deployer("assume", "Deploy", "--as", "alice", "--format", "json")), monkeypatch)

    answer = json_of(deployer("assume", "Next", "--duration", "max", "--format", "json"))

    until = datetime.fromisoformat(answer["Credentials"]["Expiration"])  # type: ignore[index]
    assert until - datetime.now(UTC) <= timedelta(hours=1)


def test_another_secret_gets_nothing_of_what_is_kept(
    deployer: Shell, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    clock.now = datetime.now(UTC).replace(microsecond=0)
    key = json_of(deployer("creds", "key", "create", "alice", "-o", "json"))["AccessKey"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])  # type: ignore[index]
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])  # type: ignore[index]
    first = json_of(deployer("assume", "Deploy", "--format", "json"))["Credentials"]["AccessKeyId"]  # type: ignore[index]
    clock.later(seconds=5)
    assert deployer("assume", "Deploy").status == 0
    assert witness_of(first) is not None
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x" * 40)

    refused = deployer("assume", "Deploy")

    assert (refused.status, refused.out) == (3, "")
    assert "SignatureDoesNotMatch" in refused.err


def test_a_key_that_was_deactivated_gets_nothing_of_what_is_kept(
    deployer: Shell, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    clock.now = datetime.now(UTC).replace(microsecond=0)
    key = json_of(deployer("creds", "key", "create", "alice", "-o", "json"))["AccessKey"]
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])  # type: ignore[index]
        patch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])  # type: ignore[index]
        first = json_of(deployer("assume", "Deploy", "--format", "json"))["Credentials"]["AccessKeyId"]  # type: ignore[index]
        clock.later(seconds=5)
        assert deployer("assume", "Deploy").status == 0
        assert witness_of(first) is not None
    assert deployer("creds", "key", "deactivate", key["AccessKeyId"]).status == 0  # type: ignore[index]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])  # type: ignore[index]
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])  # type: ignore[index]

    refused = deployer("assume", "Deploy")

    assert (refused.status, refused.out) == (3, "")


def test_who_took_a_role_on_before_is_told_how_to_be_oneself_again(
    deployer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_with(json_of(deployer("assume", "Deploy", "--as", "alice", "--format", "json")), monkeypatch)

    refused = deployer("assume", "Deploy")

    assert refused.status == 3
    assert "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN" in refused.err


def test_who_may_not_learns_nothing_of_policies(deployer: Shell) -> None:
    assert deployer("policy", "create", "Hidden", "--policy-document", ONLY_ROLES).status == 0

    there, absent = (deployer("assume", "Deploy", "--as", "bob", "--policy-arn", name) for name in ("Hidden", "None"))

    assert (there.status, there.err) == (absent.status, absent.err)


def test_a_managed_policy_that_is_not_there_is_told_to_who_may(deployer: Shell) -> None:
    refused = deployer("assume", "Deploy", "--as", "alice", "--policy-arn", "None")

    assert refused.status == 6
    assert "Policy arn:aws:iam::111122223333:policy/None does not exist." in refused.err


def require_mfa(shell: Shell, *, at_most: int | None = None) -> None:
    condition: dict[str, object] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    if at_most is not None:
        condition["NumericLessThan"] = {"aws:MultiFactorAuthAge": str(at_most)}
    statement = {"Effect": "Allow", "Principal": {"AWS": ALICE}, "Action": "sts:AssumeRole", "Condition": condition}
    trust = json.dumps({"Version": "2012-10-17", "Statement": statement})
    assert shell("role", "trust", "set", "Deploy", "--trust-policy", trust).status == 0


def act_with(answer: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = answer["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"])  # type: ignore[index]
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", credentials["SecretAccessKey"])  # type: ignore[index]
    monkeypatch.setenv("AWS_SESSION_TOKEN", credentials["SessionToken"])  # type: ignore[index]


def witness_of(access_key_id: str) -> object:
    """What the kept session says of the account's files."""
    return next(kept.witness for kept in kept_sessions() if kept.credentials.access_key_id == access_key_id)


def kept_sessions() -> Iterator[object]:
    from iamctl.cli.session_cache import SessionCache

    yield from SessionCache(os.environ).all()


def test_a_query_into_what_is_written_whole_is_refused(deployer: Shell) -> None:
    outcome = deployer("--as", "alice", "assume", "Deploy", "--format", "json", "--query", "Credentials.Expiration")

    assert outcome.status == 2
    assert outcome.out == ""
    assert "--query looks into an answer" in outcome.err
