"""What a command has loaded when it ends, on top of what Typer brings: every module here is a millisecond or more."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from .conftest import Shell

NEVER = {"rich", "tomlkit", "platformdirs", "jmespath", "botocore", "pydantic", "http", "email", "unittest"}
NEVER |= {"cryptography", "argon2", "keyring"}
"""What the commands of these tests have no use for."""

UNREAD = NEVER | {"tomllib", "hashlib", "_hashlib", "hmac", "secrets", "random", "difflib", "tempfile", "concurrent"}
"""What a command that reads has no use for where every file is in the index."""

OWN_UNREAD = (
    "iamctl.policy",
    "iamctl.reference",
    "iamctl.exchange",
    "iamctl.syntax",
    "iamctl.model.account_settings",
    "iamctl.model.group",
    "iamctl.model.import_record",
    "iamctl.model.instance_profile",
    "iamctl.model.policy",
    "iamctl.model.role",
    "iamctl.model.access_key",
    "iamctl.model.login_profile",
    "iamctl.store.examine",
    "iamctl.store.marks",
    "iamctl.store.vault",
    "iamctl.store.repair",
    "iamctl.store.migrations",
)

UNASKED = (
    "iamctl.analysis",
    "iamctl.exchange",
    "iamctl.engine.explain",
    "iamctl.engine.remedies",
    "iamctl.engine.simulator",
    "iamctl.policy.document",
    "iamctl.policy.grammar",
    "iamctl.reference.service_tables",
    "iamctl.reference.vocabulary",
    "iamctl.syntax",
    "iamctl.store.examine",
    "iamctl.store.migrations",
)
"""What a question has no use for that supposes nothing and hangs on no key that it left out."""


def loaded_by(*words: str) -> set[str]:
    """The modules that a command has loaded when it ends, less those that Typer had loaded for it."""
    main = f"sys.argv = ['iamctl', *{list(words)!r}]\nfrom iamctl.__main__ import main\nassert main() == 0\n"
    return modules_after(main) - loaded_by_typer()


@cache
def loaded_by_typer() -> set[str]:
    return modules_after("import typer, typer.main\n")


def modules_after(code: str) -> set[str]:
    code = f"import json, sys\n{code}\nsys.stderr.write(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(run.stderr.splitlines()[-1]))


def of_packages(modules: set[str], packages: set[str]) -> set[str]:
    return {module for module in modules if module.partition(".")[0] in packages}


@pytest.fixture
def alice(account: Shell, program: list[str]) -> None:
    """An account with one user, whose files have been looked at."""
    assert account("user", "create", "alice", "--path", "/eng/", "--tag", "team=core").status == 0
    assert account("user", "list").status == 0


def test_the_version_loads_none_of_the_program(program: list[str]) -> None:
    before = modules_after("")

    loaded = modules_after("sys.argv = ['iamctl', '--version']\nfrom iamctl.__main__ import main\nassert main() == 0\n")

    assert loaded - before == {"iamctl", "iamctl.__main__", "iamctl.version"}


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("words", [("user", "get", "alice"), ("user", "list", "-o", "json")], ids=" ".join)
def test_a_command_that_reads_loads_only_what_it_reads_with(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)

    assert "iamctl.model.user" in loaded
    assert not of_packages(loaded, UNREAD)
    assert not {module for module in loaded if module.startswith(OWN_UNREAD)}


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize("words", [("user", "get", "alice"), ("whoami",), ("user", "create", "bob")], ids=" ".join)
def test_root_pays_for_no_authorization(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)

    assert not {module for module in loaded if module.startswith(("iamctl.engine", "iamctl.service.authorization"))}


@pytest.mark.usefixtures("alice")
def test_who_has_no_login_pays_for_none() -> None:
    loaded = loaded_by("user", "get", "alice")

    assert "iamctl.cli.callers" in loaded
    assert not {module for module in loaded if module.startswith(("iamctl.cli.logins", "iamctl.service.sts"))}


@pytest.mark.usefixtures("alice")
def test_a_caller_that_policies_bind_pays_for_the_engine_and_no_table_of_aws(account: Shell) -> None:
    document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}'
    assert account("user", "put-policy", "alice", "Own", "--policy-document", document).status == 0

    loaded = loaded_by("user", "get", "alice", "--as", "alice")

    assert "iamctl.engine.authorize" in loaded
    assert not {module for module in loaded if module.startswith(("iamctl.reference", "iamctl.exchange"))}
    assert not of_packages(loaded, NEVER | {"tempfile", "secrets", "random", "concurrent"})


@pytest.mark.usefixtures("alice")
def test_a_command_that_creates_loads_no_library_but_typer(program: list[str]) -> None:
    loaded = loaded_by("user", "create", "bob", "--path", "/eng/")

    assert "iamctl.syntax.toml_render" in loaded
    assert not of_packages(loaded, NEVER | {"tomllib", "secrets", "random", "concurrent"})
    assert not {module for module in loaded if module.startswith(("iamctl.policy", "iamctl.reference"))}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere platformdirs itself is asked")
def test_a_data_folder_that_nobody_named_costs_no_library(
    shell: Shell, program: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.delenv("IAMCTL_HOME")
    assert shell("init", "--account-id", "111122223333").status == 0

    loaded = loaded_by("user", "list")

    assert (tmp_path / "share" / "iamctl" / "accounts").is_dir()
    assert not of_packages(loaded, NEVER)


@pytest.fixture
def bounded(alice: None, account: Shell) -> None:
    """The user has a policy of its own, AWS's longest lists, and a boundary with a condition on an address."""
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    condition = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    own = {"Version": "2012-10-17", "Statement": statement}
    edge = {"Version": "2012-10-17", "Statement": statement | {"Condition": condition}}
    assert account("policy", "create", "Edge", "--policy-document", json.dumps(edge)).status == 0
    assert account("user", "put-policy", "alice", "Own", "--policy-document", json.dumps(own)).status == 0
    assert account("user", "attach-policy", "alice", "ReadOnlyAccess").status == 0
    assert account("user", "set-boundary", "alice", "Edge").status == 0
    assert account("user", "list").status == 0


@pytest.mark.usefixtures("bounded")
def test_a_question_loads_the_engine_and_of_the_services_only_whether_they_have_the_action() -> None:
    loaded = loaded_by("can", "alice", "s3:GetObject", "arn:aws:s3:::artifacts/x", "--source-ip", "10.1.2.3")

    assert "iamctl.engine.authorize" in loaded
    assert not of_packages(loaded, UNREAD)
    assert not {module for module in loaded if module.startswith(UNASKED)}


@pytest.mark.usefixtures("bounded")
def test_a_question_that_hangs_on_a_key_left_out_reads_what_aws_says_of_keys() -> None:
    loaded = loaded_by("can", "alice", "s3:GetObject", "arn:aws:s3:::artifacts/x", "--expect", "denied")

    assert "iamctl.reference.services" in loaded
    assert not of_packages(loaded, NEVER)
