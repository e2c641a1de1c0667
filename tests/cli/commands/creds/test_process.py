"""credential_process: AWS's own clients read a role's credentials from here."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from cli.conftest import Shell

AWS = Path(sys.executable).with_name("aws")


@pytest.fixture
def deployer(account: Shell) -> Shell:
    for words in (
        ("user", "create", "alice"),
        ("role", "create", "Deploy", "--trust-user", "alice"),
        ("role", "create", "Next", "--trust-role", "Deploy"),
    ):
        assert account(*words).status == 0
    return account


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "aws" / "config"


def process(shell: Shell, *options: str) -> dict[str, object]:
    done = shell("creds", "process", "--role", "Deploy", "--as", "alice", *options)
    assert done.status == 0, done.err
    return json.loads(done.out)  # type: ignore[no-any-return]


def test_the_schema_is_that_of_credential_process(deployer: Shell) -> None:
    answer = process(deployer)

    assert list(answer) == ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]
    assert answer["Version"] == 1
    until = datetime.fromisoformat(str(answer["Expiration"]))
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(hours=1)


def test_it_shares_what_assume_keeps(deployer: Shell) -> None:
    first = process(deployer)

    assert (
        deployer("assume", "Deploy", "--as", "alice", "--format", "json").json["Credentials"]["AccessKeyId"]
        == (first["AccessKeyId"])
    )
    assert process(deployer, "--no-cache") != first


def test_who_may_not_gets_an_error_and_no_output(deployer: Shell) -> None:
    refused = deployer("creds", "process", "--role", "Next", "--as", "alice")

    assert (refused.status, refused.out) == (3, "")
    assert "AccessDenied" in refused.err


def test_a_client_is_told_how_to_get_a_code_in(deployer: Shell) -> None:
    refused = deployer("creds", "process", "--role", "Deploy", "--as", "alice", "--mfa-serial", "alice")

    assert refused.status == 2
    assert "at a terminal once" in refused.err


def test_boto3_reads_the_credentials(
    deployer: Shell, program: list[str], monkeypatch: pytest.MonkeyPatch, config: Path
) -> None:
    boto3 = pytest.importorskip("boto3")
    configure(program, "deploy", "--role", "Deploy", "--as", "alice")
    monkeypatch.setenv("IAMCTL_HOME", "/nowhere")
    monkeypatch.chdir("/")

    found = boto3.Session(profile_name="deploy").get_credentials()

    frozen = found.get_frozen_credentials()
    assert found.method == "custom-process"
    assert frozen.access_key.startswith("ASIA")
    assert frozen.token.startswith("iamctl.")
    assert config.stat().st_mode & 0o777 == 0o600


class Endpoint(BaseHTTPRequestHandler):
    """Where a client thinks that STS is: it keeps what the client signs with."""

    seen: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.headers["Authorization"], self.headers["X-Amz-Security-Token"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    Endpoint.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.skipif(not AWS.exists(), reason="awscli is not installed")
def test_the_aws_cli_signs_with_the_credentials(deployer: Shell, program: list[str], endpoint: str) -> None:
    configure(program, "deploy", "--role", "Deploy", "--as", "alice")
    words = ["--profile", "deploy", "--region", "eu-central-1", "--endpoint-url", endpoint, "sts"]

    done = subprocess.run([str(AWS), *words, "get-caller-identity"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    kept = process(deployer, "--account", "111122223333", "--data-dir", os.environ["IAMCTL_HOME"])
    [(authorization, token)] = Endpoint.seen
    assert f"Credential={kept['AccessKeyId']}/" in authorization
    assert token == kept["SessionToken"]


def test_a_process_keeps_a_client_from_a_session_that_was_ended(deployer: Shell, program: list[str]) -> None:
    boto3 = pytest.importorskip("boto3")
    configure(program, "deploy", "--role", "Deploy", "--as", "alice")
    before = boto3.Session(profile_name="deploy").get_credentials().access_key
    assert deployer("creds", "session", "revoke", before, "--yes").status == 0

    after = boto3.Session(profile_name="deploy").get_credentials().access_key

    assert after != before


HEAVY = {"sqlite3", "tomllib", "cryptography", "rich", "tomlkit", "hashlib", "iamctl.bootstrap", "iamctl.store"}


def test_what_is_kept_is_given_without_opening_the_account(deployer: Shell, program: list[str], home: Path) -> None:
    words = ["creds", "process", "--role", "Deploy", "--as", "alice"]
    process(deployer)
    for file in (home / "accounts" / "111122223333").rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    process(deployer)
    os.utime(home / "accounts" / "111122223333" / "ledger.sqlite3", (1_700_000_000, 1_700_000_000))
    os.utime(home / "accounts", (1_700_000_000, 1_700_000_000))
    process(deployer)
    code = f"import json, sys\nsys.argv = ['iamctl', *{words}]\nfrom iamctl.__main__ import main\nassert main() == 0\n"

    done = subprocess.run(
        [sys.executable, "-c", code + "print(json.dumps([*sys.modules]), file=sys.stderr)"],
        capture_output=True,
        text=True,
    )

    assert set(json.loads(done.stderr.splitlines()[-1])) & HEAVY == set()
    assert json.loads(done.stdout) == process(deployer)


def configure(program: list[str], *words: str) -> str:
    done = subprocess.run([*program, "creds", "configure-profile", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def test_the_profile_says_all_that_the_client_does_not_know(
    deployer: Shell, program: list[str], home: Path, config: Path
) -> None:
    Path("narrow.json").write_text('{"Version":"2012-10-17","Statement":[]}')
    options = ["--session-name", "it's", "--tag", "team=the core", "--session-policy", "narrow.json"]

    command = configure(program, "deploy", "--role", "Deploy", "--as", "alice", *options)

    words = shlex.split(command)
    assert words == [
        *program,
        *("creds", "process", "--account", "111122223333", "--data-dir", str(home), "--as", "alice"),
        *("--role", "Deploy", "--session-name", "it's", "--session-policy", str(Path.cwd() / "narrow.json")),
        *("--tag", "team=the core"),
    ]
    assert config.read_text() == f"[profile deploy]\ncredential_process = {command}\n"


def test_who_calls_by_a_profile_is_named_by_it_and_no_secret_is_written(
    deployer: Shell, program: list[str], config: Path
) -> None:
    assert deployer("creds", "key", "create", "alice", "--save-profile", "work").status == 0

    command = configure(program, "deploy", "--role", "Deploy", "--profile", "work")

    assert "--profile work --role Deploy" in command
    assert "AKIA" not in config.read_text()
    keys = [
        json.loads(subprocess.run(shlex.split(command), capture_output=True, check=True).stdout)["AccessKeyId"]
        for _ in range(2)
    ]
    assert keys[0] == keys[1]


def test_an_ended_key_of_a_profile_gets_nothing_of_what_is_kept(deployer: Shell) -> None:
    assert deployer("creds", "key", "create", "alice", "--save-profile", "work").status == 0
    words = ("creds", "process", "--role", "Deploy", "--profile", "work")
    assert deployer(*words).status == 0
    assert deployer("creds", "key", "delete", "alice", "--yes").status == 0

    refused = deployer(*words)

    assert (refused.status, refused.out) == (3, "")


def test_what_else_the_file_holds_stays_byte_for_byte(deployer: Shell, program: list[str], config: Path) -> None:
    config.parent.mkdir()
    before = b"# mine\r\n[default]\nregion=eu-central-1\n\n[profile deploy]\n  # why\noutput = json\n[profile z]\nx = 1"
    config.write_bytes(before)
    config.chmod(0o644)

    command = configure(program, "deploy", "--role", "Deploy", "--as", "alice")

    line = f"credential_process = {command}\n".encode()
    assert config.read_bytes() == before.replace(b"[profile deploy]\n", b"[profile deploy]\n" + line)
    assert config.stat().st_mode & 0o777 == 0o644


def test_a_profile_is_written_again_in_its_place(deployer: Shell, program: list[str], config: Path) -> None:
    configure(program, "deploy", "--role", "Deploy", "--as", "alice")

    command = configure(program, "deploy", "--role", "Deploy", "--as", "alice", "--duration", "15m")

    assert config.read_text() == f"[profile deploy]\ncredential_process = {command}\n"


def test_the_default_profile_has_awss_own_heading(deployer: Shell, config: Path) -> None:
    assert deployer("creds", "configure-profile", "default", "--role", "Deploy", "--as", "alice").status == 0

    assert config.read_text().startswith("[default]\ncredential_process = ")


@pytest.mark.parametrize("name", ["the core", "it's", 'say "so"', "équipe"])
def test_clients_find_the_profile_whatever_its_name(name: str, deployer: Shell, program: list[str]) -> None:
    boto3 = pytest.importorskip("boto3")
    configure(program, name, "--role", "Deploy", "--as", "alice")

    assert boto3.Session(profile_name=name).get_credentials().access_key.startswith("ASIA")


def test_a_heading_that_somebody_quoted_in_another_way_is_the_same_profiles(
    deployer: Shell, program: list[str], config: Path
) -> None:
    config.parent.mkdir()
    config.write_text('[profile "the core"]\nregion = eu-west-1\n')

    command = configure(program, "the core", "--role", "Deploy", "--as", "alice")

    assert config.read_text() == f'[profile "the core"]\ncredential_process = {command}\nregion = eu-west-1\n'


@pytest.mark.parametrize("key", ["role_arn", "sso_session", "aws_access_key_id"])
def test_a_profile_that_clients_would_ask_something_else_first_is_refused(
    key: str, deployer: Shell, config: Path
) -> None:
    config.parent.mkdir()
    config.write_text(f"[profile deploy]\n{key} = x\n")

    refused = deployer("creds", "configure-profile", "deploy", "--role", "Deploy", "--force")

    assert refused.status == 6
    assert f"has {key}, which clients ask before credential_process" in refused.err
    assert config.read_text() == f"[profile deploy]\n{key} = x\n"


def test_a_key_of_the_credentials_file_stands_in_the_way_too(deployer: Shell) -> None:
    file = Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"])
    file.parent.mkdir()
    file.write_text("[deploy]\naws_access_key_id = AKIA\n")

    assert deployer("creds", "configure-profile", "deploy", "--role", "Deploy").status == 6


def test_another_programs_process_is_replaced_only_when_forced(deployer: Shell, config: Path) -> None:
    config.parent.mkdir()
    config.write_text("[profile deploy]\ncredential_process = /bin/other\n")
    words = ("creds", "configure-profile", "deploy", "--role", "Deploy", "--as", "alice")

    refused = deployer(*words)
    forced = deployer(*words, "--force")

    assert refused.status == 6
    assert forced.status == 0
    assert "/bin/other" not in config.read_text()


@pytest.mark.parametrize(
    "words",
    [
        ("x]y", "--role", "Deploy"),
        ("deploy", "--role", "Deploy", "--tag", "a=b #c"),
        ("deploy", "--role", "Deploy", "--tag", "a=b\nc"),
        ("deploy", "--role", "Deploy", "--session-policy", "-"),
        ("deploy",),
    ],
    ids=str,
)
def test_what_the_file_could_not_say_is_a_mistake(words: tuple[str, ...], deployer: Shell, config: Path) -> None:
    assert deployer("creds", "configure-profile", *words, "--as", "alice").status == 2
    assert not config.exists()
