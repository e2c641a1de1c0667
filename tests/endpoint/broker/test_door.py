"""The broker's door: who is let in by which proof, what is answered, and what is remembered of it."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import httpx
import pytest
from counterparts.oidc_provider import _certificates

from .conftest import PASSWORD, PROXY_KEY, RULES, Running, Start

COMMAND = """\
import json, sys, time
asked = json.load(sys.stdin)
open("asked.txt", "a").write(json.dumps({**asked, "argv": sys.argv}) + "\\n")
name = asked.get("UserName", "kim")
if name == "slow":
    time.sleep(60)
if name == "broken":
    sys.exit(3)
if name == "odd":
    print("{")
    sys.exit(0)
known = {"kim": ["cn=engineers,x"], "lee": ["cn=auditors,x"], "sam": ["cn=engineers,x", "cn=auditors,x"], "max": []}
right = name in known and asked.get("Password", asked.get("Token")) == "correct horse battery"
attributes = {"memberOf": known.get(name, []), "uid": name, "departmentNumber": "core"}
json.dump({"Authenticated": right, "UserName": name, "Attributes": attributes}, sys.stdout)
"""
PROXY = """\
[[authenticator]]
kind = "proxy"
key_file = "proxy-key.txt"
attributes = { memberOf = "X-Forwarded-Groups" }
separator = ";"
strip = "@ACME.EXAMPLE"

"""


@pytest.fixture
def command_part(tmp_path: Path) -> str:
    (tmp_path / "people.py").write_text(COMMAND)
    command = json.dumps([sys.executable, "people.py"])
    return f'[[authenticator]]\nname = "people"\nkind = "command"\ncommand = {command}\ntimeout = 2\n\n'


@pytest.fixture
def proxy_part(tmp_path: Path) -> str:
    key = tmp_path / "proxy-key.txt"
    key.write_text(f"{PROXY_KEY}\n")
    key.chmod(0o600)
    return PROXY


def proxied(broker: Running, *, key: str | None = PROXY_KEY, **more: Any) -> httpx.Response:
    headers = [("X-Forwarded-User", "kim@ACME.EXAMPLE"), ("X-Forwarded-Groups", "cn=engineers,ou=x")]
    headers += [("X-Broker-Key", key)] if key is not None else []
    return broker.get(headers=headers + more.pop("also", []), **more)


RULE_WITHOUT_TAGS = RULES.replace('tags = { team = "{departmentNumber}" }\n', "").replace('"{uid}"', '"{name}"')


def test_a_command_knows_people_and_nothing_of_them_is_in_its_arguments(
    start: Start, command_part: str, tmp_path: Path
) -> None:
    broker = start(command_part + RULES)

    answer = broker.get(user="kim")

    asked = json.loads((tmp_path / "asked.txt").read_text())
    assert answer.status_code == 200
    assert asked == {"Version": 1, "UserName": "kim", "Password": PASSWORD, "argv": ["people.py"]}


@pytest.mark.parametrize("name", ["slow", "broken", "odd"])
def test_a_command_that_gives_no_answer_lets_nobody_in_and_blames_nobody(
    start: Start, command_part: str, name: str
) -> None:
    answer = start(command_part + RULES).get(user=name)

    assert answer.status_code == 503
    assert answer.json()["Error"]["Code"] == "ServiceUnavailable"


def test_a_proxys_word_counts_beside_its_key(start: Start, proxy_part: str) -> None:
    broker = start(proxy_part + RULE_WITHOUT_TAGS)

    assert proxied(broker).status_code == 200
    assert broker.log[-1]["Person"] == "kim"


@pytest.mark.parametrize(
    "changed",
    [
        {"key": None},
        {"key": PROXY_KEY[:-1]},
        {"key": ""},
        {"also": [("X-Forwarded-User", "lee")]},
        {"also": [("X-Broker-Key", PROXY_KEY)]},
        {"also": [("X-Forwarded-Groups", "cn=auditors,ou=x")]},
    ],
)
def test_a_header_that_a_client_slipped_in_is_nobodys(start: Start, proxy_part: str, changed: dict[str, Any]) -> None:
    broker = start(proxy_part + RULE_WITHOUT_TAGS)

    assert proxied(broker, **changed).status_code == 401


def test_each_issue_is_recorded_with_who_through_what_which_role_and_until_when(
    start: Start, command_part: str, program: Any
) -> None:
    broker = start(command_part + RULES)
    given = broker.get(user="kim").json()

    record = json.loads(program("broker", "issued", "--json").stdout)["Sessions"][0]

    assert record["AccessKeyId"] == given["AccessKeyId"]
    assert record["Expiration"] == given["Expiration"]
    assert (record["SourceIdentity"], record["Through"], record["Rule"]) == ("kim", "people", "engineers")
    assert record["RoleName"] == "Engineer"
    assert record["Arn"].endswith(":assumed-role/Engineer/kim")
    assert program("broker", "issued", "--as", "Broker").returncode == 3


def test_no_secret_is_in_the_log_or_in_the_accounts_files(
    start: Start, command_part: str, account: Path, program: Any
) -> None:
    broker = start(command_part + RULES)
    given = broker.get(user="kim").json()
    broker.get(user="kim", password="a wrong one")
    broker.get(user="a password typed as a name")

    texts = broker.errors.read_bytes() + b"".join(
        file.read_bytes() for file in (account / "home").rglob("*") if file.is_file()
    )

    secrets = (PASSWORD, "a wrong one", "typed as a name", given["SecretAccessKey"], given["SessionToken"])
    assert [secret for secret in secrets if secret.encode() in texts] == []


def test_after_three_wrong_passwords_the_next_one_has_to_wait_also_after_a_restart(
    start: Start, command_part: str
) -> None:
    broker = start(command_part + RULES)
    wrong = [broker.get(user="Kim", password="wrong").status_code for _ in range(4)]

    answer = start(command_part + RULES).get(user="kim")

    assert wrong == [401, 401, 401, 401]
    assert answer.status_code == 429
    assert answer.json()["Error"]["Code"] == "Throttling"


def test_an_address_that_asks_too_often_is_told_when_to_come_again(start: Start, command_part: str) -> None:
    broker = start(command_part + RULES + "[limits]\nper_minute = 6\n")

    first, second = broker.get(user="max"), broker.get(user="max")

    assert first.status_code == 403
    assert second.status_code == 429
    assert int(second.headers["retry-after"]) in range(1, 11)


def test_who_fits_several_rules_gets_the_first_or_chooses(start: Start, command_part: str) -> None:
    first = start(command_part + RULES)
    choosing = start('choose = "person"\n' + command_part + RULES)

    assert first.get(user="sam").status_code == 200
    assert first.get("/credentials?role=Audit", user="sam").status_code == 403
    assert choosing.get(user="sam").json()["Error"]["Message"] == "Several roles may be taken on: Engineer, Audit."
    assert choosing.get("/credentials?role=Audit", user="sam").status_code == 200
    assert [each["RoleName"] for each in choosing.get("/roles", user="sam").json()["Roles"]] == ["Engineer", "Audit"]


def test_what_the_role_does_not_trust_the_rules_cannot_give(start: Start, command_part: str, program: Any) -> None:
    broker = start(command_part + RULES)
    trust = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
        }
    )
    assert program("role", "trust", "set", "Engineer", "--trust-policy", trust).returncode == 0

    answer = broker.get(user="kim")

    assert answer.status_code == 403
    assert "explicit deny" in answer.json()["Error"]["Message"]


def test_a_changed_file_holds_without_a_restart_and_a_broken_one_does_not(
    start: Start, command_part: str, tmp_path: Path
) -> None:
    broker = start(command_part + RULES)
    file = tmp_path / "broker.toml"

    file.write_text(command_part + RULES + "[[rule]]\nrole = 7\n")
    broker.process.send_signal(signal.SIGHUP)
    _until(lambda: broker.get("/health").json()["File"].startswith("broken"))
    broken = broker.get(user="kim")
    file.write_text(command_part + RULES.replace('"Engineer"', '"Audit"'))
    broker.process.send_signal(signal.SIGHUP)
    _until(lambda: broker.get("/health").json()["File"] == "ok")
    broker.get(user="kim")

    assert broken.status_code == 200
    assert broker.log[-1]["Role"] == "Audit"
    refused = next(each for each in broker.log if each["Event"] == "FileRefused")
    assert "broker.toml:" in refused["Message"]


def _until(holds: Any) -> None:
    """A signal is taken when the process gets to it: ask until it was."""
    for _ in range(2000):
        if holds():
            return
    raise AssertionError("it never holds")


def test_health_says_what_cannot_be_asked_and_nothing_more(start: Start, command_part: str) -> None:
    well = start(command_part + RULES)
    ill = start(command_part.replace(json.dumps(sys.executable), '"/no/such/program"') + RULES)

    assert well.get("/health").json() == {"Status": "ok", "Authenticators": {"people": "ok"}, "File": "ok"}
    assert ill.get("/health").status_code == 503
    assert "/no/such" not in ill.get("/health").text


def test_another_sites_page_gets_nothing(start: Start, command_part: str) -> None:
    broker = start(command_part + RULES)

    answer = broker.get(user="kim", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"})

    assert answer.status_code == 403
    assert broker.get(user="kim").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "query", ["?role=Engineer&role=Audit", "?rolle=Engineer", "?duration=60", "?duration=1e3", "?duration=99999"]
)
def test_parameters_are_understood_or_refused(start: Start, command_part: str, query: str) -> None:
    assert start(command_part + RULES).get(f"/credentials{query}", user="kim").status_code == 400


@pytest.mark.parametrize("header", ["", "Basic", "Basic ====", "Basic a2lt", "Digest x", "Bearer x.y.z"])
def test_a_header_that_proves_nothing_is_401_with_a_challenge(start: Start, command_part: str, header: str) -> None:
    answer = start(command_part + RULES).get(headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_its_description_names_every_page_and_no_other(start: Start, command_part: str) -> None:
    broker = start(command_part + RULES)

    described = broker.get("/openapi.json").json()

    assert described["openapi"] == "3.1.0"
    for path in described["paths"]:
        assert broker.get(path).status_code != 404 or path == "/console"
    assert broker.get("/other").status_code == 404


def test_the_duration_asked_for_shortens_the_rules_and_never_lengthens_it(
    start: Start, command_part: str, program: Any
) -> None:
    broker = start(command_part + RULES)
    broker.get("/credentials?duration=900", user="kim")
    broker.get("/credentials?duration=43200", user="kim")

    issued = json.loads(program("broker", "issued", "--json").stdout)["Sessions"]

    assert sorted(_seconds(each) for each in issued) == [900, 1800]


def _seconds(record: dict[str, str]) -> int:
    from datetime import datetime

    return int(
        (datetime.fromisoformat(record["Expiration"]) - datetime.fromisoformat(record["Issued"])).total_seconds()
    )


def test_over_tls_it_is_believed_by_its_authority(
    start: Start, command_part: str, tmp_path: Path, program: Any
) -> None:
    key, certificate, authority = _certificates(tmp_path)
    broker = start(command_part + RULES, "--tls-cert", str(certificate), "--tls-key", str(key))

    trusted = program(
        "broker", "login", broker.url, "--user", "kim", "--password-stdin", "--ca-file", str(authority), stdin=PASSWORD
    )
    strange = program("broker", "login", broker.url, "--user", "kim", "--password-stdin", stdin=PASSWORD)

    assert broker.url.startswith("https://")
    assert json.loads(trusted.stdout)["Version"] == 1
    assert strange.returncode == 74
    assert "cannot be asked" in strange.stderr


@pytest.mark.parametrize("words", [("--listen", "0.0.0.0"), ("--listen", "::")])
def test_without_tls_it_is_for_this_machine_alone(
    program: Any, command_part: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "broker.toml").write_text(command_part + RULES)

    ran = program("broker", "serve", str(tmp_path / "broker.toml"), "--as", "Broker", "--port", "0", *words)

    assert ran.returncode == 2
    assert "in the clear" in ran.stderr


def test_the_root_user_brokers_nothing(program: Any, command_part: str, tmp_path: Path) -> None:
    (tmp_path / "broker.toml").write_text(command_part + RULES)

    ran = program("broker", "serve", str(tmp_path / "broker.toml"), "--port", "0")

    assert ran.returncode == 3
    assert "root" in ran.stderr


def test_aws_clients_take_their_credentials_from_a_profile_that_logs_in_by_itself(
    start: Start, proxy_part: str, program: Any, account: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reverse proxy that knows the person stands before the broker: here the test itself."""
    if not Path(sys.executable).with_name("aws").exists():
        pytest.skip("there is no aws beside this Python")
    broker = start(proxy_part + RULE_WITHOUT_TAGS)
    with proxy_before(broker.url) as url:
        config = account / "aws-config"
        saved = program("broker", "login", url, "--by-proxy", "--save-profile", "work", AWS_CONFIG_FILE=str(config))
        assert saved.returncode == 0, saved.stderr
        from .conftest import environment_of

        for name, value in environment_of(account).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)

        found = boto3.Session(profile_name="work").get_credentials()
        assert found is not None
        frozen = found.get_frozen_credentials()
        again = botocore.session.Session(profile="work").get_credentials()
        aws = Path(sys.executable).with_name("aws")
        command = [aws, "configure", "list", "--profile", "work"]
        ran = subprocess.run(command, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr

    issued = json.loads(program("broker", "issued", "--json").stdout)["Sessions"]
    assert found.method == "custom-process"
    assert [each["AccessKeyId"] for each in issued] == [frozen.access_key]
    assert again.access_key == frozen.access_key  # kept, and not issued twice
    line = next(line for line in ran.stdout.splitlines() if "access_key" in line)
    assert frozen.access_key[-4:] in line
    assert "custom-process" in line


def proxy_before(url: str) -> Any:
    """A reverse proxy on loopback that says who everybody is."""
    from contextlib import contextmanager
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {"X-Forwarded-User": "kim", "X-Forwarded-Groups": "cn=engineers,x", "X-Broker-Key": PROXY_KEY}
            answer = httpx.get(url + self.path, headers=headers, trust_env=False)
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    @contextmanager
    def running() -> Any:
        with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()

    return running()


def test_kept_credentials_are_their_owners_alone_and_serve_again(
    start: Start, command_part: str, program: Any, account: Path
) -> None:
    broker = start(command_part + RULES)
    words = ("broker", "login", broker.url, "--user", "kim", "--keep")

    first = program(*words, "--password-stdin", stdin=PASSWORD)
    second = program(*words, "--no-input")
    other = program(*words, "--no-input", "--role", "Audit")

    kept = next((account / "cache").rglob("*.json"))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert PASSWORD not in kept.read_text()
    assert other.returncode == 2
    assert f"iamctl broker login {broker.url} --keep --user kim --role Audit" in other.stderr


def test_what_was_kept_is_not_read_where_others_could(
    start: Start, command_part: str, program: Any, account: Path
) -> None:
    words = ("broker", "login", start(command_part + RULES).url, "--user", "kim", "--keep")
    program(*words, "--password-stdin", stdin=PASSWORD)
    next((account / "cache").rglob("*.json")).chmod(0o644)

    assert program(*words, "--no-input").returncode == 74


def test_variables_for_a_shell_are_written_on_demand(start: Start, command_part: str, program: Any) -> None:
    broker = start(command_part + RULES)

    ran = program("broker", "login", broker.url, "--user", "kim", "--password-stdin", "--format", "env", stdin=PASSWORD)

    assert [line.partition("=")[0] for line in ran.stdout.splitlines()] == [
        "export AWS_ACCESS_KEY_ID",
        "export AWS_SECRET_ACCESS_KEY",
        "export AWS_SESSION_TOKEN",
        "export AWS_CREDENTIAL_EXPIRATION",
    ]


def test_a_wrong_password_is_denied_and_a_broker_elsewhere_is_not_asked_in_the_clear(
    start: Start, command_part: str, program: Any
) -> None:
    broker = start(command_part + RULES)

    wrong = program("broker", "login", broker.url, "--user", "kim", "--password-stdin", stdin="wrong")
    clear = program("broker", "login", "http://broker.example", "--user", "kim", "--password-stdin", stdin=PASSWORD)

    assert wrong.returncode == 3
    assert clear.returncode == 2
    assert "in the clear" in clear.stderr
